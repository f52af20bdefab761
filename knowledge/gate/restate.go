package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// restated judges a Statement in other words than its quotes: every clause of it has to match a clause of one source in
// verb, subject, object, negation and modality, every other word has to be found in that clause, and what the source's
// clause hangs on (a condition, a speaker, a hedge) must be said too. It is strict: what it cannot match it does not pass.
func (j *judgement) restated(words []wording.Word) ([]usage, bool) {
	for _, w := range words {
		if (w.Number || w.Name()) && !j.carries(w) {
			return nil, false
		}
	}
	for _, src := range j.sources {
		if src.block.kind == news.Row || src.question || len(src.words) > mostWords {
			continue
		}
		r := &restating{judgement: j, st: j.parses.parse(j.s.Text), src: src, kept: make([]bool, len(src.words))}
		if r.all(words) {
			o := &omission{src: src, p: src.parse(), says: j.s.SaidBy}
			if r.says != "" {
				o.says = r.says
			}
			o.mark(r.kept, make([]bool, len(r.kept)))
			ok := true
			for i, k := range r.kept {
				ok = ok && (!k || src.quoted[i])
			}
			for _, rule := range []func() *flaw{o.negation, o.speakers, o.conditions, o.hedges} {
				ok = ok && rule() == nil
			}
			use := usage{src, r.kept, r.says}
			if ok && (r.says == "" || j.speaks(r.says, []usage{use}) == nil) {
				return []usage{use}, true
			}
		}
	}
	return nil, false
}

// carries says whether some quote has a number or name, or another form of the state that it names.
func (j *judgement) carries(w wording.Word) bool {
	for _, s := range j.sources {
		for i, v := range s.words {
			if s.quoted[i] && w.Same(v) {
				return true
			}
		}
		if !w.Number && w.Capital {
			if p, n := wording.PlaceAt(j.s.Text, []wording.Word{w}); n > 0 && namesState(s.quote(), wording.Of(s.quote()), p.Code) {
				return true
			}
		}
	}
	return w.Capital && w.First && lexicon.Known(w.Text, lexicon.Any)
}

// restating is the matching of one Statement with one source.
type restating struct {
	*judgement
	st   *english.Parsed
	src  *source
	kept []bool
	says string
	done []bool // per token of the Statement: matched
}

func (r *restating) all(words []wording.Word) bool {
	if len(r.st.Clauses) == 0 {
		return false
	}
	r.done = make([]bool, len(r.st.Tokens))
	for k := range r.st.Clauses {
		if !r.clause(k) {
			return false
		}
	}
	for i, t := range r.st.Tokens {
		if !r.done[i] && content(t) {
			return false
		}
	}
	return true
}

// content says whether a token says something by itself.
func content(t english.Token) bool {
	low := strings.TrimSuffix(t.Lower, ".")
	switch {
	case negations[low] || conditionWords[low] || modalWords[low] || hedgeWords[low] || numberHedges[low] && low != "to" && low != "at" && low != "than" && low != "over" && low != "under":
		return true
	case t.Noun(), t.Verb() && !wording.FunctionWords[low], strings.HasPrefix(t.Tag, "JJ"), t.Tag == "CD", t.Tag == "$":
		return true
	}
	return t.Tag == "RB" && !connectives[low] && !wording.FunctionWords[low]
}

// clause matches clause k of the Statement with some clause of the source, or with its speaker.
func (r *restating) clause(k int) bool {
	for m := range r.src.parse().Clauses {
		if r.matches(k, m) {
			return true
		}
	}
	c := r.st.Clauses[k]
	if !r.reporting(k) || r.says != "" || len(c.Subjects) != 1 {
		return false
	}
	for q := range r.st.Clauses {
		if q != k && r.st.Speaker(q) == k && r.quotes(wording.Of(r.st.Span(c.Subjects[0], c.Subjects[0]+1))) {
			r.says = r.st.Span(c.Subjects[0], c.Subjects[0]+1)
			r.mark(c.Subjects[0])
			r.mark(c.Verb)
			return true
		}
	}
	return false
}

func (r *restating) reporting(k int) bool {
	v := r.st.VerbOf(r.st.Clauses[k])
	return reportVerbs[v.Lemma] && !v.Negated && v.Modal == ""
}

func (r *restating) mark(phrase int) {
	for t := r.st.Phrases[phrase].Start; t < r.st.Phrases[phrase].End; t++ {
		r.done[t] = true
	}
}

// matches tries to carry clause k of the Statement by clause m of the source.
func (r *restating) matches(k, m int) bool {
	p := r.src.parse()
	c, d := r.st.Clauses[k], p.Clauses[m]
	v, w := r.st.VerbOf(c), p.VerbOf(d)
	if v.Negated != w.Negated || v.Particle != w.Particle && v.Lemma == w.Lemma || !sameAct(v.Lemma, w.Lemma) || !r.sameMood(c, d, m) || r.used(p.Phrases[d.Verb].Head) {
		return false
	}
	subject, object := d.Subjects, objectPhrases(p, d)
	if v.Passive != w.Passive {
		agent := agentOf(p, d)
		if w.Passive { // the source's subject is the Statement's object
			subject, object = agent, d.Subjects
		} else {
			subject, object = object, d.Subjects
		}
	}
	if len(c.Subjects) == 0 || len(subject) == 0 {
		return false
	}
	saved, done := append([]bool(nil), r.kept...), append([]bool(nil), r.done...)
	undo := func() bool { r.kept, r.done = saved, done; return false }
	for _, q := range c.Subjects {
		if !r.covered(q, subject) {
			return undo()
		}
	}
	if !r.adverbs(c.Verb, d.Verb) {
		return undo()
	}
	r.keep(d.Verb)
	r.mark(c.Verb)
	others := objectPhrases(r.st, c)
	for _, q := range others {
		if r.st.Phrases[q].Kind == english.NounPhrase && !r.covered(q, object) {
			return undo()
		}
	}
	// everything else of the clause has to stand in the source's, names after the same preposition
	for i := c.Start; i < c.End && i < len(r.st.Phrases); i++ {
		if r.doneAll(i) {
			continue
		}
		switch ph := r.st.Phrases[i]; ph.Kind {
		case english.NounPhrase:
			if !r.placed(i, d, v.Passive != w.Passive) {
				return undo()
			}
		case english.VerbPhrase:
			if ph.Verb.Finite() {
				continue // another clause's
			}
			if !r.verbIn(i, d) {
				return undo()
			}
		case english.Adjective, english.Adverb, english.Subordinator, english.Preposition:
			if !r.wordsIn(i, d) {
				return undo()
			}
		}
	}
	return true
}

func sameAct(a, b string) bool {
	return a == b || sameMeaning(a, b) && !stance.Copula[a] && !stance.Copula[b]
}

// sameMood asks for the same modal, but for what reported speech shifts, and for the same time.
func (r *restating) sameMood(c, d english.Clause, m int) bool {
	v, w := r.st.VerbOf(c), r.src.parse().VerbOf(d)
	if v.Modal != w.Modal {
		pair := [2]string{v.Modal, w.Modal}
		back := [2]string{w.Modal, v.Modal}
		return (tenses[pair] || tenses[back]) && r.src.parse().Speaker(m) >= 0
	}
	if v.Modal == "" && toldAsPast(r.st, c) != toldAsPast(r.src.parse(), d) {
		return v.Lemma == w.Lemma && r.src.parse().Speaker(m) >= 0
	}
	return true
}

// toldAsPast says whether a clause's verb group is in a past tense or a perfect.
func toldAsPast(p *english.Parsed, c english.Clause) bool {
	ph := p.Phrases[c.Verb]
	return ph.Verb.Past || ph.Verb.Perfect || p.Tokens[ph.Start].Tag == "VBD" || p.Tokens[ph.Start].Lower == "was" || p.Tokens[ph.Start].Lower == "were"
}

// objectPhrases gives the noun phrases right after a clause's verb: its object, with the members of its list.
func objectPhrases(p *english.Parsed, c english.Clause) []int {
	var out []int
	for i := c.Verb + 1; i < c.End && i < len(p.Phrases); i++ {
		switch p.Phrases[i].Kind {
		case english.NounPhrase:
			if n := len(out); n > 0 && out[n-1] == i-1 || english.TimeWord(p.HeadToken(i).Lower) {
				return out
			}
			out = append(out, i)
		case english.Comma, english.Conjunction:
			if len(out) == 0 {
				return out
			}
		case english.Adverb, english.QuoteOpen, english.QuoteClose:
		default:
			return out
		}
	}
	return out
}

// agentOf gives the noun phrases after "by" of a passive clause.
func agentOf(p *english.Parsed, c english.Clause) []int {
	for i := c.Verb + 1; i+1 < len(p.Phrases) && i < c.End; i++ {
		if p.Phrases[i].Kind == english.Preposition && p.Tokens[p.Phrases[i].Start].Lower == "by" && !(p.KindAt(i+1) == english.NounPhrase && (timed(p, i) || p.IsTime(p.Phrases[i+1]))) {
			var out []int
			for q := i + 1; q < len(p.Phrases); q++ {
				switch p.Phrases[q].Kind {
				case english.NounPhrase:
					out = append(out, q)
				case english.Comma, english.Conjunction:
				default:
					return out
				}
			}
			return out
		}
	}
	return nil
}
