// Package phrase is for the bot's own fixed words in the languages of its readers. English words are the keys and what is
// said where a language has none. What articles and people say never goes through here.
package phrase

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/uk"
	"github.com/goccy/go-yaml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
	"golang.org/x/text/number"
)

// Words says things in one language. The zero Words says them in English.
type Words struct {
	tag language.Tag
	all *phrases
}

// In gives the Words of a language, as in BCP 47: "de-AT" has those of "de". An empty or unknown tag means English.
func In(tag string) Words {
	all := load()
	_, at := language.MatchStrings(all.matcher, tag)
	return Words{tag: all.tags[at], all: all}
}

// Say gives the words for a key, which is what English says, with its arguments as fmt puts them. Numbers decide on the
// plural form, the first one where there are several. A key that is not known is said in English.
func (w Words) Say(key string, args ...any) string {
	if w.all == nil {
		w = In("")
	}
	with := make([]any, len(args))
	for i, a := range args {
		with[i] = a
		if n, ok := a.(int); ok {
			with[i] = number.Decimal(n, number.NoSeparator())
		}
	}
	return message.NewPrinter(w.tag, message.Catalog(w.all.catalog)).Sprintf(key, with...)
}

// Text gives the words for a whole text; one that is not known stays as it is, whatever it holds.
func (w Words) Text(s string) string {
	if w.all == nil || !w.all.keys[w.tag][s] {
		return s
	}
	return w.Say(s)
}

// Day writes a date as people read it: "7 Jan 2026".
func (w Words) Day(t time.Time) string {
	var in locales.Translator
	switch w.Tag() {
	case "de":
		in = de.New()
	case "fr":
		in = fr.New()
	case "es":
		in = es.New()
	case "uk":
		in = uk.New()
	default:
		return t.Format("2 Jan 2006")
	}
	return in.FmtDateMedium(t)
}

// Tag is the language that is spoken: "en", "de".
func (w Words) Tag() string {
	if w.all == nil {
		return "en"
	}
	return w.tag.String()
}

// Languages lists the tags of the languages there are, English first.
func Languages() (tags []string) {
	for _, t := range load().tags {
		tags = append(tags, t.String())
	}
	return tags
}

//go:embed *.yaml
var files embed.FS

// phrases are all words in all languages.
type phrases struct {
	tags    []language.Tag
	matcher language.Matcher
	catalog catalog.Catalog
	keys    map[language.Tag]map[string]bool
}

var load = sync.OnceValue(func() *phrases {
	p, err := read(files)
	if err != nil {
		panic(err) // an embedded file, which a test reads
	}
	return p
})

// read takes a file for each language, named by its tag: a key with its words, or with its words in each plural form.
func read(from fs.FS) (*phrases, error) {
	names, err := fs.Glob(from, "*.yaml")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(names, func(a, b string) int { return strings.Compare(order(a), order(b)) })
	p := &phrases{keys: map[language.Tag]map[string]bool{}}
	b := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, name := range names {
		tag, err := language.Parse(strings.TrimSuffix(name, ".yaml"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		words, err := dictionary(from, name)
		if err != nil {
			return nil, err
		}
		p.tags, p.keys[tag] = append(p.tags, tag), map[string]bool{}
		for key, say := range words {
			m, err := compile(key, say)
			if err == nil {
				err = b.Set(tag, key, m)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, key, err)
			}
			p.keys[tag][key] = true
		}
	}
	p.catalog, p.matcher = b, language.NewMatcher(p.tags)
	return p, nil
}

// dictionary reads a file: key → string, or map of plural forms.
func dictionary(from fs.FS, name string) (words map[string]any, err error) {
	data, err := fs.ReadFile(from, name)
	if err == nil {
		err = yaml.Unmarshal(data, &words)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return words, nil
}

// order puts English first: it is what a Matcher falls back on.
func order(file string) string {
	if file == "en.yaml" {
		return ""
	}
	return file
}

var verb = regexp.MustCompile(`%(?:\[(\d)\])?([a-z%])`)

func compile(key string, say any) (catalog.Message, error) {
	switch say := say.(type) {
	case string:
		return catalog.String(say), nil
	case map[string]any:
		at := 0
		for i, v := range verb.FindAllStringSubmatch(key, -1) {
			if v[2] == "d" {
				at = i + 1
				break
			}
		}
		if at == 0 {
			return nil, fmt.Errorf("plural forms without a number")
		}
		var cases []any
		for _, form := range []string{"=0", "one", "few", "many", "other"} {
			if s, ok := say[form].(string); ok {
				cases = append(cases, form, s)
			}
		}
		if len(cases) != 2*len(say) {
			return nil, fmt.Errorf("forms that are not known in %v", say)
		}
		return plural.Selectf(at, "%d", cases...), nil
	}
	return nil, fmt.Errorf("%T is neither words nor plural forms", say)
}
