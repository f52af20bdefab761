package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The JSON that the program promises, written down apart from the code that makes it: a key's kind, with ? for keys
// that may be missing. Whoever changes these changes what other programs rely on.
var (
	citationKeys = map[string]string{"n": "number", "article": "string", "title": "string", "publisher": "string", "published": "string",
		"url": "string", "brief?": "bool", "copy_of?": "string", "quote": "string", "start": "number", "end": "number"}
	statementKeys = map[string]string{"text": "string", "original?": "string", "kind": "string", "actor?": "string", "stance?": "string", "said_by?": "string", "citations": "list"}
	searchedKeys  = map[string]string{"articles": "number", "copies?": "number", "newest": "string", "snapshot": "string", "as_of?": "string"}
	answerKeys    = map[string]string{"id?": "any", "question": "string", "language?": "string", "understood": "string", "status": "string", "reason?": "string",
		"nearest?": "object", "statements": "list", "searched": "object", "searching?": "object"}
	commitmentKeys = map[string]string{"id": "string", "actor": "string", "undertaking": "string", "stance": "string", "condition": "string",
		"deadline": "string", "amount?": "string", "said_by": "string", "first_reported": "string", "last_reported": "string", "disputed?": "bool",
		"history": "list", "citations": "list"}
	issueKeys    = map[string]string{"id": "string", "issue": "string", "status": "string", "said_by": "string", "history": "list", "citations": "list"}
	reportedKeys = map[string]string{"date": "string", "stance?": "string", "status?": "string", "what": "string", "said_by?": "string", "citation": "object"}
)

type object = map[string]any

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "list"
	}
	return "object"
}

// holds checks that an object has the keys promised, of their kinds, and no others.
func holds(what string, v any, keys map[string]string) error {
	o, ok := v.(object)
	if !ok {
		return fmt.Errorf("%s is a %s", what, kindOf(v))
	}
	var errs []error
	known := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		name, optional := strings.CutSuffix(key, "?")
		known[name] = true
		in, there := o[name]
		switch {
		case !there && !optional:
			errs = append(errs, fmt.Errorf("%s has no %q", what, name))
		case there && keys[key] != "any" && kindOf(in) != keys[key]:
			errs = append(errs, fmt.Errorf("%s: %q is a %s, want a %s", what, name, kindOf(in), keys[key]))
		}
	}
	for name := range o {
		if !known[name] {
			errs = append(errs, fmt.Errorf("%s has %q, which is not promised", what, name))
		}
	}
	return errors.Join(errs...)
}

func each(what string, list any, check func(string, any) error) error {
	var errs []error
	l, _ := list.([]any)
	for i, v := range l {
		errs = append(errs, check(fmt.Sprintf("%s[%d]", what, i), v))
	}
	return errors.Join(errs...)
}

func contractCitation(what string, v any) error {
	if err := holds(what, v, citationKeys); err != nil {
		return err
	}
	c := v.(object)
	if got, want := len(c["quote"].(string)), int(c["end"].(float64)-c["start"].(float64)); got != want || got == 0 {
		return fmt.Errorf("%s: a quote of %d bytes from %v to %v", what, got, c["start"], c["end"])
	}
	return nil
}

func contractStatement(what string, v any) error {
	if err := holds(what, v, statementKeys); err != nil {
		return err
	}
	s := v.(object)
	if len(s["citations"].([]any)) == 0 {
		return fmt.Errorf("%s has no citation", what)
	}
	if !slices.Contains([]string{"quote", "ledger", "summary"}, s["kind"].(string)) {
		return fmt.Errorf("%s is of kind %q", what, s["kind"])
	}
	return each(what+".citations", s["citations"], contractCitation)
}

// contractAnswer checks one answer.
func contractAnswer(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := holds("answer", v, answerKeys); err != nil {
		return err
	}
	a := v.(object)
	errs := []error{holds("searched", a["searched"], searchedKeys), each("statements", a["statements"], contractStatement)}
	n := len(a["statements"].([]any))
	switch _, reason := a["reason"]; a["status"] {
	case "answered":
		if n == 0 || reason {
			errs = append(errs, fmt.Errorf("answered with %d statements, a reason: %v", n, reason))
		}
	case "not_in_corpus", "failed":
		if n != 0 || !reason {
			errs = append(errs, fmt.Errorf("%s with %d statements, a reason: %v", a["status"], n, reason))
		}
	default:
		errs = append(errs, fmt.Errorf("status %q", a["status"]))
	}
	if near, ok := a["nearest"]; ok {
		errs = append(errs, contractStatement("nearest", near))
	}
	return errors.Join(errs...)
}

// contractLedger checks a list of commitments or issues.
func contractLedger(kind string, data []byte) error {
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return errors.New("not a list")
	}
	var list []any
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	keys := map[string]map[string]string{"commitments": commitmentKeys, "issues": issueKeys}[kind]
	if keys == nil {
		return fmt.Errorf("nothing is promised of %s", kind)
	}
	return each(kind, list, func(what string, v any) error {
		if err := holds(what, v, keys); err != nil {
			return err
		}
		e := v.(object)
		return errors.Join(each(what+".citations", e["citations"], contractCitation), each(what+".history", e["history"], func(what string, v any) error {
			if err := holds(what, v, reportedKeys); err != nil {
				return err
			}
			return contractCitation(what+".citation", v.(object)["citation"])
		}))
	})
}
