package phrase

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/language"
)

// used finds the keys that the program says, each with a place that does. A key is a literal or a constant of its package:
// else nobody could tell whether it is translated.
func used(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, pattern := range []string{"../*/*.go", "../*/*/*.go", "../../bot/*.go", "../../bot/dialog/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		constants := map[string]string{} // folder and name → value
		var calls []func()
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || slices.Contains([]string{"phrase", "adapterstest"}, filepath.Base(filepath.Dir(file))) {
				continue
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Dir(file) + "."
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					for i, name := range n.Names {
						if i < len(n.Values) {
							if s, ok := literal(n.Values[i]); ok {
								constants[dir+name.Name] = s
							}
						}
					}
				case *ast.CallExpr:
					if f, ok := n.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "Say" || len(n.Args) == 0 {
						break
					}
					at := set.Position(n.Pos()).String()
					calls = append(calls, func() {
						key, ok := literal(n.Args[0])
						if id, named := n.Args[0].(*ast.Ident); !ok && named {
							key, ok = constants[dir+id.Name]
						}
						if !ok {
							t.Errorf("%s: the key is no literal and no constant", at)
							return
						}
						keys[key] = at
					})
				}
				return true
			})
		}
		for _, c := range calls {
			c()
		}
	}
	return keys
}

func literal(e ast.Expr) (string, bool) {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, err := strconv.Unquote(l.Value)
		return s, err == nil
	}
	return "", false
}

// TestTranslated: every language has words for every key that is used.
func TestTranslated(t *testing.T) {
	t.Parallel()
	all, keys := load(), used(t)
	if len(keys) < 50 {
		t.Fatalf("only %d keys are found", len(keys))
	}
	for _, tag := range all.tags {
		if tag == language.English {
			continue
		}
		for key, at := range keys {
			if !all.keys[tag][key] {
				t.Errorf("%v has no words for %q, said at %s", tag, key, at)
			}
		}
		for key := range all.keys[tag] {
			if !all.keys[language.German][key] || !all.keys[language.French][key] || !all.keys[language.Spanish][key] || !all.keys[language.Ukrainian][key] {
				t.Errorf("%q has words in %v, but not in every language", key, tag)
			}
		}
	}
}

// TestVerbs: words take the same arguments as their key, whatever their order, and every plural form that the language has.
func TestVerbs(t *testing.T) {
	t.Parallel()
	forms := map[string][]string{"en": {"one", "other"}, "de": {"one", "other"}, "fr": {"one", "other"}, "es": {"one", "other"}, "uk": {"one", "few", "many", "other"}}
	for _, tag := range Languages() {
		words, err := dictionary(files, tag+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for key, say := range words {
			variants := map[string]string{}
			switch say := say.(type) {
			case string:
				variants[""] = say
			case map[string]any:
				for form, s := range say {
					variants[form], _ = s.(string)
				}
				for _, form := range forms[tag] {
					if variants[form] == "" {
						t.Errorf("%s: %q has no form %q", tag, key, form)
					}
				}
			}
			for form, s := range variants {
				want, got := verbs(key), verbs(s)
				if strings.HasPrefix(form, "=") || form == "one" { // the number may be in words
					want = slices.DeleteFunc(want, func(v string) bool { return v == "1d" && !slices.Contains(got, "1d") })
				}
				if !slices.Equal(want, got) {
					t.Errorf("%s: %q takes %v, %q %v", tag, key, want, s, got)
				}
			}
		}
	}
}

// verbs lists the arguments that a format takes, as number and verb.
func verbs(format string) (out []string) {
	for i, m := range verb.FindAllStringSubmatch(format, -1) {
		at := strconv.Itoa(i + 1)
		if m[1] != "" {
			at = m[1]
		}
		if out = append(out, at+m[2]); m[2] == "%" {
			out = out[:len(out)-1]
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestSay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		tag, key string
		args     []any
		want     string
	}{
		{"", "%d articles", []any{1234}, "1234 articles"},
		{"en-GB", "%d articles", []any{1}, "1 article"},
		{"en", "%d articles", []any{0}, "no articles"},
		{"de-AT", "%d articles", []any{2}, "2 Artikel"},
		{"uk", "%d articles", []any{21}, "21 стаття"},
		{"uk", "%d articles", []any{3}, "3 статті"},
		{"uk", "%d articles", []any{11}, "11 статей"},
		{"fr_CA", "Sources", nil, "Sources"},
		{"es-419", "Sources", nil, "Fuentes"},
		{"tlh", "Sources", nil, "Sources"},
		{"no tag %s", "Sources", nil, "Sources"},
		{"de", "Not a key %s.", []any{"100%d"}, "Not a key 100%d."},
		{"de", "Page %d of %d", []any{2, 3}, "Seite 2 von 3"},
	}
	for _, tt := range tests {
		if got := In(tt.tag).Say(tt.key, tt.args...); got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.key, tt.tag, got, tt.want)
		}
	}
	if got := (Words{}).Say("%d articles", 1); got != "1 article" {
		t.Errorf("without a language: %q", got)
	}
	for _, s := range []string{"100% of %s", "", "Said by none"} {
		if got := In("de").Text(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
	if got := In("de").Text("Sources"); got != "Quellen" {
		t.Errorf("%q", got)
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC)
	for tag, want := range map[string]string{"": "7 Jan 2026", "en": "7 Jan 2026", "de": "07.01.2026", "fr": "7 janv. 2026", "es": "7 ene. 2026", "uk": "7 січ. 2026 р."} {
		if got := In(tag).Day(day); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}

// TestRead: a file that cannot be used is an error that names it.
func TestRead(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"de.yaml":   "a: [",
		"fr.yaml":   "a: 1",
		"es.yaml":   `"no number": {one: a, other: b}`,
		"uk.yaml":   `"%d": {one: a, several: b}`,
		"zzz!.yaml": "a: b",
	} {
		if _, err := read(fstest.MapFS{name: {Data: []byte(file)}}); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
