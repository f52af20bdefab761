package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// mostExchanged bounds how many words of a Statement may stand in one place where the source has others.
const mostExchanged = 14

// exchange judges a place where the Statement has other words than its source, and marks in kept the source's words that
// the Statement's stand for. Each of the Statement's words must be licensed: the same word in another form, another form
// of the same name, a name for its pronoun, a title that another quote gives, or an article.
func (j *judgement) exchange(ws []wording.Word, src *source, h wording.Hunk, kept []bool) *flaw {
	in, out := ws[h.I0:h.I1], src.words[h.D0:h.D1]
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
				if n, m := wording.SamePlace(j.s.Text, in[a:], src.text, out[b:]); n > 0 {
					try(a+n, b+m, 2*m)
				}
				if n, m := j.standsFor(ws, h.I0+a, in[a:], src, h.D0+b); n > 0 {
					try(a+n, b+m, 2*m)
				}
			}
			if addable[in[a].Text] || in[a].Text == "'s" && possessed(in, out) {
				try(a+1, b, 0)
			}
			if n := j.titled(ws, h.I0+a, h.I1, src); n > 0 {
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
				kept[h.D0+d] = true
				if !src.quoted[h.D0+d] {
					return unsupported("%q stands outside the quote", out[d].Text)
				}
			}
		}
		a, b = s.a, s.b
	}
	return nil
}

func possessed(in, out []wording.Word) bool {
	for _, o := range out {
		switch o.Text {
		case "his", "her", "its", "their", "our", "my":
			return true
		}
	}
	return false
}

// licensed says whether a Statement's word says the same as a source's.
func licensed(in, out wording.Word, src *source) bool {
	if in.Same(out) {
		return true
	}
	if in.Number || out.Number || negations[in.Text] || negations[out.Text] {
		return false
	}
	for _, set := range agreeing {
		if set[in.Text] && set[out.Text] {
			return true
		}
	}
	if tenses[[2]string{in.Text, out.Text}] || tenses[[2]string{out.Text, in.Text}] {
		return src.reportedAt(out)
	}
	if modalWords[in.Text] || modalWords[out.Text] || wording.FunctionWords[in.Text] || wording.FunctionWords[out.Text] || conditionWords[in.Text] || conditionWords[out.Text] {
		return false
	}
	if wording.SameMonth(in.Text, out.Text) {
		return true
	}
	if in.Name() != out.Name() || in.Name() && !in.First {
		return false
	}
	return sameMeaning(in.Text, out.Text)
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
func (s *source) reportedAt(w wording.Word) bool {
	p := s.parse()
	for k, c := range p.Clauses {
		ph := p.Phrases[c.Verb]
		if p.Tokens[ph.Start].Start <= w.Start && w.Start < p.Tokens[ph.End-1].End {
			if c.Quoted {
				return false
			}
			return p.Speaker(k) >= 0
		}
	}
	return false
}

// clash says what is wrong with words that nothing licenses.
func (j *judgement) clash(in, out []wording.Word, src *source) *flaw {
	has := func(ws []wording.Word, ok func(wording.Word) bool) bool {
		for _, w := range ws {
			if ok(w) {
				return true
			}
		}
		return false
	}
	number := func(w wording.Word) bool { return w.Number }
	negative := func(w wording.Word) bool { return negations[w.Text] }
	modal := func(w wording.Word) bool { return modalWords[w.Text] }
	name := func(w wording.Word) bool { return w.Name() }
	a, b := j.span(in), ""
	if len(out) > 0 {
		b = src.text[out[0].Start:out[len(out)-1].End]
	}
	switch {
	case has(in, negative) != has(out, negative):
		return contradicted(Negation, "%q where the quote has %q: negation", a, b)
	case has(in, number) && has(out, number):
		return contradicted(Number, "%q where the quote has %q: number", a, b)
	case has(in, number):
		return unsupported("the quote has no number %q here", a)
	case has(in, name) && has(out, name):
		return contradicted(Party, "%q where the quote has %q: name", a, b)
	case has(in, modal) || has(out, modal):
		return contradicted(Firmness, "%q where the quote has %q: stance", a, b)
	}
	for _, x := range in {
		for _, y := range out {
			if !x.Number && !y.Number && !wording.FunctionWords[x.Text] && !wording.FunctionWords[y.Text] && (lexicon.Opposite(x.Text, y.Text) || !sameFirmness(x.Text, y.Text)) {
				return contradicted(Other, "%q where the quote has %q", a, b)
			}
		}
	}
	return unsupported("no quote has these words: %q", a)
}
