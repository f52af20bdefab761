package knowledge

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"talksbot/knowledge/news"
)

// Answer retrieves, synthesizes and verifies. Only what the gate supports is kept; where nothing is left the Answer says
// so, with the nearest thing the Articles do say. The error is for operators; the Answer is always fit to show.
func (b *Base) Answer(ctx context.Context, q Question) (Answer, error) { return b.answer(ctx, q, nil) }

// answer is Answer; how takes in how it came about, unless it is nil.
func (b *Base) answer(ctx context.Context, q Question, how *Explanation) (Answer, error) {
	st := b.state.Load()
	a := Answer{Question: q.Text, Understood: cmp.Or(q.Understood, q.Text), Status: NotInCorpus, Statements: []Statement{}, Searched: st.searched()}
	if err := ctx.Err(); err != nil {
		a.Status, a.Reason = Failed, "The question was cancelled before it was answered."
		return a, err
	}
	if len(st.entries) == 0 {
		a.Reason = "There are no articles yet: an admin has to refresh the knowledge base first."
		return a, nil
	}
	var drafts []Statement
	var in inquiry
	var fs []found
	parts := partsOf(q)
	for _, part := range parts {
		in = st.inquire(part)
		fs = st.retrieve(&in)
		how.looked(st, &in, fs)
		drafts = appendNew(drafts, st.draft(&in, fs, len(parts)))
	}
	kept, err := b.gated(ctx, st, drafts, how)
	if err != nil {
		a.Status, a.Reason = Failed, "The question was cancelled before it was answered."
		return a, err
	}
	if kept, a.Writing, err = b.written(ctx, st, q, kept); err != nil {
		a.Status, a.Reason = Failed, "The question was cancelled before it was answered."
		return a, err
	}
	a.Statements = append(a.Statements, kept...)
	if len(a.Statements) > 0 {
		a.Status = Answered
		number(a.Statements)
		return a, nil
	}
	a.Reason = st.refusal(&in)
	for _, f := range fs[:min(3, len(fs))] {
		s, _ := st.statement(f.place, -1)
		near, err := b.gated(ctx, st, []Statement{s}, nil)
		if err == nil && len(near) == 1 {
			number(near)
			a.Nearest = &near[0]
			break
		}
	}
	return a, nil
}

// gated keeps the Statements that the gate supports. One that it does not is tried without what is said about it, then as the
// bare quotation it was made of; what fails then too is dropped.
func (b *Base) gated(ctx context.Context, st *state, drafts []Statement, how *Explanation) ([]Statement, error) {
	gate := b.verifier(st)
	var out []Statement
	for _, s := range drafts {
		for _, s := range []Statement{s, untold(s), bare(s)} {
			v, err := gate.Verify(ctx, s)
			if err != nil {
				return nil, err
			}
			if v.Kind == Supported {
				out = append(out, s)
				break
			}
			how.dropped(s, v)
		}
	}
	return out, nil
}

func (b *Base) verifier(st *state) Verifier {
	if v := b.opt.Parts.Verifier; v != nil {
		return v
	}
	return st.gate
}

// untold is a Statement without what is said about it.
func untold(s Statement) Statement {
	return Statement{Text: s.Text, Kind: Quote, Citations: s.Citations}
}

// bare is the quotation that a Statement leads with, as it stands, and nothing said about it.
func bare(s Statement) Statement {
	lead := s.Citations[0]
	for _, c := range s.Citations {
		if len(c.Quote) > 20 && strings.Contains(s.Text, c.Quote[len(c.Quote)-20:]) {
			lead = c
			break
		}
	}
	return Statement{Text: closed(lead.Quote), Kind: Quote, Citations: []Citation{lead}}
}

// draft writes Statements for one question, at most its share of an Answer to several.
func (st *state) draft(in *inquiry, fs []found, parts int) []Statement {
	var out []Statement
	if in.kind == issuesKind {
		out = st.issueStatements(in)
	}
	if len(out) == 0 {
		out = st.statements(in, st.choose(in, fs))
	}
	if parts > 1 && len(out) > maxStatements/parts {
		out = out[:maxStatements/parts]
	}
	return out
}

// appendNew adds Statements that say something not said yet.
func appendNew(to, more []Statement) []Statement {
next:
	for _, s := range more {
		for _, t := range to {
			if t.Text == s.Text {
				continue next
			}
		}
		to = append(to, s)
	}
	return to
}

var secondPart = regexp.MustCompile(`(?i)(?:\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+)((?:(?:under|on|by|in|for|at|to|from|with)\s+)?(?:what|when|where|who|whom|how|which|why)\b|(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could)\s+(?:it|they|he|she|there|the|that|those|this|all|any))\s`)

// partsOf takes a question with two questions in it apart: "how much is it, and when can they apply?" The second is
// understood with the first.
func partsOf(q Question) []Question {
	text := cmp.Or(q.Understood, q.Text)
	main, about, _ := strings.Cut(text, About)
	if first, second, ok := strings.Cut(main, "? "); ok && len(strings.Fields(first)) > 2 && beginsQuestion(second) {
		first += "?"
		if about != "" {
			return []Question{{Text: q.Text, Understood: first + About + about}, {Text: q.Text, Understood: second + About + first + " " + about}}
		}
		return []Question{{Text: q.Text, Understood: first}, {Text: q.Text, Understood: second + About + first}}
	}
	for _, m := range secondPart.FindAllStringSubmatchIndex(main, -1) {
		first, second := main[:m[0]], main[m[2]:]
		if len(first) < 12 || len(second) < 8 || !asksSomething(first) {
			continue
		}
		if about != "" {
			return []Question{{Text: q.Text, Understood: first + About + about}, {Text: q.Text, Understood: second + About + first + " " + about}}
		}
		return []Question{{Text: q.Text, Understood: first}, {Text: q.Text, Understood: second + About + first}}
	}
	return []Question{q}
}

// asksSomething says whether words are a question by themselves: they begin with a question word or an auxiliary, or have
// several words of matter.
func asksSomething(s string) bool {
	if beginsQuestion(s) {
		return true
	}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if w == "how" || w == "what" || w == "when" || w == "who" {
			return true
		}
	}
	return false
}

// beginsQuestion says whether words begin with a question word or an auxiliary.
func beginsQuestion(s string) bool {
	switch w := strings.ToLower(firstWords(s, 1)); w {
	case "what", "when", "where", "who", "how", "which", "why", "by", "on", "under", "whose":
		return true
	default:
		return yesNo[w]
	}
}

// number gives each cited Article its number within the Answer, in order of first use.
func number(ss []Statement) {
	n := news.Numbering{}
	for i := range ss {
		for j := range ss[i].Citations {
			n.Set(&ss[i].Citations[j])
		}
	}
}
