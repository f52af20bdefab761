package dialog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/knowledge"
)

// loud is a Room with channels, which are as their Threads; "d" and a name is the conversation with one person.
type loud struct {
	*adapterstest.Room
	gone, lost string // channels: where nobody can post any more, and where the next post is made, but not known to be
	finds      []string
	mu         sync.Mutex
	refuses    error  // what every post of news ends with, or that in one channel
	only       string // that channel; "" for every one
	refused    int
}

func (l *loud) Aloud(channel, person string) (adapters.Thread, bool) {
	return adapters.Thread{Platform: "room", ID: channel}, strings.HasPrefix(channel, "d") == (person != "")
}

func (l *loud) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	if to.ID == l.gone {
		return "", fmt.Errorf("posting: %w", adapters.ErrGone)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuses != nil && (l.only == "" || l.only == to.ID) && strings.HasPrefix(r.Answers, "announced:") {
		l.refused++
		return "", l.refuses
	}
	id, err := l.Room.Post(ctx, to, r)
	if to.ID == l.lost && strings.HasPrefix(r.Answers, "announced:") {
		l.lost = ""
		return "", errors.New("no answer")
	}
	return id, err
}

// refuse lets every post of news end with an error, or that in one channel, and says how many did until now.
func (l *loud) refuse(err error, only string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refuses, l.only = err, only
	return l.refused
}

func (l *loud) Find(ctx context.Context, in adapters.Thread, answers string) (string, error) {
	l.finds = append(l.finds, in.ID)
	return l.Room.Find(ctx, in, answers)
}

func at(channel string) func(*adapters.Message) {
	return func(m *adapters.Message) { m.Channel, m.Thread.ID = channel, channel+"-"+m.ID }
}

func commits(who, what string, stance knowledge.Stance, day string) knowledge.Change {
	c := knowledge.Commitment{Actor: who, Undertaking: what, Stance: stance}
	return knowledge.Change{Kind: knowledge.New, Commitment: &c, Now: string(stance), Reported: day,
		Citation: knowledge.Citation{N: 1, Article: "a" + day, Publisher: "Courier", Published: day, Quote: who + " will " + what + "."}}
}

// told are what a channel was told of its own accord: the lead, and the statements with their notes.
func (d *desk) told(channel string) (all []string) {
	for _, p := range d.room.Posts() {
		if p.Thread.ID != channel || !strings.HasPrefix(p.Reply.Answers, "announced:") {
			continue
		}
		line := p.Reply.Lead
		for _, s := range p.Reply.Statements {
			line += " " + s.Text + " (" + s.Note + ")"
		}
		all = append(all, strings.Join(append([]string{line}, p.Reply.Notes...), " "))
	}
	return all
}

func (d *desk) tells(channel string, want ...string) {
	d.t.Helper()
	if got := d.told(channel); !slices.Equal(got, want) {
		d.t.Errorf("%s is told\n%s\nwant\n%s", channel, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (d *desk) waits(how time.Duration) {
	time.Sleep(how)
	synctest.Wait()
}

// loudDesk serves a Room with channels.
func loudDesk(d *desk, change func(*loud)) {
	d.as = func(r *adapterstest.Room) adapters.Adapter {
		l := &loud{Room: r}
		if change != nil {
			change(l)
		}
		return l
	}
	d.serve()
}

func TestFollow(t *testing.T) {
	t.Parallel()
	ships, pilots := commits("Norland", "send two ships", knowledge.Pledged, "2026-03-02"), commits("Lirova", "train pilots", knowledge.Declined, "2026-03-03")
	const shipsTold = "Norland: send two ships (pledged, new · 2 Mar 2026)"
	const pilotsTold = "declined: Lirova: train pilots (declined, new · 3 Mar 2026)"
	runPromises(t, []promise{
		{"who follows is told once of what is followed, and of nothing else", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow Norland", at("c1"))
			d.says("/follow pilot training", at("c2"))
			d.says("/follow", at("d1"))
			d.says("/follow Ostmark", at("c3"))
			d.base.changes("s2", pilots, ships)
			d.waits(time.Minute)
			d.restart()
			d.base.changes("s3", pilots, ships)
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
			d.tells("c2", "1 change in what is followed here. "+pilotsTold)
			d.tells("d1", "2 changes in what is followed here. "+pilotsTold+" "+shipsTold)
			d.tells("c3")
		}},
		{"what changed while the bot was away is told when it is back", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow Norland", at("c1"))
			d.stop()
			d.base.changes("s2", ships)
			d.open()
			d.serve()
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
		{"what was there before somebody followed is not told", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.says("/follow Norland", at("c1"))
			d.waits(time.Minute)
			d.tells("c1")
		}},
		{"what could not be read at once is told later", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow Norland", at("c1"))
			d.base.set(func(o *oracle) { o.unread = 2 })
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
		{"where a platform takes nothing it is asked ever less, and told when it takes something again", func(t *testing.T, d *desk) {
			var l *loud
			loudDesk(d, func(made *loud) { l = made })
			for i := range 20 {
				d.says("/follow", at(fmt.Sprint("c", i)))
			}
			l.refuse(errors.New("HTTP 401"), "")
			d.base.changes("s2", ships)
			d.waits(time.Hour)
			if n := l.refuse(nil, ""); n < 12 || n > 40 {
				t.Errorf("it was asked %d times in an hour", n)
			}
			d.waits(10 * time.Minute)
			for i := range 20 {
				d.tells(fmt.Sprint("c", i), "1 change in what is followed here. "+shipsTold)
			}
		}},
		{"a post that cannot be made keeps no other from being made", func(t *testing.T, d *desk) {
			var l *loud
			loudDesk(d, func(made *loud) { l = made })
			for i := range 3 {
				d.says("/follow", at(fmt.Sprint("c", i)))
			}
			d.says("/follow pilots", at("e"))
			l.refuse(errors.New("invalid_blocks"), "c0")
			for i := range 5 {
				ship := commits("Norland", fmt.Sprintf("send %d ships", i+2), knowledge.Pledged, "2026-03-02")
				d.base.changes(fmt.Sprint("s", i+2), ship)
				d.waits(time.Minute)
			}
			d.base.changes("s9", pilots)
			d.waits(2 * time.Minute)
			d.tells("e", "1 change in what is followed here. "+pilotsTold)
			if n := len(d.told("c2")); n != 6 {
				t.Errorf("c2 is told %d times", n)
			}
		}},
		{"more than ten are counted", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow", at("c1"))
			var many []knowledge.Change
			for i := range 13 {
				many = append(many, commits("Norland", fmt.Sprintf("send ship number %d", i), knowledge.Ready, fmt.Sprintf("2026-03-%02d", 28-i)))
			}
			d.base.changes("s2", many...)
			d.waits(time.Minute)
			posts := d.room.Posts()
			last := posts[len(posts)-1].Reply
			if len(last.Statements) != 10 || last.Notes[0] != "3 more are not shown: /since 2026-03-16" || len(d.told("c1")) != 1 {
				t.Errorf("%d statements, %q", len(last.Statements), last.Notes)
			}
		}},
		{"a post that was made and not known to be is found, not repeated", func(t *testing.T, d *desk) {
			var l *loud
			loudDesk(d, func(made *loud) { l = made; l.lost = "c1" })
			d.says("/follow Norland", at("c1"))
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
			if !slices.Equal(l.finds, []string{"c1"}) {
				t.Errorf("it looked in %v", l.finds)
			}
		}},
		{"a place that is gone follows nothing any more, others go on", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow", at("c1"))
			d.says("/follow", at("c2"))
			d.stop()
			d.open()
			loudDesk(d, func(l *loud) { l.gone = "c1" })
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.tells("c2", "1 change in what is followed here. "+shipsTold)
			if all, err := d.box.Follows(t.Context()); err != nil || len(all) != 1 || all[0].Thread.ID != "c2" {
				t.Errorf("%+v, %v", all, err)
			}
		}},
		{"what only an article that is gone changed is no news", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow", at("c1"))
			gone := ships
			gone.Kind, gone.Then, gone.Reported = knowledge.Weaker, "signed", ""
			d.base.changes("s2", gone)
			d.waits(time.Minute)
			d.tells("c1")
		}},
		{"what no article says any more by the time it can be told is not told", func(t *testing.T, d *desk) {
			var l *loud
			loudDesk(d, func(made *loud) { l = made })
			d.says("/follow", at("c1"))
			d.says("/follow Lirova", at("c2"))
			l.refuse(errors.New("HTTP 503"), "")
			d.base.changes("s2", pilots, ships)
			d.waits(time.Minute)
			d.base.set(func(o *oracle) { o.unquoted = "train pilots" })
			l.refuse(nil, "")
			d.waits(10 * time.Minute)
			d.tells("c1", "What changed in what is followed here: "+shipsTold)
			d.tells("c2")
			if left, err := d.box.Unposted(t.Context()); err != nil || len(left) > 0 {
				t.Errorf("%+v, %v", left, err)
			}
		}},
		{"unfollow ends it, by any name of a state", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow Portugal", at("c1"))
			d.says("/follow Norland", at("c1"))
			d.says("/unfollow Lisbon", at("c1"))
			d.base.changes("s2", commits("Portugal", "send two dredgers", knowledge.Pledged, "2026-03-02"))
			d.waits(time.Minute)
			d.tells("c1")
			if all, err := d.box.Follows(t.Context()); err != nil || len(all) != 1 || all[0].Topic != "Norland" {
				t.Errorf("%+v, %v", all, err)
			}
		}},
		{"who is forgotten follows nothing any more, channels go on", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow", at("d1"))
			d.says("/follow", at("c1"))
			if _, err := d.host.Forget(t.Context(), "room", "ada"); err != nil {
				t.Fatal(err)
			}
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.tells("d1")
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
		{"its quotes can be shown", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow", at("c1"))
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			posts := d.room.Posts()
			last := posts[len(posts)-1]
			k, ok, err := d.host.Kept(t.Context(), "room", last.Reply.Answers)
			if err != nil || !ok || k.Reply.Statements[0].Quotes[0].Text != ships.Citation.Quote || k.Message.Thread != last.Thread {
				t.Errorf("%+v, %v, %v", k, ok, err)
			}
		}},
		{"without a place for it nothing is followed", func(t *testing.T, d *desk) {
			d.serve()
			d.says("/follow Norland", at("c1"))
			d.sees("m1: Nothing can be followed here: only Slack and Discord can be told of changes.")
		}},
		{"there is an end to what one place follows", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			for i := range mostFollows + 1 {
				d.says(fmt.Sprintf("/follow topic%d", i), at("c1"))
			}
			d.says("/follow "+strings.Repeat("long ", 40), at("c1"))
			if all, err := d.box.Follows(t.Context()); err != nil || len(all) != mostFollows {
				t.Errorf("%d, %v", len(all), err)
			}
		}},
	})
}

// What is about a topic: of a state what it does alone, not what is done to it; of other words what speaks of all of them.
func TestAboutTopic(t *testing.T) {
	t.Parallel()
	change := commits("Portugal (Ana Velho)", "send two dredgers to Spain", knowledge.Pledged, "2026-03-02")
	open := knowledge.Change{Kind: knowledge.Opened, Now: "open", Issue: &knowledge.OpenIssue{Issue: "Who will pay the pilots of Lirova", SaidBy: "Iceland"}}
	for topic, want := range map[string][2]bool{
		"": {true, true}, "Portugal": {true, false}, "portuguese": {true, false}, "Lisbon": {true, false}, "Velho": {true, false},
		"Spain": {false, false}, "dredgers": {true, false}, "dredger": {true, false}, "sending dredgers": {true, false}, "dredgers and tugs": {false, false},
		"pilots": {false, true}, "Iceland": {false, true}, "Lirova": {false, true}, "Norway": {false, false},
	} {
		about := aboutTopic(topic)
		if got := [2]bool{about(change), about(open)}; got != want {
			t.Errorf("%q: %v, want %v", topic, got, want)
		}
	}
}
