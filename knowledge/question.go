package knowledge

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

//go:embed words/questions.txt
var questionWords string

var asks = sync.OnceValue(func() map[string]map[string]bool { return english.Classes(joinContinued(questionWords)) })

// joinContinued joins lines that begin with a tab to the one before.
func joinContinued(s string) string { return strings.ReplaceAll(s, "\n\t", " ") }

// About separates what a follow-up asks from the question it goes on from, in Question.Understood.
const About = " — about: "

// wanted is the kind of thing a question asks for; a passage without one cannot answer it.
type wanted uint8

const (
	wantText   wanted = iota
	wantCount         // how many X
	wantSum           // how much
	wantTime          // when, by what year
	wantPlace         // where
	wantWho           // who, which country
	wantReason        // why
	wantYesNo         // did, is, will
)

// kind is the shape of the answer.
type kind uint8

const (
	factual     kind = iota // one thing
	several                 // a list of things: who all, which countries, what priorities
	commitments             // what parties undertake
	issuesKind              // what is open or settled
	comparing               // two sources or reports side by side
	changing                // how something developed
)

// concept is one thing a question speaks of, in all the words the index may know it by.
type concept struct {
	word   string
	terms  map[string]float64 // analysed term → how well it stands for the concept, 0 to 1
	code   string             // a state
	person string             // a surname, folded
	forms  []string           // all names of a body, folded
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

// inquiry is a question taken apart.
type inquiry struct {
	text     string // what is asked, without remarks and what a follow-up is about
	all      string
	about    string // the question that a follow-up goes on from; "" for none
	want     wanted
	kind     kind
	concepts []concept
	of       []string     // what is counted or asked for: "troops" in "how many troops", analysed
	ofWhat   []string     // "polystyrene" in "how many tons of polystyrene", analysed
	sources  map[int]bool // entries of a publisher that the question names
	parties  []int        // concepts that are states or persons
	query    index.Query
	whatNoun string   // head of "what KIND", "which KIND"
	role     []string // "who is the chief executive": the office asked for, analysed
	done     string   // verb of what is asked about as done: "has been paid", "have recruited"
	passive  string   // verb of "has been paid": what answers tells of that
	matter   bool     // it names something of its own, beside what it goes on from
	recent   float64  // weight on what is new; below 0 for what was first
	future   bool     // asks when something will be
	year     bool     // asks for a year
	share    bool     // a share answers "how much"
	money    bool     // it speaks of money
	conds    bool     // asks on what something depends
	subject  string   // the word for what a "when" or "where" is asked about; "" for none
	listed   bool     // names several parties, and something of each may be asked
	person   bool         // asks which of several people, by their office
	strange  bool     // names a thing that no article does
	open     bool     // asks for what is open rather than settled
}

// listedParties is how many parties a question names where it asks for something of each of them.
const listedParties = 2

// inquire takes a question apart against what the state knows of people, publishers and words.
func (st *state) inquire(q Question) inquiry {
	text := spellOut(cmp.Or(q.Understood, q.Text))
	main, about, _ := strings.Cut(text, About)
	follows := about
	// what follows the question is remark: "Is it firm? Reports seem to differ."
	if ask, rest, ok := strings.Cut(main, "?"); ok && strings.TrimSpace(rest) != "" && len(strings.Fields(ask)) > 3 {
		main, about = ask+"?", strings.TrimSpace(rest)+" "+about
	}
	in := inquiry{text: main, all: text, about: follows, sources: map[int]bool{}}
	p := english.Parse(main)
	st.findSources(&in, main)
	in.addConcepts(st, p, false)
	if about != "" {
		in.addConcepts(st, english.Parse(about), true)
	}
	in.classify(p)
	in.subject = subjectWord(p)
	for _, c := range in.concepts {
		in.matter = in.matter || !c.soft && !c.light
		in.strange = in.strange || !c.known && c.noun && !c.soft && !c.light && c.frame == ""
	}
	st.weigh(&in)
	required := 0
	for _, c := range in.concepts {
		if c.required() {
			required++
		}
	}
	in.listed = required >= listedParties && in.want != wantYesNo
	return in
}

// findSources finds publishers named in a question: "what politico and econotimes say".
func (st *state) findSources(in *inquiry, text string) {
	words := strings.Fields(squash(text))
	for i := range words {
		for n := min(5, len(words)-i); n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			for _, e := range st.reg.sources[name] {
				in.sources[e] = true
			}
		}
	}
	if len(in.sources) == 0 {
		for name, es := range st.reg.sources { // written in one word: "econotimes", "bnetwork"
			if joined := strings.ReplaceAll(name, " ", ""); joined != name && slices.Contains(words, joined) {
				for _, e := range es {
					in.sources[e] = true
				}
			}
		}
	}
	if len(in.sources) == len(st.entries) {
		clear(in.sources)
	}
}

// squash folds a text and keeps letters and digits between single spaces.
func squash(s string) string {
	return strings.Join(strings.FieldsFunc(english.Fold(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f) }), " ")
}

func (in *inquiry) isSourceWord(st *state, w string) bool {
	for i := range in.sources {
		for f := range strings.FieldsSeq(squash(st.entries[i].article.Publisher)) {
			if f == w {
				return true
			}
		}
		if strings.ReplaceAll(squash(st.entries[i].article.Publisher), " ", "") == w {
			return true
		}
	}
	return false
}

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
	}
	for ; n < len(in.concepts); n++ {
		in.concepts[n].frame = frame[first]
	}
}

var framers = english.Set("after before since between until till during following amid despite into at within for")

var (
	clauseFramers = english.Set("after before since until till once")
	aboutWords    = english.Set("about on over regarding concerning")
)

// framing marks the tokens that say when or between whom something is asked, or of what as a whole, with the word that
// tells so: "after the summit", "did the treaty leave open".
func framing(p *english.Parsed) map[int]string {
	out := map[int]string{}
	frame := ""
	for i, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		before := at(p.Tokens, ph.Start-1)
		switch {
		case framers[before.Lower]:
			frame = before.Lower
		case frame != "" && before.Lower == "of":
			frame = "of"
		case frame != "" && (before.Lower == "and" || before.Lower == ",") && i > 0:
		default:
			frame = ""
		}
		for t, of := ph.Start, false; frame != "" && t < ph.End; t++ {
			if of = of || p.Tokens[t].Lower == "of"; of {
				out[t] = "of"
			} else {
				out[t] = frame
			}
		}
	}
	clause, subject := false, -1
	for i, t := range p.Tokens {
		switch {
		case clause && (t.Lower == "," || aboutWords[t.Lower]):
			clause = false
		case clauseFramers[t.Lower] && i > 2:
			clause = true
			for k := i - 1; k >= 0 && (english.TimeWord(p.Tokens[k].Lower) || p.Tokens[k].Tag == "CD"); k-- {
				out[k] = t.Lower // "three months after"
			}
		case i > 2 && (t.Lower == "now" || t.Lower == "when" || t.Lower == "once" || t.Lower == "as"):
			clause = true
		case t.Lower == "did" || t.Lower == "does" || t.Lower == "do":
			subject = i
		case t.Lemma == "leave" && subject >= 0: // "what did the treaty leave open"
			for k := subject + 1; k < i; k++ {
				out[k] = "leave"
			}
		}
		if clause && out[i] == "" {
			out[i] = "when"
		}
	}
	return out
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

// spellOut writes out what people abbreviate.
func spellOut(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if full, ok := typed[strings.ToLower(strings.Trim(w, "?,."))]; ok {
			words[i] = full
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
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

// typed are words as people type them in a hurry.
var typed = map[string]string{"ppl": "people", "govt": "government", "gov": "government", "intl": "international", "mins": "ministers", "pls": "please", "abt": "about"}

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

// weigh sets the concepts' weights and the query for the index.
func (st *state) weigh(in *inquiry) {
	in.query.Weights = map[string]float64{}
	seen := map[string]bool{}
	out := in.concepts[:0]
	for _, c := range in.concepts {
		key := c.word + c.code
		if seen[key] {
			continue
		}
		seen[key] = true
		c.weight = 1e9
		for t, s := range c.terms {
			if s == 1 {
				c.weight = min(c.weight, st.words.IDF(t))
			}
			if st.words.Has(t) {
				c.known = true
			}
		}
		if c.weight == 1e9 {
			c.weight = st.words.IDF("\x00")
		}
		c.weight = math.Pow(min(max(c.weight, 1), 6), 0.6)
		if asks()["commitment"][c.base] || asks()["position"][c.base] {
			c.asking |= 1
		}
		if asks()["issue"][c.base] {
			c.asking |= 2
		}
		switch {
		case c.light, c.word == in.whatNoun && (asks()["time-noun"][c.base] || asks()["amount-noun"][c.base]), in.kind == changing && asks()["change"][c.base]:
			c.weight *= 0.25
		case c.verb && in.want == wantCount:
			c.weight *= 0.5 // the number of what is asked for says most
		case c.verb:
			c.weight *= 0.8
		}
		if c.when() {
			c.weight *= frameWeight
		}
		if c.soft {
			c.weight *= 0.35
			if c.party() {
				c.weight *= 2
			}
		}
		out = append(out, c)
	}
	in.concepts = out
	for i, c := range in.concepts {
		if c.party() {
			in.parties = append(in.parties, i)
		}
		for t, s := range c.terms {
			w := s
			if s < 1 {
				w *= 0.6
			}
			if c.light {
				w *= 0.3
			}
			if c.soft {
				w *= 0.5
			}
			in.query.Weights[t] = max(in.query.Weights[t], w)
			if s == 1 && !c.soft {
				in.query.Terms = append(in.query.Terms, t)
			}
		}
	}
	slices.Sort(in.query.Terms)
	// the question's own order, for the bonus of neighbouring words
	var ordered []string
	for _, t := range index.Terms(in.text) {
		if slices.Contains(in.query.Terms, t) && !slices.Contains(ordered, t) {
			ordered = append(ordered, t)
		}
	}
	for _, t := range in.query.Terms {
		if !slices.Contains(ordered, t) {
			ordered = append(ordered, t)
		}
	}
	in.query.Terms = ordered
	if len(in.sources) > 0 {
		in.query.Boost = map[int]float64{}
		for i := range in.sources {
			in.query.Boost[i] = 1.5
		}
	}
}

// acronym gives the terms that an acronym stands for, as the articles write it out: "… Harbour Fund (NHF)".
func (st *state) acronym(t english.Token) []string { return st.acronyms[english.Fold(t.Text)] }
