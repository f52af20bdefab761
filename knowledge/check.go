package knowledge

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/gate"
	"talksbot/knowledge/index"
)

// Checked is a sentence of somebody's, held against the Articles.
type Checked struct {
	Sentence string
	Verdict  VerdictKind // Supported: they say so; Contradicted: they say otherwise; Unsupported: they do not say it
	SaidBy   string      // who says so, where the Articles only report it; "" where they say it themselves
	// Citations are what says so or otherwise, else the nearest thing that the Articles do say; none where nothing is near.
	Citations []Citation
}

// MostChecked is how many sentences of a text are checked, mostNear by how many passages each.
const MostChecked, mostNear = 12, 12

// Check holds each sentence of a text that states something against the Articles, at most 12 of them. Questions, greetings
// and the like are left out. The gate judges: where it finds neither support nor a clash the Articles do not say it.
func (b *Base) Check(ctx context.Context, text string) ([]Checked, error) {
	st := b.state.Load()
	var out []Checked
	for _, sentence := range statedIn(text) {
		c, err := b.checkOne(ctx, st, sentence)
		if err != nil {
			return nil, fmt.Errorf("checking a sentence: %w", err)
		}
		if out = append(out, c); len(out) == MostChecked {
			break
		}
	}
	return out, nil
}

func (b *Base) checkOne(ctx context.Context, st *state, sentence string) (Checked, error) {
	c := Checked{Sentence: sentence}
	in := st.inquire(Question{Text: sentence})
	stances := stancesOf(sentence)
	fs := st.retrieve(&in)
	verifier := b.verifier(st)
	nearest := 0.0
	for _, f := range fs[:min(len(fs), mostNear)] {
		s, _ := st.statement(f.place, f.entry)
		tries := []Statement{{Text: sentence, Kind: Quote, Citations: s.Citations}}
		if s.SaidBy != "" {
			tries = append(tries, Statement{Text: sentence, Kind: Quote, SaidBy: s.SaidBy, Citations: s.Citations})
		}
		for i, try := range tries {
			v, err := verifier.Verify(ctx, try)
			if err != nil {
				return c, err
			}
			switch {
			case v.Kind == Supported && keepsCondition(sentence, s.Citations):
				return Checked{Sentence: sentence, Verdict: Supported, SaidBy: try.SaidBy, Citations: s.Citations}, nil
			case v.Kind == Contradicted && i == 0 && c.Verdict != Contradicted && in.sameMatter(f) && excludes(v.Clash, stances, s.Stance):
				c.Verdict, c.Citations = Contradicted, s.Citations
			}
		}
		if c.Verdict != Contradicted && f.own > nearest && in.near(f) {
			nearest, c.Citations = f.own, s.Citations
		}
	}
	return c, nil
}

// stancesOf reads with what stances a sentence tells of undertakings.
func stancesOf(sentence string) []Stance {
	var out []Stance
	for _, r := range extract.Read(Article{ID: "checked", Text: sentence, Language: "en"}).Reports {
		if r.Stance != "" {
			out = append(out, r.Stance)
		}
	}
	return out
}

// excludes says whether a clash makes what a passage says another thing than what a sentence does. Another party may do the
// same besides; and what is told of one stance in other words, such as "has pledged to" and "will", is no other thing.
func excludes(clash gate.Clash, stances []Stance, passage Stance) bool {
	switch clash {
	case gate.Number:
		return true
	case gate.Negation, gate.Firmness, gate.Other:
		return passage != "" && len(stances) > 0 && !slices.Contains(stances, passage)
	}
	return false
}

var tied = regexp.MustCompile(`(?i)\b(?:if|unless|provided|providing|on condition|once|until|subject to|as long as|so long as|in exchange|in return)\b`)

// keepsCondition says whether a sentence has a condition where what it is made of has one. The gate lets some go that hang on
// a verb before it.
func keepsCondition(sentence string, cs []Citation) bool {
	return tied.MatchString(sentence) || !slices.ContainsFunc(cs, func(c Citation) bool { return tied.MatchString(c.Quote) })
}

// sameMatter says whether a passage speaks of just what a sentence does, so that what it says otherwise is no other thing:
// it names all of the sentence's parties, and has most of its words.
func (in *inquiry) sameMatter(f found) bool {
	for i, c := range in.concepts {
		if c.party() && f.match[i] < 1 {
			return false
		}
	}
	return f.own >= 0.75
}

// near says whether a passage speaks of what a sentence does at all.
func (in *inquiry) near(f found) bool { return f.parties && f.covers >= 0.5 && in.sharesMatter(f) }

// statedIn gives the sentences of a text that state something, as they stand.
func statedIn(text string) []string {
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		paragraph = strings.TrimLeft(paragraph, " \t>*•-–—")
		for _, at := range english.Sentences(paragraph) {
			if s := paragraph[at.Start:at.End]; states(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// states says whether a sentence states something: it has a subject with a verb, or enough words beside a verb that the
// subject was only not seen, and asks nothing.
func states(s string) bool {
	terms := len(index.Terms(s))
	if strings.HasSuffix(strings.TrimRight(s, "\"'”’)!"), "?") || terms < 2 {
		return false
	}
	p := english.Parse(s)
	return slices.ContainsFunc(p.Clauses, func(c english.Clause) bool { return len(c.Subjects) > 0 }) ||
		terms > 4 && slices.ContainsFunc(p.Tokens, english.Token.Verb)
}

// Speaks says whether a text has every word of a topic, as the index has them: "pledging troops" is in "pledged a troop".
// A topic without words of its own is in none.
func Speaks(text, topic string) bool {
	has := setOf(index.Terms(text))
	terms := index.Terms(topic)
	return len(terms) > 0 && !slices.ContainsFunc(terms, func(t string) bool { return !has[t] })
}
