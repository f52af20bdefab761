package knowledge

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
)

// report is what one sentence says about a Commitment or an issue: a Ledger entry before it meets its like.
type report struct {
	Passage     int         `json:"passage"`
	Actors      []party     `json:"actors,omitempty"`
	Undertaking string      `json:"undertaking,omitempty"`
	Stance      Stance      `json:"stance,omitempty"`
	Condition   string      `json:"condition,omitempty"`
	Deadline    string      `json:"deadline,omitempty"`
	Amount      string      `json:"amount,omitempty"`
	SaidBy      party       `json:"said_by"`
	Issue       string      `json:"issue,omitempty"`
	Status      IssueStatus `json:"status,omitempty"`
	Strength    int         `json:"strength,omitempty"` // of an issue: see OpenIssue
	Also        []int       `json:"also,omitempty"`     // further passages the report rests on: whom a pronoun means, a condition
}

// extract reads an Article into reports, in the order of its Passages.
func (r *reader) extract() []report {
	var out []report
	for i := range r.passages {
		r.at = i
		switch r.passages[i].Kind {
		case Row:
			if rep, ok := rowIssue(r.article, r.passages[i]); ok {
				out = append(out, rep)
			}
			continue
		case Heading:
			continue
		}
		s := r.sentence(i)
		if rep, ok := r.listed(i); ok {
			out = append(out, rep)
			r.remember(s)
			continue
		}
		s.nameFirst()
		out = append(out, s.commitments()...)
		out = append(out, s.issues()...)
		r.remember(s)
	}
	return r.addConditions(out)
}

// sentence is one parsed Passage with its parties resolved.
type sentence struct {
	r       *reader
	p       *english.Parsed
	passage int
	parties []party // per phrase, zero where none
}

func (r *reader) sentence(i int) *sentence {
	p := r.parsed[i]
	s := &sentence{r: r, p: p, passage: i, parties: make([]party, len(p.Phrases))}
	// who speaks decides whom "we" means, so reporting clauses go first
	for k, c := range p.Clauses {
		if c.Report || k == 0 && !c.Quoted {
			if sp := s.subjects(k); len(sp) == 1 && (sp[0].Person != "" || c.Report) {
				r.speaker = sp[0]
			}
		}
	}
	var before []party
	for j, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		s.parties[j] = r.partyOf(p, ph, before)
		if s.parties[j].known() && !isPronoun(p, ph) {
			before = append(before, s.parties[j])
		}
	}
	return s
}

func isPronoun(p *english.Parsed, ph english.Phrase) bool {
	return ph.End == ph.Start+1 && strings.HasPrefix(p.Tokens[ph.Start].Tag, "PRP")
}

// subjects gives the parties that act in clause k.
func (s *sentence) subjects(k int) []party {
	var out []party
	c := s.p.Clauses[k]
	s.r.within = party{}
	if sp := s.p.Speaker(k); sp >= 0 && sp != k {
		for _, j := range s.p.Clauses[sp].Subjects {
			s.r.within = s.parties[j]
		}
	}
	for _, j := range c.Subjects {
		pt := s.parties[j]
		if s.p.Phrases[j].Kind != english.NounPhrase {
			continue
		}
		if !pt.known() || isPronoun(s.p, s.p.Phrases[j]) || s.r.within.known() && s.p.Phrases[j].End-s.p.Phrases[j].Start <= 2 {
			pt = s.r.partyOf(s.p, s.p.Phrases[j], s.before(k))
		}
		if pt.known() {
			out = append(out, pt)
		}
	}
	if len(out) > 1 && !allStates(out) { // in a list with towns and firms a capital is a town
		for i, j := range c.Subjects {
			if i < len(out) && len(out) == len(c.Subjects) {
				ph := s.p.Phrases[j]
				if pl, _, ok := placeIn(s.p.Tokens[ph.Start:ph.End]); ok && pl.Form == gazetteer.Capital {
					name := s.p.Span(j, j+1)
					out[i] = party{Key: "group:" + fold(name), Name: name}
				}
			}
		}
	}
	return out
}

func allStates(ps []party) bool {
	for _, p := range ps {
		if !isState(p.Key) {
			return false
		}
	}
	return true
}

// before lists the parties that a pronoun in clause k may mean, the likeliest last: first those named before it, then
// the subjects of the clauses it hangs on.
func (s *sentence) before(k int) []party {
	var out []party
	c := s.p.Clauses[k]
	for j := 0; j < c.Verb && j < len(s.parties); j++ {
		if len(c.Subjects) > 0 && j >= c.Subjects[0] {
			break
		}
		if s.parties[j].known() && !isPronoun(s.p, s.p.Phrases[j]) {
			out = append(out, s.parties[j])
		}
	}
	for q := 0; q < k; q++ {
		if sub := s.p.Clauses[q].Subjects; len(sub) > 0 && (q == c.Parent || s.p.Clauses[q].Kind == english.Main) {
			var ps []party
			for _, j := range sub {
				if s.p.Phrases[j].Kind == english.NounPhrase && s.parties[j].known() && !isPronoun(s.p, s.p.Phrases[j]) {
					ps = append(ps, s.parties[j])
				}
			}
			if len(ps) > 1 {
				out = append(out, join(ps))
			} else if len(ps) == 1 {
				out = append(out, ps[0])
			} else if head := s.p.HeadToken(sub[0]); head.Noun() {
				out = append(out, party{Plural: head.Tag == "NNS" || head.Tag == "NNPS"})
			}
		}
	}
	return out
}

// remember keeps the sentence's parties for the pronouns of the next: subjects of main clauses last.
func (r *reader) remember(s *sentence) {
	for _, pt := range s.parties {
		if pt.known() {
			r.mentions = append(r.mentions, pt)
		}
	}
	for k, c := range s.p.Clauses {
		if c.Kind == english.Main || c.Kind == english.Complement {
			if ps := s.subjects(k); len(ps) > 1 {
				r.mentions = append(r.mentions, join(ps))
				r.subjects = append(r.subjects, join(ps))
			} else if len(ps) == 1 {
				r.mentions = append(r.mentions, ps[0])
				r.subjects = append(r.subjects, ps[0])
			} else if len(c.Subjects) > 0 {
				if head := s.p.HeadToken(c.Subjects[0]); head.Noun() {
					r.subjects = append(r.subjects, party{Plural: len(c.Subjects) > 1 || head.Tag == "NNS" || head.Tag == "NNPS"})
				}
			}
		}
		if c.Report || c.Kind == english.Main && !c.Quoted && len(s.p.Clauses) > k+1 && s.p.Speaker(k+1) == k {
			if ps := s.subjects(k); len(ps) == 1 {
				r.speaker = ps[0]
			}
		}
	}
	for k, c := range s.p.Clauses {
		if c.Report || c.Quoted || c.Kind == english.Complement {
			r.speakers[s.passage] = s.saidByOr(k, r.speaker)
		}
	}
	open := 0
	for _, ph := range s.p.Phrases {
		switch ph.Kind {
		case english.QuoteOpen:
			open++
		case english.QuoteClose:
			open = 0
		}
	}
	r.inQuote = open > 0
}

// nameFirst notes whom a pronoun at the head of the sentence means.
func (s *sentence) nameFirst() {
	for k, c := range s.p.Clauses {
		if len(c.Subjects) != 1 || c.Quoted {
			continue
		}
		ph := s.p.Phrases[c.Subjects[0]]
		if ph.Start > 2 || !isPronoun(s.p, ph) {
			return
		}
		ps := s.subjects(k)
		if len(ps) != 1 || s.p.Tokens[ph.Start].Lower == "it" && s.expletive(k) {
			return
		}
		name := firstNonEmpty(ps[0].Person, ps[0].Name)
		for i := s.passage - 1; i >= 0 && i >= s.passage-8; i-- {
			if t := fold(s.r.article.Text[s.r.passages[i].Start:s.r.passages[i].End]); namedIn(t, ps[0]) {
				// the name as that passage has it
				if ps[0].Person != "" && !strings.Contains(t, fold(name)) {
					name = lastWord(name)
				}
				s.r.named[s.passage] = naming{Name: name, At: i}
				return
			}
		}
		return
	}
}

// expletive says whether the "it" of clause k means nothing: "it is unclear whether", "it was agreed that", "it remains to".
func (s *sentence) expletive(k int) bool {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if !copula[v.Lemma] && !v.Passive && v.Lemma != "take" {
		return false
	}
	for j := c.Verb + 1; j < len(s.p.Phrases) && j <= c.Verb+5; j++ {
		ph := s.p.Phrases[j]
		switch ph.Kind {
		case english.Subordinator, english.Relative:
			return true
		case english.VerbPhrase:
			return ph.Verb.Infinitive || ph.Verb.Finite()
		case english.Comma, english.Stop:
			return false
		}
	}
	return false
}

// commitments finds what the sentence says that somebody undertakes.
func (s *sentence) commitments() []report {
	var out []report
	text := s.p.Text
	if strings.HasSuffix(strings.TrimRight(text, `"”’' `), "?") {
		return nil
	}
	for k := range s.p.Clauses {
		if s.vetoed(k) || s.capitalWithArticle(k) {
			continue
		}
		m := s.moodOf(k)
		pr, ok := predicateOf(s.p, k, m)
		if !ok {
			if rep, ok := s.unsaid(k); ok {
				out = append(out, rep)
			}
			continue
		}
		actors := s.subjects(k)
		if pr.agent >= 0 {
			actors = s.agents(pr.agent)
			if isPronoun(s.p, s.p.Phrases[pr.agent]) {
				continue
			}
		}
		if m := s.moodOf(k); m.textSpeaker && pr.stance == m.textStance && pr.whole && pr.agent < 0 {
			actors = []party{s.textParty(s.p.Clauses[s.p.Speaker(k)].Subjects[0])}
		} else if len(actors) == 0 && pr.agent < 0 && pr.stance == Proposed && len(s.p.Clauses[k].Subjects) > 0 && isText(s.p.HeadToken(s.p.Clauses[k].Subjects[0])) {
			actors = []party{s.textParty(s.p.Clauses[k].Subjects[0])}
		}
		actors = s.acting(k, pr, actors)
		if len(actors) == 0 {
			continue
		}
		rep := report{Passage: s.passage, Actors: actors, Stance: pr.stance, SaidBy: s.saidBy(k)}
		s.fill(&rep, k, pr)
		if !substantial(rep.Undertaking) && pr.object == 0 && pr.child == 0 {
			// "will not be joining them": the verb says more than its object
			pr.from = s.p.Phrases[s.p.Clauses[k].Verb].Head
			s.fill(&rep, k, pr)
		}
		if !substantial(rep.Undertaking) {
			continue
		}
		rep.Also = s.resting(k, pr, actors)
		out = append(out, rep)
		out = append(out, s.gapped(rep, k)...)
	}
	out = append(out, s.possessed()...)
	out = append(out, s.led()...)
	out = append(out, s.offered()...)
	return longest(out)
}

// unsaid finds who leaves open whether they will: "could not say if it would sign", "would not say whether", "has taken
// no position".
func (s *sentence) unsaid(k int) (report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	rep := report{Passage: s.passage, Stance: Undecided, SaidBy: s.saidBy(k)}
	if v.Negated && (v.Lemma == "say" || v.Lemma == "decide" || v.Lemma == "disclose" || v.Lemma == "confirm" || v.Lemma == "know") {
		for _, d := range s.p.Clauses[k+1:] {
			if d.Parent == k && (d.Link == "whether" || d.Link == "if" || d.Link == "how" || d.Link == "when") && len(d.Subjects) > 0 {
				rep.Actors = s.subjects(k)
				rep.Undertaking = tidy(s.p.Span(d.Start, d.End))
				return rep, len(rep.Actors) > 0 && isPronoun(s.p, s.p.Phrases[d.Subjects[0]])
			}
		}
	}
	if v.Negated && v.Lemma == "decide" && v.Modal == "" && !v.Passive && !infinitiveAt(s.p, c.Verb+1) {
		rep.Actors = s.subjects(k)
		rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
		return rep, len(rep.Actors) > 0
	}
	if obj := objectOf(s.p, c); v.Negated && v.Lemma == "make" && obj >= 0 && s.p.HeadToken(obj).Lemma == "mind" {
		rep.Actors = s.subjects(k)
		rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
		return rep, len(rep.Actors) > 0
	}
	if obj := objectOf(s.p, c); obj >= 0 && (v.Lemma == "take" || v.Lemma == "have" || v.Lemma == "state" || v.Lemma == "declare") {
		switch s.p.HeadToken(obj).Lemma {
		case "position", "stance", "side", "decision":
			if v.Negated || s.p.Tokens[s.p.Phrases[obj].Start].Lower == "no" {
				rep.Actors = s.subjects(k)
				rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
				return rep, len(rep.Actors) > 0
			}
		}
	}
	return rep, false
}

// led finds who is to lead what by a compound: "a proposed U.S.-led mechanism".
func (s *sentence) led() []report {
	var out []report
	for j, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		toks := s.p.Tokens[ph.Start:ph.End]
		if !hasWord(toks, "proposed", "planned", "suggested", "envisaged", "future", "possible", "potential") {
			continue
		}
		for i, t := range toks {
			if !strings.HasSuffix(t.Lower, "-led") {
				continue
			}
			if pl, _, ok := placeIn(toks[i : i+1]); ok && pl.Country() {
				end := j + 1
				for end+1 < len(s.p.Phrases) && s.p.Phrases[end].Kind == english.Preposition && (s.p.Phrases[end+1].Kind == english.NounPhrase || s.p.Phrases[end+1].Kind == english.VerbPhrase && s.p.Phrases[end+1].Verb.Participle) {
					end += 2
				}
				out = append(out, report{Passage: s.passage, Actors: []party{{Key: pl.Code, Name: pl.Name}}, Stance: Proposed, Undertaking: "lead " + tidy(s.p.TokenSpan(ph.Start, s.p.Phrases[end-1].End))})
			}
		}
	}
	return out
}

// longest drops reports of one sentence that say less of the same: same actors, same stance, words within another's.
func longest(reps []report) []report {
	return slices.DeleteFunc(slices.Clone(reps), func(a report) bool {
		for _, b := range reps {
			if a.Stance == b.Stance && len(a.Undertaking) < len(b.Undertaking) && actorName(a.Actors) == actorName(b.Actors) && strings.Contains(b.Undertaking, a.Undertaking) {
				return true
			}
		}
		return false
	})
}

// textParty makes a party of a draft or plan that proposes by itself, where nobody is named for it.
func (s *sentence) textParty(phrase int) party {
	ph := s.p.Phrases[phrase]
	return party{Key: "text:" + groupKey(s.p.Tokens[ph.Start:ph.End]), Name: capitalised(s.p.Span(phrase, phrase+1))}
}

// substantial says whether an undertaking names something: more than a pronoun or an adverb.
func substantial(u string) bool {
	f := strings.Fields(strings.ToLower(u))
	switch {
	case len(f) == 0 || len(u) < 4:
		return false
	case len(f) == 1:
		return len(quantitiesIn(u)) > 0 || lexicon.Known(f[0], lexicon.Any) && len(f[0]) > 4 && !pronounLike[f[0]] && !(strings.HasSuffix(f[0], "ly") && lexicon.Known(f[0], lexicon.Adverb)) || loneActs[f[0]]
	}
	for _, w := range f {
		if !pronounLike[strings.Trim(w, ".,")] {
			return true
		}
	}
	return false
}

var (
	pronounLike = wordSet("it this that them these those him her anything something everything nothing so as well too also either not such far all again do")
	loneActs    = wordSet("withdraw resign leave sign join participate attend strike quit return cooperate comply disarm negotiate")
)

// acting drops subjects that cannot undertake anything, and makes "none of them" and "no minister" whom they leave out.
func (s *sentence) acting(k int, pr predicate, actors []party) []party {
	out := actors[:0:0]
	for _, a := range actors {
		f := strings.Fields(fold(a.Name))
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "none", "neither", "nobody":
			if them, ok := s.ofWhom(k); ok {
				a = them
			} else {
				return nil
			}
		case "no":
			if len(f) > 1 && f[1] == "other" {
				return nil
			}
			a.Name = strings.TrimSpace(a.Name[2:])
			a.Key = strings.Replace(a.Key, "group:no ", "group:", 1)
		}
		if a.Name != "" {
			out = append(out, a)
		}
	}
	// a bare number acts for nobody
	out = slices.DeleteFunc(out, func(a party) bool { return len(quantitiesIn(a.Name)) > 0 && len(strings.Fields(a.Name)) == 1 })
	return out
}

// ofWhom resolves "none of them", "neither of the two".
func (s *sentence) ofWhom(k int) (party, bool) {
	c := s.p.Clauses[k]
	if len(c.Subjects) == 0 {
		return party{}, false
	}
	ph := s.p.Phrases[c.Subjects[0]]
	last := s.p.Tokens[ph.End-1]
	if last.Lower == "them" || last.Lower == "these" {
		p := s.r.pronoun("they", nil)
		return p, p.known()
	}
	return party{}, false
}

// agents gives the parties of a by-phrase or an object, with the rest of its list.
func (s *sentence) agents(phrase int) []party {
	var out []party
	for j := phrase; j < len(s.p.Phrases); j++ {
		ph := s.p.Phrases[j]
		if ph.Kind == english.NounPhrase {
			pt := s.parties[j]
			if !pt.known() {
				break
			}
			out = append(out, pt)
			continue
		}
		if ph.Kind == english.Comma || ph.Kind == english.Conjunction {
			// only a list of parties goes on
			if j+1 < len(s.p.Phrases) && s.p.Phrases[j+1].Kind == english.NounPhrase && s.parties[j+1].known() || j+2 < len(s.p.Phrases) && s.p.Phrases[j+1].Kind == english.Conjunction {
				if kindAt(s.p, j+2) == english.VerbPhrase && s.p.Phrases[j+2].Verb.Finite() {
					break
				}
				continue
			}
		}
		break
	}
	return out
}

// capitalWithArticle says whether a subject is a capital with an article: no capital acts by that name, so that what looks
// like its verb is a noun, as in "the Lusaka pledges".
func (s *sentence) capitalWithArticle(k int) bool {
	for _, j := range s.p.Clauses[k].Subjects {
		toks := s.p.Tokens[s.p.Phrases[j].Start:s.p.Phrases[j].End]
		if len(toks) < 2 || toks[0].Lower != "the" {
			continue
		}
		if pl, i, ok := placeIn(toks); ok && i == 1 && pl.Form == gazetteer.Capital && !strings.EqualFold(toks[1].Text, "the") {
			return true
		}
	}
	return false
}

// vetoed says whether a clause asserts nothing of its own: a condition, a wish, a question, a denial.
func (s *sentence) vetoed(k int) bool {
	c := s.p.Clauses[k]
	for n := k; n >= 0; n = s.p.Clauses[n].Parent {
		cl := s.p.Clauses[n]
		if cl.Kind == english.Adverbial {
			switch cl.Link {
			case "although", "though", "while", "whereas", "because", "after", "since", "as", "even though", "given that", "now that":
				if n == k && (cl.Link == "as" || cl.Link == "after") && s.p.VerbOf(cl).Modal == "" && !s.p.VerbOf(cl).Past && !s.p.VerbOf(cl).Perfect {
					return true
				}
			default:
				return true
			}
		}
		if cl.Link == "whether" || cl.Link == "if" || cl.Kind != english.Main && (cl.Link == "how" || cl.Link == "what" || cl.Link == "why" || cl.Link == "where") && n == k {
			return true
		}
		if par := cl.Parent; par >= 0 && cl.Kind == english.Complement {
			v := s.p.VerbOf(s.p.Clauses[par])
			if cl.Via >= 0 {
				v = s.p.Phrases[cl.Via].Verb
			}
			if stanceClasses()["veto"][v.Lemma] || v.Negated && cl.Kind == english.Complement {
				return true
			}
		}
	}
	if s.opensWithQuestion(c) || s.onlyFeared(c) {
		return true
	}
	v := s.p.VerbOf(c)
	if c.Report && !(v.Lemma == "promise" || v.Lemma == "pledge" || v.Lemma == "vow") {
		return true
	}
	return v.Infinitive || v.Participle
}

// onlyFeared says whether a clause hangs on a noun that does not assert it: "fears that", "no indication it would".
func (s *sentence) onlyFeared(c english.Clause) bool {
	if c.Link != "that" && c.Link != "" && c.Kind != english.RelativeCl {
		return false
	}
	for j := c.Start - 1; j >= 0 && j >= c.Start-7; j-- {
		ph := s.p.Phrases[j]
		switch ph.Kind {
		case english.Stop, english.Break, english.Comma:
			return false
		case english.VerbPhrase:
			if ph.Verb.Finite() {
				return false
			}
		case english.NounPhrase:
			h := s.p.Tokens[ph.Head]
			if stanceClasses()["doubt-noun"][h.Lemma] {
				return true
			}
			if stanceClasses()["noun-sign"][h.Lemma] && (s.p.Tokens[ph.Start].Lower == "no" || j > 0 && s.p.HeadToken(j-1).Lower == "as") {
				return true // no sign that they will; somebody took it as a sign that they will
			}
			if j == c.Start-1 && c.Link == "" {
				return false
			}
		}
	}
	return false
}

// moodOf tells how clause k is meant.
func (s *sentence) moodOf(k int) mood {
	c := s.p.Clauses[k]
	var m mood
	if from, _ := s.condition(k); from >= 0 {
		switch strings.ToLower(s.p.Tokens[s.p.Phrases[from].Start].Lower) {
		case "if", "provided", "only", "on", "as", "unless", "should":
			m.conditional = s.p.Phrases[from].Kind == english.Subordinator
		}
	}
	if len(c.Subjects) > 0 {
		ph := s.p.Phrases[c.Subjects[0]]
		first := s.p.Tokens[ph.Start].Lower
		m.negSubject = first == "no" || first == "none" || first == "neither" || first == "nobody"
		m.textSubject = !s.parties[c.Subjects[0]].known() || isText(s.p.HeadToken(c.Subjects[0]))
	}
	sp := s.p.Speaker(k)
	if sp < 0 {
		return m
	}
	spc := s.p.Clauses[sp]
	text := len(spc.Subjects) > 0 && isText(s.p.HeadToken(spc.Subjects[0]))
	v := s.p.VerbOf(spc)
	via := -1
	for n := k; n >= 0; n = s.p.Clauses[n].Parent {
		if s.p.Clauses[n].Via >= 0 {
			via = s.p.Clauses[n].Via
		}
	}
	m.textSpeaker = text
	if text {
		m.textStance = Proposed
		if head := s.p.HeadToken(spc.Subjects[0]).Lemma; adoptedTexts[head] && !hasWord(s.p.Tokens[s.p.Phrases[spc.Subjects[0]].Start:s.p.Phrases[spc.Subjects[0]].End], "draft", "proposed", "planned", "earlier") {
			m.textStance = Signed
		}
	}
	m.backshift = (v.Past || v.Perfect || via >= 0) && !text && v.Lemma != "suggest" && v.Lemma != "propose"
	return m
}

var adoptedTexts = wordSet("agreement treaty accord pact contract protocol convention decision resolution declaration")

func isText(t english.Token) bool { return stanceClasses()["text"][t.Lemma] }

// saidBy gives who reports clause k; zero where the article itself does.
func (s *sentence) saidBy(k int) party {
	if sp := s.p.Speaker(k); sp >= 0 {
		if ps := s.subjects(sp); len(ps) > 0 {
			return join(ps)
		}
		if c := s.p.Clauses[sp]; len(c.Subjects) > 0 && s.p.Phrases[c.Subjects[0]].Kind == english.NounPhrase {
			j := c.Subjects[0]
			end := j + 1
			for end+1 < c.Verb && s.p.Phrases[end].Kind == english.Preposition && s.p.Phrases[end+1].Kind == english.NounPhrase {
				end += 2
			}
			return party{Name: s.p.Span(j, end)}
		}
		return party{}
	}
	for j, ph := range s.p.Phrases {
		if ph.Kind == english.Preposition && strings.EqualFold(s.p.Span(j, j+1), "according to") && j+1 < len(s.p.Phrases) {
			if pt := s.parties[j+1]; pt.known() {
				return pt
			}
			return party{Name: s.p.Span(j+1, j+2)}
		}
	}
	if s.p.Clauses[k].Quoted && s.r.speaker.known() {
		return s.r.speaker
	}
	return party{}
}

// saidByOr is saidBy, or who spoke last where the clause stands in quotation marks or names its own speaker.
func (s *sentence) saidByOr(k int, last party) party {
	if p := s.saidBy(k); p.Key != "" {
		return p
	}
	return last
}

// fill sets undertaking, condition, deadline and amount from the words of clause k.
func (s *sentence) fill(rep *report, k int, pr predicate) {
	c := s.p.Clauses[k]
	from := pr.from
	if pr.whole {
		from = s.p.Phrases[c.Verb].Start
		if len(c.Subjects) > 0 {
			from = s.p.Phrases[c.Subjects[0]].Start
		}
	}
	if pr.child > 0 {
		d := s.p.Clauses[pr.child]
		rep.Undertaking = tidy(s.p.TokenSpan(pr.from, s.p.Phrases[max(s.cutTail(d.Verb+1, d.End)-1, d.Verb)].End))
		rep.Amount, rep.Deadline = amountIn(rep.Undertaking), deadlineIn(rep.Undertaking)
		return
	}
	if pr.object > 0 {
		rep.Undertaking = tidy(s.p.Span(pr.object, pr.object+1))
		rep.Amount = amountIn(rep.Undertaking)
		return
	}
	end := c.End
	condFrom, condEnd := s.condition(k)
	if condFrom >= 0 {
		rep.Condition = s.p.Span(condFrom, condEnd)
		if s.p.Phrases[condFrom].Start > from && condFrom < end {
			end = condFrom
		}
	}
	end = s.cutTail(c.Verb+1, end)
	tail := s.p.Phrases[max(end-1, 0)].End
	if tail <= from {
		tail = min(from+1, len(s.p.Tokens))
	}
	rep.Undertaking = tidy(s.p.TokenSpan(from, tail))
	whole := s.p.Span(min(c.Start, c.Verb), c.End)
	rep.Deadline = deadlineIn(whole)
	rep.Amount = amountIn(rep.Undertaking)
}

// cutTail ends an undertaking where the sentence goes on about something else: ", telling …", ", which …", ", X said".
func (s *sentence) cutTail(from, end int) int {
	for j := from; j < end; j++ {
		ph := s.p.Phrases[j]
		if ph.Kind == english.Conjunction && s.p.Tokens[ph.Start].Lower == "but" {
			return j
		}
		if ph.Kind != english.Comma && ph.Kind != english.Break {
			continue
		}
		switch kindAt(s.p, j+1) {
		case english.VerbPhrase:
			if s.p.Phrases[j+1].Verb.Participle && j > from {
				return j
			}
		case english.Relative:
			return j
		case english.Preposition:
			if strings.EqualFold(s.p.Span(j+1, j+2), "according to") {
				return j
			}
		case english.Conjunction:
			if s.p.Tokens[s.p.Phrases[j+1].Start].Lower == "but" {
				return j
			}
		case english.Subordinator:
			switch s.p.Tokens[s.p.Phrases[j+1].Start].Lower {
			case "although", "though", "while", "whereas", "because", "as":
				return j
			}
		}
	}
	for end > from {
		switch s.p.Phrases[end-1].Kind {
		case english.Comma, english.Break, english.Conjunction, english.Preposition, english.Subordinator, english.Stop, english.QuoteOpen, english.Adverb:
			if s.p.Phrases[end-1].Kind == english.Adverb && len(s.p.Span(end-1, end)) > 3 {
				return end
			}
			end--
			continue
		}
		break
	}
	return end
}

// tidy drops a mark that has lost its partner.
func tidy(t string) string {
	t = strings.TrimSpace(strings.TrimLeft(t, ",;: "))
	t = strings.TrimRight(t, ",;: ")
	for _, q := range [][2]string{{"“", "”"}, {"(", ")"}} {
		if strings.Count(t, q[0]) > strings.Count(t, q[1]) {
			if i := strings.LastIndex(t, q[0]); i == 0 || strings.TrimSpace(t[i+len(q[0]):]) == "" {
				t = strings.TrimSpace(strings.Replace(t, q[0], "", 1))
			} else {
				t += q[1]
			}
		} else if strings.Count(t, q[1]) > strings.Count(t, q[0]) {
			i := strings.Index(t, q[1])
			if strings.TrimSpace(t[i+len(q[1]):]) == "" {
				t = strings.TrimSpace(t[:i])
			} else {
				t = q[0] + t
			}
		}
	}
	if strings.Count(t, `"`)%2 == 1 {
		t = strings.TrimSpace(strings.Replace(t, `"`, "", 1))
	}
	return t
}

// gapped finds the members of a list that leave their verb out: "A put in $1bn, B $5m and C $3m".
func (s *sentence) gapped(first report, k int) []report {
	if first.Amount == "" {
		return nil
	}
	var out []report
	c := s.p.Clauses[k]
	for j := c.Verb + 2; j+1 < len(s.p.Phrases) && j < c.End; j++ {
		if k := s.p.Phrases[j].Kind; k != english.Comma && k != english.Conjunction {
			continue
		}
		a := j + 1
		if kindAt(s.p, a) != english.NounPhrase || !s.parties[a].known() {
			continue
		}
		b := a + 1
		for kindAt(s.p, b) == english.Preposition || kindAt(s.p, b) == english.Adverb {
			b++
		}
		if kindAt(s.p, b) != english.NounPhrase || !hasSum(s.p.Tokens[s.p.Phrases[b].Start:s.p.Phrases[b].End]) {
			// "Portugal $1 million" may be one phrase
			continue
		}
		rep := first
		rep.Actors = []party{s.parties[a]}
		rep.Undertaking = s.p.Span(b, b+1)
		rep.Amount = amountIn(rep.Undertaking)
		rep.Condition, rep.Also = "", nil
		out = append(out, rep)
	}
	return out
}

// possessed finds undertakings named by a noun: "its willingness to act", "the minister's refusal to sign".
func (s *sentence) possessed() []report {
	var out []report
	for j, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase || kindAt(s.p, j+1) != english.VerbPhrase || !s.p.Phrases[j+1].Verb.Infinitive {
			continue
		}
		head := s.p.Tokens[ph.Head]
		var stance Stance
		for _, class := range []string{"noun-ready", "noun-declined", "noun-pledged"} {
			if stanceClasses()[class][head.Lemma] {
				stance = classStance[class]
			}
		}
		if stance == "" || head.Lemma == "decision" || head.Lemma == "agreement" {
			continue
		}
		if k := s.clauseOf(j); k >= 0 && (s.vetoed(k) || verbIs(s.p, s.p.Clauses[k].Verb, "light")) {
			continue
		}
		var owner party
		toks := s.p.Tokens[ph.Start:ph.End]
		switch {
		case toks[0].Tag == "PRP$":
			owner = s.ownerBefore(j, possessor[toks[0].Lower])
		default:
			for t := len(toks) - 1; t > 0; t-- {
				if toks[t].Tag == "POS" {
					owner = s.r.partyOf(s.p, english.Phrase{Kind: english.NounPhrase, Start: ph.Start, End: ph.Start + t, Head: ph.Start + t - 1}, nil)
					break
				}
			}
		}
		if !owner.known() {
			continue
		}
		k := s.clauseOf(j)
		end := len(s.p.Phrases)
		if k >= 0 {
			end = s.p.Clauses[k].End
			// the infinitive of a subject ends before the verb
			if j < s.p.Clauses[k].Verb {
				end = s.p.Clauses[k].Verb
			}
		}
		end = s.cutTail(j+2, end)
		rep := report{Passage: s.passage, Actors: []party{owner}, Stance: stance, Undertaking: tidy(s.p.TokenSpan(verbStart(s.p, s.p.Phrases[j+1]), s.p.Phrases[max(end-1, j+1)].End))}
		if k >= 0 {
			rep.SaidBy = s.saidBy(k)
		}
		rep.Amount, rep.Deadline = amountIn(rep.Undertaking), deadlineIn(rep.Undertaking)
		if rep.SaidBy.Key == "" && rep.SaidBy.Name == "" && k >= 0 {
			// "he thanked X for its willingness": he is who tells of it
			if ps := s.subjects(k); len(ps) == 1 && ps[0].Key != owner.Key {
				rep.SaidBy = ps[0]
			}
		}
		out = append(out, rep)
	}
	return out
}

// offered finds undertakings named by a noun with its sum: "a ministry offer of 4.5 percent", "Norway's pledge of $3bn".
func (s *sentence) offered() []report {
	var out []report
	for _, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		toks := s.p.Tokens[ph.Start:ph.End]
		for i, t := range toks {
			if i == 0 || t.Lower != "of" && t.Lower != "worth" {
				continue
			}
			var stance Stance
			switch toks[i-1].Lemma {
			case "offer", "bid", "proposal":
				stance = Proposed
			case "pledge", "promise", "commitment":
				stance = Pledged
			default:
				continue
			}
			rest := joinTokens(toks[i+1:])
			if amountIn(rest) == "" {
				continue
			}
			// whose it is stands before the noun: a possessive, a state, a name
			whose := toks[:i-1]
			if n := len(whose); n > 0 && whose[n-1].Tag == "POS" {
				whose = whose[:n-1]
			}
			for len(whose) > 0 && (strings.HasPrefix(whose[len(whose)-1].Tag, "JJ") && !isPlace(whose[len(whose)-1]) || whose[len(whose)-1].Tag == "VBN") {
				whose = whose[:len(whose)-1]
			}
			if len(whose) == 0 {
				continue
			}
			start := ph.Start
			owner := s.r.partyOf(s.p, english.Phrase{Kind: english.NounPhrase, Start: start, End: start + len(whose), Head: start + len(whose) - 1}, nil)
			if pl, _, ok := placeIn(whose); !owner.known() && ok {
				owner = party{Key: pl.Code, Name: pl.Name}
			}
			if !owner.known() {
				continue
			}
			out = append(out, report{Passage: s.passage, Actors: []party{owner}, Stance: stance, Undertaking: rest, Amount: amountIn(rest), Deadline: deadlineIn(rest)})
			break
		}
	}
	return out
}

// ownerBefore resolves a possessive: the nearest party before it that fits.
func (s *sentence) ownerBefore(phrase int, pronoun string) party {
	var before []party
	for j := 0; j < phrase; j++ {
		if s.parties[j].known() && !isPronoun(s.p, s.p.Phrases[j]) {
			before = append(before, s.parties[j])
		}
	}
	return s.r.pronoun(pronoun, before)
}

// clauseOf gives the clause a phrase stands in: the last one that begins before it.
func (s *sentence) clauseOf(phrase int) int {
	best := -1
	for k, c := range s.p.Clauses {
		if c.Start <= phrase && phrase < max(c.End, c.Verb+1) {
			best = k
		}
	}
	return best
}

// resting lists the other passages a report needs: the one that names whom its pronoun means.
func (s *sentence) resting(k int, pr predicate, actors []party) []int {
	c := s.p.Clauses[k]
	if pr.agent >= 0 || len(c.Subjects) == 0 {
		return nil
	}
	text := fold(s.p.Text)
	var out []int
	for _, a := range actors {
		if namedIn(text, a) {
			continue
		}
		for i := s.passage - 1; i >= 0 && i >= s.passage-6; i-- {
			t := fold(s.r.article.Text[s.r.passages[i].Start:s.r.passages[i].End])
			if namedIn(t, a) {
				if !slices.Contains(out, i) {
					out = append(out, i)
				}
				break
			}
		}
	}
	return out
}

// namedIn says whether folded text names a party, by its own name or a form of its state.
func namedIn(text string, a party) bool {
	for _, n := range []string{a.Person, a.Name, a.For} {
		if n == "" {
			continue
		}
		if strings.Contains(text, fold(n)) || a.Person != "" && strings.Contains(text, surname(a.Person)) {
			return true
		}
	}
	return isState(a.Key) && mentionsState(text, a.Key)
}

// isPerson and the like are asked of nouns only.
func agentive(t english.Token) bool { return lexicon.Agentive(t.Lower) > 0.5 }
