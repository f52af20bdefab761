package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
)

// markup is what no sentence has that people read: marks of mentions, links, lists and emphasis, entities, and numbers of
// citations.
var markup = regexp.MustCompile("(?i)[<>{}`*_#|\\\\@]|\\[[^\\]]*\\]|https?:|www\\.|://|&#?\\w+;")

// ended finds a text that ends with a mark that sentences end with.
var ended = regexp.MustCompile(`[.!?"”’']$`)

// unfinished finds a text that ends with a word that no sentence ends with, or with nothing before its mark.
var unfinished = regexp.MustCompile(`(?i)(?:\b(?:an?|the|and|or|but|nor|if|than|because|its|their|our|your|whose|every)|[\s,;:–—-])[.!?"”’']+$`)

// unfit says what makes a draft no sentence to show, whatever it says.
func unfit(d Statement) string {
	switch text := d.Text; {
	case strings.TrimSpace(text) != text || text == "":
		return "it is empty, or begins or ends with a space"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "it has characters that are not shown"
	case markup.MatchString(text):
		return "it has markup, a link or a mention"
	case len(d.Citations) == 0 || len(d.Citations) > maxStatements:
		return "it cites nothing, or too much"
	case !ended.MatchString(text) || unfinished.MatchString(text):
		return "it is no whole sentence"
	}
	quoted := 0
	for _, c := range d.Citations {
		quoted += len(c.Quote)
	}
	if len(d.Text) > 2*quoted+200 {
		return "it is longer than what it rests on"
	}
	return ""
}

// strange says what of a draft's writing, not of its words, is not that of what it says anew: the gate reads words alone, and
// takes those in capitals, with marks upon them or of letters that look alike for the same.
func strange(text string, said []Statement) string {
	var from []string
	for _, s := range said {
		from = append(from, s.Text)
		for _, c := range s.Citations {
			from = append(from, c.Quote)
		}
	}
	articles := strings.Join(from, "\n")
	if r := strings.IndexFunc(text, func(r rune) bool { return !plain(r) && !strings.ContainsRune(articles, r) }); r >= 0 {
		return "it has a character that its quotes do not have"
	}
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case !unicode.IsLetter(first) && !unicode.IsDigit(first) && !opening(first) && !slices.ContainsFunc(from, func(s string) bool { return strings.HasPrefix(s, string(first)) }):
		return "it begins with a mark"
	case nameless.MatchString(text) && !ofNobody.MatchString(text) && !slices.ContainsFunc(said, func(s Statement) bool { return nameless.MatchString(s.Text) }):
		return "it begins with a pronoun"
	case fragment(text) && !slices.ContainsFunc(said, func(s Statement) bool { return fragment(s.Text) }):
		return "it is a part of a sentence"
	case beheaded(text, said):
		return "it begins in the middle of a sentence"
	case unattributed(text, said):
		return "it leaves out who says so"
	case leadsAnew(text, articles):
		return "it leads in with what no article does"
	case repeats(text, said):
		return "it says the same twice"
	case strings.Contains(text, "?") && !strings.Contains(articles, "?") || strings.HasSuffix(text, "?") && !slices.ContainsFunc(said, func(s Statement) bool { return strings.HasSuffix(s.Text, "?") }):
		return "it asks"
	case strings.Contains(text, "!") && !strings.Contains(articles, "!"):
		return "it shouts"
	}
	words := map[string]bool{} // of the articles, as they are written
	for _, t := range english.Tokens(articles) {
		words[t.Text] = true
	}
	for _, t := range english.Tokens(text) {
		if english.AllCapitals(t.Text) && !words[t.Text] && (words[strings.ToLower(t.Text)] || words[english.Capitalised(strings.ToLower(t.Text))]) {
			return "it shouts"
		}
	}
	return ""
}

var (
	parting = regexp.MustCompile(`[.!?:;]["”’')]*\s+`)
	thatIf  = regexp.MustCompile(`(?i)\bthat (?:if|unless|once|when|should) [^,]*$`)
)

// fragment says whether a part of a text between marks is a clause that depends on nothing: "If Norway pays."
func fragment(text string) bool {
	return slices.ContainsFunc(parting.Split(text, -1), func(one string) bool {
		p := english.Parse(one)
		main := slices.ContainsFunc(p.Clauses, func(c english.Clause) bool { return c.Kind == english.Main })
		return len(p.Clauses) > 0 && !main && p.Clauses[0].Start == 0 || thatIf.MatchString(one)
	})
}

// beheaded says whether a sentence of a text is most of one that was found, from its middle on, and what stands there before it is
// gone: "write that Norway pays" makes nobody pay. It says so too of a few words without a verb that are a part of one.
func beheaded(text string, said []Statement) bool {
	return slices.ContainsFunc(sentencesOf(text), func(words []string) bool {
		verbless := len(english.Parse(strings.Join(words, " ")).Clauses) == 0
		part := verbless && len(words) <= 3
		for _, s := range said {
			for _, from := range sentencesOf(s.Text) {
				at := runAt(from, words[:min(len(words), 4)])
				if at == 0 {
					return false
				}
				most := at > 0 && 4*alike(from[at:], words) >= 3*len(words)
				lost := most && slices.ContainsFunc(from[:at], func(w string) bool { return !english.FunctionWord(w) && !slices.Contains(words, w) })
				part = part || lost || verbless && runAt(from, words) > 0
			}
		}
		return part
	})
}

// repeats says whether a text says three words in a row more often than all that was found.
func repeats(text string, said []Statement) bool {
	count := func(text string, in map[string]int) {
		words := lowered(text)
		for i := 0; i+3 <= len(words); i++ {
			if three := words[i : i+3]; !english.FunctionWord(three[0]) || !english.FunctionWord(three[2]) {
				in[strings.Join(three, " ")]++
			}
		}
	}
	there, here := map[string]int{}, map[string]int{}
	for _, s := range said {
		count(s.Text, there)
	}
	count(text, here)
	for three, n := range here {
		if n > 1 && n > there[three] {
			return true
		}
	}
	return false
}

// sentencesOf are the words of each sentence of a text that has any; a semicolon ends one.
func sentencesOf(text string) (all [][]string) {
	for _, span := range english.Sentences(text) {
		for one := range strings.SplitSeq(text[span.Start:span.End], ";") {
			if words := lowered(one); len(words) > 0 {
				all = append(all, words)
			}
		}
	}
	return all
}

// lowered are the words of a text, without its marks.
func lowered(text string) (all []string) {
	for _, t := range english.Tokens(text) {
		if strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			all = append(all, strings.ToLower(t.Text))
		}
	}
	return all
}

// alike is how many words two texts begin with alike.
func alike(a, b []string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// runAt is where words stand in a row among others; -1 for nowhere.
func runAt(in, words []string) int {
	for i := 0; i+len(words) <= len(in); i++ {
		if slices.Equal(in[i:i+len(words)], words) {
			return i
		}
	}
	return -1
}

// unattributed says whether a sentence of a text is most of one that was found, without the words at its end for who says so, and
// nobody is named beside it.
func unattributed(text string, said []Statement) bool {
	reports := func(c english.Clause) bool { return c.Report }
	for _, span := range english.Sentences(text) {
		sentence := text[span.Start:span.End]
		words := lowered(sentence)
		for _, s := range said {
			if s.SaidBy != "" && !strings.Contains(strings.ToLower(text), strings.ToLower(s.SaidBy)) {
				continue
			}
			for _, of := range english.Sentences(s.Text) {
				whole := s.Text[of.Start:of.End]
				if 4*alike(lowered(whole), words) >= 3*len(words) && slices.ContainsFunc(english.Parse(whole).Clauses, reports) &&
					!slices.ContainsFunc(english.Parse(sentence).Clauses, reports) {
					return true
				}
			}
		}
	}
	return false
}

// leadsAnew says whether a text puts words before a colon that no article puts before one.
func leadsAnew(text, articles string) bool {
	return slices.ContainsFunc(beforeColon.FindAllString(text, -1), func(lead string) bool { return !strings.Contains(articles, lead) })
}

// beforeColon finds a colon with the word before it.
var beforeColon = regexp.MustCompile(`[^\s:]+:`)

// nameless finds a sentence that begins with somebody who has no name in it, ofNobody one in which "it" stands for nobody.
var (
	nameless = regexp.MustCompile(`^(?i:he|she|it|they|his|her|its|their|this|these|those)\b`)
	ofNobody = regexp.MustCompile(`^It (?:is|was|would be|will be|has been|remains|remained|seems|appears)\b.*\b(?:that|how|whether|who|what|when|where|if|to)\b`)
)

// plain says whether a character is one that English is written with: no letter that looks like another, no other space.
func plain(r rune) bool {
	return r >= ' ' && r <= '~' || strings.ContainsRune("“”‘’–—…€£", r)
}

// opening says whether a sentence may begin with a mark.
func opening(r rune) bool { return strings.ContainsRune("\"'“‘($€£", r) }
