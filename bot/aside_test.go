package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a killed program left goes, and nothing else.
func TestAside(t *testing.T) {
	t.Parallel()
	in := t.TempDir()
	for name, old := range map[string]bool{".reading-1": true, ".reading-2": false, ".restore-3": true, "reading-4": true} {
		dir := filepath.Join(in, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if old {
			if err := os.Chtimes(dir, time.Time{}, time.Now().Add(-25*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	made, err := aside(in, ".reading-")
	if err != nil {
		t.Fatal(err)
	}
	for name, stays := range map[string]bool{".reading-1": false, ".reading-2": true, ".restore-3": true, "reading-4": true, filepath.Base(made): true} {
		if _, err := os.Stat(filepath.Join(in, name)); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := aside(filepath.Join(in, "none"), ".reading-"); err == nil {
		t.Error("there is a folder in one that is not there")
	}
}
