//go:build unix

package knowledge_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"syscall"
	"testing"
	"time"

	"talksbot/knowledge/sources"
)

// BenchmarkAgain reports, and asserts nothing: what a refresh of a folder of 10,000 files costs, BENCH_AGAIN where it is set, then
// one after which one file in a hundred is another, and one after which none is. "-cpu-s" is the time of all processors.
func BenchmarkAgain(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("BENCH_AGAIN"))
	if err != nil || n < 100 {
		n = 10_000
	}
	dir := b.TempDir()
	began := time.Now().Add(-time.Hour)
	all := resample(readStories(b), n)
	write := func(i int, at time.Time) {
		a := all[i]
		file := filepath.Join(dir, a.ID+".md")
		text := fmt.Sprintf("---\nid: %s\ntitle: %q\npublisher: %q\npublished: %s\n---\n%s", a.ID, a.Title, a.Publisher, a.Day(), a.Text)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			b.Fatal(err)
		}
	}
	for i := range all {
		write(i, began)
	}
	for b.Loop() {
		base, done := open(b, filepath.Join(b.TempDir(), "again.db"))
		costs := func(name string) (wall, cpu float64) {
			runtime.GC()
			f, _ := os.Create("/tmp/store/" + name + ".prof")
			pprof.StartCPUProfile(f)
			defer pprof.StopCPUProfile()
			start, busy := time.Now(), cpuSeconds()
			d, err := base.Refresh(b.Context(), sources.Files(dir))
			wall = time.Since(start).Seconds()
			cpu = cpuSeconds() - busy
			if err != nil || len(d.Problems) > 0 || d.Articles != n {
				b.Fatalf("%s: %d articles, %v, %v", name, d.Articles, d.Problems[:min(3, len(d.Problems))], err)
			}
			b.ReportMetric(wall, name+"-s")
			b.ReportMetric(cpu, name+"-cpu-s")
			return wall, cpu
		}
		wall, cpu := costs("first")
		b.ReportMetric(float64(n)/wall, "articles/s")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/(1<<20), "peak-MB")
		began = began.Add(time.Second)
		for i := 0; i < n; i += 100 {
			all[i].Text += "\nThe port was open again.\n"
			write(i, began)
		}
		wall1, cpu1 := costs("again")
		b.ReportMetric(100*wall1/wall, "again-%")
		b.ReportMetric(100*cpu1/cpu, "again-cpu-%")
		costs("same")
		done()
	}
}

// cpuSeconds is what all processors have done for this process.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
