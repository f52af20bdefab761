package extract

// sidestepped finds who did not deal with a question.
func (j *judged) sidestepped() bool {
	if j.v.Negated || j.v.Passive || !j.past() || !j.verbIn("sidesteps") {
		return false
	}
	obj := j.p.ObjectOf(j.c)
	return obj >= 0 && is(j.head(obj).Lemma, "question", "issue", "matter", "subject", "topic") && j.p.Phrases[obj].End > j.p.Phrases[obj].Start+2
}

// resisted finds a matter that somebody keeps open: "met resistance from", "is holding up the bill".
func (j *judged) resisted() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Passive {
		return false
	}
	obj := j.p.ObjectOf(j.c)
	if j.v.Lemma == "run" && j.firstAt(j.next) == "into" {
		obj = j.next + 1
	}
	if obj < 0 {
		return false
	}
	if is(j.v.Lemma, "meet", "face", "encounter", "run") {
		return is(j.head(obj).Lemma, "resistance", "opposition", "objection")
	}
	return j.v.Progressive && j.verbIn("blocks") && (unsettled()["decision"][j.head(obj).Lemma] || unsettled()["texts"][j.head(obj).Lemma])
}

// nearDeal finds talks that have come some of the way: "are close to a deal on", "have narrowed their differences".
func (j *judged) nearDeal() bool {
	if j.v.Negated || j.v.Modal != "" || j.v.Passive {
		return false
	}
	obj := j.p.ObjectOf(j.c)
	switch j.v.Lemma {
	case "narrow":
		return obj >= 0 && is(j.head(obj).Lemma, "difference", "gap", "divide")
	case "make":
		return obj >= 0 && is(j.head(obj).Lemma, "progress", "headway") && j.firstAt(obj) != "no" && j.says("on ")
	}
	return j.copula() && j.says("close to a deal", "close to an agreement", "close to agreement", "close to a compromise", "near a deal", "near an agreement", "within reach", "on the verge of a deal", "on the verge of an agreement")
}
