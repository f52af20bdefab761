package knowledge

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

// concept is one thing a question speaks of, in all the words the index may know it by.
type concept struct {
	word   string
	terms  map[string]float64 // analysed term → how well it stands for the concept, 0 to 1
	code   string             // a state
	person string             // a surname, folded
	forms  []string           // all names of a body, folded
	called [][]string         // its names, analysed
	agent  bool               // a body that undertakes or says something in the Ledger
	topic  bool               // a body that much of the corpus is about: naming it once an article is enough
	weight float64
	soft   bool // from the question before, or light: may be missing
	light  bool
	verb   bool
	base   string  // its base form
	frame  string  // it says when, where or between whom: the word that tells so, "after" in "after the summit"; "" for none
	value  float64 // of a number, in full; 0 for what is none
	asking uint8   // it asks for an undertaking or position (1), for issues (2), and need not stand in what answers
	noun   bool
	known  bool // some article has it, or a word near it
}

// listedParties is how many parties a question names where it asks for something of each of them.
const listedParties = 2

// addConcepts makes a concept of every state, person and word of matter.
func (in *inquiry) addConcepts(st *state, p *english.Parsed, soft bool) {
	frame := framing(p)
	words := english.Texts(p.Tokens)
	numbers := english.Quantities(p.Text)
	n, first := len(in.concepts), 0
	for i := 0; i < len(p.Tokens); i++ {
		for ; n < len(in.concepts); n++ {
			in.concepts[n].frame = frame[first]
		}
		first = i
		t := p.Tokens[i]
		if q, ok := quantityAt(numbers, t.Start); ok && (q.Value >= 13 || q.Unit != "") && !looksLikeYear(p.Text, q) {
			c := concept{word: p.Text[q.Start:q.End], value: q.Value, terms: map[string]float64{}, soft: soft, known: true}
			for ; i < len(p.Tokens) && p.Tokens[i].Start < q.End; i++ {
				for _, a := range index.Terms(p.Tokens[i].Text) {
					c.terms[a] = 1
				}
			}
			i--
			in.concepts = append(in.concepts, c)
			continue
		}
		if t.Lower == "us" && isUS(p.Tokens, i) {
			words[i] = "US" // typed in small letters
		}
		if pl, n, ok := gazetteer.Match(words, i); ok && !pl.Part && !(pl.Form == gazetteer.Capital && placeOnly(p.Tokens, i, n)) {
			c := concept{word: pl.Name, code: pl.Code, terms: map[string]float64{}, soft: soft}
			for _, f := range gazetteer.Forms(pl.Code) {
				if ts := index.Terms(f); len(ts) == 1 {
					c.terms[ts[0]] = 1
				}
			}
			for _, a := range index.Analyze(strings.Join(words[i:i+n], " ")) {
				if !index.Stop(a.Text) {
					c.terms[a.Text] = 1
				}
			}
			in.concepts = append(in.concepts, c)
			i += n - 1
			if pl.Form == gazetteer.Seat { // the house is asked about, not only the state
				in.addWord(st, p.Tokens[i], "", soft)
			}
			continue
		}
		if t.Tag == "POS" || t.Tag == "," || t.Tag == "." || t.Tag == ":" || len(t.Text) < 2 && t.Tag != "CD" {
			continue
		}
		if forms, n := st.bodyAt(p.Tokens, i); n > 0 {
			c := concept{word: english.JoinTokens(p.Tokens[i : i+n]), forms: forms, terms: map[string]float64{}, soft: soft}
			c.topic = float64(st.reg.articles[forms[0]]) >= 0.4*float64(len(st.entries))
			c.agent = st.reg.agents[forms[0]]
			for _, f := range forms {
				for _, a := range index.Terms(f) {
					c.terms[a] = 1
				}
			}
			in.concepts = append(in.concepts, c)
			i += n - 1
			continue
		}
		if pr, ok := st.people.Find(at(p.Tokens, i+1).Text); ok && english.IsCapital(t.Text) && slices.Contains(strings.Fields(english.Fold(pr.Name)), english.Fold(t.Text)) {
			continue // a first name
		}
		if pr, ok := st.people.Find(t.Text); ok && len(t.Text) > 3 && !lexicon.Known(t.Lower, lexicon.Verb) && (english.IsCapital(t.Text) || !lexicon.Known(t.Lower, lexicon.Any)) {
			c := concept{word: pr.Name, person: parties.Surname(pr.Name), terms: map[string]float64{}, soft: soft}
			for _, a := range index.Terms(t.Text) {
				c.terms[a] = 1
			}
			for _, a := range index.Terms(english.LastWord(pr.Name)) {
				c.terms[a] = 1
			}
			in.concepts = append(in.concepts, c)
			continue
		}
		if in.isSourceWord(st, english.Fold(t.Text)) || t.Tag == "RP" || t.Tag == "RB" && particle[t.Lower] && i > 0 && p.Tokens[i-1].Verb() {
			continue
		}
		in.addWord(st, t, inOneWord(p.Tokens, i), soft)
		if k := len(in.concepts) - 1; k >= 0 && i > 0 && p.Tokens[i-1].Lower == "in" && (t.Lower == "return" || t.Lower == "exchange") {
			in.concepts[k].light = true
		}
	}
	for ; n < len(in.concepts); n++ {
		in.concepts[n].frame = frame[first]
	}
}

// placeOnly says whether a capital in a question stands for the town and not for its government: "in Vienna", "to Vienna",
// "the Vienna conference".
func placeOnly(toks []english.Token, i, n int) bool {
	switch prev := at(toks, i-1); {
	case prev.Lower == "with", prev.Lower == "by", prev.Lower == "and", prev.Lower == "between":
		return false
	case prev.Tag == "IN", prev.Tag == "TO":
		return true
	}
	return at(toks, i+n).Noun()
}

// quantityAt gives the number that covers a byte offset.
func quantityAt(qs []english.Quantity, at int) (english.Quantity, bool) {
	for _, q := range qs {
		if q.Start <= at && at < q.End {
			return q, true
		}
	}
	return english.Quantity{}, false
}

// bodyAt finds the longest name of a body that begins at token i, in whatever case it is typed.
func (st *state) bodyAt(toks []english.Token, i int) (forms []string, n int) {
	for n := min(6, len(toks)-i); n > 0; n-- {
		if forms := st.reg.bodies[english.Fold(english.JoinTokens(toks[i:i+n]))]; forms != nil {
			if n == 1 && lexicon.Known(toks[i].Lower, lexicon.Any) && !english.IsCapital(toks[i].Text) {
				continue
			}
			return forms, n
		}
	}
	// the first word of a longer name, where that word is no other: "Castlemere" for "Castlemere Capital"
	if w := english.Fold(toks[i].Text); len(w) > 3 && !lexicon.Known(w, lexicon.Any) && !parties.IsPlace(toks[i]) {
		if forms := st.reg.first[w]; forms != nil {
			return forms, 1
		}
	}
	return nil, 0
}

// required says whether what answers has to speak of this party: it is asked about itself, and not only when, where or for
// whom something is.
func (c concept) required() bool {
	if !c.party() || c.soft {
		return false
	}
	switch c.frame {
	case "", "between", "leave", "when":
		return true
	}
	return false
}

// when says whether this only tells the time or the occasion of what is asked about.
func (c concept) when() bool {
	switch c.frame {
	case "", "for", "at", "into", "within", "leave":
		return false
	}
	return c.frame != "between" || !c.party()
}

// frameWeight is what a word of the time or occasion counts, beside one of the matter: articles seldom name again when
// they tell something.
const frameWeight = 0.5

// topical says whether a question about issues is about this, and not only asked at a time or of a whole.
func (c concept) topical() bool { return c.frame == "" || c.frame == "for" }

// party says whether a concept is a state, a person or a body.
func (c concept) party() bool { return c.code != "" || c.person != "" || c.agent }

// isUS tells the country from the pronoun where capitals do not: "the us delegation", "about us backing".
func isUS(toks []english.Token, i int) bool {
	prev, next := at(toks, i-1).Lower, at(toks, i+1)
	return prev == "the" && next.Lower != "" || (next.Noun() || next.Tag == "VBG") && (prev == "about" || prev == "of" || prev == "in" || prev == "on" || prev == "by" || prev == "from" || prev == "and" || prev == "what" || prev == "did" || prev == "does" || prev == "will" || prev == "is" || prev == "")
}

var phrasalVerbs = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for w := range asks()["phrasal"] {
		if verb, one, ok := strings.Cut(w, "="); ok {
			out[verb] = one
		}
	}
	return out
})

var particle = english.Set("away out in up down off back over aside forward on through together apart")

// inOneWord gives the one word that says what the verb at i and its particle say together: "expire" for "run out"; "" where it
// is no such verb.
func inOneWord(toks []english.Token, i int) string {
	verb := lexicon.Lemma(toks[i].Lower, lexicon.Verb)
	for k := i + 1; k < len(toks) && k <= i+4; k++ {
		if one, ok := phrasalVerbs()[verb+" "+toks[k].Lower]; ok {
			return one
		}
	}
	return ""
}

// addWord makes a concept of one word, with the words near it in meaning that the articles use.
func (in *inquiry) addWord(st *state, t english.Token, other string, soft bool) {
	terms := index.Analyze(t.Text)
	c := concept{word: t.Lower, terms: map[string]float64{}, soft: soft, base: lexicon.Lemma(t.Lower, lexicon.Any), noun: t.Noun()}
	for _, a := range terms {
		if index.Stop(a.Text) {
			return
		}
		c.terms[a.Text] = 1
	}
	if len(c.terms) == 0 {
		return
	}
	lem := lexicon.Lemma(t.Lower, lexicon.Any)
	pos := lexicon.Any
	switch {
	case t.Verb():
		pos, lem = lexicon.Verb, lexicon.Lemma(t.Lower, lexicon.Verb)
		c.verb, c.base = true, lem
	case t.Noun():
		pos, lem = lexicon.Noun, lexicon.Lemma(t.Lower, lexicon.Noun)
	case strings.HasPrefix(t.Tag, "JJ"):
		pos = lexicon.Adjective
	case strings.HasPrefix(t.Tag, "RB"):
		pos = lexicon.Adverb
	}
	if asks()["contraction"][t.Lower] {
		return
	}
	if english.TimeWord(t.Lower) || asks()["light"][lem] || asks()["light"][t.Lower] || asks()["compare"][lem] {
		c.light = true
	}
	if other != "" {
		for _, a := range index.Terms(other) {
			c.terms[a] = 1
		}
	}
	if asks()["firm"][lem] {
		c.asking = 1
	}
	for _, class := range []string{"firm", "total"} {
		if !asks()[class][lem] {
			continue
		}
		for w := range asks()["tells-"+class] {
			for _, a := range index.Terms(w) {
				c.terms[a] = max(c.terms[a], 0.7)
			}
		}
	}
	if t.Tag != "CD" && !t.Proper() || lexicon.Known(t.Lower, lexicon.Any) {
		for _, n := range lexicon.Near(t.Lower, pos) {
			if n.Weight < 0.44 {
				continue
			}
			for _, a := range index.Analyze(n.Lemma) {
				if !strings.Contains(n.Lemma, " ") && c.terms[a.Text] < n.Weight && !index.Stop(a.Text) {
					c.terms[a.Text] = n.Weight
				}
			}
		}
		if pos != lexicon.Any {
			for _, n := range lexicon.Related(t.Lower, lexicon.Any) {
				for _, a := range index.Analyze(n.Lemma) {
					if c.terms[a.Text] < 0.75 {
						c.terms[a.Text] = 0.75
					}
				}
			}
		}
	}
	for a := range c.terms {
		if st.words.Has(a) {
			c.known = true
		}
	}
	if !c.known || !st.words.Has(terms[0].Text) && !lexicon.Known(t.Lower, lexicon.Any) {
		// a typo, or another spelling
		for _, a := range terms {
			for _, n := range st.words.Near(a.Text, 3) {
				c.terms[n], c.known = 0.8, true
			}
		}
	}
	for _, a := range st.acronym(t) {
		if c.terms[a] < 0.5 {
			c.terms[a] = 0.5
			c.known = true
		}
	}
	in.concepts = append(in.concepts, c)
}

// acronym gives the terms that an acronym stands for, as the articles write it out: "… Harbour Fund (NHF)".
func (st *state) acronym(t english.Token) []string { return st.acronyms[english.Fold(t.Text)] }
