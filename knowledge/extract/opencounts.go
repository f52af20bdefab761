package extract

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
)

var (
	// partCount finds so many of so many: "12 of the 40 buses", "$3 million out of the $9 million".
	partCount = regexp.MustCompile(`(?i)(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|a third|a quarter|none)\b)[^,;:.]{0,60}?\b(?:out )?of (?:the |its |their |his |her |a |some |about |planned |promised |pledged )*(?:[$€£¥]|Rs ?)?\d`)
	// countFirst finds it the other way round: "of the 60 wells 20".
	countFirst = regexp.MustCompile(`\bOf [^,;:.]{0,40}?(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)[^;:]{0,60}?(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half)\b)`)
	// theRest names those that are left.
	theRest = regexp.MustCompile(`(?i)\b(?:the rest|the others|the remainder|the remaining|the other (?:half|third|two|three|four|\d+))\b[^.;]{0,60}\b(?:wait|waiting|not|n['’]t|yet|still|must|will|follow|follows|outstanding|are to|is to|remain|remains|missing|owed)\b`)
	// sparingly tells that there should have been more.
	sparingly = regexp.MustCompile(`(?i)\b(?:only|just|barely|so far|to date|as yet|until now|no more than|a mere|out of)\b|\bof [^,;.]{1,40}\d[^,;.]{0,25} (?:promised|planned|pledged|needed|due|required|agreed|requested|ordered|set aside|expected)\b`)
)

// partDone finds what has been done for some and not for all: "12 of the 40 have been paid".
func (j *judged) partDone() bool {
	first := j.firstAt(j.c.Verb)
	if !j.v.Perfect || j.v.Modal != "" || first == "had" || j.v.Negated || j.c.Quoted || is(j.v.Lemma, "say", "vote", "vow", "ratify", "sign", "back", "support", "join") {
		return false
	}
	text := ""
	for part := range strings.SplitSeq(j.p.Text, ";") { // the part that the verb stands in
		if strings.Contains(part, j.p.Span(j.c.Verb, j.c.Verb+1)) {
			text = part
			break
		}
	}
	if is(j.firstOfSubject(), "half", "some", "most", "part", "parts", "two", "three") && theRest.MatchString(j.p.Text) {
		return true
	}
	return (partCount.MatchString(text) || countFirst.MatchString(text)) && (theRest.MatchString(text) || sparingly.MatchString(text))
}

// stillNot finds a state that has not come: "is still not in the annex", "is neither in nor out".
func (j *judged) stillNot() bool {
	if !j.copula() || j.v.Modal != "" || j.v.Past {
		return false
	}
	if j.v.Negated {
		first := j.p.Phrases[j.c.Verb]
		return english.HasWord(j.p.Tokens[first.Start:first.End], "still") && j.next < j.c.End
	}
	return j.says("neither in nor", "neither one nor", "neither dead nor", "neither on nor", "half in and half", "in limbo")
}

// shortOf finds a sum that is not reached: "is four million short of", "leaves it two votes short".
func (j *judged) shortOf() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Past || !j.copula() && j.v.Lemma != "leave" {
		return false
	}
	return (j.says("short of ") || j.copula() && shortBy.MatchString(j.low)) && !j.says("nothing short", "little short") && !lengths.MatchString(j.low)
}

var (
	shortBy = regexp.MustCompile(`(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|a few)\b)[\d.,]*(?: \w+)? short $`)
	lengths = regexp.MustCompile(`\b(?:kilomet|met(?:re|er)|mile|feet|foot|inch|yard|minute|second|hour|day|step)\w* short `)
)

// looksInto finds what is being looked at now: "is still looking into it", "is negotiating an offset", "is in talks with".
func (j *judged) looksInto() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Past || j.v.Passive {
		return false
	}
	if j.copula() {
		return j.says("in talks with", "in talks on", "in talks about", "in talks over", "in negotiations with", "in negotiations on", "in discussions with")
	}
	if !j.v.Progressive || is(j.firstAt(j.c.Verb), "was", "were") && j.p.Speaker(j.k) < 0 {
		return false
	}
	switch j.v.Lemma {
	case "look", "inquire", "enquire":
		return j.says("looking into", "looking at whether", "looking at how", "inquiring into")
	case "talk", "negotiate", "haggle", "bargain", "wrangle":
		return j.says("about ", "over ", "on ", "with ") || j.p.ObjectOf(j.c) >= 0
	}
	return false
}

// notExcluded finds what may still come: "cannot be excluded", "is not ruled out", "is still on the table".
func (j *judged) notExcluded() bool {
	if j.v.Passive && len(j.c.Subjects) > 0 && !j.v.Past {
		ph := j.p.Phrases[j.c.Subjects[0]]
		if !j.v.Negated && j.p.Tokens[ph.End-1].Lower != "cannot" {
			return false
		}
		return (j.v.Modal == "can" || j.v.Modal == "could" || j.v.Modal == "") && (j.v.Lemma == "exclude" || j.v.Lemma == "rule")
	}
	return j.copula() && !j.v.Past && j.v.Modal == "" && (!j.v.Negated && j.says("still on the table", "back on the table") || j.v.Negated && j.says("off the table"))
}

// matterFor finds "is a matter for the review", "called it a question for the courts".
func (j *judged) matterFor() bool {
	if j.v.Negated || j.v.Modal != "" && j.v.Modal != "will" || !j.copula() && !is(j.v.Lemma, "call", "leave", "consider") {
		return false
	}
	m := matterFor.FindStringSubmatch(j.low)
	return m != nil && !noDecision[m[1]]
}

var (
	matterFor = regexp.MustCompile(`\b(?:a|one|the) (?:matter|question|issue|decision|job|topic|task|subject) for (?:the |a |an |its |their |another )?([\p{L}-]+)`)
	// noDecision is what a matter can be for that decides nothing.
	noDecision = english.Set("concern regret celebration debate pride congratulation rejoicing shame him her me us them")
)

// differently finds one thing told in two ways: "the two describe it differently", "says it owes 5, the other says 9".
func (j *judged) differently() bool {
	if j.v.Modal != "" || j.v.Passive && j.v.Past {
		return false
	}
	h, _ := j.subject()
	several := h.Tag == "NNS" || h.Tag == "NNPS" || len(j.c.Subjects) > 1 || is(j.firstOfSubject(), "each", "both", "they")
	if several && is(j.v.Lemma, "describe", "read", "interpret", "understand", "define", "count", "tell", "remember", "explain", "put") && !j.v.Negated && j.says("differently", "in different ways", "its own way", "their own way") {
		return true
	}
	return j.v.Lemma == "differ" && !j.v.Negated && !j.v.Past && j.subjectHas("version", "account", "figure", "reading", "interpretation", "estimate", "count", "text")
}

// counterclaim finds what one party tells and another denies: "says the ship was warned, and the owner says it never was".
func (j *judged) counterclaim() bool {
	if !claims[j.v.Lemma] || j.v.Modal != "" || len(j.c.Subjects) == 0 || j.v.Negated {
		return false
	}
	for q := j.k + 1; q < len(j.p.Clauses) && q <= j.k+3; q++ {
		d := j.p.Clauses[q]
		if len(d.Subjects) == 0 || d.Subjects[0] == j.c.Subjects[0] || d.Subjects[0] < j.c.Verb {
			continue
		}
		w := j.p.VerbOf(d)
		if w.Lemma == "deny" && !w.Negated && j.p.ObjectOf(d) >= 0 {
			return true
		}
		if !claims[w.Lemma] || j.p.IsPronoun(j.p.Phrases[d.Subjects[0]]) || q+1 >= len(j.p.Clauses) {
			continue
		}
		e := j.p.Clauses[q+1]
		if w.Passive || e.Start > d.Verb+2 {
			continue // what it says comes next
		}
		x := j.p.Phrases[e.Verb]
		if english.HasWord(j.p.Tokens[x.Start:x.End], "never") || english.HasWord(j.p.Tokens[x.Start:min(x.End+1, len(j.p.Tokens))], "never") {
			return true
		}
	}
	return false
}

var claims = english.Set("say claim list maintain insist allege state accuse contend")
