package sources

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"talksbot/knowledge"
	"talksbot/knowledge/news"
)

// article turns the bytes of a file into an Article. name is the last part of its path.
func (c *clutter) article(at, name string, raw []byte) (knowledge.Article, error) {
	fail := func(reason string, err error) (knowledge.Article, error) {
		return knowledge.Article{}, &Error{Path: at, Reason: reason, Err: err}
	}
	k := kindOf(name)
	text, err := decode(at, raw, k)
	if err != nil {
		return knowledge.Article{}, err
	}
	if strings.TrimSpace(text) == "" {
		return fail("is empty; give it the text of an article or leave it out", nil)
	}
	m, body, err := frontMatter(text)
	if err != nil {
		return fail(err.Error(), err)
	}
	if k == page {
		var own metadata
		if own, body, err = readPage(body, nil); err != nil {
			return fail(fmt.Sprintf("is not a page that can be read (%v); save it again from the browser", err), err)
		}
		m = m.or(own)
	}
	got := c.clean(m.title, body)
	if got.text == "" {
		return fail("has no article text left after cleaning; check that it holds sentences, not only headlines or links", nil)
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	a := knowledge.Article{
		ID:        cmp.Or(m.id, news.Canonical(m.url), stem, name),
		Title:     cmp.Or(m.title, got.title, stem, name),
		Publisher: m.publisher,
		URL:       m.url,
		Published: m.published,
		Brief:     m.brief,
		Language:  cmp.Or(m.language, detect(got.text)),
		Text:      got.text,
	}
	return a, nil
}

// or fills what m does not say from other.
func (m metadata) or(other metadata) metadata {
	m.title = cmp.Or(m.title, other.title)
	m.publisher = cmp.Or(m.publisher, other.publisher)
	m.url = cmp.Or(m.url, other.url)
	m.language = cmp.Or(m.language, other.language)
	if m.published.IsZero() {
		m.published = other.published
	}
	return m
}
