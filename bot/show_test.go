package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/console"
)

func TestChoice(t *testing.T) {
	t.Parallel()
	one := oneOf("text", "json")
	if one.value() != "text" {
		t.Errorf("the default is %q", one.value())
	}
	for _, v := range []string{"json", "text", "JSON"} {
		if err := one.Set(v); err != nil || one.value() != strings.ToLower(v) {
			t.Errorf("%q: %q, %v", v, one.value(), err)
		}
	}
	many := oneOf("a", "b", "c")
	many.many = true
	for _, v := range []string{"a, b", "b"} {
		if err := many.Set(v); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"a", "b", "b"}, many.got); diff != "" {
		t.Error(diff)
	}
	if err := many.Set("a,d"); err == nil {
		t.Error("d is taken")
	}
}

func TestCSVCell(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"": "", "two": "two", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'=1", "＝1": "'＝1", "a=1": "a=1", "a\r\n=b": "a =b", "\x1b[1m": "�[1m"}
	for in, want := range tests {
		if got := csvCell(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("=cmd|' /C calc'!A0", "\"quoted\", with\nlines")
	f.Fuzz(func(t *testing.T, a, b string) {
		var out bytes.Buffer
		if err := writeCSV(&out, listing{heads: []string{"a", "b"}, rows: [][]string{{a, b}}}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q, %v", rows, err)
		}
		for _, cell := range rows[1] {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
				t.Errorf("%q is a formula", cell)
			}
		}
	})
}

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	in := map[string]string{"a": "\x1b\x7f\u009b\u202e\u2028<b>&é"}
	var out bytes.Buffer
	if err := writeJSON(&out, in, ""); err != nil {
		t.Fatal(err)
	}
	if want := `{"a":"\u001b\u007f\u009b\u202e\u2028<b>&é"}` + "\n"; out.String() != want {
		t.Errorf("%s", &out)
	}
	var back map[string]string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, back); diff != "" {
		t.Error(diff)
	}
}

func FuzzBatchLine(f *testing.F) {
	f.Add(`{"id": "a", "q": "Who?", "follow_up_to": null}`)
	f.Add(`{"id": 1, "q": "and then?", "follow_up_to": "a"}`)
	f.Add(`{"id": {}, "q": 3}`)
	f.Fuzz(func(t *testing.T, line string) {
		l, err := parseBatchLine([]byte(line))
		if err == nil && (len(l.ID) == 0 || checkQuestion(l.Q) != nil) {
			t.Errorf("%q is taken as %+v", line, l)
		}
		if l.ID != nil && !json.Valid(l.ID) {
			t.Errorf("%q has the id %q", line, l.ID)
		}
	})
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	l := listing{columns: []string{"A"}, brief: [][]string{{"a|b [c](d) <e> *f*\nsecond"}}}
	if err := writeMarkdown(&out, l, "1 issue"); err != nil {
		t.Fatal(err)
	}
	want := "| A |\n| --- |\n| a\\|b \\[c\\](d) \\<e\\> \\*f\\*<br>second |\n\n1 issue\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTableFits(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("the breakwater of Miran ", 8)
	l := listing{columns: []string{"Actor", "Undertaking", "Stance"}, brief: [][]string{{"Portugal", long + "\nsaid by: " + long, "pledged"}, {long, "short", "ready"}}}
	for _, width := range []int{40, 60, 100, 400} {
		var out strings.Builder
		if err := writeTable(&out, l, "foot", console.Style{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("%d columns in %d: %s", n, width, line)
			}
		}
		if !strings.HasSuffix(out.String(), "\n\nfoot\n") {
			t.Errorf("no foot: %s", &out)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	p := newProgress(&out, func() time.Time { return now }, "reading")
	p.show(1, 10)
	now = now.Add(patience - 1)
	p.show(2, 10)
	p.clear()
	if out.Len() > 0 {
		t.Errorf("shown before its time: %q", &out)
	}
	now = now.Add(1)
	p.show(5, 10)
	if !strings.Contains(out.String(), "5/10") {
		t.Errorf("not shown: %q", &out)
	}
	p.clear()
	if !strings.HasSuffix(out.String(), "\r") {
		t.Errorf("not taken away: %q", &out)
	}
	newProgress(&out, func() time.Time { return now }, "reading").clear()
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		info debug.BuildInfo
		want string
	}{
		{debug.BuildInfo{}, "bot of unknown version"},
		{debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Version: "(devel)"}}, "bot devel · go1.26"},
		{debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"},
			{Key: "vcs.time", Value: "2026-03-02T00:00:00Z"}, {Key: "GOOS", Value: "plan9"}, {Key: "GOARCH", Value: "arm"}}},
			"bot v1.2.3 · commit 0123456789ab with changes · 2026-03-02T00:00:00Z · plan9/arm"},
	}
	for _, tt := range tests {
		if got := describe(&tt.info); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
