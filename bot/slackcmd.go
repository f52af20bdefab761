package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/adapters/slack"
)

func (p *program) slackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "slack",
		Short: "Print the manifest of the Slack app",
		Args:  noMore(func(string) string { return "there is manifest; “bot doctor slack” checks what is set up" }),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	format := oneOf("yaml", "json")
	manifest := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest that the Slack app is made from",
		Long: `manifest prints what Slack makes the app from: its name, command, pane, the events
that it hears and the scopes that it needs, as the section slack of the
configuration has them. It asks nothing of Slack.

At https://api.slack.com/apps choose "Create New App", then "From a manifest", and
paste it; for an app that is there, paste it under "App Manifest" and install the
app again. Change the configuration, and the manifest may change with it.`,
		Example: `  bot slack manifest
  bot slack manifest --format json > manifest.json`,
		Args: noMore(nil),
		RunE: func(*cobra.Command, []string) error {
			c, _, err := p.settings()
			if err != nil {
				return err
			}
			write := slack.ManifestYAML
			if format.value() == "json" {
				write = slack.Manifest
			}
			out, err := write(c.Slack)
			if err != nil {
				return usage{err}
			}
			_, err = fmt.Fprintln(p.out, strings.TrimSpace(string(out)))
			return err
		},
	}
	manifest.Flags().Var(format, "format", "how the manifest is written")
	cmd.AddCommand(manifest)
	return cmd
}

func (p *program) doctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a chat platform still needs",
		Args:  noMore(func(string) string { return "there is: bot doctor slack" }),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	format := oneOf("text", "json")
	slackDoctor := &cobra.Command{
		Use:   "slack",
		Short: "Check the tokens, scopes and channels in Slack",
		Long: `doctor slack checks what "bot serve" needs in Slack: the environment variables, the
tokens, the scopes that the bot was granted, and the channels that the
configuration names. It changes nothing, and shows no token.

Each line is a check: ok, missing with what to do about it, or a note. The exit
code is 1 when something is missing.`,
		Example: `  bot doctor slack
  bot doctor slack --format json`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, _, err := p.settings()
			if err != nil {
				return err
			}
			found := slack.Doctor(cmd.Context(), c.Slack, p.env, slack.Parts{})
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			return p.report(found, format.value())
		},
	}
	slackDoctor.Flags().Var(format, "format", "how the checks are shown")
	cmd.AddCommand(slackDoctor)
	return cmd
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
