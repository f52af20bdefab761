package discordfake

import (
	crand "crypto/rand"
	"fmt"
	"slices"
	"time"
)

// Types of interactions.
const (
	pingKind         = 1
	commandKind      = 2
	componentKind    = 3
	autocompleteKind = 4
	modalKind        = 5
)

// tokenLife is how long an interaction can be answered after its first callback.
const tokenLife = 15 * time.Minute

// Interaction is something that a person did, and what the app made of it.
type Interaction struct {
	ID       string
	Type     int    // 2 a command, 3 a component, 4 autocomplete, 5 a window
	Name     string // of the command, or the custom_id
	Person   string
	Channel  string
	Answer   int           // type of the first callback; 0 for none
	After    time.Duration // from delivery to the first callback
	Failed   string        // why the person sees that it failed; "" for not
	Original string        // ID of the message that @original is; "" for none
	Choices  []Choice      // of autocomplete
}

// Choice is what autocomplete offers.
type Choice struct {
	Name  string
	Value any
}

// Modal is a window that a person sees.
type Modal struct {
	Interaction string // that opened it
	CustomID    string
	Title       string
	Components  []map[string]any
	from        *interaction
}

type interaction struct {
	id, token string
	kind      int
	name      string
	person    string
	channel   *channel
	data      object
	message   *Message // of a component
	target    string   // message of a context menu
	opened    *interaction
	at        time.Time // of f.opts.Now
	sent      time.Time
	timer     *time.Timer
	answer    int
	after     time.Duration
	failed    string
	original  *Message
	messages  []*Message // made by it
	choices   []Choice
	option    object // that autocomplete is about
}

func (i *interaction) seen() Interaction {
	out := Interaction{ID: i.id, Type: i.kind, Name: i.name, Person: i.person, Channel: i.channel.id, Answer: i.answer, After: i.after,
		Failed: i.failed, Choices: slices.Clone(i.choices)}
	if i.original != nil {
		out.Original = i.original.ID
	}
	return out
}

// metadata is what a message says of the interaction that made it.
func (i *interaction) metadata(f *Discord, m *Message) object {
	o := object{"id": i.id, "type": i.kind, "user": f.showUser(i.person), "authorizing_integration_owners": i.owners()}
	if i.kind == commandKind {
		o["name"] = i.name
	}
	if m.Response != "" {
		o["original_response_message_id"] = m.Response
	}
	if i.target != "" {
		o["target_message_id"] = i.target
	}
	if i.message != nil {
		o["interacted_message_id"] = i.message.ID
	}
	if i.opened != nil {
		o["triggering_interaction_metadata"] = i.opened.metadata(f, &Message{})
	}
	return o
}

func (i *interaction) owners() object {
	if i.channel.guild != nil {
		return object{"0": i.channel.guild.ID}
	}
	return object{"0": "0"}
}

// begins sends an interaction to the app, which has a while to answer.
func (f *Discord) begins(i *interaction) string {
	i.id, i.token, i.at, i.sent = f.id(), crand.Text()+crand.Text(), f.opts.Now(), time.Now()
	f.interactions[i.id], f.byToken[i.token] = i, i
	f.taken = append(f.taken, i)
	i.timer = time.AfterFunc(f.opts.AnswerWithin, func() { f.tooLate(i) })
	if f.endpoint != "" {
		f.post(i)
		return i.id
	}
	told := false
	for _, s := range f.sessions {
		if !f.expired(s) && s.hears(i.channel.guild) {
			f.emit(s, "INTERACTION_CREATE", f.showInteraction(i))
			told = true
		}
	}
	if !told {
		f.fails(i, "nobody is there")
	}
	f.touch()
	return i.id
}

// tooLate fails an interaction that was not answered in time. f.mu is not held.
func (f *Discord) tooLate(i *interaction) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails(i, "the application did not respond")
}

func (f *Discord) fails(i *interaction, why string) {
	if i.answer == 0 && i.failed == "" && !f.closed {
		i.timer.Stop()
		i.failed = why
		f.touch()
	}
}

// showInteraction is an interaction as Discord writes it.
func (f *Discord) showInteraction(i *interaction) object {
	c := i.channel
	locale := f.know(i.person).Locale
	o := object{"id": i.id, "application_id": f.AppID, "type": i.kind, "token": i.token, "version": 1, "data": i.data, "locale": locale,
		"channel": f.showChannel(c), "channel_id": c.id, "app_permissions": bits(f.may(c)), "entitlements": []any{},
		"authorizing_integration_owners": i.owners(), "attachment_size_limit": 10 << 20}
	if c.guild == nil {
		o["user"], o["context"] = f.showUser(i.person), 1
	} else {
		m := c.guild.showMember(f, i.person)
		m["user"], m["permissions"] = f.showUser(i.person), bits(f.permits(c, i.person))
		o["member"], o["guild_id"], o["guild_locale"], o["context"] = m, c.guild.ID, c.guild.Locale, 0
		o["guild"] = object{"id": c.guild.ID, "locale": c.guild.Locale, "features": []any{}}
	}
	if i.message != nil {
		o["message"] = f.showMessage(c, i.message, true)
	}
	return o
}

// acts gives the channel in which a person acts, whose member it becomes where it is none.
func (f *Discord) acts(person, in string) (*channel, error) {
	c := f.channels[in]
	if c == nil {
		return nil, fmt.Errorf("there is no channel %s", in)
	}
	if c.guild == nil && c.person != person {
		return nil, fmt.Errorf("%s is not in the direct messages %s", person, in)
	}
	f.know(person)
	if c.guild != nil && c.guild.members[person] == nil {
		c.guild.members[person] = &member{}
	}
	return c, nil
}

// sees gives a message that a person sees in a channel.
func (f *Discord) sees(person, in, id string) (*channel, *Message, error) {
	c, err := f.acts(person, in)
	if err != nil {
		return nil, nil, err
	}
	m := c.byID[id]
	for _, p := range f.private {
		if p.ID == id && p.Channel == in && p.To == person && !p.deleted {
			m = p
		}
	}
	if m == nil {
		return nil, nil, fmt.Errorf("%s sees no message %s in %s", person, id, in)
	}
	return c, m, nil
}

// Menu makes a person take a command of the app from the menu of a message.
func (f *Discord) Menu(person, in, message, command string) (id string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.sees(person, in, message)
	if err != nil {
		return "", err
	}
	cmd, err := f.command(c, command, messageCommand)
	if err != nil {
		return "", err
	}
	data := object{"id": cmd["id"], "name": command, "type": messageCommand, "target_id": m.ID,
		"resolved": object{"messages": object{m.ID: f.showMessage(c, m, true)}}}
	return f.begins(&interaction{kind: commandKind, name: command, person: person, channel: c, data: data, target: m.ID}), nil
}

// Click makes a person press a button of a message.
func (f *Discord) Click(person, in, message, customID string) (id string, err error) {
	return f.component(person, in, message, customID, func(c object) (object, error) {
		if kindOf(c) != button {
			return nil, fmt.Errorf("%s is no button", customID)
		}
		return object{}, nil
	})
}

// Select makes a person choose values of a select of a message.
func (f *Discord) Select(person, in, message, customID string, values ...string) (id string, err error) {
	return f.component(person, in, message, customID, func(c object) (object, error) {
		least, most := 1, 1
		if n, is := c["min_values"].(float64); is {
			least = int(n)
		}
		if n, is := c["max_values"].(float64); is {
			most = int(n)
		}
		options, _ := c["options"].([]any)
		for _, v := range values {
			if kindOf(c) == stringSelect && !slices.ContainsFunc(options, func(o any) bool { o1, _ := o.(object); return o1["value"] == v }) {
				return nil, fmt.Errorf("%s has no option %q", customID, v)
			}
		}
		if kindOf(c) == button || len(values) < least || len(values) > most {
			return nil, fmt.Errorf("%s does not take %d values", customID, len(values))
		}
		return object{"values": values}, nil
	})
}

func (f *Discord) component(person, in, message, customID string, use func(c object) (object, error)) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.sees(person, in, message)
	if err != nil {
		return "", err
	}
	one, err := named(m.Components, customID)
	if err != nil {
		return "", err
	}
	data, err := use(one)
	if err != nil {
		return "", err
	}
	data["custom_id"], data["component_type"], data["id"] = customID, kindOf(one), one["id"]
	return f.begins(&interaction{kind: componentKind, name: customID, person: person, channel: c, data: data, message: m}), nil
}

// SubmitModal makes a person fill the window that it sees, by custom_ids, and send it. Like Discord's own app it refuses
// what is too long and what is missing.
func (f *Discord) SubmitModal(person string, values map[string]string) (id string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.modals[person]
	if w == nil {
		return "", fmt.Errorf("%s sees no window", person)
	}
	rows, used := []any{}, 0
	for _, row := range w.Components {
		input := below(row)[0]
		name, _ := input["custom_id"].(string)
		value, given := values[name]
		if given {
			used++
		} else {
			value, _ = input["value"].(string)
		}
		least, _ := input["min_length"].(float64)
		most, limited := input["max_length"].(float64)
		switch n := float64(length(value)); {
		case n == 0 && input["required"] != false:
			return "", fmt.Errorf("%s is empty", name)
		case n > 0 && n < least, limited && n > most, n > 4000:
			return "", fmt.Errorf("%s has %v characters", name, n)
		}
		rows = append(rows, object{"type": actionRow, "id": row["id"], "components": []any{object{"type": textInput, "id": input["id"], "custom_id": name, "value": value}}})
	}
	if used != len(values) {
		return "", fmt.Errorf("the window has not all of %v", values)
	}
	delete(f.modals, person)
	return f.begins(&interaction{kind: modalKind, name: w.CustomID, person: person, channel: w.from.channel, message: w.from.message, opened: w.from,
		data: object{"custom_id": w.CustomID, "components": rows}}), nil
}

// CloseModal makes a person close the window; the app does not hear of it.
func (f *Discord) CloseModal(person string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.modals, person)
}

// PostModal sends a window's answers as they are, whether or not anybody sees such a window: what a forged client may do.
func (f *Discord) PostModal(person, in, customID string, values map[string]string) (id string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, err := f.acts(person, in)
	if err != nil {
		return "", err
	}
	rows := []any{}
	for name, value := range values {
		rows = append(rows, object{"type": actionRow, "components": []any{object{"type": textInput, "custom_id": name, "value": value}}})
	}
	return f.begins(&interaction{kind: modalKind, name: customID, person: person, channel: c, data: object{"custom_id": customID, "components": rows}}), nil
}
