package knowledge

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/ledger"
	"talksbot/knowledge/lexicon"
)

// register knows who is named where: it is derived from the Articles and the Ledger when a state is built, so that a
// question need not look through all of them.
type register struct {
	bodies   map[string][]string // folded name of a body → all its names, folded, the first of which is its key
	first    map[string][]string // first word of longer names → their bodies' names
	articles map[string]int      // key of a body → Articles that name it
	agents   map[string]bool     // keys of bodies that act or speak in the Ledger
	actors   [][]string          // keys of the actors, per Commitment
	speakers [][]string          // keys of who says so, per Commitment
	byParty  map[string][]int    // key of a party → Commitments it acts or speaks in
	sources  map[string][]int    // publisher, folded → entries
	issueAt  map[place]bool      // passages that OpenIssues rest on
	leads    []map[string]bool   // per entry: terms of its title, publisher and first sentences
}

// lead is how many sentences of an Article say what it is about.
const lead = 3

func (st *state) register(known *ledger.Memory) {
	r := register{bodies: map[string][]string{}, first: map[string][]string{}, articles: map[string]int{}, agents: map[string]bool{}, byParty: map[string][]int{}, sources: map[string][]int{}}
	for _, e := range st.entries {
		for acronym, name := range e.reading.Acronyms {
			forms := []string{english.Fold(name), acronym}
			r.bodies[acronym], r.bodies[english.Fold(name)] = forms, forms
		}
	}
	for i, e := range st.entries {
		seen := map[string]bool{}
		for _, name := range e.reading.Names {
			f := english.Fold(name)
			if r.bodies[f] == nil {
				r.bodies[f] = []string{f}
			}
			if head, _, longer := strings.Cut(f, " "); longer && r.first[head] == nil {
				r.first[head] = append([]string{r.bodies[f][0], head}, r.bodies[f][1:]...)
			}
			if key := r.bodies[f][0]; !seen[key] {
				seen[key] = true
				r.articles[key]++
			}
		}
		if p := squash(e.article.Publisher); len(p) > 2 {
			r.sources[p] = append(r.sources[p], i)
		}
		terms := setOf(known.Terms(e.article.Title + " " + e.article.Publisher))
		for n := 0; n < lead && n < len(e.reading.Passages); n++ {
			for _, t := range e.reading.Terms[n] {
				terms[t] = true
				for _, a := range st.acronyms[t] {
					terms[a] = true
				}
			}
		}
		r.leads = append(r.leads, terms)
	}
	r.issueAt = map[place]bool{}
	for i := range st.issues {
		for _, c := range st.issues[i].Citations {
			if p, ok := st.placeOf(c); ok {
				r.issueAt[p] = true
			}
		}
	}
	for i := range st.commitments {
		c := &st.commitments[i]
		a, s := r.keys(st, c.Actor), r.keys(st, c.SaidBy)
		r.actors, r.speakers = append(r.actors, a), append(r.speakers, s)
		for _, k := range slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(a), s...)))) {
			r.byParty[k] = append(r.byParty[k], i)
			if body, ok := strings.CutPrefix(k, "body:"); ok && agentName(r.bodies[body]) {
				r.agents[body] = true
			}
		}
	}
	st.reg = r
}

// keys gives the keys of all parties that a shown name names: states by code, persons by surname, bodies by name.
func (r *register) keys(st *state, name string) []string {
	var out []string
	words := strings.FieldsFunc(name, func(c rune) bool { return c == ' ' || c == '(' || c == ')' || c == ',' })
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = strings.TrimSuffix(strings.TrimSuffix(english.Fold(w), "'s"), "'")
	}
	for i := range words {
		if pl, _, ok := gazetteer.Match(words, i); ok {
			out = append(out, pl.Code)
		}
		if _, ok := st.people[folded[i]]; ok && english.IsCapital(words[i]) {
			out = append(out, "person:"+folded[i])
		}
		for n := min(6, len(words)-i); n > 0; n-- {
			if forms := r.bodies[strings.Join(folded[i:i+n], " ")]; forms != nil {
				out = append(out, "body:"+forms[0])
				break
			}
		}
	}
	return out
}

// agentName says whether a body by these names can act: a bank or a union can, a fund or a treaty cannot.
func agentName(forms []string) bool {
	for _, f := range forms {
		words := strings.Fields(f)
		if len(words) < 2 {
			continue
		}
		head := words[len(words)-1]
		for i, w := range words {
			if (w == "of" || w == "for" || w == "on") && i > 0 {
				head = words[i-1]
				break
			}
		}
		if lexicon.Known(head, lexicon.Noun) && lexicon.Agentive(head) < 0.4 {
			return false
		}
	}
	return true
}

// key names the party of a concept as the register does; "" where it is none.
func (c concept) key() string {
	switch {
	case c.code != "":
		return c.code
	case c.person != "":
		return "person:" + c.person
	case c.forms != nil:
		return "body:" + c.forms[0]
	}
	return ""
}

// acts says whether a concept is an actor of a Commitment, tells whether it is who says so.
func (r *register) acts(commitment int, c concept) bool {
	return commitment >= 0 && c.key() != "" && slices.Contains(r.actors[commitment], c.key())
}

func (r *register) tells(commitment int, c concept) bool {
	return commitment >= 0 && c.key() != "" && slices.Contains(r.speakers[commitment], c.key())
}
