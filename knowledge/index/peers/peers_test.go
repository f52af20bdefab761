package peers

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	_ "modernc.org/sqlite"

	"talksbot/knowledge/index"
)

const (
	passages   = 100_000
	perGroup   = 33
	vocabulary = 200_000
	common     = 100 // so many of the commonest words stand for the function words that questions are freed of
	best       = 10
)

// generate makes passages of 15 to 35 words each, drawn by Zipf's law; w0 is the commonest.
func generate(seed uint64) []index.Doc {
	r := rand.New(rand.NewPCG(seed, 0))
	zipf := rand.NewZipf(r, 1.1, 8, vocabulary-1)
	words := func(n int) []string {
		w := make([]string, n)
		for i := range w {
			w[i] = "w" + strconv.FormatUint(zipf.Uint64(), 10)
		}
		return w
	}
	docs := make([]index.Doc, passages)
	for i := range docs {
		docs[i] = index.Doc{Terms: words(15 + r.IntN(21)), Group: i / perGroup}
	}
	return docs
}

// ask makes questions of 6 to 12 words that stand in two passages, none of them among the first skip words.
func ask(docs []index.Doc, n, skip int) [][]string {
	r := rand.New(rand.NewPCG(42, 42))
	questions := make([][]string, n)
	for i := range questions {
		length := 6 + r.IntN(7)
		var q []string
		for len(q) < length {
			from := slices.Concat(docs[r.IntN(len(docs))].Terms, docs[r.IntN(len(docs))].Terms)
			for range length {
				w := from[r.IntN(len(from))]
				if rank, _ := strconv.Atoi(w[1:]); rank >= skip && len(q) < length && !slices.Contains(q, w) {
					q = append(q, w)
				}
			}
		}
		questions[i] = q
	}
	return questions
}

// engine answers a question with the numbers of the best passages.
type engine struct {
	name   string
	search func(question []string) ([]int, error)
}

const (
	rounds   = 5 // the engines take turns, so that what else the machine does falls on all of them
	perRound = 40
)

// BenchmarkSearch puts the same questions to all engines over the same passages and reports each one's p50 and p99 in
// milliseconds and how many times as long as ours it takes at p50.
func BenchmarkSearch(b *testing.B) {
	docs := generate(1)
	engines := []engine{ours(b, docs), inBleve(b, docs), inFTS5(b, docs)}
	for _, kind := range []struct {
		name string
		skip int
	}{{"content words", common}, {"any words", 0}} {
		b.Run(kind.name, func(b *testing.B) {
			questions := ask(docs, rounds*perRound, kind.skip)
			times := map[string][]float64{}
			for b.Loop() {
				for some := range slices.Chunk(questions, perRound) {
					for _, e := range engines {
						times[e.name] = append(times[e.name], measure(b, e, some)...)
					}
				}
			}
			for _, t := range times {
				slices.Sort(t)
			}
			for _, e := range engines {
				t := times[e.name]
				b.ReportMetric(t[len(t)/2], e.name+"-p50-ms")
				b.ReportMetric(t[len(t)*99/100], e.name+"-p99-ms")
				b.ReportMetric(t[len(t)/2]/times["ours"][len(t)/2], e.name+"-times")
			}
		})
	}
}

// measure gives the milliseconds that each question takes; the first few are put once before, to warm up.
func measure(b *testing.B, e engine, questions [][]string) []float64 {
	b.Helper()
	const warm = 5
	runtime.GC() // the last engine's garbage is not this one's work
	var times []float64
	for i, q := range slices.Concat(questions[:warm], questions) {
		start := time.Now()
		hits, err := e.search(q)
		if took := time.Since(start); i >= warm {
			times = append(times, float64(took.Microseconds())/1000)
		}
		if err != nil || len(hits) == 0 {
			b.Fatalf("%s: %d hits, %v", e.name, len(hits), err)
		}
	}
	return times
}

func ours(b *testing.B, docs []index.Doc) engine {
	b.Helper()
	start := time.Now()
	w := index.Build(docs)
	b.Logf("ours: built in %v, %d bytes a passage without the vocabulary", time.Since(start).Round(time.Millisecond), w.Bytes()/w.Len())
	return engine{"ours", func(q []string) ([]int, error) {
		var found []int
		for _, h := range w.Search(index.Query{Terms: q}, best) {
			found = append(found, h.Doc)
		}
		return found, nil
	}}
}

func inBleve(b *testing.B, docs []index.Doc) engine {
	b.Helper()
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	if err := m.AddCustomAnalyzer("plain", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		b.Fatal(err)
	}
	field := bleve.NewTextFieldMapping()
	field.Analyzer, field.Store, field.IncludeTermVectors, field.IncludeInAll, field.DocValues = "plain", false, false, false, false
	m.DefaultMapping.Dynamic = false
	m.DefaultMapping.AddFieldMappingsAt("text", field)
	start := time.Now()
	x, err := bleve.New(filepath.Join(b.TempDir(), "bleve"), m)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	for first := 0; first < len(docs); first += 5000 {
		batch := x.NewBatch()
		for i := first; i < min(first+5000, len(docs)); i++ {
			if err := batch.Index(strconv.Itoa(i), map[string]string{"text": strings.Join(docs[i].Terms, " ")}); err != nil {
				b.Fatal(err)
			}
		}
		if err := x.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("Bleve: built in %v", time.Since(start).Round(time.Millisecond))
	return engine{"Bleve", func(q []string) ([]int, error) {
		match := bleve.NewMatchQuery(strings.Join(q, " "))
		match.SetField("text")
		result, err := x.Search(bleve.NewSearchRequestOptions(match, best, 0, false))
		if err != nil {
			return nil, err
		}
		var found []int
		for _, h := range result.Hits {
			i, err := strconv.Atoi(h.ID)
			if err != nil {
				return nil, err
			}
			found = append(found, i)
		}
		return found, nil
	}}
}

func inFTS5(b *testing.B, docs []index.Doc) engine {
	b.Helper()
	ctx := context.Background()
	start := time.Now()
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "fts.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE passage USING fts5(text, content='')`); err != nil {
		b.Fatal(err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, `INSERT INTO passage(rowid, text) VALUES (?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	for i, d := range docs {
		if _, err := insert.ExecContext(ctx, i, strings.Join(d.Terms, " ")); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	b.Logf("FTS5: built in %v", time.Since(start).Round(time.Millisecond))
	return engine{"FTS5", func(q []string) ([]int, error) {
		rows, err := db.QueryContext(ctx, fmt.Sprintf(`SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT %d`, best),
			strings.Join(q, " OR "))
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var found []int
		for rows.Next() {
			var i int
			if err := rows.Scan(&i); err != nil {
				return nil, err
			}
			found = append(found, i)
		}
		return found, rows.Err()
	}}
}
