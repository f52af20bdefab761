package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/stance"
)

// openRules are the ways in which a clause tells that a matter is open, in the order in which they are tried.
var openRules = []rule{
	{holds: (*judged).noneTaken, words: (*judged).whole, passing: true},                                 // no decision has been taken, there is no deal on
	{holds: (*judged).adjectiveFirst, words: (*judged).afterVerb},                                       // still unresolved is who runs it
	{holds: (*judged).givesNoSign, words: (*judged).dependent},                                          // has given no sign that it accepts
	{holds: (*judged).nobodyTells, words: (*judged).question},                                           // nobody has said what happens
	{holds: (*judged).unknown, words: (*judged).sayingWhat, also: (*judged).sayingWhat},                 // is not clear, it is too early to say
	{holds: (*judged).givesNone, words: (*judged).whole, also: (*judged).core, passing: true},           // gave no date, made no progress
	{holds: (*judged).willNotTell, words: (*judged).dependent, also: (*judged).question, passing: true}, // won't say whether
	{holds: (*judged).notYet, words: (*judged).whole},                                                   // has not yet begun, has still not been given
	{holds: (*judged).unanswered, words: (*judged).whole, passing: true},                                // has not replied, has had no answer
	{holds: (*judged).putOff, words: (*judged).whole},                                                   // was put off until, shelved
	{holds: (*judged).willDecide, words: (*judged).whole, future: true, passing: true},                  // the board will vote on, is to be negotiated later
	{holds: (*judged).rulingDue, words: (*judged).whole, future: true, passing: true},                   // a vote is expected, the ruling is due
	{holds: (*judged).forOthersToDecide, words: (*judged).whole, passing: true},                         // that is for the next council to decide, the file is with them
	{holds: (*judged).handedOn, words: (*judged).whole},                                                 // was referred to a committee
	{holds: (*judged).sidestepped, words: (*judged).dependent},                                          // skirted the question of
	{holds: (*judged).resisted, words: (*judged).whole, passing: true},                                  // ran into opposition, is holding up
	{holds: (*judged).nearDeal, words: (*judged).whole, passing: true},                                  // are close to a deal on, made progress on
	{holds: (*judged).fallsShort, words: (*judged).whole},                                               // falls short of
	{holds: (*judged).leftOpen, words: (*judged).dependent},                                             // was left open, leaves open whether, left for another day
	{holds: (*judged).notAgreed, words: (*judged).dependent, passing: true},                             // do not even agree on, failed to agree on
	{holds: (*judged).toBeApproved, words: (*judged).whole, future: true},                               // has to be approved
	{holds: (*judged).needsApproval, words: (*judged).whole},                                            // needs the consent of
	{holds: (*judged).textSilent, words: (*judged).whole, future: true},                                 // is not covered, will be dealt with later
	{holds: (*judged).decidesNothing, words: (*judged).sentenceWords},                                   // on the rest the text says nothing
	{holds: (*judged).saidToBeOpen, words: (*judged).sayingWhat},                                        // remains unclear, it is unclear whether
	{holds: (*judged).notFinal, words: (*judged).whole},                                                 // is not settled
	{holds: (*judged).remainsToBe, words: (*judged).whole, future: true},                                // remains to be seen, are to be decided
	{holds: (*judged).mainHurdle, words: (*judged).dependent},                                           // the biggest hurdle is
	{holds: (*judged).openQuestion, words: (*judged).whole},                                             // is an open question, remains an issue
	{holds: (*judged).inLimbo, words: (*judged).whole},                                                  // is under study, hangs in the balance
	{holds: (*judged).noCloser, words: (*judged).whole},                                                 // is no closer, has gone no further than
	{holds: (*judged).farFrom, words: (*judged).whole},                                                  // is far from
	{holds: (*judged).yetTo, words: (*judged).whole},                                                    // has yet to, has still to
	{holds: (*judged).notSettled, words: (*judged).whole, future: true},                                 // has not been decided, must be approved, is being discussed
	{holds: (*judged).struckFromText, words: (*judged).whole},                                           // was struck from the draft
	{holds: (*judged).tied, words: (*judged).dependent, also: (*judged).hangsFrom},                      // depends on, is tied to
	{holds: (*judged).disputed, words: (*judged).whole},                                                 // is disputed, disagree over, neither gave way
	{holds: (*judged).stuck, words: (*judged).whole, passing: true},                                     // remains blocked, has stalled
	{holds: (*judged).quarrelGoesOn, words: (*judged).whole, passing: true},                             // differences persist
	{holds: (*judged).withoutAgreement, words: (*judged).whole, passing: true},                          // ended without agreement
	{holds: (*judged).until, words: (*judged).dependent, also: (*judged).untilWhat},                     // will not sign until
	{holds: (*judged).opposed, words: (*judged).allWords},                                               // one wants this, the other insists on that
	{holds: (*judged).mustApprove, words: (*judged).whole, future: true},                                // must ratify, still need to vote
	{holds: (*judged).neverSettled, words: (*judged).whole},                                             // did not settle
	{holds: (*judged).partDone, words: (*judged).allWords, status: IssuePartly},                         // 12 of the 30 have been paid, while the rest
	{holds: (*judged).notHappened, words: (*judged).whole},                                              // has not voted, has not taken place
	{holds: (*judged).shouldHave, words: (*judged).whole},                                               // should have met in April
	{holds: (*judged).isOverdue, words: (*judged).whole},                                                // is overdue
	{holds: (*judged).waits, words: (*judged).dependent},                                                // is waiting for the permits
	{holds: (*judged).onCalendar, words: (*judged).whole, future: true},                                 // the court takes up the case on 3 May
	{holds: (*judged).toBeAsked, words: (*judged).whole, future: true, passing: true},                   // members will be asked for their verdict
	{holds: (*judged).isTo, words: (*judged).whole, future: true},                                       // shall agree on, is to review
	{holds: (*judged).lacks, words: (*judged).lacking},                                                  // lacks a contractor, has no chairman
	{holds: (*judged).askedFor, words: (*judged).dependent, passing: true},                              // has applied for, has lodged an appeal
	{holds: (*judged).deadlineAhead, words: (*judged).dependent, future: true, passing: true},           // has until March to decide
	{holds: (*judged).stillNot, words: (*judged).whole},                                                 // is still not in the annex
	{holds: (*judged).shortOf, words: (*judged).whole, passing: true},                                   // is four million short of
	{holds: (*judged).looksInto, words: (*judged).dependent, passing: true},                             // is in talks with
	{holds: (*judged).notExcluded, words: (*judged).whole},                                              // cannot be excluded
	{holds: (*judged).matterFor, words: (*judged).whole},                                                // is a matter for the review
	{holds: (*judged).differently, words: (*judged).sentenceWords},                                      // the two read it differently
	{holds: (*judged).counterclaim, words: (*judged).allWords},                                          // lists them, and the other denies it
	{holds: (*judged).stillTo, words: (*judged).whole, passing: true},                                   // must still be built
	{holds: (*judged).mayStill, words: (*judged).whole, passing: true},                                  // can still be appealed
	{holds: (*judged).threatens, words: (*judged).whole, passing: true},                                 // has threatened to sue
	{holds: (*judged).staysUndone, words: (*judged).whole},                                              // remains unpaid
	{holds: (*judged).talksGoOn, words: (*judged).whole, future: true, passing: true},                   // talks resume on Monday
	{holds: (*judged).otherMatter, words: (*judged).whole},                                              // whether it will last is another matter
	{holds: (*judged).keepsOpen, words: (*judged).whole, passing: true},                                 // is keeping its options open
	{holds: (*judged).brokeDown, words: (*judged).whole, passing: true},                                 // the talks have broken down
	{holds: (*judged).heldBack, words: (*judged).whole, passing: true},                                  // the loan has been frozen
	{holds: (*judged).accuseEachOther, words: (*judged).whole, passing: true},                           // blame each other for
	{holds: (*judged).willReport, words: (*judged).whole, future: true, passing: true},                  // the commission will report in May
	{holds: (*judged).withoutDeal, words: (*judged).allWords, passing: true},                            // without a deal by Friday
	{holds: (*judged).opposedToBefore, words: (*judged).withBefore},                                     // one wants this. The other insists on that
}

func (j *judged) noneTaken() bool {
	if j.v.Modal != "" || j.v.Negated {
		return false
	}
	if j.firstOfSubject() == "no" {
		if english.HasWord(j.p.Tokens[j.p.Phrases[j.c.Subjects[0]].Start:j.p.Phrases[j.c.Subjects[0]].End], "such") {
			return false // no such deal exists
		}
		return j.subjectIs("missing") || j.v.Passive && j.v.Perfect && is(j.v.Lemma, "give", "take", "make", "set", "reach", "find", "name", "agree", "appoint", "choose", "elect", "select", "hire", "publish", "schedule", "pay", "receive", "file", "build", "deliver", "issue")
	}
	h, _ := j.subject()
	if h.Lower != "there" {
		return false
	}
	i := j.next
	if j.kind(i) == english.Preposition { // there is as yet no
		i++
	}
	for j.p.QuoteOrAdverb(i) {
		i++
	}
	if i < len(j.p.Phrases) && english.HasWord(j.p.Tokens[j.p.Phrases[i].Start:j.p.Phrases[i].End], "such") {
		return false
	}
	n, u := j.head(i).Lemma, unsettled()
	return (j.kind(i) == english.NounPhrase || j.kind(i) == english.Adjective) && (j.firstAt(i) == "no" && (u["missing"][n] || stance.Classes()["noun-sign"][n] || n == "prospect" || n == "word" || n == "clarity") || j.firstAt(i) != "no" && u["noun"][n] && n != "question")
}

func (j *judged) adjectiveFirst() bool {
	return j.v.Lemma == "be" && len(j.c.Subjects) == 0 && j.kind(j.c.Verb-1) == english.Adjective && unsettled()["adj"][j.head(j.c.Verb-1).Lower] && !j.v.Negated
}

func (j *judged) givesNoSign() bool {
	return is(j.v.Lemma, "give", "show", "offer") && !j.v.Negated && j.v.Modal == "" && j.kind(j.next) == english.NounPhrase &&
		j.firstAt(j.next) == "no" && stance.Classes()["noun-sign"][j.head(j.next).Lemma]
}

// nobody says whether the subject denies what the clause tells: "nobody", "no one", "neither side", "none of them".
func (j *judged) nobody() bool {
	return is(j.firstOfSubject(), "nobody", "none", "neither", "no", "no-one", "nothing")
}

func (j *judged) nobodyTells() bool {
	return j.nobody() && !j.v.Negated && j.asksOpen()
}

// willNotTell finds "won't say whether", "declined to say who", "would not be drawn on how".
func (j *judged) willNotTell() bool {
	if j.nobody() || !j.asksOpen() {
		return false
	}
	inf := j.verbAt(j.next)
	return j.v.Negated || j.v.Lemma == "decline" || j.v.Lemma == "refuse" || j.v.Lemma == "leave" || inf.Negated
}

// asksOpen says whether the clause has a verb of telling and a question after it that the future can answer: what was
// is only not told.
func (j *judged) asksOpen() bool {
	tells := unsettled()["tells"][j.v.Lemma] || j.v.Lemma == "draw" && j.v.Passive
	if (j.v.Lemma == "decline" || j.v.Lemma == "refuse") && j.kind(j.next) == english.VerbPhrase {
		w := j.verbAt(j.next)
		tells = w.Infinitive && (unsettled()["tells"][w.Lemma] || w.Lemma == "draw")
	}
	if !tells {
		return false
	}
	from := j.clauseAfter(j.k)
	if from < 0 || from > j.c.Verb+4 || j.p.KindAt(from-1) == english.Preposition && j.v.Lemma != "draw" {
		return false
	}
	for _, d := range j.p.Clauses {
		if d.Verb <= from {
			continue
		}
		w := j.p.VerbOf(d)
		if j.v.Lemma != "draw" && w.Past && w.Lemma == "be" && j.says("how many", "how much") {
			return false
		}
		if w.Past && w.Lemma != "be" && w.Lemma != "have" && w.Modal == "" || w.Perfect && j.firstAt(d.Verb) == "had" {
			return false
		}
		return true
	}
	return true // how to divide
}

// unknown finds "is not clear", "is not known", "it is too early to say".
func (j *judged) unknown() bool {
	if j.v.Modal != "" || j.v.Past && !j.copula() {
		return false
	}
	if j.v.Passive {
		return j.v.Lemma == "know" && j.v.Negated
	}
	if !j.copula() {
		return false
	}
	return j.v.Negated && j.kind(j.next) == english.Adjective && is(j.head(j.next).Lower, "clear", "certain", "sure", "known", "obvious") || j.says("too early to", "too soon to", "anyone's guess", "anybody's guess", "anyone’s guess")
}

// givesNone finds "gave no date", "set no deadline", "made no progress".
func (j *judged) givesNone() bool {
	first := j.firstAt(j.next)
	if j.v.Lemma == "commit" && j.v.Negated && !j.v.Passive && j.firstAt(j.next) == "to" {
		return unsettled()["missing"][j.head(j.next+1).Lemma] // would not commit to a date
	}
	if j.v.Passive {
		return (j.firstOfSubject() == "little" || j.firstOfSubject() == "no") && j.v.Lemma == "make" && j.subjectHas("progress", "headway")
	}
	if j.kind(j.next) != english.NounPhrase || first != "no" && first != "little" || j.v.Modal != "" || j.v.Negated {
		return false
	}
	n := j.head(j.next).Lemma
	switch j.v.Lemma {
	case "make":
		return n == "progress" || n == "headway"
	case "give", "set", "offer", "name", "provide", "contain", "include":
		return is(n, "date", "deadline", "timetable", "timeline", "timeframe", "detail", "figure", "answer", "reply", "sum", "amount")
	case "reach", "find":
		return unsettled()["missing"][n]
	}
	return false
}

func (j *judged) subjectHas(words ...string) bool {
	h, ok := j.subject()
	return ok && slices.Contains(words, h.Lemma)
}

// handedOn finds what was given to others to decide.
func (j *judged) handedOn() bool {
	if j.v.Modal != "" || j.v.Negated || !is(j.v.Lemma, "refer", "hand", "send", "pass", "submit", "return", "kick") || !j.v.Passive {
		return false
	}
	for i := j.c.Verb + 1; i+1 < j.c.End; i++ {
		if j.kind(i) == english.Preposition && j.head(i).Lower == "to" && is(j.head(i+1).Lemma, "committee", "panel", "group", "commission", "court", "expert", "subcommittee", "taskforce", "tribunal", "arbitrator", "arbitration", "mediator", "body", "referendum") {
			return j.subjectIs("decision") || j.subjectIs("weak-noun") || j.subjectIs("noun") || j.subjectHas("bill", "law", "dispute", "file", "idea")
		}
	}
	return false
}

// notYet finds "has not yet begun", "do not yet remove", "has still not been given".
func (j *judged) notYet() bool {
	if !j.v.Negated || j.v.Modal != "" {
		return false
	}
	for t := j.p.Phrases[j.c.Verb].Start; t < j.p.Phrases[j.c.Verb].End+1 && t < len(j.p.Tokens); t++ {
		if w := j.p.Tokens[t].Lower; w == "yet" || w == "still" && t < j.p.Phrases[j.c.Verb].Head {
			return true
		}
	}
	return false
}

func (j *judged) unanswered() bool {
	if j.v.Modal != "" || !j.v.Perfect {
		return false
	}
	if unsettled()["responds"][j.v.Lemma] {
		return j.v.Negated || j.nobody()
	}
	if j.v.Lemma == "say" && j.v.Negated && !j.v.Passive { // has not said any more about
		return j.says("anything about", "more about", "anything on", "more on")
	}
	obj := j.p.ObjectOf(j.c)
	return (j.v.Lemma == "have" || j.v.Lemma == "receive" || j.v.Lemma == "get") && obj >= 0 && is(j.head(obj).Lemma, "answer", "reply", "response", "decision") &&
		(j.v.Negated || j.firstAt(obj) == "no")
}

// putOff finds what was moved to another day. A ship may be delayed, too: without a day, it has to be a decision.
func (j *judged) putOff() bool {
	verb := strings.TrimSpace(j.v.Lemma + " " + j.v.Particle)
	if !unsettled()["postpones"][verb] || j.v.Negated || j.v.Modal != "" && j.v.Modal != "will" {
		return false
	}
	about := -1
	if j.v.Passive {
		if len(j.c.Subjects) > 0 {
			about = j.c.Subjects[0]
		}
	} else {
		about = j.p.ObjectOf(j.c)
	}
	if about < 0 || j.p.IsTime(j.p.Phrases[about]) {
		return false
	}
	return unsettled()["decision"][j.head(about).Lemma] || j.says("until", "pending ", "till ", "for another day") || j.v.Lemma != "delay" && j.v.Passive && j.says("for ", "pending ")
}

// willDecide finds a decision in time to come.
func (j *judged) willDecide() bool {
	if j.v.Lemma == "vote" && (j.says("for ", "against ") || strings.HasSuffix(j.low, " yes ") || strings.HasSuffix(j.low, " no ")) {
		return false // how it will vote is decided
	}
	if j.head(j.next).Lower == "nothing" {
		return false // will discuss nothing before
	}
	if !j.v.Negated && !j.v.Passive && decides(j.p, j.c) && (j.v.Modal == "will" || j.v.Modal == "would" && j.p.Speaker(j.k) >= 0) {
		return true
	}
	if j.v.Lemma != "be" || j.v.Modal != "" || j.v.Past {
		return false
	}
	w := j.verbAt(j.next)
	u := unsettled()
	name := strings.TrimSpace(w.Lemma + " " + w.Particle)
	return w.Infinitive && (u["decides"][name] && w.Lemma != "hear" || w.Passive && (u["discusses"][name] || u["settles"][name] && w.Lemma != "sign"))
}

// rulingDue finds a decision that somebody expects.
func (j *judged) rulingDue() bool {
	if !j.subjectIs("ruling") && !j.subjectHas("report", "review", "opinion", "audit", "assessment", "finding", "result", "outcome") || j.v.Negated && !j.says("before ", "until ") || j.v.Modal != "" || j.v.Past || j.c.Kind == english.RelativeCl {
		return false
	}
	return j.v.Passive && is(j.v.Lemma, "expect", "schedule", "plan", "slate") || j.v.Lemma == "be" && is(j.head(j.next).Lower, "due", "likely", "imminent")
}

// forOthersToDecide finds "that is for the courts to decide", "the decision lies with", "would be up to parliament".
func (j *judged) forOthersToDecide() bool {
	if j.v.Negated {
		return false
	}
	if h, ok := j.subject(); ok && h.Lower == "it" && j.v.Lemma == "be" && j.says("up to ") && (j.says("to decide", "to settle", "to judge", "to rule")) {
		return true
	}
	if j.v.Lemma == "have" && j.v.Modal != "would" && j.says("the last word", "the final word", "the final say", "the last say") {
		return true
	}
	if (j.v.Particle == "up" || j.says("up to ")) && j.subjectIs("decision") && j.copula() {
		return true
	}
	if j.v.Lemma == "be" && j.head(j.next).Lower == "for" && j.kind(j.next+1) == english.NounPhrase && j.kind(j.next+2) == english.VerbPhrase {
		w := j.verbAt(j.next + 2)
		return w.Infinitive && (unsettled()["decides"][w.Lemma] || unsettled()["settles"][w.Lemma] || w.Lemma == "judge")
	}
	return is(j.v.Lemma, "be", "lie", "rest", "sit") && !j.v.Past && j.head(j.next).Lower == "with" && j.subjectIs("decision") && j.v.Modal == ""
}

func (j *judged) fallsShort() bool { return j.v.Lemma == "fall" && j.says("short of") }

func (j *judged) leftOpen() bool {
	if j.v.Lemma == "leave" && j.v.Modal == "" && !j.says("no choice", "no option", "no alternative") {
		if j.v.Passive {
			return !j.v.Negated && (j.says("for later", "for another ", "for the next", "for a ", "open", "undecided", "unresolved", "unsettled", "blank", "out of the ") || j.firstAt(j.next) == "to" || j.v.Particle == "aside")
		}
		return strings.HasSuffix(j.low, " open ") || j.says("unresolved", "undecided", "unsettled", "open whether", "open who", "open how", "open what")
	}
	return j.v.Lemma == "let" && j.says("open whether", "open who", "open how")
}

func (j *judged) notAgreed() bool {
	if j.v.Lemma == "agree" && j.v.Negated && (j.v.Modal == "" || j.v.Modal == "can" || j.v.Modal == "could") && !j.v.Passive {
		return true
	}
	if w := j.verbAt(j.next + 1); j.copula() && j.head(j.next).Lower == "unable" && w.Infinitive && agreeing[w.Lemma] {
		return true
	}
	return j.v.Modal == "" && !j.v.Negated && j.failsToAgree(j.c.Verb)
}

// failsToAgree says whether the verb at phrase i is "fail" or the like, and what fails is a settlement.
func (s *sentence) failsToAgree(i int) bool {
	v := s.p.Phrases[i].Verb
	if v.Lemma != "fail" && v.Lemma != "struggle" && v.Lemma != "refuse" || v.Negated || s.p.KindAt(i+1) != english.VerbPhrase {
		return false
	}
	w := s.p.Phrases[i+1].Verb
	return w.Infinitive && agreeing[w.Lemma]
}

var agreeing = english.Set("agree settle resolve decide bridge overcome reconcile")

func (j *judged) toBeApproved() bool {
	w := j.verbAt(j.next)
	return j.v.Lemma == "have" && j.v.Modal == "" && !j.v.Past && !j.v.Negated && w.Infinitive && w.Passive && unsettled()["approves"][w.Lemma]
}

// needsApproval finds "needs ratification by", "requires the consent of", "fifty signatures are needed".
func (j *judged) needsApproval() bool {
	if j.v.Negated || j.v.Modal != "" && j.v.Modal != "will" && j.v.Modal != "would" {
		return false
	}
	if j.copula() && j.firstAt(j.next) == "subject" {
		return unsettled()["approval"][j.head(j.next+1).Lemma]
	}
	if j.v.Lemma != "need" && j.v.Lemma != "require" {
		return false
	}
	if j.v.Passive {
		return j.subjectIs("approval")
	}
	obj := j.p.ObjectOf(j.c)
	return obj >= 0 && unsettled()["approval"][j.head(obj).Lemma] && j.c.Kind != english.RelativeCl
}
