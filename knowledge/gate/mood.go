package gate

import (
	"fmt"
	"slices"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// moods asks of each clause of the Statement that what it says is denied, and as sure, as in the quotes.
func (r *rewording) moods() string {
	for i, t := range r.st.terms {
		if len(r.match[i]) == 0 || r.idle(t) || restricting(t) && !r.st.predicate(t) || t.clause < 0 {
			continue
		}
		ok := false
		if r.st.adverbial(t) && !slices.ContainsFunc(r.match[i], func(f found) bool { return contrary(t, f.term()) }) {
			continue
		}
		for _, f := range verbsFirst(r.match[i]) {
			o := f.term()
			if r.st.p.Tokens[t.token].Verb() || r.st.predicate(t) || r.st.none(t) || f.src.none(o) {
				ok = ok || (o.denied == t.denied || o.within == t.within) != contrary(t, o)
			} else {
				ok = ok || (o.apart == t.apart || t.denied && o.denied) != contrary(t, o)
			}
		}
		if !ok {
			return fmt.Sprintf("denied %q", t.text)
		}
	}
	for k := range r.st.p.Clauses {
		if why := r.mood(k); why != "" {
			return why
		}
	}
	return ""
}

// mood compares how sure a clause of the Statement is with the clauses of the quotes that its predicate comes from.
func (r *rewording) mood(k int) string {
	c := r.st.p.Clauses[k]
	seen, ok, denied := false, false, false
	for i, t := range r.st.terms {
		denied = denied || t.clause == k && t.denied
		if !r.st.predicate(t) || t.clause != k || r.idle(t) || r.st.adverbial(t) {
			continue
		}
		for _, f := range verbsFirst(r.match[i]) {
			o := f.term()
			if o.clause < 0 {
				continue
			}
			seen = true
			if !f.src.predicate(o) && r.st.verbal(t) && r.granted(t, f) || (r.asSure(k, f.src, o.clause) || r.carriers(t, f)) && (f.src.predicate(o) || !r.st.verbal(t)) {
				ok = true
			}
		}
	}
	if !seen && !r.st.tells(k) {
		seen, ok = r.around(k)
	}
	if seen && !ok || !seen && !r.st.tells(k) && (denied || levelOf(r.st.p, k) != fact) {
		return fmt.Sprintf("mood of %q", r.st.p.Span(c.Verb, c.Verb+1))
	}
	return ""
}

// around compares how sure a clause is whose predicate says nothing that was compared, as in "were for the families", and whether it is
// denied, with the clauses of the quotes that most of its terms come from.
func (r *rewording) around(k int) (seen, ok bool) {
	type from struct {
		src    *reworded
		clause int
	}
	count := map[from]int{}
	most := 0
	for i, t := range r.st.terms {
		if t.clause != k {
			continue
		}
		for _, f := range r.match[i] {
			if o := f.term(); o.clause >= 0 {
				at := from{f.src, o.clause}
				count[at]++
				most = max(most, count[at])
			}
		}
	}
	for at, n := range count {
		if n == most {
			seen, ok = true, ok || r.asSure(k, at.src, at.clause) && r.st.denies(k) == at.src.denies(at.clause)
		}
	}
	return seen, ok
}

// denies says whether clause k denies something.
func (s *termed) denies(k int) bool {
	return slices.ContainsFunc(s.terms, func(t term) bool { return t.clause == k && t.denied })
}

// holds are verbs whose object is as sure as they are.
var holds = english.Set("include contain involve comprise see undergo carry launch mean do")

// granted says whether a noun of a source that the Statement has as a verb is no more than told of: it is not asked for, planned or
// refused by a verb that the Statement leaves out.
func (r *rewording) granted(v term, f found) bool {
	o := f.term()
	if p := f.src.p; o.phrase > 0 && p.Phrases[o.phrase].Kind == english.VerbPhrase && p.HeadToken(o.phrase).Tag == "VBG" && p.IsMark(o.phrase-1) && levelOf(p, o.clause) == fact {
		return !p.IsPronoun(p.Phrases[min(o.phrase+1, len(p.Phrases)-1)]) || !r.actsOnLater(v, f) // ", calling it vital": told with the rest
	}
	for _, t := range f.src.tiesOf(o.phrase) {
		g := f.src.terms[t.term]
		if g.phrase >= 0 && f.src.p.Phrases[g.phrase].Kind == english.VerbPhrase && t.role == suffers && !r.empty(g) && !f.src.kept[g.from] && !stance.Classes()["light"][lexicon.Lemma(g.text, lexicon.Verb)] && !holds[lexicon.Lemma(g.text, lexicon.Verb)] {
			return false
		}
	}
	return true
}

// actsOnLater says whether what a verb of the Statement acts on stands after the verb found in a source, so that it is not what a pronoun
// there means.
func (r *rewording) actsOnLater(v term, f found) bool {
	objects := append(objectPhrases(r.st.p, r.st.p.Clauses[v.clause]), afterAdverbs(r.st.p, v.phrase+1))
	for i, t := range r.st.terms {
		for _, g := range r.match[i] {
			if slices.Contains(objects, t.phrase) && g.src == f.src && g.term().phrase > f.term().phrase {
				return true
			}
		}
	}
	return false
}

// verbsFirst gives those of the terms that are verbs of clauses, or all where none is.
func verbsFirst(fs []found) []found {
	var out []found
	for _, f := range fs {
		if f.src.verbal(f.term()) || f.src.predicate(f.term()) {
			out = append(out, f)
		}
	}
	if out == nil {
		return fs
	}
	return out
}

// left asks of what the Statement leaves out of the quotes that it does not deny, limit, condition or attribute the rest.
func (r *rewording) left() string {
	for _, s := range r.srcs {
		if !slices.Contains(s.kept, true) {
			continue
		}
		o := &omission{src: s.source, p: s.p, says: r.s.SaidBy}
		if by := r.st.outermost(); o.says == "" && len(by) == 1 { // speakers has found that they speak
			o.says = r.st.p.Span(by[0].who, by[0].who+1)
		}
		kept := slices.Clone(s.kept)
		for i, w := range s.source.words { // these were compared, or say nothing by themselves
			kept[i] = kept[i] || numberHedges[w.Text] && numberAhead(s.source.words, i) || negations[w.Text] || w.Text == "any" || s.foreseen(i) || s.termed.notOnly(i) || w.Text == "so" && i+1 < len(kept) && s.source.words[i+1].Text == "called" || w.Text == "called"
		}
		o.mark(kept, make([]bool, len(s.kept)))
		for _, rule := range []func() *flaw{o.speakers, o.conditions, o.hedges, func() *flaw { return r.infinitives(s, o) }, o.objects} {
			if fl := rule(); fl != nil {
				return fl.reason
			}
		}
		if why := s.softened(); why != "" {
			return why
		}
	}
	return ""
}

// foreseen says whether word i is a "future" of what an infinitive or gerund acts on, which has not come about anyway: "to deter future
// attacks".
func (s *reworded) foreseen(i int) bool {
	if s.termed.words[i].Text != "future" {
		return false
	}
	for _, t := range s.terms {
		if t.from == i && t.phrase > 0 && s.p.KindAt(t.phrase-1) == english.VerbPhrase {
			return s.p.Phrases[t.phrase-1].Verb.Infinitive || s.p.HeadToken(t.phrase-1).Tag == "VBG"
		}
	}
	return false
}

// numberAhead says whether a number follows word i within three words.
func numberAhead(ws []wording.Word, i int) bool {
	for _, w := range ws[i+1 : min(i+4, len(ws))] {
		if w.Number {
			return true
		}
	}
	return false
}

// infinitives: what an infinitive of a source depends on stays with it, or the Statement's own clause has a verb of its clause.
func (r *rewording) infinitives(s *reworded, o *omission) *flaw {
	for i, t := range r.st.terms {
		for _, f := range verbsFirst(r.match[i]) {
			x := f.term()
			if f.src != s || x.phrase < 0 || !s.p.Phrases[x.phrase].Verb.Infinitive || s.p.Phrases[x.phrase].Head != x.token {
				continue
			}
			if fl := o.governed(x.phrase); fl != nil && !r.foretold(t, s, x) && (r.st.verbal(t) || !r.sharesVerb(t.clause, s, x.clause)) {
				return fl
			}
		}
	}
	return nil
}

// objects: what an infinitive after a verb that stays acts on does not stay without it: "refused to sign the text".
func (o *omission) objects() *flaw {
	for i, ph := range o.p.Phrases {
		if ph.Kind == english.VerbPhrase && ph.Verb.Infinitive && o.p.KindAt(i-1) == english.VerbPhrase && o.stays(o.p.Phrases[i-1].Head) && o.goes(ph.Head) && o.p.KindAt(i+1) == english.NounPhrase && o.stays(o.p.Phrases[i+1].Head) && !stance.Classes()["light"][ph.Verb.Lemma] {
			return unsupported("%q belongs to %q, which is left out", o.p.Span(i+1, i+2), o.p.Span(i, i+1))
		}
	}
	return nil
}

// sharesVerb says whether the verb of clause k of the Statement is said by a verb of clause m of a source.
func (r *rewording) sharesVerb(k int, s *reworded, m int) bool {
	for i, t := range r.st.terms {
		if t.clause != k || !r.st.verbal(t) {
			continue
		}
		for _, f := range r.match[i] {
			if o := f.term(); f.src == s && o.clause == m && o.verb {
				return true
			}
		}
	}
	return false
}

// softened finds a hedge that the Statement leaves out of a clause whose verb says little and of which it has the rest: "reportedly had
// doubts".
func (s *reworded) softened() string {
	for _, t := range s.terms {
		if !hedgeWords[t.text] || s.kept[t.from] || t.clause < 0 {
			continue
		}
		for _, o := range s.terms {
			if o.clause == t.clause && o.from > t.from && s.kept[o.from] && !s.verbal(o) && s.predicate(o) {
				return fmt.Sprintf("%q is left out", t.text)
			}
		}
	}
	return ""
}
