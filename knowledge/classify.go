package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
)

var whoIs = regexp.MustCompile(`^ who(?:'s| is| was| are)\s+(?:the |its |their )?(.+?)[?.!\s]*$`)

// stands finds "where do the talks stand", which asks for no place.
var stands = regexp.MustCompile(`\bwhere\s+(?:do|does|did)\b.*\bstand(?:\s+(?:on|with|now|today|at|in)\b.*)?\s*[?.!]*\s*$`)

// became finds a question about what something has turned into: "what became of", "has he softened".
var became = regexp.MustCompile(`\bwhat (?:has |have )?(?:became|become|happened|come|came)(?: of| to)\b|\b(?:has|have|did)\b.*\b(?:softened|soften|hardened|harden|become|became|shifted|shift|changed|change|evolved|moved on|backed down|backtracked|budged|budge|wavered|relented|relaxed)\b`)

var numbersOr = regexp.MustCompile(`\d[\d.,]*\s?(?:%|\w+)?\s+or\s+(?:\S{1,3}\s?)?\d`)

// subjectWord gives the head of what is asked about: "ceasefire" in "when will the ceasefire start".
func subjectWord(p *english.Parsed) string {
	aux := false
	for i, ph := range p.Phrases {
		switch ph.Kind {
		case english.VerbPhrase:
			v := ph.Verb
			aux = aux || v.Lemma == v.Modal || v.Lemma == "be" || v.Lemma == "do" || v.Lemma == "have"
		case english.NounPhrase:
			if aux && p.HeadToken(i).Noun() {
				// "will the ceasefire start": the verb is taken for a noun
				if h := ph.Head; h > ph.Start && p.Tokens[h-1].Noun() && !p.Tokens[h].Proper() && lexicon.Lemma(p.Tokens[h].Lower, lexicon.Verb) == p.Tokens[h].Lower && lexicon.Known(p.Tokens[h].Lower, lexicon.Verb) && at(p.Tokens, h+1).Tag != "IN" {
					return p.Tokens[h-1].Lower
				}
				return p.HeadToken(i).Lower
			}
		}
	}
	return ""
}

// classify finds what is asked for.
func (in *inquiry) classify(p *english.Parsed) {
	low := " " + strings.ToLower(strings.ReplaceAll(in.all, "’", "'")) + " "
	has := func(class string) bool {
		for _, t := range p.Tokens {
			if asks()[class][t.Lemma] || asks()[class][lexicon.Lemma(t.Lower, lexicon.Any)] {
				return true
			}
		}
		return false
	}
	first := ""
	wh := -1
	for i, t := range p.Tokens {
		switch t.Lower {
		case "who", "whom", "whose", "which", "what", "when", "where", "why", "how", "whats":
			if wh < 0 {
				wh = i
			}
		}
		if first == "" && len(t.Text) > 1 {
			first = t.Lower
		}
	}
	after := func(k int) string { return at(p.Tokens, wh+k).Lower }
	noun := func(from int) (english.Token, bool) {
		for i := from; i < len(p.Tokens) && i < from+5; i++ {
			t := p.Tokens[i]
			if t.Noun() {
				for i+1 < len(p.Tokens) && p.Tokens[i+1].Noun() {
					i++
				}
				return p.Tokens[i], true
			}
			if t.Verb() || t.Tag == "MD" || t.Tag == "IN" && t.Lower != "of" {
				break
			}
		}
		return english.Token{}, false
	}
	extent := false // how high, how far
	if wh >= 0 {
		switch w := p.Tokens[wh].Lower; {
		case w == "how" && after(1) == "many":
			in.want = wantCount
			if n, ok := noun(wh + 2); ok && asks()["time-noun"][n.Lemma] {
				in.want = wantTime // how many years
			} else if ok {
				in.of = index.Terms(n.Text)
				if k := slices.IndexFunc(p.Tokens, func(t english.Token) bool { return t.Start == n.Start }); at(p.Tokens, k+1).Lower == "of" {
					if m, ok := noun(k + 2); ok {
						in.ofWhat = index.Terms(m.Text)
					}
				}
			}
		case w == "how" && after(1) == "much":
			in.want = wantSum
			if n, ok := noun(wh + 2); ok {
				in.of = index.Terms(n.Text)
			}
		case w == "how" && asks()["extent"][after(1)]:
			in.want, extent = wantSum, true
		case w == "how" && (after(1) == "long" || after(1) == "soon"):
			in.want = wantTime
		case w == "when":
			in.want = wantTime
		case w == "where" && stands.MatchString(low): // asks how far it has come
			in.kind, in.recent = changing, 0.2
			for i := range in.concepts {
				if in.concepts[i].base == "stand" {
					in.concepts[i].light = true
				}
			}
		case w == "where":
			in.want = wantPlace
		case w == "why":
			in.want = wantReason
		case w == "who" || w == "whom" || w == "whose":
			in.want = wantWho
		case w == "which" || w == "what" || w == "whats":
			if n, ok := noun(wh + 1); ok {
				in.of = index.Terms(n.Text)
				in.whatNoun = n.Lower
				switch {
				case asks()["time-noun"][n.Lemma]:
					in.want = wantTime
					in.year = n.Lemma == "year"
				case asks()["amount-noun"][n.Lemma]:
					in.want = wantSum
					if asks()["measure"][n.Lemma] {
						in.measured = n.Lower
					}
				case asks()["person-noun"][n.Lemma] && w == "which":
					in.want, in.person = wantWho, true
				case n.Lemma == "country" || n.Lemma == "nation" || n.Lemma == "government" || n.Lemma == "party":
					in.want = wantWho
					in.kind = several
				}
				if n.Tag == "NNS" && w == "which" {
					in.kind = several
				}
			}
		}
		if p.Tokens[wh].Lower == "how" { // "how long", "how far": only what is measured
			for i := range in.concepts {
				if in.concepts[i].word == after(1) {
					in.concepts[i].light = true
				}
			}
		}
	} else if yesNo[first] {
		in.want = wantYesNo
	}
	if in.want == wantText && in.whatNoun == "" && wh >= 0 && costs(p, wh) {
		in.want = wantSum
	}
	if in.want == wantText && wh >= 0 {
		in.measure(p, wh)
	}
	in.money = in.want == wantSum && wh >= 0 && has("cost")
	in.share = extent || hasAny(p, "percent", "percentage", "share", "rate", "rise", "raise", "increase", "cut", "stake", "target", "inflation", "reduction", "reduce", "emissions", "offer", "offered", "deal") && !hasAny(p, "money", "cash")
	for _, t := range p.Tokens {
		in.money = in.money || lexicon.Is(t.Lower, lexicon.Noun, lexicon.NounPossession) > 0.5
	}
	in.future = hasAny(p, "will", "would", "shall", "should", "'ll")
	in.conds = has("condition")
	verbs := 0
	for _, ph := range p.Phrases {
		if ph.Kind == english.VerbPhrase && (ph.Verb.Lemma != "be" || ph.Verb.Progressive || ph.Verb.Passive) {
			verbs++
		}
	}
	if m := whoIs.FindStringSubmatch(low); m != nil && verbs == 0 {
		in.role = strings.Fields(m[1])
	}
	for _, ph := range p.Phrases {
		if ph.Kind == english.VerbPhrase && ph.Verb.Passive && !asks()["light"][ph.Verb.Lemma] && !asks()["commitment"][ph.Verb.Lemma] {
			in.passive = p.Tokens[ph.Head].Lower
		}
		if ph.Kind == english.VerbPhrase && (ph.Verb.Perfect || ph.Verb.Participle && p.Tokens[ph.Head].Tag == "VBN") && ph.Verb.Modal == "" && !asks()["commitment"][ph.Verb.Lemma] && !asks()["light"][ph.Verb.Lemma] {
			in.done = p.Tokens[ph.Head].Lower
		}
	}
	switch {
	case strings.Contains(low, " latest") || hasAny(p, "now", "latest", "currently", "still", "current", "eventually", "finally", "anymore", "newest", "today") || strings.Contains(low, "so far") || strings.Contains(low, "after all") || strings.Contains(low, "in the end") || strings.Contains(low, "by the end") || strings.Contains(low, " yet"):
		in.recent = 0.2
	case hasAny(p, "first", "initially", "originally", "outset", "beginning", "initial", "original", "earlier", "start"):
		in.recent = -0.1
	}
	if in.want == wantText && wh < 0 && has("amount-noun") || in.want == wantText && has("amount-noun") && (hasAny(p, "grow", "total", "sum", "rise", "fall")) {
		in.want = wantSum
	}
	switch {
	case len(in.sources) > 1, has("compare"), twoFigures.MatchString(low), strings.Contains(low, "reports seem"):
		in.kind = comparing
	case numbersOr.MatchString(low):
		in.kind = comparing
	case became.MatchString(low):
		in.kind = changing
	case has("change") && in.want != wantCount && !strings.Contains(low, "how much") && (strings.Contains(low, " how ") || strings.Contains(low, "what changed") || strings.Contains(low, "did ")) && (hasAny(p, "change", "changed", "grow", "grown", "grew", "shift", "shifted", "evolve", "evolved", "develop", "developed", "soften", "softened", "harden", "hardened", "move", "moved")):
		in.kind = changing
	case has("issue") && (hasAny(p, "open", "unresolved", "unsettled", "outstanding", "undecided", "settled", "unclear", "pending", "remain", "remains", "left", "sticking", "dispute", "disputes", "disagreements", "obstacles", "still", "unanswered")) && in.want != wantCount && in.want != wantSum && in.want != wantTime:
		in.kind = issuesKind
		in.open = !hasAny(p, "settled", "resolved", "agreed") || hasAny(p, "not", "still", "open", "is", "are")
	case in.want == wantWho || in.want == wantText || in.want == wantYesNo || in.want == wantSum:
		if has("commitment") || has("position") || has("undertaking") || has("firm") && in.want == wantYesNo {
			if in.kind != several {
				in.kind = commitments
			}
		}
	}
	if strings.Contains(low, "list ") || strings.Contains(low, " all ") || strings.Contains(low, "priorities") || strings.Contains(low, "which countries") {
		if in.kind == factual {
			in.kind = several
		}
	}
	if in.want == wantWho && in.kind == factual && wh >= 0 && strings.HasPrefix(low, " who ") {
		in.kind = several
	}
}

// measure finds a "what" that asks for a measure: "what quota", "what is the interest rate on it".
func (in *inquiry) measure(p *english.Parsed, wh int) {
	for i := wh + 1; i < len(p.Tokens); i++ {
		t := p.Tokens[i]
		switch {
		case t.Noun() && !at(p.Tokens, i+1).Noun():
			if asks()["measure"][t.Lemma] {
				in.want, in.measured = wantSum, t.Lower
			}
			return
		case t.Verb() && t.Lemma != "be":
			return
		}
	}
}

// costs says whether a "what" asks for a sum: "what does it cost", "what are they paying for it", and not "what will it pay for".
func costs(p *english.Parsed, wh int) bool {
	if p.Tokens[wh].Lower != "what" && p.Tokens[wh].Lower != "whats" {
		return false
	}
	for i := wh + 1; i < len(p.Tokens); i++ {
		if t := p.Tokens[i]; t.Verb() && asks()["cost"][lexicon.Lemma(t.Lower, lexicon.Verb)] {
			after := p.Tokens[i+1:]
			return !(len(after) > 0 && after[0].Lower == "for" && (len(after) == 1 || !after[1].Noun() && after[1].Tag != "DT" && after[1].Tag != "PRP$"))
		}
	}
	return false
}

func at(toks []english.Token, i int) english.Token {
	if i < 0 || i >= len(toks) {
		return english.Token{}
	}
	return toks[i]
}

func hasAny(p *english.Parsed, words ...string) bool {
	for _, t := range p.Tokens {
		if slices.Contains(words, t.Lower) {
			return true
		}
	}
	return false
}

var yesNo = english.Set("did does do is are was were will would has have had can could should may might isn't aren't didn't doesn't wasn't won't hasn't haven't")
