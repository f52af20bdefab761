package knowledge

// Question is what a Message wants to know.
type Question struct {
	Text       string // as asked; shown back, never obeyed
	Understood string // clear without the chat; "" means Text already is
}

// Status says how an Answer came out.
type Status string

const (
	Answered    Status = "answered"
	NotInCorpus Status = "not_in_corpus"
	Failed      Status = "failed"
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
	Text      string        `json:"text"`
	Kind      StatementKind `json:"kind"`
	Actor     string        `json:"actor,omitempty"`
	Stance    Stance        `json:"stance,omitempty"`
	SaidBy    string        `json:"said_by,omitempty"`
	Citations []Citation    `json:"citations"`
}

// Searched says what an Answer was looked for in.
type Searched struct {
	Articles int    `json:"articles"`
	Newest   string `json:"newest"` // YYYY-MM-DD, "" when no article has a date
	Snapshot string `json:"snapshot"`
}

// Answer is what Base.Answer gives: Statements that hold, or why there are none.
type Answer struct {
	Question   string      `json:"question"`
	Understood string      `json:"understood"`
	Status     Status      `json:"status"`
	Reason     string      `json:"reason,omitempty"`  // a sentence for people, when not answered
	Nearest    *Statement  `json:"nearest,omitempty"` // when not answered: the closest thing the articles do say
	Statements []Statement `json:"statements"`
	Searched   Searched    `json:"searched"`
}
