package slackfake_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/slack/slackfake"
)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Unix(1700000000, 0)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// interaction is what an app reads of a command or an interaction.
type interaction struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Command     string `json:"command"`
	CallbackID  string `json:"callback_id"`
	Container   struct {
		Ephemeral bool   `json:"is_ephemeral"`
		MessageTS string `json:"message_ts"`
		ViewID    string `json:"view_id"`
	} `json:"container"`
	Message *struct {
		TS string `json:"ts"`
	} `json:"message"`
	Actions []struct {
		ActionID string `json:"action_id"`
		BlockID  string `json:"block_id"`
		Value    string `json:"value"`
	} `json:"actions"`
	View struct {
		ID    string `json:"id"`
		State struct {
			Values json.RawMessage `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// hears reads an interaction and acknowledges it.
func (p peer) hears(payload string) interaction {
	p.t.Helper()
	in := p.read()
	if !in.Answers {
		p.t.Errorf("a %s takes no answer", in.Type)
	}
	var out interaction
	if err := json.Unmarshal(in.Payload, &out); err != nil {
		p.t.Fatal(err)
	}
	p.ack(in, payload)
	return out
}

func view(kind, more, blocks string) string {
	return `{"type":"` + kind + `"` + more + `,"blocks":[` + blocks + `]}`
}

const (
	titled = `,"title":` + plainX + `,"submit":` + plainX
	reason = `{"type":"input","block_id":"why","label":` + plainX + `,"element":{"type":"plain_text_input","action_id":"text"}},` +
		`{"type":"input","block_id":"kind","optional":true,"label":` + plainX + `,"element":{"type":"static_select","action_id":"kind","options":[{"text":` + plainX + `,"value":"wrong"}]}}`
)

func TestModals(t *testing.T) {
	t.Parallel()
	now := newClock()
	f := slackfake.Start(t, slackfake.Options{Now: now.Now})
	f.AddChannel("C1", "UANA", f.BotUser)
	p := hello(t, f)
	trigger := func() string {
		t.Helper()
		if err := f.Slash("UANA", "C1", "/ask", "x"); err != nil {
			t.Fatal(err)
		}
		return p.hears("null").TriggerID
	}
	id := trigger()
	for _, tt := range []struct{ name, view, want string }{
		{"a home view", view("home", "", section(1)), "must be modal"},
		{"no title", view("modal", "", section(1)), "/view/title"},
		{"a long title", view("modal", `,"title":`+plainText(25), section(1)), "/view/title"},
		{"a long submit", view("modal", `,"title":`+plainText(24)+`,"submit":`+plainText(25), section(1)), "/view/submit"},
		{"long data", view("modal", titled+`,"private_metadata":"`+x(3001)+`"`, section(1)), "/view/private_metadata"},
		{"many blocks", view("modal", titled, times(101, section(1))), "/blocks]"},
		{"a table", view("modal", titled, tableOf(1, 1, `{"type":"raw_text","text":"x"}`)), "unsupported type: table"},
		{"feedback", view("modal", titled, feedback(button)), "unsupported type: context_actions"},
		{"an input and no submit", view("modal", `,"title":`+plainX, reason), "`submit` is required"},
	} {
		got := refused(t, f, "views.open", fields{"trigger_id": id, "view": tt.view}, "invalid_arguments")
		if !strings.Contains(strings.Join(got.Metadata.Messages, " "), tt.want) {
			t.Errorf("%s: %q", tt.name, got.Metadata.Messages)
		}
	}
	form := view("modal", titled+`,"private_metadata":"`+x(3000)+`","notify_on_close":true`, reason+`,{"type":"alert","text":`+plainX+`}`)
	refused(t, f, "views.open", fields{"trigger_id": "1.2.3", "view": form}, "invalid_trigger_id")
	opened := refused(t, f, "views.open", fields{"trigger_id": id, "view": form}, "").View
	refused(t, f, "views.open", fields{"trigger_id": id, "view": form}, "exchanged_trigger_id")
	late := trigger()
	now.move(4 * time.Second)
	refused(t, f, "views.open", fields{"trigger_id": late, "view": form}, "expired_trigger_id")
	refused(t, f, "views.push", fields{"trigger_id": trigger(), "view": form}, "not_found") // not from a modal

	updated := refused(t, f, "views.update", fields{"view_id": opened.ID, "hash": opened.Hash, "view": form}, "").View
	refused(t, f, "views.update", fields{"view_id": opened.ID, "hash": opened.Hash, "view": form}, "hash_conflict")
	refused(t, f, "views.update", fields{"view_id": "V9", "view": form}, "not_found")
	if updated.ID != opened.ID || updated.Hash == opened.Hash {
		t.Errorf("%+v after %+v", updated, opened)
	}
	for _, values := range []map[string]string{nil, {"text": ""}, {"text": "x", "other": "y"}, {"text": "x", "kind": "no such option"}} {
		if err := f.Submit("UANA", values); err == nil {
			t.Errorf("%v could be submitted", values)
		}
	}
	submit := func(answer string) {
		t.Helper()
		if err := f.Submit("UANA", map[string]string{"text": "because", "kind": "wrong"}); err != nil {
			t.Fatal(err)
		}
		in := p.hears(answer)
		if in.Type != "view_submission" || !strings.Contains(string(in.View.State.Values), `"value":"because"`) {
			t.Errorf("%+v", in)
		}
		await(t, f, "the acknowledgement", func() bool { return f.Outstanding() == 0 })
	}
	submit(`{"response_action":"errors","errors":{"why":"too short"}}`)
	if v, _ := f.View("UANA"); v.Errors["why"] != "too short" {
		t.Errorf("%+v", v)
	}
	submit(`{"response_action":"errors","errors":{"text":"an action_id is no block_id"}}`)
	if len(f.TimedOut()) != 1 {
		t.Errorf("%v", f.TimedOut())
	}
	submit(`{"response_action":"push","view":` + view("modal", `,"title":`+plainX, section(1)) + `}`)
	if diff := cmp.Diff([]string{"x", "x"}, slackfake.VisibleView(top(t, f))); diff != "" {
		t.Error(diff)
	}
	if err := f.CloseView("UANA"); err != nil {
		t.Fatal(err)
	}
	submit(`{"response_action":"update","view":` + form + `}`)
	buttons := view("modal", `,"title":`+plainX+`,"clear_on_close":true`, actions(numbered(1, button)))
	submit(`{"response_action":"push","view":` + buttons + `}`)
	if err := f.ClickView("UANA", "a0"); err != nil {
		t.Fatal(err)
	}
	refused(t, f, "views.push", fields{"trigger_id": p.hears("null").TriggerID, "view": buttons}, "")
	if err := f.ClickView("UANA", "a0"); err != nil {
		t.Fatal(err)
	}
	refused(t, f, "views.push", fields{"trigger_id": p.hears("null").TriggerID, "view": buttons}, "push_limit_reached")
	if err := f.CloseView("UANA"); err != nil {
		t.Fatal(err)
	}
	refused(t, f, "views.open", fields{"trigger_id": trigger(), "view": form}, "")
	submit("null")
	if v, open := f.View("UANA"); open {
		t.Errorf("%+v is open", v)
	}
	refused(t, f, "views.open", fields{"trigger_id": trigger(), "view": form}, "")
	if err := f.CloseView("UANA"); err != nil {
		t.Fatal(err)
	}
	if in := p.hears("null"); in.Type != "view_closed" {
		t.Errorf("%+v", in)
	}
}

func top(t *testing.T, f *slackfake.Slack) slackfake.View {
	t.Helper()
	v, open := f.View("UANA")
	if !open {
		t.Fatal("no view is open")
	}
	return v
}

func TestHome(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddUser("UANA", "en-US")
	p := hello(t, f)
	home := view("home", "", actions(numbered(1, button)))
	first := refused(t, f, "views.publish", fields{"user_id": "UANA", "view": home}, "").View
	refused(t, f, "views.publish", fields{"user_id": "UANA", "view": home, "hash": first.Hash}, "")
	refused(t, f, "views.publish", fields{"user_id": "UANA", "view": home, "hash": first.Hash}, "hash_conflict")
	refused(t, f, "views.publish", fields{"user_id": "U9", "view": home}, "user_not_found")
	refused(t, f, "views.publish", fields{"user_id": "UANA", "view": view("modal", titled, section(1))}, "invalid_arguments")
	refused(t, f, "views.publish", fields{"user_id": "UANA", "view": view("home", "", tableOf(1, 1, `{"type":"raw_text","text":"x"}`))}, "invalid_arguments")
	if err := f.ClickHome("UANA", "a0"); err != nil {
		t.Fatal(err)
	}
	if in := p.hears("null"); in.Container.ViewID != first.ID || in.ResponseURL != "" || in.Actions[0].ActionID != "a0" {
		t.Errorf("%+v", in)
	}
	if v, there := f.Home("UANA"); !there || v.ID != first.ID || slackfake.VisibleView(v)[0] != "[x]" || len(slackfake.ActiveView(v)) != 0 {
		t.Errorf("%+v", v)
	}
	refused(t, f, "views.update", fields{"view_id": first.ID, "view": home}, "")
	if err := f.ClickHome("UANA", "a9"); err == nil {
		t.Error("what is not there was clicked")
	}
}

func TestClicks(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", "UBEN", f.BotUser)
	p := hello(t, f)
	f.DropScope("channels:history") // the bot does not hear its own messages
	sides := `{"type":"feedback_buttons","action_id":"rate","positive_button":{"text":` + plainX + `,"value":"good"},"negative_button":{"text":` + plainX + `,"value":"bad"}}`
	blocks := "[" + feedback(sides) + "," + actions(numbered(2, button)) + "]"
	ts := call(t, f, "chat.postMessage", fields{"channel": "C1", "text": "x", "blocks": blocks}).TS
	private := call(t, f, "chat.postEphemeral", fields{"channel": "C1", "user": "UANA", "text": "x", "blocks": blocks}).Whisper
	for _, err := range []error{f.Click("UANA", "C1", ts, "no such"), f.Click("UANA", "C1", ts, "rate"), f.Click("UANA", "C1", ts, "rate", "ugly"),
		f.Click("UNOBODY", "C1", ts, "a0"), f.Click("UBEN", "C1", private, "a0"), f.Click("UANA", "C1", "1.2", "a0")} {
		if err == nil {
			t.Error("what is not there was clicked")
		}
	}
	if err := f.Click("UANA", "C1", ts, "rate", "bad"); err != nil {
		t.Fatal(err)
	}
	if in := p.hears("null"); in.Type != "block_actions" || in.Actions[0].Value != "bad" || in.Actions[0].BlockID == "" || in.Message.TS != ts ||
		in.Container.Ephemeral || in.TriggerID == "" || in.ResponseURL == "" {
		t.Errorf("%+v", in)
	}
	if err := f.Click("UANA", "C1", private, "a1"); err != nil {
		t.Fatal(err)
	}
	if in := p.hears("null"); in.Message != nil || !in.Container.Ephemeral || in.Container.MessageTS != private {
		t.Errorf("%+v", in)
	}
	asked := f.Say("UANA", "C1", "", "who?")
	if err := f.Shortcut("UANA", "C1", asked, "ask_about"); err != nil {
		t.Fatal(err)
	}
	if in := p.hears("null"); in.Type != "message_action" || in.CallbackID != "ask_about" || in.Message.TS != asked {
		t.Errorf("%+v", in)
	}
	f.DropScope("commands")
	if err := f.Slash("UANA", "C1", "/ask", ""); err == nil {
		t.Error("a command without the scope for it")
	}
}
