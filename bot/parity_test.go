package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// parityTalks are conversations, what one person says after the other a line each. The language is that of the channel.
var parityTalks = []struct {
	name, language string
	turns          []string
}{
	{"who", "", []string{"Who will send dredgers?", "and tugs?"}},
	{"party", "", []string{"What has Norway promised?", "and Ireland?", "and Spain?", "thanks"}},
	{"condition", "", []string{"On what condition will Norway pay for the breakwater?", "Who said so?"}},
	{"when", "", []string{"When will the dredgers work in Miran?", "and who pays the pilots?", "by when?"}},
	{"open", "", []string{"Which issues remain open?", "Who will pay the pilots?"}},
	{"superseded", "", []string{"How many dredgers has Portugal promised?", "Has it published its accounts?", "What did the accounts show?"}},
	{"refusal", "", []string{"Who won the tennis in Melbourne?", "What is the price of bread in Miran?", "What has Norway promised?"}},
	{"half", "", []string{"What has Canada promised?", "and Norway?"}},
	{"commitments", "", []string{"/commitments", "/commitments Norway", "/commitments declined", "/commitments Norvay"}},
	{"issues", "", []string{"/issues", "/issues all", "/issues settled", "/issues Spain"}},
	{"since", "", []string{"/since 5 Mar 2026", "/since 8 Mar 2026", "/since the day it rained", "/since 1 Jan 2030"}},
	{"parties", "", []string{"/who", "/who pilots", "/sources"}},
	{"check", "", []string{"/check Portugal has pledged to send five dredgers. Norway signed the contract for the breakwater on Monday.", "/check", "/check Isn't it cold today?"}},
	{"misspelt", "", []string{"/isues", "/hlep", "/ask", "/commitmnts Norway"}},
	{"greeting", "", []string{"hello", "What has Ireland ruled out?", "thank you!"}},
	{"help", "", []string{"help", "/help", "What can you do?"}},
	{"ask", "", []string{"/ask What has Spain proposed?", "/ask and Norway?", "and why?"}},
	{"german", "de", []string{"What has Norway promised?", "What is the price of bread in Miran?", "/issues", "/commitments declined", "/help"}},
	{"markup", "", []string{"What has *Norway* promised, <b>exactly</b>?", "Who is @everyone | [x](https://evil.example)?", "/since `5` **Mar**"}},
	{"long", "", []string{"What happened in the harbour of Miran?", "Who has committed to what?", "and Spain?"}},
}

// parityArticle is served beside those of the stories: it is full of what platforms read as markup.
const parityArticle = `---
id: four
title: "Ferries | *late* [again] & <soon>"
publisher: The _Quay_ & Co.
published: 2026-03-07
url: https://quay.example/four?a=1&b=(2)
---
The night ferries of Miran ran up to 3 * 20 minutes late on Saturday, said Ines_Maria Paz of the board. "We sail > 5 times a night | if the sea lets us," she told <reporters>.

Malta has pledged to send a pilot ~boat~ to Miran if 2 > 1 crews agree, its envoy said.
`

// TestParity holds the same twenty conversations on the console, in Slack (a mention, then its thread) and in Discord (mentions
// and replies; direct messages; commands), with one knowledge base, and compares what people see. Every
// platform must show the same words in the same order: leads and refusals, the cells of tables, statements with the numbers
// of their citations and their notes, the notes below; and the same list of sources, each with number, title, publisher, date
// and address. What marks lead to must be the source of their number, or of their row in a table.
//
// Only this is rendering, and taken away before:
//   - markup, white space and what parts things: lines, bars and points between cells, titles and notes;
//   - heads of tables, which Slack and the console show over the columns, Discord in part before each cell;
//   - buttons and menus; a sign behind a cell that leads to its article, as the cell itself does elsewhere;
//   - quotes, which the console shows under their statement, and the others on demand;
//   - how a command is written: “/talks issues” in Slack for “/issues”; and /quit, which the console alone has;
//   - %28 and %29 for the parentheses of an address in Discord, whose markup ends at them;
//   - spaces that keep a name behind @ from being one, where a platform would call somebody.
func TestParity(t *testing.T) {
	t.Parallel()
	p := newParity(t)
	for _, talk := range parityTalks {
		t.Run(talk.name, func(t *testing.T) {
			t.Parallel()
			want := p.onConsole(t, talk.language, talk.turns)
			for name, hold := range map[string]func(*testing.T, string, string, []string) []parityReply{
				"slack": p.inSlack, "discord": p.byMention, "direct": p.byMessage, "command": p.byCommand,
			} {
				got := hold(t, talk.name, talk.language, talk.turns)
				for i, turn := range talk.turns {
					if diff := gocmp.Diff(want[i], got[i]); diff != "" {
						t.Errorf("%q: (-console +%s)\n%s", turn, name, diff)
					}
				}
			}
			for i, r := range want {
				if len(strings.Fields(r.Said)) < 3 {
					t.Errorf("%q comes to nothing: %q", talk.turns[i], r.Said)
				}
			}
		})
	}
}

// parityReply is what people see of a Reply, without rendering.
type parityReply struct {
	Said    string // all but the list of sources
	Sources []paritySource
}

type paritySource struct{ N, About, URL string }

// parity is a bot that serves Slack and Discord, and a console beside it.
type parity struct {
	slack   *slackfake.Slack
	discord *discordfake.Discord
	server  string
	base    *knowledge.Base
	config  dialog.Config
	heads   map[string]bool // of all tables: one by one, and as they stand together
}

func newParity(t *testing.T) *parity {
	p := &parity{heads: map[string]bool{}, slack: slackfake.Start(t), discord: discordfake.Start(t, discordfake.Options{NoLimits: true, AnswerWithin: 30 * time.Second})}
	dir, articles := t.TempDir(), t.TempDir()
	if err := os.CopyFS(articles, os.DirFS(filepath.Join("testdata", "discord", "articles"))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(articles, "four.md"), []byte(parityArticle), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(t.Context(), filepath.Join(dir, "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := base.Refresh(t.Context(), sources.FS(os.DirFS(articles))); err != nil {
		t.Fatal(err)
	}
	box, err := inbox.Open(t.Context(), filepath.Join(dir, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	cfg := dialog.DefaultConfig()
	cfg.PerPerson, cfg.PerChannel, cfg.PerServer, cfg.Waiting = 0, 0, 0, 10_000
	p.base, p.config = base, cfg
	served := dialog.New(base, cfg)

	s := slack.DefaultConfig()
	s.Mode, s.APIURL, s.Channels = "socket", p.slack.APIURL(), map[string]slack.Channel{}
	d := discord.DefaultConfig()
	d.Mode, d.APIURL, d.Introduce, d.Channels = "gateway", p.discord.APIURL(), false, map[string]discord.Channel{}
	p.server = p.discord.AddGuild(discordfake.Guild{Name: "Harbour"})
	for i, talk := range parityTalks {
		at := "C0" + strings.ToUpper(talk.name)
		p.slack.AddChannel(at, p.slack.BotUser, "U0"+strings.ToUpper(talk.name))
		s.Channels[at] = slack.Channel{Language: talk.language}
		for _, id := range []string{parityChannel(i, 0), parityChannel(i, 1), p.discord.DM(parityPerson(i))} {
			d.Channels[id] = discord.Channel{Language: talk.language}
		}
		p.discord.AddChannel(p.server, discordfake.Channel{ID: parityChannel(i, 0), Name: talk.name})
		p.discord.AddChannel(p.server, discordfake.Channel{ID: parityChannel(i, 1), Name: talk.name + "-commands"})
	}
	host := served.Host(box)
	on := []adapters.Adapter{
		slack.New(s, slack.Secrets{BotToken: p.slack.BotToken, AppToken: p.slack.AppToken}, slack.Parts{Host: host}),
		discord.New(d, p.discord.Token, discord.Parts{Host: host, HTTP: &http.Client{}}),
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := served.Serve(ctx, box, slog.New(slog.DiscardHandler), on...); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { // once all subtests have ended
		stop()
		serving.Wait()
		_ = box.Close()
		_ = store.Close()
	})
	if p.slack.Await(limited(t), func() bool { return p.slack.Connections() > 0 }) != nil ||
		p.discord.Await(limited(t), func() bool { return p.discord.Ready() > 0 && len(p.discord.Commands("")) > 0 }) != nil {
		t.Fatal("a platform is not reached")
	}
	for _, word := range []string{"/commitments", "/issues", "/since 5 Mar 2026", "/who", "/help"} {
		for _, language := range []string{"", "de"} {
			r, err := served.Hear(t.Context(), adapters.Message{Text: word, Language: language})
			if err != nil {
				t.Fatal(err)
			}
			for i, h := range r.Table.Heads {
				p.heads[h], p.heads[strings.Join(r.Table.Heads[:i+1], " ")] = true, true
			}
		}
	}
	return p
}

func parityChannel(talk, n int) string { return strconv.Itoa(500000000000000001 + 2*talk + n) }

func parityPerson(talk int) string { return strconv.Itoa(700000000000000001 + talk) }

func parityIndex(name string) int {
	for i, talk := range parityTalks {
		if talk.name == name {
			return i
		}
	}
	return -1
}

// onConsole holds a conversation on the console.
func (p *parity) onConsole(t *testing.T, language string, turns []string) (all []parityReply) {
	var out bytes.Buffer
	d := dialog.New(p.base, p.config) // a terminal is a process of its own
	chat := console.New(console.Typed(strings.NewReader(strings.Join(turns, "\n")+"\n"), io.Discard, ""), &out, console.Style{Width: 100_000})
	err := chat.Listen(t.Context(), func(ctx context.Context, m adapters.Message) {
		m.Language = language
		r, err := d.Hear(ctx, m)
		if err != nil {
			t.Error(err)
		}
		out.Reset()
		if _, err := chat.Post(ctx, m.Thread, r); err != nil {
			t.Error(err)
		}
		all = append(all, p.readConsole(out.String(), language))
	})
	if err != nil || len(all) != len(turns) {
		t.Fatalf("%d replies: %v", len(all), err)
	}
	return all
}

// inSlack holds a conversation in a channel: a mention, then others in its thread.
func (p *parity) inSlack(t *testing.T, name, language string, turns []string) (all []parityReply) {
	channel, person, root := "C0"+strings.ToUpper(name), "U0"+strings.ToUpper(name), ""
	for i, turn := range turns {
		text := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(turn)
		ts := p.slack.Say(person, channel, root, "<@"+p.slack.BotUser+"> "+text)
		root = cmp.Or(root, ts)
		own := func() (posts []slackfake.Message) {
			for _, m := range p.slack.Thread(channel, root) {
				if m.User == p.slack.BotUser {
					posts = append(posts, m)
				}
			}
			return posts
		}
		if err := p.slack.Await(limited(t), func() bool { return len(own()) > i }); err != nil {
			t.Fatalf("%q: %v", turn, err)
		}
		all = append(all, p.readSlack(t, own()[i], language))
	}
	return all
}

// byMention holds a conversation in a channel of Discord: a mention, then replies to the bot's first post, which mention it too.
func (p *parity) byMention(t *testing.T, name, language string, turns []string) []parityReply {
	channel, person := parityChannel(parityIndex(name), 0), parityPerson(parityIndex(name))
	return p.inDiscord(t, channel, person, language, turns, func(turn string) error {
		how := discordfake.Said{PingReply: true}
		if all := p.discord.Messages(channel); len(all) > 1 {
			how.ReplyTo = all[1].ID
		}
		p.discord.Say(person, channel, "<@"+p.discord.BotUser+"> "+turn, how)
		return nil
	})
}

// byMessage holds one in direct messages.
func (p *parity) byMessage(t *testing.T, name, language string, turns []string) []parityReply {
	person := parityPerson(parityIndex(name))
	channel := p.discord.DM(person)
	return p.inDiscord(t, channel, person, language, turns, func(turn string) error {
		p.discord.Say(person, channel, turn)
		return nil
	})
}

// byCommand holds one by the commands of Discord; what is none of them is asked by /ask.
func (p *parity) byCommand(t *testing.T, name, language string, turns []string) []parityReply {
	channel, person := parityChannel(parityIndex(name), 1), parityPerson(parityIndex(name))
	return p.inDiscord(t, channel, person, language, turns, func(turn string) error {
		options := map[string]string{"ask": "question", "commitments": "actor", "issues": "status", "since": "date", "check": "text", "who": "topic", "sources": "", "help": ""}
		word, rest, _ := strings.Cut(strings.TrimPrefix(turn, "/"), " ")
		option, known := options[word]
		given := map[string]any{option: rest}
		switch {
		case !strings.HasPrefix(turn, "/") || !known || rest == "" && slices.Contains([]string{"ask", "since", "check"}, word):
			word, given = "ask", map[string]any{"question": turn}
		case rest == "":
			given = nil
		}
		_, err := p.discord.Slash(person, channel, word, given)
		return err
	})
}

// inDiscord holds a conversation in a channel of Discord in which nobody else is.
func (p *parity) inDiscord(t *testing.T, channel, person, language string, turns []string, say func(turn string) error) (all []parityReply) {
	own := func() (posts []discordfake.Message) {
		for _, m := range slices.Concat(p.discord.Messages(channel), p.discord.Ephemerals(channel, person)) {
			if m.Author == p.discord.BotUser && m.Flags&discordfake.Loading == 0 {
				posts = append(posts, m)
			}
		}
		slices.SortFunc(posts, func(a, b discordfake.Message) int { return cmp.Compare(a.ID, b.ID) })
		return posts
	}
	for i, turn := range turns {
		if err := say(turn); err != nil {
			t.Fatalf("%q: %v", turn, err)
		}
		if err := p.discord.Await(limited(t), func() bool { return len(own()) > i }); err != nil {
			t.Fatalf("%q: %v", turn, err)
		}
		all = append(all, p.readDiscord(t, own()[i], language))
	}
	return all
}
