package index

import (
	"strconv"
	"strings"
)

// oneSpelling brings a folded word's British and American spellings, and a number's word, to one form.
// The form need not be a spelling that anyone uses; it only must not be that of another word.
func oneSpelling(w string) string {
	if n := small(w); n > 0 {
		return strconv.Itoa(n)
	}
	if len(w) < 4 {
		return w
	}
	w = byWord(w)
	w = withS(w)
	return withoutU(w)
}

// tensAndUnits reads "twenty-six" as 26.
func tensAndUnits(tens, unit string) (string, bool) {
	t, u := small(strings.ToLower(tens)), small(strings.ToLower(unit))
	if strings.EqualFold(unit, "one") {
		u = 1
	}
	if t < 20 || u < 1 || u > 9 {
		return "", false
	}
	return strconv.Itoa(t + u), true
}

// withS writes organize, organization and analyze with s. That direction needs no list of words that always have s,
// and keeps the stemmer from taking organize to organ.
func withS(w string) string {
	at := strings.LastIndex(w, "iz")
	if at < 0 {
		at = strings.LastIndex(w, "yz")
	}
	if at < 3 || !strings.ContainsAny(w[:at], "aeiouy") {
		return w
	}
	switch w[at+2:] {
	case "e", "es", "ed", "er", "ers", "ing", "ings", "able", "ation", "ations", "ational":
		return w[:at+1] + "s" + w[at+2:]
	}
	return w
}

// withoutU writes colour as color, where what stands before and after makes it that ending (not four, hour, journal).
func withoutU(w string) string {
	at := strings.LastIndex(w, "our")
	if at < 2 || at == 2 && !strings.HasPrefix(w, "od") || !strings.ContainsAny(w[:at], "aeiouy") {
		return w
	}
	switch w[at+3:] {
	case "", "s", "ed", "ing", "er", "ers", "able", "ably", "ite", "ites", "itism", "hood", "hoods", "less", "ful", "fully",
		"al", "ally", "ly", "y", "ism", "ist", "ists", "edly", "ings":
		return w[:at] + "or" + w[at+3:]
	}
	return w
}

// byWord replaces the part in which the two spellings of single words differ.
func byWord(w string) string {
	root, ending := w, ""
	for _, e := range [...]string{"s", "d"} {
		if strings.HasSuffix(w, "e"+e) {
			root, ending = w[:len(w)-1], e
		}
	}
	for _, re := range [...]string{"centre", "metre", "theatre", "litre", "fibre", "calibre", "sabre", "spectre", "sombre", "meagre", "lustre"} {
		if strings.HasSuffix(root, re) {
			return root[:len(root)-2] + "er" + map[string]string{"": "", "s": "s", "d": "ed"}[ending]
		}
	}
	for _, nce := range [...]string{"defence", "offence", "licence", "pretence"} {
		if rest, ok := strings.CutPrefix(w, nce); ok {
			return nce[:len(nce)-2] + "se" + rest
		}
	}
	if root == "programme" && ending != "d" {
		return "program" + ending
	}
	if at := strings.Index(w, "alogue"); at > 0 {
		return w[:at] + "alog" + w[at+len("alogue"):]
	}
	return prefixed(w)
}

// prefixed replaces the beginning of words whose two spellings differ there.
func prefixed(w string) string {
	for _, p := range [...]struct{ from, to string }{
		{"grey", "gray"}, {"sceptic", "skeptic"}, {"mould", "mold"}, {"plough", "plow"},
		{"ageing", "aging"}, {"judgement", "judgment"}, {"acknowledgement", "acknowledgment"}, {"instalment", "installment"},
		{"speciality", "specialty"}, {"specialities", "specialties"}, {"enquir", "inquir"}, {"practis", "practic"},
		{"learnt", "learned"}, {"sulph", "sulf"}, {"aluminium", "aluminum"}, {"manoeuvr", "maneuver"}, {"jewellery", "jewelry"},
		{"paediatric", "pediatric"}, {"orthopaedic", "orthopedic"}, {"leukaemia", "leukemia"}, {"anaesthe", "anesthe"},
		{"archaeolog", "archeolog"}, {"encyclopaedi", "encyclopedi"}, {"oestrogen", "estrogen"}, {"foetus", "fetus"},
		{"fuelled", "fueled"}, {"fuelling", "fueling"}, {"dialled", "dialed"}, {"rouble", "ruble"}, {"mediaeval", "medieval"},
	} {
		if rest, ok := strings.CutPrefix(w, p.from); ok {
			if e, cut := strings.CutPrefix(rest, "e"); p.from == "manoeuvr" && cut && e != "d" {
				rest = e
			}
			return p.to + rest
		}
	}
	return w
}
