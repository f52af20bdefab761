package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/bot/dialog"
)

// choice is a flag with a fixed set of values. It is a pflag.Value.
type choice struct {
	allowed []string
	many    bool     // several values, by commas or by giving the flag again
	got     []string // what was chosen; empty when nothing was
}

func oneOf[T ~string](allowed ...T) *choice {
	c := &choice{}
	for _, a := range allowed {
		c.allowed = append(c.allowed, string(a))
	}
	return c
}

// value is the one chosen, the first of the allowed ones when none was.
func (c *choice) value() string {
	if len(c.got) == 0 {
		return c.allowed[0]
	}
	return c.got[0]
}

func (c *choice) String() string { return strings.Join(c.got, ",") }

// Type is what the help shows for the value.
func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

// Set takes a value, or several.
func (c *choice) Set(s string) error {
	values := []string{s}
	if c.many {
		values = strings.Split(s, ",")
	}
	if !c.many {
		c.got = nil
	}
	for _, v := range values {
		v = strings.ToLower(strings.TrimSpace(v))
		if !slices.Contains(c.allowed, v) {
			msg := fmt.Sprintf("%q is none of %s", v, strings.Join(c.allowed, ", "))
			if near := dialog.Nearest(v, c.allowed); near != "" {
				msg += fmt.Sprintf("; did you mean %s?", near)
			}
			return errors.New(msg)
		}
		c.got = append(c.got, v)
	}
	return nil
}

// since is a flag with a day. It is a pflag.Value; the zero value is no day.
type since struct{ day string } // YYYY-MM-DD

func (s *since) String() string { return s.day }

// Type is what the help shows for the value.
func (s *since) Type() string { return "DATE" }

// Set takes a day as YYYY-MM-DD.
func (s *since) Set(v string) error {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(v))
	if err != nil {
		return fmt.Errorf("%q is not a day; write it as 2026-01-31", v)
	}
	s.day = t.Format(time.DateOnly)
	return nil
}
