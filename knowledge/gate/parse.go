package gate

import (
	"strings"
	"sync"

	"talksbot/knowledge/english"
)

// maxParses bounds the memory that parses of past statements take: about 25 kB each.
const maxParses = 1024

// parses keeps the analyses of sentences: the same ones are cited again and again. Safe for concurrent use.
type parses struct {
	mu   sync.Mutex
	kept map[string]*english.Parsed
}

func newParses() *parses { return &parses{kept: map[string]*english.Parsed{}} }

func (c *parses) parse(sentence string) *english.Parsed {
	c.mu.Lock()
	p := c.kept[sentence]
	c.mu.Unlock()
	if p != nil {
		return p
	}
	p = english.Parse(strings.Clone(sentence))
	mendSubjects(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxParses {
		clear(c.kept)
	}
	c.kept[p.Text] = p
	return p
}

// mendSubjects finds subjects that matter to the gate where the parse has none or only part of a list: "A and B both said",
// "said A and B will", "On Monday President A said".
func mendSubjects(p *english.Parsed) {
	for k := range p.Clauses {
		c := &p.Clauses[k]
		if len(c.Subjects) == 0 && c.Kind != english.RelativeCl {
			if q := c.Verb - 1; p.KindAt(q) == english.NounPhrase && p.HeadToken(q).Proper() && !english.TimeWord(p.HeadToken(q).Lower) {
				c.Subjects = []int{q}
			}
			continue
		}
		if len(c.Subjects) != 1 {
			continue
		}
		s := c.Subjects[0]
		if ph := p.Phrases[s]; ph.Kind == english.NounPhrase && ph.End == ph.Start+1 && (p.Tokens[ph.Start].Lower == "both" || p.Tokens[ph.Start].Lower == "all") {
			if list := listBefore(p, s); len(list) > 0 {
				c.Subjects = list
			}
			continue
		}
		// said A and B will
		if c.Kind == english.Main && p.KindAt(s-1) == english.Conjunction && p.KindAt(s-2) == english.NounPhrase && c.Verb > s {
			list := listBefore(p, s+1)
			if len(list) < 2 {
				continue
			}
			for q := range p.Clauses[:k] {
				if v := p.Clauses[q].Verb; v == list[0]-1 && reportVerbs[p.Phrases[v].Verb.Lemma] {
					c.Subjects, c.Kind, c.Parent, c.Link = list, english.Complement, q, ""
					c.Start = list[0]
				}
			}
		}
	}
}

// listBefore gives the noun phrases of the list that ends before phrase i, in order.
func listBefore(p *english.Parsed, i int) []int {
	var out []int
	for q := i - 1; q >= 0; q-- {
		switch p.Phrases[q].Kind {
		case english.NounPhrase:
			if len(out) > 0 && out[0] == q+1 {
				return out
			}
			out = append([]int{q}, out...)
		case english.Comma, english.Conjunction:
		default:
			return out
		}
	}
	return out
}
