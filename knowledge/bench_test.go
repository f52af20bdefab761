package knowledge_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/news"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// BenchmarkBase reports, and asserts nothing: what a Base of so many Articles takes in, loads, holds and answers.
// Setting BENCH_LARGE adds a large Base, of as many Articles as it says, or of 30,000 where it says no number above 1.
// One op is a whole Refresh into an empty store, one Open, or all questions; -benchtime 1x is enough for a first look.
func BenchmarkBase(b *testing.B) {
	sizes := []int{5, 600}
	if large, ok := os.LookupEnv("BENCH_LARGE"); ok {
		n, err := strconv.Atoi(large)
		if err != nil || n <= 1 {
			n = 30_000
		}
		sizes = append(sizes, n)
	}
	stories := readStories(b)
	for _, n := range sizes {
		b.Run(fmt.Sprintf("articles=%d", n), func(b *testing.B) {
			dir := b.TempDir() // of this size, so that what one part filled serves the next
			from := resample(stories, n)
			file := ""
			filled := func(b *testing.B) string {
				if file == "" {
					file = filepath.Join(dir, "filled.db")
					refresh(b, file, from)
				}
				return file
			}
			b.Run("refresh", func(b *testing.B) {
				for i := range b.N {
					file = filepath.Join(dir, strconv.Itoa(b.N)+"-"+strconv.Itoa(i)+".db")
					refresh(b, file, from)
				}
				b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
			})
			b.Run("open", func(b *testing.B) { benchmarkOpen(b, filled(b)) })
			b.Run("answer", func(b *testing.B) { benchmarkAnswer(b, filled(b), stories) })
		})
	}
}

// benchmarkOpen reports the time of an Open and the live heap that the opened Base holds.
func benchmarkOpen(b *testing.B, file string) {
	var held float64
	for b.Loop() {
		b.StopTimer()
		before := liveHeap()
		b.StartTimer()
		base, done := open(b, file)
		b.StopTimer()
		held = float64(liveHeap()) - float64(before)
		runtime.KeepAlive(base)
		done()
		b.StartTimer()
	}
	b.ReportMetric(held/(1<<20), "heap-MB")
	b.ReportMetric(float64(fileSize(file))/(1<<20), "file-MB")
}

// benchmarkAnswer reports how long single answers take, how many questions are answered, and what the heap grew by.
func benchmarkAnswer(b *testing.B, file string, stories []story) {
	const rounds = 5 // per op, so that one op already gives a p99 from some hundred answers
	base, done := open(b, file)
	defer done()
	before := liveHeap()
	var took []time.Duration
	answered := 0
	for b.Loop() {
		for range rounds {
			for _, s := range stories {
				for _, q := range s.questions {
					start := time.Now()
					a, err := base.Answer(b.Context(), knowledge.Question{Text: q})
					took = append(took, time.Since(start))
					if err != nil {
						b.Fatalf("%s: %v", q, err)
					}
					if a.Status == knowledge.Answered {
						answered++
					}
				}
			}
		}
	}
	grown := float64(liveHeap()) - float64(before)
	runtime.KeepAlive(base)
	slices.Sort(took)
	micros := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))]) / float64(time.Microsecond)
	}
	b.ReportMetric(micros(0.50), "p50-µs")
	b.ReportMetric(micros(0.99), "p99-µs")
	b.ReportMetric(micros(1), "max-µs")
	b.ReportMetric(100*float64(answered)/float64(len(took)), "%answered")
	b.ReportMetric(grown/(1<<20), "grown-MB")
}

// refresh takes all of from into the store at file and closes it.
func refresh(b *testing.B, file string, from listed) {
	base, done := open(b, file)
	defer done()
	d, err := base.Refresh(b.Context(), from)
	if err != nil || len(d.Problems) > 0 {
		b.Fatalf("refresh: %v, problems %v", err, d.Problems)
	}
}

// open opens a Base on the SQLite store at file; done closes the store.
func open(b *testing.B, file string) (base *knowledge.Base, done func()) {
	store, err := storage.Open(b.Context(), file, 0)
	if err != nil {
		b.Fatal(err)
	}
	base, err = knowledge.Open(b.Context(), knowledge.Options{Store: store})
	if err != nil {
		b.Fatal(err)
	}
	return base, func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	}
}

// liveHeap is the bytes on the heap that are still reachable.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // the second frees what pools kept through the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// fileSize is in bytes; 0 where there is no file.
func fileSize(file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return info.Size()
}

// story is one folder of eval/testdata/stories.
type story struct {
	name      string
	articles  []knowledge.Article
	sentences [][]string // of each Article
	questions []string   // those that are clear without a chat
}

func readStories(b *testing.B) []story {
	folders, err := filepath.Glob("eval/testdata/stories/*")
	if err != nil || len(folders) == 0 {
		b.Fatalf("no stories: %v", err)
	}
	var stories []story
	for _, folder := range folders {
		s := story{name: filepath.Base(folder), questions: readQuestions(b, filepath.Join(folder, "questions.jsonl"))}
		for a, err := range sources.Files(filepath.Join(folder, "articles")).Articles(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			var sentences []string
			for _, p := range news.Split(a) {
				if p.Kind == knowledge.Sentence {
					sentences = append(sentences, a.Text[p.Start:p.End])
				}
			}
			if len(sentences) > 0 {
				s.articles = append(s.articles, a)
				s.sentences = append(s.sentences, sentences)
			}
		}
		if len(s.articles) == 0 {
			b.Fatalf("%s: no article with a sentence", folder)
		}
		stories = append(stories, s)
	}
	return stories
}

func readQuestions(b *testing.B, file string) []string {
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var questions []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var q struct {
			Q        string `json:"q"`
			FollowUp string `json:"follow_up_to"`
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			b.Fatalf("%s: %v", file, err)
		}
		if q.FollowUp == "" {
			questions = append(questions, q.Q)
		}
	}
	return questions
}

// listed is a Source of Articles already in memory.
type listed []knowledge.Article

func (l listed) Len() int { return len(l) }

func (l listed) Articles(context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		for _, a := range l {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// resample makes n Articles, the stories in turn: each has 10 to 12 sentences from different Articles of one story as
// far as it has that many, in paragraphs of three, and the title, publisher and day of one of them. n alone decides them.
func resample(stories []story, n int) listed {
	random := rand.New(rand.NewPCG(1, 2))
	made := make(listed, 0, n)
	for i := range n {
		s := stories[i%len(stories)]
		head := s.articles[random.IntN(len(s.articles))]
		var text strings.Builder
		order := random.Perm(len(s.articles))
		for k := range 10 + random.IntN(3) {
			from := s.sentences[order[k%len(order)]]
			switch {
			case k == 0:
			case k%3 == 0:
				text.WriteString("\n\n")
			default:
				text.WriteByte(' ')
			}
			text.WriteString(strings.Join(strings.Fields(from[random.IntN(len(from))]), " "))
		}
		text.WriteByte('\n')
		made = append(made, knowledge.Article{
			ID:        fmt.Sprintf("%s-%06d", s.name, i),
			Title:     head.Title,
			Publisher: head.Publisher,
			Published: head.Published,
			Language:  head.Language,
			Text:      text.String(),
		})
	}
	return made
}
