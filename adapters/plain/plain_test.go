package plain

import (
	"bufio"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

func TestLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"", ""},
		{"plain text, “quoted” – é 日本 <b> & *x*", "plain text, “quoted” – é 日本 <b> & *x*"},
		{" \t two\r\nlines \n", "two lines"},
		{"a\x00b\x7fc\u009bd", "a�b�c�d"},
		{"right\u202eleft\u2066x\u200f", "right�left�x�"},
		{"<!chan\u200bnel>", "<!chan�nel>"},
		{"line\u2028end", "line�end"},
		{"broken \xff\xfe", "broken ��"},
		{"Bundes\u00adregierung", "Bundes-regierung"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"👩\u200d🚀", "👩\u200d🚀"},
		{"a\u200db \u200d", "a�b �"},
		{"\u3164\u2800", "��"},
		{"\U000e0068\U000e0069", "��"},
	}
	for _, tt := range tests {
		if got := Line(tt.in); got != tt.want {
			t.Errorf("Line(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := Verbatim("two  spaces\r\nand a line\x07"); got != "two  spaces\nand a line�" {
		t.Errorf("Verbatim gives %q", got)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"https://courier.example/one", "https://courier.example/one"},
		{"HTTP://Courier.example:8080/a%20b?q=1&r=2#x", "http://courier.example:8080/a%20b?q=1&r=2#x"},
		{"https://courier.example/é?q=é", "https://courier.example/%C3%A9?q=%C3%A9"},
		{"https://pоlitico.com/", "https://xn--plitico-9ig.com/"}, // a Cyrillic о
		{"https://xn--plitico-9ig.com/", "https://xn--plitico-9ig.com/"},
		{"https://politico.com@evil.example/", ""},
		{"javascript:alert(1)", ""},
		{"//evil.example", ""},
		{"https:evil.example", ""},
		{"https://", ""},
		{"https://evil.example/|x>", ""},
		{"https://evil.example/\u202e", ""},
		{"https://evil.example/ x", ""},
		{"slack://open", ""},
		{"courier.example/one", ""},
	}
	for _, tt := range tests {
		if got := Address(tt.in); got != tt.want {
			t.Errorf("Address(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "ééé": "ééé", "éééé": "éé…"} {
		if got := Cut(in, 3); got != want {
			t.Errorf("Cut(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShared(t *testing.T) {
	t.Parallel()
	tests := []struct{ quote, statement, want string }{
		{"Portugal has pledged to send 2 dredgers, said Velho.", "Portugal will send 2 dredgers.", "*Portugal* has pledged to send *2 dredgers*, said Velho."},
		{"Said as it stands.", "Said as it stands.", "Said as it stands."},
		{"Nothing  alike\nhere", "Other words", "Nothing  alike\nhere"},
		{"", "x", ""},
	}
	for _, tt := range tests {
		got, plain := "", ""
		for _, s := range Shared(tt.quote, tt.statement) {
			plain += s.Text
			if s.Shared {
				s.Text = "*" + s.Text + "*"
			}
			got += s.Text
		}
		if got != tt.want || plain != tt.quote {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func FuzzLine(f *testing.F) {
	file, err := os.Open(filepath.Join("testdata", "attacks.jsonl"))
	if err != nil {
		f.Fatal(err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var a struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			f.Fatalf("%s: %v", s.Bytes(), err)
		}
		f.Add(a.Text, a.Text)
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		got := Line(s)
		if again := Line(got); again != got {
			t.Errorf("a second time gives %q, not %q", again, got)
		}
		if strings.ContainsFunc(got, unseen) {
			t.Errorf("something hidden in %q", got)
		}
		whole := ""
		for _, span := range Shared(s, other) {
			whole += span.Text
		}
		if whole != s {
			t.Errorf("%q is parted into %q", s, whole)
		}
		if to := Address(s); to != "" {
			u, err := url.Parse(to)
			if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
				t.Errorf("a link to %q", to)
			}
			if strings.ContainsFunc(to, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>|\"", r) }) {
				t.Errorf("the link %q can be taken apart", to)
			}
		}
	})
}

func unseen(r rune) bool {
	if r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d' { // the last two between letters that need them
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || strings.ContainsRune("\u115f\u1160\u3164\uffa0\u2800", r)
}
