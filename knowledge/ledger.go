package knowledge

import (
	"talksbot/knowledge/extract"
	"talksbot/knowledge/stance"
)

// Stance is how firmly a Commitment is undertaken, as package stance reads it from a clause. The zero Stance is none.
type Stance = stance.Stance

// The Stances; what each means stands in package stance.
const (
	Signed    = stance.Signed
	Pledged   = stance.Pledged
	Ready     = stance.Ready
	Proposed  = stance.Proposed
	Undecided = stance.Undecided
	Declined  = stance.Declined
)

// Stances lists every Stance, firmest first.
var Stances = stance.Stances

// IssueStatus is how far an OpenIssue is from being settled, as package extract reads it from a report.
type IssueStatus = extract.IssueStatus

// The IssueStatuses; see package extract.
const (
	IssueOpen    = extract.IssueOpen
	IssuePartly  = extract.IssuePartly
	IssueSettled = extract.IssueSettled
)

// Commitment is who undertakes what, how firmly, on what condition, said by whom.
// Its fields are those of the latest report; History holds every report, oldest first.
type Commitment struct {
	ID            string     `json:"id"`
	Actor         string     `json:"actor"` // "" when the articles do not say
	Undertaking   string     `json:"undertaking"`
	Stance        Stance     `json:"stance"`
	Condition     string     `json:"condition"`
	Deadline      string     `json:"deadline"`
	Amount        string     `json:"amount,omitempty"`
	SaidBy        string     `json:"said_by"`
	FirstReported string     `json:"first_reported"` // YYYY-MM-DD, "" when no report has a date
	LastReported  string     `json:"last_reported"`
	Disputed      bool       `json:"disputed,omitempty"` // reports contradict each other
	History       []Reported `json:"history"`
	Citations     []Citation `json:"citations"`
}

// OpenIssue is what the articles report as not settled, or as settled since.
type OpenIssue struct {
	ID        string      `json:"id"`
	Issue     string      `json:"issue"`
	Status    IssueStatus `json:"status"`
	SaidBy    string      `json:"said_by"`
	History   []Reported  `json:"history"`
	Citations []Citation  `json:"citations"`

	strength int // 2: said to be open in so many words, 1: to be decided, 0: a party has not made up its mind
}

// Reported is one report of a Commitment or an OpenIssue in one Article.
type Reported struct {
	Date     string      `json:"date"` // YYYY-MM-DD of the article, "" when unknown
	Stance   Stance      `json:"stance,omitempty"`
	Status   IssueStatus `json:"status,omitempty"`
	What     string      `json:"what"`
	SaidBy   string      `json:"said_by,omitempty"`
	Citation Citation    `json:"citation"`
}
