package extract

import (
	"cmp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

// reader reads one Article sentence by sentence and remembers who was spoken of, so that pronouns and "the government"
// find whom they mean.
type reader struct {
	article  news.Article
	passages []news.Passage
	parsed   []*english.Parsed // per passage; nil where there is nothing to parse
	people   parties.People

	at       int             // passage being read
	mentions []parties.Party // in reading order, subjects after the others of their sentence
	subjects []parties.Party // of main clauses, in reading order
	speaker  parties.Party   // of the last report
	within   parties.Party   // of the report that the clause being read stands in
	inQuote  bool            // the last passage ended inside somebody's words
	names    map[string]bool // of bodies that are neither states nor persons
	named    map[int]Naming
	speakers map[int]parties.Party // who speaks in a passage
	unsure   []int                 // passages whose words allow more than is made of them
	voices
}

// read parses an Article in English and learns who its people are.
func read(a news.Article, passages []news.Passage) *reader {
	r := &reader{article: a, passages: passages, parsed: make([]*english.Parsed, len(passages)), people: parties.People{}, named: map[int]Naming{}, names: map[string]bool{}, speakers: map[int]parties.Party{}}
	for i, p := range passages {
		if p.Kind != news.Row {
			r.parsed[i] = english.Parse(a.Text[p.Start:p.End])
		}
	}
	for _, p := range r.parsed {
		if p != nil {
			r.people.LearnFrom(p)
		}
	}
	r.hear()
	return r
}

// partyOf tells whom a noun phrase names. before are the parties named earlier in the sentence, subjects last.
func (r *reader) partyOf(p *english.Parsed, ph english.Phrase, before []parties.Party) parties.Party {
	toks := p.Tokens[ph.Start:ph.End]
	for len(toks) > 0 && (toks[0].Tag == "DT" && toks[0].Lower != "both" || toks[0].Tag == "PDT" || toks[0].Tag == "``" || toks[0].Tag == "''" || toks[0].Lower == "both" && !sided[p.Tokens[ph.Head].Lemma] || toks[0].Lower == "even" || toks[0].Lower == "only" || toks[0].Lower == "neither") && len(toks) > 1 {
		if toks[0].Lower == "no" || toks[0].Lower == "some" || toks[0].Lower == "any" || toks[0].Lower == "every" || toks[0].Lower == "each" || toks[0].Lower == "all" {
			break
		}
		toks = toks[1:]
	}
	if n := len(toks); n > 1 && strings.HasSuffix(toks[n-1].Lower, "self") {
		toks = toks[:n-1] // Brazil itself
	}
	if len(toks) == 0 {
		return parties.Party{}
	}
	head := p.Tokens[ph.Head]
	switch {
	case len(toks) == 1 && toks[0].Tag == "PRP", len(toks) == 1 && toks[0].Tag == "WP":
		return r.pronoun(toks[0].Lower, before)
	case toks[0].Tag == "PRP$":
		// his country, their government: the head stands for whose it is
		owner := r.pronoun(possessor[toks[0].Lower], before)
		if ownState[head.Lemma] || parties.Rulers[head.Lower] {
			if owner.For == "" && owner.Person != "" {
				// whose government it is another Article may tell
				return parties.Party{Key: "gov:" + parties.Surname(owner.Person), Name: owner.Person + english.Possessive(owner.Person) + " " + head.Lower}
			}
			if owner.For != "" {
				return r.stateOf(owner)
			}
			if !owner.Known() || owner.Person == "" {
				return owner
			}
			return parties.Party{}
		}
		if owner.Known() && (lexicon.Agentive(head.Lower) > 0.5 || head.Lower == "people") {
			n := owner.Shown()
			if owner.Person != "" {
				n = owner.Person
			}
			return parties.Party{Key: "group:" + english.Fold(n+" "+head.Lemma), Name: n + english.Possessive(n) + " " + english.JoinTokens(toks[1:]), For: owner.For, Plural: head.Tag == "NNS"}
		}
		return parties.Party{}
	}
	for _, t := range toks {
		if english.TimeWord(t.Lower) && t.Proper() && head.Tag != "NNS" && lexicon.Agentive(head.Lower) < 0.5 {
			return parties.Party{} // 21 May
		}
	}
	// a state by name
	words := english.Texts(toks)
	if pl, n, ok := gazetteer.Match(words, 0); ok && n >= len(parties.CoreTokens(toks)) && pl.Form != gazetteer.DemonymNoun {
		if pl.Form == gazetteer.Demonym && !head.Proper() {
			return parties.Party{}
		}
		if pl.Form == gazetteer.Region {
			return parties.Party{Key: pl.Code, Name: pl.Name}
		}
		return parties.Party{Key: pl.Code, Name: pl.Name}
	}
	// a person
	if whose, role, name, ok := parties.NameAndTitle(parties.BeforeOf(toks)); ok && (role != "" || p.Tokens[ph.Start].Lower != "the") {
		return r.people.Named(whose, role, name)
	}
	if from, to := parties.NameRun(parties.BeforeOf(toks)); from < to && head.Proper() && to == len(parties.CoreTokens(parties.BeforeOf(toks))) {
		if pr, ok := r.people.Find(english.JoinTokens(toks[from:to])); ok && (from == 0 || toks[from-1].Tag != "POS") {
			return pr.Party()
		}
	}
	// X's spokesman, Germany's parliament, French officials, members of the bloc
	if lexicon.Agentive(head.Lower) > 0.45 || agentSuffix(head) || parties.Rulers[head.Lower] || head.Proper() || stateNouns[head.Lemma] {
		return r.group(toks, head)
	}
	if _, at, ok := parties.PlaceIn(toks); bodies[head.Lower] && (p.Tokens[ph.Start].Lower == "the" || toks[0].Proper() || ok && at == 0) {
		return r.group(toks, head)
	}
	if last := toks[len(toks)-1]; head.Tag == "CD" && last.Noun() && !last.Proper() && lexicon.Agentive(last.Lower) < 0.4 {
		return parties.Party{} // half of the jobs
	}
	if head.Tag == "CD" || standIns[head.Lower] {
		return r.group(toks, head)
	}
	if len(toks) == 1 && head.Tag == "NN" && p.Tokens[ph.Start].Lower == "the" {
		// the front, the fund: a body named before by a name that ends so
		if full, ok := r.lastNamed(head); ok && r.nameEndsIn(full, head) {
			return full
		}
	}
	return parties.Party{}
}

var (
	possessor  = map[string]string{"his": "he", "her": "she", "its": "it", "their": "they", "our": "we", "my": "i"}
	stateNouns = english.Set(`country nation state kingdom republic government bloc union island company airline carrier firm group side`)
	ownState   = english.Set(`country nation state kingdom republic government`)                                                                                   // "their country" is whose it is, "their union" is not
	bodies     = english.Set(`customs assembly army navy coastguard fund chair secretariat facility regulator watchdog city municipality province county borough`) // of which no word list says that they act
	sided      = english.Set(`side government party country team camp delegation`)
	standIns   = english.Set(`none neither many most some others several few both all half one no-one nobody`)
)

// agentSuffix says whether a plural noun is made like those that name who does something: steelmakers, bondholders.
func agentSuffix(t english.Token) bool {
	if t.Tag != "NNS" {
		return false
	}
	for _, end := range []string{"makers", "holders", "owners", "workers", "growers", "keepers", "brokers"} {
		if strings.HasSuffix(t.Lower, end) {
			return true
		}
	}
	return false
}

// stateOf gives the state or body a person speaks for as a party of its own.
func (r *reader) stateOf(p parties.Party) parties.Party {
	if p.For == "" {
		return p
	}
	return parties.Party{Key: p.Key, Name: p.For}
}

// group names a party by its own words, and finds the state or body it stands for.
func (r *reader) group(toks []english.Token, head english.Token) parties.Party {
	toks = parties.CoreTokens(toks)
	name := english.JoinTokens(toks)
	r.noteName(toks)
	g := parties.Party{Key: "group:" + parties.GroupKey(toks), Name: name, Plural: head.Tag == "NNS" || head.Tag == "NNPS" || head.Tag == "CD"}
	pl, at, ok := parties.PlaceIn(toks)
	if ok && pl.Form != gazetteer.Region && (parties.Rulers[head.Lower] || parties.Offices[head.Lemma] || parties.Offices[lexicon.Lemma(head.Lower, lexicon.Noun)]) && !english.HasWord(toks, "former", "opposition", "some", "several", "many") {
		// the Greek government, French officials: they speak for the state
		g.Key, g.For = pl.Code, pl.Name
		return g
	}
	if ok && at == 0 && pl.Form == gazetteer.Seat {
		return parties.Party{Key: pl.Code, Name: pl.Name}
	}
	if from, to := parties.NameRun(toks); from < to && to < len(toks) && toks[to].Tag == "POS" && parties.Offices[lexicon.Lemma(head.Lower, lexicon.Noun)] {
		// Jane Doe's spokesman
		if pr, found := r.people.Find(english.JoinTokens(toks[from:to])); found && pr.For != "" {
			g.Key, g.For = pr.ForKey, pr.For
			return g
		}
	}
	// "the government", "the bloc", "the presidency": the last one of which that was said
	if len(toks) == 1 && !head.Proper() && (stateNouns[head.Lower] || parties.Rulers[head.Lower]) && r.within.For != "" && r.within.Person != "" {
		return r.stateOf(r.within) // its boss said the company would
	}
	if !ok && len(toks) == 1 && !head.Proper() || len(toks) == 1 && (parties.Rulers[head.Lower] || stateNouns[head.Lower]) {
		if full, found := r.lastNamed(head); found {
			return full
		}
	}
	return g
}

// noteName remembers the proper name of a body: the run of capitals that a noun phrase ends in, with small words inside.
func (r *reader) noteName(toks []english.Token) {
	from := len(toks)
	for from > 0 {
		t := toks[from-1]
		if !(t.Proper() && english.IsCapital(t.Text)) && !(from < len(toks) && (t.Lower == "of" || t.Lower == "and" || t.Lower == "for" || t.Lower == "the")) {
			break
		}
		from--
	}
	for from < len(toks) && !english.IsCapital(toks[from].Text) {
		from++
	}
	run := toks[from:]
	if len(run) == 0 || len(run) > 6 || english.TimeWord(run[0].Lower) {
		return
	}
	if _, n, ok := gazetteer.Match(english.Texts(run), 0); ok && n == len(run) {
		return
	}
	if len(run) == 1 && lexicon.Known(run[0].Lower, lexicon.Any) && !english.AllCapitals(run[0].Text) {
		return
	}
	r.names[english.JoinTokens(run)] = true
}

// lastNamed finds the party a bare noun stands for: the last group with that head, or for "the government" and "the
// country" the last state that acted.
func (r *reader) lastNamed(head english.Token) (parties.Party, bool) {
	for i := len(r.mentions) - 1; i >= 0; i-- {
		m := r.mentions[i]
		f := strings.Fields(english.Fold(m.Name))
		if len(f) > 1 && lexicon.Lemma(f[len(f)-1], lexicon.Noun) == head.Lemma && m.Plural == (head.Tag == "NNS") && m.Person == "" {
			return m, true
		}
	}
	if head.Lower == "government" || head.Lower == "country" || head.Lower == "kingdom" || head.Lower == "nation" || head.Lower == "bloc" || head.Lower == "union" || head.Lower == "republic" {
		for i := len(r.subjects) - 1; i >= 0; i-- {
			m := r.subjects[i]
			if m.Key == "" {
				continue
			}
			if parties.IsState(m.Key) && (m.Person == "" || m.For != "") {
				if pl, ok := gazetteer.Lookup(m.Name); ok && pl.Country() == (head.Lower == "bloc" || head.Lower == "union") {
					continue
				}
				return r.stateOf(parties.Party{Key: m.Key, Name: cmp.Or(m.For, m.Name), For: m.For}), true
			}
		}
	}
	return parties.Party{}, false
}

// isPerson says whether a party without a person's name is one by its noun: "the owner", "the French president".
func isPerson(p parties.Party) bool {
	name, _, _ := strings.Cut(p.Name, " of ")
	f := strings.Fields(name)
	if p.Person != "" || p.Plural || len(f) == 0 || english.IsCapital(f[len(f)-1]) || len(f) == 1 && !strings.HasPrefix(p.Key, "group:") {
		return false
	}
	head := f[len(f)-1]
	return lexicon.Is(head, lexicon.Noun, lexicon.NounPerson) > 0.8
}

// bodyBehind gives the body of whom "the line's chief" speaks, which "it" means after them.
func bodyBehind(p parties.Party) parties.Party {
	i := strings.LastIndex(strings.ReplaceAll(p.Name, "’", "'"), "'s ")
	if i <= 0 || !parties.Offices[strings.ToLower(english.LastWord(p.Name))] {
		return parties.Party{}
	}
	if p.For != "" {
		return parties.Party{Key: p.Key, Name: p.For}
	}
	name := p.Name[:i]
	return parties.Party{Key: "group:" + english.Fold(name), Name: name}
}

// nameEndsIn says whether a party has a proper name whose last word is the noun head.
func (r *reader) nameEndsIn(full parties.Party, head english.Token) bool {
	f := strings.Fields(full.Name)
	return len(f) > 1 && english.IsCapital(f[len(f)-1]) && english.Fold(f[len(f)-1]) == english.Fold(head.Text)
}

// pronoun finds the nearest party that fits: first in the sentence, then before it.
func (r *reader) pronoun(word string, before []parties.Party) parties.Party {
	fits := func(p parties.Party) bool {
		switch word {
		case "he", "him", "she", "her", "himself", "herself":
			return p.Person != "" || p.Known() && !p.Plural && isPerson(p)
		case "they", "them", "themselves":
			return p.Plural
		case "it", "itself":
			return p.Person == "" && !p.Plural && p.Known() && !isPerson(p)
		}
		return false
	}
	switch word {
	case "i", "me", "myself":
		return r.speaker
	case "we", "us", "ourselves":
		if r.speaker.For != "" {
			return r.stateOf(r.speaker)
		}
		return r.speaker
	}
	if word == "he" || word == "she" {
		for i := len(before) - 1; i >= 0; i-- {
			if before[i].Person != "" {
				return before[i] // who is named goes before who is only described
			}
		}
	}
	for i := len(before) - 1; i >= 0; i-- {
		if word == "it" && i == len(before)-1 && before[i].Person != "" && before[i].For != "" {
			return r.stateOf(before[i]) // the minister said it would pay
		}
		if word == "it" && isPerson(before[i]) {
			if body := bodyBehind(before[i]); body.Known() {
				return body
			}
		}
		if fits(before[i]) {
			return before[i]
		}
		// a subject of the same number that is no party: the pronoun may mean it, so nobody is named
		if before[i].Key == "" && (word == "they" && before[i].Plural || word == "it" && !before[i].Plural) {
			return parties.Party{}
		}
	}
	if (word == "he" || word == "she") && r.speaker.Person != "" {
		return r.speaker
	}
	if word == "it" || word == "they" {
		// the last subject of that number, or nobody where that was no party
		for i := len(r.subjects) - 1; i >= 0 && i >= len(r.subjects)-4; i-- {
			if fits(r.subjects[i]) {
				return r.subjects[i]
			}
			if m := r.subjects[i]; m.Key == "" && m.Plural == (word == "they") {
				return parties.Party{}
			}
		}
		return parties.Party{}
	}
	for i := len(r.mentions) - 1; i >= 0; i-- {
		if fits(r.mentions[i]) {
			return r.mentions[i]
		}
	}
	return parties.Party{}
}
