package sources

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFrontMatter bounds what is given to the YAML parser, in bytes: its effort grows with the square of
// what is nested (a second for this much).
const maxFrontMatter = 16 << 10

// place is where the parser's messages point to within the block, which we say as a line of the file.
var place = regexp.MustCompile(` at \[\d+:\d+\]`)

// metadata is what a file says about its article. Zero values mean it does not say.
type metadata struct {
	id, title, publisher string
	published            time.Time
	url                  string
	brief                bool
	language             string
}

// frontMatter reads YAML between `---` lines at the start of a text and gives the rest of the text.
// A text that does not start so comes back whole. The error's text names the line and reads on after a path.
func frontMatter(text string) (m metadata, body string, err error) {
	start := strings.TrimLeft(text, " \t\n")
	before := strings.Count(text[:len(text)-len(start)], "\n") // lines above the opening one
	first, rest, _ := strings.Cut(start, "\n")
	if strings.TrimRight(first, " \t") != "---" {
		return m, text, nil
	}
	block, body, closed := untilRule(rest)
	if !closed {
		return m, "", fmt.Errorf("has bad front matter: line %d opens it with --- and no later line closes it; add a --- line", before+1)
	}
	if len(block) > maxFrontMatter {
		return m, "", fmt.Errorf("has bad front matter: it is over %s; shorten it", size(maxFrontMatter))
	}
	bad := func(line int, what string) error {
		return fmt.Errorf("has bad front matter: line %d: %s", before+1+line, what)
	}
	file, err := parser.ParseBytes([]byte(block), 0)
	if err != nil {
		line, what := 1, err.Error()
		var in yaml.Error
		if errors.As(err, &in) {
			what = place.ReplaceAllString(in.GetMessage(), "")
			if t := in.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
		}
		return m, "", bad(line, what+"; write `key: value` lines and put values with : or # in quotes")
	}
	for _, doc := range file.Docs {
		entries, ok := pairs(doc.Body)
		if !ok {
			return m, "", bad(1, "it is not made of `key: value` lines")
		}
		for _, kv := range entries {
			if line, err := m.set(kv); err != nil {
				return m, "", bad(line, err.Error())
			}
		}
	}
	return m, body, nil
}

// untilRule cuts a text at the first line that is --- or ....
func untilRule(text string) (before, after string, found bool) {
	for at := 0; at < len(text); {
		line, _, more := strings.Cut(text[at:], "\n")
		next := at + len(line)
		if more {
			next++
		}
		if l := strings.TrimRight(line, " \t"); l == "---" || l == "..." {
			return text[:at], text[next:], true
		}
		at = next
	}
	return text, "", false
}

func pairs(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// set takes over one pair. Keys that are not ours are ignored: files of other programs have many.
func (m *metadata) set(kv *ast.MappingValueNode) (line int, err error) {
	t := kv.Key.GetToken()
	if t == nil {
		return 1, nil
	}
	if t.Position != nil {
		line = t.Position.Line
	}
	key := strings.ToLower(t.Value)
	switch key {
	case "id", "title", "publisher", "published", "date", "url", "canonical", "brief", "language":
	default:
		return line, nil
	}
	value, ok := scalar(kv.Value)
	if !ok {
		return line, fmt.Errorf("%s is not a single value", key)
	}
	if value == "" {
		return line, nil
	}
	switch key {
	case "id":
		m.id = value
	case "title":
		m.title = value
	case "publisher":
		m.publisher = value
	case "published", "date":
		d, err := day(value)
		if err != nil {
			return line, fmt.Errorf("%s: %q %w", key, value, err)
		}
		if key == "published" || m.published.IsZero() {
			m.published = d
		}
	case "url", "canonical":
		if u := webAddress(value, nil); u != "" && (key == "url" || m.url == "") {
			m.url = u
		}
	case "brief":
		switch strings.ToLower(value) {
		case "true", "yes":
			m.brief = true
		case "false", "no":
		default:
			return line, fmt.Errorf("brief: %q is neither true nor false", value)
		}
	case "language":
		m.language = base(value)
	}
	return line, nil
}

// scalar is the text of a plain value in one line; aliases and collections have none.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return oneLine(n.Value), true
	case *ast.LiteralNode:
		if n.Value == nil {
			return "", true
		}
		return oneLine(n.Value.Value), true
	case *ast.TagNode:
		return scalar(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return oneLine(n.GetToken().Value), true
	}
	return "", false
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
}

// webAddress is an absolute http or https address, resolved against from when that is known, else "".
func webAddress(s string, from *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return ""
	}
	if from != nil {
		u = from.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
