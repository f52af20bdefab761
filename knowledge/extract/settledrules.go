package extract

import (
	"slices"

	"talksbot/knowledge/english"
)

// settledRules are the ways in which a clause tells that a matter is settled.
var settledRules = []rule{
	{holds: (*judged).saidToBeDone, words: (*judged).whole},         // is complete
	{holds: (*judged).quarrelOver, words: (*judged).whole},          // the row over it has ended
	{holds: (*judged).quarrelClosed, words: (*judged).dependent},    // dropped the contested clause
	{holds: (*judged).agreementReached, words: (*judged).dependent}, // struck a deal on pay
	{holds: (*judged).offTheTable, words: (*judged).whole},          // is off the table
	{holds: (*judged).wasSettled, words: (*judged).whole},           // was agreed
	{holds: (*judged).wasHeld, words: (*judged).whole},              // the conference was held
	{holds: (*judged).settledIt, words: (*judged).dependent},        // adopted the text, settled its share
	{holds: (*judged).conceded, words: (*judged).dependent},         // has given up its claim, settled for less
	{holds: (*judged).permitted, words: (*judged).dependent},        // gave its blessing to
	{holds: (*judged).ruled, words: (*judged).dependent},            // threw out the petition
	{holds: (*judged).votedOn, words: (*judged).dependent},          // passed it by 30 votes to 12
	{holds: (*judged).goneAway, words: (*judged).whole},             // the clause is gone
	{holds: (*judged).keptTime, words: (*judged).allWords},          // was finished a month late
	{holds: (*judged).lessThanWanted, words: (*judged).allWords},    // lets in 40 rather than the 90 demanded
	{holds: (*judged).wentTo, words: (*judged).whole},               // the contract went to
	{holds: (*judged).agreedOn, words: (*judged).dependent},         // the two agreed on a price
	{holds: (*judged).castOut, words: (*judged).whole},              // the motion was carried
	{holds: (*judged).strikeOver, words: (*judged).whole},           // the blockade ended
	{holds: (*judged).lastOfThem, words: (*judged).whole},           // the last prisoners were freed
	{holds: (*judged).foundFor, words: (*judged).dependent},         // the court ruled in favour of
	{holds: (*judged).willBeHeld, words: (*judged).whole},           // there will be a referendum on 9 June
}

func (j *judged) saidToBeDone() bool {
	return j.copula() && !j.v.Negated && j.v.Modal == "" && j.kind(j.next) == english.Adjective && is(j.head(j.next).Lower, "complete", "done", "settled", "final")
}

// quarrelOver finds "the row over it is over", "the dispute ended".
func (j *judged) quarrelOver() bool {
	if j.v.Negated || j.v.Modal != "" || !j.subjectIs("noun") {
		return false
	}
	return j.v.Lemma == "be" && (j.v.Particle == "over" || j.head(j.next).Lower == "over") || unsettled()["ends"][j.v.Lemma] && j.past()
}

// quarrelClosed finds that a thing said to be contested was decided: "dropped the disputed clause", "signed the deal,
// ending the standoff", "agreed to it in principle".
func (j *judged) quarrelClosed() bool {
	if j.c.Kind == english.RelativeCl || !j.decided() || j.p.Speaker(j.k) >= 0 && !j.c.Report && j.v.Perfect {
		return false
	}
	about := j.p.ObjectOf(j.c)
	if j.v.Passive {
		about = j.c.Subjects[0]
	}
	u := unsettled()
	if about >= 0 {
		ph := j.p.Phrases[about]
		if slices.ContainsFunc(j.p.Tokens[ph.Start:ph.End], func(t english.Token) bool { return u["contested"][t.Lower] }) {
			return true
		}
	}
	if j.p.Speaker(j.k) < 0 && j.says("in principle", "“in principle", "\"in principle") {
		return true
	}
	for i := j.c.Verb + 1; i+1 < len(j.p.Phrases); i++ { // ending the standoff
		if w := j.verbAt(i); w.Participle && u["ends"][w.Lemma] && j.p.IsMark(i-1) && j.kind(i+1) == english.NounPhrase {
			return u["noun"][j.head(i+1).Lemma] || is(j.head(i+1).Lemma, "contest", "quarrel", "strike", "talk", "battle", "fight")
		}
	}
	return false
}

// agreementReached finds "reached agreement on", "a compromise was found on": on what, has to be said.
func (j *judged) agreementReached() bool {
	if j.v.Negated || !j.past() || !is(j.v.Lemma, "reach", "strike", "find", "clinch", "seal", "hammer") || j.c.Kind == english.RelativeCl {
		return false
	}
	about := j.p.ObjectOf(j.c)
	if j.v.Passive {
		about = j.subjectAt()
	}
	if about < 0 || j.firstAt(about) == "no" || !is(j.head(about).Lemma, "agreement", "deal", "compromise", "accord", "settlement", "solution", "consensus", "understanding") {
		return false
	}
	for i := about + 1; i+1 < j.c.End && i <= j.c.Verb+4; i++ {
		if w := j.head(i).Lower; j.kind(i) == english.Preposition && (w == "on" || w == "over" || w == "about") && j.kind(i+1) == english.NounPhrase && !j.p.IsTime(j.p.Phrases[i+1]) {
			return true
		}
	}
	return false
}

func (j *judged) offTheTable() bool {
	if h, ok := j.subject(); !ok || is(h.Lemma, "offer", "bid", "proposal") {
		return false // it may come back
	}
	return j.copula() && !j.v.Negated && j.v.Modal == "" && j.says("off the table", "off the agenda", "a done deal", "dead and buried")
}

func (j *judged) wasSettled() bool {
	return j.v.Passive && unsettled()["settles"][j.v.Lemma] && !j.v.Negated && !j.nobody() && j.past() && !is(j.v.Lemma, "set", "fix") && !j.v.Progressive &&
		(len(j.c.Subjects) > 0 || j.subjectStart(j.k) < j.c.Verb) && j.c.Kind != english.RelativeCl
}

func (j *judged) wasHeld() bool {
	return j.v.Passive && j.v.Lemma == "hold" && j.past() && !j.v.Negated && len(j.c.Subjects) > 0 && j.c.Kind == english.Main && j.subjectIs("event")
}

func (j *judged) settledIt() bool {
	if j.v.Passive || j.v.Negated || j.nobody() || !j.past() || j.c.Kind == english.RelativeCl {
		return false
	}
	switch j.v.Lemma {
	case "adopt":
		return true
	case "resolve":
		return !j.infinitiveNext()
	case "settle", "finish", "complete", "finalise", "finalize":
		return j.p.ObjectOf(j.c) >= 0
	}
	return false
}

// decided says whether the clause tells that something was decided or done. That alone makes no issue: most of what is
// decided was never open.
func (j *judged) decided() bool {
	verb := j.v.Lemma
	if j.v.Particle != "" && unsettled()["closes"][verb+" "+j.v.Particle] {
		verb += " " + j.v.Particle
	}
	if len(j.c.Subjects) > 0 && j.v.Modal == "will" && !j.v.Passive && is(j.v.Lemma, "sign", "join", "ratify", "attend", "support", "back", "accept", "approve") {
		return j.untilClause() < 0 // will sign, will not sign: its mind is made up
	}
	if j.v.Negated || j.nobody() || len(j.c.Subjects) == 0 || j.says("neither ", "nor ") {
		return false
	}
	if unsettled()["closes"][verb] {
		return j.past() && !j.v.Progressive
	}
	if verb == "vote" || j.says("into force", "take effect", "took effect", "taken effect") {
		return j.past()
	}
	// what the article itself says will be is decided
	if j.verbIn("decides") || j.verbIn("discusses") || j.verbIn("addresses") || j.verbIn("settles") || j.verbIn("approves") {
		return false
	}
	return j.v.Passive && j.v.Modal == "will" && j.c.Kind == english.Main && !j.c.Quoted && j.p.Speaker(j.k) < 0
}
