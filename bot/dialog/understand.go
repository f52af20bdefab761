package dialog

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge"
	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
)

// Understand makes a Question of what somebody says, clear without what was said before: "and Germany?" takes the form
// of the question before it, "by when?" its matter. before are the Thread's Questions, oldest first. It is done by rules; the
// knowledge base may have a model that understands more, and gets the questions before it for that.
func Understand(text string, before []knowledge.Question) knowledge.Question {
	q := byRules(text, before)
	for _, b := range before {
		earlier := b.Text
		if b.Understood != "" && !strings.Contains(b.Understood, knowledge.About) {
			earlier = b.Understood
		}
		q.Earlier = append(q.Earlier, earlier)
	}
	return q
}

// Asked is a Question as it was answered, for those that follow it.
func Asked(q knowledge.Question, a knowledge.Answer) knowledge.Question {
	q.Earlier = nil
	if a.Rewriting != nil && a.Rewriting.Used {
		q.Understood = a.Understood
	}
	return q
}

func byRules(text string, before []knowledge.Question) knowledge.Question {
	q := knowledge.Question{Text: text}
	said := strings.TrimSpace(text)
	if len(before) == 0 || said == "" {
		return q
	}
	last := before[len(before)-1]
	prev := last.Understood
	if prev == "" {
		prev = last.Text
	}
	main, about, _ := strings.Cut(prev, knowledge.About)
	if names, ok := ellipsis(said); ok {
		if swapped, done := swap(main, names); done {
			q.Understood = swapped
			if about != "" {
				q.Understood += knowledge.About + about
			}
			return q
		}
		if about != "" {
			main += " " + about
		}
		q.Understood = "What about " + strings.TrimRight(names, "?!. ") + "?" + knowledge.About + main
		return q
	}
	if leans(said) {
		if about != "" { // a follow-up to a follow-up keeps what both are about
			main += " " + about
		}
		q.Understood = capitalise(withoutLeadIn(said)) + knowledge.About + main
	}
	return q
}

var (
	leadIn    = regexp.MustCompile(`(?i)^(?:and|but|so|ok|okay|then|also|or)[,\s]+`)
	whatAbout = regexp.MustCompile(`(?i)^(?:(?:and|but|so|ok|okay|or)[,\s]+)?(?:(?:what|how)\s+about|what\s+of|same\s+for|and\s+for)\s+(.+?)[?.!\s]*$`)
	andBare   = regexp.MustCompile(`(?i)^(?:and|but|or)\s+(.+?)[?.!\s]*$`)
)

func withoutLeadIn(said string) string {
	if strings.HasPrefix(strings.ToLower(said), "so far") {
		return said
	}
	if rest := strings.TrimSpace(leadIn.ReplaceAllString(said, "")); rest != "" {
		return rest
	}
	return said
}

// ellipsis finds a question that only names somebody or something else: "and Germany?", "what about the fee".
func ellipsis(said string) (names string, ok bool) {
	if m := whatAbout.FindStringSubmatch(said); m != nil && !hasVerb(m[1]) {
		return m[1], true
	}
	if m := andBare.FindStringSubmatch(said); m != nil && len(strings.Fields(m[1])) <= 6 && !hasVerb(m[1]) && !circumstance(m[1]) {
		return m[1], true
	}
	return "", false
}

// circumstance says whether words name no new subject but a time, a place, a manner: "in the draft", "by when".
func circumstance(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 {
		return true
	}
	switch strings.ToLower(f[0]) {
	case "in", "by", "at", "on", "when", "why", "where", "how", "who", "what", "which", "after", "before", "since", "under", "during", "from", "until", "if":
		return true
	}
	return false
}

func hasVerb(s string) bool {
	for _, t := range english.Tokens(s) {
		if t.Tag == "MD" || t.Tag == "VBZ" || t.Tag == "VBP" || t.Tag == "VBD" {
			return true
		}
	}
	return false
}

// swap puts names in the place of the party that a question is about: the first state, person or body it names.
func swap(question, names string) (string, bool) {
	toks := english.Tokens(question)
	words := make([]string, len(toks))
	for i, t := range toks {
		words[i] = t.Text
	}
	if startsWithPlace(names) {
		for i := range toks {
			_, n, ok := gazetteer.Match(words, i)
			if !ok {
				continue
			}
			from, to := toks[i].Start, toks[i+n-1].End
			if i > 0 && toks[i-1].Lower == "the" {
				from = toks[i-1].Start // the UK
			}
			// a list of parties is replaced whole
			for j := i + n; j+1 < len(toks) && (toks[j].Lower == "and" || toks[j].Lower == "or" || toks[j].Text == ","); {
				_, m, ok := gazetteer.Match(words, j+1)
				if !ok {
					break
				}
				to = toks[j+m].End
				j += 1 + m
			}
			return question[:from] + names + question[to:], true
		}
	}
	if !capital(firstContent(names)) {
		return "", false
	}
	// a person or body for a person or body: the first name that does not open the question
	for i := 1; i < len(toks); i++ {
		if !toks[i].Proper() || !capital(toks[i].Text) {
			continue
		}
		j := i
		for j+1 < len(toks) && toks[j+1].Proper() && capital(toks[j+1].Text) {
			j++
		}
		return question[:toks[i].Start] + names + question[toks[j].End:], true
	}
	return "", false
}

func firstContent(s string) string {
	for w := range strings.FieldsSeq(s) {
		if !slices.Contains([]string{"the", "a", "an"}, strings.ToLower(w)) {
			return w
		}
	}
	return s
}

func startsWithPlace(names string) bool {
	f := strings.Fields(strings.NewReplacer("?", " ", ",", " ").Replace(names))
	for i := 0; i < len(f) && i <= 1; i++ {
		if _, _, ok := gazetteer.Match(f, i); ok {
			return true
		}
	}
	return false
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// leans says whether a question cannot be understood without the one before: it points back with a pronoun, asks for a
// circumstance only, or names too little of its own.
func leans(said string) bool {
	if leadIn.MatchString(said) && !strings.HasPrefix(strings.ToLower(said), "so far") {
		return true
	}
	toks := english.Tokens(said)
	named, content := false, 0
	for i, t := range toks {
		switch t.Lower {
		case "he", "she", "they", "them", "him", "it", "its", "their", "his", "her", "those", "these", "then", "else":
			return true
		case "there":
			if t.Tag != "EX" {
				return true
			}
		case "that", "this":
			next := ""
			if i+1 < len(toks) {
				next = toks[i+1].Tag
			}
			if t.Tag == "DT" || next == "." || next == "" || strings.HasPrefix(next, "VB") || strings.HasPrefix(next, "NN") {
				return true
			}
		}
		if t.Noun() || t.Verb() && t.Lemma != "be" && t.Lemma != "do" && t.Lemma != "have" || strings.HasPrefix(t.Tag, "JJ") || t.Tag == "CD" {
			content++
		}
		if t.Proper() && capital(t.Text) || isPlace(t.Text) {
			named = true
		}
	}
	return content <= 2 && !named
}

func isPlace(w string) bool {
	_, _, ok := gazetteer.Match([]string{w}, 0)
	return ok
}

func capitalise(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
