package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/bot/dialog"
)

func (p *program) status() *cobra.Command {
	format := oneOf("text", "json")
	cmd := &cobra.Command{
		Use:   "status",
		Short: "How fresh the articles are, and whether the bot serves",
		Long: `status says what is searched, when a refresh last succeeded and when the next one
is due, how each source is doing, which snapshots can serve again, and whether
"bot serve" answers at serve.listen.

Articles are stale whose last refresh is longer ago than admin.stale_hours, and the
bundled ones where a refresh was tried and failed: the exit code is 1 then.`,
		Example: `  bot status
  bot status --format json`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.runStatus(cmd.Context(), format.value()) },
	}
	cmd.Flags().Var(format, "format", "how it is shown")
	return cmd
}

// statusReport is the status as “bot status” tells of it.
type statusReport struct {
	dialog.Status
	Serve string `json:"serve"` // what “bot serve” says of itself
}

func (p *program) runStatus(ctx context.Context, format string) error {
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	k := newKeeper(base, newLive(c), p.paced().now, slog.New(slog.DiscardHandler), nil)
	st, err := k.Status(ctx)
	if err != nil {
		return err
	}
	if at, ok := c.Refresh.due(st.Refreshed, p.paced().now(), 0); ok {
		st.Next = at
	}
	out := statusReport{st, howServes(ctx, c.Serve.Listen)}
	if format == "json" {
		err = writeJSON(p.out, out, "  ")
	} else {
		r := st.Reply()
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: "bot serve"}, {Text: out.Serve}})
		err = console.Write(p.out, r, p.style(p.out, c))
	}
	if err == nil && st.Stale {
		err = fmt.Errorf("the articles are stale: the last refresh is longer ago than %d hours (admin.stale_hours)", c.Admin.StaleHours)
		if st.Bundled {
			err = errors.New("no refresh has succeeded yet, and the bundled articles serve; “bot refresh” says why")
		}
	}
	return err
}

// howServes asks the bot that serves at an address how it is.
func howServes(ctx context.Context, address string) string {
	if address == "" {
		return "not known: serve.listen is empty"
	}
	if host, port, err := net.SplitHostPort(address); err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		address = net.JoinHostPort("127.0.0.1", port)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return err.Error()
	}
	got, err := http.DefaultClient.Do(ask)
	if err != nil {
		return "nobody answers at " + address
	}
	defer got.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(got.Body, 4<<10)) // what came is shown
	said := strings.ReplaceAll(strings.TrimSpace(string(body)), "\n", "; ")
	if got.StatusCode == http.StatusOK {
		return "ready at " + address + " (" + said + ")"
	}
	return "not ready at " + address + " (" + said + ")"
}
