package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/knowledge"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
	online "talksbot/knowledge/web"
)

func defaultSources() SourcesConfig {
	return SourcesConfig{Paths: []string{}, LimitMB: 5, Pages: []string{}, Feeds: []string{}, Sitemaps: []string{}, Dumps: []string{}, Canaries: []string{},
		SinceDays: 30, MostPages: online.DefaultMost, PauseSeconds: 1, PageSeconds: int(online.DefaultPageTime / time.Second),
		SourceMinutes: int(online.DefaultSourceTime / time.Minute)}
}

// check says which values cannot be used.
func (c SourcesConfig) check() error {
	var errs []error
	within := func(key string, n, least, most int) {
		if n < least || n > most {
			errs = append(errs, fmt.Errorf("sources.%s is %d; give %d to %d", key, n, least, most))
		}
	}
	within("limit_mb", c.LimitMB, 1, 200)
	within("since_days", c.SinceDays, 0, 36500)
	within("most_pages", c.MostPages, 1, 100_000)
	within("page_seconds", c.PageSeconds, 1, 600)
	within("source_minutes", c.SourceMinutes, 1, 1440)
	if !(c.PauseSeconds >= 0 && c.PauseSeconds <= 3600) {
		errs = append(errs, fmt.Errorf("sources.pause_seconds is %v; give 0 to 3600", c.PauseSeconds))
	}
	if strings.ContainsAny(c.Contact, "()\r\n\\") || len(c.Contact) > 200 {
		errs = append(errs, fmt.Errorf("sources.contact cannot be sent; give an address of the web or of mail, without brackets, of up to 200 characters"))
	}
	for key, addresses := range map[string][]string{"pages": c.Pages, "feeds": c.Feeds, "sitemaps": c.Sitemaps} {
		for i, a := range addresses {
			if _, err := online.Address(a); err != nil {
				errs = append(errs, fmt.Errorf("sources.%s: the value at place %d %w", key, i+1, err))
			}
		}
	}
	return errors.Join(errs...)
}

// isAddress tells an address of the web from a path.
func isAddress(name string) bool {
	u, err := url.Parse(name)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// any says whether there is anything that a refresh reads.
func (c SourcesConfig) any() bool {
	return len(c.Paths)+len(c.Pages)+len(c.Feeds)+len(c.Sitemaps)+len(c.Dumps) > 0
}

// client is who asks the web. cache keeps what came; nil: nothing is kept.
func (c Config) client(cache storage.Cache, now time.Time, progress func(source string, done, total int)) *online.Client {
	s := c.Sources
	opt := online.Options{Agent: agent(), Contact: s.Contact, Cache: cache, Limit: int64(s.LimitMB) << 20, Most: s.MostPages,
		Pause: time.Duration(s.PauseSeconds * float64(time.Second)), PageTime: time.Duration(s.PageSeconds) * time.Second,
		SourceTime: time.Duration(s.SourceMinutes) * time.Minute, AllowPrivate: s.AllowPrivate, Progress: progress}
	if s.SinceDays > 0 {
		opt.Since = now.UTC().AddDate(0, 0, -s.SinceDays)
	}
	return online.New(opt)
}

// agent is the name and the version that the bot gives of itself.
func agent() string {
	version := "0"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, _, _ = strings.Cut(cmp.Or(strings.TrimPrefix(strings.Trim(info.Main.Version, "()"), "v"), version), "+")
	}
	return app + "/" + version
}

// from gives what a refresh reads: what is named, or all that the configuration has.
func (c Config) from(by *online.Client, named []string) []knowledge.Source {
	var out []knowledge.Source
	var paths []string
	s := c.Sources
	if len(named) > 0 {
		s = SourcesConfig{Paths: named, LimitMB: s.LimitMB}
	}
	for _, name := range s.Paths {
		switch {
		case isAddress(name):
			out = append(out, by.Any(name))
		case isDump(name):
			out = append(out, by.Dump(name))
		default:
			paths = append(paths, name)
		}
	}
	if len(paths) > 0 {
		files := sources.Files(paths...)
		files.Limit = int64(s.LimitMB) << 20
		out = append([]knowledge.Source{files}, out...)
	}
	for _, name := range s.Dumps {
		out = append(out, by.Dump(name))
	}
	for _, name := range s.Pages {
		out = append(out, by.Page(name))
	}
	for _, name := range s.Feeds {
		out = append(out, by.Feed(name))
	}
	for _, name := range s.Sitemaps {
		out = append(out, by.Sitemap(name))
	}
	return out
}

// isDump tells a file of one article a line from others, by its ending.
func isDump(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return filepath.Ext(name) == ".jsonl" || filepath.Ext(name) == ".ndjson"
}

// named is a Source that people have a name for.
type named interface{ Name() string }

func (p *program) sources() *cobra.Command {
	return &cobra.Command{
		Use:   "sources",
		Short: "List where articles come from, and how each source is doing",
		Long: `sources lists what the configuration names under sources, and what else articles
were taken from: when each was last had, how many articles it gave, how often in a
row it failed since, and why.`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error {
			base, c, close, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			defer close()
			return p.listSources(cmd.Context(), base, c)
		},
	}
}

func (p *program) listSources(ctx context.Context, base *knowledge.Base, c Config) error {
	states, err := base.SourceStates(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, s := range states {
		known[s.Name] = true
	}
	for _, s := range c.from(c.client(nil, time.Now(), nil), nil) {
		if n, ok := s.(named); ok && !known[n.Name()] {
			states = append(states, knowledge.SourceState{Name: n.Name()})
		}
	}
	if len(states) == 0 {
		fmt.Fprintln(p.out, "There are no sources. List folders, pages, feeds or sitemaps under sources in the configuration, or name them: bot refresh ./articles")
		return nil
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"Source", "Last had", "Articles", "Failed since", "Problem"})
	for _, s := range states {
		t.AppendRow(table.Row{console.Plain(s.Name), moment(s.Succeeded), s.Articles, s.Failures, console.Plain(s.Problem)})
	}
	_, err = fmt.Fprintln(p.out, t.Render())
	return err
}

// moment is a time as it is shown in a table.
func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format("2006-01-02 15:04")
}
