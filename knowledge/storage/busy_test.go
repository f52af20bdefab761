package storage

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// A Publish that waits longer than the store's patience ends in ErrBusy.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := open(t.Context(), path, 0, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	none := func(func(Record, error) bool) {}
	err = s.Publish(t.Context(), Snapshot{ID: "one"}, func(func(Record, error) bool) {
		if err := s.Publish(t.Context(), Snapshot{ID: "two"}, none); !errors.Is(err, ErrBusy) {
			t.Errorf("error %v, want ErrBusy", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
