package english

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v3/tag"
	"github.com/jdkato/prose/v3/tokenize"

	"talksbot/knowledge/lexicon"
)

// Token is a word or mark of a text. Text equals the text's bytes from Start to End.
type Token struct {
	Text       string
	Lower      string // lower case, straight quotes
	Lemma      string // dictionary form; Lower where there is none
	Tag        string // Penn Treebank tag; "``" and "''" for quotation marks, "--" for dashes
	Start, End int    // byte offsets
}

// Noun, Verb and the like tell the class of a Token by its tag.
func (t Token) Noun() bool   { return strings.HasPrefix(t.Tag, "NN") }
func (t Token) Proper() bool { return strings.HasPrefix(t.Tag, "NNP") }
func (t Token) Verb() bool   { return strings.HasPrefix(t.Tag, "VB") }

var straight = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "…", "...")

var taggers = sync.OnceValues(func() (*tag.Tagger, error) { return tag.New() })

var tokenizer = tokenize.New()

// Tokens splits one sentence or heading into tagged tokens. Offsets are bytes into text.
func Tokens(text string) []Token {
	var toks []Token
	pieces(text, func(piece string, at int) {
		for _, t := range tokenizer.Tokenize(piece) {
			// marks of emphasis around a word are not read
			word := strings.TrimLeft(t.Text, "*_")
			start := at + t.Start + len(t.Text) - len(word)
			if word = strings.TrimRight(word, "*_"); word != "" {
				toks = appendSplit(toks, word, start)
			}
		}
	})
	toks = joinStops(text, toks)
	words := make([]string, len(toks))
	for i := range toks {
		t := &toks[i]
		t.Lower = strings.ToLower(straight.Replace(t.Text))
		words[i] = straight.Replace(t.Text)
		if i == 0 && functionWords[t.Lower] && isCapital(t.Text) && len(t.Text) > 1 {
			words[i] = strings.ToLower(words[i])
		}
	}
	tagger, err := taggers()
	if err != nil { // the model is compiled in: it can fail to load only in a broken build
		panic(err)
	}
	for i, t := range tagger.Tag(words) {
		toks[i].Tag = t.Tag
	}
	correctTags(toks)
	for i := range toks {
		toks[i].Lemma = lemma(toks[i])
	}
	return toks
}

// appendSplit takes apart what the tokenizer leaves joined: a final stop after a word, dashes between words, slashes
// before a quotation mark, a currency sign before its figure.
func appendSplit(toks []Token, text string, start int) []Token {
	add := func(s string, at int) {
		if s != "" {
			toks = append(toks, Token{Text: s, Start: at, End: at + len(s)})
		}
	}
	// dashes inside a token: "force—location" is two words, "US-led" is one
	for _, dash := range []string{"—", "–", "…", "..."} {
		if i := strings.Index(text, dash); i >= 0 && text != dash {
			toks = appendSplit(toks, text[:i], start)
			add(dash, start+i)
			if rest := text[i+len(dash):]; rest != "" {
				toks = appendSplit(toks, rest, start+i+len(dash))
			}
			return toks
		}
	}
	for _, q := range []string{"“", "”", "„", "«", "»", `"`, "(", ")", "[", "]"} {
		if i := strings.Index(text, q); i >= 0 && text != q {
			if i > 0 {
				toks = appendSplit(toks, text[:i], start)
			}
			add(q, start+i)
			if rest := text[i+len(q):]; rest != "" {
				toks = appendSplit(toks, rest, start+i+len(q))
			}
			return toks
		}
	}
	for _, em := range []string{"**", "__"} {
		if i := strings.Index(text, em); i > 0 {
			toks = appendSplit(toks, text[:i], start)
			if rest := text[i+len(em):]; rest != "" {
				toks = appendSplit(toks, rest, start+i+len(em))
			}
			return toks
		}
	}
	for _, ps := range []string{"’s", "'s", "’S", "'S", "’d", "'d", "’m", "'m", "’ve", "'ve", "’re", "'re", "’ll", "'ll"} {
		if n := len(text) - len(ps); n > 0 && strings.HasSuffix(text, ps) {
			toks = appendSplit(toks, text[:n], start)
			add(text[n:], start+n)
			return toks
		}
	}
	if word, ok := strings.CutPrefix(text, "'"); ok && startsWithLetter(word) && !clipped[strings.ToLower(word)] {
		add("'", start) // 'It is over,' said Lund
		return appendSplit(toks, word, start+1)
	}
	if n := len(text) - 1; n > 0 && strings.ContainsRune(",;:!?", rune(text[n])) {
		toks = appendSplit(toks, text[:n], start)
		add(text[n:], start+n)
		return toks
	}
	if n := len(text) - 1; n > 1 && text[n] == '.' && !isAbbreviation(text) {
		toks = appendSplit(toks, text[:n], start)
		add(".", start+n)
		return toks
	}
	if r, n := utf8.DecodeRuneInString(text); n < len(text) && unicode.Is(unicode.Sc, r) {
		add(text[:n], start)
		return appendSplit(toks, text[n:], start+n)
	}
	add(text, start)
	return toks
}

func correctTags(toks []Token) {
	findVerb(toks)
	for i := range toks {
		t := &toks[i]
		low := t.Lower
		prev, next := at(toks, i-1), at(toks, i+1)
		switch low {
		case `"`, "``", "''":
			t.Tag = "''"
			if t.Text == "“" || t.Text == "„" || t.Text == "«" {
				t.Tag = "``"
			}
			continue
		case "—", "–", "--", "-":
			t.Tag = "--"
			continue
		case "...":
			t.Tag = ":"
			continue
		case "(", "[":
			t.Tag = "("
			continue
		case ")", "]":
			t.Tag = ")"
			continue
		case "'s":
			switch {
			case prev.Noun() && (next.Lower == "not" || next.Lower == "never" || next.Lower == "still" && strings.HasSuffix(at(toks, i+2).Lower, "ing")):
				t.Tag = "VBZ" // Peru's not paying
			case prev.Noun() || strings.HasPrefix(prev.Tag, "CD") || prev.Tag == "DT" || prev.Tag == "" || prev.Tag == "JJ":
				t.Tag = "POS"
			}
			continue
		case "'m", "'re", "'ve":
			t.Tag = "VBP"
			continue
		case "her":
			if n2 := at(toks, i+2); next.Tag == "NN" && prev.Verb() && (n2.Tag == "IN" || n2.Tag == "TO" || n2.Tag == "." || n2.Tag == ",") {
				t.Tag = "PRP$" // gave her word that
			}
			continue
		case "'":
			t.Tag = "''"
			if strings.HasSuffix(prev.Lower, "s") && prev.End == t.Start && next.Start > t.End {
				t.Tag = "POS"
			}
			continue
		case "not", "n't", "never":
			t.Tag = "RB"
			continue
		case "will", "would", "shall", "should", "can", "could", "may", "might", "must", "'ll", "'d", "won", "wo", "ca":
			if low == "won" && next.Lower != "'t" && next.Lower != "n't" {
				break
			}
			if low == "will" && willIsNoun(prev, next) {
				t.Tag = "NN"
				break
			}
			if low == "may" && t.Text == "May" && i > 0 || low == "will" && (prev.Tag == "DT" || prev.Tag == "PRP$" || prev.Tag == "JJ") {
				break
			}
			if low == "may" && t.Text == "May" && next.Tag != "VB" {
				break
			}
			if low == "'d" && had(next, at(toks, i+2)) {
				t.Tag = "VBD"
				continue
			}
			t.Tag = "MD"
			continue
		case "to":
			t.Tag = "TO"
			continue
		case "pending", "outstanding":
			if prev.Verb() || prev.Tag == "RB" {
				t.Tag = "JJ"
				continue
			}
		case "that":
			// a subordinator before a clause, a determiner before a noun: clause building decides
			continue
		}
		if low == "no" && (next.Noun() || strings.HasPrefix(next.Tag, "JJ")) {
			t.Tag = "DT"
			continue
		}
		// "the contrast highlights the gap": a plural before a determiner is a verb, unless one came before
		if t.Tag == "NNS" && next.Tag == "DT" && prev.Noun() && i > 1 && lexicon.Known(low, lexicon.Verb) && strings.HasSuffix(low, "s") && !verbBefore(toks[:i]) {
			t.Tag = "VBZ"
		}
		// "the firm promises there will be": so is one that takes a clause before "there will"
		if t.Tag == "NNS" && prev.Noun() && next.Lower == "there" && complementTaking[lexicon.Lemma(low, lexicon.Verb)] && !verbBefore(toks[:i]) {
			t.Tag = "VBZ"
		}
		if isNumber(low) {
			t.Tag = "CD"
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.Text)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if unicode.Is(unicode.Sc, r) {
				t.Tag = "$"
			} else if t.Tag != "," && t.Tag != "." && t.Tag != ":" {
				t.Tag = ":"
			}
			continue
		}
		// a capitalised word that no dictionary has in lower case is a name
		if !t.Noun() && t.Tag != "CD" && unicode.IsUpper(r) && !functionWords[low] && !lexicon.Known(low, lexicon.Any) && !strings.Contains(low, "-") && t.Tag != "JJ" && t.Tag != "MD" && t.Tag != "PRP" && t.Tag != "PRP$" && t.Tag != "DT" {
			t.Tag = "NNP"
		}
		// "envoy" is no verb, whatever stands around it
		if t.Verb() && !unicode.IsUpper(r) && !lexicon.Known(low, lexicon.Verb) && lexicon.Known(low, lexicon.Noun) {
			t.Tag = "NN"
		}
		// "arrive" is no noun
		if (t.Tag == "NN" || t.Tag == "NNS") && unicode.IsLower(r) && lexicon.Known(low, lexicon.Verb) && !lexicon.Known(low, lexicon.Noun) && (prev.Noun() || prev.Tag == "PRP") && !strings.HasSuffix(low, "ing") {
			t.Tag = "VBP"
		}
		// particles inside a name: Ana da Costa
		if nameParticles[low] && unicode.IsLower(r) && isCapital(prev.Text) && !functionWords[prev.Lower] && (isCapital(next.Text) || nameParticles[next.Lower] && isCapital(at(toks, i+2).Text)) && low != "y" && low != "e" {
			t.Tag = "NNP"
		}
		// a capitalised word inside a sentence is a name, whatever ending it has
		if i > 0 && unicode.IsUpper(r) && !t.Noun() && t.Tag != "JJ" && t.Tag != "PRP" && t.Tag != "MD" && !sentenceStart(toks, i) && !functionWords[low] {
			t.Tag = "NNP"
		}
		// "suggested deploying aircraft": an -ing form with an object is a verb
		if strings.HasSuffix(low, "ing") && t.Tag == "NN" && (next.Tag == "DT" || next.Tag == "PRP$" || next.Noun() && prev.Verb()) && prev.Tag != "DT" && prev.Tag != "JJ" && !prev.Noun() && prev.Tag != "PRP$" {
			t.Tag = "VBG"
		}
		// "accept carefully worded language": a past form between an adverb and a noun is an adjective
		if (t.Tag == "VBD" || t.Tag == "VBN") && prev.Tag == "RB" && strings.HasSuffix(prev.Lower, "ly") && next.Noun() && !next.Proper() && (at(toks, i-2).Verb() || at(toks, i-2).Tag == "DT" || at(toks, i-2).Tag == "IN") && at(toks, i-2).Lemma == "" {
			t.Tag = "JJ"
		}
		// "which developed nations were": a past form between a link word and a noun with a verb of its own
		if (t.Tag == "VBD" || t.Tag == "VBN") && strings.HasSuffix(low, "ed") && (prev.Tag == "WDT" || prev.Tag == "IN" || prev.Tag == "CC") && next.Noun() {
			if n2 := at(toks, i+2).Tag; n2 == "VBD" || n2 == "MD" || n2 == "VBZ" || n2 == "VBP" {
				t.Tag = "JJ"
			}
		}
		// "if growing cities were": a present form between such a word and a noun with a verb of its own
		if t.Tag == "VBG" && next.Tag == "NNS" && (prev.Lower == "if" || prev.Lower == "that" || prev.Lower == "because" || prev.Lower == "unless" || prev.Lower == "until" || prev.Lower == "although") {
			if n2 := at(toks, i+2).Tag; n2 == "VBD" || n2 == "MD" || n2 == "VBP" {
				t.Tag = "JJ"
			}
		}
		// after a modal, or "to" that no determiner follows, comes a bare verb
		if (prev.Tag == "MD" || prev.Tag == "RB" && at(toks, i-2).Tag == "MD") && (t.Tag == "NN" || t.Tag == "VBP" || t.Tag == "NNP" && !unicode.IsUpper(r)) && !(strings.HasSuffix(low, "ly") && lexicon.Known(low, lexicon.Adverb)) {
			t.Tag = "VB"
		}
		if do := at(toks, i-2).Lower; (prev.Lower == "not" || prev.Lower == "n't" || prev.Lower == "never") && (do == "did" || do == "does" || do == "do") && (t.Tag == "NN" || t.Tag == "JJ") && unicode.IsLower(r) && isVerb(low) {
			t.Tag = "VB" // did not sign
		}
		if prev.Tag == "TO" && (t.Tag == "NN" || t.Tag == "VBP" || t.Tag == "JJ") && lexicon.Lemma(low, lexicon.Verb) == low && (next.Tag == "DT" || next.Tag == "PRP$" || next.Tag == "IN") && isVerb(low) {
			t.Tag = "VB"
		}
	}
}

func startsWithLetter(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r)
}

func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func verbBefore(toks []Token) bool {
	for _, t := range toks {
		switch t.Tag {
		case "MD", "VBD", "VBZ", "VBP":
			return true
		}
	}
	return false
}

// sentenceStart says whether token i stands where a capital says nothing: first, or after a stop or an opening quotation mark.
func sentenceStart(toks []Token, i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch toks[j].Tag {
		case "``", "''", "(":
			continue
		case ".", ":", "--":
			return true
		}
		return false
	}
	return true
}

func isNumber(w string) bool {
	if d := strings.TrimLeft(w, "'"); d != "" && d[0] >= '0' && d[0] <= '9' { // '90s
		return true
	}
	return numberWords[w] || moneyMark.MatchString(w)
}

// clipped are words that begin with an apostrophe, without it.
var clipped = Set(`s re ve ll d m t em n tis twas til cause`)

// moneyMark finds a sum whose currency is written before the figure without a space: nkr100bn, us$5m.
var moneyMark = regexp.MustCompile(`^(?:[a-z]{0,3}[$€£¥]|nkr|skr|dkr|rs|rm|chf|eur|usd|gbp|nok|sek|dkk|inr|cny)\d`)

func at(toks []Token, i int) Token {
	if i < 0 || i >= len(toks) {
		return Token{}
	}
	return toks[i]
}

func isVerb(w string) bool { return lexicon.Known(w, lexicon.Verb) }

func lemma(t Token) string {
	switch {
	case t.Lower == "'s" && t.Tag != "POS", t.Lower == "'re", t.Lower == "'m":
		return "be"
	case t.Lower == "'ve":
		return "have"
	case t.Lower == "'ll" || t.Lower == "wo" || t.Lower == "won" && t.Tag == "MD":
		return "will"
	case t.Lower == "'d" && t.Tag == "VBD":
		return "have"
	case t.Lower == "'d":
		return "would"
	case t.Lower == "n't":
		return "not"
	case t.Verb():
		return lexicon.Lemma(t.Lower, lexicon.Verb)
	case t.Noun():
		return lexicon.Lemma(t.Lower, lexicon.Noun)
	}
	return t.Lower
}
