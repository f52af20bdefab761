package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// What opens a condition. Those of the second and fourth set do so only where they look ahead.
var (
	ifWords = map[string]bool{"if": true, "unless": true, "provided": true, "provided that": true, "on condition that": true, "only if": true, "only once": true,
		"only when": true, "only after": true, "as long as": true, "in case": true, "should": true, "were": true, "even if": false, "lest": true}
	whenWords  = english.Set("once until when after before whenever as+soon+as")
	underWords = map[string]bool{"in case of": true, "in the event of": true, "subject to": true, "pending": true, "in exchange for": true, "in return for": true,
		"without": true, "barring": true, "except": true, "except for": true, "contingent": true, "depending": true, "assuming": true, "conditional": true}
	firstWords = english.Set("once if unless until when")
	afterWords = english.Set("after following upon until before as+part+of")
)

// conditions: a condition that governs a clause of the Statement may not be left out.
func (o *omission) conditions() *flaw {
	for i, ph := range o.p.Phrases {
		if !o.goes(ph.Start) && !o.goes(ph.Head) || o.phraseStays(i) {
			continue
		}
		word := strings.ToLower(o.p.Span(i, i+1))
		if ph.Kind == english.VerbPhrase && ph.Start < ph.Head && firstWords[o.p.Tokens[ph.Start].Lower] {
			word = o.p.Tokens[ph.Start].Lower // "once guns fall silent", misread as one verb group
		}
		if (word == "were" || word == "should") && o.p.KindAt(i-1) == english.NounPhrase {
			continue // not turned round: "standards were the focus"
		}
		plus := strings.ReplaceAll(word, " ", "+")
		var governs []int
		switch {
		case (ph.Kind == english.Subordinator || ph.Kind == english.VerbPhrase) && (ifWords[word] || whenWords[plus]):
			governs = o.governedByClause(i, ifWords[word])
		case (ifWords[word] || word == "once" || word == "until") && ph.Kind != english.VerbPhrase && !timed(o.p, i), underWords[word]:
			governs = o.governedByPhrase(i, true)
		case afterWords[plus] && o.looksAhead(i):
			governs = o.governedByPhrase(i, false)
		}
		for _, k := range governs {
			if o.verbStays(k) {
				end := i + 1
				for end < len(o.p.Phrases) && o.p.Phrases[end].Kind != english.Comma && o.p.Phrases[end].Kind != english.Stop {
					end++
				}
				return unsupported("the condition %q is left out", o.p.Span(i, end))
			}
		}
	}
	return nil
}

// looksAhead says whether the noun after "after", "before" is an event rather than a day or a figure.
func (o *omission) looksAhead(i int) bool {
	if o.p.KindAt(i+1) != english.NounPhrase {
		return o.p.KindAt(i+1) == english.VerbPhrase // after signing
	}
	return !timed(o.p, i)
}

// governedByClause gives the clauses that an adverbial clause opened at phrase i conditions.
func (o *omission) governedByClause(i int, always bool) []int {
	d := -1
	for k, c := range o.p.Clauses {
		if c.Start <= i && i <= c.Verb && (d < 0 || c.Verb < o.p.Clauses[d].Verb) {
			d = k
		}
	}
	if d < 0 {
		return o.governedByPhrase(i, always)
	}
	c := o.p.Clauses[d]
	if v := o.p.VerbOf(c); !always && (v.Past || v.Perfect && o.p.Tokens[o.p.Phrases[c.Verb].Start].Lower == "had") {
		return nil // what happened
	}
	var out []int
	fronted := true
	for k, q := range o.p.Clauses {
		if k != d && q.Verb < i && !q.Report {
			fronted = false
		}
	}
	if c.Parent < 0 && d > 0 && o.p.Phrases[i].Kind == english.VerbPhrase {
		return []int{d - 1}
	}
	fronted = fronted || c.Parent < 0 || i > 0 && o.p.Phrases[i-1].Kind == english.Subordinator
	for k := range o.p.Clauses {
		switch {
		case k == d || o.under(k, d):
		case fronted && k > d, k == c.Parent, c.Parent >= 0 && o.joined(k, c.Parent), o.under(c.Parent, k) && !o.p.Clauses[k].Report && o.p.Clauses[c.Parent].Kind != english.Complement:
			out = append(out, k)
		}
	}
	return out
}

// under says whether clause k hangs on clause d.
func (o *omission) under(k, d int) bool {
	if k < 0 {
		return false
	}
	for n := o.p.Clauses[k].Parent; n >= 0; n = o.p.Clauses[n].Parent {
		if n == d {
			return true
		}
	}
	return false
}

// joined says whether two clauses share their subject: "will set up A and build B".
func (o *omission) joined(a, b int) bool {
	x, y := o.p.Clauses[a].Subjects, o.p.Clauses[b].Subjects
	return len(x) > 0 && len(y) > 0 && x[0] == y[0]
}

// governedByPhrase gives the clauses that a prepositional condition at phrase i governs: the one it stands in and those
// that share its subject; those after it where it stands in front.
func (o *omission) governedByPhrase(i int, always bool) []int {
	verb := -1 // the verb before it in its clause
	for v := i - 1; v >= 0; v-- {
		if k := o.p.Phrases[v].Kind; k == english.VerbPhrase {
			verb = v
			break
		} else if k == english.Stop || k == english.Subordinator {
			break
		}
	}
	k := o.clauseOf(i)
	if k < 0 {
		return nil
	}
	var out []int
	if verb < 0 || o.p.Clauses[k].Verb > i { // in front
		for q := k; q < len(o.p.Clauses); q++ {
			if c := o.p.Clauses[q]; !c.Report && (q == k || o.joined(q, k) || o.under(q, k)) {
				if v := o.p.VerbOf(c); always || v.Modal != "" || !v.Past && !v.Perfect {
					out = append(out, q)
				}
			}
		}
		return out
	}
	if v := o.p.Phrases[verb].Verb; !always && v.Finite() && v.Modal == "" && (v.Past || v.Perfect) {
		return nil // what happened, and when
	}
	for q := range o.p.Clauses {
		if q == k || o.joined(q, k) {
			out = append(out, q)
		}
	}
	return out
}

// timed says whether a day or a figure follows phrase i: "until Friday".
func timed(p *english.Parsed, i int) bool {
	if p.KindAt(i+1) != english.NounPhrase {
		return false
	}
	h := p.HeadToken(i + 1)
	return english.TimeWord(h.Lower) || h.Tag == "CD" || wording.UnitWord(h.Lower) != ""
}
