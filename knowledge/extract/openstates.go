package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/stance"
)

func (j *judged) textSilent() bool {
	u := unsettled()
	if (j.v.Negated || j.nobody()) && j.v.Modal == "" && is(j.v.Lemma, "find", "make", "appear", "feature", "figure") {
		return j.namesText(j.c.Verb+1, j.c.End) && (j.says("way into", "way in ") || j.p.ObjectOf(j.c) < 0) // has not found its way into the text
	}
	switch {
	case j.v.Lemma == "make" && j.firstAt(j.next) == "no" && j.head(j.next).Lemma == "mention", j.copula() && !j.v.Negated && j.head(j.next).Lower == "silent" && !j.personal():
		return true
	case !j.v.Passive:
		return false
	}
	if j.v.Negated && u["addresses"][j.v.Lemma] && j.v.Modal == "" {
		return true // were not covered
	}
	return j.v.Modal == "will" && !j.v.Negated && j.v.Particle == "" && (j.v.Lemma == "know" || u["addresses"][j.v.Lemma] && j.v.Lemma != "provide" || u["discusses"][j.v.Lemma])
}

func (j *judged) decidesNothing() bool {
	u := unsettled()
	if j.personal() || j.c.Kind == english.RelativeCl { // who signed nothing leaves nothing open
		return false
	}
	return j.head(j.next).Lower == "nothing" && j.next == j.c.Verb+1 && !j.v.Negated && j.v.Modal == "" && !j.v.Passive &&
		(u["settles"][j.v.Lemma] || u["addresses"][j.v.Lemma] || j.v.Lemma == "say") && !j.p.IsPronoun(j.p.Phrases[max(0, j.c.Verb-1)])
}

// saidToBeOpen finds an adjective that says so: "is pending", "remains unclear".
func (j *judged) saidToBeOpen() bool {
	if j.v.Passive && !j.v.Negated && j.v.Modal == "" && !j.v.Progressive && unsettled()["adj"][j.head(j.c.Verb).Lower] {
		return !is(j.head(j.c.Verb).Lower, "disputed", "contested", "divided", "stuck", "missing", "opened") // told by rules of their own
	}
	if !j.copula() || j.v.Negated || j.v.Modal != "" || j.kind(j.next) != english.Adjective {
		return false
	}
	switch word := j.head(j.next).Lower; word {
	case "open":
		to := j.kind(j.next+1) == english.VerbPhrase && j.verbAt(j.next+1).Infinitive || j.head(j.next+1).Lower == "to"
		if h, ok := j.subject(); ok && is(h.Lemma, "door", "window") {
			return false
		}
		return !to
	case "missing":
		return false
	case "short":
		return j.kind(j.next+1) == english.Preposition
	default:
		return unsettled()["adj"][word]
	}
}

// sayingWhat is the question after "it is unclear", else subject and clause.
func (j *judged) sayingWhat() string {
	if h, ok := j.subject(); ok && h.Lower == "it" {
		if from := j.clauseAfter(j.k); from >= 0 {
			return j.p.Span(from, j.dependentEnd(j.k))
		}
	}
	return j.p.Span(j.subjectStart(j.k), j.c.End)
}

func (j *judged) notFinal() bool {
	return j.copula() && j.v.Negated && j.kind(j.next) == english.Adjective && is(j.head(j.next).Lower, "complete", "done", "settled", "final", "over")
}

func (j *judged) remainsToBe() bool {
	if !j.copula() {
		return false
	}
	w, u := j.verbAt(j.next), unsettled()
	return w.Infinitive && (w.Passive && j.v.Modal == "" && !j.v.Past || j.v.Lemma == "remain") && (u["settles"][w.Lemma] && w.Lemma != "sign" || u["approves"][w.Lemma] && w.Lemma != "sign" || w.Lemma == "see" || w.Lemma == "fix" || w.Lemma == "do")
}

func (j *judged) openQuestion() bool {
	if !j.copula() || j.kind(j.next) != english.NounPhrase || j.v.Negated {
		return false
	}
	n, u := j.head(j.next), unsettled()
	if j.v.Lemma == "be" && n.Lemma == "question" && english.HasWord(j.p.Tokens[j.p.Phrases[j.next].Start:j.p.Phrases[j.next].End], "open", "unanswered", "unresolved") {
		return true
	}
	if j.says("a matter of dispute", "a matter of debate", "a matter of contention", "a matter of dispute") {
		return true
	}
	return j.v.Lemma == "remain" && (u["noun"][n.Lemma] || u["weak-noun"][n.Lemma] || english.HasWord(j.p.Tokens[j.p.Phrases[j.next].Start:j.p.Phrases[j.next].End], "stumbling", "sticking"))
}

// mainHurdle finds "the biggest hurdle is", "the key question is who".
func (j *judged) mainHurdle() bool {
	if j.v.Lemma != "be" && j.v.Lemma != "remain" && j.v.Lemma != "concern" || j.v.Negated || j.v.Passive || j.v.Modal != "" || len(j.c.Subjects) != 1 || j.c.Kind == english.RelativeCl {
		return false
	}
	ph := j.p.Phrases[j.c.Subjects[0]]
	toks := j.p.Tokens[ph.Start:ph.End]
	if !english.HasWord(toks, "main", "biggest", "key", "central", "chief", "hardest", "thorniest", "trickiest", "remaining", "last", "outstanding", "only", "first", "open", "bigger") {
		return false
	}
	h := j.p.HeadToken(j.c.Subjects[0])
	if is(h.Lemma, "hurdle", "obstacle", "issue", "question", "problem", "dispute", "difference", "block", "point") {
		return h.Lemma != "point" || english.HasWord(toks, "sticking")
	}
	return false
}

// inLimbo finds prepositional phrases that say a matter is open.
func (j *judged) inLimbo() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Passive || !j.copula() && !is(j.v.Lemma, "hang", "survive", "run", "stay", "get", "sit") {
		return false
	}
	for ph := range unsettled()["limbo"] {
		if strings.Contains(strings.ReplaceAll(j.low, "“", ""), " "+ph) {
			return true
		}
	}
	return false
}

func (j *judged) noCloser() bool {
	return j.copula() && j.says("no closer", "no nearer", "not any closer") || j.v.Lemma == "go" && j.says("no further than")
}

func (j *judged) farFrom() bool {
	return j.copula() && !j.v.Negated && (j.says("far from") && !j.says("far from the ") || j.says("still far from"))
}

func (j *judged) yetTo() bool { return stance.YetTo(j.p, j.c) }

// notSettled finds a settlement that has not come: "has not been decided", "must be approved", "is still being debated".
func (j *judged) notSettled() bool {
	u := unsettled()
	if !j.v.Passive { // is still debating
		return j.v.Progressive && !j.v.Negated && j.v.Modal == "" && j.verbIn("discusses") && stillOpen(j.p, j.c)
	}
	settles := j.v.Particle == "" && (u["settles"][j.v.Lemma] || u["approves"][j.v.Lemma])
	switch {
	case j.firstOfSubject() == "nothing" && (j.firstAt(j.c.Verb) == "had" || j.says("of the sort", "of the kind") || strings.Contains(strings.ToLower(j.subjectWords()), "of the ")):
		return false // of a day long gone, or a denial
	case j.infinitiveNext() && (j.v.Lemma == "authorise" || j.v.Lemma == "authorize" || j.v.Lemma == "clear"):
		return false // not authorised to speak
	case unsettled()["awaited-acts"][j.v.Lemma] && j.v.Perfect && (j.v.Negated || j.nobody() || j.says("neither ")):
		return true
	case settles && (j.v.Negated || j.nobody()) && (j.v.Perfect || j.v.Modal == ""):
		return true
	case j.v.Particle != "" && j.v.Modal == "will" && !j.v.Negated && j.verbIn("decides"):
		return true // will be taken up
	case settles && (j.v.Modal == "must" || j.v.Modal == "will") && !j.v.Negated:
		return j.v.Lemma != "determine" || !j.says("by ")
	}
	return j.verbIn("discusses") && (j.v.Progressive || j.says("being "))
}

func (j *judged) infinitiveNext() bool { return j.p.InfinitiveAt(j.c.Verb + 1) }

// struckFromText says whether something was taken out of a text; the text can still be changed.
func (j *judged) struckFromText() bool {
	return j.v.Passive && unsettled()["removes"][j.v.Lemma] && j.v.Modal == "" && !j.v.Negated && j.namesText(j.c.Verb+1, j.c.End)
}

// tied says whether the subject hangs on what follows.
func (j *judged) tied() bool {
	if len(j.c.Subjects) == 0 && j.subjectStart(j.k) == j.c.Verb || j.v.Negated || j.c.Kind == english.RelativeCl {
		return false
	}
	u := unsettled()
	if (u["awaits"][j.v.Lemma] || j.v.Lemma == "wait" && j.head(j.next).Lower == "for") && j.v.Modal == "" {
		return !j.bareObject(j.next) && (j.v.Lemma == "await" || stillOpen(j.p, j.c) || !j.v.Past && unsettled()["awaited"][j.head(j.next+1).Lemma])
	}
	prep := j.head(j.next).Lower
	on := j.v.Particle == "on" || j.v.Particle == "upon" || j.kind(j.next) == english.Preposition && (prep == "on" || prep == "upon")
	if u["hinges"][j.v.Lemma] && !j.v.Past && on {
		return !j.bareObject(j.next + 1)
	}
	word := j.head(j.c.Verb).Lower
	if !j.v.Passive && j.copula() {
		word = prep
		return u["tied"][word] && j.v.Modal == "" && is(j.head(j.next+1).Lower, "on", "upon", "to")
	}
	return j.v.Passive && !j.v.Past && j.v.Modal == "" && u["tied"][word] && (prep == "to" || prep == "on")
}

// bareObject says whether a noun phrase names nothing in particular: "a law", "it".
func (j *judged) bareObject(i int) bool {
	if j.kind(i) != english.NounPhrase || j.kind(i+1) == english.Preposition || j.kind(i+1) == english.Relative || j.kind(i+1) == english.VerbPhrase {
		return false
	}
	ph := j.p.Phrases[i]
	w := j.p.Tokens[ph.Start].Lower
	return ph.End-ph.Start == 1 && !j.head(i).Proper() || ph.End-ph.Start == 2 && (w == "a" || w == "an")
}

// disputed finds "is disputed", "the two disagree over", "neither side gave way", "are split".
func (j *judged) disputed() bool {
	if j.v.Negated || j.v.Modal != "" && !j.nobody() {
		return j.v.Negated && j.v.Lemma == "budge"
	}
	u := unsettled()
	switch {
	case j.v.Passive && j.v.Lemma == "claim" && j.says("by both"):
		return true
	case j.v.Passive && (j.v.Lemma == "dispute" || j.v.Lemma == "contest"):
		return true
	case j.v.Passive && (j.v.Lemma == "split" || j.v.Lemma == "divide"):
		return j.says("over ", "on ", "about ", "as to ") || j.c.End <= j.c.Verb+1
	case j.v.Passive:
		return false
	case (j.v.Lemma == "dispute" || j.v.Lemma == "contest") && j.p.ObjectOf(j.c) >= 0:
		return true
	case j.nobody() && (j.v.Lemma == "budge" || j.says("give ground", "gave ground", "give way", "gave way", "back down", "backed down")):
		return true
	case j.v.Lemma == "appeal" && j.past() && j.firstAt(j.next) == "against":
		return true
	}
	return u["differs"][j.v.Lemma] && j.v.Lemma != "argue" && (j.v.Lemma == "disagree" || j.v.Lemma == "clash" || j.says("over ", "about ", "on "))
}

// stuck finds "remains blocked", "has stalled", "is deadlocked".
func (j *judged) stuck() bool {
	if j.v.Negated || j.v.Modal != "" || len(j.c.Subjects) == 0 && j.c.Verb > 0 && j.kind(j.c.Verb-1) != english.NounPhrase {
		return false
	}
	if is(j.v.Lemma, "reach", "hit") && is(j.head(j.next).Lemma, "impasse", "deadlock", "stalemate") || j.v.Lemma == "end" && j.head(j.next).Lower == "in" && is(j.head(j.next+1).Lemma, "impasse", "deadlock", "stalemate", "acrimony") {
		return true
	}
	if unsettled()["stalls"][j.v.Lemma] {
		return j.p.ObjectOf(j.c) < 0 && (j.v.Perfect || j.v.Passive || j.v.Past)
	}
	return j.copula() && j.v.Lemma != "be" && (unsettled()["stuck"][j.head(j.next).Lower])
}

func (j *judged) quarrelGoesOn() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Passive {
		return false
	}
	if j.v.Lemma == "continue" || j.v.Lemma == "resume" || j.v.Lemma == "go" && j.v.Particle == "on" { // talks over the price continue
		prep := j.head(j.subjectAt() + 1).Lower
		return j.subjectHas("talk", "negotiation", "bargaining", "discussion", "consultation") && (prep == "on" || prep == "over" || prep == "about") && !j.v.Past
	}
	return unsettled()["persists"][j.v.Lemma] && (j.subjectIs("noun") || j.subjectIs("weak-noun"))
}

// withoutAgreement finds talks that ended with nothing.
func (j *judged) withoutAgreement() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Passive {
		return false
	}
	if !unsettled()["breaks-up"][j.v.Lemma] {
		return false
	}
	for i := j.c.Verb + 1; i+1 < j.c.End; i++ {
		if j.kind(i) == english.Preposition && j.firstAt(i) == "without" && unsettled()["missing"][j.head(i+1).Lemma] {
			return true
		}
	}
	return false
}

// until finds a refusal that holds until something has happened.
func (j *judged) until() bool {
	u := unsettled()
	no := j.v.Negated && (j.v.Modal == "will" || j.v.Modal == "would" || j.v.Modal == "can") || j.nobody() && j.v.Modal == "will" || u["refuses"][j.v.Lemma] && !j.v.Negated
	if h, ok := j.subject(); !no || !ok || h.Lower == "we" || h.Lower == "i" || h.Lower == "you" {
		return false
	}
	return j.untilClause() >= 0
}

// untilClause is the clause under "until" or "unless" that hangs on this one; -1 for none.
func (j *judged) untilClause() int {
	for q := j.k + 1; q < len(j.p.Clauses) && q <= j.k+2; q++ {
		if d := j.p.Clauses[q]; (d.Link == "until" || d.Link == "unless") && (d.Parent == j.k || q == j.k+1) {
			return q
		}
	}
	return -1
}

func (j *judged) untilWhat() string {
	d := j.p.Clauses[j.untilClause()]
	return j.p.Span(d.Start, d.End)
}

// opposed finds two demands that cannot both be met: "the union wants eight, while the company offers three".
func (j *judged) opposed() bool {
	if !j.demands(j.k) || len(j.c.Subjects) == 0 || j.c.Kind == english.RelativeCl {
		return false
	}
	for q := j.k + 1; q < len(j.p.Clauses); q++ {
		d := j.p.Clauses[q]
		if len(d.Subjects) == 0 || d.Subjects[0] == j.c.Subjects[0] || j.p.IsPronoun(j.p.Phrases[d.Subjects[0]]) {
			continue
		}
		joined := d.Link == "while" || d.Link == "but" || d.Link == "whereas" || j.p.KindAt(d.Start-1) == english.Break
		if joined && (j.demands(q) || is(j.p.VerbOf(d).Lemma, "offer", "refuse", "reject", "oppose", "resist")) {
			return true
		}
	}
	return false
}

// demands says whether clause k tells what its subject wants.
func (j *judged) demands(k int) bool {
	v := j.p.VerbOf(j.p.Clauses[k])
	return !v.Negated && !v.Passive && v.Modal == "" && is(v.Lemma, "want", "demand", "insist", "seek", "favour", "favor", "prefer")
}

// mustApprove finds a body whose yes is needed: "parliament must ratify", "still needs to vote on".
func (j *judged) mustApprove() bool {
	u := unsettled()
	if (u["approves"][j.v.Lemma] || u["settles"][j.v.Lemma]) && j.v.Modal == "must" && !j.v.Passive && !j.v.Negated {
		return true
	}
	w := j.verbAt(j.next)
	if j.v.Lemma != "need" && j.v.Lemma != "have" || !w.Infinitive || j.v.Negated || !(u["approves"][w.Lemma] || u["settles"][w.Lemma]) {
		return false
	}
	return j.v.Lemma == "need" || stillOpen(j.p, j.c)
}

func (j *judged) neverSettled() bool {
	if j.v.Negated && j.v.Modal == "" && !j.v.Passive && is(j.v.Lemma, "settle", "resolve", "decide", "determine") && !j.personal() && j.clauseAfter(j.k) == j.c.Verb+1 {
		return true // the accord does not settle who owns it
	}
	if j.v.Negated && (j.v.Perfect || j.v.Past) && j.says("into force", "taken effect", "take effect", "up its mind", "up their mind") {
		return true
	}
	return unsettled()["settles"][j.v.Lemma] && j.v.Negated && (j.v.Perfect || j.v.Past) && !j.v.Passive && j.v.Lemma != "sign"
}

// decides says whether a clause's verb settles something in time to come: "the panel will rule on".
func decides(p *english.Parsed, c english.Clause) bool {
	v := p.VerbOf(c)
	u := unsettled()
	return u["decides"][v.Lemma+" "+v.Particle] || v.Lemma == "take" && v.Particle == "up" || u["decides"][v.Lemma] && v.Particle == ""
}
