package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/news"
)

// named is whom a Statement's Actor or SaidBy names: a state or body, a person, or both: "Norland (Mara Quill)".
type named struct {
	code  string   // of the state; "" for none
	words []string // of the body's name, folded; nil for a state
	last  string   // the person's last name, folded; ""
}

// namesOf reads one or several names: "Norland (Mara Quill), Estmark and the union's members".
func namesOf(s string) []named {
	if p, n := wording.PlaceAt(s, wording.Of(s)); n > 0 && n == len(wording.Of(s)) && p.Code != "" {
		return []named{nameOf(s)}
	}
	var out []named
	depth, from := 0, 0
	add := func(to int) {
		if part := strings.TrimSpace(s[from:to]); part != "" {
			out = append(out, nameOf(part))
		}
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		case depth == 0 && s[i] == ',':
			add(i)
			from = i + 1
		case depth == 0 && strings.HasPrefix(s[i:], " and "):
			add(i)
			from = i + len(" and ")
		}
	}
	add(len(s))
	return out
}

// nameOf reads a name as the Ledger shows it.
func nameOf(s string) named {
	var n named
	outer, inner, _ := strings.Cut(s, "(")
	outer, inner = strings.TrimSpace(outer), strings.Trim(inner, " )")
	if ws := wording.Of(inner); len(ws) > 0 {
		n.last = ws[len(ws)-1].Text
	}
	ws := wording.Of(outer)
	if len(ws) == 0 {
		return n
	}
	if p, k := wording.PlaceAt(outer, ws); k == len(ws) {
		n.code = p.Code
		return n
	}
	for _, w := range ws {
		if !wording.FunctionWords[w.Text] {
			n.words = append(n.words, w.Text)
		}
	}
	if len(n.words) == 0 {
		for _, w := range ws {
			n.words = append(n.words, w.Text)
		}
	}
	if n.last == "" && len(ws) > 1 && len(ws) < 5 && allCapital(ws) && !(lexicon.Known(ws[0].Text, lexicon.Any) && lexicon.Known(ws[len(ws)-1].Text, lexicon.Noun)) {
		n.last, n.words = ws[len(ws)-1].Text, nil
	}
	return n
}

func allCapital(ws []wording.Word) bool {
	for _, w := range ws {
		if !w.Capital && !nameWords[w.Text] {
			return false
		}
	}
	return true
}

var nameWords = english.Set("da de del della der den van von bin ibn al el la le dos das di du")

// in says whether a text names it: the person by the last name, else the state by any of its forms, else all words.
func (n named) in(text string) bool {
	ws := wording.Of(text)
	if n.last != "" && hasWordText(ws, n.last) {
		return true
	}
	if n.code != "" && namesState(text, ws, n.code) {
		return true
	}
	if len(n.words) == 0 {
		return false
	}
	for _, w := range n.words {
		if !hasWordText(ws, w) && !hasWordText(ws, w+"s") && !hasWordText(ws, strings.TrimSuffix(w, "s")) {
			return false
		}
	}
	return true
}

func hasWordText(ws []wording.Word, text string) bool {
	for _, w := range ws {
		if w.Text == text {
			return true
		}
	}
	return false
}

// namesState says whether some of the words name the state.
func namesState(text string, ws []wording.Word, code string) bool {
	for i := 0; i < len(ws); i++ {
		if !ws[i].Capital {
			continue
		}
		if p, n := wording.PlaceAt(text, ws[i:]); n > 0 {
			if p.Code == code || p.Also == code {
				return true
			}
			i += n - 1
		}
	}
	return false
}

// sharesName says whether a text names whom a name means.
func sharesName(name, text string) bool { return name != "" && nameOf(name).in(text) }

// party gives the words around phrase i that tell whom it names: phrases that hang on it and appositions.
func (s *source) party(i int) string {
	p := s.parse()
	from, to := i, i+1
	for p.KindAt(to) == english.Preposition && p.KindAt(to+1) == english.NounPhrase {
		to += 2
	}
	if p.IsMark(to) && p.KindAt(to+1) == english.NounPhrase && (p.IsMark(to+2) || p.KindAt(to+2) == english.Stop) {
		to += 2
	}
	if p.IsMark(from-1) && p.KindAt(from-2) == english.NounPhrase && p.KindAt(from-3) != english.Preposition && p.HeadToken(i).Proper() && !s.subject(from-2) {
		from -= 2
	}
	return p.Span(from, to)
}

// pronounAt says whether phrase i is a pronoun or as empty as one.
func (s *source) pronounAt(i int) bool {
	p := s.parse()
	return p.IsPronoun(p.Phrases[i]) || p.Phrases[i].End == p.Phrases[i].Start+1 && p.Tokens[p.Phrases[i].Start].Tag == "DT"
}

// said lists the phrases that name who speaks in a sentence: subjects of verbs of saying, and "according to".
func (s *source) said() []int {
	p := s.parse()
	var out []int
	for k, c := range p.Clauses {
		if sp := p.Speaker(k); sp >= 0 && sp != k {
			continue
		}
		if v := p.VerbOf(c); !reportVerbs[v.Lemma] && lexicon.Is(v.Lemma, lexicon.Verb, lexicon.VerbCommunication) < 0.5 {
			continue
		}
		for _, q := range c.Subjects {
			if p.Phrases[q].Kind == english.NounPhrase && !s.pronounAt(q) {
				out = append(out, q)
			}
		}
	}
	for i, ph := range p.Phrases {
		if ph.Kind == english.Preposition && strings.HasPrefix(p.Tokens[ph.Start].Lower, "according") && p.KindAt(i+1) == english.NounPhrase {
			out = append(out, i+1)
		}
	}
	return out
}

// subjectsOf lists the phrases that are subjects in a sentence, but for pronouns.
func (s *source) subjectsOf() []int {
	p := s.parse()
	var out []int
	for _, c := range p.Clauses {
		for _, q := range c.Subjects {
			if p.Phrases[q].Kind == english.NounPhrase && !s.pronounAt(q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// verbKept says whether the Statement keeps the verb of clause k.
func (u usage) verbKept(k int) bool {
	p := u.source.parse()
	t := p.HeadToken(p.Clauses[k].Verb)
	for i, w := range u.source.words {
		if w.Start < t.End && w.End > t.Start && u.kept[i] {
			return true
		}
	}
	return false
}

// speaks asks that name is who says what the uses have: the speaker of a clause that the Statement keeps; where that is a
// pronoun or nobody, a speaker or subject of any sentence cited.
func (j *judgement) speaks(name string, uses []usage) *flaw {
	names := namesOf(name)
	for _, who := range names {
		if fl := j.speaksOne(name, who, uses); fl != nil {
			return fl
		}
	}
	return nil
}

func (j *judgement) speaksOne(name string, who named, uses []usage) *flaw {
	named := false
	for _, s := range j.sources {
		named = named || who.in(s.quote())
	}
	if !named {
		if j.publishes(name) {
			return nil
		}
		return unsupported("no quote names %q, who is said to say so", name)
	}
	var others []string
	open := false // a pronoun speaks, or the words are quoted and nobody is named
	for _, u := range uses {
		p := u.source.parse()
		reported := false
		for k, c := range p.Clauses {
			if !u.verbKept(k) {
				continue
			}
			sp := p.Speaker(k)
			if sp < 0 && reportVerbs[p.VerbOf(c).Lemma] {
				sp = k
			}
			open = open || sp < 0 && c.Quoted || sp < 0 && len(c.Subjects) == 1 && p.IsPronoun(p.Phrases[c.Subjects[0]])
			if sp < 0 {
				continue
			}
			reported = true
			for _, q := range p.Clauses[sp].Subjects {
				switch {
				case p.Phrases[q].Kind != english.NounPhrase:
				case u.source.pronounAt(q) || emptySubject(p, q):
					open = true
				case who.in(u.source.party(q)) && u.source.phraseQuoted(q):
					return nil
				default:
					others = append(others, u.source.party(q))
				}
			}
		}
		for _, q := range u.source.said() {
			if who.in(u.source.party(q)) && u.source.phraseQuoted(q) {
				return nil
			}
			reported = true
		}
		if !reported && !open && u.declares(who) || len(p.Clauses) == 0 || u.source.block.kind != news.Sentence {
			return nil
		}
	}
	if !open {
		if len(others) > 0 {
			return contradicted(Party, "%q says so, not %q", others[0], name)
		}
		return unsupported("no quote tells that %q says so", name)
	}
	for _, s := range j.sources {
		for _, q := range append(s.said(), s.subjectsOf()...) {
			if who.in(s.party(q)) && s.phraseQuoted(q) {
				return nil
			}
		}
	}
	return contradicted(Party, "the quotes name %q, but not as who says so", name)
}

// declares says whether who is the subject of a clause that the Statement keeps: what it promises or refuses, it says.
func (u usage) declares(who named) bool {
	p := u.source.parse()
	for k, c := range p.Clauses {
		if !u.verbKept(k) {
			continue
		}
		for _, q := range c.Subjects {
			if p.Phrases[q].Kind == english.NounPhrase && who.in(u.source.party(q)) && u.source.phraseQuoted(q) {
				return true
			}
		}
	}
	return false
}

// phraseQuoted says whether all words of phrase i stand inside the quotes.
func (s *source) phraseQuoted(i int) bool {
	p := s.parse()
	ph := p.Phrases[i]
	for k, w := range s.words {
		if w.Start >= p.Tokens[ph.Start].Start && w.End <= p.Tokens[ph.End-1].End && !s.quoted[k] {
			return false
		}
	}
	return true
}

// speaksFor says whether the article names the state next to the person: "Norlandian President Mara Quill".
func (j *judgement) speaksFor(n named) bool {
	for _, c := range j.s.Citations {
		text, _ := j.Gate.text(c.Article)
		for at := 0; ; {
			i := indexFold(text[at:], n.last)
			if i < 0 {
				break
			}
			i += at
			from := max(0, i-120)
			line := text[from:min(len(text), i+len(n.last)+80)]
			if namesState(line, wording.Of(line), n.code) {
				return true
			}
			at = i + 1
		}
	}
	return false
}

// indexFold finds a folded word in a text whose letters may be capital or accented at its end.
func indexFold(text, word string) int {
	stem := word[:min(len(word), 4)]
	for i := 0; i+len(stem) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(stem)], stem) && (i == 0 || !english.IsWordByte(text[i-1])) {
			return i
		}
	}
	return -1
}

// modifies says whether words name a state as a modifier or owner: "Norlandian money", "Norland's money", "Norland-led".
func modifies(words []wording.Word, text, code string) bool {
	for i := range words {
		if !words[i].Capital {
			continue
		}
		p, n := wording.PlaceAt(text, words[i:])
		if n == 0 || p.Code != code && p.Also != code {
			continue
		}
		if p.Form == gazetteer.Demonym || p.Part || i+n < len(words) && words[i+n].Mark == 0 && (words[i+n].Text == "'s" || words[i+n].Text == "led" || words[i+n].Text == "backed") {
			return true
		}
	}
	return false
}
