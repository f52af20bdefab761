package dialog

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// AdminConfig is the section `admin`.
type AdminConfig struct {
	Slack      []string `yaml:"slack"`       // IDs of people in Slack
	Discord    []string `yaml:"discord"`     // IDs of people and of roles in Discord
	StaleHours int      `yaml:"stale_hours"` // since the last refresh that succeeded, then the articles are stale; 0 means never
}

// DefaultAdminConfig is what holds for keys that are not given: nobody is an admin but on a terminal.
func DefaultAdminConfig() AdminConfig {
	return AdminConfig{Slack: []string{}, Discord: []string{}, StaleHours: 48}
}

var (
	slackPerson = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
	discordID   = regexp.MustCompile(`^\d{15,20}$`)
)

// Check says which values cannot be used; nil when all can.
func (c AdminConfig) Check() error {
	var errs []error
	for _, id := range c.Slack {
		if !slackPerson.MatchString(id) {
			errs = append(errs, fmt.Errorf("admin.slack: %q is no ID of a person; Slack shows it in their profile, such as U0123456789", id))
		}
	}
	for _, id := range c.Discord {
		if !discordID.MatchString(id) {
			errs = append(errs, fmt.Errorf("admin.discord: %q is no ID of a person or a role; Discord copies it with the developer mode on, 15 to 20 digits", id))
		}
	}
	if c.StaleHours < 0 || c.StaleHours > 10_000 {
		errs = append(errs, fmt.Errorf("admin.stale_hours is %d; give 0 to 10000 hours", c.StaleHours))
	}
	return errors.Join(errs...)
}

// Stale is how old the last refresh may be; 0 means that it is never too old.
func (c AdminConfig) Stale() time.Duration { return time.Duration(c.StaleHours) * time.Hour }

// admits tells who may act on the knowledge base: whoever sits at the terminal, and those who are named.
func (c AdminConfig) admits(m adapters.Message) bool {
	switch m.Thread.Platform {
	case "console":
		return true
	case "slack":
		return slices.Contains(c.Slack, m.From)
	case "discord":
		return slices.Contains(c.Discord, m.From) || slices.ContainsFunc(m.Roles, func(r string) bool { return slices.Contains(c.Discord, r) })
	}
	return false
}

// Keeper is what admins act by. What it does is logged and written down as an Act where it is done.
type Keeper interface {
	// Refresh takes in what the configured sources have. It gives ErrOvertaken, and does nothing, where another Snapshot serves
	// than before says; "" for whatever does.
	Refresh(ctx context.Context, how knowledge.How, before string) (knowledge.Diff, error)
	// Rollback makes a kept Snapshot serve again, with before as for Refresh.
	Rollback(ctx context.Context, to, by, before string) (knowledge.Diff, error)
	// Acts lists the latest n Acts, the last first.
	Acts(ctx context.Context, n int) ([]knowledge.Act, error)
	// Status says how the knowledge base is kept.
	Status(ctx context.Context) (Status, error)
}

// Errors of a Keeper that are told to who asks.
var (
	// ErrOvertaken: another Snapshot serves than the one that was decided upon.
	ErrOvertaken = errors.New("other articles serve by now")
	// ErrNoSources: nothing says where articles are to be taken from.
	ErrNoSources = errors.New("no sources are configured")
)

// Status is how the knowledge base is kept. Zero times are not known, or never come.
type Status struct {
	Articles  int                     `json:"articles"`
	Newest    string                  `json:"newest"` // day of the newest article, YYYY-MM-DD; "" when none has one
	Snapshot  string                  `json:"snapshot"`
	Bundled   bool                    `json:"bundled"`            // the bundled articles serve: nothing was refreshed yet
	Refreshed time.Time               `json:"refreshed,omitzero"` // the last refresh that succeeded
	Stale     bool                    `json:"stale"`              // that is too long ago
	Next      time.Time               `json:"next,omitzero"`      // the next refresh by the schedule
	Failures  int                     `json:"failures"`           // refreshes in a row that failed
	Problem   string                  `json:"problem,omitempty"`  // of the last of them
	Sources   []knowledge.SourceState `json:"sources"`
	Snapshots []Snapshot              `json:"snapshots"`         // the one that serves first, then the latest
	Waiting   *int                    `json:"waiting,omitempty"` // Messages; nil where that is not known
	Model     string                  `json:"model,omitempty"`   // what it was asked until now; "" for nothing
}

// Snapshot is one that can serve again.
type Snapshot struct {
	ID       string    `json:"id"`
	Made     time.Time `json:"made"`
	Articles int       `json:"articles"`
}

// Keep lets admins act by a Keeper. Before it nobody is one. It is for before Serve and Hear.
func (d *Dialog) Keep(k Keeper) { d.keeper = k }

// may tells who can act on the knowledge base here.
func (d *Dialog) may(m adapters.Message) bool {
	return d.keeper != nil && d.settings.Load().admins.admits(m)
}

// takesLong tells what an admin has to wait for.
func (d *Dialog) takesLong(m adapters.Message) bool {
	name, rest, is := asCommand(m.Text)
	words := append(strings.Fields(strings.ToLower(rest)), "", "")
	if !is || name != "admin" || !d.may(m) {
		return false
	}
	return words[0] == "refresh" && words[1] != "no" || words[0] == "rollback" && words[1] == "yes"
}

// admin gives the Reply to "/admin …", which is for one person alone.
func (d *Dialog) admin(ctx context.Context, say phrase.Words, m adapters.Message, rest string) (r adapters.Reply, err error) {
	defer func() { r.Personal = true }()
	if !d.may(m) {
		return adapters.Reply{Lead: say.Say("Only the admins of this bot can do that.")}, nil
	}
	words := append(strings.Fields(rest), "", "", "")
	switch strings.ToLower(words[0]) {
	case "refresh":
		return d.adminRefresh(ctx, say, m, strings.ToLower(words[1]), words[2])
	case "rollback":
		return d.adminRollback(ctx, say, m, words[1], words[2])
	case "status":
		return d.adminStatus(ctx, say)
	case "sources":
		return d.adminSources(ctx, say)
	case "audit":
		return d.adminAudit(ctx, say)
	case "report":
		return d.adminReport(ctx, say)
	}
	help := adapters.Reply{Lead: say.Say("What admins can do:")}
	help.Table.Heads = []string{say.Say("Command"), say.Say("What it shows")}
	for _, c := range [][2]string{
		{"/admin refresh", say.Say("What a refresh would change, and then the refresh")},
		{"/admin status", say.Say("How fresh the articles are, and when the next refresh is due")},
		{"/admin rollback " + say.Say("[SNAPSHOT]"), say.Say("Go back to articles that served before")},
		{"/admin sources", say.Say("Where articles are taken from, and how that goes")},
		{"/admin report", say.Say("What was asked and the articles do not say")},
		{"/admin audit", say.Say("What was done to the articles, and by whom")},
	} {
		help.Table.Rows = append(help.Table.Rows, []adapters.Cell{{Text: c[0]}, {Text: c[1]}})
	}
	return help, nil
}

// ownerOf names who says a Message, for the log of Acts: "slack:U0123456789".
func ownerOf(m adapters.Message) string { return m.Thread.Platform + ":" + m.From }

// Stale lets Replies say that the articles were last refreshed at a time; the zero time takes that away.
func (d *Dialog) Stale(since time.Time) { d.stale.Store(&since) }

// aged is the note on articles that are stale, none where they are not.
func (d *Dialog) aged(say phrase.Words) []string {
	since := d.stale.Load()
	if since == nil || since.IsZero() {
		return nil
	}
	return []string{say.Say("The articles were last refreshed on %s.", say.Day(*since))}
}
