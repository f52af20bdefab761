package eval

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestBadGold(t *testing.T) {
	t.Parallel()
	const good = `{"id":"ok","q":"why?","type":"fact","nuggets":[]}` + "\n\n"
	tests := map[string]struct {
		file, text string
		want       []string // each in the error
	}{
		"not JSON":            {"questions.jsonl", good + "{id}", []string{"questions.jsonl:3: is not a line of gold"}},
		"cut off":             {"questions.jsonl", good + `{"id":"a","q":"wh`, []string{"questions.jsonl:3: "}},
		"wrong kind of value": {"questions.jsonl", `{"id":"a","q":7}`, []string{"questions.jsonl:1: ", "q"}},
		"no id":               {"questions.jsonl", good + `{"q":"why?"}`, []string{"questions.jsonl:3: has no id"}},
		"id twice":            {"questions.jsonl", good + good, []string{"questions.jsonl:3: ok: line 1 has this id already"}},
		"no question":         {"questions.jsonl", `{"id":"a","type":"fact","nuggets":[]}`, []string{"questions.jsonl:1: a: has no q"}},
		"no nuggets":          {"questions.jsonl", `{"id":"a","q":"why?","type":"fact"}`, []string{"questions.jsonl:1: a: has no nuggets"}},
		"no type":             {"questions.jsonl", `{"id":"a","q":"why?","nuggets":[]}`, []string{"questions.jsonl:1: a: has no type"}},
		"follows up nothing":  {"questions.jsonl", good + `{"id":"a","q":"and?","follow_up_to":"b","unanswerable":true}`, []string{"questions.jsonl", `a follows up "b"`}},
		"follows up itself":   {"questions.jsonl", `{"id":"a","q":"and?","follow_up_to":"a","unanswerable":true}`, []string{`a follows up "a"`}},
		"bad nugget pattern": {"questions.jsonl", good + `{"id":"a","q":"why?","type":"fact","nuggets":[{"id":"a1","any":["good","(bad"],"sources":[]}]}`,
			[]string{"questions.jsonl:3: a: pattern \"(bad\" does not compile"}},
		"bad forbidden pattern": {"questions.jsonl", `{"id":"a","q":"why?","unanswerable":true,"forbid":["[z-a]"]}`,
			[]string{"questions.jsonl:1: a: pattern \"[z-a]\" does not compile"}},
		"every bad line": {"questions.jsonl", "{\n" + good + "{\n" + `{"id":"a"}`, []string{"questions.jsonl:1: ", "questions.jsonl:4: ", "questions.jsonl:5: a"}},
		"commitment without stance": {"commitments.jsonl", `{"id":"c","actor_any":["x"],"what_any":["y"]}`,
			[]string{"commitments.jsonl:1: c: has neither stance nor status"}},
		"commitment without a mark": {"commitments.jsonl", `{"id":"c","actor_any":["x"],"stance":"ready"}`,
			[]string{"commitments.jsonl:1: c: has no what_any"}},
		"bad actor pattern": {"commitments.jsonl", `{"id":"c","actor_any":["*"],"what_any":["y"],"stance":"ready"}`,
			[]string{"commitments.jsonl:1: c: pattern \"*\" does not compile"}},
		"bad issue pattern": {"issues.jsonl", `{"id":"i","issue_any":["?"],"status":"open"}`,
			[]string{"issues.jsonl:1: i: pattern \"?\" does not compile"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "articles", "one.txt"), "The mill stood still all week.")
			write(t, filepath.Join(dir, "questions.jsonl"), good)
			write(t, filepath.Join(dir, tt.file), tt.text)
			_, err := Run(t.Context(), dir, Options{Open: new(writtenBase).open})
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q does not say %q", err, w)
				}
			}
		})
	}
}

// What Python's patterns have and the standard library's lack.
func TestPatterns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"Bell", "the BELL", true},
		{`twenty\b(?!-one)`, "twenty-one", false},
		{`twenty\b(?!-one)`, "twenty-two", true},
		{`(?<!not )ready`, "not ready", false},
		{`(?<!not )ready`, "now ready", true},
		{`\bgr\w+n\b`, "ein grünn Ding", true},
		{`\bber\b`, "über", false},
		{`(t)o\1`, "tot", true},
		{`a.b`, "a\nb", false},
		{`€ ?5`, "€5", true},
		{`ÜBER`, "über", true},
	}
	for _, tt := range tests {
		p := pattern{source: tt.pattern}
		if err := p.compile(); err != nil {
			t.Errorf("%s: %v", tt.pattern, err)
			continue
		}
		s := scorer{}
		if got := s.any(patterns{p}, tt.text); got != tt.want || s.err != nil {
			t.Errorf("%q in %q: %v (%v), want %v", tt.pattern, tt.text, got, s.err, tt.want)
		}
	}
}

// Whatever a gold file holds, each line is either taken, with an id of its own and patterns that can be matched, or told.
func FuzzParseLines(f *testing.F) {
	for _, seed := range []string{
		"", "\n\n", `{"id":"a","q":"why?","type":"fact","nuggets":[{"id":"n","any":["x(?!y)"],"sources":["s"]}]}`,
		`{"id":"a","q":"why?","unanswerable":true,"forbid":["(","[é-ü]+"]}` + "\n{\n", `{"id":7}`, `null`, `{"id":"a"}` + "\r\n" + `{"id":"a"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		qs, err := parseLines[question]("gold.jsonl", raw)
		if err != nil {
			if qs != nil || !strings.Contains(err.Error(), "gold.jsonl:") {
				t.Fatalf("%d lines with the error %v", len(qs), err)
			}
			return
		}
		seen := map[string]bool{"": true}
		for _, q := range qs {
			if seen[q.ID] {
				t.Fatalf("id %q is none of its own", q.ID)
			}
			seen[q.ID] = true
			for _, ps := range q.patterns() {
				for _, p := range ps {
					if p.re == nil {
						t.Fatalf("pattern %q is not compiled", p.source)
					}
				}
			}
		}
	})
}
