// Package ledger joins what several Articles tell of one thing: reports become Commitments and OpenIssues with a history,
// the latest report leads, copies of one wire story count once, and later undertakings settle what was open.
package ledger

import (
	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// Commitment is who undertakes what, how firmly, on what condition, said by whom.
// Its fields are those of the latest report; History holds every report, oldest first.
type Commitment struct {
	ID            string          `json:"id"`
	Actor         string          `json:"actor"` // "" when the articles do not say
	Undertaking   string          `json:"undertaking"`
	Stance        stance.Stance   `json:"stance"`
	Condition     string          `json:"condition"`
	Deadline      string          `json:"deadline"`
	Amount        string          `json:"amount,omitempty"`
	SaidBy        string          `json:"said_by"`
	FirstReported string          `json:"first_reported"` // YYYY-MM-DD, "" when no report has a date
	LastReported  string          `json:"last_reported"`
	Disputed      bool            `json:"disputed,omitempty"` // reports contradict each other
	History       []Reported      `json:"history"`
	Citations     []news.Citation `json:"citations"`
	ReadBy        string          `json:"read_by,omitempty"` // who read it where the rules did not, such as a model and its prompt; "" where they did
}

// OpenIssue is what the articles report as not settled, or as settled since.
type OpenIssue struct {
	ID        string              `json:"id"`
	Issue     string              `json:"issue"`
	Status    extract.IssueStatus `json:"status"`
	SaidBy    string              `json:"said_by"`
	History   []Reported          `json:"history"`
	Citations []news.Citation     `json:"citations"`
	ReadBy    string              `json:"read_by,omitempty"` // as of a Commitment

	Strength int `json:"-"` // 2: said to be open in so many words, 1: to be decided, 0: a party has not made up its mind
}

// Reported is one report of a Commitment or an OpenIssue in one Article.
type Reported struct {
	Date     string              `json:"date"` // YYYY-MM-DD of the article, "" when unknown
	Stance   stance.Stance       `json:"stance,omitempty"`
	Status   extract.IssueStatus `json:"status,omitempty"`
	What     string              `json:"what"`
	SaidBy   string              `json:"said_by,omitempty"`
	Citation news.Citation       `json:"citation"`
	ReadBy   string              `json:"read_by,omitempty"` // as of a Commitment
}
