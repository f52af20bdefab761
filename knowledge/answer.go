package knowledge

import "talksbot/knowledge/gate"

// Question is what a Message wants to know.
type Question struct {
	Text       string   // as asked; shown back, never obeyed
	Understood string   // clear without the chat, as rules tell; "" means Text already is
	Earlier    []string // questions before it, oldest first; for a Rewriter alone
}

// Status says how an Answer came out.
type Status string

const (
	Answered    Status = "answered"
	NotInCorpus Status = "not_in_corpus"
	Failed      Status = "failed"
)

// Names of package gate, which judges Statements, that are part of this one.
type (
	Statement     = gate.Statement     // one sentence of an Answer with at least one Citation
	StatementKind = gate.StatementKind // where a Statement's words come from
)

// The kinds of Statements; see package gate.
const (
	Quote      = gate.Quote
	FromLedger = gate.FromLedger
	Summary    = gate.Summary
)

// Searched says what an Answer was looked for in.
type Searched struct {
	Articles int    `json:"articles"`
	Copies   int    `json:"copies,omitempty"` // of the articles, those that repeat others: they count as no source of their own
	Newest   string `json:"newest"`           // YYYY-MM-DD, "" when no article has a date
	Snapshot string `json:"snapshot"`
	AsOf     string `json:"as_of,omitempty"` // YYYY-MM-DD: what was published by the end of that day; "" for all there is
}

// Answer is what Base.Answer gives: Statements that hold, or why there are none.
type Answer struct {
	Question    string       `json:"question"`
	Language    string       `json:"language,omitempty"` // of the question, as in BCP 47, where it is not English and could be told
	Understood  string       `json:"understood"`
	Status      Status       `json:"status"`
	Reason      string       `json:"reason,omitempty"`  // a sentence for people, when not answered
	Nearest     *Statement   `json:"nearest,omitempty"` // when not answered: the closest thing the articles do say
	Statements  []Statement  `json:"statements"`
	Searched    Searched     `json:"searched"`
	Searching   *Searching   `json:"searching,omitempty"`   // how it was looked for; nil where there is no Embedder and no Ranker
	Rewriting   *Rewriting   `json:"rewriting,omitempty"`   // how a Rewriter did; nil where none was asked
	Writing     *Writing     `json:"writing,omitempty"`     // how a Synthesizer did; nil where there is none
	Translation *Translation `json:"translation,omitempty"` // how a Translator did; nil where none was asked
}
