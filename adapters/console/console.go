// Package console is the adapter that needs no token: one person and the bot on a terminal. How it shows a Reply serves
// single answers as well.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"talksbot/adapters"
)

// Lines gives what is typed, line by line, without line ends; io.EOF when there is no more.
// Line returns when ctx ends, whether or not anything was typed.
type Lines interface {
	Line(ctx context.Context) (string, error)
}

// Console is an Adapter with one Thread. Listen and Post are for one goroutine.
type Console struct {
	in    Lines
	out   io.Writer
	style Style
	posts int
	heard int
}

var _ adapters.Adapter = (*Console)(nil)

// New makes a Console that reads from in and shows Replies on out.
func New(in Lines, out io.Writer, style Style) *Console {
	return &Console{in: in, out: out, style: style}
}

// Name is "console".
func (c *Console) Name() string { return "console" }

// Listen hears one line after another until /quit, the end of input (nil) or the end of ctx (its error).
func (c *Console) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	for {
		line, err := c.in.Line(ctx)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading what is typed: %w", err)
		}
		switch line = strings.TrimSpace(line); line {
		case "":
			continue
		case "/quit", "/exit", "/q":
			return nil
		}
		c.heard++
		hear(ctx, adapters.Message{ID: strconv.Itoa(c.heard), Thread: adapters.Thread{Platform: c.Name()}, From: "you", Text: line})
		if line == "/help" {
			fmt.Fprintln(c.out, c.style.Faint("/quit or Ctrl-D ends the conversation.")+"\n")
		}
	}
}

// Post shows the Reply between empty lines.
func (c *Console) Post(_ context.Context, _ adapters.Thread, r adapters.Reply) (string, error) {
	if _, err := io.WriteString(c.out, "\n"); err != nil {
		return "", err
	}
	if err := Write(c.out, r, c.style); err != nil {
		return "", err
	}
	if _, err := io.WriteString(c.out, "\n"); err != nil {
		return "", err
	}
	c.posts++
	return strconv.Itoa(c.posts), nil
}
