package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
	"talksbot/adapters/slack/blocks"
	"talksbot/bot/dialog"
)

func (p *program) preview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Show how an answer looks in a chat, without one",
		Args: noMore(func(arg string) string {
			return fmt.Sprintf("for an answer in Slack: bot preview slack %q; in Discord: bot preview discord %q", arg, arg)
		}),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.previewIn(preview{name: "slack", title: "Slack", of: "made of the very blocks that Slack would be sent", write: blocks.Preview,
		language: func(c Config) string { return c.Slack.Channel.Language }}))
	cmd.AddCommand(p.previewIn(preview{name: "discord", title: "Discord", of: "made of the very components that Discord would be sent", write: cards.Preview,
		language: func(c Config) string { return c.Discord.Channel.Language }}))
	return cmd
}

// preview is how a platform shows an answer.
type preview struct {
	name, title, of string // of says what the page is made of
	write           func(w io.Writer, question string, r adapters.Reply) error
	language        func(Config) string
}

func (p *program) previewIn(on preview) *cobra.Command {
	file := ""
	cmd := &cobra.Command{
		Use:   on.name + " question…",
		Short: "Write a page of HTML that shows an answer as " + on.title + " does",
		Long: `preview ` + on.name + ` answers a question from the articles and writes a page of HTML that
shows the answer as ` + on.title + ` does, ` + on.of + `.
A click on "Show quotes" opens the quotes. The page has no scripts and fetches
nothing.

A command is shown as well: /commitments, /issues, /who, /since DATE, /check TEXT.

It goes to standard output, or into a file with -o.`,
		Example: `  bot preview ` + on.name + ` "Which issues remain open?" > preview.html
  bot preview ` + on.name + ` -o preview.html "Who has committed troops?"
  bot preview ` + on.name + ` -o ledger.html /commitments`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.writePreview(cmd.Context(), on, strings.TrimSpace(strings.Join(args, " ")), file)
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write the page to `FILE`; - is standard output")
	return cmd
}

func (p *program) writePreview(ctx context.Context, on preview, question, file string) error {
	if err := checkQuestion(question); err != nil {
		return usage{fmt.Errorf("%w, for example: bot preview %s \"Which issues remain open?\"", err, on.name)}
	}
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	r, err := dialog.New(base, c.Dialog).Hear(ctx, adapters.Message{Text: question, Language: on.language(c)})
	if err != nil {
		return err
	}
	if p.quiet {
		r.Notes = nil
	}
	var page bytes.Buffer
	if err := on.write(&page, question, r); err != nil {
		return err
	}
	if file == "" || file == "-" {
		_, err = p.out.Write(page.Bytes())
		return err
	}
	if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
		return errors.Join(errors.New("the page was not written"), err)
	}
	return nil
}
