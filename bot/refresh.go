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
	"talksbot/knowledge/storage"
)

func (p *program) refresh() *cobra.Command {
	extract, how := false, knowledge.How{By: commander}
	cmd := &cobra.Command{
		Use:   "refresh [PATH|ADDRESS…]",
		Short: "Take articles into the knowledge base",
		Long: `refresh reads articles and makes them what questions are answered from: from
folders and files of Markdown with YAML front matter, plain text and HTML, from
dumps that end in .jsonl, with one article a line, and from addresses of pages,
feeds and sitemaps, which their content tells apart. When it is given nothing it
reads what the configuration lists under sources.

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
could be taken in. A refresh that fails or is interrupted changes nothing.

The web is asked as its hosts wish: robots.txt holds, one request at a time to a
host and a pause between them, and pages that have not changed are not sent
again. Pages behind a paywall, forms for consent or a login and error pages are no
articles, and are said. Addresses of private networks are refused, unless
sources.allow_private lets them. "bot sources" says how each source is doing.

--dry-run only shows what would change. --prune removes articles that are not
there any more: not while something cannot be read, as that may be them. A refresh
that would leave fewer than nine in ten of the stored articles, or a question of
sources.canaries without its answer, is held back, with the reason and exit code 1;
--force takes it all the same. "bot rollback" undoes a refresh, "bot audit" lists
them.

--extract asks the model of the configuration, too, about passages that the rules
are not sure of, the newest first. What it reads is taken in where the words of
the passage bear it out, marked with the model's name, and kept, so that it is
asked about a passage once; refreshes without --extract use what is kept. What a
refresh leaves out for model.extract_calls or model.extract_tokens the next one
takes up. Where the model fails all else is taken in, and the exit code is 3.`,
		Example: `  bot refresh ./articles
  bot refresh today.md interview.html archive.jsonl
  bot refresh https://example.org/feed.xml https://example.org/a-page
  bot refresh --data ./talks ./articles
  bot refresh --dry-run --prune ./articles
  bot refresh --extract ./articles`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var asks *bool // as the configuration says
			if cmd.Flags().Changed("extract") {
				asks = &extract
			}
			return p.takeIn(cmd.Context(), args, asks, how)
		},
	}
	cmd.Flags().BoolVar(&extract, "extract", false, "ask the model, too, for what the rules miss, whatever model.extract says")
	cmd.Flags().BoolVar(&how.Dry, "dry-run", false, "only show what would change")
	cmd.Flags().BoolVar(&how.Prune, "prune", false, "remove articles that are not there any more")
	cmd.Flags().BoolVar(&how.Force, "force", false, "also where it would be held back")
	return cmd
}

func (p *program) takeIn(ctx context.Context, paths []string, extract *bool, how knowledge.How) error {
	c, _, err := p.settings()
	if err != nil {
		return err
	}
	if extract != nil {
		c.Model.Extract = *extract
	}
	reader, err := p.reader(c)
	if err != nil {
		return err
	}
	if len(paths) == 0 && !c.Sources.any() {
		return usage{errors.New("refresh what? Name folders or files of articles, for example: bot refresh ./articles\n" +
			"Or addresses: bot refresh https://example.org/feed.xml\nOr list them under sources in the configuration")}
	}
	bar, asked := newProgress(p.err, time.Now, "reading"), newProgress(p.err, time.Now, "asking the model")
	opt := reader.options()
	how.Canaries = c.Sources.Canaries
	var fetched func(source string, done, total int)
	if !p.quiet && term.IsTerminal(int(p.err.Fd())) {
		opt.Progress, opt.Asking = bar.show, func(done, total int) { bar.clear(); asked.show(done, total) }
		fetched = bar.fetched
	}
	base, close, err := openRefreshed(ctx, c, opt, how.Dry)
	if err != nil {
		return err
	}
	defer close()
	began := time.Now()
	d, err := base.RefreshAs(ctx, how, c.from(c.client(base.Cache(), began, fetched), paths)...)
	bar.clear()
	asked.clear()
	for _, problem := range d.Problems {
		fmt.Fprintln(p.err, "left out: "+console.Plain(problem.Error()))
	}
	switch {
	case err != nil && ctx.Err() != nil: // an interrupt that comes when all is stored comes too late
		return ctx.Err()
	case errors.Is(err, storage.ErrBusy), errors.Is(err, storage.ErrStale):
		return fmt.Errorf("%w; nothing was changed, refresh again", err)
	case errors.Is(err, knowledge.ErrHeld):
		return p.held(err, d)
	case err != nil:
		return err
	}
	if how.Dry {
		return p.foreseen(d)
	}
	if !p.quiet {
		p.summary(base, d, c, time.Since(began))
	}
	failed := p.extracted(d.Extraction, reader)
	if err := p.embed(ctx, base); err != nil {
		return err
	}
	if len(d.Problems) > 0 || failed {
		return errLeftOut
	}
	return nil
}

func (p *program) summary(base *knowledge.Base, d knowledge.Diff, c Config, took time.Duration) {
	p.counts(d)
	fmt.Fprintf(p.out, " (%s)\n", took.Round(time.Millisecond))
	fmt.Fprintf(p.out, "Now %s; %d commitments, %d issues.\n", dialog.Freshness(base.Searched()), d.Commitments, d.Issues)
	writeChanges(p.out, d.Changes)
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

// show says how many of how many are done; nothing is seen of it before patience is over, nor of more than all.
func (p *progress) show(done, total int) {
	if total > 0 && done > total {
		return
	}
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

// fetched shows how far a source of the web is.
func (p *progress) fetched(source string, done, total int) {
	if what := "fetching " + console.Plain(source); p.what != what {
		p.clear()
		p.what = what
	}
	p.show(done, total)
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}
