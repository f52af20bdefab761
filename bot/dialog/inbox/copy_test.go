package inbox

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"talksbot/adapters"
)

const copyEnv = "TALKSBOT_TEST_COPIED_INBOX" // path of the inbox that the child fills; unset in a usual test run

// TestCopyOfOpen copies an inbox that another process fills all the time, over many starts of its log: each copy is whole, with all
// that was kept before it was begun and nothing out of its order.
func TestCopyOfOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dialog.db")
	child := exec.Command(os.Args[0], "-test.run=^TestCopyChild$")
	child.Env = append(os.Environ(), copyEnv+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}()
	lines := bufio.NewScanner(out)
	logs := map[string]bool{}
	for kept := 0; kept < 900; {
		if !lines.Scan() {
			t.Fatal("the child has ended")
		}
		if kept, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		if kept%50 != 0 {
			continue
		}
		h, err := headOf(path)
		if err != nil {
			t.Fatal(err)
		}
		logs[h.log] = true
		to := filepath.Join(t.TempDir(), "copy.db")
		if err := Copy(t.Context(), path, to); err != nil {
			t.Fatal(err)
		}
		b, err := OpenNow(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		all, err := b.Waiting(t.Context())
		if err != nil || len(all) < kept {
			t.Fatalf("%d messages are copied of %d that were kept: %v", len(all), kept, err)
		}
		for i, e := range all {
			if e.ID != strconv.Itoa(i+1) || len(e.Text) != copiedLength {
				t.Fatalf("message %d is %s, of %d bytes", i+1, e.ID, len(e.Text))
			}
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(logs) < 3 {
		t.Errorf("the log was started over %d times, which says little", len(logs))
	}
	if _, err := OpenNow(t.Context(), path); !errors.Is(err, ErrInUse) {
		t.Errorf("error %v, want ErrInUse", err)
	}
}

const copiedLength = 20_000

// TestCopyChild is the process that TestCopyOfOpen copies from. It says how many messages are kept until it is killed.
func TestCopyChild(t *testing.T) {
	path := os.Getenv(copyEnv)
	if path == "" {
		t.Skip("not the child of TestCopyOfOpen")
	}
	b := openBox(t, path)
	for i := 1; ; i++ {
		m := message(strconv.Itoa(i))
		m.Text = strings.Repeat("x", copiedLength)
		keep(t, b, m)
		if _, err := fmt.Println(i); err != nil {
			return
		}
	}
}

func TestCopyOfClosed(t *testing.T) {
	t.Parallel()
	path, to := filepath.Join(t.TempDir(), "dialog.db"), filepath.Join(t.TempDir(), "copy.db")
	if err := Copy(t.Context(), path, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v of what is not there", err)
	}
	b := openBox(t, path)
	keep(t, b, message("1"))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Copy(t.Context(), path, to); err != nil {
		t.Fatal(err)
	}
	if got := waiting(t, openBox(t, to)); got != "1" {
		t.Errorf("the copy has %q", got)
	}
	damaged := filepath.Join(t.TempDir(), "dialog.db")
	if err := os.WriteFile(damaged, []byte(strings.Repeat("no inbox ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Copy(t.Context(), damaged, filepath.Join(t.TempDir(), "copy.db")); err == nil {
		t.Error("what is no inbox is copied")
	}
}

func TestCiting(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	for id, address := range map[string]string{"1": "https://news.example/a", "2": "https://news.example/b", "3": ""} {
		keep(t, b, message(id))
		answer(t, b, message(id), Done{Reply: adapters.Reply{Lead: "said", Sources: []adapters.Source{{N: 1, Title: "Of " + id, URL: address}}}})
	}
	keep(t, b, message("4"))
	for want, cites := range map[string]func(adapters.Source) bool{
		"1": func(s adapters.Source) bool { return s.URL == "https://news.example/a" },
		"3": func(s adapters.Source) bool { return s.Title == "Of 3" },
		"":  func(adapters.Source) bool { return false },
	} {
		if got := ids(t, func() ([]Entry, error) { return b.Citing(t.Context(), cites) }); got != want {
			t.Errorf("%q cite it, want %q", got, want)
		}
	}
}
