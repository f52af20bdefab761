package dialog

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"talksbot/adapters"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// overhear is how many Messages of a Thread are read that were said before the bot was called, and overheard how long
// one may be, in bytes: a follow-up needs the last question or two, not a pasted article.
const overhear, overheard = 20, 1000

var showAll = regexp.MustCompile(`(?i)^\s*/?(?:show\s+)?all\s*[.!]*\s*$`)

// work answers a Message and writes down that it did. It gives up, and leaves the Message to the next process, when stop
// ends between tries, or long at any time.
func (s *service) work(stop, long context.Context, j job, at *slot) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic", "panic", p, "stack", string(debug.Stack()))
			s.dismiss(long, j.Message, "panic")
		}
	}()
	a := s.on[j.Thread.Platform]
	if j.Edits != "" {
		s.edit(stop, long, a, j, at)
		return
	}
	var t *turn
	id, ok := s.once(stop, long, a, j, at, func() (string, error) {
		if t == nil {
			t = s.answer(long, a, j.Message, j.Message)
		}
		if long.Err() != nil { // what was broken off is no answer
			return "", long.Err()
		}
		return deliver(long, a, j.Message, s.shown(*t, j.ID))
	})
	if !ok {
		return
	}
	if t == nil { // posted by an earlier process, which did not come to say so
		t = &turn{}
		if isQuestion(j.Text) {
			t.isQuestion, t.question = true, Understand(j.Text, s.asked(long, a, j.Message))
		}
	}
	s.settle(long, j.Message, func() error { return s.box.Answer(long, j.Message, t.done(id)) })
}

func (t turn) done(post string) inbox.Done {
	return inbox.Done{Post: post, IsQuestion: t.isQuestion, Understood: t.question.Understood, Snapshot: t.snapshot, Reply: t.reply}
}

// once posts until it succeeds, looking before each new try whether it had. It dismisses what is too old for another try;
// ok is false when the Message was not answered.
func (s *service) once(stop, long context.Context, a adapters.Adapter, j job, at *slot, post func() (string, error)) (id string, ok bool) {
	again := j.left
	for wait := s.retry; ; wait = min(2*wait, maxRetry) {
		var err error
		if again {
			if id, err = find(long, a, j.Message); err == nil && id != "" {
				return id, true
			}
			if age := time.Since(j.heard); age > s.cfg.answerWithin() {
				s.dismiss(long, j.Message, fmt.Sprintf("it is %v old", age.Round(time.Second)))
				return "", false
			}
		}
		if err == nil {
			if id, err = post(); err == nil {
				return id, true
			}
		}
		if long.Err() != nil {
			return "", false
		}
		if errors.Is(err, adapters.ErrGone) {
			s.dismiss(long, j.Message, err.Error())
			return "", false
		}
		s.log.Warn("a message is tried again", "platform", j.Thread.Platform, "message", j.ID, "error", err)
		again = true
		if !at.pause(stop, wait) {
			return "", false
		}
	}
}

// edit answers the new wording of a question in the place of its answer.
func (s *service) edit(stop, long context.Context, a adapters.Adapter, j job, at *slot) {
	first, known, err := s.box.Find(long, j.Thread.Platform, j.Edits)
	editor, can := a.(adapters.Editor)
	age := j.heard.Sub(first.Heard)
	if !j.Sent.IsZero() && !first.Sent.IsZero() {
		age = j.Sent.Sub(first.Sent)
	}
	var why string
	switch {
	case err != nil:
		why = err.Error()
	case !can:
		why = "the platform has no edits"
	case !known || first.State != inbox.Answered || first.Post == "":
		why = "what it changes has no answer"
	case strings.TrimSpace(first.Text) == strings.TrimSpace(j.Text):
		why = "nothing is changed"
	case age > s.cfg.editWithin():
		why = fmt.Sprintf("it was changed after %v", age.Round(time.Second))
	}
	if why != "" {
		s.dismiss(long, j.Message, why)
		return
	}
	var t *turn
	if _, ok := s.once(stop, long, noFinder{a}, j, at, func() (_ string, err error) { // to edit again does no harm
		if t == nil {
			t = s.answer(long, a, j.Message, first.Message)
		}
		if long.Err() != nil {
			return "", long.Err()
		}
		defer caught(&err)
		return first.Post, editor.Edit(long, j.Thread, first.Post, s.shown(*t, first.ID))
	}); ok {
		s.settle(long, j.Message, func() error { return s.box.Answer(long, j.Message, t.done(first.Post)) })
	}
}

// noFinder is an Adapter without its rare abilities.
type noFinder struct{ adapters.Adapter }

// answer makes what a Message comes to, after what was asked before another one, which may be itself.
func (s *service) answer(ctx context.Context, a adapters.Adapter, m, before adapters.Message) *turn {
	if showAll.MatchString(m.Text) {
		last, err := s.box.Asked(ctx, before, 1)
		if err == nil && len(last) > 0 {
			e, _, err := s.box.Find(ctx, m.Thread.Platform, last[0].ID)
			if err == nil && len(e.Reply.Statements) > 0 {
				return &turn{reply: e.Reply}
			}
		}
		return &turn{reply: adapters.Reply{Lead: "There is no answer here to show more of."}}
	}
	t, err := s.turn(ctx, m, func() []knowledge.Question { return s.asked(ctx, a, before) })
	if err != nil && ctx.Err() == nil {
		s.log.Error("a question failed", "platform", m.Thread.Platform, "message", m.ID, "error", err)
	}
	return &t
}

// shown is what is posted of a turn: its Reply, shortened where it is too long and was not asked for whole.
func (s *service) shown(t turn, answers string) adapters.Reply {
	r, left := t.reply, 0
	if s.cfg.Runes > 0 && t.isQuestion {
		if r, left = adapters.Shorten(r, adapters.Within(s.cfg.Runes)); left > 0 {
			r.Notes = append(r.Notes[:len(r.Notes):len(r.Notes)],
				fmt.Sprintf("Shown are %d of %d statements. Say “show all” for all of them.", len(r.Statements), len(t.reply.Statements)))
		}
	}
	r.Answers = answers
	return r
}

// asked gives the Questions that a Message may refer to, oldest first: those that the bot answered in the Thread, else
// what people said there before it was called. Its own answers are not among them.
func (s *service) asked(ctx context.Context, a adapters.Adapter, m adapters.Message) []knowledge.Question {
	var before []knowledge.Question
	known, err := s.box.Asked(ctx, m, s.cfg.Remember)
	for _, e := range known {
		before = append(before, knowledge.Question{Text: e.Text, Understood: e.Understood})
	}
	if r, ok := a.(adapters.Reader); ok && err == nil && len(before) == 0 && s.cfg.Remember > 0 {
		var said []adapters.Message
		if said, err = r.Earlier(ctx, m, overhear); err == nil {
			before = overheardQuestions(said)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("what was said before is not known", "platform", m.Thread.Platform, "message", m.ID, "error", err)
	}
	return before
}

// overheardQuestions takes what people said to each other for what a question may refer to: it is searched for, at most,
// and never obeyed.
func overheardQuestions(said []adapters.Message) (before []knowledge.Question) {
	for _, m := range said {
		text := m.Text
		for len(text) > overheard || !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text[:min(len(text), overheard)], "")
		}
		asks, words := strings.Contains(text, "?"), len(strings.Fields(text))
		switch {
		case !isQuestion(text) || words < 2 || words < 4 && !asks: // a command, "really?", "thanks all"
		case asks:
			before = append(before, Understand(text, before))
		default:
			before = append(before, knowledge.Question{Text: text})
		}
	}
	return before
}

func isQuestion(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && len(text) <= MaxQuestion && !strings.HasPrefix(text, "/") && !showAll.MatchString(text)
}

// deliver posts a Reply to a Message, for its person alone where that is what the Message was.
func deliver(ctx context.Context, a adapters.Adapter, m adapters.Message, r adapters.Reply) (id string, err error) {
	defer caught(&err)
	if w, ok := a.(adapters.Whisperer); ok && m.Private {
		return "", w.Whisper(ctx, m, r)
	}
	return a.Post(ctx, m.Thread, r)
}

// find looks for the post that answers a Message; "" where there is none or nobody can tell.
func find(ctx context.Context, a adapters.Adapter, m adapters.Message) (id string, err error) {
	defer caught(&err)
	if f, ok := a.(adapters.Finder); ok && !m.Private {
		return f.Find(ctx, m.Thread, m.ID)
	}
	return "", nil
}

// caught makes an error of a panic.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}
