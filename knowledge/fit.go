package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
	"talksbot/knowledge/foreign"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

// longestRewriting bounds a rewritten question, in runes.
const longestRewriting = 300

// address finds what clients make a link of.
var address = regexp.MustCompile(`(?i)[a-z0-9-]{2,}\.[a-z]{2,}`)

// unfitRewriting says why a rewriting is not looked for; "" where it is fit. What it wWords has to be asked in the question or
// those before it: they are strangers' words, and so is the rewriting.
func (st *state) unfitRewriting(q Question, language, text string) string {
	if reason := misshapen(text); reason != "" {
		return reason
	}
	if foreign.Language(text) != foreign.English {
		return "it is not in English"
	}
	r := rewriting{st: st, q: q, language: language, text: text, of: []source{{q.Text, language}}}
	for _, e := range append(q.Earlier[:len(q.Earlier):len(q.Earlier)], q.Understood) {
		if e != "" {
			r.of = append(r.of, source{e, foreign.Language(e)})
		}
	}
	checks := []func() string{r.numbers, r.denials, r.states, r.names, r.words}
	if language == foreign.English {
		checks = append(checks, r.vocabulary, r.order)
	}
	for _, check := range checks {
		if reason := check(); reason != "" {
			return reason
		}
	}
	return ""
}

// misshapen says why a text is not one question of plain words.
func misshapen(text string) string {
	switch n := utf8.RuneCountInString(text); {
	case n < 6 || n > longestRewriting:
		return "it is too short or too long"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "it has characters that are not shown"
	case markup.MatchString(text) || address.MatchString(text):
		return "it has markup, a link or a mention"
	case strings.Count(text, "?") != 1 || !strings.HasSuffix(text, "?") || len(english.Sentences(text)) != 1 || strings.ContainsAny(text, ":;!—"):
		return "it is not one question"
	}
	return ""
}

// source is a text that a rewriting may take from, with its language.
type source struct{ text, language string }

// rewriting is what is held against the question and those before it.
type rewriting struct {
	st       *state
	q        Question
	language string
	text     string
	of       []source // the question first
}

// numbers: those of the question are kept, and no others come in but from the questions before it.
func (r *rewriting) numbers() string {
	figures, words := foreign.Figures(r.text), englishNumbers(r.text)
	var had []string
	var counted []float64
	for i, s := range r.of {
		f, w := foreign.Figures(s.text), foreign.Numbers(s.text, s.language)
		if s.language == foreign.English {
			w = englishNumbers(s.text)
		}
		had, counted = append(had, f...), append(counted, w...)
		if i > 0 {
			continue
		}
		for _, n := range f {
			if !slices.Contains(figures, n) {
				return "it leaves out a number"
			}
		}
		for _, n := range w {
			if !slices.Contains(words, n) && !slices.Contains(figures, plainNumber(n)) {
				return "it leaves out a number"
			}
		}
	}
	for _, n := range figures {
		if !slices.Contains(had, n) && !slices.ContainsFunc(counted, func(c float64) bool { return plainNumber(c) == n }) {
			return "it has a number that was not asked about"
		}
	}
	for _, n := range words {
		if !slices.Contains(counted, n) && !slices.Contains(had, plainNumber(n)) {
			return "it has a number that was not asked about"
		}
	}
	return ""
}

// englishNumbers gives what number words of an English text count; "one" is more than a number.
func englishNumbers(text string) (all []float64) {
	for _, w := range foreign.Words(text) {
		for part := range strings.SplitSeq(w, "-") {
			if n, ok := english.SmallNumbers[part]; ok && n != 1 {
				all = append(all, n)
			} else if n, ok := english.Scales[part]; ok {
				all = append(all, n)
			}
		}
	}
	return all
}

// denials: what the question denies stays denied, and nothing else is.
func (r *rewriting) denials() string {
	denied := foreign.Denies(r.text, foreign.English)
	if foreign.Denies(r.q.Text, r.language) && !denied {
		return "it leaves out a negation"
	}
	if denied && !slices.ContainsFunc(r.of, func(s source) bool { return foreign.Denies(s.text, s.language) }) {
		return "it denies what was not denied"
	}
	return ""
}

// states: those that the question names are kept, and none comes in that was not named. What an unknown writing calls a state is
// taken for one that the articles know.
func (r *rewriting) states() string {
	fold := english.Fold(r.text)
	named := foreign.States(r.q.Text, r.language)
	for _, code := range named {
		if !parties.MentionsState(fold, code) {
			return "it leaves out a state"
		}
	}
	spare := unread(r.q.Text, named)
	for _, code := range foreign.States(r.text, foreign.English) {
		if slices.ContainsFunc(r.of, func(s source) bool { return foreign.MayName(s.text, s.language, code) }) {
			continue
		}
		if spare--; spare < 0 || !r.st.namesState(code) {
			return "it names a state that was not asked about"
		}
	}
	return ""
}

// unread is how many states a text may name that its language's names do not tell, for writings that are not Latin: as many as it
// has words in capitals, or one where there are no capitals and no other state is told.
func unread(text string, told []string) (n int) {
	cased, latin := false, false
	for i, w := range strings.Fields(text) {
		for _, r := range w {
			cased = cased || unicode.IsUpper(r) || unicode.IsLower(r)
			latin = latin || unicode.Is(unicode.Latin, r)
		}
		if i > 0 && english.IsCapital(w) || english.AllCapitals(w) && cased && utf8.RuneCountInString(w) > 1 {
			n++
		}
	}
	switch {
	case latin:
		return 0
	case cased:
		return max(0, n-len(told))
	case len(told) == 0:
		return 1
	}
	return 0
}

// namesState says whether an article names a state by its name.
func (st *state) namesState(code string) bool {
	for _, f := range gazetteer.Forms(code) {
		if terms := index.Terms(f); len(terms) == 1 && st.words.Has(terms[0]) {
			return true
		}
	}
	return false
}

// names: whatever is written with a capital was named, or is a common word of the articles where the question is in another
// language: the Security Council. People that the question names are kept.
func (r *rewriting) names() string {
	words := english.Texts(english.Tokens(r.text))
	for i := 0; i < len(words); i++ {
		if p, n, ok := gazetteer.Match(words, i); ok && p.Form != gazetteer.Region {
			i += n - 1
			continue
		}
		w := words[i]
		if !english.IsCapital(w) || english.FunctionWord(strings.ToLower(w)) || i == 0 && lexicon.Known(strings.ToLower(w), 0) {
			continue
		}
		if !slices.ContainsFunc(r.of, func(s source) bool { return foreign.Spells(s.text, w) }) && !r.common(w) {
			return "it has a name that was not asked about: " + w
		}
	}
	fold := english.Fold(r.text)
	for _, w := range foreign.Words(r.q.Text) {
		if w = english.Fold(w); r.st.people[w].Name != "" && !lexicon.Known(w, 0) && !english.ContainsWord(fold, w) {
			return "it leaves out a name: " + w
		}
	}
	return ""
}

// common says whether a word with a capital is no person's name, for a question in another language: a month that is named there,
// or a word of English that the articles have.
func (r *rewriting) common(w string) bool {
	if r.language == foreign.English {
		return false
	}
	if month := slices.Index(months, w); month >= 0 {
		return slices.ContainsFunc(r.of, func(s source) bool { return slices.Contains(foreign.Months(s.text, s.language), month+1) })
	}
	low := strings.ToLower(w)
	_, person := r.st.people[english.Fold(w)]
	terms := index.Terms(low)
	return !person && lexicon.Known(low, 0) && len(terms) > 0 && r.st.words.Has(terms[0])
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// words: each is one of English, or was used before.
func (r *rewriting) words() string {
	for _, w := range foreign.Words(r.text) {
		for part := range strings.FieldsFuncSeq(w, func(c rune) bool { return c == '-' || c == '\'' }) {
			if len(part) > 2 && !english.FunctionWord(part) && !lexicon.Known(part, 0) && !strings.ContainsFunc(part, unicode.IsDigit) &&
				!isPlaceWord(part) && !slices.ContainsFunc(r.of, func(s source) bool { return foreign.Spells(s.text, part) }) {
				return "it has a word that was not used: " + part
			}
		}
	}
	return ""
}

// isPlaceWord says whether a word is one of a state's name, in whatever case; which states those are is checked apart.
func isPlaceWord(w string) bool {
	_, ok := gazetteer.Lookup(english.Capitalised(w))
	return ok
}

// vocabulary: in English a rewriting puts together what was said, and no more. What the question says itself is kept.
func (r *rewriting) vocabulary() string {
	said := map[string]bool{}
	for _, s := range r.of {
		for _, t := range index.Terms(s.text) {
			said[t] = true
		}
	}
	own := setOf(index.Terms(r.text))
	for t := range own {
		if !said[t] {
			return "it has a word that was not used: " + t
		}
	}
	for _, t := range index.Terms(r.q.Text) {
		if !own[t] && !leaning[t] {
			return "it leaves out a word: " + t
		}
	}
	low := " " + strings.Join(foreign.Words(r.text), " ") + " "
	for _, w := range foreign.Words(r.q.Text) {
		if wWords[w] && !strings.Contains(low, " "+w+" ") {
			return "it does not ask " + w
		}
	}
	return ""
}

var (
	// leaning are words of a follow-up that a clear question has no need of.
	leaning = english.Set(`else too also then same rest other one ones others last latter former thing things back`)
	// wWords are the words that say what is asked for.
	wWords = english.Set(`who whom whose when where why`)
)

// order: names that stand in one question stand in the same order in the rewriting, so that nobody's part becomes another's.
func (r *rewriting) order() string {
	now := capitals(r.text)
	for _, s := range r.of {
		at := -1
		had := capitals(s.text)
		for _, name := range now {
			i := slices.Index(had, name)
			if i >= 0 && i < at {
				return "it has the names of a question in another order"
			}
			at = max(at, i)
		}
	}
	return ""
}

// capitals gives the names of a text in their order: the code of a state, the folded word of others.
func capitals(text string) (all []string) {
	words := english.Texts(english.Tokens(text))
	for i := 0; i < len(words); i++ {
		if p, n, ok := gazetteer.Match(words, i); ok {
			all = append(all, p.Code)
			i += n - 1
		} else if english.IsCapital(words[i]) && !english.FunctionWord(strings.ToLower(words[i])) {
			all = append(all, english.Fold(words[i]))
		}
	}
	return all
}

// plainNumber writes a number as its digits.
func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
