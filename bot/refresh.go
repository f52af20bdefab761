package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

func (p *program) refresh() *cobra.Command {
	return &cobra.Command{
		Use:   "refresh PATH…",
		Short: "Take articles into the knowledge base",
		Long: `refresh reads articles from folders and files and makes them what questions are
answered from: Markdown with YAML front matter, plain text, and HTML pages.

  ---
  id: some-name
  title: "A headline"
  publisher: A newspaper
  published: 2026-01-31
  url: https://example.org/a-headline
  ---
  The text of the article …

All of the front matter may be missing. An article that is there already is
replaced by the one with the same id; the others stay. What cannot be read is
said, file by file, and left out: the exit code is 3 then, and 1 when nothing
could be taken in. A refresh that fails or is interrupted changes nothing.`,
		Example: `  bot refresh ./articles
  bot refresh today.md interview.html
  bot refresh --data ./talks ./articles`,
		RunE: func(cmd *cobra.Command, args []string) error { return p.takeIn(cmd.Context(), args) },
	}
}

func (p *program) takeIn(ctx context.Context, paths []string) error {
	c, _, err := p.settings()
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		if paths = c.Sources.Paths; len(paths) == 0 {
			return usage{errors.New("refresh what? Name folders or files of articles, for example: bot refresh ./articles\n" +
				"Or list them under sources.paths in the configuration")}
		}
	}
	from := sources.Files(paths...)
	from.Limit = int64(c.Sources.LimitMB) << 20
	bar := newProgress(p.err, time.Now, "reading")
	opt := knowledge.Options{}
	if key, err := c.modelKey(p.env); err == nil {
		opt.Parts = c.parts(key, llm.Parts{})
	} else if c.Model.Embeddings != "" {
		fmt.Fprintln(p.err, "no vectors: "+err.Error())
	}
	if !p.quiet && term.IsTerminal(int(p.err.Fd())) {
		opt.Progress = bar.show
	}
	base, close, err := openStored(ctx, c, opt)
	if err != nil {
		return err
	}
	defer close()
	began := time.Now()
	d, err := base.Refresh(ctx, from)
	bar.clear()
	for _, problem := range d.Problems {
		fmt.Fprintln(p.err, "left out: "+console.Plain(problem.Error()))
	}
	switch {
	case err != nil && ctx.Err() != nil: // an interrupt that comes when all is stored comes too late
		return ctx.Err()
	case errors.Is(err, storage.ErrBusy), errors.Is(err, storage.ErrStale):
		return fmt.Errorf("%w; nothing was changed, refresh again", err)
	case err != nil:
		return err
	}
	if !p.quiet {
		p.summary(base, d, c, time.Since(began))
	}
	if err := p.embed(ctx, base); err != nil {
		return err
	}
	if len(d.Problems) > 0 {
		return errLeftOut
	}
	return nil
}

func (p *program) summary(base *knowledge.Base, d knowledge.Diff, c Config, took time.Duration) {
	fmt.Fprintf(p.out, "%d new, %d changed, %d unchanged", len(d.Added), len(d.Changed), len(d.Unchanged))
	if n := len(d.Problems); n > 0 {
		fmt.Fprintf(p.out, ", %d left out", n)
	}
	fmt.Fprintf(p.out, " (%s)\n", took.Round(time.Millisecond))
	fmt.Fprintf(p.out, "Now %s; %d commitments, %d issues.\n", dialog.Freshness(base.Searched()), d.Commitments, d.Issues)
	fmt.Fprintf(p.out, "Kept in %s\n", console.Plain(c.Storage.Folder))
}

// patience is how long a refresh may take before it shows how far it is.
const patience = time.Second

// progress is a bar on a terminal.
type progress struct {
	w     io.Writer
	what  string
	now   func() time.Time
	began time.Time
	bar   *progressbar.ProgressBar
}

func newProgress(w io.Writer, now func() time.Time, what string) *progress {
	return &progress{w: w, what: what, now: now, began: now()}
}

// show says how many of how many are done; nothing is seen of it before patience is over.
func (p *progress) show(done, total int) {
	if p.now().Sub(p.began) < patience {
		return
	}
	if total <= 0 {
		total = -1 // not known
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(p.what),
			progressbar.OptionSetWidth(30), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	_ = p.bar.Set(done) // a bar that cannot be drawn stops nothing
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
