package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// componentWith finds the component of a message with a value under a key, with or without the emoji before a label.
func componentWith(all []map[string]any, key, value string) (map[string]any, error) {
	for _, c := range all {
		emoji, _ := c["emoji"].(map[string]any)
		if c[key] == value || emoji != nil && fmt.Sprint(emoji["name"], " ", c[key]) == value {
			return c, nil
		}
		if in, err := componentWith(below(c), key, value); err == nil {
			return in, nil
		}
	}
	return nil, fmt.Errorf("there is no %s", value)
}

// optionWith finds the select of a message that has an option, and the option's value.
func optionWith(all []map[string]any, label string) (menu, value string) {
	for _, c := range all {
		options, _ := c["options"].([]any)
		for _, o := range options {
			if o, _ := o.(map[string]any); o["label"] == label {
				return fmt.Sprint(c["custom_id"]), fmt.Sprint(o["value"])
			}
		}
		if menu, value = optionWith(below(c), label); menu != "" {
			return menu, value
		}
	}
	return "", ""
}

func below(c map[string]any) (all []map[string]any) {
	inside, _ := c["components"].([]any)
	for _, one := range inside {
		if one, is := one.(map[string]any); is {
			all = append(all, one)
		}
	}
	return all
}

// sends writes something into the window's input and sends it.
func (s *discordStory) sends(w []string) error {
	v, ok := s.fake.Modal(s.ids[w[0]])
	if !ok {
		return fmt.Errorf("there is no window")
	}
	values := map[string]string{}
	for _, row := range v.Components {
		for _, input := range below(row) {
			values[fmt.Sprint(input["custom_id"])] = w[1]
		}
	}
	_, err := s.fake.SubmitModal(s.ids[w[0]], values)
	return err
}

// looks tells of the commands that people have.
func (s *discordStory) looks(server string) error {
	raw, err := json.Marshal(slices.Concat(s.fake.Commands(""), s.fake.Commands(s.ids[server])))
	s.extra = append(s.extra, "< there are\n"+quoted(commandLines(raw)...))
	return err
}

// forges sends an interaction to the bot that Discord did not.
func (s *discordStory) forges(w []string) error {
	body := []byte(`{"id":"900000000000000002","application_id":"900000000000000001","type":1,"token":"none"}`)
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.address+"/discord/interactions", bytes.NewReader(body))
	if err != nil {
		return err
	}
	switch w[0] {
	case "badly":
		s.fake.Sign(r, append([]byte(" "), body...))
	case "an hour ago":
		s.fake.SignAt(r, body, time.Now().Add(-time.Hour))
	case "in the wrong year":
		r.Header.Set("X-Signature-Timestamp", "0")
	case "not at all":
	default:
		return fmt.Errorf("nobody signs like that")
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	s.extra = append(s.extra, "< "+got.Status)
	return got.Body.Close()
}
