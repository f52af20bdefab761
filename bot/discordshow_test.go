package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talksbot/adapters/discord/discordfake"
)

// callWords names calls of Discord's API. With "" they are not told.
var callWords = []struct{ route, words string }{
	{"POST /channels/{channel}/messages", "post"},
	{"PATCH /channels/{channel}/messages/{message}", "edit"},
	{"DELETE /channels/{channel}/messages/{message}", "delete"},
	{"PATCH /webhooks/{app}/{token}/messages/{message}", "answer"},
	{"DELETE /webhooks/{app}/{token}/messages/{message}", "withdraw"},
	{"POST /webhooks/{app}/{token}", "aside"},
	{"POST /channels/{channel}/messages/{message}/threads", "thread"},
	{"POST /users/@me/channels", "direct"},
	{"GET /channels/{channel}/messages", "history"},
	{"GET /channels/{channel}/messages/{message}", "look"},
	{"GET /channels/{channel}", "channel"},
	{"GET /guilds/{guild}", "server"},
	{"PUT /applications/{app}/commands", "register"},
	{"PUT /applications/{app}/guilds/{guild}/commands", "register"},
	{"POST /channels/{channel}/typing", "type"},
	{"POST /interactions/{interaction}/{token}/callback", "acknowledge"},
}

// untold are calls that stories leave out.
var untold = []string{"", "type", "acknowledge"}

var inPath = regexp.MustCompile(`\{\w+\}`)

// discordCall gives the word for a call by its method and path, "" where there is none.
func discordCall(call string) string {
	for _, c := range callWords {
		if regexp.MustCompile("^" + inPath.ReplaceAllString(c.route, `[^/]+`) + "$").MatchString(call) {
			return c.words
		}
	}
	return ""
}

// routeOf gives the route that has a word.
func routeOf(word string) string {
	for _, c := range callWords {
		if c.words == word {
			return c.route
		}
	}
	return word
}

// entries are what came and was not told of yet, with the numbers that new messages would get now.
func (s *discordStory) entries() (all []storyEntry) {
	calls, clicks := s.fake.Calls(), s.fake.Interactions()
	old := len(s.labels)
	made := s.made(calls, clicks)
	for _, id := range made {
		s.label(id)
	}
	add := func(key string, rank int, text, made string) {
		if !s.used[key] && text != "" {
			all = append(all, storyEntry{key, rank, s.named(text), made})
		}
	}
	for i, c := range clicks {
		text, made := s.answered(c)
		add(fmt.Sprint("click ", i), 0, text, made)
	}
	for i, text := range s.extra {
		add(fmt.Sprint("extra ", i), 0, text, "")
	}
	for i, c := range calls {
		if c.Done {
			add(fmt.Sprint("call ", i), 4, s.call(c), c.Made)
		}
	}
	add("end", 9, s.end(), "")
	for _, id := range made { // only take gives numbers for good
		if n, _ := strconv.Atoi(s.labels[id]); n > old {
			delete(s.labels, id)
		}
	}
	return all
}

// made are the messages without a number that came of calls and first answers, by channel.
func (s *discordStory) made(calls []discordfake.Call, clicks []discordfake.Interaction) (all []string) {
	in := map[string]string{}
	for _, c := range calls {
		if word := discordCall(c.Route); c.Done && (word == "post" || word == "aside") && c.Made != "" {
			in[c.Made] = c.Vars["channel"]
		}
	}
	for _, c := range clicks {
		if c.Original != "" {
			in[c.Original] = c.Channel
		}
	}
	for id := range in {
		if s.labels[id] == "" {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(in[a], in[b]), cmp.Compare(a, b)) })
	return all
}

// answered tells how the bot answered an interaction at once, and the message that it made.
func (s *discordStory) answered(c discordfake.Interaction) (text, made string) {
	if c.Failed != "" {
		return "< it failed before the eyes of " + c.Person + ": " + c.Failed, ""
	}
	m, _ := s.message(c.Original, c.Person)
	switch c.Answer {
	case 4:
		return "< " + s.seers(m) + " → " + m.ID + s.reads(m), m.ID
	case 5:
		return "< an answer is to come → " + m.ID + strings.TrimPrefix(", "+s.seers(m), ", all see"), m.ID
	case 6:
		return "< acknowledged", ""
	case 7:
		return "< " + m.ID + " becomes" + s.reads(m), ""
	case 8:
		var offered []string
		for _, o := range c.Choices {
			line := o.Name
			if v := fmt.Sprint(o.Value); v != o.Name {
				line += " = " + v
			}
			offered = append(offered, line)
		}
		return "< " + c.Person + " is offered\n" + quoted(offered...), ""
	case 9:
		if w, ok := s.fake.Modal(c.Person); ok && w.Interaction == c.ID {
			return "< a window opens\n" + quoted(discordfake.VisibleModal(w)...), ""
		}
		return "< a window opens", ""
	}
	return "", ""
}

// seers are the people who see a message.
func (s *discordStory) seers(m discordfake.Message) string {
	if m.To != "" {
		return "only " + m.To + " sees"
	}
	return "all see"
}

// message finds one wherever it is, also one that a person alone sees, "" for anybody.
func (s *discordStory) message(id, person string) (discordfake.Message, bool) {
	for _, in := range s.places() {
		if m, ok := s.fake.Message(in, id); ok {
			return m, true
		}
	}
	for _, name := range discordPeople {
		all := s.fake.Ephemerals("", s.ids[name])
		if at := slices.IndexFunc(all, func(m discordfake.Message) bool { return m.ID == id && (person == "" || person == m.To) }); at >= 0 {
			return all[at], true
		}
	}
	return discordfake.Message{}, false
}

// places are the IDs of all channels, threads and direct messages.
func (s *discordStory) places() (all []string) {
	for name, id := range s.ids {
		switch {
		case strings.HasPrefix(name, "#"):
			all = append(all, id)
			for _, t := range s.fake.Threads(id) {
				all = append(all, t.ID)
			}
		case slices.Contains(discordPeople, name):
			all = append(all, s.fake.DM(id))
		}
	}
	return all
}

// call is a call as the story tells of it, with IDs in it.
func (s *discordStory) call(c discordfake.Call) string {
	word := discordCall(c.Route)
	failed := c.Status >= 400 || c.Status == 0
	if slices.Contains(untold, word) && (word != "acknowledge" || !failed) {
		return ""
	}
	var body struct {
		Content    string
		Flags      int
		Components []map[string]any
		Name       string
		Reference  struct {
			Message string `json:"message_id"`
		} `json:"message_reference"`
		Recipient string `json:"recipient_id"`
	}
	_ = json.Unmarshal(c.Body, &body)
	m := discordfake.Message{Content: body.Content, Flags: body.Flags, Components: body.Components}
	if made, ok := s.message(c.Made, ""); ok {
		m.Pings = made.Pings
	}
	text, shows := "", ""
	switch word {
	case "post":
		text, shows = "post in "+c.Vars["channel"], s.reads(m)
		if to := body.Reference.Message; to != "" {
			text += ", in reply to " + to
		}
	case "edit":
		text, shows = "edit "+c.Vars["message"], s.reads(m)
	case "delete":
		text = "delete " + c.Vars["message"]
	case "answer":
		text, shows = "answer in "+s.original(c.Vars["token"]), s.reads(m)
	case "withdraw":
		text = "take the place for an answer away"
	case "aside":
		made, _ := s.message(c.Made, "")
		text, shows = "answer aside, "+s.seers(made), s.reads(m)
	case "thread":
		text = "start the thread “" + body.Name + "” from " + c.Vars["message"]
	case "direct":
		text = "open direct messages with " + body.Recipient
	case "history":
		text = "read " + c.Vars["channel"]
	case "look":
		text = "read " + c.Vars["message"] + " in " + c.Vars["channel"]
	case "channel":
		text = "look at " + c.Vars["channel"]
	case "server":
		text = "look at " + c.Vars["guild"]
	case "register":
		text, shows = "register commands everywhere", "\n"+quoted(commandLines(c.Body)...)
		if in := c.Vars["guild"]; in != "" {
			text = "register commands in " + in
		}
	default:
		text = word
	}
	switch {
	case c.Status == 0:
		text += " ✗ hung up"
	case failed:
		text += " ✗ " + strconv.Itoa(cmp.Or(c.Code, c.Status))
	}
	if c.Made != "" && (word == "post" || word == "aside") {
		text += " → " + c.Made
	}
	if failed && c.Made == "" { // what did not come about need not be told
		return text
	}
	return text + shows
}

// original is the message in which a token answers.
func (s *discordStory) original(token string) (id string) {
	of := ""
	for _, c := range s.fake.Calls() {
		if discordCall(c.Route) == "acknowledge" && c.Vars["token"] == token {
			of = c.Vars["interaction"]
		}
	}
	for _, i := range s.fake.Interactions() {
		if i.Answer == 5 && (i.ID == of || of == "") { // by HTTP it is in no call: then it is the last
			id = i.Original
		}
	}
	return id
}

// commandLines are commands as a menu shows them, a line each.
func commandLines(raw json.RawMessage) (lines []string) {
	var all []struct {
		Type              int
		Name, Description string
		Options           []struct {
			Name, Description string
			Required          bool
			Autocomplete      bool
		}
	}
	_ = json.Unmarshal(raw, &all)
	for _, c := range all {
		if c.Type == 3 {
			lines = append(lines, "in the menu of messages: "+c.Name)
			continue
		}
		lines = append(lines, "/"+c.Name+" – "+c.Description)
		for _, o := range c.Options {
			line := "    " + o.Name
			if o.Required {
				line += ", needed"
			}
			if o.Autocomplete {
				line += ", completed"
			}
			lines = append(lines, line+" – "+o.Description)
		}
	}
	if len(lines) == 0 {
		lines = []string{"none"}
	}
	return lines
}

// reads is what a person reads in a message, and where it leads.
func (s *discordStory) reads(m discordfake.Message) string {
	out := "\n" + quoted(discordfake.Visible(m)...)
	told := map[string]bool{}
	for _, a := range discordfake.Active(m) {
		line := "\n  ! " + strings.TrimSpace(a.Kind+" "+a.What+" "+a.Text)
		if a.Kind == "link" && s.links[a.What] {
			line = "\n  → " + a.Text + " " + a.What
		}
		if !told[line] {
			out += line
		}
		told[line] = true
	}
	return out
}

var snowflakes = regexp.MustCompile(`\b\d{15,20}\b`)

// named puts names and numbers in the place of IDs.
func (s *discordStory) named(text string) string {
	names := map[string]string{s.fake.BotUser: "talks"}
	for name, id := range s.ids {
		names[id] = name
	}
	for _, name := range discordPeople {
		names[s.fake.DM(s.ids[name])] = "@" + name
	}
	return snowflakes.ReplaceAllStringFunc(unchanging(strings.ReplaceAll(text, s.data, "")), func(id string) string {
		return cmp.Or(names[id], s.labels[id], "?")
	})
}
