package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/slack/blocks"
	"talksbot/bot/dialog"
)

func (p *program) preview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Show how an answer looks in a chat, without one",
		Args:  noMore(func(arg string) string { return fmt.Sprintf("for an answer in Slack: bot preview slack %q", arg) }),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.previewSlack())
	return cmd
}

func (p *program) previewSlack() *cobra.Command {
	file := ""
	cmd := &cobra.Command{
		Use:   "slack question…",
		Short: "Write a page of HTML that shows an answer as Slack does",
		Long: `preview slack answers a question from the articles and writes a page of HTML that
shows the answer as Slack does, made of the very blocks that Slack would be sent.
A click on "Show quotes" opens the quotes. The page has no scripts and fetches
nothing.

A command is shown as well: /commitments, /issues, /who, /since DATE, /check TEXT.

It goes to standard output, or into a file with -o.`,
		Example: `  bot preview slack "Which issues remain open?" > preview.html
  bot preview slack -o preview.html "Who has committed troops?"
  bot preview slack -o ledger.html /commitments`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.writePreview(cmd.Context(), strings.TrimSpace(strings.Join(args, " ")), file)
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write the page to `FILE`; - is standard output")
	return cmd
}

func (p *program) writePreview(ctx context.Context, question, file string) error {
	if err := checkQuestion(question); err != nil {
		return usage{fmt.Errorf("%w, for example: bot preview slack \"Which issues remain open?\"", err)}
	}
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	r, err := dialog.New(base, c.Dialog).Hear(ctx, adapters.Message{Text: question, Language: c.Slack.Channel.Language})
	if err != nil {
		return err
	}
	if p.quiet {
		r.Notes = nil
	}
	var page bytes.Buffer
	if err := blocks.Preview(&page, question, r); err != nil {
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
