package gate

import (
	"fmt"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// paraphrased judges a Statement in words of its own. Every word of it that says something must be said by a word of the
// quotes; what denies, limits, conditions or attributes what it takes from them must be said too; nobody may act, and no
// number count, where the quotes have another. why tells what is wrong; "" for nothing.
func (j *judgement) paraphrased(words []wording.Word) (uses []usage, why string) {
	p := j.parses.parse(j.s.Text)
	r := &rewording{judgement: j, st: termsOf(p, words, false), single: termsOf(p, words, true)}
	for _, src := range j.sources {
		if src.block.kind != news.Row && !src.question && len(src.words) <= mostWords {
			r.srcs = append(r.srcs, &reworded{source: src, termed: termsOf(src.parse(), src.words, true), kept: make([]bool, len(src.words))})
		}
	}
	asserts := slices.ContainsFunc(p.Clauses, func(c english.Clause) bool { return c.Kind == english.Main || c.Report })
	if len(r.srcs) == 0 || !asserts {
		return nil, "no quote has a sentence for it"
	}
	for _, rule := range []func() string{r.carried, r.quantities, r.speakers, r.moods, r.roles, r.subjects, r.bound, r.left} {
		if why := rule(); why != "" {
			return nil, why
		}
	}
	for _, s := range r.srcs {
		if slices.Contains(s.kept, true) {
			uses = append(uses, usage{s.source, s.kept, ""})
		}
	}
	if len(uses) == 0 {
		return nil, "no quote says any of it"
	}
	return uses, ""
}

// verbatim says whether a Statement is a source's own words but for one or two places: it is judged by them alone.
func (j *judgement) verbatim(words []wording.Word) bool {
	broken, threes, same := 0, 0, 0
	for i := range words[:len(words)-1] {
		if !j.runs(words[i : i+2]) {
			broken++
		}
		if i+3 <= len(words) {
			if threes++; j.runs(words[i : i+3]) {
				same++
			}
		}
	}
	novel := 0
	for i := range words {
		if !joining[words[i].Text] && !j.runs(words[i:i+1]) {
			novel++
		}
	}
	return broken <= mostBroken || same*10 > threes*6 || novel == 0
}

// joining words are what quotes are put together with.
var joining = english.Set("and but while according to")

// mostBroken is how many pairs of neighbouring words that no quote has a Statement may have and still count as the quote's own words.
const mostBroken = 3

func (j *judgement) runs(run []wording.Word) bool {
	for _, s := range j.sources {
		if wording.RunAt(s.words, run) >= 0 {
			return true
		}
	}
	return false
}

// rewording is the judging of one Statement in words of its own.
type rewording struct {
	*judgement
	st     *termed
	single *termed // with the words of its turns
	srcs   []*reworded
	match  [][]found // per term of the Statement: what says it
}

// reworded is a source as its terms.
type reworded struct {
	*source
	*termed
	kept []bool // per word: the Statement has it
}

// found is a term of a source.
type found struct {
	src *reworded
	at  int
}

func (f found) term() term { return f.src.terms[f.at] }

// plain words say nothing by themselves, or only that something is said, done or had.
var plain = english.Set("be have do also too so thus indeed well however then there here such very now own country countries nation nations others")

// idle says whether a term of the Statement says nothing that needs a quote.
func (r *rewording) idle(t term) bool {
	w := t.text
	switch {
	case t.number() || t.state() || t.name():
		return false
	case modalWords[w], negations[w]: // see moods
		return true
	case w == "any" && t.denied, (w == "more" || w == "less" || w == "fewer") && t.to < len(r.st.words) && r.st.words[t.to].Text == "than":
		return true
	case numberHedges[w] && w != "most" && w != "more" && w != "less" && w != "fewer" && w != "only": // see quantities
		return true
	case restricting(t):
		return false
	case wording.FunctionWords[w] || w == "'s" || connectives[w]:
		return true
	}
	for _, l := range t.lemmas {
		if plain[l] {
			return true
		}
	}
	return false
}

// carried finds for each term of the Statement the terms of the quotes that say it.
func (r *rewording) carried() string {
	for _, t := range r.st.terms { // what is cheap to tell first
		if t.number() && len(r.said(t)) == 0 {
			return fmt.Sprintf("no quote has %q", t.text)
		}
	}
	if r.st.tangled {
		return "denied twice"
	}
	if why := r.split(); why != "" {
		return why
	}
	if why := r.twice(); why != "" {
		return why
	}
	for i, t := range r.st.terms {
		if r.idle(t) && !r.st.verbal(t) && !restricting(t) {
			continue
		}
		for _, f := range r.match[i] {
			o := f.term()
			for w := o.from; w < o.to; w++ {
				f.src.kept[w] = true
			}
		}
	}
	return ""
}

// twice finds a name that the Statement has more often than the quotes have it.
func (r *rewording) twice() string {
	for i, t := range r.st.terms {
		if !t.word.Capital || t.word.First || t.number() || wording.FunctionWords[t.text] {
			continue
		}
		n := -1
		if len(r.match[i]) > 0 {
			n = 0
		}
		for _, o := range r.st.terms {
			if sameTerm(t, o) {
				n++
			}
		}
		for _, f := range r.match[i] {
			if o := f.term(); t.state() || o.text == t.text {
				n--
			}
		}
		if n > 0 {
			return fmt.Sprintf("%q twice", t.text)
		}
	}
	return ""
}

// split matches the Statement's terms; a turn that no quote has is taken as its words.
func (r *rewording) split() string {
	whole := r.st.terms
	r.st.terms = nil
	why := ""
	add := func(t term) {
		r.st.terms, r.match = append(r.st.terms, t), append(r.match, r.said(t))
		if len(r.match[len(r.match)-1]) == 0 && !t.word.Capital && !r.idle(t) && !slices.ContainsFunc(t.lemmas, func(l string) bool { return reportVerbs[l] }) && !r.beforeName(t) {
			why = fmt.Sprintf("no quote says %q", t.text)
		}
	}
	for _, t := range whole {
		if why != "" {
			return why
		}
		if t.to == t.from+1 || t.state() || len(r.said(t)) > 0 {
			add(t)
			continue
		}
		for _, o := range r.single.terms {
			if o.from >= t.from && o.to <= t.to && o.to == o.from+1 {
				o.denied, o.apart = t.denied, t.apart
				add(o)
			}
		}
	}
	for i, t := range r.st.terms {
		if len(r.match[i]) == 0 && !r.idle(t) && !r.resolved(i) {
			return fmt.Sprintf("no quote says %q", t.text)
		}
	}
	return ""
}

// beforeName says whether a name follows a term within a few words: then it may be a title.
func (r *rewording) beforeName(t term) bool {
	for _, w := range r.st.words[t.to:min(t.to+4, len(r.st.words))] {
		if w.Capital {
			return true
		}
	}
	return false
}

// said finds the terms of the quotes that say what a term of the Statement does.
func (r *rewording) said(t term) []found {
	var out []found
	for _, s := range r.srcs {
		for k, o := range s.terms {
			if (sameTerm(t, o) || contrary(t, o)) && s.quotedRun(o.from, o.to) {
				out = append(out, found{s, k})
			}
		}
	}
	return out
}

// resolved says whether a term that no quote has is a first name or title of one that it has, as the article names it, or a
// verb of saying.
func (r *rewording) resolved(i int) bool {
	t := r.st.terms[i]
	if slices.ContainsFunc(t.lemmas, func(l string) bool { return reportVerbs[l] }) && r.st.verbal(t) && r.st.tells(t.clause) && !r.st.p.VerbOf(r.st.p.Clauses[t.clause]).Passive {
		return true
	}
	for k := i + 1; k < min(len(r.st.terms), i+5); k++ {
		o := r.st.terms[k]
		if o.name() && len(r.said(o)) > 0 && r.inArticle(r.st.words[t.from:o.to]) {
			return true
		}
	}
	return false
}

// inArticle says whether words stand together in a cited article.
func (r *rewording) inArticle(run []wording.Word) bool {
	for _, c := range r.s.Citations {
		text, _ := r.Gate.text(c.Article)
		if wording.RunAt(wording.Of(text), run) >= 0 {
			return true
		}
	}
	return false
}

// moods asks of each clause of the Statement that what it says is denied, and as sure, as in the quotes.
func (r *rewording) moods() string {
	for i, t := range r.st.terms {
		if len(r.match[i]) == 0 || r.idle(t) || restricting(t) || t.clause < 0 {
			continue
		}
		ok := false
		if r.st.adverbial(t) {
			continue
		}
		for _, f := range verbsFirst(r.match[i]) {
			o := f.term()
			if r.st.p.Tokens[t.token].Verb() || r.st.predicate(t) || r.st.none(t) || f.src.none(o) {
				ok = ok || (o.denied == t.denied) != contrary(t, o)
			} else {
				ok = ok || (o.apart == t.apart) != contrary(t, o)
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
	if c.Kind == english.Adverbial && conditionWords[c.Link] {
		return ""
	}
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
			if !f.src.predicate(o) && r.st.verbal(t) && r.granted(f) || r.asSure(k, f.src, o.clause) && (f.src.predicate(o) || !r.st.verbal(t)) {
				ok = true
			}
		}
	}
	if seen && !ok || !seen && !r.st.tells(k) && (denied || levelOf(r.st.p, k) != fact) {
		return fmt.Sprintf("mood of %q", r.st.p.Span(c.Verb, c.Verb+1))
	}
	return ""
}

// asSure says whether clause k of the Statement is as sure as clause m of a source, but for what reported speech shifts.
func (r *rewording) asSure(k int, s *reworded, m int) bool {
	a, b := levelOf(r.st.p, k), levelOf(s.p, m)
	if a == would && b == will {
		return r.st.p.Speaker(k) >= 0 || r.s.SaidBy != ""
	}
	if a == will && b == would {
		return s.p.Speaker(m) >= 0
	}
	return a == b
}

// holds are verbs whose object is as sure as they are.
var holds = english.Set("include contain involve comprise see undergo carry launch mean do")

// granted says whether a noun of a source that the Statement has as a verb is no more than told of: it is not asked for, planned or
// refused by a verb that the Statement leaves out.
func (r *rewording) granted(f found) bool {
	o := f.term()
	for _, t := range f.src.tiesOf(o.phrase) {
		g := f.src.terms[t.term]
		if g.phrase >= 0 && f.src.p.Phrases[g.phrase].Kind == english.VerbPhrase && t.role == suffers && !r.idle(g) && !f.src.kept[g.from] && !stance.Classes()["light"][lexicon.Lemma(g.text, lexicon.Verb)] && !holds[lexicon.Lemma(g.text, lexicon.Verb)] {
			return false
		}
	}
	return true
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

type level uint8

const (
	fact level = iota
	will
	would
	may
	must
)

// levelOf tells how sure a clause is of what it says.
func levelOf(p *english.Parsed, k int) level {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	switch v.Modal {
	case "will", "shall":
		return will
	case "would":
		return would
	case "may", "might", "could", "can":
		return may
	case "must", "should", "ought":
		return must
	}
	if p.KindAt(c.Verb+1) == english.VerbPhrase && p.Phrases[c.Verb+1].Verb.Infinitive {
		switch v.Lemma {
		case "be":
			return will
		case "set", "schedule", "expect", "plan", "intend":
			if v.Passive {
				return will
			}
		case "have", "need":
			return must
		}
	}
	return fact
}

// left asks of what the Statement leaves out of the quotes that it does not deny, limit, condition or attribute the rest.
func (r *rewording) left() string {
	for _, s := range r.srcs {
		if !slices.Contains(s.kept, true) {
			continue
		}
		o := &omission{src: s.source, p: s.p, says: r.s.SaidBy}
		kept := slices.Clone(s.kept)
		for i, w := range s.source.words { // these were compared, or say nothing by themselves
			kept[i] = kept[i] || numberHedges[w.Text] || negations[w.Text] || w.Text == "any" || w.Text == "so" && i+1 < len(kept) && s.source.words[i+1].Text == "called" || w.Text == "called"
		}
		o.mark(kept, make([]bool, len(s.kept)))
		for _, rule := range []func() *flaw{o.speakers, o.conditions, o.hedges, func() *flaw { return r.infinitives(s, o) }} {
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

// infinitives: what an infinitive of a source depends on stays with it, or the Statement's own clause has a verb of its clause.
func (r *rewording) infinitives(s *reworded, o *omission) *flaw {
	for i, t := range r.st.terms {
		for _, f := range verbsFirst(r.match[i]) {
			x := f.term()
			if f.src != s || x.phrase < 0 || !s.p.Phrases[x.phrase].Verb.Infinitive || s.p.Phrases[x.phrase].Head != x.token {
				continue
			}
			if fl := o.governed(x.phrase); fl != nil && (r.st.verbal(t) || !r.sharesVerb(t.clause, s, x.clause)) {
				return fl
			}
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

// tells says whether clause k tells what somebody says.
func (s *termed) tells(k int) bool {
	for q := range s.p.Clauses {
		if s.p.Speaker(q) == k && q != k {
			return true
		}
	}
	return s.p.Clauses[k].Report
}

// speakers asks that whom the Statement names as speaking speaks in the quotes, or does what it is said to say.
func (r *rewording) speakers() string {
	for _, v := range r.st.speaking() {
		name := r.st.p.Span(v.who, v.who+1)
		if r.st.p.IsPronoun(r.st.p.Phrases[v.who]) || r.publishes(strings.TrimPrefix(name, "the ")) {
			continue
		}
		ok := false
		if i := r.st.termAt(v.verb); i >= 0 {
			for _, g := range r.match[i] {
				ok = ok || g.src.verbal(g.term()) && r.fills(v.who, false, g)
			}
		}
		for _, s := range r.srcs {
			said := s.said()
			ok = ok || r.names(v.who, s, said, false)
			for k, c := range s.p.Clauses {
				pronoun := len(c.Subjects) == 1 && s.pronounAt(c.Subjects[0]) && (s.tells(k) || reportVerbs[s.p.VerbOf(c).Lemma])
				ok = ok || (pronoun || c.Quoted) && r.spokeBefore(v.who, s)
			}
			ok = ok || len(said) == 0 && r.names(v.who, s, s.subjectsOf(), false)
		}
		if !ok {
			return fmt.Sprintf("%q does not say so", name)
		}
	}
	return ""
}

// spokeBefore says whether the Statement's phrase q names a speaker or subject of another source.
func (r *rewording) spokeBefore(q int, than *reworded) bool {
	for _, s := range r.srcs {
		if s != than && r.names(q, s, append(s.said(), s.subjectsOf()...), false) {
			return true
		}
	}
	return false
}

// voice is who speaks, as a phrase, and the token of the word that says so.
type voice struct{ who, verb int }

// speaking lists who speaks.
func (s *termed) speaking() []voice {
	var out []voice
	for k, c := range s.p.Clauses {
		if s.tells(k) && reportVerbs[s.p.VerbOf(c).Lemma] {
			for _, q := range c.Subjects {
				out = append(out, voice{q, s.p.Phrases[c.Verb].Head})
			}
		}
	}
	for i, ph := range s.p.Phrases {
		if ph.Kind == english.Preposition && strings.HasPrefix(s.p.Tokens[ph.Start].Lower, "according") && s.p.KindAt(i+1) == english.NounPhrase {
			out = append(out, voice{i + 1, ph.Start})
		}
	}
	return out
}
