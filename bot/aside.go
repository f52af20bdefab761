package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leftAfter is how old a folder of ours is that was left by a program which was killed: none works in one for so long.
const leftAfter = 24 * time.Hour

// aside makes a folder in another one for work that is nobody's business until it is done. Its name begins with that of the work. What
// killed programs have left of the same work goes: it may hold what was said in chats.
func aside(in, work string) (dir string, err error) {
	there, err := os.ReadDir(in)
	if err != nil {
		return "", err
	}
	var errs []error
	for _, e := range there {
		if info, err := e.Info(); err == nil && e.IsDir() && strings.HasPrefix(e.Name(), work) && time.Since(info.ModTime()) > leftAfter {
			errs = append(errs, os.RemoveAll(filepath.Join(in, e.Name())))
		}
	}
	dir, err = os.MkdirTemp(in, work)
	return dir, errors.Join(append(errs, err)...)
}
