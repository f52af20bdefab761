package extract

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
)

// otherMatter finds "whether it will last is another matter".
func (j *judged) otherMatter() bool {
	return j.copula() && !j.v.Negated && j.v.Modal == "" && !j.v.Past && j.says("another matter", "another question", "a different matter", "a different question", "another story") && j.subjectStart(j.k) < j.c.Verb && !j.pointsBack()
}

// keepsOpen finds who does not bind itself: "is keeping its options open", "has reserved the right to", "reserved judgment".
func (j *judged) keepsOpen() bool {
	if j.v.Negated || j.v.Modal != "" || j.firstAt(j.c.Verb) == "had" {
		return false
	}
	switch j.v.Lemma {
	case "keep":
		return j.says("options open", "door open", "its powder dry", "their powder dry")
	case "leave":
		return j.says("the door open", "the door ajar", "its options open", "their options open") || !j.v.Past && j.says("the matter of", "the question of", "the problem of", "the issue of")
	case "reserve":
		return j.says("the right to", "judgment", "judgement", "decision", "ruling", "verdict")
	}
	return false
}

// brokeDown finds talks that have come to nothing: "the talks have broken down", "the two have stopped talking".
func (j *judged) brokeDown() bool {
	if j.v.Negated || !j.past() || j.c.Kind != english.Main || j.firstAt(j.c.Verb) == "had" {
		return false
	}
	if j.subjectHas("talk", "negotiation", "mediation", "discussion") {
		return j.v.Lemma == "break" && is(j.v.Particle, "down", "off", "up") || is(j.v.Lemma, "collapse", "fail", "founder")
	}
	return j.v.Perfect && j.says("stopped talking", "broken off talks", "walked out of the talks", "walked away from the talks")
}

// heldBack finds what is kept from going on: "the loan has been frozen", "has withheld the second instalment".
func (j *judged) heldBack() bool {
	if j.v.Negated || !j.v.Perfect || j.v.Modal != "" || j.firstAt(j.c.Verb) == "had" || !is(j.v.Lemma, "freeze", "withhold", "block", "veto", "halt", "suspend", "obstruct", "hold") || j.v.Lemma == "hold" && !is(j.v.Particle, "up", "back") {
		return false
	}
	about := j.p.ObjectOf(j.c)
	if j.v.Passive {
		about = j.subjectAt()
	}
	if about < 0 {
		return false
	}
	h, u := j.head(about).Lemma, unsettled()
	return u["decision"][h] || u["texts"][h] || u["lodged"][h] || is(h, "money", "loan", "payment", "tranche", "instalment", "installment", "aid", "grant", "permit", "licence", "license", "transfer", "project", "appointment", "work", "construction", "delivery", "shipment", "export", "nomination", "candidate", "merger", "sale", "extradition", "process")
}

// accuseEachOther finds what each puts on the other: "blame each other", "both claim the island".
func (j *judged) accuseEachOther() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Past || j.v.Passive {
		return false
	}
	first := j.firstOfSubject()
	return is(j.v.Lemma, "blame", "accuse", "fault") && j.says("each other", "one another", "the other ") || j.v.Lemma == "claim" && is(first, "both", "each") && j.p.ObjectOf(j.c) >= 0
}

// willReport finds findings that are still to come: "the commission will report in May".
func (j *judged) willReport() bool {
	return !j.v.Negated && !j.v.Passive && j.v.Modal == "will" && is(j.v.Lemma, "report", "publish", "answer", "respond") && (j.subjectIs("bodies") || j.subjectHas("inquiry", "auditor", "panel", "inspector", "expert", "ministry")) && j.dayAhead()
}

// withoutDeal finds what follows if nothing is agreed: "without a deal by Friday the ferries will stop".
func (j *judged) withoutDeal() bool {
	return j.k == 0 && withoutDeal.MatchString(j.p.Text) && (j.v.Modal == "will" || j.v.Modal == "would" || !j.v.Past && j.v.Modal == "" && !j.v.Perfect)
}

var withoutDeal = regexp.MustCompile(`^(?:Without|Failing|Barring|In the absence of) (?:an? |any |such an? )?(?:\w+ )?(?:deal|agreement|settlement|compromise|decision|accord|consensus|extension)\b`)

// castOut finds a motion that came to an end in a vote: "the motion was carried", "the bill failed by two votes".
func (j *judged) castOut() bool {
	if !j.told(false) || !j.subjectHas("motion", "bill", "amendment", "referendum", "proposal", "resolution") {
		return false
	}
	return j.v.Passive && is(j.v.Lemma, "carry", "lose", "defeat", "reject") || !j.v.Passive && is(j.v.Lemma, "fail", "fall", "pass") && score.MatchString(j.low)
}

// strikeOver finds that those who held out do so no longer: "the strike has been called off", "the blockade ended on Monday".
func (j *judged) strikeOver() bool {
	if !j.told(false) || !j.subjectHas("strike", "blockade", "boycott", "walkout", "walk-out", "siege", "lockout", "embargo", "sit-in", "go-slow", "work-to-rule") {
		return false
	}
	return !j.v.Passive && j.v.Lemma == "end" || j.v.Passive && (is(j.v.Lemma, "lift", "end", "suspend", "abandon") || j.v.Lemma == "call" && j.v.Particle == "off")
}

// lastOfThem finds that something has been done for all: "the last prisoners were freed", "all 40 families have been paid".
func (j *judged) lastOfThem() bool {
	if !j.told(false) || !is(j.v.Lemma, "free", "release", "leave", "return", "pay", "hand", "compensate", "rescue", "withdraw", "evacuate", "rehouse", "resettle", "deliver") {
		return false
	}
	if j.v.Lemma == "leave" && !j.v.Perfect {
		return false // the last bus left
	}
	words := strings.ToLower(j.subjectWords())
	return strings.HasPrefix(words, "the last ") && !j.p.IsTime(j.p.Phrases[j.c.Subjects[0]]) || allOfThem.MatchString(words)
}

var allOfThem = regexp.MustCompile(`^all (?:of )?(?:the |its |their )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|remaining)`)

// foundFor finds for whom a court decided: "the court ruled in favour of the growers".
func (j *judged) foundFor() bool {
	return j.told(false) && !j.v.Passive && is(j.v.Lemma, "rule", "find", "decide") && j.subjectHas("court", "judge", "tribunal", "arbitrator", "jury", "panel", "chamber") && (j.says("in favour of", "in favor of") || is(j.firstAt(j.next), "for", "against"))
}
