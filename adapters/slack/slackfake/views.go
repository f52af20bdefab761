package slackfake

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

const (
	mostViewTitle = 24
	mostViewData  = 3000
	mostView      = 250 << 10 // bytes
	mostStack     = 3
	triggerLife   = 3 * time.Second
)

// View is a modal, or a Home tab.
type View struct {
	ID              string
	Hash            string // changes with every update
	User            string
	Type            string // modal or home
	CallbackID      string
	PrivateMetadata string
	ExternalID      string
	Title           string
	Submit          string
	Close           string
	Blocks          json.RawMessage   // with a block_id each
	Errors          map[string]string // under its inputs, by block_id, after a submission
	NotifyOnClose   bool
	ClearOnClose    bool
	root, previous  string
	body            map[string]json.RawMessage
}

// trigger is what lets the app open a modal before a user's eyes: once, and for 3 s.
type trigger struct {
	user  string
	at    time.Time
	used  bool
	modal bool // it comes from a modal, so that views.push may take it
}

func (f *Slack) newTrigger(user string, modal bool) string {
	id := fmt.Sprintf("%d.%d.%016x", len(f.triggers)+1, f.count, f.rand.Uint64())
	f.triggers[id] = &trigger{user: user, at: f.opts.Now(), modal: modal}
	return id
}

// exchange takes a trigger_id, for good.
func (f *Slack) exchange(id string) (*trigger, *refusal) {
	t := f.triggers[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case f.opts.Now().Sub(t.at) > triggerLife:
		return nil, refuse("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

// readView holds a view to docs.slack.dev/reference/views.
func (f *Slack) readView(raw, kind string) (*View, *refusal) {
	if len(raw) > mostView {
		return nil, refuse("view_too_large")
	}
	var all object
	v := &View{Type: kind}
	if json.Unmarshal([]byte(raw), &all) != nil || json.Unmarshal([]byte(raw), &v.body) != nil {
		return nil, refuse("invalid_arguments", "[ERROR] failed to match all allowed schemas [json-pointer:/view]")
	}
	j := &judge{}
	if all["type"] != kind {
		j.fault("/view/type", "must be %s", kind)
	}
	read := func(name string, most int, to *string) {
		if value, has := all[name]; has {
			j.line("/view/"+name, value, 0, most)
			*to, _ = value.(string)
		}
	}
	read("private_metadata", mostViewData, &v.PrivateMetadata)
	read("callback_id", mostID, &v.CallbackID)
	read("external_id", mostID, &v.ExternalID)
	for name, to := range map[string]*string{"title": &v.Title, "submit": &v.Submit, "close": &v.Close} {
		o, has := all[name].(object)
		if has != (all[name] != nil) || !has && name == "title" && kind == inModal || has && kind == inHome {
			j.fault("/view/"+name, "missing or not allowed: %s", name)
			continue
		}
		if has {
			j.text("/view/"+name, o, mostViewTitle, "plain_text")
			*to, _ = o["text"].(string)
		}
	}
	v.NotifyOnClose, _ = all["notify_on_close"].(bool)
	v.ClearOnClose, _ = all["clear_on_close"].(bool)
	blocks, no := f.check(kind, v.body["blocks"], mostViewBlocks)
	if no != nil {
		j.faults = append(j.faults, append(no.messages, no.code)...)
	}
	v.Blocks = blocks
	if v.Submit == "" && kind == inModal && hasInput(blocks) {
		j.fault("/view", "`submit` is required when an `input` block is within the `blocks` array")
	}
	if len(j.faults) > 0 {
		return nil, refuse("invalid_arguments", j.faults...)
	}
	return v, nil
}

func hasInput(blocks json.RawMessage) bool {
	for _, b := range objects(blocks) {
		if b["type"] == "input" {
			return true
		}
	}
	return false
}

func objects(blocks json.RawMessage) (all []object) {
	_ = json.Unmarshal(blocks, &all) // nil when there are none
	return all
}

// show gives a view for JSON, with what was put into its inputs.
func (f *Slack) show(v *View, state any) object {
	if state == nil {
		state = object{}
	}
	out := object{"id": v.ID, "team_id": f.TeamID, "type": v.Type, "blocks": json.RawMessage(`[]`), "private_metadata": v.PrivateMetadata,
		"callback_id": v.CallbackID, "external_id": v.ExternalID, "state": object{"values": state}, "hash": v.Hash,
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose, "root_view_id": v.root, "previous_view_id": v.previous,
		"app_id": f.AppID, "bot_id": f.BotID, "app_installed_team_id": f.TeamID, "title": v.body["title"], "submit": v.body["submit"],
		"close": v.body["close"]}
	if v.Blocks != nil {
		out["blocks"] = v.Blocks
	}
	return out
}

func (f *Slack) hash() string {
	f.count++
	return fmt.Sprintf("%d.%08x", f.count, f.rand.Uint32())
}

// place puts a view on top of what a user has open.
func (f *Slack) place(user string, v *View, push bool) {
	v.ID, v.Hash, v.User = f.id("V"), f.hash(), user
	v.root = v.ID
	stack := f.views[user]
	if !push {
		stack = nil
	} else if n := len(stack); n > 0 {
		v.root, v.previous = stack[0].ID, stack[n-1].ID
	}
	f.views[user] = append(stack, v)
	f.touch()
}

func (f *Slack) viewOpen(a args) (reply, *refusal) {
	v, no := f.readView(a["view"], inModal)
	if no != nil {
		return nil, no
	}
	t, no := f.exchange(a["trigger_id"])
	if no != nil {
		return nil, no
	}
	f.place(t.user, v, false)
	return reply{"view": f.show(v, nil)}, nil
}

func (f *Slack) viewPush(a args) (reply, *refusal) {
	v, no := f.readView(a["view"], inModal)
	if no != nil {
		return nil, no
	}
	t, no := f.exchange(a["trigger_id"])
	switch {
	case no != nil:
		return nil, no
	case !t.modal || len(f.views[t.user]) == 0:
		return nil, refuse("not_found")
	case len(f.views[t.user]) >= mostStack:
		return nil, refuse("push_limit_reached")
	}
	f.place(t.user, v, true)
	return reply{"view": f.show(v, nil)}, nil
}

// become turns a view into another, which keeps its place and gets a new hash.
func (f *Slack) become(old, v *View) {
	v.ID, v.User, v.root, v.previous, v.Hash = old.ID, old.User, old.root, old.previous, f.hash()
	*old = *v
	f.touch()
}

func (f *Slack) viewUpdate(a args) (reply, *refusal) {
	var old *View
	for _, stack := range f.views {
		for _, v := range stack {
			if a["view_id"] == v.ID || a["view_id"] == "" && a["external_id"] != "" && a["external_id"] == v.ExternalID {
				old = v
			}
		}
	}
	for _, v := range f.homes {
		if a["view_id"] == v.ID {
			old = v
		}
	}
	if old == nil {
		return nil, refuse("not_found")
	}
	v, no := f.readView(a["view"], old.Type)
	if no != nil {
		return nil, no
	}
	if h := a["hash"]; h != "" && h != old.Hash {
		return nil, refuse("hash_conflict")
	}
	f.become(old, v)
	return reply{"view": f.show(old, nil)}, nil
}

func (f *Slack) viewPublish(a args) (reply, *refusal) {
	v, no := f.readView(a["view"], inHome)
	if no != nil {
		return nil, no
	}
	user := a["user_id"]
	if f.users[user] == "" {
		return nil, refuse("user_not_found")
	}
	old := f.homes[user]
	if h := a["hash"]; h != "" && (old == nil || h != old.Hash) {
		return nil, refuse("hash_conflict")
	}
	if old == nil {
		v.ID, v.User, v.Hash = f.id("V"), user, f.hash()
		v.root = v.ID
		f.homes[user] = v
		f.touch()
		return reply{"view": f.show(v, nil)}, nil
	}
	f.become(old, v)
	return reply{"view": f.show(old, nil)}, nil
}

// View is the modal that a user has before it; false when there is none.
func (f *Slack) View(user string) (View, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if v := f.top(user); v != nil {
		return v.copy(), true
	}
	return View{}, false
}

// Home is the Home tab that was published for a user; false when there is none.
func (f *Slack) Home(user string) (View, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if v := f.homes[user]; v != nil {
		return v.copy(), true
	}
	return View{}, false
}

func (v *View) copy() View {
	out := *v
	out.Errors = maps.Clone(v.Errors)
	return out
}

func (f *Slack) top(user string) *View {
	if n := len(f.views[user]); n > 0 {
		return f.views[user][n-1]
	}
	return nil
}
