package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"talksbot/adapters"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

var update = flag.Bool("update", false, "write what the program prints into the scripts")

// TestMain lets the test binary be the program, and a fake Slack or Discord under load, each under its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bot": main, "slackload": slackload, "discordload": discordload})
}

// TestScripts runs the program as a user does. Beside testscript's own commands a script has
//
//	exits CODE PROGRAM ARG…  the program ends with this very code
//	answers FILE             each line of FILE is an answer as the contract promises it
//	ledger KIND FILE         FILE is a list of commitments or issues as the contract promises it
//	big FILE BYTES           makes a text file of that size
//	site DIR FILE…           the files of DIR are at $SITE, which stands in FILEs in the place of SITE
//	endpoint FILE            a model answers at $MODEL: each line of FILE has a word of what it is asked, and its answer
//	asked FOLDER FILE        each line of FILE was asked in a chat, and answered from what is kept in FOLDER
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("TERM", "xterm")
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "answers": answers, "ledger": ledger, "big": big, "site": site, "endpoint": endpoint, "asked": askedBefore,
		},
	})
}

func askedBefore(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: asked FOLDER FILE")
	}
	ctx, folder := context.Background(), ts.MkAbs(args[0])
	store, err := storage.Open(ctx, filepath.Join(folder, "knowledge.db"), 1)
	ts.Check(err)
	defer store.Close()
	base, err := knowledge.Open(ctx, knowledge.Options{Store: store})
	ts.Check(err)
	box, err := inbox.Open(ctx, filepath.Join(folder, "dialog.db"))
	ts.Check(err)
	defer box.Close()
	for i, q := range strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n") {
		m := adapters.Message{ID: fmt.Sprint(args[1], i), Thread: adapters.Thread{Platform: "slack", ID: "t"}, From: "U0SECRET", Text: q}
		_, err := box.Keep(ctx, m)
		ts.Check(err)
		a, err := base.Answer(ctx, knowledge.Question{Text: q})
		ts.Check(err)
		ts.Check(box.Answer(ctx, m, inbox.Done{Post: "p", IsQuestion: true, Reply: dialog.Compose(a, false, "")}))
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func answers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: answers FILE")
	}
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	n := 0
	for ; d.More(); n++ {
		var raw json.RawMessage
		ts.Check(d.Decode(&raw))
		ts.Check(contractAnswer(raw))
	}
	if n == 0 {
		ts.Fatalf("no answer in %s", args[0])
	}
}

func ledger(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: ledger commitments|issues FILE")
	}
	ts.Check(contractLedger(args[0], []byte(ts.ReadFile(args[1]))))
}

func big(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: big FILE BYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	line := "The quay was swept again on that day.\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(line, n/len(line)+1)[:n]), 0o600))
}

// TestStances: the help of commitments explains every stance there is.
func TestStances(t *testing.T) {
	t.Parallel()
	help := (&program{}).commitments().Long
	for _, s := range knowledge.Stances {
		if !strings.Contains(help, "\n  "+string(s)+" ") {
			t.Errorf("the help does not explain %s", s)
		}
	}
}
