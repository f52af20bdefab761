package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"talksbot/knowledge/storage"
)

var (
	refreshStep = regexp.MustCompile(`^the articles of (\w+) are taken in$`)
	putStep     = regexp.MustCompile(`^the articles of (\w+) are put beside the others$`)
	laterStep   = regexp.MustCompile(`^(\d+) hours go by$`)
	clockStep   = regexp.MustCompile(`^it is (\d\d\d\d-\d\d-\d\d) (\d\d:\d\d)$`)
)

// does does what steps of all platforms say: "the articles of monday are taken in", of the story's files monday/*.md,
// or "put beside the others", which are the sources then, "49 hours go by", and "it is
// 2026-03-06 08:00", in UTC. ok is false for other steps.
func (s *chatStory) does(step string) (ok bool, err error) {
	if m := refreshStep.FindStringSubmatch(step); m != nil {
		return true, s.takeIn(filepath.Join(s.data, m[1]))
	}
	if m := putStep.FindStringSubmatch(step); m != nil {
		s.readLinks(filepath.Join(s.data, m[1]))
		return true, os.CopyFS(filepath.Join(s.data, "articles"), os.DirFS(filepath.Join(s.data, m[1])))
	}
	if m := laterStep.FindStringSubmatch(step); m != nil {
		hours, err := strconv.Atoi(m[1])
		s.clock.set(s.clock.now().Add(time.Duration(hours) * time.Hour))
		return true, err
	}
	if m := clockStep.FindStringSubmatch(step); m != nil {
		at, err := time.Parse("2006-01-02 15:04", m[1]+" "+m[2])
		s.clock.set(at)
		return true, err
	}
	return false, nil
}

// takeIn takes articles in while the bot serves, and waits until it has seen what they change.
func (s *chatStory) takeIn(articles string) error {
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute) // for a test that fails
	defer cancel()
	s.log.await(ctx, s.bot.ended, func() bool { return s.log.looked != "" })
	if err := s.refresh(articles); err != nil {
		return err
	}
	store, err := storage.Open(ctx, filepath.Join(s.data, "knowledge.db"), 0)
	if err != nil {
		return err
	}
	defer store.Close()
	now, err := store.Current(ctx)
	if err == nil {
		s.log.await(ctx, s.bot.ended, func() bool { return s.log.looked == now.ID })
		err = ctx.Err()
	}
	return err
}

// storyClock is the bot's clock. The zero storyClock is the real one.
type storyClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *storyClock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(to)
}

func (c *storyClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// step is something that is done, and what comes of it.
type step struct {
	before string // blank and # lines
	does   string
	came   []string // an entry a call or an acknowledgement, with the lines that belong to it
}

func readSteps(text string) (all []step) {
	before := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		does, isStep := strings.CutPrefix(line, "> ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			before += line + "\n"
		case isStep || len(all) == 0:
			all = append(all, step{before: before, does: does})
			before = ""
		default:
			last := &all[len(all)-1]
			if acks, ok := strings.CutPrefix(line, "< "); ok {
				for one := range strings.SplitSeq(acks, " · ") {
					last.came = append(last.came, "< "+one)
				}
			} else if strings.HasPrefix(line, " ") && len(last.came) > 0 {
				last.came[len(last.came)-1] += "\n" + line
			} else {
				last.came = append(last.came, line)
			}
		}
	}
	return all
}

// writeSteps is the opposite of readSteps. Entries are in order of kind where the story leaves it open.
func writeSteps(all []step) string {
	var b strings.Builder
	for _, st := range all {
		fmt.Fprintf(&b, "%s> %s\n", st.before, st.does)
		came := slices.Clone(st.came) // by HTTP what is acknowledged first is left to chance
		rest := slices.IndexFunc(came, func(e string) bool { return !strings.HasPrefix(e, "< ") || strings.Contains(e, "\n") })
		if rest < 0 {
			rest = len(came)
		}
		slices.Sort(came[:rest])
		acks := 0
		for _, e := range came {
			ack, isAck := strings.CutPrefix(e, "< ")
			switch {
			case isAck && !strings.Contains(ack, "\n") && acks > 0:
				b.WriteString(" · " + ack)
				acks++
				continue
			case acks > 0:
				b.WriteString("\n")
				acks = 0
			}
			b.WriteString(e)
			if isAck && !strings.Contains(ack, "\n") {
				acks++
			} else {
				b.WriteString("\n")
			}
		}
		if acks > 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}
