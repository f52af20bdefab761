package gate

import (
	"strings"
	"unicode/utf8"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/news"
)

// block is the line of an article that a sentence stands in.
type block struct {
	kind       news.PassageKind // Sentence, Item or Row
	start, end int              // bytes of the article's text, without marker
}

// sources finds the sentences that the Citations quote from, in the order of the Citations; a flaw where a Quote is not
// what the article has at its offsets.
func (g *Gate) sources(s Statement) ([]*source, *flaw) {
	if len(s.Citations) == 0 {
		return nil, unsupported("no citation")
	}
	var out []*source
	for n, c := range s.Citations {
		text, ok := g.text(c.Article)
		switch {
		case !ok:
			return nil, unsupported("citation %d: no article %q is stored", n+1, c.Article)
		case c.Start < 0 || c.End > len(text) || c.Start >= c.End:
			return nil, unsupported("citation %d: offsets %d to %d are not in article %q", n+1, c.Start, c.End, c.Article)
		case text[c.Start:c.End] != c.Quote || !utf8.ValidString(c.Quote):
			return nil, unsupported("citation %d: article %q has other words from %d to %d", n+1, c.Article, c.Start, c.End)
		}
		for _, b := range blocksAround(text, c.Start, c.End) {
			out = g.addSentences(out, text, b, c)
		}
	}
	if len(out) == 0 {
		return nil, unsupported("the quotes have no words")
	}
	return out, nil
}

// addSentences adds the sentences of a block that a Citation touches; a sentence quoted twice is one source.
func (g *Gate) addSentences(out []*source, text string, b block, c news.Citation) []*source {
	spans := []english.Span{{Start: 0, End: b.end - b.start}}
	if b.kind != news.Row {
		spans = english.Sentences(text[b.start:b.end])
	}
next:
	for _, sp := range spans {
		start, end := b.start+sp.Start, b.start+sp.End
		if end <= c.Start || start >= c.End {
			continue
		}
		for _, had := range out {
			if had.article == c.Article && had.start == start {
				had.mark(c)
				continue next
			}
		}
		src := &source{article: c.Article, start: start, end: end, text: text[start:end], block: b, parses: g.parses}
		src.words = wording.Of(src.text)
		if len(src.words) == 0 {
			continue
		}
		src.quoted = make([]bool, len(src.words))
		src.question = strings.HasSuffix(strings.TrimRight(src.text, "\"”’' "), "?")
		src.mark(c)
		out = append(out, src)
	}
	return out
}

// mark notes which words a Citation quotes; a word cut by its border is not quoted.
func (s *source) mark(c news.Citation) {
	for i, w := range s.words {
		if s.start+w.Start >= c.Start && s.start+w.End <= c.End {
			s.quoted[i] = true
		}
	}
}

// blocksAround gives the lines that text[start:end] touches, each without its list or heading marker. Lines that
// follow each other inside a quote without a marker are one block: text wrapped by hand.
func blocksAround(text string, start, end int) []block {
	from := strings.LastIndexByte(text[:start], '\n') + 1
	var out []block
	blank := true
	for from < end {
		to := strings.IndexByte(text[from:], '\n')
		if to < 0 {
			to = len(text)
		} else {
			to += from
		}
		b := block{kind: news.Sentence, start: from, end: to}
		from = to + 1
		line := text[b.start:b.end]
		b.start += len(line) - len(strings.TrimLeft(line, " \t\r#>"))
		line = strings.TrimSpace(text[b.start:b.end])
		b.end = b.start + len(line)
		mark := news.ItemMark.FindString(line)
		switch {
		case line == "":
			blank = true
			continue
		case strings.HasPrefix(line, "|") && strings.Count(line, "|") > 1:
			b.kind = news.Row
		case mark != "":
			b.kind = news.Item
			b.start += len(mark)
		case !blank && len(out) > 0 && out[len(out)-1].kind != news.Row:
			out[len(out)-1].end = b.end
			continue
		}
		blank = false
		out = append(out, b)
	}
	return out
}
