package stance

import (
	"strings"

	"talksbot/knowledge/english"
)

// idiom judges what English says by a verb together with its object or preposition: "put 6 million on the table", "gave
// the firm permission to", "will not hear of it". judged is false where it has nothing to say of clause k.
func idiom(p *english.Parsed, k, next int, m Mood, neg bool) (out Predicate, ok, judged bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out = Predicate{Agent: -1, From: p.Phrases[c.Verb].Head}
	obj := p.ObjectOf(c)
	done := v.Modal == "" && !v.Passive
	head := ""
	if obj >= 0 {
		head = p.HeadToken(obj).Lemma
	}
	after := func(i int) (string, int) { // the preposition after phrase i, times skipped, and what follows it
		for i++; i+1 < c.End; i++ {
			if p.KindAt(i) == english.Preposition && p.KindAt(i+1) == english.NounPhrase && p.IsTime(p.Phrases[i+1]) {
				i++
				continue
			}
			if p.KindAt(i) == english.Preposition {
				return p.Tokens[p.Phrases[i].Start].Lower, i + 1
			}
			if p.KindAt(i) == english.VerbPhrase && p.Phrases[i].Verb.Infinitive {
				return "to", i
			}
			if !p.IsTime(p.Phrases[i]) && p.KindAt(i) != english.Adverb {
				break
			}
		}
		return "", -1
	}
	switch v.Lemma {
	case "put":
		if prep, n := after(obj); obj >= 0 && done && prep == "on" && p.HeadToken(n).Lower == "table" && !p.IsPronoun(p.Phrases[obj]) {
			if out.Stance = Proposed; neg {
				out.Stance = Declined
			}
			return out, head != "card" && head != "money", true
		}
	case "give", "grant":
		if obj < 0 || !done || neg {
			break
		}
		if assent[head] || permits[head] {
			prep, n := after(obj)
			if out.Stance = Pledged; prep == "to" && n > 0 {
				out.From = p.Phrases[n].Start
				if p.KindAt(n) == english.VerbPhrase {
					out.From = p.VerbStart(p.Phrases[n])
				}
				if p.Phrases[obj].End-p.Phrases[obj].Start > 1 && p.KindAt(n) == english.VerbPhrase && p.Tokens[p.Phrases[obj].Start].Tag != "PRP$" {
					out.From = p.Phrases[c.Verb].Head // gave the firm permission to sell
				}
				return out, true, true
			}
			out.From = p.Phrases[obj].Start
			return out, p.Phrases[obj].End-p.Phrases[obj].Start > 1 && p.Tokens[out.From].Tag != "PRP$", true
		}
		if (head == "assurance" || head == "guarantee" || head == "undertaking") && p.Phrases[obj].Head > p.Phrases[obj].Start && p.Tokens[p.Phrases[obj].Head-1].Noun() && !p.InfinitiveAt(obj+1) {
			out.Stance, out.From = Pledged, p.Phrases[obj].Start // financing assurances
			return out, true, true
		}
	case "see", "have":
		empty := obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no" || v.Negated
		if prep, n := after(obj); obj >= 0 && done && !v.Past && empty && noCall[head] && n > 0 && (prep == "for" || prep == "to" || prep == "in") {
			out.Stance, out.From = Declined, p.Phrases[n].Start
			if p.KindAt(n) == english.VerbPhrase {
				out.From = p.VerbStart(p.Phrases[n])
			}
			return out, v.Lemma == "see" || head == "intention" || head == "interest" || head == "appetite", true
		}
	case "vote":
		if prep, n := after(c.Verb); n > 0 && (prep == "in" && (p.Phrases[n-1].End > p.Phrases[n-1].Start+1 && strings.HasPrefix(strings.ToLower(p.Span(n-1, n)), "in fav") || p.HeadToken(n).Lower == "favour" || p.HeadToken(n).Lower == "favor") || prep == "for" && p.KindAt(n) == english.NounPhrase) {
			if c.Kind == english.RelativeCl || c.Kind == english.Adverbial || v.Modal != "" && v.Modal != "will" && !(v.Modal == "would" && m.Backshift) {
				return out, false, true
			}
			if out.Stance = Pledged; neg {
				out.Stance = Declined
			} else if m.Conditional {
				out.Stance = Ready
			}
			return out, true, true
		}
	case "pass", "carry":
		if obj >= 0 && done && !neg && enacted[head] && v.Particle == "" {
			out.Stance, out.From = Signed, p.Phrases[obj].Start
			return out, true, true
		}
	case "reach", "strike", "clinch", "seal", "conclude", "hammer", "thrash":
		if obj >= 0 && done && !neg && accords[head] && c.Kind != english.RelativeCl {
			out.Stance, out.From = Pledged, p.Phrases[obj].Start
			return out, p.Phrases[obj].End-p.Phrases[obj].Start > 2 || obj+2 < c.End, true
		}
	case "lift", "end", "suspend", "call", "halt":
		if obj >= 0 && done && !neg && pressure[head] && (v.Lemma != "call" || v.Particle == "off") && p.Phrases[obj].End-p.Phrases[obj].Start > 1 && c.Kind != english.RelativeCl {
			out.Stance = Pledged
			return out, v.Past || v.Perfect, true
		}
	case "advise":
		if obj >= 0 && done && !neg && p.KindAt(obj+1) == english.VerbPhrase && p.Phrases[obj+1].Verb.Infinitive {
			out.Stance = Proposed
			return out, true, true
		}
	case "hear":
		if prep, n := after(c.Verb); neg && n > 0 && prep == "of" && (v.Modal == "will" || v.Modal == "would") && !p.IsPronoun(p.Phrases[n]) {
			out.Stance, out.From = Declined, p.Phrases[n].Start // will not hear of a ceiling
			return out, true, true
		}
	case "budge", "yield", "waver", "relent":
		if neg && (v.Modal == "will" || v.Modal == "would" && m.Backshift || v.Progressive && v.Modal == "") {
			out.Stance = Declined
			prep, _ := after(c.Verb)
			return out, prep == "on" || prep == "from" || prep == "over", true
		}
	case "go":
		if neg && v.Progressive && v.Modal == "" && p.HeadToken(c.Verb).Lower == "going" && next < c.End {
			switch p.HeadToken(next).Lower {
			case "lower", "higher", "further", "below", "beyond", "above":
				out.Stance = Declined
				return out, true, true
			}
		}
	case "want":
		if done && !v.Past && !neg && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive {
			switch p.Phrases[next].Verb.Lemma {
			case "wait", "see", "hear", "know":
				out.Stance, out.From = Undecided, p.VerbStart(p.Phrases[next])
				return out, next+1 < c.End && !p.IsPronoun(p.Phrases[next+1]), true
			}
		}
	}
	return out, false, false
}

var (
	permits  = english.Set("permission clearance licence license permit authorisation authorization")
	noCall   = english.Set("need reason point ground grounds case room cause intention interest appetite")
	enacted  = english.Set("bill law budget act resolution motion amendment decree ordinance")
	accords  = english.Set("agreement deal accord pact compromise settlement truce understanding")
	pressure = english.Set("strike ban blockade boycott work-to-rule embargo sanction siege walkout moratorium freeze sit-in curfew lockout veto")
	outcomes = english.Set("profit loss money sense progress difference mistake headway history news")
)

// commentsOnly says whether what is refused is only to speak: "declined to comment" takes no stance.
func commentsOnly(p *english.Parsed, c english.Clause) bool {
	for j := c.Verb + 1; j < c.End && j < c.Verb+3; j++ {
		if p.Phrases[j].Kind == english.VerbPhrase {
			switch p.Phrases[j].Verb.Lemma {
			case "comment", "speculate", "repeat", "guess", "draw", "say", "elaborate", "confirm", "discuss", "answer", "speak", "give", "name", "specify", "disclose", "be":
				return true
			}
			return false
		}
	}
	return false
}
