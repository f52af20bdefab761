package cards

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

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

func TestEscape(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"", ""},
		{"plain text, “quoted” – é 日本 & 50%!", "plain text, “quoted” – é 日本 & 50%!"},
		{"well-known, 3.5 and U.S. in 2026. Then", `well-known, 3.5 and U\.S. in 2026\. Then`},
		{" two\nlines ", "two lines"},
		{"*a* _b_ ~~c~~ ||d|| `e`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"},
		{`ends in \`, `ends in \\`},
		{"# a", `\# a`},
		{"- a -# b -c", `\- a \-\# b \-c`},
		{"> a", `\> a`},
		{"<@1> <t:1:R>", `\<\@1\> \<t\:1\:R\>`},
		{"@everyone ＠Here @ana", `\@ everyone ＠ Here \@ana`},
		{"https://x.example/a_b", `https\:\/\/x\.example\/a\_b`},
		{"discord.gg/abc", `discord\.gg\/abc`},
		{"[a](<b>)", `\[a\]\(\<b\>\)`},
	}
	for _, tt := range tests {
		if got := escape(tt.in); got != tt.want {
			t.Errorf("escape(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestTarget(t *testing.T) {
	t.Parallel()
	long := "https://courier.example/" + n("x", 76)
	for in, want := range map[string]string{
		"https://courier.example/a_(b)[c]*@d~": "https://courier.example/a_%28b%29%5Bc%5D%2A%40d%7E",
		"javascript:alert(1)":                  "",
		"https://courier.example/>) x":         "",
		long:                                   long,
		long + "x":                             "",
	} {
		if got := target(in, 100); got != want {
			t.Errorf("target(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	link := "[[1]](<https://courier.example/one>)"
	tests := []struct {
		md         string
		most       int
		head, rest string
	}{
		{"short", 5, "short", ""},
		{"one two three four", 16, "one two three ", "four"},
		{n("x", 20), 12, n("x", 10), n("x", 10)},
		{`xxxxxxxxx\*yy`, 12, "xxxxxxxxx", `\*yy`},
		{"said " + link, 40, "said ", link},
		{"**bold words go on**", 15, "**bold words **", "**go on**"},
		{"**bold**" + n("x", 20), 10, "**bold**", n("x", 20)},
		{"bold **begins", 9, "bold ", "**begins"},
		{n("😀", 10), 12, n("😀", 5), n("😀", 5)},
	}
	for _, tt := range tests {
		if head, rest := split(tt.md, tt.most); head != tt.head || rest != tt.rest {
			t.Errorf("split(%q, %d) = %q, %q; want %q, %q", tt.md, tt.most, head, rest, tt.head, tt.rest)
		}
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
	if len(all) < 600 {
		t.Fatalf("only %d attacks", len(all))
	}
	for i := range len(all) / attackEach {
		all[i] = all[i*attackEach]
	}
	return all[:len(all)/attackEach]
}

// TestAttacks puts every hostile text wherever a Reply has one, alone and between words, and looks at what Discord would be
// sent with other eyes than the renderer's.
func TestAttacks(t *testing.T) {
	t.Parallel()
	for i, a := range attacks(t) {
		t.Run(fmt.Sprintf("%s %d", a.Family, i+1), func(t *testing.T) {
			t.Parallel()
			attacked(t, func(string) string { return a.Text }, "https://allowed.example/one")
			attacked(t, func(where string) string { return "before " + where + " " + a.Text + " after " + where }, "https://allowed.example/one")
			if len(a.Text) > 1000 {
				return // the places above have shown it
			}
			attacked(t, func(where string) string { return where + "\n" + a.Text + "\n" + where }, "https://allowed.example/one")
			attacked(t, strings.Clone, a.Text)
			attacked(t, strings.Clone, "https://allowed.example/"+a.Text)
		})
	}
}

// attacked checks all that is made of a Reply whose texts say gives, by the names of their places, and whose sources lead to
// the address.
func attacked(t *testing.T, say func(where string) string, to string) {
	t.Helper()
	var hosts []string
	if u, err := url.Parse(to); err == nil && strings.HasPrefix(to, "https://allowed.example/") {
		hosts = []string{u.Host}
	}
	cell := adapters.Cell{Text: say("cell"), URL: to}
	r := adapters.Reply{Lead: say("lead"),
		Table:      adapters.Table{Title: say("table"), Heads: []string{say("head"), "B", say("head")}, Rows: [][]adapters.Cell{{cell, cell, cell}}, Notes: []string{say("below")}},
		Statements: []adapters.Statement{{Text: say("text"), Note: say("note"), Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: say("quote")}}}},
		Sources:    []adapters.Source{{N: 1, Title: say("title"), Publisher: say("publisher"), Published: say("published"), URL: to}},
		Notes:      []string{"Understood as: " + say("notes"), say("notes")}}
	h := adapters.Home{About: []string{say("about")}, Prompts: []string{say("prompt")}}
	inline := Render(r, "")
	all := slices.Concat(inline, Render(r, "Q1"), []Post{Words(say("words")), Intro(h, "uk")})
	for _, page := range []int{1, 1 << 30} {
		all = append(all, Quotes(r, "Q1", page), Page(r, "Q1", PageOptions{Page: page, Private: true, Actors: []adapters.Choice{{Value: say("value"), Label: say("label")}}}))
	}
	for _, p := range all {
		if err := Check(p); err != nil {
			t.Error(err)
		}
		harmless(t, p, hosts)
	}
	whole := bare(shown(inline...))
	for _, where := range []string{say("lead"), say("table"), say("cell"), say("below"), say("text"), say("note"), say("quote"), say("notes")} {
		if !strings.Contains(whole, bare(plain.Line(where))) {
			t.Errorf("%.100q is not shown in %.300q", where, whole)
		}
	}
	if s := say("question"); len(s) < 300 { // the quotes, whole, and what a browser makes of it all
		quotes := shown(turned(t, func(page int) Post { return Quotes(r, "Q1", page) }, KindTurn)...)
		if quotes = pageLines.ReplaceAllString(quotes, ""); !strings.Contains(bare(quotes), bare(plain.Line(say("quote")))) {
			t.Errorf("the quote is not in %.300q", quotes)
		}
		var page bytes.Buffer
		if err := Preview(&page, s, r); err != nil {
			t.Fatal(err)
		}
		tame(t, page.Bytes(), hosts)
	}
}

var pageLines = regexp.MustCompile(`(?m)^Page \d+ of \d+$`)

// bare is a text without spaces: where a text is parted they go, and names that call all are broken by one.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// harmless looks at a Post as Discord does: nothing but bold, links to the hosts, small lines and quotes, nothing hidden,
// and what discordgo reads back is the same.
func harmless(t *testing.T, p Post, hosts []string) {
	t.Helper()
	for _, md := range append(displays(p.Components), p.Text) {
		got := reads(md)
		for _, a := range got.active {
			switch a.kind {
			case "bold", "small", "quote":
			case "link":
				mayLink(t, a.what, hosts)
			default:
				t.Errorf("%s %q in %.200q", a.kind, a.what, md)
			}
		}
		quietRaw(t, md)
		if i := strings.IndexFunc(md, unseen); i >= 0 {
			t.Errorf("hidden %+q in %.80q", []rune(md[i:])[0], md)
		}
	}
	for _, c := range p.Components {
		sent, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		back, err := discordgo.MessageComponentFromJSON(sent)
		if err != nil {
			t.Fatalf("%v in %s", err, sent)
		}
		if again, err := json.Marshal(back); err != nil || !bytes.Equal(sent, again) {
			t.Errorf("sent %s, read back %s, %v", sent, again, err)
		}
	}
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
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>|\"()[]*@\\", r) }) {
		t.Errorf("the link %q can be taken apart", address)
	}
}

// tame looks at a page as a browser does: no element that runs or fetches anything.
func tame(t *testing.T, page []byte, hosts []string) {
	t.Helper()
	tree, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields("html head body meta title style main article div span p h1 hr blockquote strong a details summary")
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

var broken = regexp.MustCompile(`([@＠﹫]) (\pL)`)

// FuzzEscape: what is read of an escaped text is the text, and nothing in it is active; parted anywhere, its parts are so too.
func FuzzEscape(f *testing.F) {
	for i, a := range attacks(f) {
		f.Add(a.Text, uint16(i))
	}
	f.Fuzz(func(t *testing.T, s string, most uint16) {
		want := plain.Line(s)
		got := reads(escape(s))
		if broken.ReplaceAllString(got.text, "$1$2") != broken.ReplaceAllString(want, "$1$2") || len(got.active) > 0 {
			t.Errorf("%q reads %+v", s, got)
		}
		if got := reads(escapeRunes(want)); got.text != want || len(got.active) > 0 {
			t.Errorf("%q reads %+v", s, got)
		}
		at := int(most)%200 + 8
		for md, whole := bold(escape(s)), ""; ; {
			head, rest := split(md, at)
			if units(head) > at || head == "" && rest != "" {
				t.Fatalf("%.100q is parted at %d into %.100q and %.100q", md, at, head, rest)
			}
			part := reads(head)
			if diff := cmp.Diff([]string{"bold"}, part.kinds()); diff != "" && part.text != "" {
				t.Fatalf("%q: %s", head, diff)
			}
			if whole += part.text; rest == "" {
				if whole != reads(bold(escape(s))).text {
					t.Errorf("%q came together again as %q", s, whole)
				}
				break
			}
			md = rest
		}
	})
}
