package dialog

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

func TestHome(t *testing.T) {
	t.Parallel()
	d := harbour(t)
	h, err := d.home(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"I answer from 2 articles, newest 4 Mar 2026.", "They are of Coast Courier, Harbour News.", "They tell of 3 commitments and 1 open issue.", bundledNote}, h.About); diff != "" {
		t.Error(diff)
	}
	if s := h.Open.Statements; len(s) != 1 || s[0].Note != "open since 2 Mar 2026" || len(s[0].Quotes) != 1 || len(h.Open.Sources) != 1 {
		t.Errorf("open: %+v", h.Open)
	}
	var changes []string
	for _, s := range h.Changes.Statements {
		changes = append(changes, s.Text+" – "+s.Note)
	}
	if diff := cmp.Diff([]string{"Iceland: train forty pilots – ready, firmer than proposed · 4 Mar 2026", "Spain: send a ship to Miran – declined, new · 4 Mar 2026",
		"Portugal: send two dredgers to the harbour of Miran – pledged, new · 2 Mar 2026", "Who will pay for the breakwater – open, new · 2 Mar 2026"}, changes); diff != "" {
		t.Error(diff)
	}
	if len(h.Prompts) != mostPrompts {
		t.Errorf("prompts: %q", h.Prompts)
	}
	for _, q := range h.Prompts {
		if a, err := d.base.Answer(t.Context(), knowledge.Question{Text: q}); err != nil || a.Status != knowledge.Answered {
			t.Errorf("%q is %s, %v", q, a.Status, err)
		}
	}
	german, err := d.home(t.Context(), "de")
	if err != nil {
		t.Fatal(err)
	}
	if got := german.Open.Statements[0].Note; got != "offen seit 02.03.2026" || german.Open.Language != "de" {
		t.Errorf("%q", got)
	}
}

// TestHomeKept: a Home is made once a Snapshot.
func TestHomeKept(t *testing.T) {
	t.Parallel()
	base := &oracle{}
	d := New(base, DefaultConfig())
	for range 3 {
		for _, tag := range []string{"", "de", "en"} {
			if _, err := d.home(t.Context(), tag); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(base.understood()); n > mostPrompts+2 {
		t.Errorf("%d questions were asked", n)
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	got := candidates([]knowledge.Commitment{
		{Actor: "United Kingdom (Ann Lund)", Undertaking: "two ships", Stance: knowledge.Pledged},
		{Actor: "Norway and United Kingdom", Undertaking: "send two ships to Miran", Stance: knowledge.Ready},
		{Actor: "Norway", Undertaking: "a toll", Stance: knowledge.Declined},
		{Actor: "Some people", Undertaking: "come", Stance: knowledge.Ready},
	}, nil)
	if diff := cmp.Diff([]string{"What did the United Kingdom commit to?", "Who is ready to send two ships to Miran?", "What has Norway ruled out?", "What did Norway commit to?"}, got); diff != "" {
		t.Error(diff)
	}
	if got := candidates(nil, nil); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

// TestReasons: every reason that the knowledge base gives is said in every language.
func TestReasons(t *testing.T) {
	t.Parallel()
	var reasons []string
	for _, file := range []string{"../../knowledge/ask.go", "../../knowledge/answers.go"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:The articles do|There are no|The question was) [^"]+)"`).FindAllStringSubmatch(string(code), -1) {
			if !strings.Contains(m[1], "do not say %s") {
				reasons = append(reasons, strings.ReplaceAll(m[1], "%s", "“a”, “b” or “c”"))
				continue
			}
			for _, w := range regexp.MustCompile(`want\w+: "([^"]+)"`).FindAllStringSubmatch(string(code), -1) {
				reasons = append(reasons, strings.ReplaceAll(m[1], "%s", w[1]))
			}
		}
	}
	if len(reasons) < 10 {
		t.Fatalf("only %q are found", reasons)
	}
	for _, r := range reasons {
		for _, tag := range phrase.Languages() {
			if got := reason(r, phrase.In(tag)); (got == r) != (tag == "en") {
				t.Errorf("%s: %q", tag, got)
			}
		}
	}
	if got := reason("The articles do not mention “a”, “b” or “c”.", phrase.In("de")); got != "Die Artikel erwähnen “a”, “b” oder “c” nicht." {
		t.Error(got)
	}
	if got := reason("Something new, 100%.", phrase.In("de")); got != "Something new, 100%." {
		t.Error(got)
	}
}
