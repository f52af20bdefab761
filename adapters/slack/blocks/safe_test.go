package blocks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"talksbot/adapters"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	const most = 100
	to := "https://courier.example/" + n("x", 76)
	if got := address(to, most); got != to {
		t.Errorf("%d characters give %q", len(to), got)
	}
	for _, s := range []string{to + "x", "javascript:alert(1)"} {
		if got := address(s, most); got != "" {
			t.Errorf("address(%q) = %q", s, got)
		}
	}
}

func TestFallback(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   []string
		want string
	}{
		{nil, "(continued)"},
		{[]string{"", " "}, "(continued)"},
		{[]string{"one", "", "two"}, "one\ntwo"},
		{[]string{"<!here> & @here"}, "&lt;!here&gt; &amp; @ here"},
		{[]string{"＜!here＞ https://evil.example"}, "&lt;!here&gt; https: //evil.example"},
		{[]string{n("&", 2000)}, n("&amp;", 799) + "…"},
		{[]string{n("x", 3999)}, n("x", 3999)},
	}
	for _, tt := range tests {
		got := fallback(tt.in, "(continued)")
		if got != tt.want {
			t.Errorf("fallback(%.60q) = %q, want %q", tt.in, got, tt.want)
		}
		refused(t, Check(Post{Text: got, Blocks: []slack.Block{said("x")}}), "")
	}
}

type attack struct {
	Family, Text string
	Times        int // the text so many times over; 0 is once
}

func attacks(t testing.TB) []attack {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "plain", "testdata", "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var all []attack
	for s := bufio.NewScanner(bytes.NewReader(raw)); s.Scan(); {
		var a attack
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			t.Fatalf("%s: %v", s.Bytes(), err)
		}
		a.Text = strings.Repeat(a.Text, max(a.Times, 1))
		all = append(all, a)
	}
	if len(all) < 200 {
		t.Fatalf("only %d attacks", len(all))
	}
	for i := range len(all) / attackEach {
		all[i] = all[i*attackEach]
	}
	return all[:len(all)/attackEach]
}

// TestAttacks puts every hostile text wherever a Reply or a Table has one, alone and between words, and looks at what Slack
// would be sent with other eyes than the renderer's.
func TestAttacks(t *testing.T) {
	t.Parallel()
	for i, a := range attacks(t) {
		t.Run(fmt.Sprintf("%s %d", a.Family, i+1), func(t *testing.T) {
			t.Parallel()
			attacked(t, func(string) string { return a.Text }, "https://allowed.example/one")
			attacked(t, func(where string) string { return "before " + where + " " + a.Text + " after " + where }, "https://allowed.example/one")
			attacked(t, strings.Clone, a.Text)
			attacked(t, strings.Clone, "https://allowed.example/"+a.Text)
		})
	}
}

// attacked checks all that is made of a Reply and a Table whose texts say gives, by the names of their places, and whose
// sources lead to the address.
func attacked(t *testing.T, say func(where string) string, to string) {
	t.Helper()
	var hosts []string
	if u, err := url.Parse(to); err == nil && strings.HasPrefix(to, "https://allowed.example/") {
		hosts = []string{u.Host}
	}
	places := []string{"lead", "text", "note", "quote", "title", "publisher", "published", "notes"}
	r := adapters.Reply{Lead: say("lead"),
		Statements: []adapters.Statement{{Text: say("text"), Note: say("note"), Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: say("quote")}}}},
		Sources:    []adapters.Source{{N: 1, Title: say("title"), Publisher: say("publisher"), Published: say("published"), URL: to}},
		Notes:      []string{"Understood as: " + say("notes"), say("notes")}}
	cell := adapters.Cell{Text: say("cell"), URL: to}
	posts := Render(r, "Q1")
	posts = append(posts, Tabulate(adapters.Table{Title: say("title"), Heads: []string{"A", say("head")}, Rows: [][]adapters.Cell{{cell, cell}}, Notes: []string{say("notes")}})...)
	for _, p := range posts {
		if err := Check(p); err != nil {
			t.Error(err)
		}
		harmless(t, p.Blocks, hosts)
		quiet(t, p.Text)
	}
	whole := ""
	for _, v := range pages(t, r, "Q1") {
		harmless(t, v.Blocks.BlockSet, hosts)
		whole += reads(v.Blocks.BlockSet)
	}
	for _, where := range places {
		if s := say(where); strings.HasPrefix(s, "before ") && (!strings.Contains(whole, "before "+where) || !strings.Contains(whole, "after "+where)) {
			t.Errorf("the words around the attack in %s are gone from %.200q", where, whole)
		}
	}
	if s := say("question"); len(s) < 300 { // what a browser makes of it
		var page bytes.Buffer
		if err := Preview(&page, s, r); err != nil {
			t.Fatal(err)
		}
		tame(t, page.Bytes(), hosts)
	}
}

// harmless looks at blocks as JSON: only kinds that call nobody, only links to the hosts, nothing hidden, and what slack-go
// reads back is the same.
func harmless(t *testing.T, blocks []slack.Block, hosts []string) {
	t.Helper()
	sent, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(sent, &back); err != nil {
		t.Fatalf("%v in %s", err, sent)
	}
	again, err := json.Marshal(back)
	if err != nil || !bytes.Equal(sent, again) {
		t.Errorf("sent %s, read back %s, %v", sent, again, err)
	}
	var tree any
	if err := json.Unmarshal(sent, &tree); err != nil {
		t.Fatal(err)
	}
	kinds := []string{"rich_text", "rich_text_section", "rich_text_quote", "text", "link", "context", "plain_text", "header", "actions", "button",
		"context_actions", "feedback_buttons", "table", "raw_text", "divider"}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, v := range v {
				walk(k, v)
			}
		case []any:
			for _, v := range v {
				walk(key, v)
			}
		case string:
			switch key {
			case "type":
				if !slices.Contains(kinds, v) {
					t.Errorf("a %s", v)
				}
			case "url":
				mayLink(t, v, hosts)
			case "emoji":
				t.Error("emoji")
			}
			if i := strings.IndexFunc(v, unseen); i >= 0 {
				t.Errorf("hidden %+q in %.80q", []rune(v[i:])[0], v)
			}
		}
	}
	walk("", tree)
}

func unseen(r rune) bool {
	if r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d' { // the last two between letters that need them
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || strings.ContainsRune("\u115f\u1160\u3164\uffa0\u2800", r)
}

func mayLink(t *testing.T, address string, hosts []string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		t.Errorf("a link to %q", address)
		return
	}
	if hosts != nil && !slices.Contains(hosts, u.Host) {
		t.Errorf("a link to %s", u.Host)
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>|\"", r) }) {
		t.Errorf("the link %q can be taken apart", address)
	}
}

var calls = regexp.MustCompile(`(?i)<|>|@(channel|here|everyone|group)\b|://`)

// quiet looks at a fallback text as Slack's parser does, also after compatibility characters are folded.
func quiet(t *testing.T, s string) {
	t.Helper()
	for _, s := range []string{s, norm.NFKC.String(s)} {
		if got := calls.FindString(s); got != "" {
			t.Errorf("%q in the text %.200q", got, s)
		}
	}
	if strings.ContainsFunc(s, unseen) {
		t.Errorf("something hidden in the text %.200q", s)
	}
}

// tame looks at a page as a browser does: no element that runs or fetches anything.
func tame(t *testing.T, page []byte, hosts []string) {
	t.Helper()
	tree, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields("html head body meta title style main article div span p h1 hr blockquote strong a details summary table tbody tr td")
	metas := 0
	for node := range tree.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(known, node.Data) {
			t.Errorf("an element %s", node.Data)
		}
		if node.Data == "meta" {
			metas++
		}
		for _, a := range node.Attr {
			switch {
			case a.Key == "href":
				mayLink(t, a.Val, hosts)
			case !slices.Contains([]string{"class", "rel", "lang", "charset", "name", "content", "http-equiv"}, a.Key):
				t.Errorf("an attribute %s", a.Key)
			}
		}
	}
	if metas != 4 {
		t.Errorf("%d meta elements", metas)
	}
}

func FuzzFallback(f *testing.F) {
	for _, a := range attacks(f) {
		f.Add(a.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		quiet(t, fallback([]string{s}, "(continued)"))
		if out, err := json.Marshal(s); err != nil || cost(s) < utf8.RuneCount(out)-2 {
			t.Errorf("%q costs %d, and takes %d", s, cost(s), utf8.RuneCount(out)-2)
		}
		if head, rest := split(s, 10); head+rest != s || cost(head) > 10 || head == "" && s != "" {
			t.Errorf("%.60q is split into %.60q and %.60q", s, head, rest)
		}
	})
}
