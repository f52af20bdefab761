package knowledge

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"talksbot/knowledge/foreign"
	"talksbot/knowledge/index"
)

// Rewriting says how a Rewriter did with a Question.
type Rewriting struct {
	By      string    `json:"by"`                // Rewriter.Name
	Used    bool      `json:"used"`              // the Answer is to the question as it was rewritten: Answer.Understood
	Problem string    `json:"problem,omitempty"` // why there is no rewriting, in a sentence without secrets
	Dropped *Rejected `json:"dropped,omitempty"` // one that was not fit, or that nothing was found for
}

// readings are the ways in which a Question may be taken, to be looked for one after the other until one finds something: as it
// was rewritten, where that is fit, then as rules understand it. how is nil where no Rewriter was asked. language is that of the
// question where it is not English and could be told.
func (b *Base) readings(ctx context.Context, st *state, q Question) (all []Question, language string, how *Rewriting) {
	own := foreign.Language(q.Text)
	if own != foreign.English {
		language = own
	}
	by := b.opt.Parts.Rewriter
	if by == nil || !unclear(q, own) {
		return []Question{q}, language, nil
	}
	how = &Rewriting{By: by.Name()}
	text, told, err := rewrite(ctx, by, q)
	if err != nil {
		how.Problem = problem(err, "so the question is understood by rules alone.")
		return []Question{q}, language, how
	}
	text = strings.TrimSpace(text)
	if reason := st.unfitRewriting(q, own, text); reason != "" {
		how.Dropped = &Rejected{clipped(text), reason}
		return []Question{q}, language, how
	}
	if base, _, _ := strings.Cut(strings.ToLower(told), "-"); base != own {
		language = "" // the two do not agree
	}
	how.Used = true
	clear := q
	clear.Understood = text
	return []Question{clear, q}, language, how
}

// took notes that a Question was answered as taken, and not as it was rewritten first.
func (how *Rewriting) took(first, taken Question) {
	if how != nil && how.Used && first.Understood != taken.Understood {
		how.Used, how.Dropped = false, &Rejected{first.Understood, "nothing was found for it"}
	}
}

// unclear says whether a Question is to be rewritten: it leans on earlier ones, or is in another language, or in none that is
// known and in words that are not those of English.
func unclear(q Question, language string) bool {
	if language == foreign.English {
		return q.Understood != "" && q.Understood != q.Text && len(q.Earlier) > 0
	}
	return language != "" || len(index.Terms(q.Text)) > 1 && strings.ContainsFunc(q.Text, unicode.IsLetter)
}

// mostEarlier and longestEarlier bound what a Rewriter is told of earlier questions: how many, and each in bytes.
const mostEarlier, longestEarlier = 4, 500

// rewrite makes an error of a panic.
func rewrite(ctx context.Context, by Rewriter, q Question) (text, language string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the rewriting failed")
		}
	}()
	earlier := []string{}
	for _, e := range q.Earlier[max(0, len(q.Earlier)-mostEarlier):] {
		if len(e) <= longestEarlier {
			earlier = append(earlier, e)
		}
	}
	return by.Rewrite(ctx, q.Text, earlier)
}

// problem says for people why a model did not do its part, and what is done for it.
func problem(err error, instead string) string {
	if errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
		return "The model was not reached in time, " + instead
	}
	return "The model gave nothing that could be used, " + instead
}

// within bounds what the Parts take for one Answer, all together. It is no bound on what is done without them.
func (b *Base) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if b.opt.Parts.Deadline <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, b.opt.Parts.Deadline)
}
