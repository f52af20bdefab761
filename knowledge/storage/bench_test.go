package storage_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"talksbot/knowledge/storage"
)

// BenchmarkPublish reports a Publish of articles of about 6 KB each with an index record of 2.5 KB an article, in three
// states: nothing kept before; one article in a hundred changed; and the state in which old Snapshots are given up too.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{600, 30_000} {
		b.Run(fmt.Sprintf("first/articles=%d", n), func(b *testing.B) {
			var size int64
			for b.Loop() {
				path := filepath.Join(b.TempDir(), "store")
				s := openBench(b, path)
				publishBench(b, s, 0, n, 0)
				s.Close()
				size = fileSize(b, path)
			}
			b.ReportMetric(float64(size)/float64(n), "file-bytes/article")
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/publish")
		})
		b.Run(fmt.Sprintf("again/articles=%d", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "store")
			s := openBench(b, path)
			publishBench(b, s, 0, n, 0)
			for i := 1; i <= 3; i++ {
				publishBench(b, s, i, n, n/100)
			}
			i := 3
			for b.Loop() {
				i++
				publishBench(b, s, i, n, n/100)
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/publish")
			s.Close()
			b.ReportMetric(float64(fileSize(b, path))/float64(n), "file-bytes/article")
		})
	}
}

func BenchmarkRecords(b *testing.B) {
	for _, n := range []int{600, 30_000} {
		b.Run(fmt.Sprintf("articles=%d", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "store")
			s := openBench(b, path)
			publishBench(b, s, 0, n, 0)
			b.ReportAllocs()
			for b.Loop() {
				read := 0
				for r, err := range s.Records(b.Context(), "bench-0", "article") {
					if err != nil {
						b.Fatal(err)
					}
					read += len(r.Data)
				}
				b.SetBytes(int64(read))
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/read")
		})
	}
}

// BenchmarkOpen reports what the store adds to the start of the program.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "store")
	s := openBench(b, path)
	publishBench(b, s, 0, 5, 0)
	s.Close()
	for b.Loop() {
		s := openBench(b, path)
		if _, err := s.Current(b.Context()); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

func openBench(b *testing.B, path string) *storage.SQLite {
	b.Helper()
	s, err := storage.Open(b.Context(), path, 2)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func publishBench(b *testing.B, s storage.Store, run, articles, changed int) {
	b.Helper()
	records := benchRecords(run, articles, changed)
	snap := storage.Snapshot{ID: fmt.Sprintf("bench-%d", run), Made: time.Unix(int64(run), 0)}
	if err := s.Publish(context.Background(), snap, records); err != nil {
		b.Fatal(err)
	}
}

// benchRecords yields the same articles for every run but for the first changed ones. Words drawn by Zipf's law pack
// about as well as newspaper articles of that length, of which 53% remain.
func benchRecords(run, articles, changed int) iter.Seq2[storage.Record, error] {
	text, numbers := newsText(), smallNumbers()
	return func(yield func(storage.Record, error) bool) {
		for i := range articles {
			seed := uint64(i)
			if i < changed {
				seed += uint64(run) << 32
			}
			r := rand.New(rand.NewPCG(seed, 1))
			at := r.IntN(len(text) - 6000)
			data := fmt.Appendf(nil, "%d %s", seed, text[at:at+6000])
			id := fmt.Sprintf("https://news.example/world/2026/01/%05d-a-headline-of-some-words", i)
			at = r.IntN(len(numbers) - 2500)
			index := fmt.Appendf(nil, "%d %s", seed, numbers[at:at+2500])
			if !yield(storage.Record{Kind: "article", ID: id, Data: data}, nil) ||
				!yield(storage.Record{Kind: "index", ID: id, Data: index}, nil) {
				return
			}
		}
	}
}

// newsText is a megabyte of made-up words.
func newsText() []byte {
	r := rand.New(rand.NewPCG(7, 7))
	words := make([]string, 20_000)
	for i := range words {
		w := make([]byte, 2+min(i, 200)/40+r.IntN(5))
		for k := range w {
			w[k] = "etaoinshrdlucmfwypvbgkqjxz"[min(25, int(r.ExpFloat64()*6))]
		}
		words[i] = string(w)
	}
	zipf := rand.NewZipf(r, 1.07, 4, uint64(len(words)-1))
	text := make([]byte, 0, 1<<20)
	for len(text) < 1<<20 {
		text = append(append(text, words[zipf.Uint64()]...), ' ')
	}
	return text
}

// smallNumbers stands for the terms of an index: mostly small gaps.
func smallNumbers() []byte {
	r := rand.New(rand.NewPCG(8, 8))
	data := make([]byte, 1<<20)
	for i := range data {
		data[i] = byte(r.ExpFloat64() * 12)
	}
	return data
}

func fileSize(b *testing.B, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
