package gate

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// example is a Statement that its Citations carry, and what it was made of.
type example struct {
	form string
	s    Statement
	a    *news.Article
}

// articles reads the bundled briefs and, where they are there, the stories shared with the project.
func articles(t testing.TB) []*news.Article {
	t.Helper()
	var out []*news.Article
	for _, pattern := range []string{"../corpus/*.md", "../eval/testdata/stories/*/articles/*.md", "../../../shared/stories/*/articles/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(strings.TrimPrefix(string(b), "---"), "\n---\n")
			out = append(out, &news.Article{ID: f, Text: body, Language: "en"})
		}
	}
	if len(out) == 0 {
		t.Fatal("no articles")
	}
	return out
}

func gateFor(as []*news.Article) *Gate {
	texts := map[string]string{}
	for _, a := range as {
		texts[a.ID] = a.Text
	}
	return New(func(id string) (string, bool) { s, ok := texts[id]; return s, ok })
}

func cite(a *news.Article, p news.Passage) news.Citation {
	return news.Citation{Article: a.ID, Quote: a.Text[p.Start:p.End], Start: p.Start, End: p.End}
}

// examples makes Statements in every form that the built-in composer writes, by rules of their own.
func examples(t testing.TB, as []*news.Article) []example {
	var out []example
	for _, a := range as {
		ps := news.Split(*a)
		parsed := make([]*english.Parsed, len(ps))
		for i, p := range ps {
			if p.Kind != news.Row {
				parsed[i] = english.Parse(a.Text[p.Start:p.End])
			}
		}
		add := func(form, text, saidBy string, cites ...news.Passage) {
			s := Statement{Text: text, Kind: Quote, SaidBy: saidBy}
			for _, p := range cites {
				s.Citations = append(s.Citations, cite(a, p))
			}
			out = append(out, example{form, s, a})
		}
		for i, p := range ps {
			text := a.Text[p.Start:p.End]
			switch {
			case p.Kind == news.Row:
				cs := news.Cells(text)
				parts := []string{cs[0]}
				for k, c := range cs[1:] {
					parts = append(parts, p.Columns[k+1]+": "+c)
				}
				add("table row", parts[0]+" – "+strings.Join(parts[1:], "; "), "", p)
				add("table row", cs[0]+": "+strings.Join(cs[1:], "; ")+".", "", p)
				continue
			case p.Kind == news.Heading || strings.HasSuffix(text, "?") || len(parsed[i].Clauses) == 0 || len(strings.Fields(text)) < 5:
				continue
			case p.Kind == news.Item && p.Under >= 0 && ps[p.Under].Kind != news.Heading:
				lead := strings.TrimRight(a.Text[ps[p.Under].Start:ps[p.Under].End], ":")
				add("list point", lead+": "+text, "", p, ps[p.Under])
				if i+1 < len(ps) && ps[i+1].Under == p.Under {
					next := a.Text[ps[i+1].Start:ps[i+1].End]
					add("list points", lead+": "+strings.TrimRight(text, ".")+"; "+next, "", ps[p.Under], p, ps[i+1])
				}
				continue
			}
			add("verbatim", text, "", p)
			if rest, ok := cutConnective(text); ok {
				add("connective dropped", rest, "", p)
			}
			if name, at, ok := soleName(ps, parsed, i); ok {
				if rest, ok := strings.CutPrefix(text, parsed[i].Tokens[0].Text+" "); ok {
					add("pronoun named", name+" "+rest, "", p, ps[at])
				}
			}
			forms := clauseForms(parsed[i])
			for _, f := range forms {
				add(f.form, f.text, f.saidBy, p)
			}
			if i > 0 && ps[i-1].Kind == news.Sentence && i%3 == 0 {
				prev := strings.TrimRight(a.Text[ps[i-1].Start:ps[i-1].End], ".")
				if !strings.ContainsAny(prev, "“”\"?") {
					add("two quotes", prev+"; "+text, "", ps[i-1], p)
					add("two quotes", prev+", and "+text, "", ps[i-1], p)
				}
			}
		}
	}
	return append(out, labelledCases(t, as)...)
}

func cutConnective(s string) (string, bool) {
	for _, c := range []string{"However, ", "But ", "And ", "Furthermore, ", "Moreover, ", "Meanwhile, ", "Crucially, ", "Instead, ", "Still, ", "Also, "} {
		if rest, ok := strings.CutPrefix(s, c); ok {
			return english.Capitalised(rest), true
		}
	}
	return "", false
}

// soleName finds the one person that the sentence before names, for a sentence that begins with "He" or "She".
func soleName(ps []news.Passage, parsed []*english.Parsed, i int) (string, int, bool) {
	if i == 0 || parsed[i-1] == nil || ps[i].Paragraph > ps[i-1].Paragraph+1 {
		return "", 0, false
	}
	if w := parsed[i].Tokens[0].Text; w != "He" && w != "She" {
		return "", 0, false
	}
	p := parsed[i-1]
	var people []string
	for _, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		if _, _, name, ok := parties.NameAndTitle(p.Tokens[ph.Start:ph.End]); ok {
			people = append(people, name)
		}
	}
	if len(people) != 1 {
		return "", 0, false
	}
	return people[0], i - 1, true
}

type clauseForm struct{ form, text, saidBy string }

var (
	saidAtEnd = regexp.MustCompile(`^(.+), ((?:\p{Lu}[\p{L}.]+ ){0,4}\p{Lu}[\p{L}]+) said\.$`)
	saidFirst = regexp.MustCompile(`^((?:\p{Lu}[\p{L}.]+ ){0,4}\p{Lu}[\p{L}]+) (?:said|says|stressed|added|noted)(?: that)? (.+)$`)
	joinedBy  = regexp.MustCompile(`, (and|but|while) `)
)

// clauseForms rewrites a sentence by its marks: who said it goes to the front or into SaidBy, one of two main clauses is cut.
func clauseForms(p *english.Parsed) []clauseForm {
	var out []clauseForm
	text := p.Text
	if m := saidAtEnd.FindStringSubmatch(text); m != nil && !strings.ContainsAny(text, "“”\"") {
		out = append(out, clauseForm{"lead-in", "According to " + m[2] + ", " + m[1] + ".", ""}, clauseForm{"lead-in", m[2] + " said: " + m[1] + ".", ""},
			clauseForm{"speaker as field", m[1] + ".", m[2]})
	}
	if m := saidFirst.FindStringSubmatch(text); m != nil && pronounKinds[strings.ToLower(m[1])] == "" && !strings.Contains(m[2], m[1]) && len(p.Clauses) > 1 && p.Clauses[1].Kind == english.Complement && p.Clauses[1].Parent == 0 {
		out = append(out, clauseForm{"lead-in", "According to " + m[1] + ", " + m[2], ""}, clauseForm{"speaker as field", english.Capitalised(m[2]), m[1]})
	}
	for _, at := range joinedBy.FindAllStringIndex(text, -1) {
		left, right := text[:at[0]]+".", english.Capitalised(text[at[1]:])
		if standsAlone(left) && standsAlone(right) && cleanCut(p, at[0]) {
			out = append(out, clauseForm{"clause cut", left, ""}, clauseForm{"clause cut", right, ""})
		}
	}
	return out
}

// standsAlone says whether words are a sentence: a subject that is no pronoun and a finite verb, nothing of which hangs on
// another clause.
func standsAlone(s string) bool {
	p := english.Parse(s)
	if len(p.Clauses) == 0 || len(p.Clauses[0].Subjects) == 0 || p.Clauses[0].Kind != english.Main || p.IsPronoun(p.Phrases[p.Clauses[0].Subjects[0]]) {
		return false
	}
	return strings.Count(s, "“") == strings.Count(s, "”") && strings.Count(s, `"`)%2 == 0
}

// cleanCut says whether two main clauses of their own meet at a byte: no speaker and no condition reaches over it.
func cleanCut(p *english.Parsed, at int) bool {
	low := strings.ToLower(p.Text)
	if strings.Contains(low, " said") || strings.Contains(low, "says") || strings.Contains(low, "according to") || strings.HasPrefix(low, "after") || strings.HasPrefix(low, "if ") || strings.HasPrefix(low, "once ") {
		return false
	}
	left, right := false, false
	for k, c := range p.Clauses {
		if p.Speaker(k) >= 0 || c.Kind != english.Main {
			continue
		}
		if p.HeadToken(c.Verb).Start < at {
			left = true
		} else if len(c.Subjects) > 0 && p.Tokens[p.Phrases[c.Subjects[0]].Start].Start > at {
			right = true
		}
	}
	return left && right
}

// labelledCases reads testdata/fields.txt: sentences of the bundled briefs with Actor, Stance and SaidBy as an
// editor would fill them in.
func labelledCases(t testing.TB, as []*news.Article) []example {
	t.Helper()
	f, err := os.Open("testdata/fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []example
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, " | ")
		if len(cols) != 5 {
			t.Fatalf("testdata/fields.txt: want 5 columns: %s", line)
		}
		found := false
		for _, a := range as {
			if !strings.HasSuffix(a.ID, "corpus/"+cols[0]+".md") {
				continue
			}
			if i := strings.Index(a.Text, cols[4]); i >= 0 {
				found = true
				s := Statement{Text: cols[4], Kind: FromLedger, Actor: dash(cols[1]), Stance: stance.Stance(dash(cols[2])), SaidBy: dash(cols[3])}
				s.Citations = []news.Citation{{Article: a.ID, Quote: cols[4], Start: i, End: i + len(cols[4])}}
				out = append(out, example{"with fields", s, a})
			}
		}
		if !found {
			t.Errorf("testdata/fields.txt: %s has no sentence %q", cols[0], cols[4])
		}
	}
	return out
}

func dash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// nameRunIn is a name in a text, in bytes, with the party it is of.
type nameRunIn struct {
	start, end int
	text, key  string
	phrase     int
}

// namesIn finds the names of a sentence: runs of proper nouns, without titles.
func namesIn(p *english.Parsed) []nameRunIn {
	var out []nameRunIn
	for i, ph := range p.Phrases {
		for t := ph.Start; t < ph.End; t++ {
			tok := p.Tokens[t]
			if !tok.Proper() || !english.IsCapital(tok.Text) || wording.FunctionWords[tok.Lower] || english.TimeWord(tok.Lower) {
				continue
			}
			e := t + 1
			for e < ph.End && p.Tokens[e].Proper() && english.IsCapital(p.Tokens[e].Text) {
				e++
			}
			words := english.Texts(p.Tokens[t:e])
			key := strings.ToLower(words[len(words)-1])
			if pl, n, ok := gazetteer.Match(words, 0); ok && n == len(words) {
				key = pl.Code
				if pl.Also != "" { // a seat of two: swaps with either may stay true
					t = e - 1
					continue
				}
			}
			out = append(out, nameRunIn{p.Tokens[t].Start, p.Tokens[e-1].End, p.Text[p.Tokens[t].Start:p.Tokens[e-1].End], key, i})
			t = e - 1
		}
	}
	return out
}
