package cards

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// What is clicked, chosen or sent.
const (
	KindPage   = "page"   // turn to a page of what a command shows
	KindActor  = "actor"  // an actor is chosen, the value of the select: what a command shows is of them alone
	KindQuotes = "quotes" // show Quotes to who clicked
	KindTurn   = "turn"   // turn to a page of Quotes, in its place
	KindGood   = "good"
	KindBad    = "bad"
	KindReport = "report" // report a wrong citation
	KindShare  = "share"  // say a private answer for all
	KindWhy    = "why"    // the window of Why is sent
	KindOffer  = "offer"  // take an Offer of the Reply
)

// Click is what somebody did with a Post or a window of ours.
type Click struct {
	Kind    string
	ID      string           // of the question; of KindOffer the Command
	Page    int              // of KindPage, KindQuotes and KindTurn, which need not exist
	Verdict adapters.Verdict // of KindGood, KindBad, KindReport and KindWhy
}

// customID names a click to Discord: its kind, its page or verdict, its question, with colons between; of an Offer its kind and
// its Command.
func (c Click) customID() string {
	arg := ""
	switch c.Kind {
	case KindOffer:
		return c.Kind + ":" + c.ID
	case KindPage, KindQuotes, KindTurn:
		arg = strconv.Itoa(c.Page)
	case KindWhy:
		arg = string(c.Verdict)
	}
	return c.Kind + ":" + arg + ":" + c.ID
}

// ParseClick reads the custom ID of a button, a select or a window of ours; ok is false for all others.
func ParseClick(customID string) (c Click, ok bool) {
	kind, rest, _ := strings.Cut(customID, ":")
	arg, id, _ := strings.Cut(rest, ":")
	c = Click{Kind: kind, ID: id}
	switch kind {
	case KindPage, KindQuotes, KindTurn:
		n, err := strconv.Atoi(arg)
		if err != nil || n < 0 || n > mostPages {
			return Click{}, false
		}
		c.Page, arg = n, ""
	case KindWhy:
		c.Verdict, arg = adapters.Verdict(arg), ""
		if c.Verdict != adapters.Bad && c.Verdict != adapters.Report {
			return Click{}, false
		}
	case KindGood, KindBad, KindReport:
		c.Verdict = map[string]adapters.Verdict{KindGood: adapters.Good, KindBad: adapters.Bad, KindReport: adapters.Report}[kind]
	case KindOffer:
		c.ID = rest
		return c, rest != "" && len(rest) <= adapters.MostCommand && utf8.ValidString(rest)
	case KindActor, KindShare:
	default:
		return Click{}, false
	}
	if arg != "" || !usable(id) {
		return Click{}, false
	}
	return c, true
}

// mostPages bounds the number of a page, so that every custom ID has room for it.
const mostPages = 999_999

// usable tells IDs that fit into the custom IDs of buttons.
func usable(id string) bool {
	return id != "" && utf8.ValidString(id) && units(id) <= mostID
}

// buttons are the rows under a Reply: its quotes on demand, whether it helped, and with share a button to say it for all.
// None without a usable id.
func buttons(r adapters.Reply, id string, share bool) []discordgo.MessageComponent {
	if !usable(id) {
		return nil
	}
	say := phrase.In(r.Language)
	var out []discordgo.MessageComponent
	if cites(r) {
		out = append(out, button(Click{Kind: KindQuotes, Page: 1, ID: id}, say.Say("Show quotes"), ""))
	}
	if rests(r) {
		out = append(out, button(Click{Kind: KindGood, ID: id}, say.Say("Helpful"), "👍"), button(Click{Kind: KindBad, ID: id}, say.Say("Not helpful"), "👎"))
		if share {
			out = append(out, button(Click{Kind: KindShare, ID: id}, say.Say("Share in channel"), ""))
		}
	}
	return row(out...)
}

// offers are the row of what to do next, none where there is nothing.
func offers(r adapters.Reply) []discordgo.MessageComponent {
	var all []discordgo.MessageComponent
	for _, o := range r.Offered() {
		b := discordgo.Button{Label: within(plain.Line(o.Label), maxLabel), Style: discordgo.PrimaryButton, CustomID: Click{Kind: KindOffer, ID: o.Command}.customID()}
		if o.Danger {
			b.Style = discordgo.DangerButton
		}
		all = append(all, b)
	}
	return row(all...)
}

// cites tells a Reply that has quotes.
func cites(r adapters.Reply) bool {
	for _, s := range r.Statements {
		if len(s.Quotes) > 0 {
			return true
		}
	}
	return false
}

// rests tells a Reply that articles were searched for, which alone can help or not: help and courtesies have no Sources, and
// what is for one person is no answer.
func rests(r adapters.Reply) bool {
	return !r.Personal && (len(r.Statements)+len(r.Sources) > 0 || len(r.Notes) > 0 && len(r.Table.Rows) == 0)
}

func button(c Click, label, emoji string) discordgo.Button {
	b := discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: c.customID()}
	if emoji != "" {
		b.Emoji = &discordgo.ComponentEmoji{Name: emoji}
	}
	return b
}

func row(of ...discordgo.MessageComponent) []discordgo.MessageComponent {
	if len(of) == 0 {
		return nil
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: of}}
}

// InputWhy is the custom ID of what a person writes in the window of Why.
const InputWhy = "text"

// MostWhy is how much a person may say of an answer, in characters.
const MostWhy = 1000

// Why is the window that asks what was wrong with an answer: Bad for why it did not help, Report for which citation is wrong.
// Nothing need be written.
func Why(id string, verdict adapters.Verdict, lang string) *discordgo.InteractionResponseData {
	say := phrase.In(lang)
	title := say.Say("Why?")
	if verdict == adapters.Report {
		title = say.Say("Report a wrong citation")
	}
	return &discordgo.InteractionResponseData{Title: title, CustomID: Click{Kind: KindWhy, Verdict: verdict, ID: id}.customID(),
		Components: row(discordgo.TextInput{CustomID: InputWhy, Label: say.Say("What is wrong with it?"), Style: discordgo.TextInputParagraph, MaxLength: MostWhy})}
}

// turns are the buttons to the pages before and after one, of which one may be of no use; none where there is but one page.
func turns(kind, id string, page, last int, say phrase.Words) []discordgo.MessageComponent {
	if last < 2 || !usable(id) {
		return nil
	}
	earlier := button(Click{Kind: kind, Page: page - 1, ID: id}, "◀ "+say.Say("Earlier"), "")
	more := button(Click{Kind: kind, Page: page + 1, ID: id}, say.Say("More")+" ▶", "")
	earlier.Disabled, more.Disabled = page == 1, page == last
	return []discordgo.MessageComponent{earlier, more}
}

// pageLine says which page of how many one is.
func pageLine(page, last int, say phrase.Words) string {
	return subtext + escape(say.Say("Page %d of %d", page, last))
}
