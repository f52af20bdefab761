package gate

import (
	"strings"

	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// row judges a Statement made of one table row: the first cell, then cells by themselves or after their column's head.
func (j *judgement) row() ([]usage, bool) {
	for _, src := range j.sources {
		if src.block.kind != news.Row || !src.quotedRun(0, len(src.words)) {
			continue
		}
		article, _ := j.Gate.text(src.article)
		heads, body := tableHeads(article, src.start)
		if !body {
			continue
		}
		if rowSays(j.s.Text, news.Cells(src.text), heads) {
			kept := make([]bool, len(src.words))
			for i := range kept {
				kept[i] = true
			}
			return []usage{{source: src, kept: kept}}, true
		}
	}
	return nil, false
}

// tableHeads gives the column heads over the row that starts at a byte of a text; body is false for the heads themselves.
func tableHeads(text string, start int) (heads []string, body bool) {
	line := strings.LastIndexByte(text[:start], '\n') + 1
	first := ""
	for line > 0 {
		from := strings.LastIndexByte(text[:line-1], '\n') + 1
		above := strings.TrimSpace(text[from : line-1])
		if !strings.HasPrefix(above, "|") {
			break
		}
		first, line = above, from
	}
	if first == "" {
		return nil, false
	}
	return news.Cells(first), true
}

// rowSays reads a text as cells in order and asks that each is the row's, under its own head.
func rowSays(text string, row, heads []string) bool {
	rest := wording.Of(text)
	at := 0
	for n, c := range row {
		cell := wording.Of(c)
		if len(cell) == 0 {
			if n < len(heads) && len(wording.Of(heads[n])) > 0 && samePrefix(rest[at:], wording.Of(heads[n])) {
				at += len(wording.Of(heads[n])) // an empty cell, or a dash
			}
			continue
		}
		if n < len(heads) {
			if h := wording.Of(heads[n]); len(h) > 0 && len(rest)-at >= len(h)+len(cell) && samePrefix(rest[at:], h) && samePrefix(rest[at+len(h):], cell) {
				at += len(h)
			}
		}
		if !samePrefix(rest[at:], cell) {
			if n == 0 {
				return false
			}
			continue // a cell that is left out
		}
		at += len(cell)
	}
	return at == len(rest) && at > 0
}

func samePrefix(ws, head []wording.Word) bool {
	if len(ws) < len(head) {
		return false
	}
	for i := range head {
		if !ws[i].Same(head[i]) {
			return false
		}
	}
	return true
}

// belong asks of list points that their lead-in, where the Statement has one, is their own, and that a lead-in which
// denies or conditions its points is not left out.
func (j *judgement) belong() *flaw {
	var leads []*source
	for _, u := range j.uses {
		if u.source.leadsIn() {
			leads = append(leads, u.source)
		}
	}
	for _, u := range j.uses {
		src := u.source
		if src.block.kind != news.Item {
			continue
		}
		article, _ := j.Gate.text(src.article)
		line, start := leadOf(article, src.start)
		if line == "" {
			continue
		}
		own := false
		for _, l := range leads {
			own = own || l.article == src.article && l.end > start && l.start < start+len(line)
		}
		if !own && len(leads) > 0 {
			return contradicted(Other, "%q stands under %q", src.text, line)
		}
		if !own {
			for _, w := range wording.Of(line) {
				if negations[w.Text] || conditionWords[w.Text] || stance.Classes()["declined"][w.Text] {
					return unsupported("%q stands under %q, which is left out", src.text, line)
				}
			}
		}
	}
	return nil
}

// leadsIn says whether a sentence ends with a colon and leads in what follows it.
func (s *source) leadsIn() bool { return strings.HasSuffix(strings.TrimSpace(s.text), ":") }

// leadOf finds the line ending with a colon that a list's point at a byte of a text stands under; "" for none.
func leadOf(text string, at int) (line string, start int) {
	end := strings.LastIndexByte(text[:at], '\n')
	for end > 0 {
		start = strings.LastIndexByte(text[:end], '\n') + 1
		line = strings.TrimSpace(text[start:end])
		end = start - 1
		if line == "" || news.ItemMark.MatchString(line) {
			continue
		}
		if strings.HasSuffix(line, ":") {
			return line, start
		}
		return "", 0
	}
	return "", 0
}
