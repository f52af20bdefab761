package extract

import (
	"strings"

	"talksbot/knowledge/english"
)

// stillTo finds what has to be done yet: "must still be built", "still needs to find a buyer".
func (j *judged) stillTo() bool {
	if j.v.Negated || j.c.Quoted || !stillOpen(j.p, j.c) && !j.says("first ") {
		return false
	}
	if h, ok := j.subject(); !ok || is(h.Lower, "i", "we", "you", "he", "she") {
		return false
	}
	if !stillOpen(j.p, j.c) {
		return j.v.Modal == "must" && j.v.Passive
	}
	return j.v.Modal == "must" || is(j.v.Lemma, "need", "have") && !j.v.Past && j.v.Modal == "" && j.verbAt(j.next).Infinitive
}

// mayStill finds what may come out otherwise: "can still be appealed", "may yet fail".
func (j *judged) mayStill() bool {
	if j.v.Negated || j.c.Quoted || !is(j.v.Modal, "may", "can", "could", "might") || j.v.Perfect {
		return false
	}
	ph := j.p.Phrases[j.c.Verb]
	if !english.HasWord(j.p.Tokens[ph.Start:ph.End], "still", "yet") {
		return false
	}
	return j.v.Passive && is(j.v.Lemma, "appeal", "challenge", "overturn", "block", "stop", "change", "amend", "veto", "reverse", "delay", "withdraw", "cancel") ||
		!j.v.Passive && is(j.v.Lemma, "appeal", "fail", "block", "veto", "collapse", "sue", "overturn", "reject", "derail", "stop", "unravel", "withdraw")
}

// threatens finds a step that somebody has held out: "has threatened to sue", "threatens to block the sale".
func (j *judged) threatens() bool {
	return j.v.Lemma == "threaten" && j.personal() && !j.v.Negated && !j.v.Passive && j.v.Modal == "" && !j.v.Past && j.verbAt(j.next).Infinitive && j.c.Kind != english.RelativeCl && j.firstAt(j.c.Verb) != "had"
}

// staysUndone finds what has not been done by the word that says so: "remains unpaid", "is still unsold".
func (j *judged) staysUndone() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Past || !j.copula() && !j.v.Passive {
		return false
	}
	word := j.head(j.next).Lower
	if j.v.Passive {
		word = j.head(j.c.Verb).Lower
	} else if j.kind(j.next) != english.Adjective && j.kind(j.next) != english.VerbPhrase {
		return false
	}
	if !strings.HasPrefix(word, "un") || j.v.Lemma != "remain" && j.v.Lemma != "stay" && !stillOpen(j.p, j.c) {
		return false
	}
	return is(word, "unpaid", "unsold", "unbuilt", "unsigned", "unspent", "unmet", "unwritten", "unnamed", "unsaid") || strings.HasSuffix(word, "ed") && len(word) > 6 && !is(word, "unchanged", "united", "undeterred", "unaffected", "undisturbed", "unharmed", "undefeated", "unmoved", "unimpressed", "undaunted", "uninhabited", "untouched", "unlimited")
}

// talksGoOn finds talks that are taken up again: "talks resume on Monday".
func (j *judged) talksGoOn() bool {
	if j.v.Negated || j.v.Past || j.v.Perfect || j.v.Passive && j.v.Modal != "will" || j.v.Modal != "" && j.v.Modal != "will" || !j.subjectHas("talk", "negotiation", "discussion", "consultation", "bargaining", "mediation") {
		return false
	}
	return is(j.v.Lemma, "resume", "continue", "reconvene", "restart", "start", "begin", "hold") && j.dayAhead()
}

// opposedToBefore finds two demands that cannot both be met, told one after the other: "The union wants eight. The firm
// insists on three."
func (j *judged) opposedToBefore() bool {
	if !j.demands(j.k) || j.k != 0 || len(j.c.Subjects) == 0 || !j.personal() || j.pointsBack() || !j.sameParagraphAsBefore() {
		return false
	}
	p := j.r.parsed[j.passage-1]
	before := &sentence{r: j.r, p: p, passage: j.passage - 1}
	for k, c := range p.Clauses {
		if len(c.Subjects) == 0 || c.Kind != english.Main || p.IsPronoun(p.Phrases[c.Subjects[0]]) || p.HeadToken(c.Subjects[0]).Lower == j.p.HeadToken(j.c.Subjects[0]).Lower {
			continue
		}
		if (&judged{sentence: before, k: k, c: c, v: p.VerbOf(c)}).demands(k) {
			return true
		}
	}
	return false
}

func (j *judged) sameParagraphAsBefore() bool {
	return j.passage > 0 && j.r.parsed[j.passage-1] != nil && j.r.passages[j.passage-1].Paragraph == j.r.passages[j.passage].Paragraph
}

// withBefore is the sentence with the one before it.
func (j *judged) withBefore() string {
	prev := j.r.passages[j.passage-1]
	return strings.TrimRight(j.r.article.Text[prev.Start:prev.End], ".") + "; " + j.allWords()
}
