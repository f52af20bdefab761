package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"talksbot/adapters/discord"
	"talksbot/adapters/discord/cards"
	"talksbot/adapters/discord/discordfake"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// TestDiscordAttacks puts hostile texts into articles, their titles, people's names, questions, commands and reports, asks the
// whole bot about each in Discord, and looks at what Discord makes of all that it says: nobody is called or shown as mentioned,
// links lead to articles alone, nothing is refused, previewed or shown without its components, and everything is answered.
func TestDiscordAttacks(t *testing.T) {
	t.Parallel()
	base, box, attacks := attacked(t)
	d := newDiscordAttack(t, base, box)
	for i, a := range attacks {
		d.about(i, a)
	}
	if err := d.f.Await(limited(t), func() bool {
		return d.f.Done(postRoute) >= d.mentioned && d.f.Pending() == 0 && d.f.Done(fillRoute) >= d.commands
	}); err != nil {
		t.Fatalf("%v: %d of %d, %d of %d", err, d.f.Done(postRoute), d.mentioned, d.f.Done(fillRoute), d.commands)
	}
	d.looksAtQuotes(attacks)
	d.check(len(attacks))
}

const (
	postRoute = "POST /channels/{channel}/messages"
	fillRoute = "PATCH /webhooks/{app}/{token}/messages/{message}"
)

// discordAttack is a server in which somebody attacks.
type discordAttack struct {
	t                   *testing.T
	f                   *discordfake.Discord
	channel, admins     string
	person              string
	mentioned, commands int // how many answers are due to what was said, and to commands
}

func newDiscordAttack(t *testing.T, base *knowledge.Base, box *inbox.Inbox) *discordAttack {
	f := discordfake.Start(t, discordfake.Options{NoLimits: true})
	server := f.AddGuild(discordfake.Guild{})
	a := &discordAttack{t: t, f: f, person: "700000000000000001", channel: f.AddChannel(server, discordfake.Channel{Name: "talk"}),
		admins: f.AddChannel(server, discordfake.Channel{Name: "admins"})}
	c := discord.DefaultConfig()
	c.Mode, c.APIURL, c.AdminChannel, c.Introduce = "gateway", f.APIURL(), a.admins, false
	c.CallsPerSecond = 10_000 // what is tried here is no limit
	cfg := dialog.DefaultConfig()
	cfg.PerPerson, cfg.PerChannel, cfg.PerServer, cfg.Waiting = 0, 0, 0, 10_000
	d := dialog.New(base, cfg)
	serveOn(t, d, box, discord.New(c, f.Token, discord.Parts{Host: d.Host(box)}))
	if err := f.Await(limited(t), func() bool { return f.Ready() > 0 && len(f.Commands("")) > 0 }); err != nil {
		t.Fatal(err)
	}
	return a
}

// short cuts what Discord's own app does not let people type.
func short(s string) string { return string([]rune(s)[:min(450, len([]rune(s)))]) }

// about asks about one attack in every way.
func (d *discordAttack) about(i int, attack string) {
	named := fmt.Sprint(710000000000000000 + i)
	d.f.AddPerson(discordfake.Person{ID: named, GlobalName: short(attack)})
	said := ""
	for _, text := range []string{
		fmt.Sprintf("How many pilots will the port of M%s train?", portOf(i)),
		fmt.Sprintf("What will the port of M%s do <@%s> %s?", portOf(i), named, short(attack)),
	} {
		said = d.f.Say(d.person, d.channel, "<@"+d.f.BotUser+"> "+text)
		d.mentioned++
	}
	check := fmt.Sprintf("The port of M%s will train %d pilots %s.", portOf(i), 1000+i, short(attack))
	for name, options := range map[string]map[string]any{
		"ask":         {"question": fmt.Sprintf("What will the port of M%s do %s?", portOf(i), short(attack)), "private": i%2 == 0},
		"check":       {"text": check},
		"commitments": {"actor": short(attack)},
		"who":         {"topic": short(attack)},
	} {
		d.command(d.f.Slash(d.person, d.channel, name, options))
	}
	d.command(d.f.Menu(d.person, d.channel, said, discord.MenuCheck))
}

// command waits until Discord knows that a command was heard: it does not wait long.
func (d *discordAttack) command(id string, err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	d.commands++
	d.heard(id)
}

func (d *discordAttack) heard(id string) {
	d.t.Helper()
	if err := d.f.Await(limited(d.t), func() bool {
		i, _ := d.f.Interaction(id)
		return i.Answer != 0 || i.Failed != ""
	}); err != nil {
		d.t.Fatal(err)
	}
}

// looksAtQuotes clicks for the quotes of every answer that all see, and reports a citation of each with an attack for a reason.
func (d *discordAttack) looksAtQuotes(attacks []string) {
	for _, m := range d.f.Messages(d.channel) {
		d.clicks(m, cards.KindQuotes)
	}
	reports := 0
	for _, m := range d.f.Ephemerals(d.channel, d.person) {
		if reports == len(attacks) || !d.clicks(m, cards.KindReport) {
			continue
		}
		id, err := d.f.SubmitModal(d.person, map[string]string{cards.InputWhy: short(attacks[reports%len(attacks)])})
		if err != nil {
			d.t.Fatal(err)
		}
		d.heard(id)
		reports++
	}
	if got := len(d.f.Messages(d.admins)); reports < len(attacks) || got < reports {
		d.t.Errorf("%d reports, of which %d came", reports, got)
	}
}

// clicks clicks on a button of a message; false where it has none of the kind.
func (d *discordAttack) clicks(m discordfake.Message, kind string) bool {
	for _, id := range customIDs(m.Components) {
		c, ok := cards.ParseClick(id)
		if !ok || c.Kind != kind {
			continue
		}
		did, err := d.f.Click(d.person, d.channel, m.ID, id)
		if err != nil {
			d.t.Fatal(err)
		}
		d.heard(did)
		return true
	}
	return false
}

func customIDs(components []map[string]any) (all []string) {
	for _, c := range components {
		if id, is := c["custom_id"].(string); is {
			all = append(all, id)
		}
		below, _ := c["components"].([]any)
		for _, one := range below {
			if one, is := one.(map[string]any); is {
				all = append(all, customIDs([]map[string]any{one})...)
			}
		}
	}
	return all
}

// check looks at everything that the bot has said, and at all that it has called.
func (d *discordAttack) check(attacks int) {
	private := d.f.Ephemerals("", d.person)
	told, posts := 0, 0
	for _, m := range append(d.f.Posts(), private...) {
		posts++
		for _, act := range discordfake.Active(m) {
			u, err := url.Parse(act.What)
			if act.Kind != "link" || err != nil || u.Host != "news.example" {
				d.t.Errorf("active in %.300s: %+v", discordfake.Visible(m), act)
			}
		}
		if len(m.Components) == 0 || m.Content != "" || len(m.Embeds) > 0 || m.Flags&discordfake.SuppressEmbeds == 0 {
			d.t.Errorf("shown without its components, or with previews: %+v", m)
		}
		if strings.Contains(strings.Join(discordfake.Visible(m), " "), "will train") {
			told++
		}
	}
	for _, call := range d.f.Calls() {
		early := call.Route == fillRoute && call.Code == 10015 // the first answer was still under way
		if call.Status >= 400 && !early {
			d.t.Errorf("%s: %d %d, %.500s", call.Route, call.Status, call.Code, call.Body)
		}
	}
	if missed := d.f.Missed(); len(missed) > 0 {
		d.t.Errorf("%d interactions failed, such as %+v", len(missed), missed[0])
	}
	d.t.Logf("%d attacks, %d questions, %d commands, %d posts, of which %d are private and %d cite an attack", attacks, d.mentioned, d.commands, posts, len(private), told)
	if told < 3*attacks {
		d.t.Errorf("only %d posts cite an article", told)
	}
}
