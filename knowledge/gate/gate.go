// Package gate lets no Statement out that its Citations do not carry. It reads the stored text alone: the Statement's
// words are laid along the quoted sentences, and every word that is added, lost or exchanged has to be licensed; actor,
// stance and speaker are read from the quotes anew. No model can talk it round, since it asks none.
package gate

import (
	"context"
	"fmt"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// Gate judges Statements by their Citations alone: it lays a Statement's words along the sentences its Citations
// quote from, and judges every word that differs. It is safe for concurrent use.
type Gate struct {
	text   func(article string) (string, bool)
	parses *parses
}

// New makes a gate, which needs no model. text gives an Article's stored text by its ID; false where there is none.
// A Statement is Supported when every Quote stands at its offsets and the quotes carry text, Actor, Stance and SaidBy;
// Contradicted when they clash in a number, a name, a negation or a stance; otherwise Unsupported. It never errs but by ctx.
func New(text func(article string) (string, bool)) *Gate {
	return &Gate{text: text, parses: newParses()}
}

// flaw is why a Statement does not hold. A nil flaw is none.
type flaw struct {
	kind   VerdictKind
	clash  Clash
	reason string
}

func unsupported(format string, args ...any) *flaw {
	return &flaw{Unsupported, "", fmt.Sprintf(format, args...)}
}

func contradicted(clash Clash, format string, args ...any) *flaw {
	return &flaw{Contradicted, clash, fmt.Sprintf(format, args...)}
}

// Verify judges s by its Citations and the stored sentences they stand in.
func (g *Gate) Verify(ctx context.Context, s Statement) (Verdict, error) {
	if err := ctx.Err(); err != nil {
		return Verdict{}, err
	}
	if fl := g.judge(s); fl != nil {
		return Verdict{Kind: fl.kind, Clash: fl.clash, Reason: fl.reason}, nil
	}
	return Verdict{Kind: Supported}, nil
}

func (g *Gate) judge(s Statement) *flaw {
	sources, fl := g.sources(s)
	if fl != nil {
		return fl
	}
	j := &judgement{Gate: g, s: s, sources: sources}
	words := wording.Of(s.Text)
	if len(words) == 0 {
		return unsupported("the statement is empty")
	}
	if fl := j.quotations(); fl != nil {
		return fl
	}
	if fl := j.text(words); fl != nil {
		return fl
	}
	return j.fields()
}

// judgement is the judging of one Statement.
type judgement struct {
	*Gate
	s       Statement
	sources []*source
	uses    []usage
	tries   int // alignments made so far
}

// mostTries bounds how many ways of taking a Statement apart are tried, mostWords how long it and a source may be.
const (
	mostTries = 400
	mostWords = 600
)

// usage is a part of the Statement and what of a source carries it.
type usage struct {
	source *source
	kept   []bool // per word of the source
	says   string // whom the part names as its speaker itself; ""
}

// text judges the Statement's words, as a table row, as one sentence or in parts.
func (j *judgement) text(words []wording.Word) *flaw {
	uses, fl := j.part(words, "", 0)
	if fl == nil {
		j.uses = uses
		return j.belong()
	}
	if uses, ok := j.row(); ok {
		j.uses = uses
		return nil
	}
	if len(words) <= mostWords && !j.changed(words, fl.kind == Contradicted) {
		if uses, ok := j.restated(words); ok {
			j.uses = uses
			return nil
		}
	}
	if len(words) > mostWords || j.verbatim(words) {
		return fl
	}
	uses, why := j.paraphrased(words)
	if why == "" {
		j.uses = uses
		return nil
	}
	if fl.kind == Unsupported {
		return unsupported("%s", why)
	}
	return fl
}

// changed says whether the Statement is a source's sentence with words left out, or, where words clash, with words
// changed: then it is no restatement, and what was found against it stands.
func (j *judgement) changed(words []wording.Word, clash bool) bool {
	for _, src := range j.sources {
		if len(src.words) > mostWords {
			continue
		}
		if _, matched := wording.Align(words, src.words); matched == len(words) || clash && matched*10 >= len(words)*6 {
			return true
		}
	}
	return false
}

// maxParts bounds how deep a Statement is taken apart.
const maxParts = 6

// part judges words of the Statement as one sentence; where no source carries them, what follows a lead-in, or both
// sides of a joint.
func (j *judgement) part(ws []wording.Word, says string, depth int) ([]usage, *flaw) {
	var first *flaw
	best := -1
	for _, src := range j.sources {
		kept, matched, fl := j.against(ws, src, says)
		if fl == nil {
			use := usage{src, kept, says}
			if says != "" {
				fl = j.speaks(says, []usage{use})
			}
			if fl == nil {
				return []usage{use}, nil
			}
		}
		if matched > best || matched == best && fl.kind == Contradicted && first.kind != Contradicted {
			best, first = matched, fl
		}
	}
	if depth >= maxParts {
		return nil, first
	}
	if says == "" {
		if who, rest, ok := j.leadIn(ws); ok && len(rest) > 0 {
			uses, fl := j.part(rest, who, depth+1)
			if fl == nil {
				return uses, nil
			}
			first = worse(first, fl)
		}
	}
	for _, at := range joints(ws) {
		left, fl := j.part(ws[:at.end], says, maxParts)
		if fl != nil {
			continue
		}
		right, fl := j.part(ws[at.next:], says, depth+1)
		if fl != nil {
			first = worse(first, fl)
			continue
		}
		return append(left, right...), nil
	}
	return nil, first
}

func worse(a, b *flaw) *flaw {
	if b.kind == Contradicted {
		return b
	}
	return a
}

// joint is a place where two parts of a Statement meet: the first ends before word end, the second begins at next.
type joint struct{ end, next int }

// joints finds where a Statement may be several quotes put together: at marks first, then at "and", "but", "while".
func joints(ws []wording.Word) []joint {
	var marks, words []joint
	for i := 1; i < len(ws); i++ {
		switch ws[i].Mark {
		case ';', ':', '.', '-':
			marks = append(marks, joint{i, i})
		}
		if w := ws[i].Text; i+1 < len(ws) && (w == "and" || w == "but" || w == "while") {
			words = append(words, joint{i, i + 1})
		}
	}
	out := append(marks, words...)
	return out[:min(len(out), 10)]
}

// against judges words of the Statement by one source. kept marks the source's words that the Statement has.
func (j *judgement) against(ws []wording.Word, src *source, says string) (kept []bool, matched int, fl *flaw) {
	if j.tries++; j.tries > mostTries || len(ws) > mostWords || len(src.words) > mostWords {
		return nil, 0, unsupported("too long to judge")
	}
	hunks, matched := wording.Align(ws, src.words)
	kept = make([]bool, len(src.words))
	for i := range kept {
		kept[i] = true
	}
	if matched*2 < len(ws) {
		return nil, matched, unsupported("no quote has these words: %q", j.span(ws))
	}
	for _, h := range hunks {
		for d := h.D0; d < h.D1; d++ {
			kept[d] = false
		}
	}
	for i, k := range kept {
		if k && !src.quoted[i] {
			return nil, matched, unsupported("%q stands outside the quote", src.span(i, i+1))
		}
	}
	for _, h := range hunks {
		if h.I0 == h.I1 {
			continue
		}
		if fl := j.exchange(ws, src, h, kept); fl != nil {
			return nil, matched, fl
		}
	}
	if src.question && !strings.HasSuffix(strings.TrimRight(j.s.Text, `"”' `), "?") {
		return nil, matched, unsupported("a question is no statement: %q", src.text)
	}
	if fl := j.omitted(src, kept, tight(ws, hunks, len(kept)), says); fl != nil {
		return nil, matched, fl
	}
	return kept, matched, nil
}

// tight marks the source's words that follow a gap in the source and no mark in the Statement.
func tight(ws []wording.Word, hunks []wording.Hunk, n int) []bool {
	out := make([]bool, n)
	for _, h := range hunks {
		if h.D1 < n && h.I1 < len(ws) && h.I1 > 0 && ws[h.I1].Mark == 0 {
			out[h.D1] = true
		}
	}
	return out
}

// span gives the Statement's text of words.
func (j *judgement) span(ws []wording.Word) string {
	if len(ws) == 0 {
		return ""
	}
	return j.s.Text[ws[0].Start:ws[len(ws)-1].End]
}

// source is a stored sentence that a Citation quotes from. Words outside the quotes carry nothing, but what they say
// of the words inside (a negation, a condition, a speaker) counts.
type source struct {
	article    string
	start, end int // bytes of the article's text
	text       string
	words      []wording.Word
	quoted     []bool // per word: inside a Citation's quote
	question   bool
	block      block
	parses     *parses
	parsed     *english.Parsed
}

func (s *source) parse() *english.Parsed {
	if s.parsed == nil {
		s.parsed = s.parses.parse(s.text)
	}
	return s.parsed
}

// quote gives what of the sentence is quoted, from the first word to the last.
func (s *source) quote() string {
	from, to := -1, 0
	for i, q := range s.quoted {
		if q {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return ""
	}
	return s.span(from, to)
}

func (s *source) span(i, k int) string {
	if i >= k {
		return ""
	}
	return s.text[s.words[i].Start:s.words[k-1].End]
}
