// Package twist is for tests of what must not be let through: it makes a sentence say something else by a change that is
// easily overlooked.
package twist

import (
	"regexp"
	"strings"
	"unicode"

	"talksbot/knowledge/english"
)

// Of makes other sentences of one, by what is changed in them. reported says that the sentence tells what somebody said,
// where "would" may stand for "will".
func Of(p *english.Parsed, reported bool) map[string][]string {
	return map[string][]string{"negated": negated(p), "negation taken out": unnegated(p.Text), "number": otherNumbers(p.Text), "date": otherDates(p.Text),
		"stance in words": otherStances(p, reported), "condition dropped": unconditioned(p)}
}

// negated puts "not" after each auxiliary that has none.
func negated(p *english.Parsed) []string {
	var out []string
	for _, c := range p.Clauses {
		ph := p.Phrases[c.Verb]
		if ph.Verb.Negated {
			continue
		}
		t := p.Tokens[ph.Start]
		word := ""
		switch {
		case strings.HasPrefix(t.Text, "'") || strings.HasPrefix(t.Text, "’"):
			continue
		case t.Tag == "MD", t.Lemma == "be", t.Lemma == "have" && ph.Head > ph.Start:
			word = t.Text + " not"
		case ph.Head == ph.Start && ph.Start > 0:
			word = "never " + t.Text
		default:
			continue
		}
		out = append(out, p.Text[:t.Start]+word+p.Text[t.End:])
	}
	return out
}

var notWord = regexp.MustCompile(`(?i)\b(?:not |never |no longer )|n[’']t\b`)

func unnegated(s string) []string {
	var out []string
	for _, m := range notWord.FindAllStringIndex(s, -1) {
		out = append(out, s[:m[0]]+s[m[1]:])
	}
	return out
}

var (
	figure     = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	scaleWord  = regexp.MustCompile(`(?i)\b(million|billion|thousand|hundred)\b|(\d)(bn|mn|m)\b`)
	countWord  = regexp.MustCompile(`(?i)\b(two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|fifty)\b`)
	moneySign  = regexp.MustCompile(`[$€£]|%| dollars?\b| euros?\b| per ?cent\b`)
	yearFigure = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	monthWord  = regexp.MustCompile(`\b(?:January|February|March|April|June|July|August|September|October|November|December|Nov|Jan)\b`)
	dayWord    = regexp.MustCompile(`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`)
)

// otherNumbers changes figures, counts in words, scales and units; years are left to otherDates.
func otherNumbers(s string) []string {
	var out []string
	for _, m := range figure.FindAllStringIndex(s, -1) {
		if m[0] > 0 && (unicode.IsLetter(rune(s[m[0]-1])) && !strings.HasSuffix(s[:m[0]], "kr")) || yearFigure.MatchString(s[m[0]:m[1]]) {
			continue
		}
		out = append(out, s[:m[0]]+string('1'+(s[m[0]]-'0')%9)+s[m[0]+1:])
		if english.ParseNumber(s[m[0]:m[1]]+"0") != english.ParseNumber(s[m[0]:m[1]]) { // 4.50 is 4.5
			out = append(out, s[:m[1]]+"0"+s[m[1]:])
		}
	}
	for _, m := range countWord.FindAllStringIndex(s, -1) {
		other := "nine"
		if unicode.IsUpper(rune(s[m[0]])) {
			other = "Nine"
		}
		out = append(out, s[:m[0]]+other+s[m[1]:])
	}
	for _, m := range scaleWord.FindAllStringSubmatchIndex(s, -1) {
		from, to := m[2], m[3]
		if from < 0 {
			from, to = m[6], m[7]
		}
		other := map[string]string{"million": "billion", "billion": "million", "thousand": "hundred", "hundred": "thousand", "bn": "m", "mn": "bn", "m": "bn"}[strings.ToLower(s[from:to])]
		out = append(out, s[:from]+other+s[to:])
	}
	for _, m := range moneySign.FindAllStringIndex(s, -1) {
		other := map[string]string{"$": "€", "€": "$", "£": "$", "%": "", " dollars": " euros", " dollar": " euro", " euros": " dollars", " euro": " dollar"}[s[m[0]:m[1]]]
		out = append(out, s[:m[0]]+other+s[m[1]:])
	}
	return out
}

func otherDates(s string) []string {
	var out []string
	for _, m := range yearFigure.FindAllStringIndex(s, -1) {
		out = append(out, s[:m[1]-1]+string('0'+(s[m[1]-1]-'0'+1)%10)+s[m[1]:])
	}
	for _, m := range monthWord.FindAllStringIndex(s, -1) {
		other := "October"
		if s[m[0]:m[1]] == other {
			other = "March"
		}
		out = append(out, s[:m[0]]+other+s[m[1]:])
	}
	for _, m := range dayWord.FindAllStringIndex(s, -1) {
		other := "Wednesday"
		if s[m[0]:m[1]] == other {
			other = "Friday"
		}
		out = append(out, s[:m[0]]+other+s[m[1]:])
	}
	return out
}

// stanceSwaps raise or lower how firmly something is undertaken. "would" in reported speech is left alone: it is "will".
var stanceSwaps = []struct{ from, to string }{
	{`\b(is|are|was|were) (?:also )?(?:ready|willing|prepared) to\b`, "has agreed to"}, {`\b(is|are|was|were) (?:ready|willing|prepared) to\b`, "will"},
	{`\bbe (?:ready|willing) to\b`, "be bound to"}, {`\breadiness to\b`, "decision to"}, {`\bwillingness to\b`, "promise to"},
	{`\b(has|have|had) agreed to\b`, "is considering to"}, {`\b(has|have|had) agreed to\b`, "has refused to"}, {`\bagreed to\b`, "offered to"}, {`\bagreed\b`, "discussed"},
	{`\bwill\b`, "may"}, {`\bwill\b`, "could"}, {`\bmay\b`, "will"}, {`\bmight\b`, "will"}, {`\bcould\b`, "will"}, {`\bshould\b`, "will"}, {`\bmust\b`, "may"},
	{`\b(refused|declined) to\b`, "agreed to"}, {`\b(rejected|opposed)\b`, "backed"}, {`\b(pledged|promised|committed)\b`, "considered"}, {`\b(pledges|promises)\b`, "considers"},
	{`\b(is|are|was|were) (considering|weighing|studying)\b`, "has agreed on"}, {`\b(considers|considered)\b`, "approved"}, {`\bopen to\b`, "committed to"}, {`\breluctant to\b`, "determined to"},
	{`\bsuggested\b`, "decided"}, {`\bsigned\b`, "discussed"}, {`\bhas decided\b`, "has yet to decide"}, {`\bhas endorsed\b`, "has studied"}, {`\bendorsed\b`, "discussed"},
	{`\bwants? to\b`, "will"}, {`\bhopes? to\b`, "will"}, {`\bplans? to\b`, "has agreed to"}, {`\bproposed\b`, "agreed"}, {`\bfor the moment\b`, "for ever"},
}

var compiledSwaps = func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, s := range stanceSwaps {
		out = append(out, regexp.MustCompile(s.from))
	}
	return out
}()

func otherStances(p *english.Parsed, reported bool) []string {
	var out []string
	for i, re := range compiledSwaps {
		if m := re.FindStringIndex(p.Text); m != nil {
			out = append(out, p.Text[:m[0]]+stanceSwaps[i].to+p.Text[m[1]:])
		}
	}
	for k, c := range p.Clauses {
		if v := p.VerbOf(c); !reported && v.Modal == "would" && p.Speaker(k) < 0 && c.Kind != english.RelativeCl {
			t := p.Tokens[p.Phrases[c.Verb].Start]
			if t.Lower == "would" {
				out = append(out, p.Text[:t.Start]+"will"+p.Text[t.End:])
			}
		}
	}
	return out
}

var (
	condition = regexp.MustCompile(`,? (?:(?:but |and )?only )?(?:if|unless|once|in case of|in the event of|as long as|provided|subject to|until|after an?|following an?|before there|when there) [^,;:.“”"|]+`)
	inFront   = regexp.MustCompile(`^(?:If|Unless|Once|In case of|In the event of|After an?|Following an?) [^,;:.“”"]+, `)
	ahead     = regexp.MustCompile(`\b(?:will|would|can|could|may|might|must|should|shall|ready|willing|open|prepared|readiness|offer|agree[ds]?|pledge[ds]?|promised?|committed?|considering|plans?|wants?)\b`)
)

// unconditioned leaves out a condition of a sentence that looks ahead. What stands after the verb of a sentence about the
// past ("met after a strike") is no condition: its own clause must look ahead too.
func unconditioned(p *english.Parsed) []string {
	var out []string
	s := p.Text
	for _, m := range condition.FindAllStringIndex(s, -1) {
		// the words before it, back to the last mark, have to look ahead
		before := s[strings.LastIndexAny(s[:m[0]], ",;:.“”\"")+1 : m[0]]
		if ahead.MatchString(before) && !pastTail.MatchString(before) && !dated.MatchString(s[m[0]:m[1]]) {
			out = append(out, s[:m[0]]+s[m[1]:])
		}
	}
	if m := inFront.FindStringIndex(s); m != nil && ahead.MatchString(s[m[1]:]) {
		out = append(out, english.Capitalised(s[m[1]:]))
	}
	return out
}

// dated finds a day or date after "until", "after": that is when, and no condition.
var dated = regexp.MustCompile(`^,? (?:until|after|before) (?:an? |the )?(?:\d|[A-Z][a-z]+ \d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)`)

// pastTail finds a past verb as the last one before a condition: "said he would resign, then left after a vote".
var pastTail = regexp.MustCompile(`\b(?:said|told|met|came|left|went|began|ended|added|was|were|had)\b[^,]*$`)
