package adapterstest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"

	"talksbot/adapters"
)

// RoomLimit is the longest post of a Room, in runes.
const RoomLimit = 2000

// Room is a chat platform and its Adapter, with every rare ability, in a folder: what was said, acknowledged and posted
// outlives the process, also one that is killed. One process at a time has it open. It is safe for concurrent use.
type Room struct {
	Faults Faults // set before Listen

	mu    sync.Mutex
	said  *journal[adapters.Message]
	acks  *journal[string] // IDs of Messages
	posts *journal[Post]
	more  chan struct{} // closed when said grows or the Room is empty
	empty bool          // nobody can speak any more
	work  []Work        // of this process
}

// Work is a showing that the bot is at work on a Message.
type Work struct {
	Message string // ID
	Thread  adapters.Thread
	Done    int // how often its end was told: once, when all is well
}

// Faults are how a platform fails, each as a probability from 0 to 1.
type Faults struct {
	Repeat float64    // a Message is delivered twice over, the second time whenever it comes
	Refuse float64    // a post fails
	Lose   float64    // a post is made, but the Adapter is told that it failed
	Rand   *rand.Rand // what chance; never nil where there are Faults
}

// Post is something that the bot said in a Room.
type Post struct {
	ID      string // of the post; an edit has that of what it changes
	Thread  adapters.Thread
	To      string // the one person who sees it; "" for all
	By      string // ID of the Message whose Ticket it was said with; "" for none
	IsEdit  bool
	Reply   adapters.Reply
	Visible []string // what people see, one text a message of the platform
}

var errFault = errors.New("the room did not answer")

// OpenRoom opens the Room in a folder that is there, or makes one.
func OpenRoom(dir string) (*Room, error) {
	r := &Room{more: make(chan struct{})}
	var err error
	if r.said, err = openJournal[adapters.Message](filepath.Join(dir, "said.jsonl")); err != nil {
		return nil, err
	}
	if r.acks, err = openJournal[string](filepath.Join(dir, "acks.jsonl")); err != nil {
		return nil, err
	}
	r.posts, err = openJournal[Post](filepath.Join(dir, "posts.jsonl"))
	return r, err
}

// Close closes the files.
func (r *Room) Close() error {
	return errors.Join(r.said.file.Close(), r.acks.file.Close(), r.posts.file.Close())
}

// Say says a Message, whose Thread is of the platform "room".
func (r *Room) Say(m adapters.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	m.Thread.Platform = r.Name()
	err := r.said.add(m)
	close(r.more)
	r.more = make(chan struct{})
	return err
}

// Leave empties the Room: what was said is delivered still, then Listen ends.
func (r *Room) Leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.empty {
		r.empty = true
		close(r.more)
		r.more = make(chan struct{})
	}
}

// Said gives everything that was said, in order.
func (r *Room) Said() []adapters.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.said.all)
}

// Posts gives everything that the bot said, in order; an edit beside what it changes.
func (r *Room) Posts() []Post {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.posts.all)
}

// Take lets a person take an Offer of a post, by its label.
func (r *Room) Take(person, post, label string) error {
	for _, p := range r.Posts() {
		for _, o := range p.Reply.Offered() {
			if p.ID == post && o.Label == label && (p.To == "" || p.To == person) {
				return r.Say(adapters.Message{ID: post + ":" + person + ":" + o.Command, Thread: p.Thread, From: person, Text: o.Command, Private: p.To != ""})
			}
		}
	}
	return fmt.Errorf("%s sees no %q under %s", person, label, post)
}

// Name implements Adapter.
func (r *Room) Name() string { return "room" }

// Listen implements Adapter. It delivers what was not acknowledged, to an earlier process or to this one: Threads side by
// side, each in order.
func (r *Room) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	var all sync.WaitGroup
	defer all.Wait()
	r.mu.Lock()
	acked := map[string]bool{}
	for _, id := range r.acks.all {
		acked[id] = true
	}
	r.mu.Unlock()
	last := map[adapters.Thread]chan struct{}{} // closed when its last Message so far is heard
	for next := 0; ; next++ {
		m, err := r.wait(ctx, next)
		if err != nil || m == nil {
			return err
		}
		if acked[m.ID] {
			continue
		}
		before, heard := last[m.Thread], make(chan struct{})
		last[m.Thread] = heard
		all.Go(func() {
			defer close(heard)
			if before != nil {
				<-before
			}
			if ctx.Err() == nil {
				hear(ctx, *m)
			}
			if ctx.Err() != nil {
				return
			}
			if again := r.acknowledge(m.ID); again != nil {
				all.Go(func() { hear(ctx, *again) })
			}
		})
	}
}

// acknowledge gives a Message that is delivered once more, nil for none: any of those that were heard.
func (r *Room) acknowledge(id string) *adapters.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.acks.add(id); err != nil {
		panic(err) // a test's disk is full
	}
	if !r.chance(r.Faults.Repeat) {
		return nil
	}
	id = r.acks.all[r.Faults.Rand.IntN(len(r.acks.all))]
	m := r.said.all[slices.IndexFunc(r.said.all, func(m adapters.Message) bool { return m.ID == id })]
	return &m
}

// wait gives a Message once it is said; nil when it never will be.
func (r *Room) wait(ctx context.Context, n int) (*adapters.Message, error) {
	for {
		r.mu.Lock()
		more, empty := r.more, r.empty
		if n < len(r.said.all) {
			m := r.said.all[n]
			r.mu.Unlock()
			return &m, ctx.Err()
		}
		r.mu.Unlock()
		if empty {
			return nil, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Post implements Adapter.
func (r *Room) Post(ctx context.Context, to adapters.Thread, reply adapters.Reply) (string, error) {
	return r.post(ctx, Post{Thread: to, Reply: reply})
}

// Whisper implements adapters.Whisperer.
func (r *Room) Whisper(ctx context.Context, to adapters.Message, reply adapters.Reply) error {
	_, err := r.post(ctx, Post{Thread: to.Thread, To: to.From, Reply: reply})
	return err
}

// Respond implements adapters.Responder: what is said again with a Ticket is an edit.
func (r *Room) Respond(ctx context.Context, to adapters.Message, reply adapters.Reply) (string, error) {
	if to.Ticket == "" {
		return "", fmt.Errorf("respond to %s: no ticket: %w", to.ID, adapters.ErrGone)
	}
	p := Post{Thread: to.Thread, By: to.ID, Reply: reply}
	r.mu.Lock()
	if at := slices.IndexFunc(r.posts.all, func(p Post) bool { return p.By == to.ID }); at >= 0 {
		p.ID, p.IsEdit = r.posts.all[at].ID, true
	}
	r.mu.Unlock()
	return r.post(ctx, p)
}

// Edit implements adapters.Editor.
func (r *Room) Edit(ctx context.Context, in adapters.Thread, id string, reply adapters.Reply) error {
	r.mu.Lock()
	known := slices.ContainsFunc(r.posts.all, func(p Post) bool { return p.ID == id && p.Thread == in && p.To == "" })
	r.mu.Unlock()
	if !known {
		return fmt.Errorf("edit %s: %w", id, adapters.ErrGone)
	}
	_, err := r.post(ctx, Post{ID: id, Thread: in, IsEdit: true, Reply: reply})
	return err
}

func (r *Room) post(ctx context.Context, p Post) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chance(r.Faults.Refuse) {
		return "", errFault
	}
	if p.ID == "" {
		p.ID = fmt.Sprintf("p%d", len(r.posts.all)+1)
	}
	for _, part := range adapters.Split(p.Reply, adapters.Within(RoomLimit)) {
		p.Visible = append(p.Visible, show(part))
	}
	if err := r.posts.add(p); err != nil {
		return "", err
	}
	if r.chance(r.Faults.Lose) {
		return "", errFault
	}
	return p.ID, nil
}

// Working implements adapters.Worker.
func (r *Room) Working(ctx context.Context, on adapters.Message) (done func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := len(r.work)
	r.work = append(r.work, Work{Message: on.ID, Thread: on.Thread})
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.work[at].Done++
	}
}

// Work gives every showing of this process, in order.
func (r *Room) Work() []Work {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.work)
}

// Busy tells whether people see that the bot is at work in a Thread.
func (r *Room) Busy(t adapters.Thread) bool {
	return slices.ContainsFunc(r.Work(), func(w Work) bool { return w.Thread == t && w.Done == 0 })
}

// Find implements adapters.Finder.
func (r *Room) Find(ctx context.Context, in adapters.Thread, answers string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.posts.all {
		if p.Thread == in && p.Reply.Answers == answers && p.To == "" && answers != "" {
			return p.ID, ctx.Err()
		}
	}
	return "", ctx.Err()
}

// Earlier implements adapters.Reader.
func (r *Room) Earlier(ctx context.Context, before adapters.Message, n int) ([]adapters.Message, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []adapters.Message
	for _, m := range r.said.all {
		if m.ID == before.ID {
			break
		}
		if m.Thread == before.Thread {
			all = append(all, m)
		}
	}
	return all[max(0, len(all)-n):], ctx.Err()
}

func (r *Room) chance(p float64) bool { return p > 0 && r.Faults.Rand.Float64() < p }
