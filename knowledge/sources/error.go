package sources

import (
	"errors"
	"fmt"
	"io/fs"
)

// Error says which file was left out, why, and what would help.
type Error struct {
	Path   string
	Reason string // reads on after the path: "is not text (image/png); …"
	Err    error  // what caused it; nil when the reason says all
}

func (e *Error) Error() string { return e.Path + ": " + e.Reason }

func (e *Error) Unwrap() error { return e.Err }

// unreadable words an error of the file system, which repeats the path, without the repetition.
func unreadable(path string, err error) *Error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Path: path, Reason: "does not exist; check the spelling of the path", Err: err}
	case errors.Is(err, fs.ErrPermission):
		return &Error{Path: path, Reason: "may not be read; give yourself permission to read it", Err: err}
	}
	why := err
	var in *fs.PathError
	if errors.As(err, &in) {
		why = in.Err
	}
	return &Error{Path: path, Reason: fmt.Sprintf("cannot be read (%v); check the file or leave it out", why), Err: err}
}
