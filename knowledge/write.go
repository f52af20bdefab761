package knowledge

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/index"
	"talksbot/knowledge/parties"
)

// Writing says how a Synthesizer did with an Answer.
type Writing struct {
	By      string     `json:"by"`                // Synthesizer.Name
	Written int        `json:"written"`           // Statements that are in its words; the others are in the articles'
	Problem string     `json:"problem,omitempty"` // why none is, in a sentence without secrets; "" where it did its work
	Dropped []Rejected `json:"dropped,omitempty"` // drafts that were not let out
}

// ErrUnavailable is what the error of a Synthesizer is where it could not be reached, or not in time.
var ErrUnavailable = errors.New("the model is not available")

// written lets the Synthesizer say what was found in its own words: Statements that the gate has let out already. Each stays as
// it is unless a draft says the same, by the same Citations. Drafts that do not hold may be written once more.
func (b *Base) written(ctx context.Context, st *state, q Question, found []Statement) ([]Statement, *Writing, error) {
	by := b.opt.Parts.Synthesizer
	if by == nil || len(found) == 0 {
		return found, nil, nil
	}
	w := &writing{gate: b.verifier(st), found: found, by: make([]int, len(found))}
	how := &Writing{By: by.Name()}
	from := Evidence{Found: found}
	for try := 0; try < 2; try++ {
		drafts, err := synthesize(ctx, by, q, from)
		if err != nil {
			if ctx.Err() != nil {
				return nil, nil, ctx.Err()
			}
			if try == 0 {
				how.Problem = problem(err)
			}
			break
		}
		rejected, err := w.take(ctx, drafts)
		if err != nil {
			return nil, nil, err
		}
		how.Dropped = append(how.Dropped, rejected...)
		if len(rejected) == 0 || !slices.Contains(w.by, 0) {
			break
		}
		from.Rejected = rejected
	}
	out := w.statements()
	how.Written = len(w.drafts)
	return out, how, nil
}

// synthesize makes an error of a panic: what a model says reaches far into whoever reads it.
func synthesize(ctx context.Context, by Synthesizer, q Question, from Evidence) (drafts []Statement, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the writing failed")
		}
	}()
	return by.Synthesize(ctx, q, from)
}

// problem says for people why nothing was written.
func problem(err error) string {
	if errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
		return "The model was not reached in time, so the articles' own words are shown."
	}
	return "The model gave nothing that could be used, so the articles' own words are shown."
}

// writing is the work on one Answer.
type writing struct {
	gate   Verifier
	found  []Statement
	drafts []Statement // that hold
	by     []int       // for each found Statement the number of the draft that says it, from 1; 0 for none
}

// mostDrafts bounds how many drafts are looked at: more than one for each Statement are of no use.
const mostDrafts = 3 * maxStatements

// take puts drafts in the place of what was found where they hold and lose nothing, and gives those that do not hold.
func (w *writing) take(ctx context.Context, drafts []Statement) (rejected []Rejected, err error) {
	reject := func(text, reason string) {
		rejected = append(rejected, Rejected{clipped(text), reason})
	}
	for _, d := range drafts[:min(len(drafts), mostDrafts)] {
		reason := unfit(d)
		if reason != "" {
			reject(d.Text, reason)
			continue
		}
		said, citations, reason := w.rests(d)
		if reason != "" {
			reject(d.Text, reason)
			continue
		}
		for _, i := range said {
			if reason = loses(w.found[i], d.Text); reason != "" {
				break
			}
		}
		if reason != "" {
			reject(d.Text, reason)
			continue
		}
		first := w.found[said[0]]
		s := Statement{Text: d.Text, Kind: Summary, Actor: first.Actor, Stance: first.Stance, SaidBy: first.SaidBy, Citations: citations}
		v, err := w.gate.Verify(ctx, s)
		if err != nil {
			return nil, err
		}
		if v.Kind != Supported {
			reject(d.Text, cmp.Or(v.Reason, "the quotes do not carry it"))
			continue
		}
		w.drafts = append(w.drafts, s)
		for _, i := range said {
			w.by[i] = len(w.drafts)
		}
	}
	return rejected, nil
}

// rests finds the Statements that a draft says anew: those, not said yet, all of whose Citations it cites. Several have to be
// of one party and stance. citations are theirs: whole passages, whatever part the draft quotes.
func (w *writing) rests(d Statement) (said []int, citations []Citation, reason string) {
	for _, c := range d.Citations {
		if !slices.ContainsFunc(w.found, func(s Statement) bool {
			return slices.ContainsFunc(s.Citations, func(of Citation) bool { return quotes(c, of) })
		}) {
			return nil, nil, "a quote does not stand in the passage word for word"
		}
	}
	for i, s := range w.found {
		all := !slices.ContainsFunc(s.Citations, func(of Citation) bool {
			return !slices.ContainsFunc(d.Citations, func(c Citation) bool { return quotes(c, of) })
		})
		if !all || w.by[i] > 0 {
			continue
		}
		if len(said) > 0 {
			if first := w.found[said[0]]; s.Actor != first.Actor || s.Stance != first.Stance || s.SaidBy != first.SaidBy {
				continue
			}
		}
		said = append(said, i)
		for _, c := range s.Citations {
			if !slices.ContainsFunc(citations, func(of Citation) bool { return of.Article == c.Article && of.Start == c.Start }) {
				citations = append(citations, c)
			}
		}
	}
	if len(said) == 0 {
		return nil, nil, "it is said already, or cites a part of what it says alone"
	}
	return said, citations, ""
}

// quotes tells whether a Citation quotes another one, whole or in part.
func quotes(c, of Citation) bool {
	return c.Article == of.Article && strings.TrimSpace(c.Quote) != "" && strings.Contains(of.Quote, c.Quote)
}

// markup is what no sentence has that people read: marks of mentions, links, lists and emphasis, and numbers of citations.
var markup = regexp.MustCompile("(?i)[<>{}`*_#|\\\\@]|\\[[^\\]]*\\]|https?:|www\\.|://")

// unfit says what makes a draft no sentence to show, whatever it says.
func unfit(d Statement) string {
	switch text := d.Text; {
	case strings.TrimSpace(text) != text || text == "":
		return "it is empty, or begins or ends with a space"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "it has characters that are not shown"
	case markup.MatchString(text):
		return "it has markup, a link or a mention"
	case len(d.Citations) == 0 || len(d.Citations) > maxStatements:
		return "it cites nothing, or too much"
	case !strings.ContainsAny(text[len(text)-1:], ".!?\"”’'"):
		return "it is no whole sentence"
	}
	quoted := 0
	for _, c := range d.Citations {
		quoted += len(c.Quote)
	}
	if len(d.Text) > 2*quoted+200 {
		return "it is longer than what it rests on"
	}
	return ""
}

// mostLost is the share of a Statement's words that may go where others say the same: articles' sentences carry words that
// nobody needs.
const mostLost = 0.5

// loses says what of a Statement a text does not say: a name, a number, who says so, or most of its words.
func loses(s Statement, text string) string {
	has := english.Quantities(text)
	for _, q := range english.Quantities(s.Text) {
		if !slices.ContainsFunc(has, func(o english.Quantity) bool { return o.Value == q.Value }) {
			return "it leaves out a number"
		}
	}
	own, folded := setOf(index.Terms(text)), english.Fold(text)
	lost, words := 0, index.Terms(s.Text)
	for _, w := range words {
		if !own[w] {
			lost++
		}
	}
	if name := unnamed(s.Text, folded); name != "" {
		return "it leaves out a name: " + name
	}
	if float64(lost) > mostLost*float64(len(words)) {
		return "it leaves out most of what was found"
	}
	return ""
}

// unnamed gives a name in a text that another one, folded, does not have; "" for none. A state may be named by any of its names,
// a person by the last of several.
func unnamed(text, folded string) string {
	toks := english.Tokens(text)
	words := english.Texts(toks)
	for i := 0; i < len(toks); {
		if p, n, ok := gazetteer.Match(words, i); ok && p.Code != "" {
			if !parties.MentionsState(folded, p.Code) && !strings.Contains(folded, english.Fold(strings.Join(words[i:i+n], " "))) {
				return strings.Join(words[i:i+n], " ")
			}
			i += n
			continue
		}
		end := i
		for end < len(toks) && toks[end].Proper() && english.IsCapital(words[end]) {
			end++
		}
		if end > i && !strings.Contains(folded, english.Fold(words[end-1])) {
			return strings.Join(words[i:end], " ")
		}
		i = max(end, i+1)
	}
	return ""
}

// statements are what is shown: in the order of what was found, each draft where the first of what it says stood.
func (w *writing) statements() (out []Statement) {
	shown := map[int]bool{}
	for i, s := range w.found {
		switch n := w.by[i]; {
		case n == 0:
			out = append(out, s)
		case !shown[n]:
			shown[n] = true
			out = append(out, w.drafts[n-1])
		}
	}
	return out
}

// clipped is a draft short enough to be kept.
func clipped(text string) string {
	const most = 300
	if r := []rune(strings.ToValidUTF8(text, "�")); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
