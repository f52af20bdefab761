package inorder

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/adapters"
)

// What belongs to a Thread is done in order, one at a time; Threads do not wait for each other.
func TestDo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var l Lines
		var mu sync.Mutex
		done := map[string][]int{}
		l.Do(adapters.Thread{ID: "early"}, func() { t.Error("it is done before they are opened") })
		l.Start()
		began := time.Now()
		for i := range 10 {
			for _, id := range []string{"a", "b"} {
				l.Do(adapters.Thread{ID: id}, func() {
					time.Sleep(time.Duration(10-i) * time.Second) // the first take longest
					mu.Lock()
					defer mu.Unlock()
					done[id] = append(done[id], i)
				})
			}
		}
		l.End()
		want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
		if !slices.Equal(done["a"], want) || !slices.Equal(done["b"], want) {
			t.Errorf("%v", done)
		}
		if took := time.Since(began); took != 55*time.Second {
			t.Errorf("two Threads of 55 s take %v", took)
		}
		l.Do(adapters.Thread{ID: "late"}, func() { t.Error("it is done after they are closed") })
		if len(l.last) > 0 {
			t.Errorf("%d Threads are remembered", len(l.last))
		}
	})
}

// What is done aside waits for nobody but the opening; the end waits for it.
func TestAside(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var l Lines
		did := make(chan string, 3)
		l.Aside(func() { did <- "early" })
		synctest.Wait()
		if len(did) > 0 {
			t.Error("it is done before they are opened")
		}
		l.Start()
		l.Do(adapters.Thread{ID: "a"}, func() { time.Sleep(time.Hour) })
		l.Aside(func() { did <- "beside" })
		synctest.Wait()
		if len(did) != 2 {
			t.Errorf("%d are done", len(did))
		}
		l.End()
		l.Aside(func() { t.Error("it is done after they are closed") })
		l.Start() // a second time
		l.Aside(func() { did <- "again" })
		l.End()
		if len(did) != 3 {
			t.Errorf("%d are done", len(did))
		}
	})
}
