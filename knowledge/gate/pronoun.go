package gate

import (
	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

var pronounKinds = map[string]string{"he": "person", "she": "person", "him": "person", "her": "person", "his": "person", "hers": "person", "i": "person", "my": "person", "me": "person",
	"it": "thing", "its": "thing", "they": "any", "them": "any", "their": "any", "we": "any", "our": "any", "us": "any"}

// standsFor finds how many words of the Statement name whom the source's pronoun, or "the president", means: they must
// stand together in an earlier sentence that is cited too, as one that fits. n is 0 where they do not.
func (j *judgement) standsFor(ws []wording.Word, at int, in []wording.Word, src *source, out int) (n, m int) {
	kind, ok := pronounKinds[src.words[out].Text]
	m = 1
	if !ok {
		if src.words[out].Text != "the" || out+1 >= len(src.words) || lexicon.Agentive(src.words[out+1].Text) < 0.5 || src.words[out+1].Capital {
			return 0, 0
		}
		kind, m = src.words[out+1].Text, 2
	}
	for k := min(len(in), 8); k > 0; k-- {
		run := in[:k]
		if run[k-1].Text == "'s" {
			run = run[:k-1]
		}
		if len(run) == 0 || !hasName(run) {
			continue
		}
		if j.antecedent(run, kind, src, out) {
			return k, m
		}
	}
	return 0, 0
}

func hasName(ws []wording.Word) bool {
	for _, w := range ws {
		if w.Name() {
			return true
		}
	}
	return false
}

// antecedent says whether words name, in an earlier sentence or before the pronoun, one that it can mean. Where a
// sentence names several that fit, only its subjects and speakers do.
func (j *judgement) antecedent(run []wording.Word, kind string, src *source, at int) bool {
	for _, s := range j.sources {
		if s.article != src.article || s.start > src.start {
			continue
		}
		words := s.words
		if s == src {
			words = words[:at]
			if kind == "person" && (src.words[at].Text == "i" || src.words[at].Text == "my") {
				words = s.words
			}
		}
		for from := 0; from+len(run) <= len(words); from++ {
			k := wording.RunAt(words[from:], run)
			if k < 0 {
				break
			}
			from += k
			if !s.quotedRun(from, from+len(run)) {
				continue
			}
			if s.fits(from, from+len(run), kind, src.words[at].Text) {
				return true
			}
		}
	}
	return false
}

func (s *source) quotedRun(from, to int) bool {
	for _, q := range s.quoted[from:to] {
		if !q {
			return false
		}
	}
	return true
}

// fits says whether the words from..to of a sentence are one a pronoun of a kind can mean.
func (s *source) fits(from, to int, kind, pronoun string) bool {
	p := s.parse()
	ph := s.phraseOf(to - 1)
	if ph < 0 || p.Phrases[ph].Kind != english.NounPhrase {
		return false
	}
	place, n := wording.PlaceAt(s.text, s.words[from:to])
	isPlace := n == to-from && place.Code != ""
	if kind == "person" && (isPlace || !s.words[to-1].Capital) {
		return false
	}
	person := s.person(ph)
	if h := p.HeadToken(ph); kind == "thing" && (person || h.Tag == "NNS" || lexicon.Is(h.Lower, lexicon.Noun, lexicon.NounPerson) > 0.5) {
		return false
	}
	if kind != "person" && kind != "thing" && kind != "any" && !s.roleIn(ph, kind) {
		return false
	}
	rivals := 0
	for q := range p.Phrases {
		if p.Phrases[q].Kind != english.NounPhrase {
			continue
		}
		if q == ph {
			continue
		}
		if h := p.HeadToken(q); h.Proper() && (kind != "person" || s.person(q)) && (kind != "thing" || !s.person(q)) {
			rivals++
		}
	}
	return rivals == 0 || s.subject(ph)
}

// person says whether a noun phrase names a person: a capitalised name that is no place and has a title, a first name or
// a verb of saying.
func (s *source) person(ph int) bool {
	p := s.parse()
	h := p.HeadToken(ph)
	if !h.Proper() || !english.IsCapital(h.Text) || english.AllCapitals(h.Text) {
		return false
	}
	toks := p.Tokens[p.Phrases[ph].Start:p.Phrases[ph].End]
	if _, _, ok := gazetteer.Match([]string{h.Text}, 0); ok {
		return false
	}
	for len(toks) > 1 && (toks[0].Tag == "DT" || parties.IsTitle(toks[0])) {
		toks = toks[1:]
	}
	// the Climate Fund: both words are common ones too
	return len(toks) == 1 || !lexicon.Known(h.Lower, lexicon.Noun) || !lexicon.Known(toks[0].Lower, lexicon.Any)
}

// roleIn says whether the noun phrase, or the one apposed to it, has the word for a role.
func (s *source) roleIn(ph int, role string) bool {
	p := s.parse()
	for q := max(0, ph-2); q <= ph+2 && q < len(p.Phrases); q++ {
		if q == ph-1 || q == ph+1 || q != ph && !p.IsMark((q+ph)/2) {
			continue
		}
		for _, t := range p.Tokens[p.Phrases[q].Start:p.Phrases[q].End] {
			if t.Lower == role {
				return true
			}
		}
	}
	return false
}

// subject says whether a phrase is, or belongs to, the subject of some clause.
func (s *source) subject(ph int) bool {
	for _, c := range s.parse().Clauses {
		for _, q := range c.Subjects {
			if q == ph {
				return true
			}
		}
	}
	return false
}

// phraseOf gives the phrase that word i stands in; -1 for none.
func (s *source) phraseOf(i int) int {
	p := s.parse()
	at := s.words[i].Start
	for q, ph := range p.Phrases {
		if ph.Start < ph.End && p.Tokens[ph.Start].Start <= at && at < p.Tokens[ph.End-1].End {
			return q
		}
	}
	return -1
}

// titled finds how many words at at put a title or first name before a name of the source, as another quote has them
// together: "Norlandian President Mara" before "Quill".
func (j *judgement) titled(ws []wording.Word, at, end int, src *source) int {
	if end >= len(ws) || !ws[end].Name() && !ws[end].Capital {
		return 0
	}
	run := ws[at : end+1]
	if len(run) > 8 || !hasName(run[:len(run)-1]) && len(run) > 2 {
		return 0
	}
	for _, s := range j.sources {
		if s == src {
			continue
		}
		if k := wording.RunAt(s.words, run); k >= 0 && s.quotedRun(k, k+len(run)) {
			if a, b := s.phraseOf(k), s.phraseOf(k+len(run)-1); a == b {
				return end - at
			}
		}
	}
	return 0
}
