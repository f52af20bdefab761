// Package dialog is the heart of the bot: from a Message to a Question, its Answer and the Reply. It is the only
// package that knows both the chats and the knowledge base, and remembers what was asked where.
package dialog

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"

	"talksbot/adapters"
	"talksbot/knowledge"
)

// Base is what a Dialog needs of the knowledge base; *knowledge.Base is one.
type Base interface {
	Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error)
	Articles() []knowledge.Article
	Bundled() bool
}

var _ Base = (*knowledge.Base)(nil)

// Config is the section `dialog`.
type Config struct {
	Remember int `yaml:"remember"` // questions of a Thread that a follow-up may refer to
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config { return Config{Remember: 20} }

// Check says which value cannot be used; nil when all can.
func (c Config) Check() error {
	if c.Remember < 0 || c.Remember > 1000 {
		return fmt.Errorf("dialog.remember is %d; give 0 to 1000 questions", c.Remember)
	}
	return nil
}

// MaxQuestion is the longest question that is answered, in bytes. A news desk's question is a sentence; an article
// pasted by mistake is not.
const MaxQuestion = 4 << 10

// Dialog answers Messages. It is safe for concurrent use.
type Dialog struct {
	base Base
	cfg  Config

	mu    sync.Mutex
	asked map[adapters.Thread][]knowledge.Question // oldest first
}

// New makes a Dialog over a knowledge base.
func New(base Base, cfg Config) *Dialog {
	return &Dialog{base: base, cfg: cfg, asked: map[adapters.Thread][]knowledge.Question{}}
}

// Hear gives the Reply to a Message and remembers its Question. The Reply is always fit to post; an error is for
// operators and carries the ID that the Reply shows.
func (d *Dialog) Hear(ctx context.Context, m adapters.Message) (adapters.Reply, error) {
	switch command, _, _ := strings.Cut(strings.TrimSpace(m.Text), " "); {
	case command == "/help":
		return help(), nil
	case command == "/sources":
		return articles(d.base), nil
	case strings.HasPrefix(command, "/"):
		return adapters.Reply{Lead: fmt.Sprintf("There is no command %s. Type /help for those there are.", command)}, nil
	case len(m.Text) > MaxQuestion:
		return adapters.Reply{Lead: fmt.Sprintf("That is too long for a question: over %d characters. Ask in a sentence.", MaxQuestion)}, nil
	}
	q := Understand(m.Text, d.before(m.Thread))
	a, err := d.base.Answer(ctx, q)
	if err != nil {
		id := rand.Text()[:8]
		return adapters.Reply{Lead: fmt.Sprintf("Something went wrong, and this question was not answered (%s).", id)},
			fmt.Errorf("answering (%s): %w", id, err)
	}
	d.remember(m.Thread, q)
	return Compose(a, d.base.Bundled()), nil
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
	d.asked[t] = all[max(0, len(all)-d.cfg.Remember):]
}
