package discord

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// ephemeral is the flag of messages that one person alone sees.
const ephemeral = int(discordgo.MessageFlagsEphemeral)

// whispered answers an interaction with something that its person alone sees.
func whispered(p cards.Post) *response {
	r := shown(p, discordgo.InteractionResponseChannelMessageWithSource)
	r.Data.Flags |= ephemeral
	return r
}

// replaced answers a click by putting something in the place of the message that was clicked.
func replaced(p cards.Post) *response {
	return shown(p, discordgo.InteractionResponseUpdateMessage)
}

func shown(p cards.Post, as discordgo.InteractionResponseType) *response {
	return &response{Type: as, Data: sending(p)}
}

// deferred tells Discord that the answer follows, and who is to see it.
func deferred(private bool) *response {
	r := &response{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
	if private {
		r.Data = &outgoing{Flags: ephemeral}
	}
	return r
}

// readClick says what a click on a button or a choice comes to.
func (d *Discord) readClick(i interaction) heard {
	c, ok := cards.ParseClick(i.Data.CustomID)
	if !ok {
		return heard{act: func(context.Context) *response {
			return &response{Type: discordgo.InteractionResponseDeferredMessageUpdate}
		}}
	}
	act := func(f func(context.Context, interaction, cards.Click) *response) heard {
		return heard{act: func(ctx context.Context) *response { return f(ctx, i, c) }}
	}
	switch c.Kind {
	case cards.KindPage:
		return act(d.turnPage)
	case cards.KindQuotes, cards.KindTurn:
		return act(d.showQuotes)
	case cards.KindGood, cards.KindBad:
		return act(d.feedback)
	case cards.KindReport:
		return act(d.askWhat)
	case cards.KindShare:
		return d.shares(i, c)
	case cards.KindOffer:
		return d.takes(i, c)
	case cards.KindActor:
		if len(i.Data.Values) == 1 {
			return d.asked(i, "choice:"+i.ID, "/commitments "+i.Data.Values[0], func(Channel) bool { return true })
		}
	}
	return heard{}
}

// own tells whether a message is its person's alone, so that it may change under a click.
func (i interaction) own() bool {
	return i.Guild == "" || i.Message != nil && i.Message.Flags&ephemeral != 0
}

// kept gives what a Message came to; else what to tell who clicked.
func (d *Discord) kept(ctx context.Context, i interaction, id string) (adapters.Kept, *response) {
	k, ok, err := d.host.Kept(ctx, d.Name(), id)
	if err != nil {
		d.log.Error("an answer cannot be looked up", "message", id, "error", err)
	}
	if !ok || err != nil {
		return k, whispered(cards.Words(phrase.In(i.Locale).Say("That answer is not known any more.")))
	}
	return k, nil
}

// turnPage shows another page of an answer: in its place where nobody else sees it, else to who clicked alone.
func (d *Discord) turnPage(ctx context.Context, i interaction, c cards.Click) *response {
	k, missing := d.kept(ctx, i, c.ID)
	if missing != nil {
		return missing
	}
	p := d.page(ctx, k.Reply, c.ID, k.Message.Text, c.Page, i.own() && i.Guild != "")
	if i.own() {
		return replaced(p)
	}
	return whispered(p)
}

// page is a page of a Reply; one to a command that lists the ledger has a menu of its actors.
func (d *Discord) page(ctx context.Context, r adapters.Reply, id, asked string, n int, private bool) cards.Post {
	o := cards.PageOptions{Page: n, Private: private}
	if strings.HasPrefix(asked, "/commitments") {
		var err error
		if o.Actors, err = d.host.Choices(ctx, adapters.Actors, "", r.Language, mostChoices); err != nil {
			d.log.Warn("there is no choice of actors", "error", err)
		}
	}
	return cards.Page(r, id, o)
}

// showQuotes shows the quotes of an answer to who clicked alone, or turns their page.
func (d *Discord) showQuotes(ctx context.Context, i interaction, c cards.Click) *response {
	k, missing := d.kept(ctx, i, c.ID)
	if missing != nil {
		return missing
	}
	p := cards.Quotes(k.Reply, c.ID, c.Page)
	if c.Kind == cards.KindTurn {
		return replaced(p)
	}
	return whispered(p)
}

// feedback keeps a click on a feedback button and says so; one on the bad one asks why.
func (d *Discord) feedback(ctx context.Context, i interaction, c cards.Click) *response {
	r := adapters.Rating{Platform: d.Name(), Message: c.ID, From: i.person(), Verdict: adapters.Good}
	if c.Kind == cards.KindBad {
		r.Verdict = adapters.Bad
	}
	if err := d.host.Rate(ctx, r); err != nil {
		d.log.Error("feedback is not kept", "message", c.ID, "error", err)
		return whispered(cards.Words(phrase.In(i.Locale).Say("That could not be kept. Please click once more.")))
	}
	if r.Verdict == adapters.Bad {
		return window(cards.Why(c.ID, adapters.Bad, i.Locale))
	}
	return whispered(cards.Words(phrase.In(i.Locale).Say("Thank you, that is noted.")))
}

// askWhat opens the window that asks what is wrong with a citation.
func (d *Discord) askWhat(_ context.Context, i interaction, c cards.Click) *response {
	return window(cards.Why(c.ID, adapters.Report, i.Locale))
}

func window(w *discordgo.InteractionResponseData) *response {
	return &response{Type: discordgo.InteractionResponseModal, Data: &outgoing{CustomID: w.CustomID, Title: w.Title, Components: w.Components}}
}

// shares makes a Message of the wish to show a private answer to all. A second click on the button shares nothing again.
func (d *Discord) shares(i interaction, c cards.Click) heard {
	h := d.asked(i, "share:"+c.ID, "", func(Channel) bool { return false }) // who sees the button sees it in one place alone
	return d.once(h, phrase.In(i.Locale).Say("That is shared already."), func(_ context.Context, m *adapters.Message) error {
		m.Shares = c.ID
		return nil
	})
}

// takes makes a Message of a click on an Offer: its command, where the Offer stands. The same person's second click does nothing
// again.
func (d *Discord) takes(i interaction, c cards.Click) heard {
	if i.Message == nil {
		return heard{}
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(i.person() + " " + c.ID)) // a hash takes everything
	h := d.asked(i, fmt.Sprintf("offer:%s:%08x", i.Message.ID, sum.Sum32()), c.ID, func(Channel) bool { return i.own() })
	return d.once(h, phrase.In(i.Locale).Say("You have done that already."), func(ctx context.Context, m *adapters.Message) error {
		if i.own() || i.Message.Interaction != nil { // of a conversation by commands
			return nil
		}
		at, ch, err := d.placeIn(ctx, i.Channel, i.Guild)
		if err != nil {
			return err
		}
		post := message{Channel: i.Channel, Guild: i.Guild, Refers: &reply{Message: i.Message.ID}, Referred: i.Message}
		if at, err = d.inConversation(ctx, at, post, ch, false); err == nil {
			m.Thread = at.conversation()
		}
		return err
	})
}

// once lets a click be heard as a Message, after change, the first time; later who clicks is told words.
func (d *Discord) once(h heard, words string, change func(context.Context, *adapters.Message) error) heard {
	read, refusal := h.read, h.refusal
	done := false
	h.read = func(ctx context.Context) (adapters.Message, bool, error) {
		m, ok, err := read(ctx)
		if err == nil && ok {
			err = change(ctx, &m)
		}
		if err != nil || !ok {
			return m, ok, err
		}
		if done = d.known.Contains(m.ID); !done {
			_, done, err = d.host.Kept(ctx, d.Name(), m.ID)
		}
		return m, !done, err
	}
	h.refusal = func() *response {
		if done {
			return whispered(cards.Words(words))
		}
		return refusal()
	}
	return h
}

// readModal says what a window comes to that was sent: what a person thinks is wrong.
func (d *Discord) readModal(i interaction) heard {
	c, ok := cards.ParseClick(i.Data.CustomID)
	if !ok || c.Kind != cards.KindWhy {
		return heard{}
	}
	return heard{act: func(ctx context.Context) *response {
		return whispered(cards.Words(d.rateBadly(ctx, i, c)))
	}}
}

// rateBadly keeps what a person wrote, passes a report on, and gives what to say then.
func (d *Discord) rateBadly(ctx context.Context, i interaction, c cards.Click) string {
	say := phrase.In(i.Locale)
	r := adapters.Rating{Platform: d.Name(), Message: c.ID, From: i.person(), Verdict: c.Verdict, Why: plain.Cut(input(i.Data.Components), cards.MostWhy)}
	if err := d.host.Rate(ctx, r); err != nil {
		d.log.Error("feedback is not kept", "message", c.ID, "error", err)
		return say.Say("That could not be kept. Please click once more.")
	}
	if r.Verdict == adapters.Report && d.cfg.AdminChannel != "" {
		err := d.report(ctx, r)
		if err == nil {
			return say.Say("Thank you, the editors are told.")
		}
		d.log.Error("a report does not reach the admin channel", "message", c.ID, "error", d.scrub(err))
	}
	return say.Say("Thank you, that is noted.")
}

// input is what was written into the first input of a window.
func input(all []component) string {
	for _, c := range all {
		if c.Component != nil {
			c.Components = append(c.Components, *c.Component)
		}
		if s := cmp.Or(c.Value, input(c.Components)); s != "" {
			return s
		}
	}
	return ""
}

// report shows the admin channel an answer with its quotes, and what a person says is wrong with it.
func (d *Discord) report(ctx context.Context, r adapters.Rating) error {
	out, err := d.host.Report(ctx, r, d.cfg.in(d.cfg.AdminChannel).Language)
	if err != nil {
		return err
	}
	_, err = d.Post(ctx, place{channel: d.cfg.AdminChannel}.conversation(), out)
	return err
}
