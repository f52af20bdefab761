// Package index finds texts by their words, with English analysis and exact BM25, and by their meaning, with vectors that
// somebody else makes; both in memory. It knows numbered texts and the groups they belong to, and no news.
//
// The path of a text: Analyze makes terms of it, a Builder takes the terms of every text, Words searches them.
// Words is derived: whoever stores the terms can build it again at any time. Vectors is so of what Pack made.
package index

// Doc is one text as it is indexed. Its number is its position in the order of adding, from 0.
type Doc struct {
	Terms   []string // the text's own analysed terms, in order
	Context []string // terms that hold for it without standing in it: title, publisher, date
	Group   int      // the larger text it is part of; any number
}

// Query is what is looked for. Terms and the keys of Weights are analysed terms.
type Query struct {
	// Terms are the question's terms in its order. Each distinct one counts once;
	// two neighbours earn a bonus where a text has them in that order, close together.
	Terms []string
	// Weights is a term's factor where that is not 1; at 0 or less the term is left out. A term that is only here,
	// such as a synonym or the correction of a typo, is searched as well but takes no part in a bonus.
	Weights map[string]float64
	// Boost is the factor on the score of a group's texts where that is not 1; it must be above 0.
	Boost map[int]float64
	// Only says which docs may be found; nil means all. It is asked about few docs, in no promised order.
	Only func(doc int) bool
}

// Hit is one text that was found. Score is above 0 and comparable within one result only.
type Hit struct {
	Doc   int
	Score float64
}

// Index finds texts by their terms. It is safe for concurrent use.
type Index interface {
	// Search gives the n best texts that hold at least one term, the best first, ties by number.
	Search(q Query, n int) []Hit
	// Near gives at most max indexed terms that a slip of the keys may have turned into term, the likeliest first.
	Near(term string, max int) []string
	// Has says whether any text, or the context of one, holds the term.
	Has(term string) bool
	// IDF is how rare the term is among the texts: ln(1 + (N-n+½)/(n+½)) where n of N hold it. An unknown term is the rarest.
	IDF(term string) float64
}

var _ Index = (*Words)(nil)
