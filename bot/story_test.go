package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/goccy/go-yaml"
	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"talksbot/adapters"
)

// chatStory is one that is being played: people and a platform do something, step by step, and the very program answers.
type chatStory struct {
	stage
	t      *testing.T
	config string          // its file
	data   string          // the folder of the bot
	links  map[string]bool // where articles are
	env    map[string]string
	log    *journal
	bot    *storyBot
	clock  *storyClock

	labels map[string]string // numbers of messages, by ID
	used   map[string]bool   // what came and was told of
}

// stage is the platform on which a story is played.
type stage interface {
	connect(c Config, s secrets, host adapters.Host, log *slog.Logger, g *gate) adapters.Adapter
	reach(address string)                              // waits until the platform reaches the bot, which serves HTTP at an address or "none"
	leave()                                            // the bot has ended
	do(step string) error                              // what a step says
	entries() []storyEntry                             // what came and was not told of yet
	wait(ctx context.Context, holds func() bool) error // for something that happens on the platform
	happened() (n int, more bool)                      // how much did, and whether it is at something
}

// storyEntry is something that came: a call, an acknowledgement, the end of the bot.
type storyEntry struct {
	key  string // tells it from all others
	rank int    // where it stands among those of its step
	text string
	made string // ID of the message it made
}

// testStories plays the stories of a folder of testdata, and writes them anew where that is wanted.
func testStories(t *testing.T, folder string, begin func(t *testing.T, a *txtar.Archive) *chatStory) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
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
			s := begin(t, a)
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

// newStory lays the config.yaml of a story over the test's own configuration, and writes its articles down; own is what came
// of the configuration, articles the folder of the others.
func newStory(t *testing.T, a *txtar.Archive, own map[string]map[string]any, folder string) (s *chatStory, articles string) {
	s = &chatStory{t: t, log: newJournal(), data: t.TempDir(), links: map[string]bool{}, labels: map[string]string{}, used: map[string]bool{}, clock: &storyClock{}}
	articles = filepath.Join("testdata", folder, "articles")
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
		case f.Name == "clock":
			at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(f.Data)))
			if err != nil {
				t.Fatal(err)
			}
			s.clock.set(at)
		case strings.Contains(f.Name, "/"): // articles, and those of later
			if os.MkdirAll(filepath.Dir(filepath.Join(s.data, f.Name)), 0o700) != nil || os.WriteFile(filepath.Join(s.data, f.Name), f.Data, 0o600) != nil {
				t.Fatalf("%s cannot be written", f.Name)
			}
			if strings.HasPrefix(f.Name, "articles/") {
				articles = filepath.Join(s.data, "articles")
			}
		}
	}
	return s, articles
}

// prepare writes the configuration, and takes the articles in.
func (s *chatStory) prepare(own map[string]map[string]any, articles string) {
	s.config = filepath.Join(s.data, "config.yaml")
	if err := s.configure(own); err != nil {
		s.t.Fatal(err)
	}
	if err := s.refresh(articles); err != nil {
		s.t.Fatal(err)
	}
}

// refresh takes articles in, as another process than the bot.
func (s *chatStory) refresh(articles string) error {
	s.readLinks(articles)
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	if code := s.run(s.t.Context(), r, w, nil, nil, "--quiet", "refresh", articles); code != 0 {
		return fmt.Errorf("the articles are not taken in: %s", s.log)
	}
	return nil
}

// configure writes the configuration anew.
func (s *chatStory) configure(own any) error {
	text, err := yaml.Marshal(own)
	if err != nil {
		return err
	}
	return os.WriteFile(s.config, text, 0o600)
}

// readLinks notes the addresses of the articles: an answer may lead to these.
func (s *chatStory) readLinks(dir string) {
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

// await waits for something that happens on the platform, or to the bot.
func (s *chatStory) await(holds func() bool) bool {
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute) // for a test that fails
	defer cancel()
	go func(ended <-chan struct{}) {
		select {
		case <-ended:
			cancel()
		case <-ctx.Done():
		}
	}(s.bot.ended)
	return s.wait(ctx, holds) == nil
}

// play does the steps, waits for what they say comes of them, and gives the story as it came.
func (s *chatStory) play(steps []step) string {
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
func (s *chatStory) settle() {
	for moved, more := true, true; moved || more; _, more = s.happened() {
		before, _ := s.happened()
		ctx, cancel := context.WithTimeout(s.t.Context(), 700*time.Millisecond)
		moved = s.wait(ctx, func() bool {
			now, _ := s.happened()
			return now != before
		}) == nil
		cancel()
		s.rest()
	}
}

// rest waits until the bot has written down what became of everything it has heard, unless it is kept waiting by us: what
// people see comes before that, and they are not as quick as a test.
func (s *chatStory) rest() {
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second) // for a test that fails
	defer cancel()
	if s.bot.gate.isKeeping() {
		return
	}
	s.log.mark()
	fmt.Fprintln(s.bot.out, mark) // so that all that was said before is read
	s.log.await(ctx, s.bot.ended, func() bool { return s.log.marks == 0 && len(s.log.open) == 0 })
}

// label gives a message the next number.
func (s *chatStory) label(ts string) {
	if ts != "" && s.labels[ts] == "" {
		s.labels[ts] = strconv.Itoa(len(s.labels) + 1)
	}
}

// all says whether entries that are told have come.
func (s *chatStory) all(want []string) bool {
	left := slices.Clone(want)
	for _, e := range s.entries() {
		if at := slices.Index(left, e.text); at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
	}
	return len(left) == 0
}

// take gives what came of a step, in the order of its story; nil takes all there is.
func (s *chatStory) take(want []string) []string {
	var out []string
	left := slices.Clone(want)
	entries := s.entries()
	slices.SortStableFunc(entries, func(a, b storyEntry) int { return cmp.Compare(a.rank, b.rank) })
	var made []string
	for _, e := range entries {
		at := slices.Index(left, e.text)
		if want != nil && at < 0 {
			continue
		}
		if at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
		s.used[e.key] = true
		out = append(out, e.text)
		made = append(made, e.made)
	}
	slices.Sort(made)
	for _, ts := range made {
		s.label(ts)
	}
	if want != nil {
		return want
	}
	return out
}

// quoted puts a bar before every line, and shows what cannot be seen.
func quoted(texts ...string) string {
	lines := strings.Split(strings.Join(texts, "\n"), "\n")
	for i, line := range lines {
		lines[i] = "  | " + strings.Map(func(r rune) rune {
			if !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) {
				return '␣'
			}
			return r
		}, line)
	}
	return strings.Join(lines, "\n")
}

var (
	version = regexp.MustCompile(`snapshot \S+\b`)
	soon    = regexp.MustCompile(`\bin \d+ s\b`)
	dated   = regexp.MustCompile(`\b\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC`)
	aged    = regexp.MustCompile(`(last refreshed on) \d{1,2} [A-Z][a-z]{2} \d{4}`)
	anyName = regexp.MustCompile(`\b\d{8}T\d{6}\.\d{6}`)
)

// unchanging is a text without what differs from one day to another.
func unchanging(text string) string {
	text = soon.ReplaceAllString(version.ReplaceAllString(text, "snapshot …"), "in … s")
	return aged.ReplaceAllString(dated.ReplaceAllString(anyName.ReplaceAllString(text, "…"), "…"), "$1 …")
}

// end tells how the bot ended, where it did with an error.
func (s *chatStory) end() string {
	select {
	case <-s.bot.ended:
		if s.bot.code != 0 {
			return fmt.Sprintf("the bot ends with %d\n  | %s", s.bot.code, strings.Join(s.log.beside(), "\n  | "))
		}
	default:
	}
	return ""
}
