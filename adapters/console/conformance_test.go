package console

import (
	"bytes"
	"io"
	"os"
	"sync"
	"testing"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
)

// screen is a terminal to write on and to look at.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestAdapter(t *testing.T) {
	t.Parallel()
	adapterstest.Run(t, func(t *testing.T) adapterstest.Chat {
		in, keys, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { keys.Close() })
		out := &screen{}
		return adapterstest.Chat{
			Join: func() adapters.Adapter { return New(Typed(in, io.Discard, "> "), out, Style{}) },
			Say: func(_ int, _, text string) {
				if _, err := io.WriteString(keys, text+"\n"); err != nil {
					t.Error(err)
				}
			},
			Seen:    func(int) []string { return []string{out.String()} },
			Threads: 1,
			Leave:   func() { keys.Close() },
		}
	})
}
