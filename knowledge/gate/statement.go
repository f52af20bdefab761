package gate

import (
	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// StatementKind says where a Statement's words come from.
type StatementKind string

const (
	Quote      StatementKind = "quote"   // an article's own sentence
	FromLedger StatementKind = "ledger"  // built from a ledger entry
	Summary    StatementKind = "summary" // several quotes in our words
)

// Statement is one sentence of an Answer with at least one Citation.
type Statement struct {
	Text      string          `json:"text"`
	Original  string          `json:"original,omitempty"` // what Text is a translation of; "" for none. It was judged, and Text against it
	Kind      StatementKind   `json:"kind"`
	Actor     string          `json:"actor,omitempty"`
	Stance    stance.Stance   `json:"stance,omitempty"`
	SaidBy    string          `json:"said_by,omitempty"`
	Citations []news.Citation `json:"citations"`
}

// Verdict is the gate's judgement. The zero Verdict is Unsupported.
type Verdict struct {
	Kind   VerdictKind
	Clash  Clash  // where they contradict it: in what
	Reason string // for operators: what is not carried by the quotes
}

// VerdictKind says whether a Statement's Citations carry it.
type VerdictKind uint8

const (
	// Unsupported: the quotes do not carry it.
	Unsupported VerdictKind = iota
	// Supported: the quotes carry its text, Actor, Stance and SaidBy.
	Supported
	// Contradicted: they clash with it in a number, a name, a negation or a stance.
	Contradicted
)

// Clash says in what a Statement and its Citations contradict each other. The zero Clash is none.
type Clash string

const (
	Number   Clash = "number"
	Party    Clash = "party" // another one acts or speaks
	Negation Clash = "negation"
	Firmness Clash = "firmness" // words for a Stance or a time
	Other    Clash = "other"    // words that exclude each other
)
