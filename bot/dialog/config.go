package dialog

import (
	"errors"
	"fmt"
	"time"
)

// Config is the section `dialog`.
type Config struct {
	Remember      int `yaml:"remember"`       // questions of a Thread that a follow-up may refer to
	Workers       int `yaml:"workers"`        // Messages answered at a time
	Waiting       int `yaml:"waiting"`        // Messages that may wait; more are told to come back
	PerPerson     int `yaml:"per_person"`     // Messages a minute from one person; 0 means no limit
	PerChannel    int `yaml:"per_channel"`    // Messages a minute in one channel; 0 means no limit
	PerServer     int `yaml:"per_server"`     // Messages a minute in one server, of all its channels; 0 means no limit
	Runes         int `yaml:"runes"`          // a longer answer is shortened; 0 means never
	AnswerMinutes int `yaml:"answer_minutes"` // what could not be answered for longer is given up
	EditSeconds   int `yaml:"edit_seconds"`   // a question changed later is not answered anew
	KeepDays      int `yaml:"keep_days"`      // how long a Message is remembered, and known when it comes again: a day at least

	Digest   string `yaml:"digest"`   // time of day at which the digest is told, such as "08:00"; "" for none
	Timezone string `yaml:"timezone"` // of the digest's time, as in the IANA database: Europe/Paris
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config {
	return Config{Remember: 20, Workers: 4, Waiting: 200, PerPerson: 10, PerChannel: 30, PerServer: 120, Runes: 6000,
		AnswerMinutes: 15, EditSeconds: 120, KeepDays: 30, Timezone: "UTC"}
}

// Check says which values cannot be used; nil when all can.
func (c Config) Check() error {
	var errs []error
	number := func(name string, got, low, high int, of string) {
		if got < low || got > high {
			errs = append(errs, fmt.Errorf("dialog.%s is %d; give %d to %d %s", name, got, low, high, of))
		}
	}
	number("remember", c.Remember, 0, 1000, "questions")
	number("workers", c.Workers, 1, 1000, "messages at a time")
	number("waiting", c.Waiting, 1, 100_000, "messages")
	number("per_person", c.PerPerson, 0, 10_000, "messages a minute")
	number("per_channel", c.PerChannel, 0, 10_000, "messages a minute")
	number("per_server", c.PerServer, 0, 10_000, "messages a minute")
	number("runes", c.Runes, 0, 1_000_000, "characters")
	number("answer_minutes", c.AnswerMinutes, 1, 10_000, "minutes")
	number("edit_seconds", c.EditSeconds, 0, 100_000, "seconds")
	number("keep_days", c.KeepDays, 1, 10_000, "days")
	if _, err := time.Parse("15:04", c.Digest); c.Digest != "" && (err != nil || len(c.Digest) != len("15:04")) {
		errs = append(errs, fmt.Errorf("dialog.digest is %q; give a time of day, such as \"08:00\", or \"\" for none", c.Digest))
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil || c.Timezone == "" || c.Timezone == "Local" {
		errs = append(errs, fmt.Errorf("dialog.timezone is %q; give a time zone, such as Europe/Paris or UTC", c.Timezone))
	}
	return errors.Join(errs...)
}

func (c Config) hasDigest() bool { return c.Digest != "" }

func (c Config) answerWithin() time.Duration { return time.Duration(c.AnswerMinutes) * time.Minute }
func (c Config) editWithin() time.Duration   { return time.Duration(c.EditSeconds) * time.Second }
func (c Config) keep() time.Duration         { return time.Duration(c.KeepDays) * 24 * time.Hour }
