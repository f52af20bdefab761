package gate

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// fields judges Actor, Stance and SaidBy, where set, by the words the Statement keeps.
func (j *judgement) fields() *flaw {
	if j.s.SaidBy != "" {
		if fl := j.speaks(j.s.SaidBy, j.uses); fl != nil {
			return fl
		}
	}
	if j.s.Actor == "" && j.s.Stance == "" {
		return nil
	}
	var acting []act
	if j.s.Actor != "" {
		for _, who := range namesOf(j.s.Actor) {
			acts, fl := j.acts(who)
			if fl != nil {
				return fl
			}
			acting = append(acting, acts...)
		}
	}
	if j.s.Stance != "" {
		return j.stance(acting)
	}
	return nil
}

// act is a clause in which the Actor acts.
type act struct {
	use    usage
	clause int
	aside  int // phrase that names the Actor beside the clause's own subject: "a mechanism led by X", "X's promise"; -1 for none
}

// acts finds the clauses of the Statement in which who acts: as a subject, by "by", as the owner of what is done, or
// as one asked, obliged or allowed to do it.
func (j *judgement) acts(who named) ([]act, *flaw) {
	if who.code != "" && who.last != "" && !j.named(named{code: who.code}) && !j.speaksFor(who) {
		return nil, unsupported("no quote tells that %q stands for it", j.s.Actor)
	}
	if !j.named(who) {
		return nil, unsupported("no quote names the actor %q", j.s.Actor)
	}
	var out []act
	loose := false // named where grammar cannot tell
	for _, u := range j.uses {
		p := u.source.parse()
		if len(p.Clauses) == 0 || u.source.block.kind == news.Row {
			loose = loose || who.in(u.source.text)
			continue
		}
		reported := false // some clause of what is said is kept
		for k, c := range p.Clauses {
			reported = reported || u.verbKept(k) && !c.Report && !j.reports(u, k)
		}
		for k, c := range p.Clauses {
			if !u.verbKept(k) || reported && (c.Report || j.reports(u, k)) {
				continue
			}
			if aside, ok := j.actsIn(who, u, k); ok {
				out = append(out, act{u, k, aside})
			}
		}
	}
	if len(out) == 0 && !loose {
		return nil, contradicted(Party, "the quotes name %q, but not as who acts", j.s.Actor)
	}
	return out, nil
}

// named says whether a quote names who.
func (j *judgement) named(who named) bool {
	for _, s := range j.sources {
		if who.in(s.quote()) {
			return true
		}
	}
	return false
}

// reports says whether clause k tells of another clause of the Statement that somebody says it.
func (j *judgement) reports(u usage, k int) bool {
	p := u.source.parse()
	for q, c := range p.Clauses {
		if q != k && c.Kind == english.Complement && u.verbKept(q) && p.Speaker(q) == k {
			return true
		}
	}
	return false
}

// actsIn says whether who acts in clause k; aside is the phrase that names it where it is not the clause's own subject.
func (j *judgement) actsIn(who named, u usage, k int) (aside int, ok bool) {
	p := u.source.parse()
	c := p.Clauses[k]
	for _, q := range c.Subjects {
		if p.Phrases[q].Kind != english.NounPhrase {
			continue
		}
		words := u.source.party(q)
		if who.in(words) && who.leads(p.HeadToken(q)) {
			return -1, true
		}
		if (u.source.pronounAt(q) || emptySubject(p, q) && who.fitsHead(p.HeadToken(q))) && j.meant(who, u, k, q) || emptySubject(p, q) && hasHead(who, p.HeadToken(q)) {
			return -1, true
		}
		// "Norland is open, Chancellor Mara Quill said": she speaks for it
		if sp := p.Speaker(k); sp >= 0 && who.last != "" && who.code == "" {
			for _, s := range p.Clauses[sp].Subjects {
				if p.Phrases[s].Kind == english.NounPhrase && who.in(u.source.party(s)) && sharePlace(words, u.source.party(s)) {
					return -1, true
				}
			}
		}
	}
	for i, ph := range p.Phrases {
		text := p.Span(i, i+1)
		if ph.Kind != english.NounPhrase || !who.in(text) {
			continue
		}
		if who.code != "" && modifies(wording.Of(text), text, who.code) && givesIn(p, ph) {
			return i, true
		}
		if i < c.Start || i >= c.End {
			continue
		}
		if p.KindAt(i-1) == english.Conjunction && strings.ContainsAny(p.Span(i, min(i+2, len(p.Phrases))), "0123456789") {
			return -1, true // "A has given $1bn and B $2bn"
		}
		switch at := prepOf(p, i); {
		case at < 0:
		case p.Tokens[p.Phrases[at].Start].Lower == "by":
			if at-1 == c.Verb || p.VerbOf(c).Passive && at > c.Verb && !participleBetween(p, c.Verb, at) {
				return -1, true
			}
			return i, true
		case givenFrom(p, at):
			return i, true
		}
		if p.KindAt(i+1) == english.VerbPhrase && p.Phrases[i+1].Verb.Infinitive && i > c.Verb && p.KindAt(i-1) == english.VerbPhrase {
			return -1, true
		}
	}
	return -1, false
}

// leads says whether a subject with this head is who acts, and not one of its friends or members.
func (n named) leads(head english.Token) bool {
	return n.code == "" || !relations[head.Lemma]
}

// relations are nouns that name others than the state they are said with: "Norland's allies".
var relations = english.Set(`ally partner neighbour neighbor enemy foe rival supporter backer friend opponent critic creditor donor lender adversary counterpart
	defence defense security surrender`)

// givenNouns are nouns for what a state does or gives: "Norland's contribution", "help from Norland".
var givenNouns = english.Set(`contribution support help assistance aid backing money funding finance participation involvement role deployment leadership membership
	cash investment grant loan funds share force contingent`)

// givesIn says whether a noun phrase names what somebody does, gives or promises.
func givesIn(p *english.Parsed, ph english.Phrase) bool {
	for _, t := range p.Tokens[ph.Start:ph.End] {
		if low, _, ok := strings.Cut(t.Lower, "-"); ok && low != "" && (strings.HasSuffix(t.Lower, "-led") || strings.HasSuffix(t.Lower, "-backed") || strings.HasSuffix(t.Lower, "-funded")) {
			return true
		}
		if !t.Noun() {
			continue
		}
		if givenNouns[t.Lemma] {
			return true
		}
		for class := range stance.OfClass {
			if strings.HasPrefix(class, "noun-") && stance.Classes()[class][t.Lemma] {
				return true
			}
		}
	}
	return false
}

func givenFrom(p *english.Parsed, prep int) bool {
	w := p.Tokens[p.Phrases[prep].Start].Lower
	if w == "including" && prepOf(p, prep-1) >= 0 {
		return givenFrom(p, prepOf(p, prep-1))
	}
	return w == "from" && p.KindAt(prep-1) == english.NounPhrase && givesIn(p, p.Phrases[prep-1])
}

// participleBetween says whether a participle stands between two phrases: then "by" belongs to it.
func participleBetween(p *english.Parsed, from, to int) bool {
	for q := from + 1; q < to; q++ {
		if p.Phrases[q].Kind == english.VerbPhrase && p.Phrases[q].Verb.Participle {
			return true
		}
	}
	return false
}

// emptySubject says whether a subject names nobody by itself: "the country", "the Government", "the force".
func emptySubject(p *english.Parsed, q int) bool {
	toks := p.Tokens[p.Phrases[q].Start:p.Phrases[q].End]
	for _, t := range toks {
		if t.Proper() && !lexicon.Known(t.Lower, lexicon.Noun) {
			return false
		}
	}
	return len(toks) <= 3 && (toks[0].Lower == "the" || strings.HasPrefix(toks[0].Tag, "PRP"))
}

// fitsHead says whether "the" and a noun can mean whom a name names: a person's role, a state's rulers.
func (n named) fitsHead(head english.Token) bool {
	if n.last != "" && lexicon.Is(head.Lower, lexicon.Noun, lexicon.NounPerson) > 0.5 {
		return true
	}
	return n.code != "" && (parties.Rulers[head.Lower] || stateNouns[head.Lemma])
}

var stateNouns = english.Set("country nation state kingdom republic union bloc island")

// hasHead says whether a body's name has the noun for it: "the force" for a multinational force.
func hasHead(who named, head english.Token) bool {
	return len(who.words) > 1 && slices.Contains(who.words, head.Lower)
}

// prepOf gives the preposition that a noun phrase hangs on, over the members of a list; -1 for none.
func prepOf(p *english.Parsed, i int) int {
	for q := i - 1; q >= 0; q-- {
		switch p.Phrases[q].Kind {
		case english.Preposition:
			return q
		case english.VerbPhrase:
			if p.Phrases[q].Verb.Participle && p.Tokens[p.Phrases[q].Start].Lower == "including" {
				return q
			}
			return -1
		case english.NounPhrase, english.Comma, english.Conjunction:
			if p.Phrases[q].Kind == english.NounPhrase && !(p.IsMark(q+1) || p.KindAt(q+1) == english.Conjunction) {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

func sharePlace(a, b string) bool {
	ws := wording.Of(a)
	for i := range ws {
		if !ws[i].Capital {
			continue
		}
		if p, n := wording.PlaceAt(a, ws[i:]); n > 0 && namesState(b, wording.Of(b), p.Code) {
			return true
		}
	}
	return false
}

// meant says whether who can be whom a pronoun means: the speaker, a subject before it, or a subject of another sentence
// cited.
func (j *judgement) meant(who named, u usage, k, phrase int) bool {
	p := u.source.parse()
	if sp := p.Speaker(k); sp >= 0 {
		for _, q := range p.Clauses[sp].Subjects {
			if p.Phrases[q].Kind == english.NounPhrase && who.in(u.source.party(q)) {
				return true
			}
		}
	}
	for _, c := range p.Clauses {
		for _, q := range c.Subjects {
			if q < phrase && p.Phrases[q].Kind == english.NounPhrase && who.in(u.source.party(q)) {
				return true
			}
		}
	}
	for _, s := range j.sources {
		if s == u.source {
			continue
		}
		for _, q := range s.subjectsOf() {
			if who.in(s.party(q)) {
				return true
			}
		}
	}
	return false
}

// stance judges the Statement's Stance by the words of the clauses in which its Actor acts, or of all where none is known.
func (j *judgement) stance(acting []act) *flaw {
	if len(acting) == 0 {
		for _, u := range j.uses {
			for k := range u.source.parse().Clauses {
				if u.verbKept(k) {
					acting = append(acting, act{u, k, -1})
				}
			}
		}
	}
	if len(acting) == 0 {
		return nil // a table row or a line without a verb
	}
	var allowed stanceSet
	for _, a := range acting {
		allowed |= a.stances()
	}
	if j.s.Stance == stance.Signed && !j.signs() {
		return contradicted(Firmness, "stance %q: no quote tells of a text that was signed or adopted", j.s.Stance)
	}
	if allowed.has(j.s.Stance) || allowed == 0 {
		return nil
	}
	return contradicted(Firmness, "stance %q: the words allow %s", j.s.Stance, allowed)
}

// signs says whether some quote has a word for a text or for signing one.
func (j *judgement) signs() bool {
	for _, s := range j.sources {
		for _, t := range s.parse().Tokens {
			if c := stance.Classes(); c["text"][t.Lemma] || c["signed"][t.Lemma] || c["joined"][t.Lemma] || c["noun-pledged"][t.Lemma] {
				return true
			}
		}
	}
	return false
}

// stanceSet is a set of Stances: bit i is Stances[i].
type stanceSet uint8

func stancesOf(ss ...stance.Stance) stanceSet {
	var set stanceSet
	for _, s := range ss {
		set |= 1 << stance.Rank(s)
	}
	return set
}

func (set stanceSet) has(s stance.Stance) bool { return set&stancesOf(s) != 0 }

func (set stanceSet) String() string {
	var out []string
	for _, s := range stance.Stances {
		if set.has(s) {
			out = append(out, string(s))
		}
	}
	return strings.Join(out, ", ")
}
