package extract

import (
	"regexp"

	"talksbot/knowledge/english"
)

// notHappened finds what has been expected and has not come: "has not voted", "hasn't taken place", "none has arrived".
func (j *judged) notHappened() bool {
	if !j.v.Perfect || j.v.Modal != "" || j.firstAt(j.c.Verb) == "had" || !j.v.Negated && !j.nobody() || j.c.Kind == english.RelativeCl || j.says("ever ", "since ") {
		return false
	}
	if h, ok := j.subject(); ok && is(h.Lower, "i", "we", "you") {
		return false
	}
	if j.v.Lemma == "take" {
		return is(j.head(j.next).Lemma, "place", "effect", "office")
	}
	return j.verbIn("comes-about")
}

// shouldHave finds what was due and did not come: "should have met in April", "was to have been opened by then".
func (j *judged) shouldHave() bool {
	if j.v.Negated || j.c.Quoted || j.c.Kind == english.RelativeCl || j.p.Speaker(j.k) >= 0 && !j.c.Report {
		return false
	}
	due := j.v.Modal == "should" && j.v.Perfect
	if w := j.verbAt(j.next); j.v.Modal == "" && w.Infinitive && w.Perfect && j.copula() {
		due = true // was to have opened
	}
	if h, ok := j.subject(); !due || !ok || is(h.Lower, "i", "we", "you", "he", "she") {
		return false
	}
	for i := j.c.Verb + 1; i < j.c.End; i++ {
		if j.kind(i) == english.NounPhrase && (j.p.IsTime(j.p.Phrases[i]) || datedPhrase.MatchString(j.p.Span(i, i+1))) || j.kind(i) == english.Preposition && is(j.firstAt(i), "by", "after", "before", "within") {
			return true
		}
	}
	return false
}

// datedPhrase finds a month or a year.
var datedPhrase = regexp.MustCompile(`\b(?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d|week|month|spring|summer|autumn|winter|year)s?\b`)

// isOverdue finds "is overdue", "is three weeks behind schedule".
func (j *judged) isOverdue() bool {
	return j.copula() && !j.v.Negated && j.v.Modal == "" && !j.v.Past && j.says("overdue", "behind schedule", "weeks behind", "months behind", "years behind", "in arrears")
}

// waits finds what somebody is waiting for now: "is waiting for the permits", "are waiting to hear who pays".
func (j *judged) waits() bool {
	if j.v.Negated || j.v.Modal != "" || !j.v.Progressive || is(j.firstAt(j.c.Verb), "was", "were") {
		return false
	}
	switch {
	case j.v.Lemma == "await":
		return j.kind(j.next) == english.NounPhrase && !j.bareObject(j.next)
	case j.v.Lemma != "wait":
		return false
	}
	if j.v.Particle == "for" {
		return !j.bareObject(j.next)
	}
	switch j.firstAt(j.next) {
	case "for", "on":
		return !j.bareObject(j.next + 1)
	case "to":
		w := j.verbAt(j.next)
		return is(w.Lemma, "hear", "see", "learn", "know", "find")
	}
	return false
}

// onCalendar finds a body that decides on a day to come: "the court takes up the case on 3 May", "the committee
// votes next month".
func (j *judged) onCalendar() bool {
	if is(j.v.Lemma, "set", "schedule", "fix", "list") && j.v.Passive && !j.v.Negated && j.v.Modal == "" && !j.past() && (j.subjectIs("matters") || j.subjectIs("ruling")) {
		return j.dayAhead() // the hearing is set for 9 May
	}
	if j.v.Negated || j.v.Modal != "" || j.v.Past || j.v.Perfect || j.v.Passive || j.c.Kind == english.RelativeCl || !j.subjectIs("bodies") && !j.subjectIs("ruling") && !j.subjectIs("matters") {
		return false
	}
	if j.subjectIs("bodies") {
		if !j.verbIn("decides") && !is(j.v.Lemma, "review", "rule", "look", "deal", "take") || j.v.Lemma == "take" && !j.says("up ", "takes up", "take up") {
			return false
		}
	} else if !is(j.v.Lemma, "be", "open", "begin", "start", "close", "end", "come", "go") || j.v.Lemma == "be" && !is(j.head(j.next).Lower, "on", "in", "at", "set", "scheduled") || is(j.v.Lemma, "come", "go") && !j.says("before ", "to the ", "to a vote", "to court", "to parliament", "up for") {
		return false
	}
	if j.subjectHas("trial") && is(j.v.Lemma, "begin", "start") {
		return false // it may be one of a medicine
	}
	return j.dayAhead()
}

// dayAhead says whether the clause, which is told in the present, names a day.
func (j *judged) dayAhead() bool {
	for i := j.c.Verb + 1; i < j.c.End; i++ {
		if j.kind(i) == english.NounPhrase && (datedPhrase.MatchString(j.p.Span(i, i+1)) && !is(j.firstAt(i), "this", "last", "every", "each") || is(j.head(i).Lower, "tomorrow")) {
			return true
		}
	}
	return false
}

// toBeAsked finds what is put to those who decide: "members will be asked for their verdict", "the text will be put to a
// vote", "goes to the shareholders".
func (j *judged) toBeAsked() bool {
	if j.v.Negated || j.c.Quoted && !j.v.Passive {
		return false
	}
	switch {
	case j.v.Modal == "will" && j.v.Passive && is(j.v.Lemma, "ask", "consult", "ballot", "poll", "invite", "call"):
		if is(j.v.Lemma, "ballot", "consult", "poll") {
			return true
		}
		for i := j.c.Verb + 1; i < j.c.End; i++ {
			if h := j.head(i); unsettled()["approval"][h.Lemma] || is(h.Lemma, "verdict", "opinion", "view", "ballot") || j.kind(i) == english.VerbPhrase && (unsettled()["approves"][h.Lemma] || unsettled()["decides"][h.Lemma]) {
				return true
			}
		}
		return false
	case (j.v.Modal == "will" || j.v.Modal == "" && j.verbAt(j.next).Infinitive) && (j.v.Passive && is(j.v.Lemma, "put", "submit", "send", "present", "bring") || is(j.v.Lemma, "go", "come")):
		return j.says("to a vote", "to the vote", "to a ballot", "to a referendum", "to the members", "to the shareholders", "to voters", "to parliament", "to the assembly", "to the senate", "before the court", "before parliament", "before the board", "before the council", "before the assembly", "to court")
	}
	return false
}

// isTo finds what is laid down to be agreed: "the parties shall agree on", "is to review the rules", "is to be drawn up".
func (j *judged) isTo() bool {
	u := unsettled()
	if j.v.Negated || j.c.Kind == english.RelativeCl {
		return false
	}
	if j.v.Modal == "shall" && j.v.Particle == "" {
		return is(j.v.Lemma, "agree", "negotiate", "decide", "determine", "settle", "review", "discuss", "consult")
	}
	if j.v.Passive && j.v.Progressive && j.v.Modal == "" && !j.past() {
		return is(j.v.Lemma, "draft", "write", "negotiate") || is(j.v.Lemma+" "+j.v.Particle, "draw up", "work out") // is being drafted
	}
	if j.v.Lemma != "be" || j.v.Modal != "" || j.v.Past {
		return false
	}
	w := j.verbAt(j.next)
	if !w.Infinitive || w.Perfect {
		return false
	}
	if w.Passive {
		return u["drawn-up"][w.Lemma] || u["drawn-up"][w.Lemma+" "+w.Particle]
	}
	return is(w.Lemma, "agree", "negotiate", "discuss", "review", "reconsider", "examine", "debate", "determine", "assess")
}

// lacks finds what a matter cannot go on without: "lacks a contractor", "hasn't a chairman", "there is no insurance as yet".
func (j *judged) lacks() bool {
	if h, ok := j.subject(); j.v.Perfect && (!ok || h.Lower != "there" || j.firstAt(j.c.Verb) == "had") {
		return false
	}
	if j.v.Modal != "" || j.v.Past || j.v.Passive || j.c.Kind == english.RelativeCl {
		return false
	}
	need := unsettled()["needed"]
	still := stillOpen(j.p, j.c)
	none := j.firstAt(j.next) == "no" || j.firstAt(j.next) == "neither"
	obj := j.head(j.next)
	if h, ok := j.subject(); ok && is(h.Lower, "i", "you", "we", "he", "she") {
		return false
	}
	switch j.v.Lemma {
	case "lack":
		return !j.v.Negated && (still || need[obj.Lemma])
	case "have":
		return (j.v.Negated != none) && need[obj.Lemma] && j.kind(j.next) == english.NounPhrase || j.says("neither a ") && need[obj.Lemma]
	case "be":
		if h, ok := j.subject(); ok && h.Lower == "there" {
			return none && !j.v.Negated && need[obj.Lemma] && (still || j.v.Perfect || j.says("as yet", "so far", "for the moment"))
		}
		return !j.v.Negated && j.firstAt(j.next) == "without" && (need[j.head(j.next+1).Lemma] || still && j.kind(j.next+1) == english.NounPhrase)
	}
	return false
}

// lacking is the clause; what there is none of is told of something that may stand before it: "for the second flight there
// is no insurance as yet".
func (j *judged) lacking() string {
	if h, ok := j.subject(); ok && h.Lower == "there" {
		return j.sentenceWords()
	}
	return j.whole()
}

// askedFor finds a request that nobody has answered: "has asked the mayor to stop it", "has applied for a licence",
// "has lodged an appeal".
func (j *judged) askedFor() bool {
	if j.v.Negated || j.v.Modal == "would" && j.p.Speaker(j.k) < 0 || j.c.Kind == english.RelativeCl || j.firstAt(j.c.Verb) == "had" {
		return false
	}
	if is(j.v.Lemma, "lodge", "file", "submit", "bring", "launch") && (j.v.Perfect || j.v.Modal == "will" || j.v.Modal == "would") {
		about := j.p.ObjectOf(j.c)
		if j.v.Passive {
			about = j.subjectAt()
		}
		return about >= 0 && unsettled()["lodged"][j.head(about).Lemma]
	}
	if !j.v.Perfect || j.v.Passive || j.v.Modal != "" {
		return false
	}
	switch j.v.Lemma {
	case "ask", "petition", "urge":
		if is(j.head(j.next).Lower, "him", "her", "me", "us", "you") {
			return false
		}
		for i := j.c.Verb + 1; i < j.c.End && i <= j.c.Verb+4; i++ {
			if w := j.verbAt(i); j.kind(i) == english.Preposition && j.firstAt(i) == "for" || w.Infinitive && j.v.Lemma != "urge" {
				return true
			}
		}
		return false
	case "apply":
		return j.v.Particle == "for" || j.says("applied for")
	case "appeal":
		return j.says("against ", "to the ") || j.v.Particle == ""
	case "request":
		return j.p.ObjectOf(j.c) >= 0
	}
	return false
}

// deadlineAhead finds a term that runs: "has until March to decide", "the deadline expires on 3 May".
func (j *judged) deadlineAhead() bool {
	if j.v.Negated || j.v.Past || j.v.Perfect || j.v.Modal != "" && j.v.Modal != "will" {
		return false
	}
	if j.v.Lemma == "have" && !j.pointsBack() && (j.says("has until ", "have until ") || termLeft.MatchString(j.low)) {
		return true
	}
	if !j.subjectHas("deadline", "ultimatum", "truce", "ceasefire", "moratorium", "mandate", "waiver", "suspension", "standstill") {
		return false
	}
	return is(j.v.Lemma, "expire", "lapse", "run", "end", "fall", "be") && j.dayAhead()
}

// termLeft finds "has 90 days to".
var termLeft = regexp.MustCompile(` (?:has|have|'s|’s) (?:another |only |\w+ )?(?:\d+|two|three|four|five|six|seven|ten|a|one) (?:more )?(?:days?|weeks?|months?|years?) (?:left )?(?:to|in which) `)

// ifUndecided finds a condition that tells that a matter is undecided: "if nothing has been decided by then".
func (j *judged) ifUndecided() bool {
	if j.c.Link != "if" && j.c.Link != "unless" || j.v.Modal != "" {
		return false
	}
	settles := unsettled()["settles"][j.v.Lemma] || is(j.v.Lemma, "reach", "find", "happen")
	if j.c.Link == "unless" {
		return settles && j.v.Passive
	}
	return settles && (j.v.Negated || j.nobody() || is(j.firstOfSubject(), "nothing")) && (j.v.Perfect || j.says("by then", "by the end", "before "))
}
