package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"talksbot/adapters/console"
)

func (p *program) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check the configuration, or print it",
		Long: `The configuration is one YAML file: the one that --config names, or config.yaml in
the folder talksbot of the user's configuration folder. All of it is optional.
Secrets do not belong in it: what needs one names the environment variable that
holds it.`,
		Example: `  bot config check
  bot config print > config.yaml
  bot --config config.yaml config check`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fmt.Errorf("unknown command %q for %q; there are check and print", args[0], cmd.CommandPath())
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "Say whether the configuration can be used, and which it is",
		Args:  noMore(nil),
		RunE: func(*cobra.Command, []string) error {
			c, file, err := p.settings()
			if err != nil {
				return err
			}
			if file == "" {
				name, _ := p.configFile()
				fmt.Fprintf(p.out, "There is no %s; the defaults hold.\n", console.Plain(cmp.Or(name, "configuration")))
			} else {
				fmt.Fprintf(p.out, "%s can be used.\n", console.Plain(file))
			}
			fmt.Fprintf(p.out, "Articles are kept in %s\n", console.Plain(c.Storage.Folder))
			if c.Slack.Mode != "off" {
				fmt.Fprintf(p.out, "Slack is reached by %s, with what %s hold.\n", c.Slack.Mode, strings.Join(c.Slack.Variables(), " and "))
			}
			if c.Discord.Mode != "off" {
				fmt.Fprintf(p.out, "Discord is reached by %s, with what %s holds.\n", c.Discord.Mode, c.Discord.TokenEnv)
			}
			if _, err := c.secrets(p.env); err != nil {
				for line := range strings.Lines(err.Error()) {
					fmt.Fprintf(p.out, "missing: %s\n", console.Plain(line))
				}
			}
			return nil
		},
	}, &cobra.Command{
		Use:   "print",
		Short: "Print the configuration that holds, defaults included",
		Args:  noMore(nil),
		RunE: func(*cobra.Command, []string) error {
			c, _, err := p.settings()
			if err != nil {
				return err
			}
			out, err := yaml.Marshal(c)
			if err != nil {
				return err
			}
			_, err = p.out.Write(out)
			return err
		},
	})
	return cmd
}
