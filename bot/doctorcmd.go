package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/adapters/discord"
	"talksbot/adapters/slack"
	"talksbot/knowledge/llm"
)

func (p *program) doctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a chat platform or the model still needs",
		Args:  noMore(func(string) string { return "there are: bot doctor slack, bot doctor discord, bot doctor llm" }),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	const after = `configuration names. It changes nothing, and shows no token.

Each line is a check: ok, missing with what to do about it, or a note. The exit
code is 1 when something is missing.`
	cmd.AddCommand(p.doctorOf(cobra.Command{
		Use:   "slack",
		Short: "Check the tokens, scopes and channels in Slack",
		Long: `doctor slack checks what "bot serve" needs in Slack: the environment variables, the
tokens, the scopes that the bot was granted, and the channels that the
` + after,
		Example: `  bot doctor slack
  bot doctor slack --format json`,
	}, func(ctx context.Context, c Config) []adapters.Finding {
		return slack.Doctor(ctx, c.Slack, p.env, slack.Parts{})
	}), p.doctorOf(cobra.Command{
		Use:   "discord",
		Short: "Check the token, intents, permissions and channels in Discord",
		Long: `doctor discord checks what "bot serve" needs in Discord: the environment variable,
the token, how the app is set up and which intents it was granted, the connection,
the commands, and what the bot may do in its servers and in the channels that the
` + after,
		Example: `  bot doctor discord
  bot doctor discord --format json`,
	}, func(ctx context.Context, c Config) []adapters.Finding {
		return discord.Doctor(ctx, c.Discord, p.env, discord.Parts{})
	}), p.doctorOf(cobra.Command{
		Use:   "llm",
		Short: "Check the model that writes: what of it works, and how fast",
		Long: `doctor llm asks the endpoint of the configuration's model whether it writes, in the
form that is asked for and as a stream, makes vectors and orders texts, and how long
each takes. It costs a few tokens, and shows no key.

Each line is a check: ok, missing with what to do about it, or a note. The exit
code is 1 when something is missing.`,
		Example: `  bot doctor llm
  bot doctor llm --format json`,
	}, func(ctx context.Context, c Config) (out []adapters.Finding) {
		for _, f := range llm.Doctor(ctx, c.Model, p.env, llm.Parts{}) {
			out = append(out, adapters.Finding{Check: f.Check, State: adapters.State(f.State), Found: f.Found, Fix: f.Fix})
		}
		return out
	}))
	return cmd
}

// doctorOf makes the command that shows what look finds.
func (p *program) doctorOf(cmd cobra.Command, look func(context.Context, Config) []adapters.Finding) *cobra.Command {
	format := oneOf("text", "json")
	cmd.Args = noMore(nil)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, _, err := p.settings()
		if err != nil {
			return err
		}
		found := look(cmd.Context(), c)
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		return p.report(found, format.value())
	}
	cmd.Flags().Var(format, "format", "how the checks are shown")
	return &cmd
}

// report shows Findings, and gives an error when something is missing.
func (p *program) report(all []adapters.Finding, format string) error {
	missing := 0
	for _, f := range all {
		if f.State == adapters.Missing {
			missing++
		}
		if format == "json" {
			continue
		}
		line := f.Check + ": " + f.Found
		if f.Fix != "" {
			line += "; " + f.Fix
		}
		if f.State != adapters.OK || !p.quiet {
			fmt.Fprintf(p.out, "%-8s %s\n", f.State, console.Plain(line))
		}
	}
	if format == "json" {
		if err := writeJSON(p.out, all, "  "); err != nil {
			return err
		}
	}
	switch missing {
	case 0:
		return nil
	case 1:
		return errors.New("one check found something missing")
	}
	return fmt.Errorf("%d checks found something missing", missing)
}
