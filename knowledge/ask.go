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

// cancelled is why a Question failed whose asker did not wait.
const cancelled = "The question was cancelled before it was answered."

// answer is Answer; how takes in how it came about, unless it is nil.
func (b *Base) answer(ctx context.Context, q Question, how *Explanation) (Answer, error) {
	st := b.state.Load()
	if day, rest, ok := asOfIn(q, st.newest); ok {
		return b.answerAsOf(ctx, st, day, rest, how)
	}
	return b.answerNow(ctx, st, q, how)
}

// answerNow answers a Question as things stand in a state.
func (b *Base) answerNow(ctx context.Context, st *state, q Question, how *Explanation) (Answer, error) {
	a := Answer{Question: q.Text, Understood: cmp.Or(q.Understood, q.Text), Status: NotInCorpus, Statements: []Statement{}, Searched: st.searched()}
	if err := ctx.Err(); err != nil {
		a.Status, a.Reason = Failed, cancelled
		return a, err
	}
	if !st.asOf.IsZero() && len(st.entries) == 0 {
		a.Reason = "No article is as old as that."
		if !st.first.IsZero() {
			a.Reason = "No article is as old as that: the first is of " + st.first.Format("2 Jan 2006") + "."
		}
		return a, nil
	}
	if len(st.entries) == 0 {
		a.Reason = "There are no articles yet: an admin has to refresh the knowledge base first."
		return a, nil
	}
	ask, cancel := b.within(ctx)
	defer cancel()
	got, err := b.understand(ctx, ask, st, q, how)
	if err != nil {
		a.Status, a.Reason = Failed, cancelled
		return a, err
	}
	if day, rest, ok := asOfIn(got.q, st.newest); ok && got.rewriting != nil && got.rewriting.Used && st.asOf.IsZero() {
		return b.answerAsOf(ctx, st, day, rest, how)
	}
	a.Understood, a.Language, a.Rewriting = cmp.Or(got.q.Understood, q.Text), got.language, got.rewriting
	kept := got.kept
	if kept, a.Writing, err = b.written(ctx, ask, st, got.q, kept); err != nil {
		a.Status, a.Reason = Failed, cancelled
		return a, err
	}
	if kept, a.Translation, err = b.translated(ctx, ask, st, got, kept); err != nil {
		a.Status, a.Reason = Failed, cancelled
		return a, err
	}
	a.Statements = append(a.Statements, kept...)
	a.Searching = got.beyond.how(a.Statements)
	if len(a.Statements) > 0 {
		a.Status = Answered
		number(a.Statements)
		return a, nil
	}
	a.Reason = st.refusal(&got.in)
	for _, f := range got.fs[:min(3, len(got.fs))] {
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

// looked is what one reading of a Question came to.
type looked struct {
	kept   []Statement
	in     inquiry // its last part
	fs     []found
	beyond *search // what was looked for beyond words
}

// look finds what the Articles say to a Question, in their own words. ask is the Embedder's and the Ranker's.
func (b *Base) look(ctx, ask context.Context, st *state, q Question, how *Explanation) (l looked, err error) {
	if err := ctx.Err(); err != nil {
		return l, err
	}
	l.beyond = b.searching(st)
	within, done := l.beyond.within(ask, b.opt.Parts)
	defer done()
	var drafts, sure []Statement // sure: those by words alone, where drafts are by more
	parts := partsOf(q)
	for _, part := range parts {
		l.in = st.inquire(part)
		l.fs = st.retrieve(&l.in)
		said, changed := st.draft(&l.in, l.fs, len(parts)), false
		if l.beyond != nil {
			sure = appendNew(sure, said)
		}
		if l.fs, changed = l.beyond.again(within, &l.in, l.fs); changed {
			said = st.draft(&l.in, l.fs, len(parts))
		}
		how.looked(st, &l.in, l.fs)
		drafts = appendNew(drafts, said)
	}
	if l.kept, err = b.gated(ctx, st, drafts, how); err == nil && l.beyond != nil {
		sure, err = b.gated(ctx, st, sure, nil)
		l.kept = joined(l.kept, sure)
	}
	return l, err
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
