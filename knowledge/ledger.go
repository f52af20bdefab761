package knowledge

import (
	"talksbot/knowledge/extract"
	"talksbot/knowledge/ledger"
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

// Names of package ledger that are part of this one.
type (
	Commitment = ledger.Commitment // who undertakes what, how firmly, on what condition, said by whom
	OpenIssue  = ledger.OpenIssue  // what the articles report as not settled, or as settled since
	Reported   = ledger.Reported   // one report of either in one Article
)
