package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// question is a line of questions.jsonl. Fields it does not name are for people.
type question struct {
	ID           string   `json:"id"`
	Text         string   `json:"q"`
	Type         string   `json:"type"`
	FollowUpTo   string   `json:"follow_up_to"` // id of an earlier line; "" for none
	Nuggets      []nugget `json:"nuggets"`
	Forbid       patterns `json:"forbid"` // must fit none of an answer's own words
	Unanswerable bool     `json:"unanswerable"`
}

// nugget is one thing that a good answer says.
type nugget struct {
	ID      string   `json:"id"`
	Any     patterns `json:"any"`
	Sources []string `json:"sources"`
}

func (q *question) name() string { return q.ID }

func (q *question) check() error {
	switch {
	case q.Text == "":
		return errors.New("has no q, the question to ask")
	case !q.Unanswerable && q.Nuggets == nil:
		return errors.New("has no nuggets and is not marked unanswerable")
	case !q.Unanswerable && q.Type == "":
		return errors.New("has no type")
	}
	return nil
}

func (q *question) patterns() []patterns {
	all := []patterns{q.Forbid}
	for _, n := range q.Nuggets {
		all = append(all, n.Any)
	}
	return all
}

// expected is a line of commitments.jsonl or issues.jsonl.
type expected struct {
	ID         string   `json:"id"`
	ActorAny   patterns `json:"actor_any"` // nil: the line is of an issue
	WhatAny    patterns `json:"what_any"`
	IssueAny   patterns `json:"issue_any"` // counts where WhatAny is empty
	Stance     string   `json:"stance"`
	Status     string   `json:"status"` // counts where Stance is empty
	StanceAlt  []string `json:"stance_alt"`
	StanceAlso []string `json:"stance_also"`
	StatusAlt  []string `json:"status_alt"`
	StatusAlso []string `json:"status_also"`
	Sources    []string `json:"sources"`
	Quote      string   `json:"quote"`
}

func (x *expected) name() string { return x.ID }

func (x *expected) check() error {
	switch {
	case len(x.what()) == 0 && x.Quote == "":
		return errors.New("has no what_any, issue_any or quote to know it by")
	case x.Stance == "" && x.Status == "":
		return errors.New("has neither stance nor status")
	}
	return nil
}

func (x *expected) patterns() []patterns { return []patterns{x.ActorAny, x.WhatAny, x.IssueAny} }

func (x *expected) what() patterns {
	if len(x.WhatAny) > 0 {
		return x.WhatAny
	}
	return x.IssueAny
}

// line is a gold line that can say what is wrong with it.
type line interface {
	name() string
	check() error
	patterns() []patterns
}

// readExpected gives nil where there is no such file.
func readExpected(path string) ([]expected, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return readLines[expected](path)
}

func readQuestions(path string) ([]question, error) {
	qs, err := readLines[question](path)
	bad := []error{err}
	if err == nil {
		seen := map[string]bool{"": true}
		for _, q := range qs {
			if !seen[q.FollowUpTo] {
				bad = append(bad, fmt.Errorf("%s: %s follows up %q, which does not stand before it", path, q.ID, q.FollowUpTo))
			}
			seen[q.ID] = true
		}
	}
	return qs, errors.Join(bad...)
}

// lineOf is a line whose methods are those of *T.
type lineOf[T any] interface {
	*T
	line
}

func readLines[T any, P lineOf[T]](path string) ([]T, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the gold: %w", err)
	}
	return parseLines[T, P](path, raw)
}

// parseLines reads JSON lines; blank ones are skipped. The error tells every bad line. The list is never nil where
// there is no error.
func parseLines[T any, P lineOf[T]](path string, raw []byte) ([]T, error) {
	out, bad, n := []T{}, []error(nil), 0
	first := map[string]int{} // id → line
	for l := range bytes.Lines(raw) {
		n++
		if len(bytes.TrimSpace(l)) == 0 {
			continue
		}
		var x T
		p := P(&x)
		fail := func(err error) { bad = append(bad, fmt.Errorf("%s:%d: %s: %w", path, n, p.name(), err)) }
		if err := json.Unmarshal(l, &x); err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: is not a line of gold: %w", path, n, err))
			continue
		}
		if p.name() == "" {
			bad = append(bad, fmt.Errorf("%s:%d: has no id", path, n))
			continue
		}
		if at, taken := first[p.name()]; taken {
			fail(fmt.Errorf("line %d has this id already", at))
		}
		first[p.name()] = n
		if err := p.check(); err != nil {
			fail(err)
		}
		for _, ps := range p.patterns() {
			for i := range ps {
				if err := ps[i].compile(); err != nil {
					fail(fmt.Errorf("pattern %q does not compile: %w", ps[i].source, err))
				}
			}
		}
		out = append(out, x)
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	return out, nil
}
