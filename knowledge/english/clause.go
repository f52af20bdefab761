package english

// ClauseKind says how a Clause stands in its sentence.
type ClauseKind uint8

const (
	Main       ClauseKind = iota // asserted on its own
	Complement                   // what somebody says, thinks or wants: "said that …"
	RelativeCl                   // "who …", "which …"
	Adverbial                    // "if …", "once …", "although …"
)

// Clause is a finite verb group with its subject. Positions of phrases count in Parsed.Phrases.
type Clause struct {
	Kind     ClauseKind
	Link     string // the word that introduces it, lower case: "that", "if", "who", "and"; "" for none
	Verb     int    // phrase of the verb group
	Subjects []int  // phrases; several when they are a list; empty when there is none
	Inverted bool   // the subject stands after the verb: said Smith
	Start    int    // first phrase of the clause
	End      int    // phrase after its last one
	Parent   int    // the clause it depends on; -1 for none
	Via      int    // the verb that takes it as complement when that is not the parent's own: "…, telling them we will"; -1 for none
	Report   bool   // a bare attribution: ", Smith said", "according to" without more
	Quoted   bool   // the verb stands inside quotation marks
}

// Parsed is one analysed sentence. Offsets of Tokens are bytes into Text.
type Parsed struct {
	Text    string
	Tokens  []Token
	Phrases []Phrase
	Clauses []Clause
}

// Parse analyses one sentence.
func Parse(sentence string) *Parsed {
	p := &Parsed{Text: sentence, Tokens: Tokens(sentence)}
	p.Phrases = chunk(p.Tokens)
	p.joinQuoted()
	p.fixBare()
	p.fixReduced()
	p.findClauses()
	return p
}

// Span gives the text of phrases from..to (exclusive), without space around it.
func (p *Parsed) Span(from, to int) string {
	if from >= to || from < 0 || to > len(p.Phrases) {
		return ""
	}
	return p.TokenSpan(p.Phrases[from].Start, p.Phrases[to-1].End)
}

// TokenSpan gives the text of tokens from..to (exclusive).
func (p *Parsed) TokenSpan(from, to int) string {
	if from >= to || from < 0 || to > len(p.Tokens) {
		return ""
	}
	return p.Text[p.Tokens[from].Start:p.Tokens[to-1].End]
}

// HeadToken is the head of a phrase.
func (p *Parsed) HeadToken(phrase int) Token { return p.Tokens[p.Phrases[phrase].Head] }

// VerbOf is the verb group of a clause.
func (p *Parsed) VerbOf(c Clause) VerbGroup { return p.Phrases[c.Verb].Verb }

func (p *Parsed) is(i int, k PhraseKind) bool {
	return i >= 0 && i < len(p.Phrases) && p.Phrases[i].Kind == k
}

func (p *Parsed) finite(i int) bool {
	return p.is(i, VerbPhrase) && p.Phrases[i].Verb.Finite()
}

func (p *Parsed) findClauses() {
	for i := range p.Phrases {
		if !p.finite(i) {
			continue
		}
		c := Clause{Verb: i, Parent: -1, Via: -1, Start: i, End: len(p.Phrases)}
		p.findSubject(&c)
		p.Clauses = append(p.Clauses, c)
	}
	for k := range p.Clauses {
		p.link(k)
	}
	p.setEnds()
}

// findSubject walks left from the verb over what may stand between a subject and its verb.
func (p *Parsed) findSubject(c *Clause) {
	i := c.Verb - 1
	sawRelative := false
	for i >= 0 {
		switch ph := p.Phrases[i]; ph.Kind {
		case Adverb, Adjective:
			i--
		case QuoteOpen, QuoteClose:
			i--
		case VerbPhrase:
			if ph.Verb.Finite() {
				// a finite verb directly before: its clause is a relative one whose antecedent is our subject
				if k := p.clauseAt(i); k >= 0 && len(p.Clauses[k].Subjects) > 0 && p.Clauses[k].Link != "" && p.Clauses[k].Kind == RelativeCl {
					i = p.Clauses[k].Start - 1
					continue
				}
				return
			}
			if ph.Verb.Participle && p.is(i-1, Preposition) && p.is(i-2, NounPhrase) {
				i-- // "a deal on wages comes"
			}
			i-- // "the decision to withdraw was"
		case Comma, Break:
			open := p.opening(i)
			if open < 0 {
				if p.turned(c.Verb) {
					p.inverted(c)
				}
				return
			}
			i = open - 1
		case Relative:
			c.Kind, c.Link = RelativeCl, p.Tokens[ph.Start].Lower
			c.Start = i
			sawRelative = true
			// who, which, that: the antecedent stands before; where, what, how: none
			switch c.Link {
			case "who", "which", "that":
				j := i - 1
				for p.is(j, Comma) || p.is(j, Break) || p.is(j, Preposition) {
					j--
				}
				if p.is(j, NounPhrase) {
					c.Subjects = p.headOfAttached(j)
				}
			default:
				if ph.End > ph.Start+1 { // whose money …: the phrase holds the subject
					c.Subjects = []int{i}
				}
			}
			return
		case Conjunction:
			p.shareSubject(c, i)
			return
		case NounPhrase:
			if timeNouns[p.Tokens[ph.Head].Lower] && ph.End == ph.Start+1 && i > 0 && (p.is(i-1, NounPhrase) || p.is(i-1, Preposition)) {
				if p.is(i-1, Preposition) && (p.is(i-2, NounPhrase) || p.is(i-2, Comma)) {
					i-- // the board on Monday approved
				}
				i--
				continue
			}
			if w := p.Tokens[ph.Start].Lower; ph.End == ph.Start+1 && (w == "each" || w == "both" || w == "all") && p.is(i-1, NounPhrase) {
				i-- // A and B each promised
				continue
			}
			if p.is(i-1, Preposition) && i >= 2 {
				j := i - 2
				// a phrase after a preposition belongs to the noun before it …
				for p.is(j, QuoteOpen) || p.is(j, QuoteClose) {
					j--
				}
				if p.is(j, NounPhrase) {
					// … unless a finite verb took that noun as its object
					i = j
					continue
				}
				if p.is(j, Comma) || p.is(j, VerbPhrase) && !p.finite(j) || p.is(j, Adjective) || p.is(j, Adverb) || p.is(j, Conjunction) {
					i = j
					continue
				}
				if p.is(j, VerbPhrase) {
					// "countries that wait for aid are": the object of a relative clause
					if k := p.clauseAt(j); k >= 0 && p.Clauses[k].Kind == RelativeCl && p.Clauses[k].Start > 0 {
						i = p.Clauses[k].Start - 1
						continue
					}
					return
				}
				return
			}
			if p.is(i-1, Preposition) {
				return // "In March came …"
			}
			// the object of a relative clause: "countries that protect forests are"
			if p.is(i-1, VerbPhrase) {
				if p.finite(i - 1) {
					if k := p.clauseAt(i - 1); k >= 0 && p.Clauses[k].Kind == RelativeCl && p.Clauses[k].Start > 0 && !complementTaking[p.Phrases[i-1].Verb.Lemma] {
						i = p.Clauses[k].Start - 1
						continue
					}
				} else if !p.Phrases[i-1].Verb.Participle || p.nounBefore(i-1) {
					// "efforts to end the war have": the infinitive's object; "rules protecting ports are"
					j := i - 2
					if p.is(j, NounPhrase) && !p.afterFiniteComplement(j) {
						i = j
						continue
					}
				}
			}
			c.Subjects = p.list(i)
			first := c.Subjects[0]
			if head := p.subjectBefore(first); head >= 0 {
				i = head
				continue
			}
			c.Start = first
			_ = sawRelative
			return
		default:
			return
		}
	}
	if len(c.Subjects) == 0 && p.turned(c.Verb) {
		p.inverted(c)
	}
}

// turned says whether the subject of the verb at i can stand after it: "said Smith", not "said Smith would stay".
func (p *Parsed) turned(i int) bool {
	return p.is(i+1, NounPhrase) && p.reportsAt(i) && !p.finite(i+2)
}

// subjectBefore gives the noun that a sentence begins with where "after", "before" and the like before its only finite verb stand with a
// noun and open no clause: "The plan for a fund after the talks has been approved"; -1 for none.
func (p *Parsed) subjectBefore(noun int) int {
	if !p.is(noun-1, Subordinator) || p.hasFinite(0, noun) {
		return -1
	}
	switch p.Tokens[p.Phrases[noun-1].Start].Lower {
	case "after", "before", "since", "until":
	default:
		return -1
	}
	finite := 0
	for i := noun; i < len(p.Phrases); i++ {
		if p.finite(i) {
			finite++
		}
	}
	if finite != 1 || !p.is(noun-2, NounPhrase) {
		return -1
	}
	return noun - 2
}

func (p *Parsed) nounBefore(i int) bool { return p.is(i-1, NounPhrase) }

// afterFiniteComplement says whether the noun phrase is the object of a verb that takes a complement clause after it:
// "told reporters ministers would".
func (p *Parsed) afterFiniteComplement(i int) bool {
	return p.finite(i-1) && complementTaking[p.Phrases[i-1].Verb.Lemma] && p.Phrases[i-1].Verb.Lemma == "tell"
}

func (p *Parsed) inverted(c *Clause) {
	c.Inverted = true
	c.Subjects = []int{c.Verb + 1}
}

// opening finds the mark that opens the insertion which the mark at i closes; -1 when the mark closes none.
func (p *Parsed) opening(i int) int {
	for j := i - 1; j >= 0; j-- {
		ph := p.Phrases[j]
		if ph.Kind == Stop {
			return -1
		}
		if ph.Kind != Comma && ph.Kind != Break {
			continue
		}
		if p.insertion(j+1, i) && j > 0 {
			return j
		}
		if p.hasFinite(j+1, i) && !(p.is(j+1, Relative) || p.is(j+1, Subordinator)) {
			return -1
		}
	}
	return -1
}

// insertion says whether phrases from..to between two marks interrupt a clause: a relative clause, an apposition, a
// parenthesis such as "officials said" or "including X".
func (p *Parsed) insertion(from, to int) bool {
	if from >= to {
		return false
	}
	if !p.hasFinite(from, to) {
		return true
	}
	if p.is(from, Relative) || p.is(from, Subordinator) || p.is(from, NounPhrase) && p.is(from+1, Relative) {
		return true // who leads the talks; the envoy who leads the talks
	}
	if p.is(from, Preposition) && p.is(from+1, Relative) || p.is(from, NounPhrase) && p.is(from+1, Preposition) && p.is(from+2, Relative) {
		return true // parts of which were read
	}
	// officials said
	return to-from <= 4 && p.finite(to-1) && p.reportsAt(to-1)
}

func (p *Parsed) hasFinite(from, to int) bool {
	for j := from; j < to; j++ {
		if p.finite(j) {
			return true
		}
	}
	return false
}

// headOfAttached goes from a noun phrase to the one its prepositional phrase hangs on: "leaders of states at the table".
func (p *Parsed) headOfAttached(i int) []int {
	return []int{i}
}

// list gives all members of the coordination that ends at noun phrase i, in order.
func (p *Parsed) list(i int) []int {
	j := i - 1
	if p.is(j, QuoteOpen) {
		j--
	}
	if !p.is(j, Conjunction) || p.Tokens[p.Phrases[j].Start].Lower == "but" {
		return []int{i}
	}
	k := j - 1
	comma := p.is(k, Comma)
	if comma {
		k--
		if p.is(k-1, Conjunction) {
			return []int{i} // "for bread and water, and A has": the list before is closed
		}
	}
	if !p.is(k, NounPhrase) || p.is(k-1, VerbPhrase) && !p.says(k-1) || p.is(k-1, NounPhrase) && p.IsPronoun(p.Phrases[i]) {
		return []int{i} // "to watch the skies, and A has": the noun before is an object
	}
	members := []int{k, i}
	for p.is(k-1, Comma) && p.is(k-2, NounPhrase) && !(p.is(k-3, Preposition) && (!p.is(k-4, NounPhrase) || p.is(0, Preposition))) && !p.is(k-3, VerbPhrase) {
		k -= 2
		members = append([]int{k}, members...)
	}
	if p.is(k-1, Preposition) {
		if p.is(k-2, NounPhrase) && !(comma && len(members) == 2) {
			return p.list(k - 2) // "talks between A and B": the list hangs on a noun
		}
		return []int{i}
	}
	return members
}

// says whether the verb at i is one whose object is no person or thing, but what is said: "said A and B would".
func (p *Parsed) says(i int) bool {
	return p.finite(i) && p.Phrases[i].Verb.Lemma == "say"
}

func (p *Parsed) clauseAt(verb int) int {
	for k := range p.Clauses {
		if p.Clauses[k].Verb == verb {
			return k
		}
	}
	return -1
}

// shareSubject gives a verb after a conjunction the subject of the clause it is joined to.
func (p *Parsed) shareSubject(c *Clause, conj int) {
	c.Link = p.Tokens[p.Phrases[conj].Start].Lower
	c.Start = conj
	if len(p.Clauses) == 0 {
		return
	}
	k := len(p.Clauses) - 1
	// ", and" after a subordinate clause goes on with the main one
	if p.is(conj-1, Comma) {
		for k > 0 && (p.Clauses[k].Kind == RelativeCl) && p.Clauses[k].Start > 0 && !p.is(p.Clauses[k].Start-1, Comma) {
			break
		}
		for k > 0 && p.Clauses[k].Kind == RelativeCl {
			k--
		}
	}
	near := p.Clauses[k].Kind == RelativeCl && !p.is(conj-1, Comma)
	// tenses tell which verb is joined: "said he would stay and hoped" goes with said
	for q := k; q >= 0 && !near; q-- {
		if sameTense(p.tensed(p.Clauses[q].Verb), p.tensed(c.Verb)) {
			k = q
			break
		}
	}
	c.Subjects = append([]int(nil), p.Clauses[k].Subjects...)
	c.Kind = p.Clauses[k].Kind
	c.Parent = -2 - k // resolved in link: same parent as clause k
}

// tensed is a verb group with the tense of its auxiliary: "was heard" is past.
func (p *Parsed) tensed(i int) VerbGroup {
	ph := p.Phrases[i]
	ph.Verb.Past = ph.Verb.Past || p.Tokens[ph.Start].Tag == "VBD"
	return ph.Verb
}

func sameTense(a, b VerbGroup) bool {
	return (a.Modal != "") == (b.Modal != "") && (a.Past || a.Perfect) == (b.Past || b.Perfect) || a.Modal != "" && b.Modal == "" && !b.Past && !b.Perfect
}

var (
	reportVerbs = Set(`say tell add stress note warn declare announce state claim argue insist repeat indicate suggest specify
		explain write report confirm deny admit acknowledge reiterate remark comment ask reply respond promise pledge vow
		predict estimate believe think hope expect maintain recall describe conclude urge complain signal inform notify assure
		understand emphasise emphasize caution concede contend assert disclose reveal mention quip tweet post`)
	complementTaking = Set(`say tell add stress note warn declare announce state claim argue insist repeat indicate suggest specify
		explain write report confirm deny admit acknowledge reiterate remark reply respond promise pledge vow predict estimate
		believe think hope expect maintain recall conclude complain signal know fear doubt decide agree understand see show mean
		emphasise emphasize caution concede contend assert disclose reveal mention learn find ensure wish recommend propose demand exclude rule inform notify assure`)
)
