package gate

import (
	_ "embed"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

//go:embed same.txt
var sameText string

// turns are the groups of same.txt: the groups that a word or turn is in, and how many words the longest turn has.
var turns, longestTurn = func() (map[string][]int, int) {
	of, longest, n := map[string][]int{}, 1, 0
	for _, words := range english.Classes(sameText) {
		for w := range words {
			of[w] = append(of[w], n)
			longest = max(longest, strings.Count(w, " ")+1)
		}
		n++
	}
	return of, longest
}()

// term is a word, a number, a name of a state or a turn of several words in a sentence.
type term struct {
	word   wording.Word // its first word
	end    int          // byte after its last one
	from   int          // its first word among the sentence's
	to     int          // the word after its last one
	text   string       // folded
	lemmas []string     // of a word or turn
	token  int          // the first token of the parse
	phrase int
	clause int
	place  gazetteer.Place
	denied bool
	verb   bool
	extra  bool // stands before the noun it belongs to
	apart  bool // by a contrast: "and not"
}

func (t term) number() bool { return t.word.Number }
func (t term) state() bool  { return t.place.Code != "" }

// name says whether a term is a name that is no word besides.
func (t term) name() bool {
	return !t.state() && !t.word.Number && t.word.Capital && !(t.to == t.from+1 && lexicon.Known(t.text, lexicon.Any)) && t.to == t.from+1 && !wording.FunctionWords[t.text] && len(turns[t.text]) == 0
}

// termed is a sentence as its terms.
type termed struct {
	p       *english.Parsed
	words   []wording.Word
	terms   []term
	tangled bool // some clause is denied twice
}

// termsOf cuts a parsed sentence into terms. With all set, words that make up a turn are terms of their own too.
func termsOf(p *english.Parsed, words []wording.Word, all bool) *termed {
	s := &termed{p: p, words: words}
	tokens := make([]int, len(words))
	lemmas := make([][]string, len(words))
	t := 0
	for i, w := range words {
		for t < len(p.Tokens)-1 && p.Tokens[t].End <= w.Start {
			t++
		}
		tokens[i] = t
		lemmas[i] = lemmasOf(w.Text, p.Tokens[t])
	}
	for i := 0; i < len(words); {
		n := 1
		x := term{word: words[i], from: i, to: i + 1, end: words[i].End, token: tokens[i], text: words[i].Text, lemmas: lemmas[i]}
		x.phrase = p.PhraseAt(x.token)
		x.clause = clauseAt(p, x.phrase)
		x.verb = p.Tokens[x.token].Verb()
		x.extra = x.phrase >= 0 && p.Phrases[x.phrase].Kind == english.NounPhrase && p.Phrases[x.phrase].Head != x.token
		if pl, k := wording.PlaceAt(p.Text, words[i:]); k > 0 && words[i].Text != "the" && !words[i].Number {
			x.place, n = pl, k
			x.to, x.end = i+n, words[i+n-1].End
		} else if turn, k := turnAt(words[i:], lemmas[i:]); k > 1 {
			y := x
			y.text, y.lemmas, y.to, y.end = turn, []string{turn}, i+k, words[i+k-1].End
			s.terms = append(s.terms, y)
			if !all {
				i += k
				continue
			}
		}
		if !x.state() {
			x.lemmas = append(x.lemmas, apart(p, words, tokens, lemmas, x)...)
		}
		s.terms = append(s.terms, x)
		i += n
	}
	s.deny()
	return s
}

// apart finds the turns of a verb and a word that follows it after something else: "put the goal off".
func apart(p *english.Parsed, words []wording.Word, tokens []int, lemmas [][]string, x term) []string {
	if !p.Tokens[x.token].Verb() {
		return nil
	}
	var out []string
	for k := x.from + 2; k < len(words) && k < x.from+7 && words[k].Mark == 0; k++ {
		for _, l := range lemmas[x.from] {
			if turn := l + " " + words[k].Text; len(turns[turn]) > 0 {
				out = append(out, turn)
			}
		}
	}
	return out
}

// turnAt finds the longest turn of same.txt that words begin with.
func turnAt(ws []wording.Word, lemmas [][]string) (turn string, n int) {
	for n = min(longestTurn, len(ws)); n > 1; n-- {
		mark := false
		for _, w := range ws[1:n] {
			mark = mark || w.Mark != 0 && w.Mark != ',' && w.Mark != '"'
		}
		if mark {
			continue
		}
		if turn := joined(lemmas[:n], ""); turn != "" {
			return turn, n
		}
	}
	return "", 1
}

// joined finds a turn made of one form of each word.
func joined(lemmas [][]string, head string) string {
	if len(lemmas) == 0 {
		if len(turns[head]) > 0 {
			return head
		}
		return ""
	}
	for _, l := range lemmas[0] {
		next := l
		if head != "" {
			next = head + " " + l
		}
		if turn := joined(lemmas[1:], next); turn != "" {
			return turn
		}
	}
	return ""
}

// lemmasOf gives a word as it stands and its base forms.
func lemmasOf(w string, tok english.Token) []string {
	out := []string{w}
	add := func(s string) {
		for _, o := range out {
			if o == s {
				return
			}
		}
		out = append(out, s)
	}
	if tok.Lemma != "" && strings.HasPrefix(tok.Lower, w) {
		add(tok.Lemma)
	}
	for _, pos := range []lexicon.POS{lexicon.Verb, lexicon.Noun, lexicon.Adjective} {
		if lexicon.Known(w, pos) {
			add(lexicon.Lemma(w, pos))
		}
	}
	return out
}

// clauseAt gives the innermost clause of a phrase; -1 for none.
func clauseAt(p *english.Parsed, phrase int) int {
	o := omission{p: p}
	return o.clauseOf(phrase)
}

// sameTerm says whether two terms name the same thing or say the same.
func sameTerm(a, b term) bool {
	switch {
	case a.number() || b.number():
		return a.number() && b.number() && a.word.Same(b.word)
	case a.state() || b.state():
		return a.state() && b.state() && sameState(a.place, b.place)
	case a.text == b.text:
		return true
	case a.name() || b.name():
		return false
	case wording.SameMonth(a.text, b.text) && a.word.Capital && b.word.Capital:
		return true
	case a.word.Capital && !a.word.First && !b.word.Capital && lexicon.Lemma(a.text, lexicon.Any) != lexicon.Lemma(b.text, lexicon.Any):
		return false // part of a name
	}
	return saySame(a, b)
}

func sameState(a, b gazetteer.Place) bool {
	return a.Code == b.Code || b.Also != "" && a.Code == b.Also
}

// saySame says whether two words or turns say the same: forms of one word, one group of same.txt, or near in the lexicon
// and of one firmness.
func saySame(a, b term) bool {
	if a.extra && b.extra && (strings.HasSuffix(a.text, "ing") && strings.HasSuffix(b.text, "ed") || strings.HasSuffix(a.text, "ed") && strings.HasSuffix(b.text, "ing")) {
		return false // developing and developed countries
	}
	firm := a.verb && b.verb && !sameStance(a, b)
	for _, x := range a.lemmas {
		for _, y := range b.lemmas {
			if x == y {
				return true
			}
			if firm {
				continue
			}
			for _, g := range turns[x] {
				for _, h := range turns[y] {
					if g == h {
						return true
					}
				}
			}
		}
	}
	if a.to > a.from+1 || b.to > b.from+1 || firm || english.TimeWord(a.text) || english.TimeWord(b.text) || restricting(a) || restricting(b) || !sameFirmness(a.text, b.text) {
		return false
	}
	if x := firmnessOf(a); a.verb && x != 0 && x&firmnessOf(b) == 0 {
		return false // it undertakes what the other does not
	}
	return lexicon.Similar(a.text, b.text) >= 0.5 && !lexicon.Opposite(a.text, b.text)
}

// sameStance says whether two verbs tell of undertakings of one firmness, or one of them of none.
func sameStance(a, b term) bool {
	x, y := firmnessOf(a), firmnessOf(b)
	return x == 0 || y == 0 || x&y != 0
}

func firmnessOf(t term) stanceSet {
	var set stanceSet
	for class, s := range stance.OfClass {
		if strings.Contains(class, "-") {
			continue
		}
		for _, l := range t.lemmas {
			if stance.Classes()[class][l] {
				set |= stancesOf(s)
			}
		}
	}
	return set
}

// contrary says whether what one term says is what the other denies: "attend" and "stay away".
func contrary(a, b term) bool {
	for _, x := range a.lemmas {
		for _, y := range b.lemmas {
			if contraries[x][y] || contraries[y][x] {
				return true
			}
		}
	}
	return false
}

// contraries are words of which the one holds just where the other does not.
var contraries = english.Classes(`attend: stay+away boycott miss absent missing skip
participate: stay+away stay+out boycott
take+part: stay+away stay+out boycott
join: stay+out stay+away
decide: undecided
resolve: unresolved
settle: unresolved unsettled unfinalized unfinalised
finalise: unfinalized unfinalised
know: unknown
clear: unclear
certain: uncertain
possible: impossible
able: unable
willing: unwilling
acceptable: unacceptable
enough: too+little insufficient
sufficient: insufficient too+little
agree: disagree
abate: unabated
window: windowless`)

// restricting words say how much, how surely or on what terms; only same.txt has words that may stand for them.
func restricting(t term) bool {
	w := t.text
	return negations[w] || modalWords[w] || hedgeWords[w] || nounHedges[w] && (t.extra || quantifiers[w]) || numberHedges[w] || conditionWords[w] || orderWords[w]
}

// quantifiers among the words that make a noun less.
var quantifiers = english.Set("some most many several few half part no neither any each every all")

// orderWords tell the order of events, or what goes against what.
var orderWords = english.Set(`before after until since during despite without against except although though while because if unless once when
	regardless whether already again both like unlike either only first second third last next even`)

// deny marks the terms that a negation reaches: those of a clause whose verb, subject or object is denied and of what it governs, and
// what stands after "and not", "rather than", "against" and the like up to the next mark.
func (s *termed) deny() {
	none := make([]bool, len(s.p.Clauses))
	contrast := make([]bool, len(s.terms))
	at := -1
	for i, t := range s.terms {
		if contrast[i] = s.contrasts(i); !contrast[i] && t.from > at && t.clause >= 0 && (s.negates(t) || s.outstanding(t)) {
			s.tangled = s.tangled || none[t.clause]
			none[t.clause] = true
			at = t.from // a turn's words count once
		}
	}
	for k, c := range s.p.Clauses {
		if c.Kind == english.Complement && c.Parent >= 0 && c.Parent < k && (c.Link == "" || c.Link == "that") {
			none[k] = none[k] != none[c.Parent]
		}
	}
	for i := range s.terms {
		s.terms[i].denied = s.terms[i].clause >= 0 && none[s.terms[i].clause]
	}
	for i, t := range s.terms {
		if !contrast[i] {
			continue
		}
		for k := i + 1; k < len(s.terms); k++ {
			n := &s.terms[k]
			if n.word.Mark != 0 && n.word.Mark != '"' || n.clause != t.clause || n.text == "but" {
				break
			}
			n.denied, n.apart = !n.denied, !n.apart
		}
	}
}

// negates says whether a term denies: "not" does, "not only" does not, and "nor" goes on what "neither" began.
func (s *termed) negates(t term) bool {
	if t.text == "not" && t.to < len(s.words) {
		switch s.words[t.to].Text {
		case "only", "just", "merely", "least":
			return false
		}
	}
	return negations[t.text] && t.text != "nor"
}

// outstanding says whether a term tells that something is not done yet: "yet to", "still needs to".
func (s *termed) outstanding(t term) bool {
	if t.text != "yet" && t.text != "still" {
		return false
	}
	k := t.to
	for k < len(s.words) && (s.words[k].Text == "need" || s.words[k].Text == "needs" || s.words[k].Text == "have" || s.words[k].Text == "has") {
		k++
	}
	return k < len(s.words) && s.words[k].Text == "to" && (k > t.to || s.words[t.from-1].Text != "is")
}

// contrasts says whether a term denies only what follows it: "and not", "rather than", "against paying".
func (s *termed) contrasts(i int) bool {
	t := s.terms[i]
	switch t.text {
	case "instead of", "rather than", "without":
		return true
	case "against":
		return i+1 < len(s.terms) && s.p.Tokens[s.terms[i+1].token].Tag == "VBG"
	case "not", "no", "never":
		if i == 0 || s.verbal(t) {
			return false
		}
		prev := s.terms[i-1].text
		return prev == "and" || prev == "but" || prev == "or" || t.word.Mark == ',' || t.text == "not" && i+1 < len(s.terms) && s.terms[i+1].text == "to"
	}
	return false
}

// verbal says whether a term stands in the verb group of its clause.
func (s *termed) verbal(t term) bool {
	return t.clause >= 0 && t.phrase == s.p.Clauses[t.clause].Verb
}

// predicate says whether a term is what its clause says of its subject: its verb, or the first phrase after a verb that says little.
func (s *termed) predicate(t term) bool {
	if t.clause < 0 {
		return false
	}
	if s.verbal(t) {
		return true
	}
	c := s.p.Clauses[t.clause]
	if t.phrase == c.Verb+1 && s.p.VerbOf(c).Modal == "" && levelOf(s.p, t.clause) != fact {
		return true // "is to", "are set to"
	}
	return (plain[s.p.VerbOf(c).Lemma] || stance.Copula[s.p.VerbOf(c).Lemma]) && t.phrase > c.Verb && t.phrase <= c.Verb+2
}

// adverbial says whether a term is an adverb or a preposition, or a turn that ends in one.
func (s *termed) adverbial(t term) bool {
	k := t.token
	for k+1 < len(s.p.Tokens) && s.p.Tokens[k+1].Start < t.end {
		k++
	}
	tag := s.p.Tokens[k].Tag
	return strings.HasPrefix(tag, "RB") && !negations[t.text] || tag == "IN"
}

// none says whether a term stands in a noun phrase that begins with "no".
func (s *termed) none(t term) bool {
	return t.phrase >= 0 && s.p.Phrases[t.phrase].Kind == english.NounPhrase && deniesNoun(s.p.Tokens[s.p.Phrases[t.phrase].Start].Lower)
}

func deniesNoun(w string) bool {
	return w == "no" || w == "none" || w == "nobody" || w == "neither" || w == "nothing"
}
