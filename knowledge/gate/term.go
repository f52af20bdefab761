package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

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
	denied bool // what it says, or what its clause says of it
	within bool // its clause is denied
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
	tangled bool         // some clause is denied twice
	light   map[int]bool // clauses whose verb says little beside what follows it
}

// termsOf cuts a parsed sentence into terms. With all set, words that make up a turn are terms of their own too.
func termsOf(p *english.Parsed, words []wording.Word, all bool) *termed {
	s := &termed{p: p, words: words, light: map[int]bool{}}
	for k, c := range p.Clauses {
		s.light[k] = lightVerbs[p.VerbOf(c).Lemma] || linkingVerbs[p.VerbOf(c).Lemma]
	}
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
		} else if turn, k := turnAt(words[i:], lemmas[i:], longestTurn); k > 1 {
			s.terms = append(s.terms, x.asTurn(turn, k, words))
			if !all {
				i += k
				continue
			}
			for k > 2 {
				if turn, k = turnAt(words[i:], lemmas[i:], k-1); k > 1 {
					s.terms = append(s.terms, x.asTurn(turn, k, words))
				}
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

// asTurn gives the turn of n words that begins with a term.
func (t term) asTurn(turn string, n int, words []wording.Word) term {
	t.text, t.lemmas, t.to, t.end = turn, []string{turn}, t.from+n, words[t.from+n-1].End
	return t
}

// apart finds the turns of a verb and a word that follows it after something else: "put the goal off".
func apart(p *english.Parsed, words []wording.Word, tokens []int, lemmas [][]string, x term) []string {
	if !p.Tokens[x.token].Verb() {
		return nil
	}
	var out []string
	for k := x.from + 2; k < len(words) && k < x.from+7 && words[k].Mark == 0; k++ {
		for _, l := range lemmas[x.from] {
			turn := l + " " + words[k].Text
			if len(turns[turn]) > 0 {
				out = append(out, turn)
			}
			if k+1 < len(words) && words[k+1].Mark == 0 { // "put the goal under strain"
				if turn += " " + words[k+1].Text; len(turns[turn]) > 0 {
					out = append(out, turn)
				}
			}
		}
	}
	return out
}

// turnAt finds the longest turn of same.txt, of at most so many words, that words begin with.
func turnAt(ws []wording.Word, lemmas [][]string, most int) (turn string, n int) {
	for n = min(most, len(ws)); n > 1; n-- {
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

// termAt gives the term that a token belongs to; -1 for none.
func (s *termed) termAt(token int) int {
	at := s.p.Tokens[token].Start
	for i, t := range s.terms {
		if t.word.Start <= at && at < t.end {
			return i
		}
	}
	return -1
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
	if s.light[t.clause] && s.complement(t) == t.token {
		return true
	}
	if t.phrase == afterAdverbs(s.p, c.Verb+1) && s.p.VerbOf(c).Modal == "" && levelOf(s.p, t.clause) != fact {
		return true // "is to", "are set to"
	}
	return (plain[s.p.VerbOf(c).Lemma] || stance.Copula[s.p.VerbOf(c).Lemma]) && t.phrase > c.Verb && t.phrase <= afterAdverbs(s.p, c.Verb+1)+1
}

// complement gives the head of what stands right after the verb of a term's clause, or after "in", "under" and the like there; -1 for
// nothing.
func (s *termed) complement(t term) int {
	if t.clause < 0 {
		return -1
	}
	n := afterAdverbs(s.p, s.p.Clauses[t.clause].Verb+1)
	for s.p.KindAt(n) == english.QuoteOpen || s.p.KindAt(n) == english.Preposition {
		n++
	}
	if k := s.p.KindAt(n); k == english.NounPhrase || k == english.Adjective || k == english.VerbPhrase && s.p.Phrases[n].Verb.Participle {
		return s.p.Phrases[n].Head
	}
	return -1
}

// adverbial says whether a term is an adverb or a preposition, or a turn that ends in one and has no verb of a clause: "will pay for" says
// what happens.
func (s *termed) adverbial(t term) bool {
	if s.verbal(t) && s.p.Phrases[t.phrase].Head == t.token {
		return false
	}
	k := t.token
	for k+1 < len(s.p.Tokens) && s.p.Tokens[k+1].Start < t.end {
		k++
	}
	tag := s.p.Tokens[k].Tag
	return strings.HasPrefix(tag, "RB") && !negations[t.text] || tag == "IN"
}

func (s *termed) isSubject(q int) bool {
	for _, c := range s.p.Clauses {
		for _, x := range c.Subjects {
			if x == q {
				return true
			}
		}
	}
	return false
}

// tells says whether clause k tells what somebody says.
func (s *termed) tells(k int) bool {
	for q := range s.p.Clauses {
		if s.p.Speaker(q) == k && q != k {
			return true
		}
	}
	return s.p.Clauses[k].Report
}
