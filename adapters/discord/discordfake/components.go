package discordfake

import (
	"fmt"
	"slices"
)

// Types of components.
const (
	actionRow    = 1
	button       = 2
	stringSelect = 3
	textInput    = 4
	section      = 9
	textDisplay  = 10
	thumbnail    = 11
	mediaGallery = 12
	separator    = 14
	container    = 17

	mostRows       = 5
	mostButtons    = 5
	mostOptions    = 25
	mostCustomID   = 100
	mostLabel      = 80
	mostComponents = 40
	mostDisplayed  = 4000
)

// tree is what counts over all components of a message.
type tree struct {
	*form
	customIDs map[string]bool
	ids       map[int]bool
	count     int
	text      int
}

// components reads the components of a message, of the first version or the second.
func (v *form) components(o object, path string, v2 bool) []object {
	t := tree{form: v, customIDs: map[string]bool{}, ids: map[int]bool{}}
	at := under(path, "components")
	most, may := mostRows, []int{actionRow}
	if v2 {
		most, may = mostComponents, []int{actionRow, section, textDisplay, mediaGallery, separator, container}
	}
	all := v.objects(o, path, "components", 0, most)
	for i, c := range all {
		t.component(c, under(at, i), may)
	}
	if v2 && t.count > mostComponents {
		v.fault(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components, %d, exceeds %d", t.count, mostComponents)
	}
	if t.text > mostDisplayed {
		v.fault(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The total displayable text size of components exceeds maximum size of %d", mostDisplayed)
	}
	return all
}

func kindOf(c object) int {
	n, _ := c["type"].(float64)
	return int(n)
}

// component reads one component, which must be of a type that may stand there.
func (t *tree) component(c object, at string, may []int) {
	t.count++
	kind := kindOf(c)
	if !slices.Contains(may, kind) {
		t.fault(under(at, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %v.", may)
		return
	}
	if id := t.whole(c, at, "id", 0, 1<<31-1, 0); id != 0 {
		if t.ids[id] {
			t.fault(under(at, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		t.ids[id] = true
	}
	switch kind {
	case actionRow:
		t.row(c, at)
	case button:
		t.button(c, at)
	case stringSelect, 5, 6, 7, 8:
		t.menu(c, at, kind)
	case section:
		t.each(c, at, 1, 3, textDisplay)
		if side := t.in(c, at, "accessory"); side != nil {
			t.component(side, under(at, "accessory"), []int{button, thumbnail})
		} else {
			t.required(under(at, "accessory"))
		}
	case textDisplay:
		t.text += length(t.form.text(c, at, "content", 1, mostDisplayed))
	case thumbnail:
		t.media(c, at)
	case mediaGallery:
		for i, item := range t.objects(c, at, "items", 1, 10) {
			t.media(item, under(under(at, "items"), i))
		}
	case separator:
		t.whole(c, at, "spacing", 1, 2, 1)
		t.yes(c, at, "divider")
	case container:
		t.each(c, at, 1, mostComponents, actionRow, section, textDisplay, mediaGallery, separator)
		t.whole(c, at, "accent_color", 0, 0xFFFFFF, 0)
		t.yes(c, at, "spoiler")
	}
}

// each reads the components in another.
func (t *tree) each(c object, at string, least, most int, may ...int) {
	for i, one := range t.objects(c, at, "components", least, most) {
		t.component(one, under(under(at, "components"), i), may)
	}
}

func (t *tree) media(c object, at string) {
	if m := t.in(c, at, "media"); m != nil {
		t.address(m, under(at, "media"), "url", true, 2048)
	} else {
		t.required(under(at, "media"))
	}
	t.form.text(c, at, "description", 0, 1024)
	t.yes(c, at, "spoiler")
}

// row reads an action row: up to five buttons, or one select.
func (t *tree) row(c object, at string) {
	inside := t.objects(c, at, "components", 1, mostButtons)
	for i, one := range inside {
		t.component(one, under(under(at, "components"), i), []int{button, stringSelect, 5, 6, 7, 8})
		if kindOf(one) != button && len(inside) > 1 {
			t.fault(under(at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Components displayed on this row exceed the maximum width of 5")
		}
	}
}

func (t *tree) customID(c object, at string) {
	id := t.form.text(c, at, "custom_id", 1, mostCustomID)
	if id != "" && t.customIDs[id] {
		t.fault(under(at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	t.customIDs[id] = true
}

func (t *tree) button(c object, at string) {
	if c["style"] == nil {
		t.required(under(at, "style"))
	}
	style := t.whole(c, at, "style", 1, 5, 1)
	label := t.form.text(c, at, "label", 0, mostLabel)
	emoji := t.in(c, at, "emoji")
	if label == "" && emoji == nil {
		t.fault(at, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", "A button must have a label or an emoji")
	}
	t.emoji(emoji, under(at, "emoji"))
	t.yes(c, at, "disabled")
	if style == 5 {
		t.address(c, at, "url", true, 512)
		if c["custom_id"] != nil && c["custom_id"] != "" {
			t.fault(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
		return
	}
	if c["url"] != nil && c["url"] != "" {
		t.fault(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	}
	t.customID(c, at)
}

// emoji reads one; a name that is no emoji of Unicode and has no ID is refused.
func (t *tree) emoji(e object, at string) {
	if e == nil || t.reference(e, at, "id") != "" {
		return
	}
	name := t.form.text(e, at, "name", 1, 32)
	if slices.ContainsFunc([]rune(name), func(r rune) bool { return r < 0x80 && (r < '0' || r > '9') && r != '#' && r != '*' }) {
		t.fault(under(at, "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
	}
}

func (t *tree) menu(c object, at string, kind int) {
	t.customID(c, at)
	t.form.text(c, at, "placeholder", 0, 150)
	t.yes(c, at, "disabled")
	least, most := t.whole(c, at, "min_values", 0, 25, 1), t.whole(c, at, "max_values", 1, 25, 1)
	if least > most {
		t.fault(under(at, "min_values"), "SELECT_COMPONENT_MIN_VALUES_EXCEEDED", "min_values is more than max_values")
	}
	if kind != stringSelect {
		return
	}
	seen, chosen := map[string]bool{}, 0
	options := t.objects(c, at, "options", 1, mostOptions)
	for i, o := range options {
		in := under(under(at, "options"), i)
		t.form.text(o, in, "label", 1, 100)
		t.form.text(o, in, "description", 0, 100)
		t.emoji(t.in(o, in, "emoji"), under(in, "emoji"))
		value := t.form.text(o, in, "value", 1, 100)
		if seen[value] {
			t.fault(under(in, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[value] = true
		if t.yes(o, in, "default") {
			chosen++
		}
	}
	if most > max(len(options), 1) {
		t.fault(under(at, "max_values"), "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", "max_values is more than there are options")
	}
	if chosen > most {
		t.fault(under(at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "%d options are default, %d may be", chosen, most)
	}
}

// modal reads a window: one to five rows with a text input each.
func (v *form) modal(o object, path string) {
	v.text(o, path, "title", 1, 45)
	v.text(o, path, "custom_id", 1, mostCustomID)
	at := under(path, "components")
	seen := map[string]bool{}
	for i, row := range v.objects(o, path, "components", 1, 5) {
		in := under(at, i)
		inside := v.objects(row, in, "components", 1, 1)
		if kindOf(row) != actionRow || len(inside) != 1 || kindOf(inside[0]) != textInput {
			v.fault(in, "UNION_TYPE_CHOICES", "a window has rows with one text input each")
			continue
		}
		one, in := inside[0], in+".components.0"
		if id := v.text(one, in, "custom_id", 1, mostCustomID); seen[id] {
			v.fault(under(in, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		} else {
			seen[id] = true
		}
		v.text(one, in, "label", 1, 45)
		v.text(one, in, "placeholder", 0, 100)
		if v.whole(one, in, "style", 1, 2, 0) == 0 {
			v.required(under(in, "style"))
		}
		least, most := v.whole(one, in, "min_length", 0, 4000, 0), v.whole(one, in, "max_length", 1, 4000, 4000)
		if least > most {
			v.fault(under(in, "min_length"), "TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDED", "min_length is more than max_length")
		}
		v.text(one, in, "value", 0, most)
		v.yes(one, in, "required")
	}
}

// interactive finds all buttons and selects in components, however deep.
func interactive(components []object) (all []object) {
	for _, c := range components {
		if _, has := c["custom_id"]; has || kindOf(c) == button {
			all = append(all, c)
		}
		all = append(all, interactive(below(c))...)
	}
	return all
}

// below are the components in another.
func below(c object) (all []object) {
	list, _ := c["components"].([]any)
	for _, one := range append(slices.Clone(list), c["accessory"]) {
		if o, is := one.(object); is {
			all = append(all, o)
		}
	}
	return all
}

// named gives the component with a custom_id.
func named(components []object, customID string) (object, error) {
	var seen []any
	for _, c := range interactive(components) {
		if c["custom_id"] == customID {
			if c["disabled"] == true {
				return nil, fmt.Errorf("%s is disabled", customID)
			}
			return c, nil
		}
		seen = append(seen, c["custom_id"])
	}
	return nil, fmt.Errorf("there is no component %s, only %q", customID, seen)
}
