package knowledge

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"talksbot/knowledge/english"
)

// A question may ask how things stood on a day: "What was open on 6 January?", "As of 5 March, who has committed troops?", "Who had
// committed troops by the end of March?". It is answered from what was published by then. One about what was done or said on a day, or
// is to be done by one, is not of that kind. Told apart they are by grammar alone:
//
//	as of DAY             always, unless it tells when something begins: "apply as of", "will … as of"
//	by, until, before DAY where it leads a question in the past perfect or of a state, or ends one; after an infinitive it is a deadline
//	on, at the end of DAY where what is asked for is a state: "was open", "were still undecided", "was known", "did things stand"
//
// The day may be in the question that a follow-up goes on from.

const (
	monthDay = `(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>` + english.Months + `)\b\.?|(?P<m2>` + english.Months + `)\b\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b)(?:,?\s+(?P<y1>(?:19|20)\d\d)\b)?`
	edge     = `(?:the\s+)?(?P<edge>end|close|start|beginning|middle)\s+of\s+(?:(?P<m3>` + english.Months + `)\b\.?(?:,?\s+(?P<y2>(?:19|20)\d\d)\b)?|(?P<y3>(?:19|20)\d\d)\b)`
	isoDate  = `(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b`
	aDay     = `(?:the\s+)?(?:` + isoDate + `|` + monthDay + `|` + edge + `)`
)

var (
	// inDay finds a day with the words that lead to it; what follows may not make it a name: "the 6 January summit".
	inDay = regexp.MustCompile(`(?i)\b(?P<prep>as of|as at|as on|up until|up to|until|till|by|before|prior to|on|at)\s+` + aDay)

	apply       = regexp.MustCompile(`(?i)\b(?:will|would|shall|should|must|may|might|can|could|to|going|appl(?:y|ies)|takes?|took|begins?|began|starts?|started|enters?|entered|effective|valid|changes?|changed)\b`)
	pastPerfect = regexp.MustCompile(`(?i)\bhad\b`)
	infinitive  = regexp.MustCompile(`(?i)\bto\s+(?:be\s+)?[a-z]+`)
	stating     = regexp.MustCompile(`(?i)\b(?:(?:was|were|had been|remained|stayed|stood|been)\b.*\b(?:open|unresolved|unsettled|outstanding|undecided|pending|unclear|unanswered|unknown|known|disputed|contested|in dispute|unsolved|uncertain|missing|opposed|against|in favou?r|in place|in force|on the table)` +
		`|(?:was|were|remained|had)\s+(?:(?:still|yet|left)\s+)+to\s+be\b|(?:was|were)\b.*\b(?:still|not yet|already)\b` +
		`|(?:did|do)\s+(?:we|they|people|anyone|anybody|you|the articles)\s+(?:already\s+)?know|did\s+(?:things|matters|the talks|the negotiations|it|everything|[a-z]+)\s+stand` +
		`|remained\s+(?:to\s+be|open)|(?:was|were)\b.*\b(?:position|stance|status|state of play|state of affairs|situation|open (?:issues?|questions?|points?)|commitments|promises|pledges))\b`)
	doing     = regexp.MustCompile(`(?i)\b(?:was|were|been)\s+(?:said|told|announced|signed|agreed|decided|reported|published|launched|opened|closed|held|adopted|voted|attacked|killed|asked|offered|promised|pledged|settled|resolved|rejected|refused|declined|due|expected|scheduled|planned|supposed|to)\b|\bopen(?:ed)?\s+(?:to|for)\b`)
	saidThat  = regexp.MustCompile(`(?i)\b(?:said|says?|saying|told|claim(?:ed|s)?|when|while|after|because|since|that (?:was|were|is|had))\b`)
	byThen    = regexp.MustCompile(`(?i)\s*\b(?:by then|at that (?:time|point|moment)|at the time|back then|until then)\b`)
	mayFollow = regexp.MustCompile(`^\s*(?:$|[?.,;:!)–—-]|(?:in|for|between|about|over|with|from|of|and|or|at|regarding|concerning|among|who|what|which|whose|where|how|was|were|had|has|have|did|is|are|under|according)\b)`)
)

// asOfIn finds the day as of which a question is asked, and gives the question without it. newest is the day of the newest Article: a day
// without its year is the last one up to then.
func asOfIn(q Question, newest time.Time) (day time.Time, rest Question, ok bool) {
	if newest.IsZero() {
		return day, q, false
	}
	text := cmp.Or(q.Understood, q.Text)
	main, about, follows := strings.Cut(text, About)
	day, main, ok = asOfText(main, newest)
	if follows {
		then, before, was := asOfText(about, newest)
		if was && !ok { // what goes on from a day stays there, unless it names another
			if day, ok = then, staysThere(main); ok {
				main = byThen.ReplaceAllString(main, "")
			}
		}
		if was {
			about = before
		}
		main += About + about
	}
	if !ok {
		return day, q, false
	}
	rest = q
	rest.Understood = main
	return day, rest, true
}

// staysThere says whether a question that goes on from one as of a day is as of that day too: it is in the past tense or only names
// somebody else, and names no other time.
func staysThere(main string) bool {
	return !hasDay.MatchString(main) && !nowadays.MatchString(main) && inPast.MatchString(main)
}

var (
	hasDay   = regexp.MustCompile(`(?i)\b` + aDay)
	nowadays = regexp.MustCompile(`(?i)\b(?:now|nowadays|today|currently|since|meanwhile|later|afterwards)\b`)
	inPast   = regexp.MustCompile(`(?i)^what about\b|\b(?:was|were|had|did|then|at the time|at that (?:time|point|moment))\b`)
)

func asOfText(text string, newest time.Time) (day time.Time, rest string, ok bool) {
	for _, m := range inDay.FindAllStringSubmatchIndex(text, -1) {
		if !mayFollow.MatchString(text[m[1]:]) {
			continue
		}
		part := func(name string) string {
			if i := 2 * inDay.SubexpIndex(name); m[i] >= 0 {
				return text[m[i]:m[i+1]]
			}
			return ""
		}
		prep := strings.ToLower(part("prep"))
		before, after := text[:m[0]], text[m[1]:]
		if prep == "at" && part("edge") == "" || !standing(prep, before, after) {
			continue
		}
		if day, ok = dayFrom(part, newest); !ok {
			continue
		}
		if prep == "before" || prep == "prior to" {
			day = day.AddDate(0, 0, -1)
		}
		return day, tidied(before, after), true
	}
	return day, text, false
}

// standing says whether a question asks how things stood on a day, which stands between before and after.
func standing(prep, before, after string) bool {
	leads := strings.TrimSpace(strings.TrimRight(before, " ,")) == "" || strings.EqualFold(strings.TrimSpace(before), "and")
	whole := before + " " + after
	switch prep {
	case "as of", "as at", "as on":
		return leads || !apply.MatchString(before)
	case "on", "at":
		if nowadays.MatchString(whole) || strings.Contains(whole, ";") {
			return false
		}
		if saidThat.MatchString(whole) || doing.MatchString(whole) {
			return false
		}
		return stating.MatchString(whole)
	}
	if nowadays.MatchString(whole) || saidThat.MatchString(before) || !leads && infinitive.MatchString(before) && !stillToBe.MatchString(before) {
		return false
	}
	had := pastPerfect.MatchString(whole) && !hadTo.MatchString(whole)
	return had || decidedOn.MatchString(whole) || stating.MatchString(whole) && !doing.MatchString(whole)
}

var (
	stillToBe = regexp.MustCompile(`(?i)\b(?:still|yet|left|remained)\s+to\s+be\b`)
	decidedOn = regexp.MustCompile(`(?i)\b(?:was|were)\s+(?:already\s+)?(?:settled|resolved|agreed|decided|known)\b`)
	hadTo     = regexp.MustCompile(`(?i)\bhad\s+to\b`)
)

// tidied is a question without the day that stood between before and after.
func tidied(before, after string) string {
	before, after = strings.TrimRight(before, " ,"), strings.TrimLeft(after, " ,")
	if before == "" {
		return english.Capitalised(after)
	}
	if after != "" && !strings.ContainsRune("?.!;:)", rune(after[0])) {
		before += " "
	}
	return before + after
}

// dayFrom reads the day of a match.
func dayFrom(part func(string) string, newest time.Time) (time.Time, bool) {
	if iso := part("iso"); iso != "" {
		t, err := time.Parse(time.DateOnly, iso)
		return t, err == nil
	}
	year := cmp.Or(part("y1"), part("y2"), part("y3"))
	in := func(y int) (time.Time, bool) {
		month := monthOf(cmp.Or(part("m1"), part("m2"), part("m3")))
		if at := strings.ToLower(part("edge")); at != "" {
			return edgeOf(at, y, month), true
		}
		d, _ := strconv.Atoi(cmp.Or(part("d1"), part("d2")))
		t := time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
		return t, t.Day() == d && t.Month() == month
	}
	if year != "" {
		y, _ := strconv.Atoi(year)
		return in(y)
	}
	for y := newest.Year(); y > newest.Year()-5; y-- { // 29 Feb is not in every year
		if t, ok := in(y); ok && !t.After(dayOf(newest)) {
			return t, true
		}
	}
	return time.Time{}, false
}

// edgeOf is the first, middle or last day of a month; of a year where month is 0.
func edgeOf(at string, year int, month time.Month) time.Time {
	first, last := time.Date(year, max(month, 1), 1, 0, 0, 0, 0, time.UTC), time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	if month == 0 {
		last = time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	switch at {
	case "start", "beginning":
		return first
	case "middle":
		return first.Add(last.Sub(first) / 2).Truncate(24 * time.Hour)
	}
	return last
}

// monthOf reads a month's name or what is short for it; 0 for none.
func monthOf(name string) time.Month {
	name = strings.ToLower(name)
	return time.Month(1 + slices.IndexFunc(monthNames[:], func(m string) bool { return len(name) >= 3 && name[:3] == m }))
}

var monthNames = [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// answerAsOf answers from what was published by the end of a day.
func (b *Base) answerAsOf(ctx context.Context, st *state, day time.Time, q Question, how *Explanation) (Answer, error) {
	past, err := b.asOf(ctx, st, day)
	if err != nil {
		return Answer{Question: q.Text, Understood: cmp.Or(q.Understood, q.Text), Status: Failed, Statements: []Statement{},
			Reason: cancelled, Searched: st.searched()}, err
	}
	return past.answerNow(ctx, past.state.Load(), q, how)
}
