package sources

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxElements bounds the pages that the library is asked about, whose effort grows faster than the page.
const maxElements = 20_000

// readPage gives what an HTML page says about its article, and the article's text as Markdown. at is where the page was found, to
// which its addresses refer; nil when not known. When the library finds no main text, as on very short pages, all of the page's
// text is taken.
func readPage(source string, at *url.URL) (metadata, string, error) {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return metadata{}, "", err
	}
	takeApart(doc)
	m := pageMetadata(doc, at)
	body := ""
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	if got, err := parser.ParseDocument(doc, nil); err == nil && got.Node != nil {
		body = render(got.Node)
		if m.title == "" {
			m.title = oneLine(got.Title())
		}
	}
	if body == "" {
		body = render(mainPart(doc))
	}
	return m, body, nil
}

// mainPart is the page's only <article>, else its <main>, else all of it.
func mainPart(doc *html.Node) *html.Node {
	var articles, mains []*html.Node
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Article:
			articles = append(articles, n)
		case atom.Main:
			mains = append(mains, n)
		}
	}
	switch {
	case len(articles) == 1:
		return articles[0]
	case len(mains) == 1:
		return mains[0]
	}
	return doc
}

// hints are the places in which a page may say one thing, best first. perhaps and around are dates of what may be something else.
type hints struct{ title, publisher, date, perhaps, around, address, language []string }

func pageMetadata(doc *html.Node, at *url.URL) metadata {
	var meta, linked, element, times hints
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			element.language = append(element.language, attr(n, "lang"))
		case atom.Title:
			if n.Parent != nil && n.Parent.DataAtom == atom.Head {
				element.title = append(element.title, text(n))
			}
		case atom.Link:
			if hasWord(attr(n, "rel"), "canonical") {
				element.address = append(element.address, attr(n, "href"))
			}
		case atom.Meta:
			meta.take(strings.ToLower(attr(n, "property")+attr(n, "name")+attr(n, "itemprop")), attr(n, "content"))
			if strings.EqualFold(attr(n, "http-equiv"), "content-language") {
				element.language = append(element.language, attr(n, "content"))
			}
		case atom.Time:
			times.time(n)
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") {
				linked.takeLinked(LinkedData(text(n)), 0)
			}
		}
	}
	m := metadata{
		publisher: firstOf(linked.publisher, meta.publisher),
		url:       firstAddress(append(append(element.address, meta.address...), linked.address...), at),
	}
	m.title = withoutSite(firstOf(meta.title, linked.title, element.title), m.publisher, firstOf(meta.publisher))
	for _, s := range slices.Concat(meta.date, linked.date, meta.perhaps, times.date, times.perhaps, times.around) {
		if d, err := day(s); err == nil && d.Unix() != 0 { // else it was never filled in
			m.published = d
			break
		}
	}
	for _, s := range append(append(element.language, linked.language...), meta.language...) {
		if m.language == "" {
			m.language = base(s)
		}
	}
	return m
}

func (h *hints) take(key, value string) {
	switch key {
	case "og:title":
		h.title = append([]string{value}, h.title...)
	case "twitter:title", "dc.title", "headline":
		h.title = append(h.title, value)
	case "og:site_name":
		h.publisher = append([]string{value}, h.publisher...)
	case "application-name", "dc.publisher", "article:publisher_name":
		h.publisher = append(h.publisher, value)
	case "article:published_time":
		h.date = append([]string{value}, h.date...)
	case "og:article:published_time", "datepublished", "pubdate", "publish-date", "publishdate", "dc.date.issued", "parsely-pub-date":
		h.date = append(h.date, value)
	case "dc.date", "date", "sailthru.date": // or of the last change, or of today
		h.perhaps = append(h.perhaps, value)
	case "og:url":
		h.address = append(h.address, value)
	case "og:locale", "dc.language", "inlanguage", "language":
		h.language = append(h.language, value)
	}
}

// time takes the date of a <time>: first those that say they are of the publication, then those in the article, then others. What is of
// a change, or around the article, is none.
func (h *hints) time(n *html.Node) {
	said, name := attr(n, "datetime"), strings.ToLower(attr(n, "itemprop")+" "+attr(n, "class"))
	switch {
	case within(n, atom.Nav), within(n, atom.Aside), within(n, atom.Footer), within(n, atom.Header) && !within(n, atom.Article) && !within(n, atom.Main):
	case strings.Contains(name, "publish"):
		h.date = append(h.date, said)
	case strings.Contains(name, "modif"), strings.Contains(name, "update"):
	case within(n, atom.Article), within(n, atom.Main):
		h.perhaps = append(h.perhaps, said)
	default:
		h.around = append(h.around, said)
	}
}

// wrapping finds what stands around JSON in a script, so that browsers of old do not read it: a comment, or CDATA.
var wrapping = regexp.MustCompile(`^\s*(?:/\*|//)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?|;?\s*(?:/\*|//)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*$|;\s*$`)

// LinkedData reads the JSON of a script of schema.org data, also with breaks in its texts; nil when it is none.
func LinkedData(script string) (v any) {
	script = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, wrapping.ReplaceAllString(script, ""))
	if json.Unmarshal([]byte(script), &v) != nil {
		return nil
	}
	return v
}

// takeLinked takes what the article objects of schema.org data say, in lists and @graph too.
func (h *hints) takeLinked(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, in := range v {
			h.takeLinked(in, depth+1)
		}
	case map[string]any:
		h.takeLinked(v["@graph"], depth+1)
		h.takeLinked(v["mainEntity"], depth+1)
		if !isArticle(v["@type"]) {
			return
		}
		h.title = append(h.title, str(v["headline"]))
		h.date = append(h.date, str(v["datePublished"]))
		h.language = append(h.language, str(v["inLanguage"]))
		h.address = append(h.address, str(v["url"]))
		publisher := v["publisher"]
		if list, ok := publisher.([]any); ok && len(list) > 0 {
			publisher = list[0]
		}
		if p, ok := publisher.(map[string]any); ok {
			h.publisher = append(h.publisher, str(p["name"]))
		}
	}
}

func isArticle(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "Posting") || v == "Report"
	case []any:
		for _, in := range v {
			if isArticle(in) {
				return true
			}
		}
	}
	return false
}

func str(v any) string { s, _ := v.(string); return s }

func firstOf(lists ...[]string) string {
	for _, l := range lists {
		for _, s := range l {
			// Titles in schema.org data are often escaped once more.
			if s = oneLine(html.UnescapeString(s)); s != "" {
				return s
			}
		}
	}
	return ""
}

// firstAddress is the first absolute web address; relative ones are resolved against from, or against the absolute ones.
func firstAddress(hints []string, from *url.URL) string {
	for _, s := range hints {
		if a := webAddress(s, nil); a != "" && from == nil {
			from, _ = url.Parse(a)
			break
		}
	}
	for _, s := range hints {
		if a := webAddress(s, from); s != "" && a != "" {
			return a
		}
	}
	return ""
}

// withoutSite takes " | Site" and " - Site" off a title.
func withoutSite(title string, sites ...string) string {
	for _, site := range sites {
		for _, sep := range []string{" | ", " - ", " – ", " — ", " · ", " :: "} {
			if rest, ok := strings.CutSuffix(title, sep+site); ok && site != "" && rest != "" {
				return rest
			}
		}
	}
	return title
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// text is the text in a node, as it stands there.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
