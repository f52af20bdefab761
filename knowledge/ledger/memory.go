package ledger

import (
	"talksbot/knowledge/copies"
	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
)

// Memory keeps what one Merge has worked out of single texts, so that the next one, of much the same Articles, need not do it
// again: the Ledger that it makes is the same. The zero Memory is empty. It is for one Merge at a time.
type Memory struct {
	Copies copies.Memory // of what repeats what

	terms   memo[[]string]
	names   memo[map[string]bool]
	amounts memo[[]string]

	openBefore, toldBefore memo[bool] // see looksBack, of issues and of commitments
}

// Merge is the function Merge with what is remembered.
func (m *Memory) Merge(articles []news.Article, readings []*extract.Reading, repeated []copies.Copy, words *index.Words) Ledger {
	out := merge(articles, readings, repeated, words, m)
	m.terms.sweep()
	m.names.sweep()
	m.amounts.sweep()
	m.openBefore.sweep()
	m.toldBefore.sweep()
	return out
}

// Terms are the analysed terms of a text, which are not to be changed. Those that are asked for between two Merges are
// remembered too.
func (m *Memory) Terms(text string) []string { return m.terms.of(text, index.Terms) }

// memo is what a function gives for texts. What was not asked for from one sweep to the next is forgotten.
type memo[V any] struct{ last, now map[string]V }

func (m *memo[V]) of(text string, work func(string) V) V {
	if v, ok := m.now[text]; ok {
		return v
	}
	v, ok := m.last[text]
	if !ok {
		v = work(text)
	}
	if m.now == nil {
		m.now = make(map[string]V, len(m.last))
	}
	m.now[text] = v
	return v
}

func (m *memo[V]) sweep() { m.last, m.now = m.now, nil }

// amountsIn lists the sums of money that a text names.
func amountsIn(text string) (out []string) {
	for _, q := range english.Quantities(text) {
		if q.Money() {
			out = append(out, text[q.Start:q.End])
		}
	}
	return out
}
