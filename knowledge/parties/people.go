package parties

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
)

// LearnFrom takes names, offices and whom they speak for from the titles and appositions of a sentence.
func (pp People) LearnFrom(p *english.Parsed) {
	for i, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		toks := p.Tokens[ph.Start:ph.End]
		whose, role, name, ok := NameAndTitle(BeforeOf(toks))
		if !ok {
			continue
		}
		if role == "" && !actsLikePerson(p, i) {
			continue
		}
		if _, n, ok := gazetteer.Match(strings.Fields(name), 0); ok && n == len(strings.Fields(name)) {
			continue // New Zealand said
		}
		pr := Profile{Name: name, Role: role, Office: officeOf(role)}
		pr.ForKey, pr.For = bodyOf(whose)
		if pr.For == "" && role != "" {
			pr.ForKey, pr.For = bodyInRole(role)
		}
		if of := afterOf(toks); len(of) > 0 && pr.For == "" { // Jane Doe of Some Body
			pr.ForKey, pr.For = bodyOf(of)
			pr.Office = pr.Office || role == "" && pr.For != ""
		}
		// Jane Doe, the French minister for trade, …
		if i+2 < len(p.Phrases) && p.IsMark(i+1) && p.Phrases[i+2].Kind == english.NounPhrase && !p.Phrases[i+2].Verb.Finite() {
			if key, body, role2, ok := apposed(p, i+2); ok {
				if pr.Role == "" || pr.For == "" && body != "" {
					pr.Role, pr.Office = role2, officeOf(role2)
				}
				if pr.For == "" {
					pr.ForKey, pr.For = key, body
				}
			}
		}
		// the German chancellor, Jane Doe,
		if i >= 2 && p.IsMark(i-1) && p.Phrases[i-2].Kind == english.NounPhrase && pr.Role == "" && p.IsMark(i+1) {
			if key, body, role2, ok := apposed(p, i-2); ok {
				pr.Role, pr.Office, pr.ForKey, pr.For = role2, officeOf(role2), key, body
			}
		}
		pp.Learn(pr)
	}
}

// actsLikePerson says whether a bare name is told of as a person: it speaks, or an office stands beside it.
func actsLikePerson(p *english.Parsed, i int) bool {
	for _, c := range p.Clauses {
		if slices.Contains(c.Subjects, i) && english.Reports(p.VerbOf(c).Lemma) {
			return true
		}
	}
	for _, j := range []int{i + 2, i - 2} {
		if j >= 0 && j < len(p.Phrases) && p.Phrases[j].Kind == english.NounPhrase && p.IsMark((i+j)/2) {
			if _, _, _, ok := apposed(p, j); ok {
				return true
			}
		}
	}
	return false
}

// bodyInRole finds a state or body inside a role that carries it: "EU climate commissioner", "UNEP executive director".
func bodyInRole(role string) (key, name string) {
	f := strings.Fields(role)
	for i, w := range f {
		if i == len(f)-1 || !english.IsCapital(w) {
			break
		}
		if pl, _, ok := gazetteer.Match(f, i); ok && pl.Form != gazetteer.Region {
			return pl.Code, pl.Name
		}
		if english.AllCapitals(w) {
			return "body:" + english.Fold(w), w
		}
		// Blue Star Lines chief executive: the name of a body before an office in small letters
		n := i
		for n < len(f)-1 && english.IsCapital(f[n]) {
			n++
		}
		if i == 0 && n > 1 && !english.IsCapital(f[n]) {
			name := strings.Join(f[:n], " ")
			return "body:" + english.Fold(name), name
		}
	}
	return "", ""
}

// apposed reads a role from a noun phrase beside a name: "special envoy for nature of the UAE", "Norway's minister".
func apposed(p *english.Parsed, i int) (key, body, role string, ok bool) {
	ph := p.Phrases[i]
	head := p.Tokens[ph.Head]
	if head.Proper() && !IsTitle(head) || lexicon.Agentive(head.Lower) < 0.5 && !Offices[head.Lower] || head.Tag == "NNS" {
		return "", "", "", false
	}
	role = head.Lower
	key, body = bodyOf(p.Tokens[ph.Start:ph.Head])
	// "minister for trade of France", "envoy for South Asia"
	end := ph.End
	for j := i + 1; j+1 < len(p.Phrases) && p.Phrases[j].Kind == english.Preposition && p.Phrases[j+1].Kind == english.NounPhrase; j += 2 {
		end = p.Phrases[j+1].End
	}
	if body == "" {
		for t := end - 1; t > ph.Head; t-- {
			if w := p.Tokens[t].Lower; w == "of" || w == "for" || w == "at" {
				if key, body = bodyOf(p.Tokens[t+1 : end]); body != "" {
					break
				}
			}
		}
	}
	return key, body, role, true
}

// BeforeOf cuts a noun phrase at its first "of" or bracket after a name.
func BeforeOf(toks []english.Token) []english.Token {
	for i, t := range toks {
		if i > 0 && (t.Lower == "of" || t.Tag == "(") && toks[i-1].Proper() {
			return toks[:i]
		}
	}
	return toks
}

func afterOf(toks []english.Token) []english.Token {
	b := BeforeOf(toks)
	if len(b) < len(toks) && toks[len(b)].Lower == "of" {
		return toks[len(b)+1:]
	}
	return nil
}

// Named gives the person of that name as a Party: what is known already of them counts, else what stands with the
// name.
func (pp People) Named(whose []english.Token, role, name string) Party {
	if pr, ok := pp.Find(name); ok {
		return pr.Party()
	}
	pr := Profile{Name: name, Role: role, Office: officeOf(role)}
	pr.ForKey, pr.For = bodyOf(whose)
	return pr.Party()
}

// Party gives a person as a Party: who holds an office acts for whom they speak for.
func (pr Profile) Party() Party {
	p := Party{Key: "person:" + Surname(pr.Name), Name: pr.Name, Person: pr.Name}
	if pr.Office && pr.For != "" {
		p.For, p.Key = pr.For, pr.ForKey
	}
	return p
}
