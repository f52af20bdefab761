package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"talksbot/adapters/discord/discordfake"
	"talksbot/adapters/slack/slackfake"
)

// discordServer is a fake Discord with a server, and a person who asks in its channel.
type discordServer struct {
	*discordfake.Discord
	t       *testing.T
	channel string
}

func startDiscord(t *testing.T) *discordServer {
	f := discordfake.Start(t)
	return &discordServer{f, t, f.AddChannel(f.AddGuild(discordfake.Guild{}), discordfake.Channel{Name: "talk"})}
}

// config is the section of a bot that connects to it.
func (d *discordServer) config(more string) string {
	return fmt.Sprintf("discord: {mode: gateway, api_url: %q, introduce: false%s}\n", d.APIURL(), more)
}

func (d *discordServer) env() string { return "DISCORD_BOT_TOKEN=" + d.Token }

// asks mentions the bot with a question.
func (d *discordServer) asks() (message string) {
	return d.Say("700000000000000001", d.channel, "<@"+d.BotUser+"> Who has committed troops, and on what conditions?")
}

// answered waits for the answer to a message.
func (d *discordServer) answered(message string) {
	d.t.Helper()
	if err := d.Await(limited(d.t), func() bool {
		return slices.ContainsFunc(d.Messages(d.channel), func(m discordfake.Message) bool {
			return m.Author == d.BotUser && m.ReplyTo == message && strings.Contains(strings.Join(discordfake.Visible(m), "\n"), "ready to deploy troops")
		})
	}); err != nil {
		d.t.Fatal(err)
	}
}

// TestServeDiscord runs the very program against the fake Discord: it says that it is ready and answers; SIGTERM and Ctrl-C end
// it, and what is said before it is there again is answered then, in the same session.
func TestServeDiscord(t *testing.T) {
	t.Parallel()
	d, data := startDiscord(t), t.TempDir()
	for i, by := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		before := ""
		if i > 0 {
			before = d.asks()
		}
		c := served(t, data, d.config(""), d.env())
		c.ready("discord: ok\n")
		d.answered(d.asks())
		if before != "" {
			d.answered(before)
		}
		if exit, log := c.end(by); exit != 0 || !strings.Contains(log, `"msg":"ended"`) {
			t.Errorf("exit code %d after\n%s", exit, log)
		}
	}
	if n := len(d.Identifies()); n != 1 || d.Resumes() == 0 {
		t.Errorf("%d sessions were begun, %d were taken up", n, d.Resumes())
	}
}

// TestServeDiscordFails: what no later try mends ends the program with a sentence that says how to mend it.
func TestServeDiscordFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env   func(*discordServer) string
		after func(*discordServer) // it is ready; nil where it never is
		want  string
	}{
		"wrong token": {func(*discordServer) string {
			return fmt.Sprintf("DISCORD_BOT_TOKEN=%s.%s.%s", rand.Text(), rand.Text(), rand.Text())
		}, nil,
			"Discord does not know the token in DISCORD_BOT_TOKEN"},
		"token reset": {(*discordServer).env, func(d *discordServer) { d.Revoke() }, "Discord does not know the token in DISCORD_BOT_TOKEN"},
		"intents":     {(*discordServer).env, func(d *discordServer) { d.CloseSockets(4014) }, "Discord does not allow an intent that is asked for"},
		"shards":      {(*discordServer).env, func(d *discordServer) { d.CloseSockets(4011) }, "the bot is in more servers than one connection may serve (4011): leave discord.shards at 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := startDiscord(t)
			c := served(t, t.TempDir(), d.config(""), tt.env(d))
			if tt.after != nil {
				c.ready("discord: ok\n")
				tt.after(d)
			}
			if exit, log := c.ended(); exit != 1 || !strings.Contains(log, "\nbot: listening to discord: "+tt.want) || !strings.Contains(log, "“bot doctor discord” checks") {
				t.Errorf("exit code %d after\n%s", exit, log)
			}
		})
	}
}

// TestServeDiscordWithoutContent: where Discord does not allow it to read all that is said, it says so and answers mentions.
func TestServeDiscordWithoutContent(t *testing.T) {
	t.Parallel()
	d := startDiscord(t)
	c := served(t, t.TempDir(), d.config(", message_content: true"), d.env())
	c.says("switch on Message Content Intent on the app's page")
	c.ready("discord: ok\n")
	d.answered(d.asks())
	if exit, log := c.end(os.Interrupt); exit != 0 || strings.Count(log, "Message Content Intent") != 1 {
		t.Errorf("exit code %d after\n%s", exit, log)
	}
}

// TestServeBoth serves two platforms: both are answered; one that is lost for good is named, the other one goes on.
func TestServeBoth(t *testing.T) {
	t.Parallel()
	for name, loses := range map[string]func(*slackfake.Slack, *discordServer) (ready string){
		"Slack is lost": func(s *slackfake.Slack, _ *discordServer) string {
			s.Revoke("invalid_auth")
			s.DropSockets()
			return "slack: "
		},
		"Discord is lost": func(_ *slackfake.Slack, d *discordServer) string {
			d.Revoke()
			return "discord: Discord does not know the token in DISCORD_BOT_TOKEN"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := startDiscord(t), slackfake.Start(t)
			s.AddChannel("C1", s.BotUser)
			c := served(t, t.TempDir(), d.config("")+fmt.Sprintf("slack: {mode: socket, api_url: %q}\n", s.APIURL()), d.env(),
				"SLACK_BOT_TOKEN="+s.BotToken, "SLACK_APP_TOKEN="+s.AppToken)
			c.ready("slack: ok\ndiscord: ok\n")
			slackAnswers := func() {
				t.Helper()
				asked := s.Say("U1", "C1", "", "<@"+s.BotUser+"> Who has committed troops, and on what conditions?")
				if err := s.Await(limited(t), func() bool { return len(s.Thread("C1", asked)) > 1 }); err != nil {
					t.Error(err)
				}
			}
			d.answered(d.asks())
			slackAnswers()
			lost := loses(s, d)
			if got := get(t, c.http+"/readyz", http.StatusServiceUnavailable); !strings.Contains(got, lost) {
				t.Errorf("not ready: %q", got)
			}
			c.says("a platform is not heard any more")
			if strings.HasPrefix(lost, "slack") {
				d.answered(d.asks())
			} else {
				slackAnswers()
			}
			if exit, log := c.end(os.Interrupt); exit != 0 {
				t.Errorf("exit code %d after\n%s", exit, log)
			}
		})
	}
}
