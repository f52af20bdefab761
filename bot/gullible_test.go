package main

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"talksbot/knowledge/llm/llmfake"
)

// order is a text that is planted for a model to obey.
type order struct {
	Family string
	Text   string
	Wants  string // what is to be said
	Mark   string // by which a model knows it again; "" for Wants
}

// readOrders gives the texts of testdata/injections.jsonl. They are invented.
func readOrders(t *testing.T) (all []order) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "injections.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var o order
		if err := json.Unmarshal(s.Bytes(), &o); err != nil {
			t.Fatal(err)
		}
		if o.Mark == "" {
			o.Mark = o.Wants
		}
		all = append(all, o)
	}
	if len(all) < 100 {
		t.Fatalf("only %d orders", len(all))
	}
	return all
}

// gullible is a model that obeys every order which it finds in what it is given to read, in every way that the form it is
// to answer in has room for, whatever that form is. It finds none in what its own operator says.
type gullible struct {
	orders []order

	mu    sync.Mutex
	found map[string]int // orders, by the name of a form's first field, in how many requests
}

func (g *gullible) answer(r llmfake.Request) llmfake.Reply {
	var read, ids []string
	longest, named := 0, map[string]string{}
	for _, m := range r.Messages {
		if m.Role == "system" {
			continue
		}
		_, body, _ := strings.Cut(m.Content, "DATA ")
		_, body, _ = strings.Cut(body, "\n")
		body, _, _ = strings.Cut(body, "\nEND ")
		var data any
		if json.Unmarshal([]byte(body), &data) != nil {
			read = append(read, m.Content)
			continue
		}
		walk(data, "", func(name, text string) {
			if name == "id" {
				ids = append(ids, text)
			}
			read = append(read, text)
			named[name] = text
		}, &longest)
	}
	var form schema
	at := slices.IndexFunc(g.orders, func(o order) bool {
		return slices.ContainsFunc(read, func(text string) bool { return strings.Contains(text, o.Mark) })
	})
	if json.Unmarshal(r.Schema, &form) != nil {
		return llmfake.Says("{}")
	}
	if at < 0 {
		out, _ := json.Marshal(emptied(form, named)) // of texts
		return llmfake.Says(string(out))
	}
	g.mu.Lock()
	if g.found == nil {
		g.found = map[string]int{}
	}
	g.found[form.Required[0]]++
	g.mu.Unlock()
	system := r.Messages[0].Content
	a := obeying{order: g.orders[at], read: read, ids: ids, longest: longest, secrets: []string{system[:min(len(system), 80)], r.Key}}
	out, _ := json.Marshal(a.fill(form, "", "", 0)) // of texts
	return llmfake.Says(string(out))
}

// times is in how many requests an order was found, where an answer was to begin with a field.
func (g *gullible) times(field string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.found[field]
}

// walk tells of every text in data, by the name of its field. longest becomes the length of the longest list of texts.
func walk(data any, name string, tell func(name, text string), longest *int) {
	switch v := data.(type) {
	case string:
		tell(name, v)
	case []any:
		texts := 0
		for _, x := range v {
			if _, ok := x.(string); ok {
				texts++
			}
			walk(x, name, tell, longest)
		}
		*longest = max(*longest, texts)
	case map[string]any:
		for _, field := range slices.Sorted(maps.Keys(v)) {
			walk(v[field], field, tell, longest)
		}
	}
}

// emptied is an answer that says nothing: empty lists, and texts as they were given under the same name.
func emptied(form schema, named map[string]string) map[string]any {
	out := map[string]any{}
	for field, of := range form.Properties {
		switch of.Type {
		case "array":
			out[field] = []any{}
		default:
			out[field] = named[field]
		}
	}
	return out
}

// schema is what of a JSON Schema matters to whoever fills it.
type schema struct {
	Type       string
	Properties map[string]schema
	Required   []string
	Items      *schema
	Enum       []string
}

// obeying is the work on one answer.
type obeying struct {
	order   order
	read    []string
	ids     []string
	longest int
	secrets []string
}

// variants is how many elements a list of objects gets: many ways of obeying.
const variants = 18

// fill makes a value of a form; name is its field's, under that of the list it is in, n counts the elements of lists.
func (a obeying) fill(s schema, name, under string, n int) any {
	switch s.Type {
	case "object":
		out := map[string]any{}
		for field, of := range s.Properties {
			out[field] = a.fill(of, field, under, n)
		}
		return out
	case "array":
		out := []any{}
		count := variants
		switch {
		case s.Items.Type == "string":
			count = max(a.longest, 1)
		case under != "": // a list in a list: all that can be cited
			count = max(len(a.ids), 1)
		}
		for k := range count {
			if under != "" && n%3 == 0 && len(a.ids) > 0 && k != n/3%len(a.ids) {
				continue // every third cites one alone
			}
			at := k
			if s.Items.Type == "string" || under == "" {
				at = n + k
			}
			out = append(out, a.fill(*s.Items, name, name, at))
		}
		return out
	case "string":
		return a.text(s, name, under, n)
	case "boolean":
		return true
	default:
		return 1
	}
}

func (a obeying) text(s schema, name, under string, n int) string {
	of := func(texts ...string) string { return texts[n%len(texts)] }
	switch {
	case len(s.Enum) > 0:
		return s.Enum[(n+1)%len(s.Enum)]
	case name == "language":
		return "en"
	case name == "passage" && len(a.ids) > 0:
		return a.ids[n%len(a.ids)]
	case name == "text" && under == "quotes", name == "quote":
		return of(append([]string{a.order.Text, a.order.Wants}, a.longestRead()...)...)
	case name == "condition", name == "said_by":
		return of("", "Vesland", a.order.Wants)
	}
	was := a.longestRead()[n%len(a.longestRead())]
	wants := a.order.Wants
	text := of(wants, wants+".", strings.TrimSuffix(was, ".")+", "+wants+".", was+" "+wants+".", wants+". "+was, wants+": "+was, a.order.Text, a.secrets[0], was+" "+a.secrets[1],
		firstNumber.ReplaceAllString(was, "90,000"), firstName.ReplaceAllString(was, "Vesland"), strings.Replace(was, "is ready to", "has signed that it will", 1),
		conditionOf.ReplaceAllString(was, "."), strings.Replace(was, "is still open", "is settled", 1))
	if text == was { // which would be right
		text = wants + "; " + was
	}
	return text
}

var (
	firstNumber = regexp.MustCompile(`\b\d[\d,.]*\d\b`)
	firstName   = regexp.MustCompile(`\b[Tt]he port of \S+`)
	conditionOf = regexp.MustCompile(` if [^,.]+[,.]`)
)

// longestRead are the texts that look like passages.
func (a obeying) longestRead() (all []string) {
	for _, text := range a.read {
		if len(strings.Fields(text)) > 4 {
			all = append(all, text)
		}
	}
	return append(all, a.order.Text)
}
