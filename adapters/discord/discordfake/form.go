package discordfake

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode/utf16"
)

// form collects what is wrong with a body, by field.
type form struct{ errors object }

// fault says what is wrong with a field; the path has points between: "embeds.0.title".
func (v *form) fault(path, code, format string, args ...any) {
	if v.errors == nil {
		v.errors = object{}
	}
	at := v.errors
	for _, name := range strings.Split(path, ".") {
		if name == "" {
			continue
		}
		next, _ := at[name].(object)
		if next == nil {
			next = object{}
			at[name] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]any)
	at["_errors"] = append(list, object{"code": code, "message": fmt.Sprintf(format, args...)})
}

// refusal is nil where nothing is wrong.
func (v *form) refusal() *refusal {
	if v.errors == nil {
		return nil
	}
	return &refusal{status: 400, code: 50035, message: "Invalid Form Body", errors: v.errors}
}

func under(path string, name any) string {
	if path == "" {
		return fmt.Sprint(name)
	}
	return fmt.Sprintf("%s.%v", path, name)
}

func (v *form) required(path string) {
	v.fault(path, "BASE_TYPE_REQUIRED", "This field is required")
}

// length counts as the stricter of Discord's clients do, in units of UTF-16.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// text reads a text of least to most characters; without it, one is missing where least is not 0.
func (v *form) text(o object, path, name string, least, most int) string {
	at := under(path, name)
	switch s := o[name].(type) {
	case nil:
		if least > 0 {
			v.required(at)
		}
	case string:
		switch n := length(s); {
		case n == 0 && least > 0:
			v.required(at)
		case n < least:
			v.fault(at, "BASE_TYPE_MIN_LENGTH", "Must be %d or more in length.", least)
		case n > most:
			v.fault(at, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", most)
		}
		return s
	default:
		v.fault(at, "STRING_TYPE_CONVERT", "Could not interpret %q as string.", fmt.Sprint(s))
	}
	return ""
}

// whole reads a whole number from least to most.
func (v *form) whole(o object, path, name string, least, most, otherwise int) int {
	at := under(path, name)
	switch n := o[name].(type) {
	case nil:
		return otherwise
	case float64:
		switch {
		case n != math.Trunc(n):
			v.fault(at, "NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(n))
		case n < float64(least):
			v.fault(at, "NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", least)
		case n > float64(most):
			v.fault(at, "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", most)
		default:
			return int(n)
		}
	default:
		v.fault(at, "NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(n))
	}
	return otherwise
}

// yes reads whether something is so.
func (v *form) yes(o object, path, name string) bool {
	switch b := o[name].(type) {
	case nil:
	case bool:
		return b
	default:
		v.fault(under(path, name), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
	return false
}

// list reads a list of least to most things.
func (v *form) list(o object, path, name string, least, most int) []any {
	at := under(path, name)
	switch l := o[name].(type) {
	case nil:
		if least > 0 {
			v.required(at)
		}
	case []any:
		if len(l) < least || len(l) > most {
			v.fault(at, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
		}
		return l
	default:
		v.fault(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	return nil
}

// objects reads a list of objects.
func (v *form) objects(o object, path, name string, least, most int) []object {
	var all []object
	for i, one := range v.list(o, path, name, least, most) {
		if one, is := one.(object); is {
			all = append(all, one)
		} else {
			v.fault(under(under(path, name), i), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return nil
		}
	}
	return all
}

// in reads an object; nil where there is none.
func (v *form) in(o object, path, name string) object {
	switch one := o[name].(type) {
	case nil:
	case object:
		return one
	default:
		v.fault(under(path, name), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
	}
	return nil
}

var (
	isID      = regexp.MustCompile(`^[0-9]{1,20}$`)
	isAddress = regexp.MustCompile(`^(?i:https?|attachment|discord)://\S+$`)
)

// address reads an address of the web.
func (v *form) address(o object, path, name string, needed bool, most int) {
	least := 0
	if needed {
		least = 1
	}
	if s := v.text(o, path, name, least, most); s != "" && !isAddress.MatchString(s) {
		v.fault(under(path, name), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
	}
}

// reference reads an ID; "" where there is none.
func (v *form) reference(o object, path, name string) string {
	s := v.text(o, path, name, 0, 20)
	if s != "" && !isID.MatchString(s) {
		v.fault(under(path, name), "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", s)
	}
	return s
}
