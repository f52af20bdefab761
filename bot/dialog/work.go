package dialog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// overhear is how many Messages of a Thread are read that were said before the bot was called, and overheard how long
// one may be, in bytes: a follow-up needs the last question or two, not a pasted article.
const overhear, overheard = 20, 1000

const (
	sharedNote   = "Shared from a private answer."
	unsharedLead = "That answer is not known any more."
	notHere      = "I may not speak in the channel in which you asked. Let me speak there, or ask elsewhere."
)

// showMore is what people are told to say for all of a long answer; showAll takes more than that for it.
var showMore = regexp.MustCompile(`(?i)^\s*show\s+all\s*[.!]*\s*$`)

var showAll = regexp.MustCompile(`(?i)^\s*/?(?:show\s+)?all\s*[.!]*\s*$`)

// work answers a Message and writes down that it did. It gives up, and leaves the Message to the next process, when stop
// ends between tries, or long at any time. Until it posts somebody may stop it: then the Message is dismissed.
func (s *service) work(stop, long context.Context, j job, at *slot) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic", "panic", p, "stack", string(debug.Stack()))
			s.dismiss(long, j.Message, "panic")
		}
	}()
	a := s.on[j.Thread.Platform]
	ctx, end := j.halt.begin(long)
	defer end()
	if j.Edits != "" {
		s.edit(ctx, stop, long, a, j, at)
		return
	}
	if j.Shares != "" && j.Private { // what is shared is for all, where it was asked to be shared
		j.Private, j.moved = false, true
	}
	var t *turn
	id, ok := s.once(stop, long, a, j, at, func() (string, error) {
		if t == nil && ctx.Err() == nil {
			var err error
			if t, err = s.patiently(ctx, stop, long, a, j, at); err != nil {
				return "", err
			}
		}
		if long.Err() != nil { // what was broken off is no answer
			return "", long.Err()
		}
		if j.Overheard && t != nil && t.refused {
			if joined, err := s.box.Joined(long, j.Thread); err != nil || !joined {
				return "", cmp.Or(err, errUninvited)
			}
		}
		if err := j.halt.post(); err != nil {
			return "", err
		}
		to := j
		to.Private = to.Private || t.private
		_, pages := a.(adapters.Responder)
		return deliver(long, a, to, s.shown(*t, j.ID, pages && j.Ticket != ""))
	})
	if !ok {
		return
	}
	if t == nil { // posted by an earlier process, which did not come to say so
		t = &turn{}
		if j.Shares != "" {
			if again, err := s.share(long, j.Message); err == nil && !again.private {
				t = again
			}
		}
		if name, rest, isCommand := asCommand(j.Text); isCommand && name == "ask" && rest != "" {
			t.isQuestion, t.question = true, understandAsk(rest, s.asked(long, a, j.Message))
		} else if isQuestion(j.Text) {
			t.isQuestion, t.question = true, Understand(j.Text, s.asked(long, a, j.Message))
		}
	}
	s.count(j.Message, t.outcome(), time.Since(j.heard))
	s.settle(long, j.Message, func() error { return s.box.Answer(long, j.Message, t.done(id)) })
}

func (t turn) outcome() Outcome {
	switch {
	case t.failed:
		return Failed
	case t.isQuestion && t.refused:
		return NotInCorpus
	case t.isQuestion:
		return Answered
	}
	return Done
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
			if id, err = find(long, a, j); err == nil && id != "" {
				return id, true
			}
			if age := time.Since(j.heard); age > s.cfg().answerWithin() {
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
		if errors.Is(err, adapters.ErrGone) || errors.Is(err, errStopped) || errors.Is(err, errUninvited) {
			s.dismiss(long, j.Message, err.Error())
			if errors.Is(err, adapters.ErrGone) && !j.Overheard && !j.Private && j.responder(a) == nil {
				s.tell(long, j.Message, phrase.In(j.Language).Say(notHere))
			}
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
func (s *service) edit(ctx, stop, long context.Context, a adapters.Adapter, j job, at *slot) {
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
	case age > s.cfg().editWithin():
		why = fmt.Sprintf("it was changed after %v", age.Round(time.Second))
	}
	if why != "" {
		s.dismiss(long, j.Message, why)
		return
	}
	var t *turn
	if _, ok := s.once(stop, long, noFinder{a}, j, at, func() (_ string, err error) { // to edit again does no harm
		if t == nil && ctx.Err() == nil {
			if t, err = s.answer(ctx, a, j.Message, first.Message); err != nil {
				return "", err
			}
		}
		if long.Err() != nil {
			return "", long.Err()
		}
		if err := j.halt.post(); err != nil {
			return "", err
		}
		defer caught(&err)
		return first.Post, editor.Edit(long, j.Thread, first.Post, s.shown(*t, first.ID, false))
	}); ok {
		s.count(j.Message, t.outcome(), time.Since(j.heard))
		s.settle(long, j.Message, func() error { return s.box.Answer(long, j.Message, t.done(first.Post)) })
	}
}

// errUninvited is why people who speak to each other are not told that the articles do not say.
var errUninvited = errors.New("nobody asked the bot, and the articles do not say")

// noFinder is an Adapter without its rare abilities.
type noFinder struct{ adapters.Adapter }

// answer makes what a Message comes to, after what was asked before another one, which may be itself. An error says that
// it can be tried again.
func (s *service) answer(ctx context.Context, a adapters.Adapter, m, before adapters.Message) (*turn, error) {
	if m.Shares != "" {
		return s.share(ctx, m)
	}
	if showAll.MatchString(m.Text) {
		t := &turn{reply: adapters.Reply{Lead: phrase.In(m.Language).Say("There is no answer here to show more of.")}}
		if last, _, err := s.box.Last(ctx, before); err == nil && len(last.Reply.Statements)+len(last.Reply.Table.Rows) > 0 {
			t.reply = last.Reply
		}
		t.reply.Language = m.Language
		return t, nil
	}
	if t, err := s.following(ctx, a, m); t != nil || err != nil {
		if c, ok := a.(adapters.Commander); ok && err == nil {
			t.reply = written(t.reply, c)
		}
		return t, err
	}
	t, err := s.turn(ctx, m, func() []knowledge.Question { return s.asked(ctx, a, before) })
	if err != nil && ctx.Err() == nil {
		s.log.Error("a question failed", "platform", m.Thread.Platform, "message", m.ID, "error", err)
	}
	if c, ok := a.(adapters.Commander); ok && !t.isQuestion {
		t.reply = written(t.reply, c)
	}
	return &t, nil
}

// patiently is answer, for what an admin may have to wait long for too: who asked is told so, others have the slot meanwhile, and
// it ends with stop. Then the next process does it, or finds that it was done.
func (s *service) patiently(ctx, stop, long context.Context, a adapters.Adapter, j job, at *slot) (*turn, error) {
	if !s.takesLong(j.Message) {
		return s.answer(ctx, a, j.Message, j.Message)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	defer context.AfterFunc(stop, end)()
	now := j
	now.Private = true
	if _, err := deliver(long, a, now, adapters.Reply{Lead: phrase.In(j.Language).Say("I am at it. That can take some minutes."), Personal: true, Language: j.Language}); err != nil {
		s.log.Debug("nobody is told that it takes time", "platform", j.Thread.Platform, "message", j.ID, "error", err)
	}
	at.free()
	t, err := s.answer(ctx, a, j.Message, j.Message)
	if !at.take(stop) {
		return nil, stop.Err()
	}
	return t, err
}

// share says again what a Message of the same person was answered with, or, to that person alone, that it cannot.
func (s *service) share(ctx context.Context, m adapters.Message) (*turn, error) {
	e, known, err := s.box.Find(ctx, m.Thread.Platform, m.Shares)
	if err != nil {
		return nil, err
	}
	if !known || e.From != m.From || !e.HasReply() || e.Reply.Personal {
		return &turn{reply: adapters.Reply{Lead: phrase.In(m.Language).Say(unsharedLead), Language: m.Language}, private: true}, nil
	}
	r := e.Reply
	r.Language = m.Language
	if note := phrase.In(m.Language).Say(sharedNote); !slices.Contains(r.Notes, note) {
		r.Notes = append(slices.Clip(r.Notes), note)
	}
	return &turn{reply: r, snapshot: e.Snapshot, shared: true}, nil
}

// shown is what is posted of a turn: its Reply, shortened where it is too long, was not asked for whole and has no pages.
func (s *service) shown(t turn, answers string, pages bool) adapters.Reply {
	r, left := t.reply, 0
	if most := s.cfg().Runes; !pages && most > 0 && (t.isQuestion || t.shared) {
		if r, left = adapters.Shorten(r, adapters.Within(most)); left > 0 {
			r.Notes = append(r.Notes[:len(r.Notes):len(r.Notes)],
				phrase.In(r.Language).Say("Shown are %d of %d statements. Say “show all” for all of them.", len(r.Statements), len(t.reply.Statements)))
		}
	}
	r.Answers = answers
	return r
}

// asked gives the Questions that a Message may refer to, oldest first: those that the bot answered in the Thread, else
// what people said there before it was called. Its own answers are not among them.
func (s *service) asked(ctx context.Context, a adapters.Adapter, m adapters.Message) []knowledge.Question {
	var before []knowledge.Question
	known, err := s.box.Asked(ctx, m, s.cfg().Remember)
	for _, e := range known {
		before = append(before, knowledge.Question{Text: e.Text, Understood: e.Understood})
	}
	if r, ok := a.(adapters.Reader); ok && err == nil && len(before) == 0 && s.cfg().Remember > 0 {
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
	return text != "" && !greeting.MatchString(text) && !thanking.MatchString(text) && len(text) <= MaxQuestion && !strings.HasPrefix(text, "/") && !showAll.MatchString(text)
}

// deliver says a Reply to a Message: to its person alone where that is what the Message was, in the place of its Ticket where
// the platform keeps one for all to see, else in its Thread. Its Ticket is in no error.
func deliver(ctx context.Context, a adapters.Adapter, j job, r adapters.Reply) (id string, err error) {
	defer func() { err = without(j.Ticket, err) }()
	defer caught(&err)
	if w, ok := a.(adapters.Whisperer); ok && j.Private {
		return "", w.Whisper(ctx, j.Message, r)
	}
	if by := j.responder(a); by != nil {
		return by.Respond(ctx, j.Message, r)
	}
	return a.Post(ctx, j.Thread, r)
}

// responder is what answers a Message by its Ticket for all to see; nil where nothing does.
func (j job) responder(a adapters.Adapter) adapters.Responder {
	if by, ok := a.(adapters.Responder); ok && j.Ticket != "" && !j.Private && !j.moved {
		return by
	}
	return nil
}

// find looks for the post that answers a Message; "" where there is none, nobody can tell, or to answer again does no harm.
func find(ctx context.Context, a adapters.Adapter, j job) (id string, err error) {
	defer caught(&err)
	if f, ok := a.(adapters.Finder); ok && !j.Private && j.responder(a) == nil {
		return f.Find(ctx, j.Thread, j.ID)
	}
	return "", nil
}

// without takes a secret out of the text of an error, which is then no other error any more but adapters.ErrGone.
func without(secret string, err error) error {
	if err == nil || secret == "" || !strings.Contains(err.Error(), secret) {
		return err
	}
	text := strings.ReplaceAll(err.Error(), secret, "…")
	if errors.Is(err, adapters.ErrGone) {
		return fmt.Errorf("%s: %w", strings.TrimSuffix(text, ": "+adapters.ErrGone.Error()), adapters.ErrGone)
	}
	return errors.New(text)
}

// caught makes an error of a panic.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}
