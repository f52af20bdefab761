package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
)

var sentenceEnd = regexp.MustCompile(`[.!?]["”’')]*\s+`)

// ending puts words before the mark that ends a sentence.
func ending(s, words string) string {
	at := len(strings.TrimRight(s, ".!?"))
	return s[:at] + words + s[at:]
}

// halved breaks off in the middle of a word.
func halved(s string) []string {
	for i := len(s) / 2; i < len(s)-1; i++ {
		if s[i-1]|0x20 >= 'a' && s[i-1]|0x20 <= 'z' && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' {
			return []string{s[:i], s[:i] + "."}
		}
	}
	return nil
}

var ifClause = regexp.MustCompile(`(?:^|[^s] )[Ii]f [^,.;:“”"]+,`)

// conditionAlone leaves out what a condition would bring.
func conditionAlone(s string) []string {
	if at := ifClause.FindStringIndex(s); at != nil {
		return []string{s[:at[1]-1] + "."}
	}
	return nil
}

var (
	hedges = regexp.MustCompile(`(?i)\b(?:nearly|almost|at least|more than|fewer than|less than|reportedly|allegedly|probably|likely|perhaps|possibly|provisionally|former|proposed|possible|potential|planned|some|most|many|several|part of|only|in principle|partly|expected to|tentatively) `)
	// attributions are what says whose word it is.
	attributions = regexp.MustCompile(`^(?:According to [^,]+, |[^,.“”"]{3,60} (?:said|says|told reporters|warned|insisted|argued|claimed) (?:on \w+day )?(?:that )?)|, (?:[^,.“”"]{0,50} (?:said|says|warned|insisted|argued)|(?:said|says|according to) [^,.“”"]{2,60})(?: on \w+day)?(?:\.|$)`)
	notYet       = regexp.MustCompile(`(?i)\b(?:not yet|not|never|no longer|unless|if|without) `)
)

// without leaves out what fits.
func without(re *regexp.Regexp) func(string) []string {
	return func(s string) (all []string) {
		for _, at := range re.FindAllStringIndex(s, -1) {
			out := strings.TrimSpace(s[:at[0]] + s[at[1]:])
			if strings.HasSuffix(s[at[0]:at[1]], ".") {
				out += "."
			}
			all = append(all, english.Capitalised(out))
		}
		return all
	}
}

// exchange is a word and what makes something else of it.
type exchange struct {
	from *regexp.Regexp
	to   string
}

var (
	quantities = []exchange{{regexp.MustCompile(`\b[Ss]ome\b`), "all"}, {regexp.MustCompile(`\b[Mm]ost\b`), "all"}, {regexp.MustCompile(`\b[Aa]t least\b`), "at most"},
		{regexp.MustCompile(`\b[Uu]p to\b`), "more than"}, {regexp.MustCompile(`\b[Mm]ore than\b`), "less than"}, {regexp.MustCompile(`\b[Oo]ne of\b`), "all of"},
		{regexp.MustCompile(`\b[Ff]ewer than\b`), "more than"}, {regexp.MustCompile(`\b[Hh]alf\b`), "all"}, {regexp.MustCompile(`\b[Mm]any\b`), "all"}}
	times = []exchange{{regexp.MustCompile(`\bwill be\b`), "was"}, {regexp.MustCompile(`\bwill\b`), "did"}, {regexp.MustCompile(`\bwould\b`), "did"},
		{regexp.MustCompile(`\bbefore\b`), "after"}, {regexp.MustCompile(`\bafter\b`), "before"}, {regexp.MustCompile(`\bfrom\b`), "until"}, {regexp.MustCompile(`\bnext\b`), "last"}, {regexp.MustCompile(`\bmore\b`), "less"}}
)

func exchanged(all []exchange) func(string) []string {
	return func(s string) (out []string) {
		for _, e := range all {
			if at := e.from.FindStringIndex(s); at != nil {
				out = append(out, s[:at[0]]+e.to+s[at[1]:])
			}
		}
		return out
	}
}

// names are the names in a text, from their first byte to after their last.
func names(text string) (all [][2]int) {
	toks := english.Tokens(text)
	for i := 0; i < len(toks); i++ {
		from := i
		for i < len(toks) && toks[i].Proper() && english.IsCapital(toks[i].Text) {
			i++
		}
		if i > from {
			all = append(all, [2]int{toks[from].Start, toks[i-1].End})
		}
	}
	return all
}

// otherParty puts a name in the place of each one.
func otherParty(s string) (all []string) {
	for _, n := range names(s) {
		if !english.TimeWords.MatchString(s[n[0]:n[1]]) {
			all = append(all, s[:n[0]]+"Mongolia"+s[n[1]:])
		}
	}
	return all
}

// swappedParties makes whoever acts in a sentence whom it is done to: the first name before its verb and the first after it.
func swappedParties(s string) (all []string) {
	verb := subject(s)
	for _, a := range names(s) {
		for _, z := range names(s) {
			if a[1] <= verb && verb <= z[0] && !sameWords(s[a[0]:a[1]], s[z[0]:z[1]]) && !english.TimeWords.MatchString(s[z[0]:z[1]]) {
				return []string{s[:a[0]] + s[z[0]:z[1]] + s[a[1]:z[0]] + s[a[0]:a[1]] + s[z[1]:]}
			}
		}
	}
	return nil
}

// subject is where the subject of a sentence ends, which its verb follows; 0 where that is not clear.
func subject(s string) int {
	p := english.Parse(s)
	if len(p.Clauses) == 0 || len(p.Clauses[0].Subjects) != 1 || p.Clauses[0].Subjects[0] != 0 || p.Clauses[0].Verb != 1 || p.IsPronoun(p.Phrases[0]) {
		return 0
	}
	return p.Tokens[p.Phrases[0].End-1].End
}

// sameWords says whether all words of one of two names are in the other, or both name the same state.
func sameWords(a, b string) bool {
	if code := stateOf(a); code != "" && code == stateOf(b) {
		return true
	}
	x, y := strings.Fields(english.Fold(a)), strings.Fields(english.Fold(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

// stateOf is the state that the first name in a text names, as its capital does too; "" for none.
func stateOf(text string) string {
	words := english.Texts(english.Tokens(text))
	for i := range words {
		if p, _, ok := gazetteer.Match(words, i); ok {
			return p.Code
		}
	}
	return ""
}

// upon puts a mark upon every letter.
func upon(s string, mark rune) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if unicode.IsLetter(r) {
			b.WriteRune(mark)
		}
	}
	return b.String()
}

// lookAlike writes some letters in Cyrillic.
func lookAlike(s string) string {
	return strings.NewReplacer("a", "а", "e", "е", "o", "о", "p", "р", "c", "с").Replace(s)
}

func fullWidth(s string) string { return shifted(s, '！'-'!', '！'-'!') }

func mathBold(s string) string { return shifted(s, 0x1D400-'A', 0x1D41A-'a') }

// shifted writes letters so many characters further on.
func shifted(s string, capitals, small rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + capitals
		case r >= 'a' && r <= 'z':
			return r + small
		}
		return r
	}, s)
}
