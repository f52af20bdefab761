package knowledge

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
)

// Marked is a Source that need not read again what has not changed since it was read.
type Marked interface {
	Source
	// Since gives what Articles would. Of an item that is as it was when it had one of these marks it may give the mark alone,
	// unread; known says whose those are.
	Since(ctx context.Context, known map[string]string) func(yield func(Sourced, error) bool)
}

// Sourced is an Article as a Marked Source has it.
type Sourced struct {
	Article Article
	Mark    string // of the item as it is now; "" for one that is to be read each time
	Same    bool   // the item of this known Mark has not changed; there is no Article
}

// intake is what the Sources of a Refresh have.
type intake struct {
	articles map[string]Article
	readings map[string]*extract.Reading
	same     map[string]bool // Articles that were not read, as they have not changed
	marks    marks
	sources  []SourceState
	problems []error
}

// takeIn reads the Sources.
func (b *Base) takeIn(ctx context.Context, from []Source) (*intake, error) {
	in := &intake{articles: map[string]Article{}, readings: map[string]*extract.Reading{}, same: map[string]bool{}, marks: marks{}}
	if err := ctx.Err(); err != nil {
		return in, err
	}
	total, done := 0, 0
	for _, s := range from {
		if l, ok := s.(interface{ Len() int }); ok {
			total += l.Len()
		}
	}
	old := b.state.Load()
	states, err := b.SourceStates(ctx)
	if err != nil {
		return in, err
	}
	marked, err := b.marks(ctx)
	if err != nil {
		return in, err
	}
	known := marked.of(old)
	for _, m := range known {
		in.marks[m] = marked[m]
	}
	for _, s := range from {
		had, problems := 0, len(in.problems)
		for item, err := range items(ctx, s, known) {
			if ctx.Err() != nil {
				return in, ctx.Err()
			}
			done++
			if err != nil {
				in.problems = append(in.problems, err)
			} else {
				had++
				in.take(old, item, known)
			}
			b.progress(done, total)
		}
		in.tried(s, states, had, in.problems[problems:])
	}
	return in, nil
}

// items reads a Source, a Marked one without what has not changed.
func items(ctx context.Context, s Source, known map[string]string) func(yield func(Sourced, error) bool) {
	if m, ok := s.(Marked); ok {
		return m.Since(ctx, known)
	}
	return func(yield func(Sourced, error) bool) {
		for a, err := range s.Articles(ctx) {
			if !yield(Sourced{Article: a}, err) {
				return
			}
		}
	}
}

// take takes an item in. One of the same ID that came before gives way.
func (in *intake) take(old *state, item Sourced, known map[string]string) {
	a := item.Article
	if item.Same {
		id := known[item.Mark]
		in.same[id] = true
		return
	}
	if item.Mark != "" {
		in.marks[a.ID] = mark{Mark: item.Mark, Says: saysOf(a)}
	} else {
		delete(in.marks, a.ID)
	}
	delete(in.same, a.ID)
	in.articles[a.ID] = a
	if was := old.entry(a.ID); old.stored() && was != nil && sameArticle(was.article, a) && was.reading.Version == extract.Version {
		in.readings[a.ID] = was.reading.Ruled()
	} else {
		in.readings[a.ID] = extract.Read(a)
	}
}

// merge gives the Articles of a new state and their Readings by the rules: those of the old one where that is of a store, with
// what was taken in. gone says which are deleted for good.
func (in *intake) merge(old *state, how How, gone tombs, d *Diff) ([]Article, map[string]*extract.Reading) {
	var all []Article
	readings := map[string]*extract.Reading{}
	keep := func(a Article, rd *extract.Reading) {
		all = append(all, a)
		readings[a.ID] = rd
	}
	d.Added, d.Changed, d.Unchanged, d.Removed, d.Deleted = nil, nil, nil, nil, nil
	elsewhere := map[string]string{} // by ID as the address is written now: as an older program has it stored
	prune := how.Prune && (how.Force || !slices.ContainsFunc(in.problems, doubtful))
	if old.stored() {
		for _, e := range old.entries {
			id := e.article.ID
			_, isNew := in.articles[id]
			address := news.Canonical(id)
			_, rewritten := in.articles[address]
			switch {
			case isNew:
			case rewritten:
				elsewhere[address] = id
			case in.same[id]:
				d.Unchanged = append(d.Unchanged, id)
				keep(e.article, e.reading.Ruled())
			case prune:
				d.Removed = append(d.Removed, id)
			default:
				keep(e.article, e.reading.Ruled())
			}
		}
	}
	for id, a := range in.articles {
		was := old.entry(id)
		if was == nil {
			was = old.entry(elsewhere[id])
		}
		if !old.stored() {
			was = nil
		}
		switch {
		case gone.has(a):
			d.Deleted = append(d.Deleted, id)
			continue
		case was == nil:
			d.Added = append(d.Added, id)
		case sameArticle(was.article, a):
			d.Unchanged = append(d.Unchanged, id)
			a = was.article
		default:
			d.Changed = append(d.Changed, id)
			a = news.Revise(was.article, a, time.Now())
		}
		keep(a, in.readings[id])
	}
	for _, ids := range []*[]string{&d.Added, &d.Changed, &d.Unchanged, &d.Deleted} {
		slices.Sort(*ids)
	}
	slices.SortFunc(all, func(a, b Article) int { return strings.Compare(a.ID, b.ID) })
	return all, readings
}

// doubtful says whether an item that could not be had may be one of the Articles that are stored. An error that has a method Final
// says so itself.
func doubtful(err error) bool {
	var f interface{ Final() bool }
	return !errors.As(err, &f) || !f.Final()
}

// diff is what can be said before anything is compared.
func (in *intake) diff() Diff { return Diff{Sources: in.sources, Problems: in.problems} }

// tried notes how a Source did; nothing of one that has no name.
func (in *intake) tried(s Source, before []SourceState, had int, problems []error) {
	n, ok := s.(interface{ Name() string })
	if !ok || n.Name() == "" {
		return
	}
	st := SourceState{Name: n.Name()}
	for _, was := range before {
		if was.Name == st.Name {
			st = was
		}
	}
	st.Tried, st.Problem = time.Now().UTC(), ""
	if len(problems) > 0 {
		st.Problem = problems[0].Error()
	}
	i := slices.IndexFunc(problems, asAWhole)
	if i >= 0 {
		st.Problem = problems[i].Error()
	}
	if had > 0 && i < 0 {
		st.Succeeded, st.Failures, st.Articles = st.Tried, 0, had
	} else {
		st.Failures++
		if st.Problem == "" {
			st.Problem = "It had no article."
		}
	}
	in.sources = append(in.sources, st)
}

// asAWhole says whether an error is of a Source as a whole, by a method SourceFailed: what it yields is what it had before.
func asAWhole(err error) bool {
	var f interface{ SourceFailed() bool }
	return errors.As(err, &f) && f.SourceFailed()
}

func (b *Base) progress(done, total int) {
	if b.opt.Progress != nil {
		b.opt.Progress(done, total)
	}
}

// entry is that of an Article; nil where there is none.
func (st *state) entry(id string) *entry {
	if i, ok := st.byID[id]; ok {
		return st.entries[i]
	}
	return nil
}

func sameReports(a, b *extract.Reading) bool {
	return a == b || reflect.DeepEqual(a.Reports, b.Reports)
}
