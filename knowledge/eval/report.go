package eval

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"text/tabwriter"
)

// Report is what was counted. As JSON it is what the independent scorer prints, name for name and in its order.
type Report struct {
	Questions           int              `json:"questions"`
	NuggetRecall        Share            `json:"nugget_recall"`
	FullyAnswered       Share            `json:"fully_answered"`       // answerable questions with every nugget found
	FalseRefusals       Share            `json:"false_refusals"`       // answerable questions not answered
	RefusedUnanswerable Share            `json:"refused_unanswerable"` // unanswerable ones not answered
	OnTopic             Share            `json:"on_topic"`             // counted Statements that carry a nugget
	StatementsPerAnswer Mean             `json:"statements_per_answer"`
	Uncited             int              `json:"uncited"`
	QuotesNotVerbatim   int              `json:"quotes_not_verbatim"`
	ForbiddenAssertions int              `json:"forbidden_assertions"`
	RecallByType        map[string]Share `json:"recall_by_type"`
	Commitments         *Ledger          `json:"commitments,omitempty"` // nil: no gold for it
	Issues              *Ledger          `json:"issues,omitempty"`
	LeftOut             []string         `json:"left_out,omitempty"` // article files that could not be read, and why
}

// Ledger is what was counted of one list of the Ledger: of Commitments, or of OpenIssues.
type Ledger struct {
	Gold                int    `json:"gold"`
	Entries             int    `json:"entries"`
	Recall              Share  `json:"recall"`
	StanceRight         *Share `json:"stance_right,omitempty"` // of the Commitments found; nil for OpenIssues
	StatusRight         *Share `json:"status_right,omitempty"` // of the OpenIssues found; nil for Commitments
	EntriesMatchingGold Share  `json:"entries_matching_gold"`
	QuotesNotVerbatim   int    `json:"quotes_not_verbatim"`
	Uncited             int    `json:"uncited"`
}

// Share is a part of a whole, shown as a percentage with one decimal. The zero Share is "n/a".
type Share struct{ Part, Whole int }

func (s *Share) add(part bool) {
	s.Whole++
	if part {
		s.Part++
	}
}

func (s *Share) addAll(part, whole int) { s.Part, s.Whole = s.Part+part, s.Whole+whole }

// Percent is the share out of 100; 0 when there is no whole.
func (s Share) Percent() float64 {
	if s.Whole == 0 {
		return 0
	}
	return float64(100*s.Part) / float64(s.Whole)
}

// String is the percentage as both scorers print it: "92.3%", or "n/a".
func (s Share) String() string {
	if s.Whole == 0 {
		return "n/a"
	}
	return fmt.Sprintf("%.1f%%", s.Percent())
}

// MarshalText is String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Mean is a sum over a count, shown with one decimal. The zero Mean is "n/a", in JSON null.
type Mean struct{ Sum, Count int }

// String is the mean with one decimal, or "n/a".
func (m Mean) String() string {
	if m.Count == 0 {
		return "n/a"
	}
	return strconv.FormatFloat(float64(m.Sum)/float64(m.Count), 'f', 1, 64)
}

// MarshalJSON is a number with one decimal, or null.
func (m Mean) MarshalJSON() ([]byte, error) {
	if m.Count == 0 {
		return []byte("null"), nil
	}
	return []byte(m.String()), nil
}

// WriteTo writes the figures as a table for people: a name, the figure, and the counts behind a percentage.
func (r Report) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, len("100.0%")+2, 0, 2, ' ', 0) // columns stay where they are, for diffs
	row := func(name string, v any) {
		s, ok := v.(Share)
		if ok && s.Whole > 0 {
			fmt.Fprintf(t, "%s\t%s\t%d of %d\n", name, s, s.Part, s.Whole)
			return
		}
		fmt.Fprintf(t, "%s\t%v\t\n", name, v)
	}
	row("questions", r.Questions)
	row("nugget_recall", r.NuggetRecall)
	row("fully_answered", r.FullyAnswered)
	row("false_refusals", r.FalseRefusals)
	row("refused_unanswerable", r.RefusedUnanswerable)
	row("on_topic", r.OnTopic)
	row("statements_per_answer", r.StatementsPerAnswer)
	row("uncited", r.Uncited)
	row("quotes_not_verbatim", r.QuotesNotVerbatim)
	row("forbidden_assertions", r.ForbiddenAssertions)
	if len(r.RecallByType) > 0 {
		row("recall_by_type", "")
		for _, k := range slices.Sorted(maps.Keys(r.RecallByType)) {
			row("  "+k, r.RecallByType[k])
		}
	}
	list := func(name string, l *Ledger) {
		if l == nil {
			return
		}
		row(name, "")
		row("  gold", l.Gold)
		row("  entries", l.Entries)
		row("  recall", l.Recall)
		if l.StanceRight != nil {
			row("  stance_right", *l.StanceRight)
		}
		if l.StatusRight != nil {
			row("  status_right", *l.StatusRight)
		}
		row("  entries_matching_gold", l.EntriesMatchingGold)
		row("  quotes_not_verbatim", l.QuotesNotVerbatim)
		row("  uncited", l.Uncited)
	}
	list("commitments", r.Commitments)
	list("issues", r.Issues)
	if err := t.Flush(); err != nil {
		return 0, err
	}
	lines := bytes.Split(b.Bytes(), []byte("\n"))
	b = bytes.Buffer{}
	for i, l := range lines {
		if i < len(lines)-1 {
			b.Write(append(bytes.TrimRight(l, " "), '\n'))
		}
	}
	for _, left := range r.LeftOut {
		fmt.Fprintf(&b, "left out: %s\n", left)
	}
	return b.WriteTo(w)
}
