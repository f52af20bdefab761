package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

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
	for key, addresses := range map[string][]string{"pages": c.Pages, "feeds": c.Feeds, "sitemaps": c.Sitemaps, "paths": c.Paths, "dumps": c.Dumps} {
		for i, a := range addresses {
			if _, err := online.Address(a); err != nil && (isAddress(a) || key != "paths" && key != "dumps") {
				errs = append(errs, fmt.Errorf("sources.%s: the value at place %d %w", key, i+1, err))
			}
		}
	}
	return errors.Join(errs...)
}

// isAddress tells an address, also one of a kind that is not asked, from a path.
func isAddress(name string) bool { return strings.Contains(name, "://") }

// any says whether there is anything that a refresh reads.
func (c SourcesConfig) any() bool {
	return len(c.Paths)+len(c.Pages)+len(c.Feeds)+len(c.Sitemaps)+len(c.Dumps) > 0
}

// online says whether a refresh asks the web.
func (c SourcesConfig) online() bool {
	return len(c.Pages)+len(c.Feeds)+len(c.Sitemaps) > 0 || slices.ContainsFunc(slices.Concat(c.Paths, c.Dumps), isAddress)
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

func (p *program) sources() *cobra.Command {
	format := oneOf("table", "json")
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "List where articles come from, and how each source is doing",
		Long: `sources lists what the configuration names under sources, and what else articles
were taken from: when each last gave articles and how many, how often in a row it
gave none since, and what was wrong when it was last read. "bot refresh" reads
those of the configuration.`,
		Example: `  bot sources
  bot sources --format json`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listSources(cmd.Context(), format.value()) },
	}
	cmd.Flags().Var(format, "format", "how the list is shown")
	return cmd
}

func (p *program) listSources(ctx context.Context, format string) error {
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	states, err := base.SourceStates(ctx)
	if err != nil {
		return err
	}
	all := []knowledge.SourceState{}
	for _, s := range c.from(c.client(nil, time.Now(), nil), nil) {
		all = append(all, standing(states, s))
	}
	for _, s := range states {
		if !slices.ContainsFunc(all, func(o knowledge.SourceState) bool { return o.Name == s.Name }) {
			all = append(all, s)
		}
	}
	if format == "json" {
		return writeJSON(p.out, all, "  ")
	}
	l := listing{columns: []string{"source", "articles", "last had", "failed since", "problem"}}
	for _, s := range all {
		l.brief = append(l.brief, []string{console.Plain(s.Name), strconv.Itoa(s.Articles), moment(s.Succeeded), strconv.Itoa(s.Failures), console.Plain(s.Problem)})
	}
	foot := ""
	if !p.quiet {
		foot = fmt.Sprintf("%d sources", len(all))
		if len(all) == 0 {
			foot = "There are no sources: list them under sources in the configuration, or name them: bot refresh ./articles"
		}
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

// standing gives how a Source is doing, which may be that nothing is known of it.
func standing(states []knowledge.SourceState, s knowledge.Source) knowledge.SourceState {
	name := ""
	if n, ok := s.(interface{ Name() string }); ok {
		name = n.Name()
	}
	for _, st := range states {
		if st.Name == name {
			return st
		}
	}
	return knowledge.SourceState{Name: name}
}

// moment is a time as it is shown in a table, in UTC.
func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}
