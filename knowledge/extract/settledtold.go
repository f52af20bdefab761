package extract

import (
	"regexp"
	"slices"

	"talksbot/knowledge/english"
)

// told says whether the article tells the clause as something that has been, in its own words; news tells it in the
// present, too: "drops its objection".
func (j *judged) told(alsoPresent bool) bool {
	if j.v.Negated || j.v.Modal != "" || j.nobody() || j.c.Quoted || j.v.Progressive || j.firstAt(j.c.Verb) == "had" || len(j.c.Subjects) == 0 || j.c.Kind == english.RelativeCl || j.c.Kind == english.Adverbial {
		return false
	}
	return j.past() || alsoPresent && !j.v.Passive && !j.v.Infinitive && !j.v.Participle
}

// conceded finds who gave up what it had held out for: "has given up its claim", "drops its objection", "settled for less".
func (j *judged) conceded() bool {
	if !j.told(true) {
		return false
	}
	verb := j.v.Lemma
	if j.v.Particle != "" {
		verb += " " + j.v.Particle
	}
	switch {
	case j.pointsBack():
		return false
	case verb == "settle for" || j.v.Lemma == "settle" && j.firstAt(j.next) == "for":
		return howMuch.MatchString(j.low)
	case is(verb, "back down", "climb down", "give in", "cave in") || j.v.Lemma == "relent":
		return j.personal() && j.past()
	case !unsettled()["gives-up"][verb]:
		return false
	}
	about := j.p.ObjectOf(j.c)
	if j.v.Passive {
		about = j.subjectAt()
	}
	return about >= 0 && unsettled()["held-out"][j.head(about).Lemma]
}

var howMuch = regexp.MustCompile(`\d|\b(?:per cent|percent|half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten|less|fewer|lower|smaller|compromise)\b`)

// permitted finds what had to be allowed and was: "gave its blessing to", "granted the licence", "has given assurances".
func (j *judged) permitted() bool {
	if !j.told(false) || j.pointsBack() || !is(j.v.Lemma, "give", "grant", "issue", "award") {
		return false
	}
	yes := func(i int) bool {
		h := j.head(i).Lemma
		return j.kind(i) == english.NounPhrase && j.firstAt(i) != "no" && (unsettled()["yes"][h] || is(j.v.Lemma, "grant", "issue", "award") && is(h, "licence", "license", "permit", "concession", "exemption", "waiver", "asylum", "contract"))
	}
	if j.v.Passive {
		return yes(j.subjectAt()) || yes(j.next)
	}
	for i := j.next; i <= j.next+2 && i < j.c.End; i++ { // gave the firm permission
		if yes(i) {
			return true
		}
		if j.kind(i) != english.NounPhrase && j.kind(i) != english.Preposition {
			break
		}
	}
	return false
}

// ruled finds what a court or an office has decided: "threw out the petition", "fixed the penalty at".
func (j *judged) ruled() bool {
	if !j.told(false) {
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
	switch {
	case j.v.Lemma == "throw" && (j.v.Particle == "out" || j.says("out ")), is(j.v.Lemma, "dismiss", "uphold", "overturn", "quash", "annul"):
		return u["lodged"][h] || u["ruling"][h] || is(h, "case", "bid", "injunction", "ban", "order", "law", "fine", "sentence", "conviction", "bill")
	case is(j.v.Lemma, "fix", "set") && (j.subjectIs("bodies") || j.subjectHas("ministry", "office", "agency", "government")):
		return is(h, "penalty", "fine", "fee", "price", "compensation", "damages", "rent", "tariff", "toll", "rate", "wage", "quota") && j.says("at ")
	case j.v.Lemma == "reverse":
		return (u["ruling"][h] || is(h, "course")) && j.says("its ", "their ", "his ", "her ")
	}
	return false
}

// score finds how a vote ended.
var score = regexp.MustCompile(`\bby (?:a (?:vote|majority) of )?\d+(?: votes)?(?: to| against|[-–])\s?\d+|\b\d+(?: votes)? to \d+\b|\bwith \d+ (?:votes|of|against|in favour)|\b(?:unanimously|by acclamation|by a show of hands)\b`)

// votedOn finds what a body has voted on, with the count: "passed it by 30 votes to 12".
func (j *judged) votedOn() bool {
	if !j.told(false) || !is(j.v.Lemma, "ratify", "approve", "adopt", "pass", "reject", "endorse", "back", "confirm", "vote", "reverse", "defeat", "repeal") {
		return false
	}
	return score.MatchString(j.low) && (j.v.Passive || !j.subjectIs("needed"))
}

// goneAway finds what is no longer asked for: "the clause is gone", "the strike is off".
func (j *judged) goneAway() bool {
	gone := j.v.Lemma == "go" && j.v.Passive && is(j.firstAt(j.c.Verb), "is", "are")
	if !gone && j.v.Lemma != "be" || j.v.Negated || j.v.Modal != "" || j.c.Quoted || j.next < j.c.End-1 && !j.p.IsMark(j.next+1) {
		return false
	}
	h, ok := j.subject()
	if !ok || !unsettled()["held-out"][h.Lemma] && !unsettled()["decision"][h.Lemma] && !is(h.Lemma, "strike", "clause", "paragraph", "article", "ban", "tax", "cap", "ceiling", "merger", "tariff", "veto", "blockade") {
		return false
	}
	return gone || is(j.head(j.next).Lower, "off", "gone", "dead", "history", "out") || j.v.Particle == "off" || j.v.Particle == "out"
}

// keptTime finds what was due and has come about: "was finished a month late", "was mended as promised".
func (j *judged) keptTime() bool {
	if !j.told(false) || j.copula() || j.p.Speaker(j.k) >= 0 || j.c.Report || is(j.v.Lemma, "expect", "say", "announce", "promise", "plan") {
		return false
	}
	return keptTime.MatchString(j.p.Span(j.c.Verb, j.cutTail(j.c.Verb+1, j.sentenceEnd())))
}

var keptTime = regexp.MustCompile(`(?i)\b(?:(?:days?|weeks?|months?|years?) (?:late|behind schedule|ahead of schedule|after the deadline|ahead of time|early)|as (?:was |had been )?(?:promised|planned|agreed|scheduled)|within the deadline)\b`)

// sentenceEnd is where the part of the sentence ends that tells of this clause alone.
func (j *judged) sentenceEnd() int {
	end := j.c.Verb + 1
	for end < len(j.p.Phrases) && j.p.Phrases[end].Kind != english.Stop && j.p.Phrases[end].Kind != english.Break && j.p.Phrases[end].Kind != english.Conjunction {
		end++
	}
	if j.k+1 < len(j.p.Clauses) {
		end = min(end, max(j.p.Clauses[j.k+1].Start, j.c.Verb+1))
	}
	return end
}

// lessThanWanted finds an outcome held against what was asked: "lets in 40 rather than the 90 demanded", "two years less
// than the union had wanted".
func (j *judged) lessThanWanted() bool {
	if j.v.Negated || j.v.Modal != "" || j.c.Quoted || j.p.Speaker(j.k) >= 0 || j.c.Report || j.c.Kind != english.Main || is(j.v.Lemma, "want", "demand", "offer", "propose", "suggest", "ask") || len(j.c.Subjects) == 0 || j.pointsBack() {
		return false
	}
	return thanWanted.MatchString(j.p.Span(j.c.Verb, j.sentenceEnd()))
}

var thanWanted = regexp.MustCompile(`(?i)\b(?:rather than|instead of|not) (?:the |its |their |an? )?[^,;.]{1,40} (?:demanded|wanted|sought|asked for|requested|hoped for)\b|\b(?:less|more|fewer|later|earlier|lower|higher|longer|shorter|sooner|half of what|what) (?:than )?[^,;.]{2,40} had (?:wanted|demanded|sought|asked|hoped)\b|\bhalf (?:of )?what [^,;.]{2,30} (?:wanted|demanded)\b`)

// willBeHeld finds a vote told as decided: "There will be a referendum on 9 June".
func (j *judged) willBeHeld() bool {
	h, ok := j.subject()
	if !ok || h.Lower != "there" || j.v.Modal != "will" || j.v.Lemma != "be" || j.v.Negated || j.c.Quoted || j.p.Speaker(j.k) >= 0 {
		return false
	}
	return is(j.head(j.next).Lemma, "referendum", "election", "inquiry", "recount", "summit", "ballot", "plebiscite") && is(j.firstAt(j.next), "a", "an", "another") && j.dayAhead()
}

// wentTo finds who has got what several wanted: "the contract went to", "will go to", "was chosen as the seat".
func (j *judged) wentTo() bool {
	if j.v.Negated || j.nobody() || j.c.Quoted || j.p.Speaker(j.k) >= 0 || j.c.Kind != english.Main || j.v.Perfect && j.firstAt(j.c.Verb) == "had" {
		return false
	}
	if j.v.Lemma == "go" && !j.v.Passive && (j.v.Modal == "will" || j.past()) && j.firstAt(j.next) == "to" && j.kind(j.next+1) == english.NounPhrase {
		to := j.p.Phrases[min(j.next+1, len(j.p.Phrases)-1)]
		return unsettled()["prize"][j.subjectHead()] && (to.End-to.Start > 1 || j.head(j.next+1).Proper())
	}
	if !j.v.Passive || !(j.past() || j.v.Modal == "will") {
		return false
	}
	return is(j.v.Lemma, "award", "choose", "select", "pick") && (unsettled()["prize"][j.subjectHead()] || j.says(" as ", "ahead of", "over ")) && !datedPhrase.MatchString(j.low)
}

func (j *judged) subjectHead() string {
	h, _ := j.subject()
	return h.Lemma
}

// agreedOn finds what parties have agreed: "the two sides agreed on a price".
func (j *judged) agreedOn() bool {
	if !j.told(false) || j.v.Lemma != "agree" || j.v.Passive || j.p.Speaker(j.k) >= 0 {
		return false
	}
	if j.v.Particle == "on" || j.v.Particle == "upon" {
		return j.kind(j.next) == english.NounPhrase
	}
	return is(j.firstAt(j.next), "on", "upon") && j.kind(j.next+1) == english.NounPhrase && !j.p.IsTime(j.p.Phrases[j.next+1]) && !is(j.head(j.next+1).Lemma, "thing", "need", "point", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}

// dealWords are those by which the line over a list tells that it lists what was agreed, unless one of proposed stands in it.
var (
	dealWords = english.Set("agreement deal accord compact compromise settlement pact package")
	proposed  = english.Set("demand demands propose proposed proposal proposals draft offer offers want wants wanted would should could no without if before need needs ask asks not reject rejects")
	contrast  = regexp.MustCompile(`(?i)\b(?:down from|up from|and not|instead of|rather than|than [^,;]{2,40} had (?:wanted|demanded|sought|asked))\b`)
)

// underDeal says whether words over a list name an agreement that has been made.
func underDeal(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return dealWords[w] }) && !slices.ContainsFunc(words, func(w string) bool { return proposed[w] })
}
