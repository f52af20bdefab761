package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// leadIn takes "According to X," and "X said that", "X said:" off the front, "according to X" and ", X said" off the end.
// X has to stand in a quote as it stands here, or be the publisher.
func (j *judgement) leadIn(ws []wording.Word) (who string, rest []wording.Word, ok bool) {
	for _, l := range leadIns(ws) {
		who = j.span(l.who)
		if len(l.rest) > 0 && (j.quotes(l.who) || j.publishes(who)) {
			return who, l.rest, true
		}
	}
	return "", nil, false
}

type lead struct{ who, rest []wording.Word }

// mostWho bounds the words that name a speaker.
const mostWho = 14

func leadIns(ws []wording.Word) []lead {
	var out []lead
	n := len(ws)
	if n > 3 && ws[0].Text == "according" && ws[1].Text == "to" {
		for i := 3; i < n && i < mostWho; i++ {
			if ws[i].Mark == ',' || ws[i].Mark == ':' {
				out = append(out, lead{ws[2:i], ws[i:]})
			}
		}
		return out
	}
	for i := 1; i+1 < n && i < mostWho; i++ {
		if saidWords[ws[i].Text] && ws[i].Mark == 0 {
			next := i + 1
			if ws[next].Text == "that" {
				next++
			}
			out = append(out, lead{ws[:i], ws[min(next, n):]})
			break
		}
	}
	for i := n - 2; i > 1 && i > n-mostWho; i-- {
		switch {
		case ws[i].Text == "according" && ws[i+1].Text == "to":
			out = append(out, lead{ws[min(i+2, n):], ws[:i]})
		case ws[i].Mark != ',' && ws[i].Mark != '"':
		case saidWords[ws[n-1].Text]:
			out = append(out, lead{ws[i : n-1], ws[:i]})
		case saidWords[ws[i].Text]:
			out = append(out, lead{ws[i+1:], ws[:i]})
		}
	}
	return out
}

// quotes says whether words stand together inside a quote and name somebody.
func (j *judgement) quotes(run []wording.Word) bool {
	for _, w := range run {
		if negations[w.Text] || modalWords[w.Text] || conditionWords[w.Text] || auxiliaries[w.Text] {
			return false
		}
	}
	for _, s := range j.sources {
		if k := wording.RunAt(s.words, run); len(run) > 0 && k >= 0 && s.quotedRun(k, k+len(run)) {
			return true
		}
	}
	return false
}

// publishes says whether a name is that of a cited article's publisher.
func (j *judgement) publishes(name string) bool {
	for _, c := range j.s.Citations {
		if c.Publisher != "" && english.Fold(c.Publisher) == english.Fold(name) {
			return true
		}
	}
	return false
}

// quotations asks that what the Statement puts in quotation marks stands so, word for word, in a source.
func (j *judgement) quotations() *flaw {
	text := j.s.Text
	for i := 0; i < len(text); {
		open := strings.IndexAny(text[i:], "“\"")
		if open < 0 {
			return nil
		}
		open += i
		start := open + len(`"`)
		closing := `"`
		if text[open] != '"' {
			start, closing = open+len("“"), "”"
		}
		n := strings.Index(text[start:], closing)
		if n < 0 {
			return nil // a quotation that goes on in the next sentence
		}
		words := wording.Of(text[start : start+n])
		for len(words) > 0 { // a quotation may be of several sentences
			end := 1
			for end < len(words) && words[end].Mark != '.' {
				end++
			}
			if !j.stands(words[:end]) && !j.stands(words) {
				return unsupported("no quote has the quoted words %q", text[start:start+n])
			}
			words = words[end:]
		}
		i = start + n + len(closing)
	}
	return nil
}

// stands says whether words stand together in some source.
func (j *judgement) stands(words []wording.Word) bool {
	for _, src := range j.sources {
		if wording.RunAt(src.words, words) >= 0 {
			return true
		}
	}
	return false
}
