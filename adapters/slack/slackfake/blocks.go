package slackfake

import "encoding/json"

func checkMessage(raw []byte) (json.RawMessage, *refusal) { return raw, nil }
