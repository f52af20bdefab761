package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"talksbot/adapters/discord/discordfake"
	"talksbot/adapters/phrase"
	"talksbot/adapters/slack/slackfake"
	"testing"
)

// readConsole takes the rendering of the console away.
func (p *parity) readConsole(text, language string) (r parityReply) {
	var lines, row []string // the cells of a row of a table, so far
	flush := func() {
		if row != nil {
			lines = append(lines, strings.Join(row, " "))
		}
		row = nil
	}
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "│")
		switch {
		case inQuotes.MatchString(line):
		case len(cells) == 1:
			flush()
			if strings.Trim(line, "─┼ ") != "" && !strings.HasPrefix(line, "/quit ") {
				lines = append(lines, line)
			}
		default:
			row = append(row, make([]string, max(0, len(cells)-len(row)))...)
			for i, c := range cells {
				row[i] += " " + c
			}
		}
	}
	flush()
	addresses := map[string]string{}
	for i, line := range lines {
		if n := numbered.FindStringSubmatch(line); n != nil && i+1 < len(lines) && strings.HasPrefix(lines[i+1], "    https://") {
			addresses[n[1]] = strings.TrimSpace(lines[i+1])
			lines[i+1] = ""
		}
	}
	return p.read(lines, language, addresses)
}

// readSlack takes the rendering of Slack away.
func (p *parity) readSlack(t *testing.T, m slackfake.Message, language string) parityReply {
	var blocks []map[string]any
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		t.Error(err)
	}
	blocks = slices.DeleteFunc(blocks, func(b map[string]any) bool { return b["type"] == "actions" || b["type"] == "context_actions" })
	m.Blocks, _ = json.Marshal(blocks) // as they were
	addresses := map[string]string{}
	text := leadingTitle.ReplaceAllString(strings.Join(slackfake.Visible(m), "\n"), "[$1] ($3) $2$4")
	text = leading.ReplaceAllStringFunc(text, func(s string) string {
		to := leading.FindStringSubmatch(s)
		if was, ok := addresses[to[1]]; ok && was != to[2] {
			t.Errorf("[%s] leads to %s and to %s", to[1], was, to[2])
		}
		addresses[to[1]] = to[2]
		return "[" + to[1] + "]"
	})
	return p.read(strings.Split(text, "\n"), language, addresses)
}

// readDiscord takes the rendering of Discord away.
func (p *parity) readDiscord(t *testing.T, m discordfake.Message, language string) parityReply {
	m.Components = slices.DeleteFunc(slices.Clone(m.Components), func(c map[string]any) bool { return c["type"] == 1.0 })
	addresses, rows := map[string]string{}, []string{}
	for _, a := range discordfake.Active(m) {
		n := strings.Trim(a.Text, "[]")
		switch was, ok := addresses[n]; {
		case a.Kind != "link":
			t.Errorf("active is %+v", a)
		case n == "↗":
			rows = append(rows, unescaped.Replace(a.What))
		case ok && was != unescaped.Replace(a.What):
			t.Errorf("[%s] leads to %s and to %s", n, was, a.What)
		default:
			addresses[n] = unescaped.Replace(a.What)
		}
	}
	text := strings.ReplaceAll(strings.Join(discordfake.Visible(m), "\n"), "[↗]", "")
	for i, to := range rows {
		at := ofRow.FindAllStringSubmatch(text, -1)
		if i >= len(at) || addresses[at[i][1]] != to {
			t.Errorf("row %d leads to %s", i+1, to)
		}
	}
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line == "---" {
			continue
		}
		for h := range p.heads {
			line = strings.TrimPrefix(strings.ReplaceAll(line, " · "+h+": ", " · "), h+": ")
		}
		lines = append(lines, line)
	}
	return p.read(lines, language, addresses)
}

var (
	inQuotes     = regexp.MustCompile(`^    “.*” \[\d+\]$`)                              // a quote under its statement on the console
	numbered     = regexp.MustCompile(`^\[(\d+)\] (.*)$`)                                // a line of the list of sources
	leading      = regexp.MustCompile(`\[(\d+)\] \((https?://\S+)\)`)                    // a mark that leads somewhere, in Slack
	leadingTitle = regexp.MustCompile(`(?m)^\[(\d+)\] (.+) \((https?://\S+)\)( · .*|)$`) // a source that does, in its list there
	ofRow        = regexp.MustCompile(`(?m)^(?:.* · )?.*\[(\d+)\] *$`)                   // the end of a row of a table, in Discord
	parting      = regexp.MustCompile(`(^|\s)[|·│](\s|$)`)                               // what parts cells and titles
	guarded      = regexp.MustCompile(`@ (\w)`)                                          // a name that calls nobody
	unescaped    = strings.NewReplacer("%28", "(", "%29", ")")                           // in Discord, where they would end an address
	written      = strings.NewReplacer("/talks ", "/", "https: //", "https://")          // a command in Slack, an address that leads nowhere there
)

// read makes a reply of lines without a platform's own rendering.
func (p *parity) read(lines []string, language string, addresses map[string]string) (r parityReply) {
	var said []string
	listing := false
	for _, line := range lines {
		line = plainly(line)
		n := numbered.FindStringSubmatch(line)
		switch {
		case line == "" || p.heads[line]:
		case line == phrase.In(language).Say("Sources"):
			listing = true
		case listing && n != nil:
			r.Sources = append(r.Sources, paritySource{N: n[1], About: n[2], URL: addresses[n[1]]})
		default:
			listing = false
			said = append(said, line)
		}
	}
	r.Said = strings.Join(said, " ")
	return r
}

// plainly is a line without what parts its words.
func plainly(line string) string {
	for was := ""; was != line; {
		was, line = line, parting.ReplaceAllString(line, " ")
	}
	return guarded.ReplaceAllString(written.Replace(strings.Join(strings.Fields(line), " ")), "@$1")
}
