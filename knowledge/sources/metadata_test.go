package sources

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestDay(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-01-06":                       "2026-01-06",
		"2026-01-06T23:30:00-05:00":        "2026-01-06",
		"2026-01-06T01:30:00.123Z":         "2026-01-06",
		"2026-01-06 10:00":                 "2026-01-06",
		"2026/01/06":                       "2026-01-06",
		"20260106":                         "2026-01-06",
		"6 January 2026":                   "2026-01-06",
		"6th January 2026":                 "2026-01-06",
		"Jan 6, 2026":                      "2026-01-06",
		"Jan. 6, 2026":                     "2026-01-06",
		"Sept 6, 2026":                     "2026-09-06",
		"Tuesday,  January 6, 2026":        "2026-01-06",
		"January 6th, 2026 at 3:04 pm EST": "2026-01-06",
		"Tue, 06 Jan 2026 10:00:00 GMT":    "2026-01-06",
		"13/04/2026":                       "2026-04-13",
		"04/13/2026":                       "2026-04-13",
		"05/05/2026":                       "2026-05-05",
		"03.04.2026":                       "2026-04-03",
		"03/04/2026":                       ErrAmbiguous.Error(),
		"3-4-2026":                         ErrAmbiguous.Error(),
		"2026":                             errNoDate.Error(),
		"2026-01":                          errNoDate.Error(),
		"January 2026":                     errNoDate.Error(),
		"1767657600":                       errNoDate.Error(),
		"31 February 2026":                 errNoDate.Error(),
		"2026-13-40":                       errNoDate.Error(),
		"31/13/2026":                       errNoDate.Error(),
		"yesterday":                        errNoDate.Error(),
		"":                                 errNoDate.Error(),
	} {
		got, err := day(in)
		text := got.Format(time.DateOnly)
		if err != nil {
			text = err.Error()
		}
		if text != want {
			t.Errorf("day(%q) is %s, want %s", in, text, want)
		}
		if err == nil && !got.Equal(got.Truncate(24*time.Hour)) {
			t.Errorf("day(%q) is %v, want midnight UTC", in, got)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     metadata
		body     string
		err      string // part of it
	}{
		{name: "none", in: "Text.\n---\nid: a\n---\n", body: "Text.\n---\nid: a\n---\n"},
		{name: "empty", in: "---\n---\nText.", body: "Text."},
		{name: "comment only", in: "---\n# id: a\n---\nText.", body: "Text."},
		{name: "one key", in: "---\nid: a\n---\nText.", want: metadata{id: "a"}, body: "Text."},
		{name: "dots close", in: "---\nid: a\n...\nText.", want: metadata{id: "a"}, body: "Text."},
		{name: "blank lines above", in: "\n\n--- \nid: a\n---\t\n\nText.", want: metadata{id: "a"}, body: "\nText."},
		{
			name: "all keys",
			in:   "---\nID: 7\ntitle: |\n  Two\n  lines\npublisher: 'P: Q'\ndate: 2026-01-05\npublished: 2026-01-06\ncanonical: https://a.example/c\nurl: https://a.example/u\nbrief: yes\nlanguage: pt-BR\nretold: true\nmore: {a: [b]}\n---\nText.",
			want: metadata{id: "7", title: "Two lines", publisher: "P: Q", published: date("2026-01-06"), url: "https://a.example/u", brief: true, language: "pt"},
			body: "Text.",
		},
		{name: "addresses of other kinds", in: "---\nurl: /2026/post/\ncanonical: javascript:alert(1)\n---\n", want: metadata{}},
		{name: "null", in: "---\ntitle:\nid: ~\n---\nT", body: "T"},
		{name: "list for a title", in: "---\nid: a\ntitle: [a]\n---\n", err: "line 3: title is not a single value"},
		{name: "alias", in: "---\nx: &a hello\ntitle: *a\n---\n", err: "line 3: title is not a single value"},
		{name: "brief", in: "---\nbrief: maybe\n---\n", err: `line 2: brief: "maybe" is neither true nor false`},
		{name: "list", in: "---\n- a\n---\n", err: "line 2: it is not made of"},
		{name: "syntax", in: "---\nid: a\ntitle: a: b\n---\n", err: "line 3: "},
		{name: "twice", in: "---\nid: a\nid: b\n---\n", err: `line 3: mapping key "id" already defined; write`},
		{name: "blank lines count", in: "\n---\nid: a\ndate: soon\n---\n", err: `line 4: date: "soon" is not a date`},
		{name: "too long", in: "---\nx: " + strings.Repeat("a", maxFrontMatter) + "\n---\n", err: "over 16 kB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, body, err := frontMatter(tt.in)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(metadata{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if body != tt.body {
				t.Errorf("body %q, want %q", body, tt.body)
			}
		})
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{
		"---\nid: a\ntitle: \"b: c\"\npublished: 6 January 2026\n---\nText.", "---\n- a\n---\n", "---\nx: &a [*a]\n---\n",
		"---\ntitle: !!str 7\nbrief: yes\n...\n", "---\n? a\n: b\n---\n", "---\n{id: a, title: >\n b}\n---\n", "--- \n\ufeff", "---\n<<: *a\n---",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		m, body, err := frontMatter(in)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "has bad front matter: ") {
				t.Fatalf("error %q", err)
			}
			return
		}
		if !strings.HasSuffix(in, body) {
			t.Fatalf("body %q is not the end of the text", body)
		}
		for _, s := range []string{m.id, m.title, m.publisher, m.url, m.language} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r") {
				t.Fatalf("value %q", s)
			}
		}
	})
}

func TestPageMetadata(t *testing.T) {
	t.Parallel()
	const filler = `<p>The pier opens on Sunday, the harbour board said.</p>`
	tests := []struct {
		name, in string
		want     metadata
	}{
		{
			name: "linked data",
			in: `<script type="application/ld+json">[{"@type":"ReportageNewsArticle","headline":"Pier opens &amp; how","datePublished":"2026-02-03T23:00:00-08:00",` +
				`"inLanguage":"fr-CA","url":"https://a.example/ld","publisher":[{"name":"The Pier"}]}]</script>`,
			want: metadata{title: "Pier opens & how", publisher: "The Pier", published: date("2026-02-03"), url: "https://a.example/ld", language: "fr"},
		},
		{
			name: "broken linked data and time",
			in:   `<title>Pier opens - The Pier</title><meta name="application-name" content="The Pier"><script type="application/ld+json">{"@type":</script><time datetime="03/04/2026"></time><time datetime="2026-02-03">`,
			want: metadata{title: "Pier opens", publisher: "The Pier", published: date("2026-02-03")},
		},
		{
			name: "relative canonical",
			in:   `<html lang="xx-klingon"><link rel="alternate canonical" href="/pier"><meta property="og:url" content="https://a.example/x?y=1"><meta property="og:locale" content="de_DE"><meta property="og:title" content="Pier">`,
			want: metadata{title: "Pier", url: "https://a.example/pier", language: "de"},
		},
		{
			name: "no web address",
			in:   `<title>Pier</title><link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="file:///etc/x">`,
			want: metadata{title: "Pier"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, body, err := readPage(tt.in+filler, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(metadata{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if want := "The pier opens on Sunday, the harbour board said."; body != want {
				t.Errorf("body %q, want %q", body, want)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                "und",
		"The pier opens.": "und",
		"The council agreed on Monday to keep the ferry running through the winter, and the operator said that it would sign.":         "en",
		"Der Rat beschloss am Montag, dass die Fähre auch im Winter fährt, und die Reederei will den Vertrag unterzeichnen.":           "de",
		"O conselho decidiu na segunda-feira manter a balsa durante o inverno, e a empresa disse que vai assinar o contrato em breve.": "pt",
		"Совет решил в понедельник, что паром будет ходить всю зиму, и компания заявила, что подпишет договор до Пасхи.":               "ru",
		"理事会は月曜日、冬の間もフェリーの運航を続けることを決定し、運航会社は復活祭までに契約に署名すると述べた。料金は据え置かれる。":                                                              "ja",
		"委员会星期一决定冬季继续运营渡轮，运营公司表示将在复活节之前签署合同。票价保持不变，学生可以享受优惠。每天有六班渡轮。":                                                                  "zh",
	} {
		if got := detect(text); got != want {
			t.Errorf("detect(%.30q…) is %s, want %s", text, got, want)
		}
	}
}

func TestErrorUnwraps(t *testing.T) {
	t.Parallel()
	in := errors.New("in")
	if err := error(&Error{Path: "a.md", Reason: "is odd", Err: in}); !errors.Is(err, in) || err.Error() != "a.md: is odd" {
		t.Errorf("%v", err)
	}
}
