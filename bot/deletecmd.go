package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

func (p *program) delete() *cobra.Command {
	yes, undo := false, false
	cmd := &cobra.Command{
		Use:   "delete ID…",
		Short: "Delete articles for good",
		Long: `delete removes articles, by their ids, from everything that is kept: what answers
are looked for in, the lists of commitments and issues, vectors, notes of a model,
and every older snapshot, so that no rollback brings them back. Afterwards their
text is nowhere in the file.

No refresh takes them in again, under the same id or address, not even one that
is running; --undo lets the next one do so. What was answered in a chat before
stays there: delete lists the answers that cited the articles.

It asks first; --yes answers for you. "bot backup" files are not changed: delete
those that hold the articles yourself.`,
		Example: `  bot delete harbour-one
  bot delete --yes https://news.example/a-headline
  bot delete --undo harbour-one`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("delete what? Name articles by their ids, as “bot articles” lists them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if undo {
				return p.undelete(cmd.Context(), args)
			}
			return p.remove(cmd.Context(), args, yes)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&undo, "undo", false, "let what was deleted be taken in again by the next refresh")
	return cmd
}

func (p *program) remove(ctx context.Context, ids []string, yes bool) error {
	base, c, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	if err := p.confirm(yes, fmt.Sprintf("delete %s for good, from older snapshots too", console.Plain(strings.Join(ids, ", ")))); err != nil {
		return err
	}
	gone, err := base.Kept(ctx, ids...) // answers may have cited what only older snapshots have
	if err != nil {
		return err
	}
	d, err := base.Delete(ctx, commander, ids...)
	switch {
	case errors.Is(err, storage.ErrTraces):
		p.say(err.Error())
	case errors.Is(err, storage.ErrBusy), errors.Is(err, storage.ErrStale):
		return fmt.Errorf("%w; nothing was changed, try again", err)
	case errors.Is(err, knowledge.ErrNoArticle):
		return fmt.Errorf("%w; nothing was deleted, “bot articles” lists the ids", err)
	case err != nil:
		return err
	}
	if !p.quiet {
		fmt.Fprintf(p.out, "Deleted for good: %s.\n", console.Plain(strings.Join(ids, ", ")))
		writeChanges(p.out, d.Changes)
		fmt.Fprintf(p.out, "Now %s; %d commitments, %d issues.\n", dialog.Freshness(base.Searched()), d.Commitments, d.Issues)
	}
	if said := p.listCiting(ctx, c, gone); said != nil {
		p.say("the answers that cited it cannot be listed: " + said.Error())
		return errLeftOut
	}
	if err != nil {
		return errLeftOut
	}
	return nil
}

func (p *program) undelete(ctx context.Context, ids []string) error {
	base, _, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	if err := base.Undelete(ctx, commander, ids...); err != nil {
		return err
	}
	if !p.quiet {
		fmt.Fprintf(p.out, "The next refresh that has it takes it in again: %s.\n", console.Plain(strings.Join(ids, ", ")))
	}
	return nil
}

// readInbox opens what was said in chats for reading; nil where nothing was. A running bot is not disturbed: a copy of what it keeps
// is read. done is never nil.
func readInbox(ctx context.Context, c Config) (box *inbox.Inbox, done func(), err error) {
	done = func() {}
	if _, err := os.Stat(c.inboxFile()); errors.Is(err, fs.ErrNotExist) {
		return nil, done, nil
	}
	dir, err := aside(c.Storage.Folder, ".reading-")
	if err != nil {
		return nil, done, err
	}
	file := filepath.Join(dir, "dialog.db")
	if err = inbox.Copy(ctx, c.inboxFile(), file); err == nil {
		box, err = inbox.OpenNow(ctx, file)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, done, err
	}
	return box, func() {
		box.Close()
		os.RemoveAll(dir)
	}, nil
}

// listCiting shows the answers given in chats that cite one of these articles.
func (p *program) listCiting(ctx context.Context, c Config, gone []knowledge.Article) error {
	if len(gone) == 0 {
		return nil
	}
	box, done, err := readInbox(ctx, c)
	if err != nil || box == nil {
		return err
	}
	defer done()
	all, err := box.Citing(ctx, func(s adapters.Source) bool {
		return slices.ContainsFunc(gone, func(a knowledge.Article) bool { return cites(s, a) })
	})
	if err != nil || len(all) == 0 {
		return err
	}
	fmt.Fprintf(p.out, "%d earlier answers cited it:\n", len(all))
	for _, e := range all {
		fmt.Fprintf(p.out, "  %s  %s  thread %s  post %s  %s\n", e.Heard.Format("2006-01-02 15:04"), console.Plain(e.Thread.Platform),
			console.Plain(e.Thread.ID), console.Plain(e.Post), console.Plain(e.Text))
	}
	return nil
}

// cites says whether a source is an article: by its address, or where it has none by its title and publisher.
func cites(s adapters.Source, a knowledge.Article) bool {
	if s.URL != "" || a.URL != "" {
		return s.URL == a.URL
	}
	return s.Title == a.Title && s.Publisher == a.Publisher
}
