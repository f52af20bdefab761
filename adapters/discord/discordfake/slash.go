package discordfake

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Slash makes a person give a command of chat in a channel; of a subcommand the names stand with blanks between. The
// options are by name: texts, numbers, true or false. An error says what Discord's own app would have refused.
func (f *Discord) Slash(person, in, command string, options map[string]any) (id string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.slash(&interaction{kind: commandKind, person: person, name: command}, in, options, "")
}

// Autocomplete makes a person type into an option of a command, after it filled others. What is offered then is in
// Interaction.Choices.
func (f *Discord) Autocomplete(person, in, command, option, typed string, others map[string]any) (id string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := map[string]any{option: typed}
	for k, v := range others {
		all[k] = v
	}
	return f.slash(&interaction{kind: autocompleteKind, person: person, name: command}, in, all, option)
}

func (f *Discord) slash(i *interaction, in string, options map[string]any, focused string) (string, error) {
	c, err := f.acts(i.person, in)
	if err != nil {
		return "", err
	}
	i.channel = c
	path := strings.Fields(i.name)
	cmd, err := f.command(c, path[0], slashCommand)
	if err != nil {
		return "", err
	}
	data := object{"id": cmd["id"], "name": cmd["name"], "type": slashCommand}
	if g := cmd["guild_id"]; g != nil {
		data["guild_id"] = g
	}
	into := data
	for _, name := range path[1:] { // subcommands
		sub := optionOf(cmd, name)
		if sub == nil || kindOf(sub) > subGroup {
			return "", fmt.Errorf("there is no command %s", i.name)
		}
		next := object{"name": name, "type": kindOf(sub)}
		into["options"] = []any{next}
		cmd, into = sub, next
	}
	if list, _ := cmd["options"].([]any); len(list) > 0 && kindOf(list[0].(object)) <= subGroup {
		return "", fmt.Errorf("%s is not a whole command", i.name)
	}
	given, err := i.given(cmd, options, focused)
	if err != nil {
		return "", err
	}
	into["options"] = given
	i.data = data
	return f.begins(i), nil
}

// command finds a command that can be used in a channel, the server's own before the one for all servers.
func (f *Discord) command(c *channel, name string, kind int) (object, error) {
	scopes, context := []string{""}, any(1.0)
	if c.guild != nil {
		scopes, context = []string{c.guild.ID, ""}, 0.0
	}
	for _, scope := range scopes {
		for _, cmd := range f.commands[scope] {
			contexts, _ := cmd["contexts"].([]any)
			if cmd["name"] == name && cmd["type"] == float64(kind) && (contexts == nil || slices.Contains(contexts, context)) {
				return cmd, nil
			}
		}
	}
	return nil, fmt.Errorf("there is no command %s in %s", name, c.id)
}

func optionOf(cmd object, name string) object {
	list, _ := cmd["options"].([]any)
	for _, o := range list {
		if o, is := o.(object); is && o["name"] == name {
			return o
		}
	}
	return nil
}

// given gives options as Discord sends them, in the order in which they are registered.
func (i *interaction) given(cmd object, values map[string]any, focused string) ([]any, error) {
	out := []any{}
	list, _ := cmd["options"].([]any)
	for _, o := range list {
		o := o.(object)
		name := o["name"].(string)
		value, is := values[name]
		if !is {
			if o["required"] == true && focused == "" {
				return nil, fmt.Errorf("%s needs %s", i.name, name)
			}
			continue
		}
		one := object{"name": name, "type": kindOf(o), "value": value}
		if name == focused {
			if o["autocomplete"] != true {
				return nil, fmt.Errorf("%s of %s is not completed", name, i.name)
			}
			one["focused"], i.option = true, o
		} else if err := fits(o, value); err != nil {
			return nil, fmt.Errorf("%s of %s: %w", name, i.name, err)
		}
		out = append(out, one)
	}
	if len(out) != len(values) {
		return nil, fmt.Errorf("%s has not all of the options %v", i.name, values)
	}
	return out, nil
}

// fits checks a value against its option.
func fits(o object, value any) error {
	if n, is := value.(int); is {
		value = float64(n)
	}
	ok := false
	switch v := value.(type) {
	case string:
		least, _ := o["min_length"].(float64)
		most, limited := o["max_length"].(float64)
		if !limited {
			most = 6000
		}
		if kindOf(o) == 3 && (float64(length(v)) < least || float64(length(v)) > most) {
			return fmt.Errorf("%d characters", length(v))
		}
		ok = kindOf(o) == 3 || kindOf(o) >= 6 && kindOf(o) != 10
	case bool:
		ok = kindOf(o) == 5
	case float64:
		ok = kindOf(o) == 10 || kindOf(o) == 4 && v == math.Trunc(v)
	}
	if !ok {
		return fmt.Errorf("%v is of the wrong type", value)
	}
	choices, _ := o["choices"].([]any)
	for _, c := range choices {
		if c, _ := c.(object); c["value"] == value {
			return nil
		}
	}
	if len(choices) > 0 {
		return fmt.Errorf("%v is not among the choices", value)
	}
	return nil
}
