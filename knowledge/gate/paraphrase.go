package gate

import (
	"fmt"
	"slices"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/news"
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
	r.dates = r.dated()
	if len(r.srcs) == 0 || !asserts {
		return nil, "no quote has a sentence for it"
	}
	for _, rule := range []func() string{r.carried, r.quantities, r.speakers, r.moods, r.roles, r.subjects, r.bound, r.undertaken, r.left} {
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
	novel, weighs := 0, false
	for i, w := range words {
		if joining[w.Text] || j.runs(words[i:i+1]) {
			continue
		}
		novel++
		weighs = weighs || w.Number || w.Capital || negations[w.Text] || modalWords[w.Text] || restrictingWord(w.Text)
	}
	return novel == 0 || weighs && (broken <= mostBroken || same*10 > threes*6)
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
	dates  map[int][]found // per word of a date of the Statement: what means it
	all    [][]found       // per term of the Statement: what says it
	match  [][]found       // of these the ones that stand best
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

// carried finds for each term of the Statement the terms of the quotes that say it.
func (r *rewording) carried() string {
	for _, t := range r.st.terms { // what is cheap to tell first
		if t.number() && len(r.said(t)) == 0 {
			return fmt.Sprintf("no quote has %q", t.text)
		}
	}
	for k, c := range r.st.p.Clauses { // only where no quote has the verb
		i := r.st.termAt(r.st.p.Phrases[c.Verb].Head)
		r.st.light[k] = i >= 0 && r.lightly(r.st.terms[i])
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
	r.all = slices.Clone(r.match)
	r.align()
	for i, t := range r.st.terms {
		idle := r.idle(t) && !r.st.verbal(t) && !restricting(t)
		for _, f := range r.match[i] {
			o := f.term()
			if idle && !restricting(o) {
				continue
			}
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
			if o := f.term(); t.state() || o.text == t.text || english.TimeWord(t.text) {
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
		if len(r.match[len(r.match)-1]) == 0 && !t.word.Capital && !r.idle(t) && !r.st.mayBeLight(t) && !slices.ContainsFunc(t.lemmas, func(l string) bool { return reportVerbs[l] }) && !r.beforeName(t) {
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
		for at := t.from; at < t.to; {
			o := r.longestSaid(at, t.to)
			o.denied, o.within, o.apart = t.denied, t.within, t.apart
			add(o)
			at = o.to
		}
	}
	r.claim()
	for i, t := range r.st.terms {
		if len(r.match[i]) == 0 && !r.idle(t) && !r.resolved(i) {
			return fmt.Sprintf("no quote says %q", t.text)
		}
	}
	return ""
}

// longestSaid gives the longest term of the Statement from word at on, up to word to, that a quote has; the word at at where none is.
func (r *rewording) longestSaid(at, to int) term {
	var word term
	for _, o := range r.single.terms { // the longest come first
		if o.from != at || o.to > to {
			continue
		}
		if word = o; len(r.said(o)) > 0 {
			return o
		}
	}
	return word
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
			if (sameTerm(t, o) || contrary(t, o)) && s.quotedRun(o.from, o.to) && r.st.notOnly(t.from) == s.termed.notOnly(o.from) {
				out = append(out, found{s, k})
			}
		}
	}
	if t.to == t.from+1 {
		out = append(out, r.dates[t.from]...)
	}
	return out
}

// notOnly says whether word i is the "only" of "not only", which limits nothing.
func (s *termed) notOnly(i int) bool {
	if i == 0 || s.words[i-1].Text != "not" {
		return false
	}
	w := s.words[i].Text
	return w == "only" || w == "just" || w == "merely" || w == "solely"
}

// resolved says whether a term that no quote has is a first name or title of one that it has, as the article names it, or a
// verb of saying.
func (r *rewording) resolved(i int) bool {
	t := r.st.terms[i]
	if t.text == "according" {
		return true // see speakers
	}
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

// saidBy says whether term i of the Statement is said by term k of a source.
func (r *rewording) saidBy(i int, s *reworded, k int) bool {
	for _, f := range r.all[i] {
		if f.src == s && f.at == k {
			return true
		}
	}
	return false
}
