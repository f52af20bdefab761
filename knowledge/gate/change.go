package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// mostExchanged bounds how many words of a Statement may stand in one place where the source has others.
const mostExchanged = 14

// exchange judges a place where the Statement has other words than its source, and marks in kept the source's words that
// the Statement's stand for. Each of the Statement's words must be licensed: the same word in another form, another form
// of the same name, a name for its pronoun, a title that another quote gives, or an article.
func (j *judgement) exchange(ws []word, src *source, h hunk, kept []bool) *flaw {
	in, out := ws[h.i0:h.i1], src.words[h.d0:h.d1]
	if len(in) > mostExchanged {
		return unsupported("no quote has these words: %q", j.span(in))
	}
	// reach[a][b]: how many source words are stood for when in[a:] is licensed by out[b:]; -1 where it is not
	w := len(out) + 1
	reach := make([]int, (len(in)+1)*w)
	step := make([]struct{ a, b int }, (len(in)+1)*w)
	for a := len(in); a >= 0; a-- {
		for b := len(out); b >= 0; b-- {
			k := a*w + b
			reach[k] = -1
			try := func(na, nb, gain int) {
				if na > len(in) || nb > len(out) {
					return
				}
				if r := reach[na*w+nb]; r >= 0 && r+gain > reach[k] {
					reach[k] = r + gain
					step[k].a, step[k].b = na, nb
				}
			}
			if a == len(in) {
				reach[k] = 0
				step[k].a, step[k].b = a, len(out)
				continue
			}
			if b < len(out) {
				try(a, b+1, 0)
				if licensed(in[a], out[b], src) {
					try(a+1, b+1, 2)
				}
				if n, m := samePlace(j.s.Text, in[a:], src.text, out[b:]); n > 0 {
					try(a+n, b+m, 2*m)
				}
				if n, m := j.standsFor(ws, h.i0+a, in[a:], src, h.d0+b); n > 0 {
					try(a+n, b+m, 2*m)
				}
			}
			if addable[in[a].text] || in[a].text == "'s" && possessed(in, out) {
				try(a+1, b, 0)
			}
			if n := j.titled(ws, h.i0+a, h.i1, src); n > 0 {
				try(a+n, b, 0)
			}
		}
	}
	if reach[0] < 0 {
		return j.clash(in, out, src)
	}
	for a, b := 0, 0; a < len(in); {
		s := step[a*w+b]
		if s.a > a && s.b > b {
			for d := b; d < s.b; d++ {
				kept[h.d0+d] = true
				if !src.quoted[h.d0+d] {
					return unsupported("%q stands outside the quote", out[d].text)
				}
			}
		}
		a, b = s.a, s.b
	}
	return nil
}

func possessed(in, out []word) bool {
	for _, o := range out {
		switch o.text {
		case "his", "her", "its", "their", "our", "my":
			return true
		}
	}
	return false
}

// licensed says whether a Statement's word says the same as a source's.
func licensed(in, out word, src *source) bool {
	if in.same(out) {
		return true
	}
	if in.number || out.number || negations[in.text] || negations[out.text] {
		return false
	}
	for _, set := range agreeing {
		if set[in.text] && set[out.text] {
			return true
		}
	}
	if tenses[[2]string{in.text, out.text}] || tenses[[2]string{out.text, in.text}] {
		return src.reportedAt(out)
	}
	if modalWords[in.text] || modalWords[out.text] || functionWords[in.text] || functionWords[out.text] || conditionWords[in.text] || conditionWords[out.text] {
		return false
	}
	if sameMonth(in.text, out.text) {
		return true
	}
	if in.name() != out.name() || in.name() && !in.first {
		return false
	}
	return sameMeaning(in.text, out.text)
}

// sameMeaning says whether two common words may stand for each other: forms of one word in one tense, or synonyms that
// are of the same firmness.
func sameMeaning(a, b string) bool {
	if nounHedges[a] || nounHedges[b] || hedgeWords[a] || hedgeWords[b] || numberHedges[a] || numberHedges[b] || english.Scales[a] > 0 || english.Scales[b] > 0 {
		return false
	}
	if pastForm(a) != pastForm(b) {
		return false
	}
	if !sameFirmness(a, b) {
		return false
	}
	s := lexicon.Similar(a, b)
	return s >= 0.65 && (s == 1 || !lexicon.Opposite(a, b))
}

// pastForm guesses whether a word is a past form; "agreed" against "agrees" changes the time.
func pastForm(w string) bool {
	return strings.HasSuffix(w, "ed") || lexicon.Lemma(w, lexicon.Verb) != w && !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ing") && lexicon.Known(w, lexicon.Verb)
}

// sameFirmness says whether two words are in the same classes of stances.txt.
func sameFirmness(a, b string) bool {
	a, b = lexicon.Lemma(a, lexicon.Verb), lexicon.Lemma(b, lexicon.Verb)
	if a == b {
		return true
	}
	for class, words := range stance.Classes() {
		if class != "light" && class != "text" && class != "passive-like" && words[a] != words[b] {
			return false
		}
	}
	return true
}

// reportedAt says whether a source's word stands in reported speech, where tenses shift.
func (s *source) reportedAt(w word) bool {
	p := s.parse()
	for k, c := range p.Clauses {
		ph := p.Phrases[c.Verb]
		if p.Tokens[ph.Start].Start <= w.start && w.start < p.Tokens[ph.End-1].End {
			if c.Quoted {
				return false
			}
			return p.Speaker(k) >= 0
		}
	}
	return false
}

// clash says what is wrong with words that nothing licenses.
func (j *judgement) clash(in, out []word, src *source) *flaw {
	has := func(ws []word, ok func(word) bool) bool {
		for _, w := range ws {
			if ok(w) {
				return true
			}
		}
		return false
	}
	number := func(w word) bool { return w.number }
	negative := func(w word) bool { return negations[w.text] }
	modal := func(w word) bool { return modalWords[w.text] }
	name := func(w word) bool { return w.name() }
	a, b := j.span(in), ""
	if len(out) > 0 {
		b = src.text[out[0].start:out[len(out)-1].end]
	}
	switch {
	case has(in, negative) != has(out, negative):
		return contradicted("%q where the quote has %q: negation", a, b)
	case has(in, number) && has(out, number):
		return contradicted("%q where the quote has %q: number", a, b)
	case has(in, number):
		return unsupported("the quote has no number %q here", a)
	case has(in, name) && has(out, name):
		return contradicted("%q where the quote has %q: name", a, b)
	case has(in, modal) || has(out, modal):
		return contradicted("%q where the quote has %q: stance", a, b)
	}
	for _, x := range in {
		for _, y := range out {
			if !x.number && !y.number && !functionWords[x.text] && !functionWords[y.text] && (lexicon.Opposite(x.text, y.text) || !sameFirmness(x.text, y.text)) {
				return contradicted("%q where the quote has %q", a, b)
			}
		}
	}
	return unsupported("no quote has these words: %q", a)
}
