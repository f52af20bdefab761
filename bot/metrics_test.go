package main

import (
	"bufio"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"talksbot/adapters"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/storage"
)

// figuresOf is what somebody gets who asks for the metrics, a value each, and all there is.
func figuresOf(t *testing.T, m *metrics) (values map[string]string, text string) {
	t.Helper()
	server := httptest.NewServer(m.handler(slog.New(slog.DiscardHandler)))
	defer server.Close()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v: %s", got.StatusCode, err, body)
	}
	values = map[string]string{}
	for lines := bufio.NewScanner(strings.NewReader(string(body))); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), " "); ok && !strings.HasPrefix(name, "#") {
			values[name] = value
		}
	}
	return values, string(body)
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newShop(t, RefreshConfig{})
	c := s.live.config()
	c.Sources.Feeds = []string{"https://news.example/feed?token=secret"}
	s.live.take(c)
	s.shelf.snapshots, s.shelf.refreshed = []storage.Snapshot{{ID: "s1", Made: time.Unix(1000, 0)}}, time.Unix(2000, 0)
	s.shelf.states = []knowledge.SourceState{{Name: "https://news.example/feed?token=secret", Failures: 3, Problem: "secret"}, {Name: "articles", Succeeded: time.Unix(2000, 0)}}
	m := newMetrics()
	s.keeper.made = m.refreshed
	on := &line{name: "slack", cut: make(chan error, 1)}
	off := &line{name: "discord", cut: make(chan error, 1)}
	off.set(io.ErrUnexpectedEOF)
	totals := llm.Totals{Calls: 5, Failures: 1, In: 700, Out: 70}
	m.watch(s.keeper, dialog.New(nil, dialog.DefaultConfig()), func() llm.Totals { return totals }, []adapters.Adapter{on, off})
	m.settled("slack", dialog.Answered, 3*time.Second)
	m.settled("slack", dialog.Answered, time.Second)
	m.settled("discord", dialog.Refused, 0)
	if _, err := s.keeper.Status(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.keeper.Refresh(t.Context(), knowledge.How{By: "slack:U0123456789"}, ""); err != nil {
		t.Fatal(err)
	}
	got, text := figuresOf(t, m)
	for name, want := range map[string]string{
		`talksbot_messages_total{outcome="answered",platform="slack"}`:  "2",
		`talksbot_messages_total{outcome="refused",platform="discord"}`: "1",
		`talksbot_answer_seconds_count{platform="slack"}`:               "2",
		`talksbot_answer_seconds_sum{platform="slack"}`:                 "4",
		`talksbot_messages_waiting`:                                     "0",
		`talksbot_refreshes_total{outcome="changed"}`:                   "1",
		`talksbot_refreshes_total{outcome="failed"}`:                    "0",
		`talksbot_articles`:                                             "3",
		`talksbot_last_refresh_timestamp_seconds`:                       "2000",
		`talksbot_stale`:                         "1",
		`talksbot_sources_failing`:               "1",
		`talksbot_model_calls_total`:             "5",
		`talksbot_model_failures_total`:          "1",
		`talksbot_model_tokens_read_total`:       "700",
		`talksbot_model_tokens_written_total`:    "70",
		`talksbot_connected{platform="slack"}`:   "1",
		`talksbot_connected{platform="discord"}`: "0",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	for _, name := range []string{"talksbot_newest_article_age_seconds", "go_goroutines"} {
		if got[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	if regexp.MustCompile(`U0123456789|secret|news\.example`).MatchString(text) {
		t.Errorf("it tells of people or sources:\n%s", text)
	}
	labels := regexp.MustCompile(`^talksbot_\w+\{(.*)\}`)
	for name := range got {
		for pair := range strings.SplitSeq(regexpGroup(labels, name), ",") {
			if label, _, _ := strings.Cut(pair, "="); label != "" && !slices.Contains([]string{"platform", "outcome", "le"}, label) {
				t.Errorf("%s has the label %s", name, label)
			}
		}
	}
	problems, err := testutil.GatherAndLint(m.registry)
	if err != nil || len(problems) > 0 {
		t.Errorf("lint: %v, %v", problems, err)
	}
}

func regexpGroup(r *regexp.Regexp, s string) string {
	if m := r.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}
