package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// Note is what another reader, such as a model, says to stand in a Passage: who undertakes what, or an Issue. A Note is not
// trusted. It only points at words: what comes of it is read from the Article by the rules, and not a word of it is kept.
type Note struct {
	Passage     int
	Actor       string
	Undertaking string
	Stance      stance.Stance // makes it a Note of a Commitment
	Condition   string
	Issue       string
	Status      IssueStatus
	SaidBy      string
	Quote       string
}

// Refusal says why a Note is not taken; "" for one that is.
type Refusal string

// The Refusals.
const (
	Known      Refusal = "the rules have read it"
	Misquoted  Refusal = "the quote does not stand in the passage"
	Unnamed    Refusal = "the quote does not name the actor as who acts"
	Added      Refusal = "it says what the quote does not"
	Unwritten  Refusal = "the quote has no words of an undertaking or an open issue, or they are denied, doubted or past"
	Otherwise  Refusal = "the rules read it otherwise"
	Firmer     Refusal = "the stance is not that of the words"
	Condition  Refusal = "the condition is not that of the words"
	Speaker    Refusal = "who says so is not who the words say"
	Unreadable Refusal = "it has no sense, or not in a sentence of English"
)

// Noted gives what Notes on the Passages of an Article come to, marked with by, and a Refusal for each Note. rd is its Reading.
// A Note is taken where the words of its quote, read anew, name its actor as who undertakes it, or by a pronoun that the rules
// resolve to it, no less firmly, on no other condition and by nobody else's word; and where the rules have not read it.
func (rd *Reading) Noted(a news.Article, by string, notes []Note) (taken []Report, refused []Refusal) {
	refused = make([]Refusal, len(notes))
	if !inEnglish(a) {
		for i := range refused {
			refused[i] = Unreadable
		}
		return nil, refused
	}
	r := read(a, rd.Passages)
	for i, p := range rd.Passages {
		r.at = i
		if p.Kind == news.Row || p.Kind == news.Heading {
			continue
		}
		s := r.sentence(i)
		for n, note := range notes {
			if note.Passage != i {
				continue
			}
			rep, why := s.noted(note, append(rd.at(i), taken...))
			if refused[n] = why; why == "" {
				rep.ReadBy = by
				taken = append(taken, rep)
			}
		}
		r.remember(s)
	}
	for n, note := range notes {
		if p := note.Passage; p < 0 || p >= len(rd.Passages) || rd.Passages[p].Kind == news.Row || rd.Passages[p].Kind == news.Heading {
			refused[n] = Unreadable
		}
	}
	return r.addConditions(taken), refused
}

// at gives the rules' Reports of a Passage.
func (rd *Reading) at(passage int) (out []Report) {
	for _, r := range rd.Reports {
		if r.Passage == passage && r.ReadBy == "" {
			out = append(out, r)
		}
	}
	return out
}

// most bytes that a field of a Note may have, and a quote.
const mostNoted, mostQuoted = 400, 2000

// noted judges a Note on the sentence. had are the Reports there are of it.
func (s *sentence) noted(n Note, had []Report) (Report, Refusal) {
	text := s.r.text(s.passage)
	at := strings.Index(text, n.Quote)
	switch {
	case len(strings.Fields(n.Quote)) < 3 || len(n.Quote) > mostQuoted || at < 0 || !whole(text, at, at+len(n.Quote)):
		return Report{}, Misquoted
	case strings.HasSuffix(strings.TrimRight(text, `"”’' `), "?"):
		return Report{}, Unwritten
	}
	for _, field := range []string{n.Actor, n.Undertaking, n.Condition, n.SaidBy, n.Issue} {
		if len(field) > mostNoted || strings.ContainsFunc(field, unicode.IsControl) || marked.MatchString(field) {
			return Report{}, Unreadable
		}
	}
	q := quoted{n.Quote, at - s.r.skip[s.passage], at - s.r.skip[s.passage] + len(n.Quote)}
	had = slices.DeleteFunc(had, func(r Report) bool { return r.Passage != s.passage })
	if n.Stance == "" {
		return s.notedIssue(n, q, had)
	}
	return s.notedCommitment(n, q, had)
}

// marked finds markup, addresses and mentions, which no words of an article need in a note.
var marked = regexp.MustCompile("[<>{}`*_#|\\\\@\\[\\]]|https?:|www\\.|://")

// whole says whether text[from:to] begins and ends with a word.
func whole(text string, from, to int) bool {
	letter := func(b byte) bool {
		return b >= 0x80 || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
	}
	return (from == 0 || !letter(text[from-1]) || !letter(text[from])) && (to == len(text) || !letter(text[to]) || !letter(text[to-1]))
}

// quoted is the quote of a Note, at bytes of the parsed sentence.
type quoted struct {
	text       string
	start, end int
}

// holds says whether phrases lie within the quote.
func (q quoted) holds(p *english.Parsed, phrases ...int) bool {
	for _, j := range phrases {
		if ph := p.Phrases[j]; p.Tokens[ph.Start].Start < q.start || p.Tokens[ph.End-1].End > q.end {
			return false
		}
	}
	return true
}

// says tells whether the quote has all words of a text, and any at all; and those that deny, which are no terms.
func (q quoted) says(text string) bool {
	folded := english.Fold(q.text)
	for w := range strings.FieldsSeq(english.Fold(text)) {
		if denies(w) && !english.ContainsWord(folded, w) {
			return false
		}
	}
	terms, has := index.Terms(text), index.Terms(q.text)
	return len(terms) > 0 && !slices.ContainsFunc(terms, func(t string) bool { return !slices.Contains(has, t) })
}

// notedCommitment finds, among the readings that the words allow, the one that a Note points at.
func (s *sentence) notedCommitment(n Note, q quoted, had []Report) (Report, Refusal) {
	who := s.whoIs(n.Actor)
	switch {
	case stance.Rank(n.Stance) == len(stance.Stances) || len(who) == 0:
		return Report{}, Unreadable
	case !q.says(n.Undertaking):
		return Report{}, Added
	case n.Condition != "" && !strings.Contains(q.text, n.Condition):
		return Report{}, Condition
	}
	for _, r := range had {
		if r.Stance == "" || !sameParties(who, r.Actors) {
			continue
		}
		if r.Stance == n.Stance {
			return Report{}, Known
		}
		if shared(r.Undertaking, n.Undertaking) {
			return Report{}, Otherwise
		}
	}
	why := Unwritten
	for _, pt := range s.allowed() {
		if !q.holds(s.p, pt.rests...) || !q.says(pt.rep.Undertaking) || !shared(pt.rep.Undertaking, n.Undertaking) {
			continue
		}
		if !sameParties(who, pt.rep.Actors) {
			why = Unnamed
			continue
		}
		rep, no := s.agreed(n, pt)
		if no == "" {
			return rep, ""
		}
		why = no
	}
	return Report{}, why
}

// agreed holds a Note against the reading that it points at.
func (s *sentence) agreed(n Note, pt pointed) (Report, Refusal) {
	rep := pt.rep
	if rep.Stance == stance.Declined != (n.Stance == stance.Declined) || stance.Rank(n.Stance) < stance.Rank(pt.firmest) {
		return rep, Firmer
	}
	if stance.Rank(n.Stance) > stance.Rank(rep.Stance) {
		rep.Stance = n.Stance // in doubt the weaker
	}
	if rep.Condition == "" && (n.Condition != "" || ties.MatchString(s.p.Text)) || rep.Condition != "" && !shared(rep.Condition, n.Condition) {
		return rep, Condition
	}
	if !s.saysSo(n.SaidBy, rep) {
		return rep, Speaker
	}
	return rep, ""
}

// ties are words that make something depend on something.
var ties = regexp.MustCompile(`(?i)\b(?:if|unless|provided|providing|on condition|once|until|subject to|as long as|so long as|in exchange|in return|only (?:if|when|after)|pending|should (?:it|they|he|she|there))\b`)

// saysSo says whether a Note names who says so as the words do: nobody, or whom they name. Whoever speaks for the actor need not
// be named.
func (s *sentence) saysSo(name string, rep Report) bool {
	by := rep.SaidBy
	own := by.Known() && slices.ContainsFunc(rep.Actors, func(a parties.Party) bool { return a.Key == by.Key })
	if name == "" {
		return !by.Known() && by.Name == "" || own
	}
	named := s.whoIs(name)
	if !by.Known() && by.Name == "" {
		return len(named) > 0 && sameParties(named, rep.Actors) // the actor's own word
	}
	return len(named) > 0 && (sameParties(named, []parties.Party{by}) || own && sameParties(named, rep.Actors)) ||
		english.Fold(name) == english.Fold(cmp.Or(by.Person, by.Name)) || by.Name != "" && english.Fold(name) == english.Fold(by.Shown())
}

// whoIs gives the parties that a name of a Note names in this Article; none where one of them is not known, or where it is a
// pronoun.
func (s *sentence) whoIs(name string) []parties.Party {
	name = strings.TrimSpace(strings.TrimRight(name, ". "))
	if name == "" || strings.ContainsAny(name, ".!?;:") && !strings.Contains(name, ". ") && strings.ContainsAny(name, "!?;:") {
		return nil
	}
	p := english.Parse(name + " agreed.")
	if len(p.Clauses) != 1 || len(p.Clauses[0].Subjects) == 0 {
		return nil
	}
	var out []parties.Party
	for _, j := range p.Clauses[0].Subjects {
		if p.KindAt(j) != english.NounPhrase || p.IsPronoun(p.Phrases[j]) {
			return nil
		}
		names := s.r.names
		s.r.names = map[string]bool{} // a note teaches no names
		pt := s.r.partyOf(p, p.Phrases[j], nil)
		s.r.names = names
		if !pt.Known() {
			return nil
		}
		out = append(out, pt)
	}
	return out
}

// sameParties says whether all parties that a Note names are among those of the words.
func sameParties(noted, read []parties.Party) bool {
	if len(noted) == 0 {
		return false
	}
	for _, n := range noted {
		if !slices.ContainsFunc(read, func(p parties.Party) bool { return p.Key == n.Key }) {
			return false
		}
	}
	return true
}

// shared says whether the words of two texts are of one matter: half of those of the shorter stand in the other.
func shared(a, b string) bool {
	x, y := index.Terms(a), index.Terms(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for _, t := range x {
		if slices.Contains(y, t) {
			n++
		}
	}
	return n > 0 && n*2 >= len(x)
}

func inEnglish(a news.Article) bool {
	return a.Language == "en" || a.Language == "und" || a.Language == ""
}
