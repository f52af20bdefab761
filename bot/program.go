package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"talksbot/adapters/console"
	"talksbot/knowledge/llm"
)

// Exit codes, as the help of the program promises them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2   // the command line or the configuration was not understood
	exitLeftOut     = 3   // done, but something was left out
	exitInterrupted = 128 // and the signal's number, as shells have it
)

// errLeftOut ends a command that has said on stderr what it left out.
var errLeftOut = errors.New("something was left out")

// usage is an error of whoever typed the command line or wrote the configuration.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// program is one run: where it reads and writes, and the flags that every command has.
type program struct {
	in, out, err *os.File
	env          func(string) string

	data    string // --data; "" when not given
	config  string // --config; "" when not given
	asOf    since  // --as-of
	noColor bool
	quiet   bool
	started bool // the command line was understood

	pace    *pace                   // of serve; nil means the usual one
	record  func(llm.Record)        // gets the calls of a model; nil for nobody
	connect connect                 // to what serve serves; nil means the platforms of the configuration
	hangups func() <-chan os.Signal // at which serve reads the configuration again; nil for never
}

// run does what the arguments say and gives the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	cmd, err := root.ExecuteContextC(ctx)
	var by interrupted
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errLeftOut):
		return exitLeftOut
	case errors.As(context.Cause(ctx), &by):
		p.say("interrupted")
		return exitInterrupted + int(by.signal)
	}
	p.say(strings.TrimSpace(err.Error()))
	if !p.started {
		fmt.Fprintf(p.err, "Try “%s --help”.\n", cmd.CommandPath())
	}
	if bad := (usage{}); !p.started || errors.As(err, &bad) {
		return exitUsage
	}
	return exitFailed
}

// say writes a message to stderr, one line for each of its lines.
func (p *program) say(message string) {
	before := "bot: "
	for line := range strings.Lines(message) {
		if line = console.Plain(line); line != "" {
			fmt.Fprintln(p.err, before+line)
			before = "  "
		}
	}
}

// style is how results are shown on f.
func (p *program) style(f *os.File, c Config) console.Style {
	s := console.Style{Width: c.Console.Width}
	if !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.Color = c.Console.Color && !p.noColor && p.env("NO_COLOR") == "" && p.env("TERM") != "dumb"
	if s.Width == 0 {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.Width = w
		}
	}
	return s
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "bot",
		Short: "Answers from news articles, every statement with its citation",
		Long: `bot answers questions about a running story from news articles: who committed to
what, which issues remain open, and whatever else the articles say. Every
statement carries a citation whose quote stands word for word in an article;
what the articles do not say, the bot does not say.

Five bundled briefs answer at once. "bot refresh PATH…" takes in articles of
your own, which then serve instead.

Exit codes: 0 done · 1 failed · 2 command line or configuration not understood ·
3 done, but something was left out · 130 interrupted ("bot serve": 0).`,
		Example: `  bot ask "Who has committed troops, and on what conditions?"
  bot refresh ./articles
  bot commitments --stance pledged,ready --actor Germany
  bot issues --status open
  bot serve`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			p.started = true
		},
	}
	f := root.PersistentFlags()
	f.StringVar(&p.data, "data", "", "keep and look for articles in the folder `DIR`")
	f.StringVar(&p.config, "config", "", "read the configuration from `FILE`")
	f.BoolVar(&p.noColor, "no-color", false, "show no colours, as NO_COLOR does")
	f.BoolVar(&p.quiet, "quiet", false, "show results and errors alone: no progress, summaries or hints")
	root.AddCommand(p.ask(), p.commitments(), p.issues(), p.articles(), p.changes(), p.gaps(), p.refresh(), p.sources(), p.rollback(), p.delete(), p.audit(), p.backup(), p.restore(), p.eval(), p.preview(), p.status(),
		p.serve(), p.slackCommand(), p.discordCommand(), p.doctor(), p.configCommand(), p.version())
	return root
}

// noMore refuses arguments of a command that has none. hint makes a way out of the first one; "" for none.
func noMore(hint func(arg string) string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		msg := fmt.Sprintf("%s takes no %q", cmd.Name(), args[0])
		if hint != nil {
			msg += "; " + hint(args[0])
		}
		return errors.New(msg)
	}
}
