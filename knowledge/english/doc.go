// Package english analyses English news text without a model of the news: sentences, tagged words, noun phrases,
// verb groups, clauses, quantities and times, each with byte offsets into the text it was given.
//
// The way down is Sentences → Parse → Parsed.Clauses. Tags are the Penn Treebank's, from an averaged perceptron
// (package prose); phrases and clauses are built on them by the rules of this package, which know grammar only.
package english
