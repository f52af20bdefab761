package knowledge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/storage"
)

// Budget bounds what one Refresh asks an Extractor.
type Budget struct {
	Calls  int // at most; 0 asks nothing
	Tokens int // no call is begun once so many were read and written; 0 for no bound
	AtOnce int // calls at the same time; 0 means one
}

// Extraction says how an Extractor did in a Refresh.
type Extraction struct {
	By      string         // Extractor.Name
	Calls   int            // passages that it was asked about now
	Cached  int            // passages whose notes were there from before
	Tokens  int            // of the calls
	Noted   int            // entries that it says there are
	Kept    int            // of these, that are in the Ledger now, marked with By
	Refused map[string]int // of these, that are not, by reason
	LeftOut map[string]int // passages that the Budget left for the next Refresh, by Article
	Failed  int            // passages about which nothing came that could be used
	Problem string         // why it was given up before the Budget ended, or why its notes were not kept, without secrets; "" for nothing
}

// How many calls may fail one after the other until no more are made: where nobody answers, and where nothing that comes is of use.
const mostDown, mostUseless = 3, 10

// asking is a Passage that an Extractor is asked about.
type asking struct {
	article *Article
	passage int
	before  string
	text    string
	key     storage.Key
}

// read builds the state of a Refresh. Where there is an Extractor it takes in what that has noted, now or before, as far as it
// holds; readings are as the rules made them, and are changed. A dry one asks nothing, and keeps nothing.
func (b *Base) read(ctx context.Context, snapshot string, all []Article, readings map[string]*extract.Reading, d *Diff, dry bool) (*state, error) {
	by := b.opt.Parts.Extractor
	if by == nil {
		return buildOn(&b.known, snapshot, all, readings, nil), nil
	}
	x := &Extraction{By: by.Name(), Refused: map[string]int{}, LeftOut: map[string]int{}}
	d.Extraction = x
	asked := passagesToAsk(all, readings)
	notes, err := b.notes(ctx, by, asked, x, dry)
	if err != nil {
		return nil, err
	}
	found := notesOf(asked, notes)
	for _, a := range all {
		id := a.ID
		if len(found[id]) == 0 {
			continue
		}
		taken, refused := readings[id].Noted(a, x.By, found[id])
		for _, why := range refused {
			if x.Noted++; why != "" {
				x.Refused[string(why)]++
			}
		}
		readings[id] = readings[id].With(taken)
	}
	st, unsupported, err := b.gatedState(ctx, snapshot, all, readings)
	if err != nil {
		return nil, err
	}
	for _, rd := range readings {
		for _, r := range rd.Reports {
			if r.ReadBy != "" {
				x.Kept++
			}
		}
	}
	if unsupported > 0 {
		x.Refused["the gate does not support it"] = unsupported
	}
	return st, nil
}

// gatedState builds a state without what only an Extractor has read and the gate does not support, which it takes out of the readings
// and counts.
func (b *Base) gatedState(ctx context.Context, snapshot string, all []Article, readings map[string]*extract.Reading) (st *state, unsupported int, err error) {
	return b.gatedOn(ctx, buildOn(&b.known, snapshot, all, readings, nil), all, readings)
}

// gatedOn is gatedState for who has built one.
func (b *Base) gatedOn(ctx context.Context, st *state, all []Article, readings map[string]*extract.Reading) (_ *state, unsupported int, err error) {
	for {
		more, err := b.ungated(ctx, st, readings)
		if err != nil || more == 0 {
			return st, unsupported, err
		}
		unsupported += more
		st = buildOn(&b.known, st.snapshot, all, readings, nil)
	}
}

// ungated takes out of the readings what only an Extractor has read and the gate does not support, said as Answers say it, and
// counts that.
func (b *Base) ungated(ctx context.Context, st *state, readings map[string]*extract.Reading) (n int, err error) {
	verifier := b.verifier(st)
	bad := map[place]bool{}
	check := func(s Statement, p place) error {
		v, err := verifier.Verify(ctx, s)
		if err == nil && v.Kind != Supported {
			bad[p] = true
		}
		return err
	}
	for i := range st.commitments {
		for _, h := range st.commitments[i].History {
			if p, ok := st.placeOf(h.Citation); ok && h.ReadBy != "" {
				s, _ := st.statement(p, i)
				if err := check(s, p); err != nil {
					return 0, err
				}
			}
		}
	}
	for i := range st.issues {
		for _, h := range st.issues[i].History {
			if p, ok := st.placeOf(h.Citation); ok && h.ReadBy != "" {
				s, _ := st.statement(p, -1)
				if s.SaidBy = h.SaidBy; h.Status != IssueOpen { // settled by what the rules have read elsewhere
					continue
				}
				if err := check(s, p); err != nil {
					return 0, err
				}
			}
		}
	}
	for p := range bad {
		id := st.entries[p.entry].article.ID
		rd := *readings[id]
		rd.Reports = slices.DeleteFunc(slices.Clone(rd.Reports), func(r extract.Report) bool {
			out := r.ReadBy != "" && r.Passage == p.passage
			if out {
				n++
			}
			return out
		})
		readings[id] = &rd
	}
	return n, nil
}

// noted says whether something in a state was read by an Extractor alone.
func (st *state) noted() bool {
	return slices.ContainsFunc(st.entries, func(e *entry) bool { return e.reading.Ruled() != e.reading })
}

// passagesToAsk lists the Passages of which something can come that the rules have not read: see Reading.Unsure. Of copies there is
// only what they have of their own. The newest Articles come first.
func passagesToAsk(all []Article, readings map[string]*extract.Reading) []asking {
	rds := make([]*extract.Reading, len(all))
	order := make([]int, len(all))
	for i, a := range all {
		rds[i], order[i] = readings[a.ID], i
	}
	found := copies.Find(all, rds)
	slices.SortStableFunc(order, func(i, j int) int { return all[j].Order().Compare(all[i].Order()) })
	var out []asking
	for _, i := range order {
		a := &all[i]
		for _, n := range rds[i].Unsure {
			if found[i].Repeats(n) {
				continue
			}
			ps := rds[i].Passages
			q := asking{article: a, passage: n, text: a.Text[ps[n].Start:ps[n].End]}
			from := n
			for from > 0 && n-from < mostBefore && ps[n].Start-ps[from-1].Start < longestBefore {
				from--
			}
			q.before = strings.TrimSpace(a.Text[ps[from].Start:ps[n].Start])
			q.key = storage.KeyOf(a.Title, a.Day(), q.before, q.text)
			out = append(out, q)
		}
	}
	return out
}

// How many Passages an Extractor is shown before the one it is asked about, and how many bytes.
const mostBefore, longestBefore = 4, 1200

// extractSpace begins the names of the spaces in which a Cache keeps what Extractors noted.
const extractSpace = "extract: "

// notes gives what an Extractor notes of Passages, by their keys: what was paid for before, and what the Budget allows. It is kept
// as it comes. An error is of ctx alone: without an Extractor that answers a Refresh goes on.
func (b *Base) notes(ctx context.Context, by Extractor, asked []asking, x *Extraction, dry bool) (map[storage.Key]Extracted, error) {
	cache, _ := b.opt.Store.(storage.Cache)
	space := extractSpace + by.Name()
	keys := make([]storage.Key, len(asked))
	live := map[storage.Key]bool{}
	for i, q := range asked {
		keys[i] = q.key
		live[q.key] = true
	}
	had := map[storage.Key]Extracted{}
	if cache != nil {
		kept, err := cache.Cached(ctx, space, keys)
		if err != nil && ctx.Err() == nil {
			x.Problem = "What was noted before could not be read."
		}
		for k, data := range kept {
			var e Extracted
			if json.Unmarshal(data, &e) == nil { // else it is asked for anew
				had[k] = e
			}
		}
	}
	x.Cached = len(had)
	if dry {
		return had, ctx.Err()
	}
	if err := b.ask(ctx, by, asked, had, x, func(k storage.Key, e Extracted) error {
		if cache == nil {
			return nil
		}
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		return cache.Cache(context.WithoutCancel(ctx), space, map[storage.Key][]byte{k: data})
	}); err != nil {
		return nil, err
	}
	if cache != nil {
		err := cache.Prune(ctx, func(space string, k storage.Key) bool { return live[k] || !strings.HasPrefix(space, extractSpace) })
		if err != nil && ctx.Err() == nil {
			x.Problem = cmp.Or(x.Problem, "Notes on passages that are gone could not be given up.")
		}
	}
	return had, ctx.Err()
}

// ask asks about each Passage that had does not hold, once for each key, and adds to it.
func (b *Base) ask(ctx context.Context, by Extractor, asked []asking, had map[storage.Key]Extracted, x *Extraction, keep func(storage.Key, Extracted) error) error {
	var todo []asking
	seen := map[storage.Key]bool{}
	for _, q := range asked {
		if _, ok := had[q.key]; !ok && !seen[q.key] {
			seen[q.key] = true
			todo = append(todo, q)
		}
	}
	budget := b.opt.Extract
	total := min(len(todo), budget.Calls)
	var mu sync.Mutex
	next, done, down, useless := 0, 0, 0, 0
	take := func() (asking, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next >= total || ctx.Err() != nil || budget.Tokens > 0 && x.Tokens >= budget.Tokens || down >= mostDown || useless >= mostUseless {
			return asking{}, false
		}
		next++
		return todo[next-1], true
	}
	tell := func(q asking, e Extracted, err error) {
		mu.Lock()
		defer mu.Unlock()
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			next-- // counts as not asked
			return
		}
		done++
		x.Calls++
		x.Tokens += e.Tokens
		switch {
		case err == nil:
			down, useless = 0, 0
			had[q.key] = e
			if err := keep(q.key, e); err != nil {
				x.Problem = "What the model noted could not be kept, and is asked for again by the next refresh."
			}
		case errors.Is(err, ErrUnavailable):
			x.Failed++
			if down++; down == mostDown {
				x.Problem = "The model was not reached, or not in time."
			}
		default:
			x.Failed++
			if useless++; useless == mostUseless {
				x.Problem = "The model gave nothing that could be used."
			}
		}
		if b.opt.Asking != nil {
			b.opt.Asking(done, total)
		}
	}
	var workers sync.WaitGroup
	for range min(max(budget.AtOnce, 1), total) {
		workers.Go(func() {
			for q, ok := take(); ok; q, ok = take() {
				e, err := extractOne(ctx, by, q)
				tell(q, e, err)
			}
		})
	}
	workers.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, q := range todo[next:] {
		x.LeftOut[q.article.ID]++
	}
	return nil
}

// extractOne makes an error of a panic: what a model says reaches far into whoever reads it.
func extractOne(ctx context.Context, by Extractor, q asking) (e Extracted, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reading failed")
		}
	}()
	return by.Extract(ctx, *q.article, q.before, q.text)
}

// mostNotes is how many entries of one Passage are looked at: no sentence undertakes more.
const mostNotes = 12

// notesOf gives what was noted, by Article.
func notesOf(asked []asking, had map[storage.Key]Extracted) map[string][]extract.Note {
	out := map[string][]extract.Note{}
	for _, q := range asked {
		id, e := q.article.ID, had[q.key]
		for _, c := range e.Commitments[:min(len(e.Commitments), mostNotes)] {
			if c.Stance == "" {
				c.Stance = "none" // no Note of an issue
			}
			out[id] = append(out[id], extract.Note{Passage: q.passage, Actor: c.Actor, Undertaking: c.Undertaking, Stance: c.Stance, Condition: c.Condition, SaidBy: c.SaidBy, Quote: c.Quote})
		}
		for _, i := range e.Issues[:min(len(e.Issues), mostNotes)] {
			out[id] = append(out[id], extract.Note{Passage: q.passage, Issue: i.Issue, Status: i.Status, SaidBy: i.SaidBy, Quote: i.Quote})
		}
	}
	return out
}
