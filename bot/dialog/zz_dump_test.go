package dialog

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/sources"
)

func TestDumpAsk(t *testing.T) {
	dir := os.Getenv("DUMP")
	if dir == "" {
		t.Skip()
	}
	b, _ := knowledge.Open(context.Background(), knowledge.Options{})
	b.Refresh(context.Background(), sources.Files(dir+"/articles"))
	f, _ := os.Open(dir + "/questions.jsonl")
	sc := bufio.NewScanner(f)
	chain := map[string][]knowledge.Question{}
	for sc.Scan() {
		var x struct {
			ID, Q  string
			Follow string `json:"follow_up_to"`
			Un     bool   `json:"unanswerable"`
		}
		json.Unmarshal(sc.Bytes(), &x)
		q := Understand(x.Q, chain[x.Follow])
		chain[x.ID] = append(append([]knowledge.Question{}, chain[x.Follow]...), q)
		if out := os.Getenv("RANKS"); out != "" {
			f, _ := os.OpenFile(out, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			j, _ := json.Marshal(map[string]any{"id": x.ID, "ranks": b.Ranks(q)})
			f.Write(append(j, '\n'))
			f.Close()
		}
		fmt.Printf("\n%s un=%v %s  ⟶ %s\n%s", x.ID, x.Un, x.Q, q.Understood, b.Explain(q))
	}
}
