package discordfake_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"talksbot/adapters/discord/discordfake"
)

// app answers interactions as it is told, after it looked at signatures; loose skips that.
func app(t *testing.T, f *discordfake.Discord, loose bool, say func(i object) (int, any)) string {
	t.Helper()
	key, err := hex.DecodeString(f.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signature, _ := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
		if !loose && !ed25519.Verify(key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), signature) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var i object
		_ = json.Unmarshal(body, &i)
		status, answer := http.StatusOK, any(object{"type": 1})
		if i["type"] != 1.0 {
			status, answer = say(i)
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, AnswerWithin: 5 * time.Second})
	done(t, f, "PUT /applications/"+f.AppID+"/commands", ask)
	later := make(chan object, 1)
	answers := map[string]func(i object) (int, any){
		"now":   func(object) (int, any) { return 200, object{"type": 4, "data": object{"content": "at once"}} },
		"later": func(i object) (int, any) { later <- i; return 202, nil },
		"wrong": func(object) (int, any) { return 200, object{"type": 8} },
		"text":  func(object) (int, any) { return 200, "so" },
		"error": func(object) (int, any) { return 500, nil },
	}
	to := app(t, f, false, func(i object) (int, any) {
		question, _ := i["data"].(object)["options"].([]any)[0].(object)["value"].(string)
		return answers[question](i)
	})
	if err := f.DeliverTo(within(t), app(t, f, true, nil)); err == nil {
		t.Error("an app that checks no signatures is taken")
	}
	if err := f.DeliverTo(within(t), to); err != nil {
		t.Fatal(err)
	}
	if got := done(t, f, "GET /applications/@me", nil).text("interactions_endpoint_url"); got != to {
		t.Errorf("%q", got)
	}
	ids := map[string]string{}
	for question := range answers {
		id, err := f.Slash(ana, hall, "ask", map[string]any{"question": question})
		if err != nil {
			t.Fatal(err)
		}
		ids[question] = id
	}
	_, callback, hook := paths(f, ids["later"], <-later)
	done(t, f, callback, object{"type": 5})
	done(t, f, "PATCH "+hook+"/messages/@original", object{"content": "later"})
	await(t, f, "all answers", func() bool { return f.Pending() == 0 })
	for question, answer := range map[string]int{"now": 4, "later": 5, "wrong": 0, "text": 0, "error": 0} {
		if i, _ := f.Interaction(ids[question]); i.Answer != answer || (i.Failed == "") != (answer != 0) {
			t.Errorf("%s: %+v", question, i)
		}
	}
	if got := len(f.Messages(hall)); got != 2 {
		t.Errorf("%d messages", got)
	}
	if err := f.DeliverTo(within(t), ""); err != nil {
		t.Error(err)
	}
}
