package web

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"talksbot/knowledge/sources"
)

// kind is what an address gives.
type kind string

const (
	anything kind = ""
	page     kind = "page"
	feed     kind = "feed"
	sitemap  kind = "sitemap"
	dump     kind = "dump"
	other    kind = "file of another kind"
)

// root finds the first element of a page or an XML file, after what may stand before it.
var root = regexp.MustCompile(`^(?s:\s*(?:<\?.*?\?>|<!--.*?-->|<![^>]*>))*\s*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)`)

// recognise says what a text is, by what it begins with. contentType counts where that says nothing.
func recognise(text, contentType string) kind {
	head := text[:min(len(text), 16<<10)]
	if m := root.FindStringSubmatch(head); m != nil {
		switch strings.ToLower(m[1]) {
		case "rss", "feed", "rdf":
			return feed
		case "urlset", "sitemapindex":
			return sitemap
		}
		return page
	}
	trimmed := strings.TrimSpace(head)
	if strings.HasPrefix(trimmed, "{") {
		return recogniseJSON(text)
	}
	media, _, _ := mime.ParseMediaType(contentType)
	if media == "text/html" || media == "application/xhtml+xml" || media == "text/plain" || media == "" {
		return page
	}
	return other
}

// recogniseJSON tells a JSON Feed, which is one object, from a dump, which is one a line.
func recogniseJSON(text string) kind {
	var whole struct {
		Version string
		Items   json.RawMessage
	}
	if json.Unmarshal([]byte(text), &whole) == nil && (strings.Contains(whole.Version, "jsonfeed") || whole.Items != nil) {
		return feed
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if json.Valid([]byte(first)) {
		return dump
	}
	return other
}

var (
	declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	encoding    = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']`)
)

// asText gives what came as UTF-8: by the byte order mark, else as it is declared by HTTP or in the file, else by its bytes.
func asText(g got) (string, error) {
	raw, contentType := g.body, g.header.Get("Content-Type")
	if m := encoding.FindSubmatch(bytes.TrimPrefix(raw[:min(len(raw), 1024)], []byte("\xef\xbb\xbf"))); m != nil && !strings.Contains(contentType, "charset") {
		contentType = "text/xml; charset=" + string(m[1])
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", problem(g.at, passing, "is empty")
	}
	text, err := sources.Decode(g.at.String(), raw, contentType)
	if err != nil {
		if what := http.DetectContentType(raw); !strings.HasPrefix(what, "text/") && what != "application/octet-stream" {
			return "", problem(g.at, bad, "is no page of text but %s", what)
		}
		return "", unread(g.at, err)
	}
	return text, nil
}

// withoutDeclaration takes off an XML file what says in which character set it was, now that it is in UTF-8.
func withoutDeclaration(text string) string { return declaration.ReplaceAllString(text, "") }
