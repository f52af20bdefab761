package adapterstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// journal is a list in a file, a line of JSON each.
type journal[T any] struct {
	all  []T
	file *os.File
}

// openJournal reads what is there. A last line that a kill left without its end was never written.
func openJournal[T any](name string) (*journal[T], error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	j := &journal[T]{file: f}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	if err := f.Truncate(int64(len(whole))); err != nil {
		return nil, err
	}
	for line := range bytes.Lines(whole) {
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		j.all = append(j.all, v)
	}
	return j, nil
}

func (j *journal[T]) add(v T) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	j.all = append(j.all, v)
	return nil
}
