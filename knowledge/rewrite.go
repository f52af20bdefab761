package knowledge

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"talksbot/knowledge/foreign"
	"talksbot/knowledge/index"
)

// Rewriting says how a Rewriter did with a Question.
type Rewriting struct {
	By      string    `json:"by"`                // Rewriter.Name
	Used    bool      `json:"used"`              // the Answer is to the question as it was rewritten: Answer.Understood
	Problem string    `json:"problem,omitempty"` // why there is none, in a sentence without secrets
	Dropped *Rejected `json:"dropped,omitempty"` // one that was not fit, or that nothing was found for
}

// understood is how a Question was taken.
type understood struct {
	looked
	q         Question
	language  string // of the question, where it is not English and could be told
	rewriting *Rewriting
}

// understand finds what the Articles say to a Question: as it was rewritten, where that is fit and finds something, else as rules
// understand it. What Articles in the question's own language say to it goes before. ask is the models'.
func (b *Base) understand(ctx, ask context.Context, st *state, q Question, how *Explanation) (u understood, err error) {
	u.q = q
	own := foreign.Language(q.Text)
	if own != foreign.English {
		u.language = own
	}
	by := b.opt.Parts.Rewriter
	if by == nil || !unclear(q, own) {
		u.looked, err = b.look(ctx, ask, st, q, how)
		return u, err
	}
	u.rewriting = &Rewriting{By: by.Name()}
	plain := false
	if u.language != "" {
		if u.looked, err = b.look(ctx, ask, st, q, how); err != nil || st.inLanguage(u.kept, own) {
			return u, err
		}
		plain = true
	}
	text, agreed := u.rewriting.rewrite(ask, st, by, q, own)
	if text == "" {
		if !plain {
			u.looked, err = b.look(ctx, ask, st, q, how)
		}
		return u, err
	}
	clear := q
	clear.Understood = text
	got, err := b.look(ctx, ask, st, clear, how)
	if err == nil && len(got.kept) == 0 && !plain {
		u.looked, err = b.look(ctx, ask, st, q, how)
	}
	if err != nil {
		return u, err
	}
	if len(got.kept) == 0 && len(u.kept) > 0 {
		u.rewriting.Dropped = &Rejected{text, "nothing was found for it"}
		return u, nil
	}
	if !agreed {
		u.language = ""
	}
	u.looked, u.q, u.rewriting.Used = got, clear, true
	return u, nil
}

// rewrite gives a rewriting that is fit, "" for none, and whether the language that it is from is the one that rules tell.
func (how *Rewriting) rewrite(ctx context.Context, st *state, by Rewriter, q Question, language string) (text string, agreed bool) {
	text, told, err := rewrite(ctx, by, q)
	if err != nil {
		how.Problem = problem(err, "so the question is understood by rules alone.")
		return "", false
	}
	text = strings.TrimSpace(text)
	if reason := st.unfitRewriting(q, language, text); reason != "" {
		how.Dropped = &Rejected{clipped(text), reason}
		return "", false
	}
	told, _, _ = strings.Cut(strings.ToLower(told), "-")
	return text, told == language
}

// inLanguage says whether one of the Statements cites an Article in a language.
func (st *state) inLanguage(all []Statement, language string) bool {
	return slices.ContainsFunc(all, func(s Statement) bool {
		return slices.ContainsFunc(s.Citations, func(c Citation) bool {
			at, ok := st.byID[c.Article]
			return ok && st.entries[at].article.Language == language
		})
	})
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
