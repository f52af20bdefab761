package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"talksbot/adapters/slack/slackfake"
)

// TestSlackStories runs “bot serve” against a fake Slack, a story a file of testdata/slack. The comment says what a story
// shows. Its file config.yaml is laid over the test's own configuration, its articles/*.md are served instead of those in
// testdata/slack/articles. In its file story, lines that begin with
//
//   - >  are what a person, Slack or we do: slackstep_test.go has the words;
//   - <  what of it the bot acknowledged, or failed to;
//   - |  what somebody reads, a line each; ! stands before what in it calls somebody or leads elsewhere than to an article;
//   - #  said to whoever reads the story.
//
// All other lines are the calls that the bot made: auth.test and apps.connections.open are left out, and the end of a status
// that was not shown any more. Calls of a step may come in any order. Messages have numbers, in the order of their coming.
// Channels are #desk, #editors, #berlin and #quiet, with the IDs C0DESK and so on.
func TestSlackStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "slack", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := newSlackStory(t, a)
			at := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == "story" })
			if at < 0 {
				t.Fatal("it has no story")
			}
			want := string(a.Files[at].Data)
			got := s.play(readSteps(want))
			if *update {
				a.Files[at].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\nits log:\n%s", diff, s.log)
			}
		})
	}
}

// slackStep is something that is done, and what comes of it.
type slackStep struct {
	before string // blank and # lines
	does   string
	came   []string // an entry a call or an acknowledgement, with the lines that belong to it
}

func readSteps(text string) (all []slackStep) {
	before := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		does, isStep := strings.CutPrefix(line, "> ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			before += line + "\n"
		case isStep || len(all) == 0:
			all = append(all, slackStep{before: before, does: does})
			before = ""
		default:
			last := &all[len(all)-1]
			if acks, ok := strings.CutPrefix(line, "< "); ok {
				for one := range strings.SplitSeq(acks, " · ") {
					last.came = append(last.came, "< "+one)
				}
			} else if strings.HasPrefix(line, " ") && len(last.came) > 0 {
				last.came[len(last.came)-1] += "\n" + line
			} else {
				last.came = append(last.came, line)
			}
		}
	}
	return all
}

// writeSteps is the opposite of readSteps. Entries are in order of kind where the story leaves it open.
func writeSteps(all []slackStep) string {
	var b strings.Builder
	for _, st := range all {
		fmt.Fprintf(&b, "%s> %s\n", st.before, st.does)
		came := slices.Clone(st.came) // by HTTP what is acknowledged first is left to chance
		rest := slices.IndexFunc(came, func(e string) bool { return !strings.HasPrefix(e, "< ") || strings.Contains(e, "\n") })
		if rest < 0 {
			rest = len(came)
		}
		slices.Sort(came[:rest])
		acks := 0
		for _, e := range came {
			ack, isAck := strings.CutPrefix(e, "< ")
			switch {
			case isAck && !strings.Contains(ack, "\n") && acks > 0:
				b.WriteString(" · " + ack)
				acks++
				continue
			case acks > 0:
				b.WriteString("\n")
				acks = 0
			}
			b.WriteString(e)
			if isAck && !strings.Contains(ack, "\n") {
				acks++
			} else {
				b.WriteString("\n")
			}
		}
		if acks > 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// slackStory is a story that is being played.
type slackStory struct {
	t       *testing.T
	fake    *slackfake.Slack
	config  string // its file
	data    string // the folder of the bot
	pane    string
	http    bool
	address string          // of the bot in http mode
	links   map[string]bool // where articles are
	env     map[string]string
	log     *journal

	bot    *slackBot
	actor  string            // who did the last step
	names  []string          // of the people
	labels map[string]string // numbers of messages, by ts
	used   map[string]bool   // what came and was told of
	codes  []string          // what strangers were told
}

func newSlackStory(t *testing.T, a *txtar.Archive) *slackStory {
	s := &slackStory{t: t, log: newJournal(), data: t.TempDir(), links: map[string]bool{}, labels: map[string]string{}, used: map[string]bool{},
		names: []string{"ada", "bob", "cleo"}}
	own := map[string]map[string]any{"serve": {"listen": "127.0.0.1:0", "log": "json", "level": "debug"}, "slack": {"mode": "socket"}}
	articles := filepath.Join("testdata", "slack", "articles")
	for _, f := range a.Files {
		switch {
		case f.Name == "config.yaml":
			var over map[string]map[string]any
			if err := yaml.Unmarshal(f.Data, &over); err != nil {
				t.Fatal(err)
			}
			for section, keys := range over {
				if own[section] == nil {
					own[section] = map[string]any{}
				}
				maps.Copy(own[section], keys)
			}
		case strings.HasPrefix(f.Name, "articles/"):
			if articles = filepath.Join(s.data, "articles"); os.MkdirAll(articles, 0o700) != nil || os.WriteFile(filepath.Join(s.data, f.Name), f.Data, 0o600) != nil {
				t.Fatalf("%s cannot be written", f.Name)
			}
		}
	}
	s.pane, _ = own["slack"]["pane"].(string)
	s.http = own["slack"]["mode"] == "http"
	s.fake = slackfake.Start(t, slackfake.Options{AgentView: s.pane != "assistant"})
	people := []string{s.fake.BotUser}
	for _, name := range s.names {
		people = append(people, userID(name))
	}
	for _, name := range channelNames() {
		s.fake.AddChannel(channelIDOf(name), people...)
	}
	own["slack"]["api_url"] = s.fake.APIURL()
	text, err := yaml.Marshal(own)
	if err != nil {
		t.Fatal(err)
	}
	s.config = filepath.Join(s.data, "config.yaml")
	if err := os.WriteFile(s.config, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = map[string]string{"SLACK_BOT_TOKEN": s.fake.BotToken, "SLACK_APP_TOKEN": s.fake.AppToken, "SLACK_SIGNING_SECRET": s.fake.SigningSecret}
	s.readLinks(articles)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if code := s.run(t.Context(), r, w, nil, nil, "--quiet", "refresh", articles); code != 0 {
		t.Fatalf("the articles are not taken in: %s", s.log)
	}
	return s
}

// readLinks notes the addresses of the articles: an answer may lead to these.
func (s *slackStory) readLinks(dir string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			if to, ok := strings.CutPrefix(line, "url: "); ok {
				s.links[strings.Trim(to, "\" \n")] = true
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// await waits for something that happens in Slack, or to the bot.
func (s *slackStory) await(holds func() bool) bool {
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second) // for a test that fails
	defer cancel()
	go func(ended <-chan struct{}) {
		select {
		case <-ended:
			cancel()
		case <-ctx.Done():
		}
	}(s.bot.ended)
	return s.fake.Await(ctx, holds) == nil
}

// play does the steps, waits for what they say comes of them, and gives the story as it came.
func (s *slackStory) play(steps []slackStep) string {
	s.start()
	for i := range steps {
		st := &steps[i]
		if err := s.do(st.does); err != nil {
			s.t.Fatalf("“%s”: %v\nit came to\n%s", st.does, err, writeSteps(steps[:i]))
		}
		if *update {
			s.settle()
			st.came = s.take(nil)
			continue
		}
		if !s.await(func() bool { return s.all(st.came) }) {
			st.came = s.take(nil)
			s.t.Errorf("“%s” did not come to what is said", st.does)
			return writeSteps(steps[:i+1]) + "(the story ended here)\n"
		}
		st.came = s.take(st.came)
		s.rest()
	}
	s.stop()
	if s.bot.code != 0 && !s.used["end"] {
		s.t.Errorf("exit code %d:\n%s", s.bot.code, s.log)
	}
	if last := len(steps) - 1; last >= 0 {
		steps[last].came = append(steps[last].came, s.take(nil)...)
	}
	for _, secret := range s.env {
		if strings.Contains(s.log.String(), secret) {
			s.t.Error("its log has a secret in it")
		}
	}
	return writeSteps(steps)
}

// settle waits until nothing happens any more, which only whoever writes stories anew has to know.
func (s *slackStory) settle() {
	happened := func() int { return len(s.fake.Calls()) + len(s.fake.Acked()) }
	for moved := true; moved || s.fake.Outstanding() > 0; {
		before := happened()
		ctx, cancel := context.WithTimeout(s.t.Context(), 700*time.Millisecond)
		moved = s.fake.Await(ctx, func() bool { return happened() != before }) == nil
		cancel()
		s.rest()
	}
}

// rest waits until the bot has written down what became of everything it has heard, unless it is kept waiting by us: what
// people see comes before that, and they are not as quick as a test.
func (s *slackStory) rest() {
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second) // for a test that fails
	defer cancel()
	if s.bot.gate.isKeeping() {
		return
	}
	s.log.mark()
	fmt.Fprintln(s.bot.out, mark) // so that all that was said before is read
	s.log.await(ctx, s.bot.ended, func() bool { return s.log.marks == 0 && len(s.log.open) == 0 })
}
