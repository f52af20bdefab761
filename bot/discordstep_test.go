package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"talksbot/adapters/discord/discordfake"
)

var discordPeople = []string{"ada", "bob", "cleo", "hanna"}

// discordWords are the words of a step. What a person says is as typed: @talks, @ada, @reporters and @everyone call, #desk leads
// there, and \n and \u200b stand for themselves.
func discordWords() []discordWord {
	return []discordWord{
		{`(\w+) in (#\w+): (.*)`, func(s *discordStory, w []string) error { return s.says(w[0], s.ids[w[1]], w[2]) }},
		{`(\w+) in (\d+): (.*)`, func(s *discordStory, w []string) error {
			return s.about(w[1], w[0], func(m discordfake.Message) error { return s.says(w[0], placeOf(m), w[2]) })
		}},
		{`(\w+) replies to (\d+)( without a ping)?: (.*)`, func(s *discordStory, w []string) error {
			return s.about(w[1], w[0], func(m discordfake.Message) error {
				return s.says(w[0], m.Channel, w[3], discordfake.Said{ReplyTo: m.ID, PingReply: w[2] == ""})
			})
		}},
		{`(\w+) to talks: (.*)`, func(s *discordStory, w []string) error { return s.says(w[0], s.fake.DM(s.ids[w[0]]), w[1]) }},
		{`(\w+) opens “(.+)” in (#\w+): (.*)`, func(s *discordStory, w []string) error {
			id, err := s.fake.CreatePost(s.ids[w[0]], s.ids[w[2]], w[1], s.typed(w[3]))
			s.label(id)
			return err
		}},
		{`(\w+) edits (\d+): (.*)`, func(s *discordStory, w []string) error {
			return s.about(w[1], w[0], func(m discordfake.Message) error { return s.fake.Edit(m.Channel, m.ID, s.typed(w[2])) })
		}},
		{`(\w+) deletes (\d+)`, func(s *discordStory, w []string) error {
			return s.about(w[1], w[0], func(m discordfake.Message) error { return s.fake.Delete(m.Channel, m.ID) })
		}},
		{`(\w+) joins the server`, func(s *discordStory, w []string) error {
			s.label(s.fake.Say(s.ids[w[0]], s.ids["#desk"], "", discordfake.Said{Type: 7}))
			return nil
		}},
		{`another bot in (#\w+): (.*)`, func(s *discordStory, w []string) error {
			s.fake.AddPerson(discordfake.Person{ID: "700000000000000099", Name: "other", Bot: true})
			s.label(s.fake.Say("700000000000000099", s.ids[w[0]], s.typed(w[1])))
			return nil
		}},
		{`a webhook in (#\w+): (.*)`, func(s *discordStory, w []string) error {
			s.label(s.fake.Say("700000000000000098", s.ids[w[0]], s.typed(w[1]), discordfake.Said{Webhook: "700000000000000098"}))
			return nil
		}},
		{`(\w+) types in (#\w+|\d+): /(.+)`, func(s *discordStory, w []string) error {
			if in := s.ids[w[1]]; in != "" {
				return s.slash(w[0], in, w[2])
			}
			return s.about(w[1], w[0], func(m discordfake.Message) error { return s.slash(w[0], placeOf(m), w[2]) })
		}},
		{`(\w+) types to talks: /(.+)`, func(s *discordStory, w []string) error { return s.slash(w[0], s.fake.DM(s.ids[w[0]]), w[1]) }},
		{`(\w+) has typed in (#\w+): /(\S+) (\w+): ?(.*)`, func(s *discordStory, w []string) error {
			_, err := s.fake.Autocomplete(s.ids[w[0]], s.ids[w[1]], w[2], w[3], w[4], nil)
			return err
		}},
		{`(\w+) takes “(.+)” from the menu of (\d+)`, func(s *discordStory, w []string) error {
			return s.about(w[2], w[0], func(m discordfake.Message) error {
				_, err := s.fake.Menu(s.ids[w[0]], m.Channel, m.ID, w[1])
				return err
			})
		}},
		{`(\w+) clicks \[(.+)\] on (\d+)`, func(s *discordStory, w []string) error {
			return s.about(w[2], w[0], func(m discordfake.Message) error {
				c, err := componentWith(m.Components, "label", w[1])
				if err != nil {
					return err
				}
				_, err = s.fake.Click(s.ids[w[0]], m.Channel, m.ID, fmt.Sprint(c["custom_id"]))
				return err
			})
		}},
		{`(\w+) chooses \((.+)\) on (\d+)`, func(s *discordStory, w []string) error {
			return s.about(w[2], w[0], func(m discordfake.Message) error {
				menu, value := optionWith(m.Components, w[1])
				_, err := s.fake.Select(s.ids[w[0]], m.Channel, m.ID, menu, value)
				return err
			})
		}},
		{`(\w+) sends the window(?:: “(.*)”)?`, (*discordStory).sends},
		{`(\w+) closes the window`, func(s *discordStory, w []string) error {
			s.fake.CloseModal(s.ids[w[0]])
			return nil
		}},
		{`(\w+) looks at the commands in (\w+)`, func(s *discordStory, w []string) error { return s.looks(w[1]) }},
		{`(\w+) sees that talks types in (#\w+|\d+)`, func(s *discordStory, w []string) error {
			in := s.ids[w[1]]
			for id, n := range s.labels {
				if n == w[1] {
					in = id
				}
			}
			if !s.await(func() bool { now, _ := s.fake.Typing(in); return now }) {
				return fmt.Errorf("it does not")
			}
			return nil
		}},
		{`(\w+) takes no direct messages`, func(s *discordStory, w []string) error {
			s.fake.AddPerson(discordfake.Person{ID: s.ids[w[0]], Name: w[0], NoDMs: true})
			return nil
		}},
		{`(\w+) is one of the (@\w+)`, func(s *discordStory, w []string) error {
			s.fake.Join(s.ids[w[0]], s.ids["Harbour"], "", s.ids[w[1]])
			return nil
		}},
		{`talks may not (.+) in (#\w+)`, func(s *discordStory, w []string) error {
			all := map[string]int64{"speak": discordfake.SendMessages, "read": discordfake.ReadHistory, "start threads": discordfake.CreatePublicThreads,
				"speak in threads": discordfake.SendInThreads, "see anything": discordfake.ViewChannel, "embed": discordfake.EmbedLinks}
			var none int64
			for what := range strings.SplitSeq(w[0], " nor ") {
				if all[what] == 0 {
					return fmt.Errorf("there is no permission to %s", what)
				}
				none |= all[what]
			}
			s.fake.Deny(s.ids[w[1]], none)
			return nil
		}},
		{`talks is invited to (\w+), which has (.+)`, func(s *discordStory, w []string) error {
			s.addServer(w[0], "en-US", time.Now(), strings.Split(strings.ReplaceAll(w[1], "#", ""), " and ")...)
			return nil
		}},
		{`talks has long been in (\w+), which has (.+)`, func(s *discordStory, w []string) error {
			s.addServer(w[0], "en-US", joined, strings.Split(strings.ReplaceAll(w[1], "#", ""), " and ")...)
			return nil
		}},
		{`talks is removed from (\w+)`, func(s *discordStory, w []string) error {
			s.fake.LeaveGuild(s.ids[w[0]])
			return nil
		}},
		{`talks is invited to (\w+) again`, func(s *discordStory, w []string) error {
			s.fake.Rejoin(s.ids[w[0]])
			return nil
		}},
		{`Discord shows a preview under (\d+)`, func(s *discordStory, w []string) error {
			return s.about(w[0], "", func(m discordfake.Message) error { return s.fake.Unfurl(m.Channel, m.ID, "a page") })
		}},
		{`Discord tells of (\d+) again`, func(s *discordStory, w []string) error {
			return s.about(w[0], "", func(m discordfake.Message) error { return s.fake.Repeat(m.Channel, m.ID) })
		}},
		{`Discord drops the connection`, func(s *discordStory, _ []string) error {
			s.fake.DropSockets()
			return nil
		}},
		{`Discord fails the next (\w+): (.+)`, func(s *discordStory, w []string) error {
			s.fake.FailNext(routeOf(w[0]), 1, discordfake.Failure(w[1]))
			return nil
		}},
		{`Discord keeps the next (\w+) waiting`, func(s *discordStory, w []string) error {
			s.bot.gate.keep(w[0])
			return nil
		}},
		{`Discord does not take the token any more`, func(s *discordStory, _ []string) error {
			s.fake.Revoke()
			return nil
		}},
		{`Discord keeps the (\w+) after that waiting`, func(s *discordStory, w []string) error {
			s.bot.gate.keepSecond(w[0])
			return nil
		}},
		{`the bot is cut off and started again`, func(s *discordStory, _ []string) error {
			s.bot.end(interrupted{syscall.SIGTERM})
			close(s.bot.gate.broken)
			s.stop()
			s.start()
			return nil
		}},
		{`the bot is stopped`, func(s *discordStory, _ []string) error {
			s.stop()
			return nil
		}},
		{`the bot is started`, func(s *discordStory, _ []string) error {
			s.start()
			return nil
		}},
		{`the bot is started again(?:, with (.+))?`, func(s *discordStory, w []string) error {
			s.stop()
			if w[0] != "" {
				if err := s.reconfigure(w[0]); err != nil {
					return err
				}
			}
			s.start()
			return nil
		}},
		{`Discord asks whether the address is the bot's`, func(s *discordStory, _ []string) error {
			return s.fake.DeliverTo(s.t.Context(), s.address+"/discord/interactions")
		}},
		{`a stranger posts an interaction that is signed (.+)`, (*discordStory).forges},
	}
}

// discordWord is a form of a step, anchored at both ends, and what it does.
type discordWord struct {
	form string
	do   func(s *discordStory, words []string) error
}

func (s *discordStory) do(step string) error {
	if ok, err := s.does(step); ok {
		return err
	}
	for _, w := range discordWords() {
		if m := regexp.MustCompile("^(?:" + w.form + ")$").FindStringSubmatch(step); m != nil {
			return w.do(s, m[1:])
		}
	}
	return fmt.Errorf("nobody does that")
}

func (s *discordStory) says(who, in, text string, how ...discordfake.Said) error {
	id := s.fake.Say(s.ids[who], in, s.typed(text), how...)
	if id == "" {
		return fmt.Errorf("%s cannot speak there", who)
	}
	s.label(id)
	return nil
}

// about finds the message with a number, one that a person alone sees too.
func (s *discordStory) about(number, who string, do func(discordfake.Message) error) error {
	for id, n := range s.labels {
		if n == number {
			if m, ok := s.message(id, s.ids[who]); ok {
				return do(m)
			}
		}
	}
	return fmt.Errorf("there is no message %s", number)
}

// placeOf is where people speak about a message: the thread that was started from it, else where it stands.
func placeOf(m discordfake.Message) string {
	if m.Thread != "" {
		return m.Thread
	}
	return m.Channel
}

var discordName = regexp.MustCompile(`[@#](\w+)`)

// typed is a text as Discord makes it of what is typed.
func (s *discordStory) typed(text string) string {
	if strings.Contains(text, `\`) {
		if plain, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`); err == nil {
			text = plain
		}
	}
	return discordName.ReplaceAllStringFunc(text, func(name string) string {
		switch {
		case name == "@talks" || slices.Contains(discordPeople, name[1:]):
			return "<@" + s.ids[name[1:]] + ">"
		case s.ids[name] == "":
			return name
		case name[0] == '#':
			return "<#" + s.ids[name] + ">"
		}
		return "<@&" + s.ids[name] + ">"
	})
}

// slash gives a command: its name, and options after that with points between.
func (s *discordStory) slash(who, in, text string) error {
	name, rest, _ := strings.Cut(text, " ")
	if sub, more, _ := strings.Cut(rest, " "); name == "admin" { // whose commands have two words
		name, rest = name+" "+sub, more
	}
	options := map[string]any{}
	for part := range strings.SplitSeq(rest, " · ") {
		key, value, ok := strings.Cut(part, ": ")
		if !ok && part != "" {
			return fmt.Errorf("%q is no option", part)
		}
		if b, err := strconv.ParseBool(value); err == nil {
			options[key] = b
		} else if ok {
			options[key] = s.typed(value)
		}
	}
	_, err := s.fake.Slash(s.ids[who], in, name, options)
	return err
}
