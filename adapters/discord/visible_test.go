package discord_test

import (
	"encoding/json"
	"strings"

	"talksbot/adapters/discord/discordfake"
)

func visible(m discordfake.Message) string {
	var b strings.Builder
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if c, ok := v["content"].(string); ok {
				b.WriteString(c + "\n")
			}
			walk(v["components"])
		case []any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	raw, _ := json.Marshal(m.Components)
	var all any
	_ = json.Unmarshal(raw, &all)
	walk(all)
	return m.Content + strings.ReplaceAll(b.String(), "\\", "")
}
