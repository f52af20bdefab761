package corpus_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/corpus"
)

type front struct {
	ID        string `yaml:"id"`
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	Published string `yaml:"published"`
	URL       string `yaml:"url"`
	Brief     bool   `yaml:"brief"`
}

// brief reads one file and returns its front matter and body; an unknown front-matter key fails the test.
func brief(t *testing.T, name string) (front, string) {
	t.Helper()
	raw, err := fs.ReadFile(corpus.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(string(raw), "---\n")
	head, body, found := strings.Cut(rest, "\n---\n")
	if !ok || !found {
		t.Fatalf("%s: no front matter", name)
	}
	var f front
	if err := yaml.UnmarshalWithOptions([]byte(head), &f, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f, body
}

func names(t *testing.T) []string {
	t.Helper()
	all, err := fs.Glob(corpus.FS(), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBriefs(t *testing.T) {
	t.Parallel()
	if n := len(names(t)); n != 5 {
		t.Fatalf("%d briefs, want 5: %v", n, names(t))
	}
	for _, name := range names(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, body := brief(t, name)
			if diff := cmp.Diff(strings.TrimSuffix(name, ".md"), f.ID); diff != "" {
				t.Errorf("id is not the file's name (-want +got):\n%s", diff)
			}
			if f.Title == "" || f.Publisher == "" {
				t.Errorf("title %q, publisher %q: want both", f.Title, f.Publisher)
			}
			if _, err := time.Parse(time.DateOnly, f.Published); err != nil {
				t.Errorf("published: %v", err)
			}
			if u, err := url.Parse(f.URL); err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("url %q is not an https address (%v)", f.URL, err)
			}
			if !f.Brief {
				t.Error("brief is not true: a citation would pass it off as the article")
			}
			if n := len(strings.Fields(body)); n < 200 {
				t.Errorf("body of %d words: want a full retelling", n)
			}
		})
	}
}

// expectation has the fields of one line of testdata/expectations.jsonl.
type expectation struct {
	ID         string   `json:"id"`
	Q          string   `json:"q"`
	Type       string   `json:"type"`
	FollowUpTo string   `json:"follow_up_to"`
	Nuggets    []nugget `json:"nuggets"`
	Forbid     []string `json:"forbid"`

	Unanswerable bool `json:"unanswerable"`
}

type nugget struct {
	ID      string   `json:"id"`
	Any     []string `json:"any"` // matched without regard to case
	Sources []string `json:"sources"`
}

func expectations(t *testing.T) []expectation {
	t.Helper()
	raw, err := os.ReadFile("testdata/expectations.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []expectation
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		var e expectation
		if err := d.Decode(&e); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		all = append(all, e)
	}
	return all
}

// A nugget that no line of its source says could never be found, and a forbidden pattern that a brief itself says
// would blame the bot for quoting it.
func TestExpectationsFitTheBriefs(t *testing.T) {
	t.Parallel()
	all := expectations(t)
	if len(all) != 36 {
		t.Fatalf("%d expectations, want 36", len(all))
	}
	bodies := map[string]string{}
	for _, name := range names(t) {
		f, body := brief(t, name)
		bodies[f.ID] = body
	}
	seen := map[string]bool{"": true}
	for _, e := range all {
		if seen[e.ID] || !seen[e.FollowUpTo] {
			t.Errorf("%s: id used twice, or it follows up %q, which does not stand before it", e.ID, e.FollowUpTo)
		}
		seen[e.ID] = true
		if e.Unanswerable != (len(e.Nuggets) == 0) {
			t.Errorf("%s: unanswerable=%v with %d nuggets", e.ID, e.Unanswerable, len(e.Nuggets))
		}
		for _, n := range e.Nuggets {
			if len(n.Any) == 0 || len(n.Sources) == 0 {
				t.Errorf("%s: no pattern or no source", n.ID)
			}
			for _, source := range n.Sources {
				if !matches(t, n.Any, bodies[source]) {
					t.Errorf("%s: nothing in brief %q fits %q", n.ID, source, n.Any)
				}
			}
		}
		for id, body := range bodies {
			if matches(t, e.Forbid, body) {
				t.Errorf("%s: brief %q says what is forbidden", e.ID, id)
			}
		}
	}
}

func matches(t *testing.T, patterns []string, text string) bool {
	t.Helper()
	for _, p := range patterns {
		re, err := regexp.Compile("(?i)" + p)
		if err != nil {
			t.Fatal(err)
		}
		if re.MatchString(text) {
			return true
		}
	}
	return false
}
