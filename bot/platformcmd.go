package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters/discord"
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

func (p *program) discordCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "discord",
		Short: "Print the link that invites the bot into a Discord server",
		Args:  noMore(func(string) string { return "there is invite; “bot doctor discord” checks what is set up" }),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	application := ""
	invite := &cobra.Command{
		Use:   "invite",
		Short: "Print the link that invites the bot into a server",
		Long: `invite prints the address at which whoever manages a Discord server lets the bot
in. It asks for the very permissions that the section discord of the configuration
needs, which are listed on standard error with what each is for. It asks nothing of
Discord.

The app's ID is read from the token in the environment, or given by --application.
Change the configuration, and the link may change with it.`,
		Example: `  bot discord invite
  bot discord invite --application 123456789012345678`,
		Args: noMore(nil),
		RunE: func(*cobra.Command, []string) error {
			c, _, err := p.settings()
			if err != nil {
				return err
			}
			if application == "" {
				token, err := c.Discord.Token(p.env)
				if err == nil {
					application, err = discord.Application(token)
				}
				if err != nil {
					return usage{fmt.Errorf("%w\n--application ID needs no token", err)}
				}
			}
			link, err := discord.Invite(c.Discord, application)
			if err != nil {
				return usage{err}
			}
			if !p.quiet {
				for _, permission := range discord.Permissions(c.Discord) {
					fmt.Fprintf(p.err, "%-25s %s\n", permission.Name, permission.Why)
				}
			}
			_, err = fmt.Fprintln(p.out, link)
			return err
		},
	}
	invite.Flags().StringVar(&application, "application", "", "the app's `ID`, from its page in Discord, General Information")
	cmd.AddCommand(invite)
	return cmd
}
