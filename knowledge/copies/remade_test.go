package copies_test

import (
	"regexp"
	"strings"
)

var (
	quotation = regexp.MustCompile(`[“"][^”"\n]{30,}[”"]`)
	adverb    = regexp.MustCompile(` \p{Ll}{3,}ly\b`)
	joined    = regexp.MustCompile(`(\p{Ll})\. The (\p{Ll})`)
	small     = regexp.MustCompile(`^\p{Ll}{5,}$`)
	figure    = regexp.MustCompile(`\b\d{1,3}\b`)
)

func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// first keeps the paragraphs that a share of the words begin in, at least one.
func first(s string, share float64) string {
	limit := int(share * float64(len(strings.Fields(s))))
	var out []string
	n := 0
	for _, p := range paragraphs(s) {
		if n >= limit && n > 0 {
			break
		}
		out = append(out, p)
		n += len(strings.Fields(p))
	}
	return strings.Join(out, "\n\n")
}

// within gives paragraphs of s that make up less than a share of the whole beside own.
func within(s, own string, share float64) string {
	limit := share / (1 - share) * float64(len(strings.Fields(own)))
	var out []string
	n := 0
	for _, p := range paragraphs(s) {
		if n += len(strings.Fields(p)); float64(n) > limit {
			break
		}
		out = append(out, p)
	}
	return strings.Join(out, "\n\n")
}

// once replaces the first match in the middle of a text.
func once(re *regexp.Regexp, s, with string) string {
	at := re.FindStringIndex(s[len(s)/3:])
	if at == nil {
		return s
	}
	return s[:len(s)/3+at[0]] + with + s[len(s)/3+at[1]:]
}

var spellings = []string{"isation", "ization", "ising", "izing", "ised", "ized", "colour", "color", "labour", "labor", "favour", "favor", "honour", "honor", "neighbour", "neighbor",
	"harbour", "harbor", "centre", "center", "programme", "program", "defence", "defense", "licence", "license", "travelling", "traveling", "cancelled", "canceled",
	"organise", "organize", "recognise", "recognize", "finalise", "finalize", "per cent", "percent", "towards", "toward", "metre", "meter"}

func american(s string) string { return strings.NewReplacer(spellings...).Replace(s) }

func british(s string) string {
	var back []string
	for i := 0; i < len(spellings); i += 2 {
		back = append(back, spellings[i+1], spellings[i])
	}
	return strings.NewReplacer(back...).Replace(s)
}

func shorterQuotes(s string) string {
	return quotation.ReplaceAllStringFunc(s, func(q string) string {
		words := strings.Fields(q)
		last := []rune(q)[len([]rune(q))-1]
		return strings.TrimRight(strings.Join(words[:(2*len(words)+2)/3], " "), ",.") + string(last)
	})
}

var otherWords = strings.NewReplacer("However, ", "But ", " but ", " yet ", " also ", " too ", " after ", " following ", " because ", " since ", " while ", " whereas ",
	" said that ", " told reporters that ", " said.", " told reporters.", " which ", " that ", " although ", " even though ", " about ", " some ", " more than ", " over ",
	"Meanwhile, ", "At the same time, ", " on Monday", " Monday", " on Tuesday", " Tuesday", " on Friday", " Friday", " ahead of ", " before ", " including ", " among them ", " in order to ", " to ")

func otherConnectives(s string) string { return otherWords.Replace(s) }

func anotherLead(s string) string {
	ps := paragraphs(s)
	if len(ps) < 4 {
		return s
	}
	ps[0] = "There was movement again this week, a dispatch seen by this newspaper says, and here is what is known of it so far."
	return strings.Join(ps, "\n\n")
}

// oneWordLess takes a word out of the middle of each sentence: one in small letters, so that no name goes.
func oneWordLess(s string) string {
	ps := paragraphs(s)
	for i, p := range ps {
		sentences := strings.SplitAfter(p, ". ")
		for k, one := range sentences {
			words := strings.Fields(one)
			for at := len(words) / 2; at < len(words)-1; at++ {
				if small.MatchString(words[at]) {
					words = append(words[:at], words[at+1:]...)
					break
				}
			}
			sentences[k] = strings.Join(words, " ")
		}
		ps[i] = strings.Join(sentences, " ")
	}
	return strings.Join(ps, "\n\n")
}
