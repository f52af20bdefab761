package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"talksbot/adapters/slack/slackfake"
)

const slackThreads = 50

// TestSlackChaos kills the serving program again and again while its socket drops at random, Slack sends events again, calls
// are refused with 429 and 500, and posts are made that are said to have failed: in the end every message has exactly one
// answer, in the order within its thread in which the messages came.
func TestSlackChaos(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random, deadly := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, 1)) // of two goroutines
	f := slackfake.Start(t, slackfake.Options{Seed: seed, Retries: slices.Repeat([]time.Duration{100 * time.Millisecond}, 200),
		Faults: slackfake.Faults{RateLimit: 0.02, FailBefore: 0.03, FailAfter: 0.03, DropSocket: 0.003, Repeat: 0.1}})
	var channels []string
	for i := range 5 {
		id := fmt.Sprintf("C%d", i)
		f.AddChannel(id, f.BotUser)
		channels = append(channels, id)
	}
	data := t.TempDir()
	config := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, fmt.Appendf(nil, `
serve: {listen: "", level: info}
dialog: {per_person: 0, per_channel: 0, waiting: 100000, workers: 8}
slack: {mode: socket, api_url: %q}
`, f.APIURL()), 0o600); err != nil {
		t.Fatal(err)
	}

	var roots []string // of threads, their channels before the colon
	order := map[string][]string{}
	var saying sync.WaitGroup
	saying.Go(func() {
		for i := range slackMessages {
			text := fmt.Sprintf("<@%s> Who has committed %d troops?", f.BotUser, i)
			person := fmt.Sprintf("U%d", random.IntN(20))
			if len(roots) < slackThreads {
				channel := channels[random.IntN(len(channels))]
				ts := f.Say(person, channel, "", text)
				roots = append(roots, channel+":"+ts)
				order[channel+":"+ts] = []string{channel + ":" + ts}
			} else {
				root := roots[random.IntN(len(roots))]
				channel, ts, _ := strings.Cut(root, ":")
				order[root] = append(order[root], channel+":"+f.Say(person, channel, ts, text))
			}
			if err := f.Await(limited(t), func() bool { return f.Outstanding() < 100 }); err != nil { // people take their time
				t.Errorf("%v: %d outstanding, %d connections", err, f.Outstanding(), f.Connections())
				return
			}
		}
	})

	k := killing{data: data, config: config, env: []string{"SLACK_BOT_TOKEN=" + f.BotToken, "SLACK_APP_TOKEN=" + f.AppToken}, messages: slackMessages,
		await: f.Await, posted: func() int { return len(f.CallsTo("chat.postMessage")) }, random: deadly,
		state: func() string { return fmt.Sprintf("%d outstanding, %d connections", f.Outstanding(), f.Connections()) }}
	began := time.Now()
	left := k.again(t)
	answers := func() (n int) {
		for _, root := range roots {
			channel, ts, _ := strings.Cut(root, ":")
			for _, m := range f.Thread(channel, ts) {
				if m.User == f.BotUser {
					n++
				}
			}
		}
		return n
	}
	if log, err := k.last(t, saying.Wait, func() bool { return answers() >= slackMessages && f.Outstanding() == 0 }); err != nil {
		t.Errorf("%d of %d are answered: %v\n%s", answers(), slackMessages, err, log)
	}
	t.Logf("%d messages, %d kills that left %d waiting, %d calls: %v", slackMessages, kills, left, len(f.Calls()), time.Since(began).Round(time.Millisecond))

	heard := map[string]time.Time{} // when a message was first acknowledged, by its ts
	for _, e := range f.Acked() {
		for _, channel := range channels {
			if _, ok := f.Message(channel, e.TS); ok && heard[channel+":"+e.TS].IsZero() {
				heard[channel+":"+e.TS] = e.At
			}
		}
	}
	lost, doubled, strange, late := 0, 0, 0, 0
	for root, said := range order {
		channel, ts, _ := strings.Cut(root, ":")
		var got []string
		seen := map[string]int{}
		for _, m := range f.Thread(channel, ts) {
			if m.User != f.BotUser {
				continue
			}
			answers, part := markOf(t, m.Metadata)
			if part > 1 {
				continue
			}
			got = append(got, answers)
			seen[answers]++
		}
		for _, id := range said {
			lost += max(0, 1-seen[id])
			doubled += max(0, seen[id]-1)
			delete(seen, id)
		}
		strange += len(seen)
		for i, id := range got {
			for _, later := range got[i+1:] {
				switch {
				case slices.Index(said, id) <= slices.Index(said, later):
				case heard[later].After(heard[id]):
					late++ // Slack sent it again when the other one was at work
				default:
					t.Errorf("%s is answered before %s, which was said and heard before", id, later)
				}
			}
		}
	}
	t.Logf("%d answers stand after one to a later message, since their own came too late", late)
	if lost+doubled+strange+len(f.Lost()) > 0 {
		t.Errorf("%d lost, %d doubled, %d answer nothing, %d events given up by Slack", lost, doubled, strange, len(f.Lost()))
	}
}

// markOf reads which message a post of the bot's answers, and which part of the answer it is.
func markOf(t *testing.T, metadata json.RawMessage) (answers string, part int) {
	t.Helper()
	var m struct {
		Payload struct {
			Answers string `json:"answers"`
			Part    int    `json:"part"`
		} `json:"event_payload"`
	}
	if err := json.Unmarshal(metadata, &m); err != nil {
		t.Errorf("a post without a mark: %s", metadata)
	}
	return m.Payload.Answers, m.Payload.Part
}
