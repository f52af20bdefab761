package knowledge

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/storage"
)

// kinds of stored records.
const (
	articleRecord = "article"
	readingRecord = "reading"
	ledgerRecord  = "ledger"
)

type storedLedger struct {
	Commitments []Commitment   `json:"commitments"`
	Issues      []OpenIssue    `json:"issues"`
	Strengths   []int          `json:"strengths"` // of the Issues
	People      parties.People `json:"people"`
	Copies      []copies.Copy  `json:"copies"` // of the Articles, in the order of their IDs
}

// load reads a Snapshot back. Where its Ledger had to be derived, because it is an older program's or something was deleted from under
// it, what only an Extractor has read passes the gate anew.
func (b *Base) load(ctx context.Context, id string) (*state, error) {
	st, err := load(ctx, b.opt.Store, id)
	if err != nil || !st.derived {
		return st, err
	}
	all, readings := st.content()
	st, _, err = b.gatedOn(ctx, st, all, readings)
	if err == nil {
		st.derived = true
	}
	return st, err
}

// content gives the Articles of a state and their Readings by ID.
func (st *state) content() ([]Article, map[string]*extract.Reading) {
	all, readings := make([]Article, len(st.entries)), map[string]*extract.Reading{}
	for i, e := range st.entries {
		all[i], readings[e.article.ID] = e.article, e.reading
	}
	return all, readings
}

// load reads a Snapshot back. What is derived by an older program is derived again.
func load(ctx context.Context, s storage.Store, id string) (*state, error) {
	var as []Article
	readings := map[string]*extract.Reading{}
	var led *storedLedger
	for rec, err := range s.Records(ctx, id, articleRecord) {
		if err != nil {
			return nil, err
		}
		var a Article
		if err := json.Unmarshal(rec.Data, &a); err != nil {
			return nil, fmt.Errorf("article %s: %w", rec.ID, err)
		}
		as = append(as, a)
	}
	current := true // nothing is derived by an older program
	for rec, err := range s.Records(ctx, id, readingRecord) {
		if err != nil {
			return nil, err
		}
		var rd extract.Reading
		if err := json.Unmarshal(rec.Data, &rd); err != nil {
			return nil, fmt.Errorf("reading of %s: %w", rec.ID, err)
		}
		if rd.Version == extract.Version {
			readings[rec.ID] = &rd
		} else {
			current = false
		}
	}
	for rec, err := range s.Records(ctx, id, ledgerRecord) {
		if err != nil {
			return nil, err
		}
		led = &storedLedger{}
		if err := json.Unmarshal(rec.Data, led); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		for i, n := range led.Strengths {
			led.Issues[i].Strength = n
		}
	}
	if !current || led != nil && len(led.Copies) != len(as) {
		led = nil
	}
	st := build(id, as, readings, led)
	st.derived = led == nil
	return st, nil
}

// publish stores a state that was made of another one, the Parent, with what is noted with it.
func (b *Base) publish(ctx context.Context, snap storage.Snapshot, st, old *state, notes []storage.Record) error {
	if by, ok := b.opt.Store.(storage.Amender); ok {
		return by.Amend(ctx, snap, st.change(old, notes))
	}
	if err := b.opt.Store.Publish(ctx, snap, st.records(nil)); err != nil {
		return err
	}
	if by, ok := b.opt.Store.(storage.Book); ok {
		return by.Note(ctx, notes...)
	}
	return nil
}

// change is what makes the stored old state this one.
func (st *state) change(old *state, notes []storage.Record) storage.Change {
	c := storage.Change{Notes: notes}
	if old.stored() {
		for _, e := range old.entries {
			if _, ok := st.byID[e.article.ID]; !ok {
				c.Gone = append(c.Gone, storage.Name{Kind: articleRecord, ID: e.article.ID}, storage.Name{Kind: readingRecord, ID: e.article.ID})
			}
		}
	}
	c.Put = st.records(old)
	return c
}

// stored says whether a state is one of a store, rather than of the fallback or of nothing.
func (st *state) stored() bool { return st.snapshot != "" && st.snapshot != bundled }

// records yields what a Snapshot keeps, for storage, without what the stored state old has alike; all of it where old is nil.
func (st *state) records(old *state) iter.Seq2[storage.Record, error] {
	return func(yield func(storage.Record, error) bool) {
		put := func(kind, id string, v any) bool {
			data, err := json.Marshal(v)
			r := storage.Record{Kind: kind, ID: id, Data: data}
			if err == nil && !st.readsBack(r) {
				err = unsound{fmt.Sprintf("The %s of %s does not read back as it was stored.", kind, id)}
			}
			return yield(r, err) && err == nil
		}
		for _, e := range st.entries {
			if was := old.had(e); was == nil || !sameArticle(was.article, e.article) {
				if !put(articleRecord, e.article.ID, e.article) {
					return
				}
			}
		}
		for _, e := range st.entries {
			if was := old.had(e); was == nil || was.reading != e.reading {
				if !put(readingRecord, e.article.ID, e.reading) {
					return
				}
			}
		}
		put(ledgerRecord, ledgerRecord, st.ledger())
	}
}

// had gives the entry of the same Article in a state as it is stored; nil where that has none.
func (st *state) had(e *entry) *entry {
	if st == nil || !st.stored() || st.derived {
		return nil
	}
	if i, ok := st.byID[e.article.ID]; ok {
		return st.entries[i]
	}
	return nil
}

func (st *state) ledger() storedLedger {
	led := storedLedger{Commitments: st.commitments, Issues: st.issues, People: st.people, Copies: st.copies}
	for _, is := range st.issues {
		led.Strengths = append(led.Strengths, is.Strength)
	}
	return led
}

// broken says what of the Ledger does not stand in its Article; "" for nothing.
func (st *state) broken() string {
	cited := func(history []Reported, cs []Citation) string {
		for _, h := range history {
			if !st.stands(h.Citation) {
				return h.Citation.Article
			}
		}
		if k := slices.IndexFunc(cs, func(c Citation) bool { return !st.stands(c) }); k >= 0 {
			return cs[k].Article
		}
		return ""
	}
	in := ""
	for i := range st.commitments {
		in = cmp.Or(in, cited(st.commitments[i].History, st.commitments[i].Citations))
	}
	for i := range st.issues {
		in = cmp.Or(in, cited(st.issues[i].History, st.issues[i].Citations))
	}
	if in == "" {
		return ""
	}
	return fmt.Sprintf("A quote of the article %s does not stand in it word for word.", in)
}

// stands says whether a quote stands in its Article byte for byte, where the Citation says.
func (st *state) stands(c Citation) bool {
	i, ok := st.byID[c.Article]
	if !ok {
		return false
	}
	text := st.entries[i].article.Text
	return 0 <= c.Start && c.Start < c.End && c.End <= len(text) && text[c.Start:c.End] == c.Quote
}

// unsound is why a state is not one to serve, in a sentence.
type unsound struct{ why string }

func (u unsound) Error() string { return u.why }

// readsBack says whether a Record gives again what it was made of.
func (st *state) readsBack(r storage.Record) bool {
	if bytes.Contains(r.Data, []byte(`\ufffd`)) { // JSON has it for what is not UTF-8; U+FFFD itself it leaves as it is
		return false
	}
	switch r.Kind {
	case articleRecord:
		var a Article
		return json.Unmarshal(r.Data, &a) == nil && sameArticle(a, st.entries[st.byID[r.ID]].article)
	case readingRecord:
		var rd extract.Reading
		if json.Unmarshal(r.Data, &rd) != nil {
			return false
		}
		again, err := json.Marshal(&rd)
		return err == nil && bytes.Equal(again, r.Data)
	}
	return true
}
