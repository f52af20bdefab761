// Package dialog is the heart of the bot: from a Message to a Question, its Answer and the Reply. It is the only
// package that knows both the chats and the knowledge base, and remembers what was asked where.
// A Message that begins with "/" is a command, which shows the Ledger or holds a text against the articles, with no model.
//
// Hear is for a conversation that nobody else takes part in, such as one on a terminal. Serve is for chat platforms, which
// deliver twice, fail and outlive the program:
//
//	hear     kept in the inbox, or known there already; only then may the platform take it for delivered. People's talk
//	         that the platform lets the bot overhear is kept and answered only where it asks what articles could answer
//	lines    one Message at a time in a Thread, in order, and so many in all; who is too much is told so, alone
//	work     Questions before it → turn → Post; after a failure or a crash it looks for the post before it posts again.
//	         Until it posts, people see that it is at work and can stop it
//	settle   marked as answered with the post and what it said, or dismissed with the reason
//
// Beside that it watches which articles serve. What changes is kept for each follower, then posted, once (follow.go, announce.go,
// digest.go).
//
// Who is an admin acts on the knowledge base by "/admin …": what would change is shown first, to that person alone, and a yes holds for
// what was shown (admin.go, adminact.go).
//
// An Answer is posted whole: a Statement may still be written once more or translated until the end, and a post that grows makes
// people read twice. Until then they see that the bot is at work.
//
// Host is the way in for what is no Message: windows, buttons and home pages of the platforms.
package dialog

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// Base is what a Dialog needs of the knowledge base; *knowledge.Base is one.
type Base interface {
	Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error)
	Articles() []knowledge.Article
	Stands(c knowledge.Citation) bool
	Copies() map[string]string
	Bundled() bool
	Commitments() []knowledge.Commitment
	Issues() []knowledge.OpenIssue
	Searched() knowledge.Searched
	Check(ctx context.Context, text string) ([]knowledge.Checked, error)
	Changes(ctx context.Context, since time.Time) ([]knowledge.Change, error)
	ChangesFrom(ctx context.Context, snapshot string) ([]knowledge.Change, error)
}

var _ Base = (*knowledge.Base)(nil)

// MaxQuestion is the longest question that is answered, in bytes. A news desk's question is a sentence; an article
// pasted by mistake is not.
const MaxQuestion = 4 << 10

// Dialog answers Messages. It is safe for concurrent use.
type Dialog struct {
	base     Base
	settings atomic.Pointer[settings]
	retry    time.Duration // how long after a failure Serve tries again; longer each time
	now      func() time.Time

	meter     func(platform string, as Outcome, took time.Duration) // nil: nobody counts
	keeper    Keeper                                                // nil: nobody is an admin
	proposals proposals
	stale     atomic.Pointer[time.Time] // when the articles were last refreshed, where that is too long ago; see Stale

	lookEvery time.Duration // see Pace

	box       atomic.Pointer[inbox.Inbox] // of the latest Serve; nil before
	serving   serving                     // what Host.Stop and Host.Forget reach
	homes     homes
	choosable choosable

	mu    sync.Mutex
	asked map[adapters.Thread][]knowledge.Question // oldest first
}

// New makes a Dialog over a knowledge base.
func New(base Base, cfg Config) *Dialog {
	d := &Dialog{base: base, retry: time.Second, now: time.Now, lookEvery: lookEvery, asked: map[adapters.Thread][]knowledge.Question{}}
	d.Configure(cfg, DefaultAdminConfig())
	return d
}

// settings are what can change while it serves.
type settings struct {
	Config
	admins AdminConfig
}

// Configure lets other values hold from now on, but for Workers, which hold for the next Serve.
func (d *Dialog) Configure(cfg Config, admins AdminConfig) { d.settings.Store(&settings{cfg, admins}) }

func (d *Dialog) cfg() Config { return d.settings.Load().Config }

// Hear gives the Reply to a Message and remembers its Question, in memory alone. The Reply is always fit to post; an error
// is for operators and carries the ID that the Reply shows.
func (d *Dialog) Hear(ctx context.Context, m adapters.Message) (adapters.Reply, error) {
	t, err := d.turn(ctx, m, func() []knowledge.Question { return d.before(m.Thread) })
	if t.isQuestion {
		d.remember(m.Thread, t.question)
	}
	return t.reply, err
}

// turn is what a Message comes to.
type turn struct {
	reply      adapters.Reply
	isQuestion bool               // that was answered
	question   knowledge.Question // where it is one
	snapshot   string             // that was searched; "" where none was
	refused    bool               // the articles do not say
	shared     bool               // the reply was another Message's, where fewer could see it
	private    bool               // the reply is for one person alone, whatever the Message is
	failed     bool               // the reply says that something went wrong
}

// turn answers a Message after the Questions that were asked before, oldest first. A panic is an error like any other.
func (d *Dialog) turn(ctx context.Context, m adapters.Message, before func() []knowledge.Question) (t turn, err error) {
	say := phrase.In(m.Language)
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		if err != nil {
			id := rand.Text()[:8]
			t = turn{failed: true, reply: adapters.Reply{Lead: say.Say("Something went wrong, and this question was not answered (%s).", id)}}
			err = fmt.Errorf("answering (%s): %w", id, err)
		}
		t.reply.Language = cmp.Or(t.reply.Language, m.Language)
	}()
	q := knowledge.Question{}
	name, rest, isCommand := asCommand(m.Text)
	switch {
	case isCommand && name == "admin":
		r, err := d.admin(ctx, say, m, rest)
		return turn{reply: r, private: true}, err
	case isCommand && name != "ask":
		r, err := d.command(ctx, say, name, rest)
		return turn{reply: r}, err
	case m.Private && misspelt(m.Text): // after a slash command, where commands are words
		r, err := d.command(ctx, say, m.Text, "")
		return turn{reply: r}, err
	case thanking.MatchString(m.Text):
		return turn{reply: adapters.Reply{Lead: say.Say("You are welcome.")}}, nil
	case len(m.Text) > MaxQuestion:
		return turn{reply: adapters.Reply{Lead: say.Say("That is too long for a question: over %d characters. Ask in a sentence.", MaxQuestion)}}, nil
	case isCommand && rest == "":
		return turn{reply: adapters.Reply{Lead: say.Say("Ask in a sentence: %s", "/ask Which issues remain open?")}}, nil
	case isCommand:
		q = understandAsk(rest, before())
	default:
		q = Understand(m.Text, before())
	}
	a, err := d.base.Answer(ctx, q)
	if err != nil {
		return turn{}, err
	}
	r := Compose(a, d.base.Bundled(), m.Language)
	r.Notes = append(slices.Clip(r.Notes), d.aged(phrase.In(r.Language))...)
	return turn{reply: r, isQuestion: true, question: Asked(q, a), snapshot: a.Searched.Snapshot,
		refused: a.Status != knowledge.Answered}, nil
}

func (d *Dialog) before(t adapters.Thread) []knowledge.Question {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[t]
}

func (d *Dialog) remember(t adapters.Thread, q knowledge.Question) {
	d.mu.Lock()
	defer d.mu.Unlock()
	// A new slice each time: readers keep theirs. It is short.
	all := append(d.asked[t][:len(d.asked[t]):len(d.asked[t])], q)
	d.asked[t] = all[max(0, len(all)-d.cfg().Remember):]
}
