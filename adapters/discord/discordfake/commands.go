package discordfake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	slashCommand   = 1
	userCommand    = 2
	messageCommand = 3

	subCommand = 1
	subGroup   = 2

	mostCommandText = 8000
	mostCreates     = 200 // a day
)

var mostOfType = map[int]int{slashCommand: 100, userCommand: 5, messageCommand: 5}

// commandName is what Discord takes for commands of chat and their options, in any script.
var commandName = regexp.MustCompile(`^[-_'\pL\pN\p{Devanagari}\p{Thai}]{1,32}$`)

// scope is where commands are registered: a server, "" for everywhere.
func (f *Discord) scope(q *request) (string, *refusal) {
	if q.vars["app"] != f.AppID {
		return "", missingAccess
	}
	if _, inGuild := q.vars["guild"]; inGuild {
		g, no := f.guildOf(q)
		if no != nil {
			return "", missingAccess
		}
		return g.ID, nil
	}
	return "", nil
}

func (f *Discord) getCommands(q *request) (any, *refusal) {
	scope, no := f.scope(q)
	if no != nil {
		return nil, no
	}
	return f.showCommands(scope, q.query.Get("with_localizations") == "true"), nil
}

func (f *Discord) showCommands(scope string, translated bool) []any {
	all := []any{}
	for _, c := range f.commands[scope] {
		c = maps.Clone(c)
		if !translated {
			delete(c, "name_localizations")
			delete(c, "description_localizations")
		}
		all = append(all, c)
	}
	return all
}

// putCommands puts commands in the place of all that there were.
func (f *Discord) putCommands(q *request) (any, *refusal) {
	scope, no := f.scope(q)
	if no != nil {
		return nil, no
	}
	v := form{}
	all := v.objects(object{"": q.body}, "", "", 0, 110)
	if q.body == nil {
		v.required("")
	}
	seen, count := map[string]bool{}, map[int]int{}
	for i, c := range all {
		kind := v.command(c, fmt.Sprint(i))
		count[kind]++
		key := fmt.Sprint(kind, " ", c["name"])
		if seen[key] {
			v.fault(fmt.Sprint(i), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	for kind, n := range count {
		if most := mostOfType[kind]; n > most {
			v.fault("", "APPLICATION_COMMANDS_MAX", "Maximum number of application commands of type %d reached (%d)", kind, most)
		}
	}
	if no := v.refusal(); no != nil {
		return nil, no
	}
	kept, fresh := f.numbered(scope, all)
	day := fmt.Sprint(scope, " ", f.opts.Now().UTC().Format("2006-01-02"))
	if f.creates[day]+fresh > mostCreates {
		return nil, tooManyCreates
	}
	f.creates[day] += fresh
	f.commands[scope] = kept
	return f.showCommands(scope, true), nil
}

// numbered gives commands as Discord keeps them, and how many are new. What has a name already keeps its ID.
func (f *Discord) numbered(scope string, all []object) (kept []object, fresh int) {
	for _, c := range all {
		c = maps.Clone(c)
		c["type"] = float64(typeOfCommand(c["type"]))
		c["id"] = ""
		for _, was := range f.commands[scope] {
			if was["name"] == c["name"] && was["type"] == c["type"] {
				c["id"] = was["id"]
			}
		}
		if c["id"] == "" {
			c["id"] = f.id()
			fresh++
		}
		c["application_id"], c["version"] = f.AppID, f.id()
		if scope != "" {
			c["guild_id"] = scope
		}
		for name, otherwise := range map[string]any{"description": "", "default_member_permissions": nil, "nsfw": false, "integration_types": []any{0.0}} {
			if c[name] == nil {
				c[name] = otherwise
			}
		}
		kept = append(kept, c)
	}
	return kept, fresh
}

// typeOfCommand is the type of a command, of chat where nothing says so.
func typeOfCommand(kind any) int {
	if n, _ := kind.(float64); n != 0 {
		return int(n)
	}
	return slashCommand
}

// command reads one command and gives its type.
func (v *form) command(c object, at string) int {
	kind := v.whole(c, at, "type", 1, 3, slashCommand)
	total := 0
	if kind == slashCommand {
		v.commandName(c, at)
		v.text(c, at, "description", 1, 100)
		v.options(c, at, 0)
		total = heavy(c)
	} else {
		v.text(c, at, "name", 1, 32)
		if s, _ := c["description"].(string); s != "" {
			v.fault(under(at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menu commands cannot have a description")
		}
		if l, _ := c["options"].([]any); len(l) > 0 {
			v.fault(under(at, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "Context menu commands cannot have options")
		}
	}
	if total > mostCommandText {
		v.fault(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", mostCommandText)
	}
	v.localized(c, at, "name_localizations", 32, kind == slashCommand)
	v.localized(c, at, "description_localizations", 100, false)
	for name, most := range map[string]int{"contexts": 2, "integration_types": 1} {
		for i, n := range v.list(c, at, name, 0, 3) {
			if n, is := n.(float64); !is || n < 0 || int(n) > most {
				v.fault(under(under(at, name), i), "BASE_TYPE_CHOICES", "Value must be from 0 to %d.", most)
			}
		}
	}
	if s := v.text(c, at, "default_member_permissions", 0, 20); s != "" {
		if _, err := strconv.ParseInt(s, 10, 64); err != nil {
			v.fault(under(at, "default_member_permissions"), "BITFIELD_TYPE_INVALID", "Value is no bits")
		}
	}
	return kind
}

func (v *form) commandName(o object, at string) {
	if name := v.text(o, at, "name", 1, 32); name != "" && !isCommandName(name) {
		v.fault(under(at, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func isCommandName(s string) bool { return commandName.MatchString(s) && strings.ToLower(s) == s }

// locales that Discord knows.
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

func (v *form) localized(o object, path, name string, most int, isName bool) {
	at := under(path, name)
	words := v.in(o, path, name)
	for locale := range words {
		if !slices.Contains(locales, locale) {
			v.fault(under(at, locale), "BASE_TYPE_CHOICES", "unknown locale")
		}
		if s := v.text(words, at, locale, 1, most); isName && s != "" && !isCommandName(s) {
			v.fault(under(at, locale), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
		}
	}
}

// options reads the options of a command or of a subcommand; deep is 0 for a command's own.
func (v *form) options(c object, path string, deep int) {
	optional, subs, plain := false, 0, 0
	seen := map[any]bool{}
	for i, o := range v.objects(c, path, "options", 0, 25) {
		at := under(under(path, "options"), i)
		v.commandName(o, at)
		v.text(o, at, "description", 1, 100)
		v.localized(o, at, "name_localizations", 32, true)
		v.localized(o, at, "description_localizations", 100, false)
		if seen[o["name"]] {
			v.fault(under(at, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already exists")
		}
		seen[o["name"]] = true
		kind := v.whole(o, at, "type", 1, 11, 0)
		switch {
		case kind == 0:
			v.required(under(at, "type"))
		case kind <= subGroup:
			subs++
			if deep >= 2 || deep == 1 && kind == subGroup {
				v.fault(under(at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type invalid")
				return
			}
			v.options(o, at, deep+3-kind)
		default:
			plain++
			v.option(o, at, kind)
		}
		required := v.yes(o, at, "required")
		if required && optional {
			v.fault(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !required && kind > subGroup
	}
	if subs > 0 && plain > 0 {
		v.fault(under(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
}

func (v *form) option(o object, at string, kind int) {
	choices := v.objects(o, at, "choices", 0, 25)
	if v.yes(o, at, "autocomplete") && len(choices) > 0 {
		v.fault(at, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "choices and autocomplete are mutually exclusive")
	}
	if (o["autocomplete"] == true || len(choices) > 0) && kind != 3 && kind != 4 && kind != 10 {
		v.fault(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "only texts and numbers have choices")
	}
	v.choices(choices, under(at, "choices"), kind == 3)
	if kind == 3 {
		least, most := v.whole(o, at, "min_length", 0, 6000, 0), v.whole(o, at, "max_length", 1, 6000, 6000)
		if least > most {
			v.fault(under(at, "min_length"), "APPLICATION_COMMAND_OPTION_LENGTH_INVALID", "min_length is more than max_length")
		}
	}
}

// choices reads what may be chosen for an option.
func (v *form) choices(all []object, path string, text bool) {
	seen := map[any]bool{}
	for i, c := range all {
		at := under(path, i)
		if name := v.text(c, at, "name", 1, 100); seen[name] {
			v.fault(under(at, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", "The specified choice name is already in use")
		} else {
			seen[name] = true
		}
		v.localized(c, at, "name_localizations", 100, false)
		if text {
			v.text(c, at, "value", 1, 100)
		} else if _, is := c["value"].(float64); !is {
			v.fault(under(at, "value"), "NUMBER_TYPE_COERCE", "Value is no number.")
		}
	}
}

// heavy counts the texts of a command that count toward its size: of translations, the longest.
func heavy(o object) int {
	n := 0
	for _, name := range []string{"name", "description", "value"} {
		s, _ := o[name].(string)
		longest := length(s)
		words, _ := o[name+"_localizations"].(object)
		for _, w := range words {
			s, _ := w.(string)
			longest = max(longest, length(s))
		}
		n += longest
	}
	for _, name := range []string{"options", "choices"} {
		list, _ := o[name].([]any)
		for _, one := range list {
			if one, is := one.(object); is {
				n += heavy(one)
			}
		}
	}
	return n
}
