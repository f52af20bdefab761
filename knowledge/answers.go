package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
)

// titled says whether the title of an Article names a concept in so many words.
func (st *state) titled(entry int, c concept) bool {
	for _, t := range index.Terms(st.entries[entry].article.Title) {
		if c.terms[t] == 1 {
			return true
		}
	}
	return false
}

// answers says whether a passage speaks of what the question names, and not only of the same parties: near misses are
// about the right people and the wrong thing.
func (st *state) answers(in *inquiry, f found) bool {
	missing, matter, light, any := 0, 0, 0, 0
	for i, c := range in.concepts {
		if !c.soft && c.asking != 0 && f.match[i] >= 0.5 {
			light++
		}
		if c.word == in.whatNoun && asks()["time-noun"][c.base] {
			continue
		}
		if c.soft || c.when() || c.party() || in.want == wantSum && asks()["amount-noun"][c.base] || c.base == "figure" || c.base == "number" || c.asking != 0 && (in.kind == commitments || in.kind == issuesKind) {
			continue
		}
		any++
		switch {
		case c.light:
			if f.match[i] >= 0.5 {
				light++
			}
			continue
		case c.word == in.passive && (in.want == wantSum || in.want == wantCount) && f.match[i] < 0.7:
			return false // "has been paid": pledged is not paid
		}
		matter++
		if (c.noun || c.forms != nil) && f.match[i] < 0.3 {
			missing++
		}
	}
	if in.done != "" && (in.want == wantSum || in.want == wantCount) && !st.tellsDone(in, f.place) {
		return false
	}
	if matter == 0 && any > 0 && light == 0 && in.want == wantYesNo {
		return false // it shares nothing but the name
	}
	if len(in.role) > 0 && in.want == wantWho && !st.namesHolder(in, f.place) {
		return false
	}
	if missing > 0 {
		switch in.want {
		case wantSum, wantTime, wantPlace, wantCount:
			return f.covers >= 0.5 || in.kind == comparing
		}
		if in.kind == commitments && slices.ContainsFunc(in.concepts, concept.required) {
			return f.covers >= 0.5 && missing < matter
		}
	}
	return true
}

// tellsDone says whether a passage tells what was asked about as done and not only as willed or to come.
func (st *state) tellsDone(in *inquiry, p place) bool {
	var c *concept
	for i := range in.concepts {
		if in.concepts[i].word == in.done {
			c = &in.concepts[i]
		}
	}
	if c == nil {
		return true
	}
	parsed := st.parse(p)
	met := false
	for _, ph := range parsed.Phrases {
		if ph.Kind != english.VerbPhrase {
			continue
		}
		near := false
		for _, t := range index.Terms(parsed.Tokens[ph.Head].Text) {
			near = near || c.terms[t] >= 0.5
		}
		if !near {
			continue
		}
		met = true
		if v := ph.Verb; v.Modal == "" && !v.Infinitive && (v.Past || v.Perfect || v.Passive || v.Participle && parsed.Tokens[ph.Head].Tag == "VBN") {
			return true
		}
	}
	return !met && in.passive == ""
}

// namesHolder says whether a passage names a person who holds the office asked for, of whom it is asked.
func (st *state) namesHolder(in *inquiry, p place) bool {
	low := english.Fold(st.text(p))
	holders := false
	for _, w := range in.role {
		holders = holders || asks()["person-noun"][lexicon.Lemma(w, lexicon.Noun)]
	}
	if !holders {
		return true
	}
	for sn, pr := range st.people {
		if !english.ContainsWord(low, sn) {
			continue
		}
		role := setOf(index.Terms(pr.Role))
		n, want := 0, 0
		for _, t := range index.Terms(strings.Join(in.role, " ")) {
			if c := in.conceptOf(t); c != nil && c.party() {
				continue
			}
			want++
			if role[t] {
				n++
			}
		}
		if n == 0 || n < want {
			continue
		}
		fits := true
		for _, k := range in.parties {
			c := in.concepts[k]
			if c.person == "" && !slices.Contains(st.reg.keys(st, pr.For), c.key()) {
				fits = false
			}
		}
		if fits {
			return true
		}
	}
	return false
}

func (in *inquiry) conceptOf(term string) *concept {
	for i := range in.concepts {
		if in.concepts[i].terms[term] == 1 {
			return &in.concepts[i]
		}
	}
	return nil
}

// strangeMore is how much more of a question a passage has to carry where the question names a thing that no article does.
const strangeMore = 0.1

// enough is the share of the question's matter that a passage has to carry: less where several together answer, or
// where it is a party's own undertaking, or where a reason is asked for.
func (in *inquiry) enough(f found) float64 {
	answerable := answerable
	if in.strange {
		answerable += strangeMore
	}
	switch {
	case in.kind == comparing || in.kind == changing:
		return answerable - 0.1
	case in.about != "" && !in.matter:
		return answerable - 0.25 // "and when?": all its matter is in the question before
	case in.about != "" && f.asked >= 0.6:
		return answerable - 0.15
	case in.want == wantReason:
		return answerable - 0.1
	case f.entry >= 0 && len(in.parties) > 0:
		return answerable - 0.07
	}
	return answerable
}

// aboutSubject says whether a passage speaks of the very thing whose time, place or number is asked for.
func (st *state) aboutSubject(in *inquiry, f found) bool {
	if in.whatNoun != "" { // "what emissions target": what answers speaks of one
		for i, c := range in.concepts {
			if c.word == in.whatNoun && !c.light && c.noun && !asks()["amount-noun"][c.base] && !asks()["time-noun"][c.base] && f.match[i] < 0.4 {
				return false
			}
		}
	}
	if in.measured != "" {
		for i, c := range in.concepts {
			if c.word == in.measured && f.match[i] < 0.5 {
				return false
			}
		}
	}
	switch in.want {
	case wantTime, wantPlace:
	default:
		return true
	}
	for i, c := range in.concepts {
		if c.word == in.subject && !c.light && f.match[i] < 0.5 && f.covers < 0.7 && !st.titled(f.place.entry, c) {
			return false
		}
	}
	return true
}

// lacking says whether something the question hangs on is carried by none of the passages: a party, or a word of matter
// that no article has.
func (in *inquiry) lacking(fs []found) bool {
	for i, c := range in.concepts {
		if c.soft || c.light {
			continue
		}
		best := 0.0
		for _, f := range fs {
			best = max(best, f.match[i])
		}
		if c.required() && best < 0.5 && !(c.topic && best >= 0.4) {
			return true
		}
	}
	return false
}

// neverTold says whether a question asks if, or who, did a thing that the articles do tell of in that very word, but in no
// passage that fits: "has the north ratified the treaty?", where others have.
func (st *state) neverTold(in *inquiry, fs []found) bool {
	if !(in.want == wantYesNo && in.done != "") && !(in.want == wantWho && in.future) {
		return false
	}
	matter := 0
	for _, c := range in.concepts {
		if !c.light && !c.soft {
			matter++
		}
	}
	for i, c := range in.concepts {
		if !c.verb || c.soft || c.light || c.asking != 0 || matter > 4 || !st.told(c) {
			continue
		}
		best := 0.0
		for _, f := range fs {
			if in.fits(f, i) {
				best = max(best, f.match[i])
			}
		}
		if best <= 0.5 { // in the sentence before is not of that party
			return true
		}
	}
	return false
}

// fits says whether a passage speaks itself of the parties of a question; where it has none, of anything but concept i.
func (in *inquiry) fits(f found, i int) bool {
	parties, other := true, false
	for k, c := range in.concepts {
		if c.required() && f.match[k] < 0.8 {
			parties = false
		}
		other = other || k != i && !c.soft && !c.light && f.match[k] >= 0.8
	}
	return parties && other
}

// told says whether an article has a word itself, and not only one near it.
func (st *state) told(c concept) bool {
	for t, w := range c.terms {
		if w == 1 && st.words.Has(t) {
			return true
		}
	}
	return false
}

// unnamed says whether a question for which of a number of things they are meets no passage that lists any.
func (in *inquiry) unnamed(st *state, fs []found) bool {
	if in.kind != several || in.whatNoun == "" || !whichNumber.MatchString(in.text) {
		return false
	}
	for _, f := range fs {
		if listing.MatchString(st.text(f.place)) {
			return false
		}
	}
	return true
}

// refusal says in a sentence why nothing is answered.
func (st *state) refusal(in *inquiry) string {
	var absent []string
	for _, c := range in.concepts {
		if c.soft || c.light {
			continue
		}
		if !c.known && (c.code == "" || !st.anywhere(c)) {
			absent = append(absent, c.word)
		}
	}
	what := map[wanted]string{wantCount: "a number for that", wantSum: "an amount for that", wantTime: "a time for that", wantPlace: "a place for that", wantWho: "who that is", wantReason: "a reason for that"}[in.want]
	switch {
	case len(absent) > 0:
		return fmt.Sprintf("The articles do not mention %s.", quoteList(absent))
	case what != "":
		return fmt.Sprintf("The articles do not say %s.", what)
	}
	return "The articles do not say."
}

func quoteList(ws []string) string {
	for i, w := range ws {
		ws[i] = "“" + w + "”"
	}
	if len(ws) == 1 {
		return ws[0]
	}
	return strings.Join(ws[:len(ws)-1], ", ") + " or " + ws[len(ws)-1]
}

func (st *state) anywhere(c concept) bool {
	for t := range c.terms {
		if st.words.Has(t) {
			return true
		}
	}
	return false
}

var (
	whichNumber = regexp.MustCompile(`(?i)\bwhich\b(?:\s+\w+)?\s+(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b`)
	listing     = regexp.MustCompile(`[\p{L}\d]+,\s[^.;]{2,60}\s(?:and|or)\s`)
)
