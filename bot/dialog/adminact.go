package dialog

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// proposal is what an admin was shown and has not said yes to.
type proposal struct {
	by     string // who was shown it, and alone may say yes
	before string // the Snapshot that served then
	to     string // the Snapshot to go back to; "" for a refresh
	force  bool   // the refresh was held back
	diff   knowledge.Diff
	until  time.Time
}

// ForProposals is how long a proposal can be said yes to.
const ForProposals = 10 * time.Minute

// proposals are kept in memory: after a restart what was proposed is looked at anew.
type proposals struct {
	mu  sync.Mutex
	all map[string]proposal // by token
}

func (p *proposals) add(one proposal, now time.Time) (token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil {
		p.all = map[string]proposal{}
	}
	maps.DeleteFunc(p.all, func(_ string, old proposal) bool { return !now.Before(old.until) })
	one.until = now.Add(ForProposals)
	token = strings.ToLower(rand.Text()[:8])
	p.all[token] = one
	return token
}

// take gives a proposal to whom it was shown, once; ok is false where it is over, was another's or never was.
func (p *proposals) take(token, by string, now time.Time) (one proposal, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one, ok = p.all[strings.ToLower(token)]
	if !ok || one.by != by {
		return proposal{}, false
	}
	delete(p.all, strings.ToLower(token))
	return one, now.Before(one.until)
}

const (
	offerOver     = "That offer is over: it holds for 10 minutes, once, and for who asked. This is how it is now."
	overtaken     = "Other articles serve since you were shown that. This is how it is now."
	leftIt        = "It is left as it was."
	sourcesChange = "The sources have changed since you were shown them."
)

// adminRefresh previews a refresh, or makes the one that was previewed.
func (d *Dialog) adminRefresh(ctx context.Context, say phrase.Words, m adapters.Message, word, token string) (adapters.Reply, error) {
	switch word {
	case "yes":
		p, ok := d.proposals.take(token, ownerOf(m), d.now())
		if !ok || p.to != "" {
			return d.previewRefresh(ctx, say, m, say.Say(offerOver))
		}
		if p.force { // which nothing holds back: what was shown is done, or nothing
			now, err := d.keeper.Refresh(ctx, knowledge.How{By: ownerOf(m), Dry: true, Force: true}, "")
			if err == nil && !sameArticles(now, p.diff) {
				return d.previewRefresh(ctx, say, m, say.Say(sourcesChange))
			}
		}
		diff, err := d.keeper.Refresh(ctx, knowledge.How{By: ownerOf(m), Force: p.force}, p.before)
		if errors.Is(err, ErrOvertaken) {
			return d.previewRefresh(ctx, say, m, say.Say(overtaken))
		}
		return refreshed(ctx, say, p.diff, diff, err)
	case "no":
		d.proposals.take(token, ownerOf(m), d.now())
		return adapters.Reply{Lead: say.Say(leftIt)}, nil
	}
	return d.previewRefresh(ctx, say, m, "")
}

// previewRefresh shows what a refresh would change, after a sentence on why it is shown. Of one that would be held back that is what
// it changes by force, which also removes what could not be looked for.
func (d *Dialog) previewRefresh(ctx context.Context, say phrase.Words, m adapters.Message, why string) (adapters.Reply, error) {
	how := knowledge.How{By: ownerOf(m), Dry: true}
	diff, err := d.keeper.Refresh(ctx, how, "")
	held := diff.Held
	if len(held) > 0 {
		how.Force = true
		diff, err = d.keeper.Refresh(ctx, how, "")
	}
	if err != nil && !errors.Is(err, knowledge.ErrHeld) {
		return failed(ctx, say, why, err)
	}
	lead := say.Say("This is what a refresh would change. Nothing is changed yet.")
	switch {
	case len(held) > 0:
		lead = say.Say("A refresh would be held back:") + " " + strings.Join(held, " ")
	case quiet(diff):
		return difference(say, join(why, say.Say("A refresh would change nothing.")), diff), nil
	}
	r := difference(say, join(why, lead), diff)
	if len(diff.Held) > 0 { // no force helps
		return r, nil
	}
	token := d.proposals.add(proposal{by: ownerOf(m), before: diff.Before, force: how.Force, diff: diff}, d.now())
	yes := adapters.Offer{Label: say.Say("Take it in"), Command: "/admin refresh yes " + token}
	if how.Force {
		yes.Label, yes.Danger = say.Say("Take it in all the same"), true
	}
	r.Offers = []adapters.Offer{yes, {Label: say.Say("Leave it"), Command: "/admin refresh no " + token}}
	return r, nil
}

// sameArticles tells whether two Diffs are of the same Articles.
func sameArticles(a, b knowledge.Diff) bool {
	return slices.Equal(a.Added, b.Added) && slices.Equal(a.Changed, b.Changed) && slices.Equal(a.Removed, b.Removed)
}

// refreshed tells what a refresh did.
func refreshed(ctx context.Context, say phrase.Words, preview, did knowledge.Diff, err error) (adapters.Reply, error) {
	if errors.Is(err, knowledge.ErrHeld) {
		return difference(say, say.Say("The refresh was held back, and what was stored before goes on serving:")+" "+strings.Join(did.Held, " "), did), nil
	}
	if err != nil {
		return failed(ctx, say, "", err)
	}
	r := difference(say, say.Say("The articles are refreshed."), did)
	if !sameArticles(preview, did) {
		r.Notes = append(r.Notes, say.Say(sourcesChange))
	}
	return r, nil
}

// failed tells that nothing was changed. What the work was broken off for is an error: it is done again or not told of.
func failed(ctx context.Context, say phrase.Words, why string, err error) (adapters.Reply, error) {
	switch {
	case ctx.Err() != nil:
		return adapters.Reply{}, ctx.Err()
	case errors.Is(err, ErrNoSources):
		return adapters.Reply{Lead: join(why, say.Say("No sources are configured that articles could be taken from."))}, nil
	case errors.Is(err, knowledge.ErrNothing):
		return adapters.Reply{Lead: join(why, say.Say("No article could be taken in, so what was stored before goes on serving."))}, nil
	}
	return adapters.Reply{Lead: join(why, say.Say("That did not work, and what was stored before goes on serving. The log says why."))}, nil
}

// adminRollback says to which Snapshot one can go back, or does.
func (d *Dialog) adminRollback(ctx context.Context, say phrase.Words, m adapters.Message, word, token string) (adapters.Reply, error) {
	switch strings.ToLower(word) {
	case "yes":
		p, ok := d.proposals.take(token, ownerOf(m), d.now())
		if !ok || p.to == "" {
			return d.previewRollback(ctx, say, m, "", say.Say(offerOver))
		}
		diff, err := d.keeper.Rollback(ctx, p.to, ownerOf(m), p.before)
		switch {
		case errors.Is(err, ErrOvertaken):
			return d.previewRollback(ctx, say, m, p.to, say.Say(overtaken))
		case err != nil:
			return failed(ctx, say, "", err)
		}
		return difference(say, say.Say("The articles of snapshot %s serve again.", p.to), diff), nil
	case "no":
		d.proposals.take(token, ownerOf(m), d.now())
		return adapters.Reply{Lead: say.Say(leftIt)}, nil
	}
	return d.previewRollback(ctx, say, m, word, "")
}

func (d *Dialog) previewRollback(ctx context.Context, say phrase.Words, m adapters.Message, to, why string) (adapters.Reply, error) {
	st, err := d.keeper.Status(ctx)
	if err != nil {
		return failed(ctx, say, why, err)
	}
	if len(st.Snapshots) < 2 {
		return adapters.Reply{Lead: join(why, say.Say("There is no older snapshot to go back to."))}, nil
	}
	r := adapters.Reply{Table: snapshots(say, st.Snapshots)}
	to = cmp.Or(to, st.Snapshots[1].ID)
	at := slices.IndexFunc(st.Snapshots, func(s Snapshot) bool { return s.ID == to })
	switch at {
	case -1:
		r.Lead = join(why, say.Say("There is no snapshot %s. These are kept:", clipped(to)))
		return r, nil
	case 0:
		r.Lead = join(why, say.Say("That snapshot serves already. These are kept:"))
		return r, nil
	}
	token := d.proposals.add(proposal{by: ownerOf(m), before: st.Snapshot, to: to}, d.now())
	r.Lead = join(why, say.Say("The articles of snapshot %s would serve again: %d instead of %d. Nothing is changed yet.", to, st.Snapshots[at].Articles, st.Articles))
	r.Offers = []adapters.Offer{{Label: say.Say("Go back"), Command: "/admin rollback yes " + token},
		{Label: say.Say("Leave it"), Command: "/admin rollback no " + token}}
	return r, nil
}

// quiet tells a Diff in which nothing changes.
func quiet(d knowledge.Diff) bool {
	return len(d.Added)+len(d.Changed)+len(d.Removed)+len(d.Changes) == 0
}

// mostNamed is how many articles of a kind are named, mostName how long a name is, in runes, and mostChanges how many changes of the
// ledger are shown.
const mostNamed, mostName, mostChanges = 5, 120, 20

// difference shows what a refresh changes, after a lead.
func difference(say phrase.Words, lead string, d knowledge.Diff) adapters.Reply {
	l := newListing(say, say.Say("What"), say.Say("Which"), say.Say("From"))
	articles := func(what string, which []string) {
		if len(which) == 0 {
			return
		}
		var named []string
		for _, id := range which[:min(len(which), mostNamed)] {
			named = append(named, shortly(id))
		}
		if more := len(which) - len(named); more > 0 {
			named = append(named, say.Say("and %d more", more))
		}
		l.add(nil, fmt.Sprintf("%s: %d", what, len(which)), strings.Join(named, "\n"))
	}
	articles(say.Say("New articles"), d.Added)
	articles(say.Say("Changed articles"), d.Changed)
	articles(say.Say("Removed articles"), d.Removed)
	for _, c := range d.Changes[:min(len(d.Changes), mostChanges)] {
		l.add([]knowledge.Citation{c.Citation}, kindOf(c, say), changeOf(c, say))
	}
	var notes []string
	if more := len(d.Changes) - mostChanges; more > 0 {
		notes = append(notes, say.Say("More changes of the ledger: %d.", more))
	}
	if n := len(d.Problems); n > 0 {
		notes = append(notes, say.Say("Left out, since it could not be read: %d, such as %s", n, shortly(d.Problems[0].Error())))
	}
	for _, s := range d.Sources {
		if s.Problem != "" {
			notes = append(notes, shortly(s.Name)+": "+shortly(s.Problem))
		}
	}
	return l.reply(lead, notes...)
}

// kindOf names what happened to an entry of the ledger.
func kindOf(c knowledge.Change, say phrase.Words) string {
	switch c.Kind {
	case knowledge.New:
		return say.Say("New commitment")
	case knowledge.Firmer:
		return say.Say("Firmer commitment")
	case knowledge.Weaker:
		return say.Say("Weaker commitment")
	case knowledge.Withdrawn:
		return say.Say("Withdrawn commitment")
	case knowledge.Opened:
		return say.Say("New issue")
	case knowledge.Settled:
		return say.Say("Issue settled")
	case knowledge.Reopened:
		return say.Say("Issue open again")
	}
	return string(c.Kind)
}

// changeOf is the entry whole, with its conditions and who says so, and how firm or settled it was and is.
func changeOf(c knowledge.Change, say phrase.Words) string {
	now := say.Text(c.Now)
	if c.Then != "" {
		now = say.Text(c.Then) + " → " + now
	}
	return changed(c, say) + "\n" + now
}

func shortly(s string) string {
	if r := []rune(line(s)); len(r) > mostName {
		return string(r[:mostName]) + "…"
	}
	return line(s)
}

// join puts sentences together, those there are.
func join(sentences ...string) string {
	return strings.TrimSpace(strings.Join(sentences, " "))
}
