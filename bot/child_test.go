package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// child is a run of “bot serve” as a process of its own, over fakes of platforms.
type child struct {
	t       *testing.T
	cmd     *exec.Cmd
	http    string   // its address
	secrets []string // that it must not say
	over    chan struct{}

	mu   sync.Mutex
	log  []string
	came chan struct{} // closed when a line comes
}

// served starts one that answers by HTTP and logs in JSON, with the platforms of a configuration, and waits until it says that it
// serves. Each secret is NAME=value in its environment.
func served(t *testing.T, data, platforms string, secrets ...string) *child {
	t.Helper()
	config := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte("serve: {listen: \"127.0.0.1:0\", log: json}\n"+platforms), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, _, _ := bot(t, data, "--config", config, "serve")
	cmd.Stderr = nil
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), secrets...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, cmd: cmd, over: make(chan struct{}), came: make(chan struct{})}
	for _, s := range secrets {
		_, value, _ := strings.Cut(s, "=")
		c.secrets = append(c.secrets, value)
	}
	go func() {
		defer close(c.over)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			c.mu.Lock()
			c.log = append(c.log, lines.Text())
			close(c.came)
			c.came = make(chan struct{})
			c.mu.Unlock()
		}
	}()
	var first struct{ Msg, HTTP string }
	if err := json.Unmarshal([]byte(c.says("")), &first); err != nil || first.Msg != "serving" {
		t.Fatalf("it begins with %+v: %v", first, err)
	}
	c.http = first.HTTP
	return c
}

// says waits until the log has a line with a text in it, and gives that line.
func (c *child) says(text string) string {
	c.t.Helper()
	for {
		c.mu.Lock()
		came := c.came
		for _, line := range c.log {
			if strings.Contains(line, text) {
				c.mu.Unlock()
				return line
			}
		}
		c.mu.Unlock()
		select {
		case <-came:
		case <-c.over:
			c.t.Fatalf("it never says %q and ends with\n%s", text, strings.Join(c.log, "\n"))
		}
	}
}

// ready waits until it says that all its platforms are reached, and checks how.
func (c *child) ready(want string) {
	c.t.Helper()
	if got := get(c.t, c.http+"/readyz", http.StatusOK); got != want {
		c.t.Errorf("ready %q, want %q", got, want)
	}
}

// end sends it a signal, and gives what it exits with and all that it has said.
func (c *child) end(by os.Signal) (exit int, log string) {
	c.t.Helper()
	if err := c.cmd.Process.Signal(by); err != nil {
		c.t.Fatal(err)
	}
	return c.ended()
}

// ended waits until it ends, and gives what it exits with and all that it has said, which has no secret in it.
func (c *child) ended() (exit int, log string) {
	c.t.Helper()
	<-c.over
	exit = code(c.t, c.cmd.Wait())
	log = strings.Join(c.log, "\n")
	for _, s := range c.secrets {
		if strings.Contains(log, s) {
			c.t.Errorf("a secret is in the log:\n%s", log)
		}
	}
	return exit, log
}
