package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"

	"talksbot/adapters/console"
	"talksbot/knowledge"
)

// commander is who an Act is by that a command did.
const commander = "command"

// kept opens the knowledge base that is stored, without a model. It is an error where nothing is. close is never nil.
func (p *program) kept(ctx context.Context) (b *knowledge.Base, c Config, close func(), err error) {
	c, _, err = p.settings()
	if err != nil {
		return nil, c, func() {}, err
	}
	if _, err := os.Stat(c.storeFile()); errors.Is(err, fs.ErrNotExist) {
		return nil, c, func() {}, fmt.Errorf("nothing is kept in %s yet: “bot refresh” takes articles in", console.Plain(c.Storage.Folder))
	}
	b, close, err = openStored(ctx, c, knowledge.Options{})
	return b, c, close, err
}

// openRefreshed opens the knowledge base to be refreshed; a dry one makes no file where there is none. close is never nil.
func openRefreshed(ctx context.Context, c Config, opt knowledge.Options, dry bool) (b *knowledge.Base, close func(), err error) {
	if _, err := os.Stat(c.storeFile()); dry && errors.Is(err, fs.ErrNotExist) {
		b, err := knowledge.Open(ctx, opt)
		return b, func() {}, err
	}
	return openStored(ctx, c, opt)
}

// foreseen shows what a refresh would do.
func (p *program) foreseen(d knowledge.Diff) error {
	fmt.Fprint(p.out, "Nothing is stored. It would be ")
	p.counts(d)
	fmt.Fprintln(p.out, ":")
	p.difference(d)
	fmt.Fprintf(p.out, "Then %d articles; %d commitments, %d issues.\n", d.Articles, d.Commitments, d.Issues)
	for _, why := range d.Held {
		p.say("it would be held back: " + why)
	}
	if len(d.Problems) > 0 {
		return errLeftOut
	}
	return nil
}

// counts says how many articles are what, in a line without its end.
func (p *program) counts(d knowledge.Diff) {
	fmt.Fprintf(p.out, "%d new, %d changed, %d unchanged", len(d.Added), len(d.Changed), len(d.Unchanged))
	for _, more := range []struct {
		n    int
		what string
	}{{len(d.Removed), "removed"}, {len(d.Deleted), "deleted for good"}, {len(d.Problems), "left out"}} {
		if more.n > 0 {
			fmt.Fprintf(p.out, ", %d %s", more.n, more.what)
		}
	}
}

// held is the error of a refresh that was held back, with the reasons and the way out.
func (p *program) held(err error, d knowledge.Diff) error {
	p.difference(d)
	lines := append([]string{err.Error() + ":"}, d.Held...)
	return errors.New(strings.Join(append(lines, "look at the sources; --dry-run shows what would change, --force takes it all the same"), "\n"))
}

// confirm asks whether to go on, on a terminal; without one --yes has to say so.
func (p *program) confirm(yes bool, what string) error {
	if yes {
		return nil
	}
	if !term.IsTerminal(int(p.in.Fd())) {
		return usage{fmt.Errorf("%s: --yes says that you mean it, where nobody can be asked", what)}
	}
	fmt.Fprintf(p.err, "%s? Type yes: ", what)
	line, err := bufio.NewReader(p.in).ReadString('\n')
	if err != nil && line == "" {
		return errors.New("nothing was changed")
	}
	if strings.TrimSpace(strings.ToLower(line)) != "yes" {
		return errors.New("nothing was changed")
	}
	return nil
}

// mostShown is how many lines of a kind a summary shows.
const mostShown = 20

// articleLines shows the IDs of Articles under a word, a line each.
func (p *program) articleLines(word string, ids []string) {
	for i, id := range ids {
		if i == mostShown {
			fmt.Fprintf(p.out, "  … and %d more %s\n", len(ids)-i, word)
			return
		}
		fmt.Fprintf(p.out, "  %s: %s\n", word, console.Plain(id))
	}
}

// difference shows what a Diff did, or would do.
func (p *program) difference(d knowledge.Diff) {
	p.articleLines("new", d.Added)
	p.articleLines("changed", d.Changed)
	p.articleLines("removed", d.Removed)
	p.articleLines("deleted for good, not taken in", d.Deleted)
	writeChanges(p.out, d.Changes)
}
