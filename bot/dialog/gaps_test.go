package dialog

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// knower is a base that knows of quays alone.
type knower struct{ fakeBase }

func (k *knower) Answer(_ context.Context, q knowledge.Question) (knowledge.Answer, error) {
	if strings.Contains(q.Text, "quay") {
		return knowledge.Answer{Status: knowledge.Answered}, nil
	}
	return knowledge.Answer{Status: knowledge.NotInCorpus, Nearest: &knowledge.Statement{Text: "The quay is new."}}, nil
}

func TestGaps(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2026, 5, 3, hour, 0, 0, 0, time.UTC) }
	refused := []inbox.Refused{
		{Text: "Who pays for the school?", When: at(1), Platform: "slack"},
		{Text: "When does the ferry to Skerrin sail?", When: at(2), Platform: "slack", Private: true},
		{Text: "when is the Skerrin ferry sailing?", When: at(5), Platform: "discord"},
		{Text: "when is the Skerrin ferry sailing?", When: at(3), Platform: "slack"},
		{Text: "Who pays for the quay?", When: at(4), Platform: "slack"},
		{Text: "How many penguins are there?", When: at(6), Platform: "slack", Private: true},
	}
	near := &knowledge.Statement{Text: "The quay is new."}
	want := []Gap{
		{Question: "when is the Skerrin ferry sailing?", Count: 3, Last: at(5), Platforms: []string{"discord", "slack"}, Nearest: near},
		{Question: "How many penguins are there?", Count: 1, Last: at(6), Platforms: []string{"slack"}, Nearest: near},
		{Question: "Who pays for the school?", Count: 1, Last: at(1), Platforms: []string{"slack"}, Nearest: near},
	}
	got, err := Gaps(t.Context(), &knower{}, refused, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := Gaps(t.Context(), &knower{}, refused, 1); err != nil || len(got) != 1 {
		t.Errorf("%v, %v of one", got, err)
	}
	if got, err := Gaps(t.Context(), &knower{}, nil, 0); err != nil || len(got) != 0 {
		t.Errorf("%v, %v of nothing", got, err)
	}
}
