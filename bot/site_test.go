package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// site serves the files of DIR at $SITE, for a script, and puts that address in the place of SITE in FILEs. Those of the folder are
// served with SITE in them put right as well.
func site(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: site DIR [FILE…]")
	}
	dir := ts.MkAbs(args[0])
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
	files := args[1:]
	entries, err := os.ReadDir(dir)
	ts.Check(err)
	for _, e := range entries {
		files = append(files, args[0]+"/"+e.Name())
	}
	for _, name := range files {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.ReplaceAll(ts.ReadFile(name), "SITE", s.URL)), 0o600))
		old := time.Now().Add(-time.Hour) // a file that is changed within the second is the same to a server
		ts.Check(os.Chtimes(ts.MkAbs(name), old, old))
	}
}
