package english

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the clauses that are found into testdata/clauses.txt")

// clausesFile is a txtar file: what is known to be wrong, then a section a sentence, the sentence in its first line.
const clausesFile = "testdata/clauses.txt"

func readClauses(t testing.TB) *txtar.Archive {
	t.Helper()
	ar, err := txtar.ParseFile(filepath.FromSlash(clausesFile))
	if err != nil {
		t.Fatal(err)
	}
	return ar
}

func TestParse(t *testing.T) {
	t.Parallel()
	ar := readClauses(t)
	for i := range ar.Files {
		f := &ar.Files[i]
		sentence, want, _ := strings.Cut(string(f.Data), "\n")
		got := clauseLines(Parse(sentence))
		if *update {
			f.Data = []byte(sentence + "\n" + got + "\n")
			continue
		}
		if diff := gocmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
			t.Errorf("%s: %s\n%s", f.Name, sentence, diff)
		}
	}
	if *update {
		if err := os.WriteFile(filepath.FromSlash(clausesFile), txtar.Format(ar), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What the head of the file says about a sentence has to be about one that is there.
func TestClausesFile(t *testing.T) {
	t.Parallel()
	ar := readClauses(t)
	var names []string
	for _, f := range ar.Files {
		if slices.Contains(names, f.Name) {
			t.Errorf("two sentences are named %s", f.Name)
		}
		names = append(names, f.Name)
	}
	_, wrong, _ := strings.Cut(string(ar.Comment), "Known to be wrong")
	for _, m := range regexp.MustCompile(`(?m)^- ([^:]+):`).FindAllStringSubmatch(wrong, -1) {
		if !slices.Contains(names, m[1]) {
			t.Errorf("no sentence is named %s", m[1])
		}
	}
}

var clauseKinds = map[ClauseKind]string{Main: "main", Complement: "complement", RelativeCl: "relative", Adverbial: "adverbial"}

// clauseLines writes each clause in a line: kind: subject | verb | link | speaker.
func clauseLines(p *Parsed) string {
	var b strings.Builder
	for k, c := range p.Clauses {
		kind := clauseKinds[c.Kind]
		if c.Report {
			kind = "report"
		}
		if c.Quoted {
			kind += " quoted"
		}
		speaker := ""
		if s := p.Speaker(k); s >= 0 {
			speaker = cmp.Or(subjectsOf(p, p.Clauses[s]), "?")
		}
		fmt.Fprintf(&b, "%s: %s | %s | %s | %s\n", kind, cmp.Or(subjectsOf(p, c), "-"), verbLine(p.VerbOf(c)), cmp.Or(c.Link, "-"), cmp.Or(speaker, "-"))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func subjectsOf(p *Parsed, c Clause) string {
	var out []string
	for _, s := range c.Subjects {
		out = append(out, p.Span(s, s+1))
	}
	return strings.Join(out, " + ")
}

// verbLine writes a verb group: modal, not, lemma, particle, then its other features in brackets.
func verbLine(v VerbGroup) string {
	words := []string{v.Modal}
	if v.Negated {
		words = append(words, "not")
	}
	if v.Lemma != v.Modal {
		words = append(words, v.Lemma)
	}
	words = append(words, v.Particle)
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	var is []string
	for _, f := range []struct {
		on   bool
		name string
	}{{v.Past, "past"}, {v.Perfect, "perfect"}, {v.Passive, "passive"}, {v.Progressive, "progressive"}} {
		if f.on {
			is = append(is, f.name)
		}
	}
	if len(is) > 0 {
		words = append(words, "("+strings.Join(is, ", ")+")")
	}
	return strings.Join(words, " ")
}

// checkParsed fails the test unless phrases and clauses stay within what they are made of.
func checkParsed(t *testing.T, p *Parsed) {
	t.Helper()
	checkTokens(t, p.Text, p.Tokens)
	next := 0
	for i, ph := range p.Phrases {
		if ph.Start != next || ph.End <= ph.Start || ph.Head < ph.Start || ph.Head >= ph.End {
			t.Fatalf("phrase %d is %d–%d with head %d, expected from %d on: %q", i, ph.Start, ph.End, ph.Head, next, p.Text)
		}
		next = ph.End
	}
	if next != len(p.Tokens) {
		t.Fatalf("phrases reach to token %d of %d: %q", next, len(p.Tokens), p.Text)
	}
	for k, c := range p.Clauses {
		if c.Start < 0 || c.Start > c.Verb || c.Verb >= c.End || c.End > len(p.Phrases) {
			t.Errorf("clause %d is %d–%d with verb %d of %d phrases: %q", k, c.Start, c.End, c.Verb, len(p.Phrases), p.Text)
		}
		if !p.VerbOf(c).Finite() {
			t.Errorf("clause %d has no finite verb: %q", k, p.Text)
		}
		if c.Parent < -1 || c.Parent >= k {
			t.Errorf("clause %d hangs on %d: %q", k, c.Parent, p.Text)
		}
		if c.Via < -1 || c.Via >= len(p.Phrases) {
			t.Errorf("clause %d via phrase %d: %q", k, c.Via, p.Text)
		}
		for _, s := range c.Subjects {
			if s < 0 || s >= len(p.Phrases) {
				t.Errorf("clause %d has phrase %d as subject: %q", k, s, p.Text)
			}
		}
		if s := p.Speaker(k); s < -1 || s >= len(p.Clauses) || s == k {
			t.Errorf("clause %d is spoken in %d: %q", k, s, p.Text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range sentences {
		f.Add(barless(s.barred))
	}
	for _, file := range readClauses(f).Files {
		sentence, _, _ := strings.Cut(string(file.Data), "\n")
		f.Add(sentence)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<11 || !utf8.ValidString(text) {
			t.Skip("no sentence")
		}
		checkParsed(t, Parse(text))
	})
}
