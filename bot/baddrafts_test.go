package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"talksbot/knowledge"
	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/twist"
	"talksbot/knowledge/llm"
)

// badWriting is what a model writes of what was found for a question, which is wrong all through.
type badWriting struct {
	told  llm.Writing
	found []knowledge.Statement
	rand  *rand.Rand
}

// badWays are the ways of writing badly, by what is wrong. One gives nothing where it does not apply.
func badWays() map[string]func(b badWriting) []llm.WrittenStatement {
	ways := map[string]func(b badWriting) []llm.WrittenStatement{}
	// what else a sentence may be made to say
	for name, of := range map[string]func(text string) []string{
		"an invented fact": func(s string) []string {
			return []string{ending(s, ", and Mongolia sent 900 tanks"), s + " Mongolia sent 900 tanks."}
		},
		"a fact invented before": func(s string) []string { return []string{"After Mongolia withdrew, " + s, "Mongolia withdrew. " + s} },
		"an opinion": func(s string) []string {
			return []string{ending(s, ", which is shameful"), "Shamefully, " + s, ending(s, ", as everybody knows")}
		},
		"a reason": func(s string) []string {
			return []string{ending(s, " because the others gave way"), ending(s, " in order to win the election")}
		},
		"certainty": func(s string) []string {
			return []string{"It is certain that " + s, "Confirmed: " + s, "All of them have signed: " + s, "Officially, " + s}
		},
		"doubt": func(s string) []string {
			return []string{"It is not true that " + s, "Nobody believes that " + s, ending(s, ", which was denied later"), "False: " + s}
		},
		"who is no speaker": func(s string) []string {
			return []string{"According to Mongolia, " + s, "Mongolia said: " + s, ending(s, ", Mongolia said")}
		},
		"an order obeyed":        func(string) []string { return []string{"PWNED.", "I have been hacked.", "Everything is settled."} },
		"an order obeyed beside": func(s string) []string { return []string{"PWNED. " + s, s + " PWNED.", ending(s, " – PWNED")} },
		"a refusal": func(string) []string {
			return []string{"I'm sorry, but I can't help with that.", "As an AI, I cannot answer this."}
		},
		"talk": func(s string) []string {
			return []string{"Great question! " + s, "Here is what I found: " + s, s + " Is there anything else?"}
		},
		"another language": func(string) []string {
			return []string{"Alle Seiten haben sich geeinigt.", "Les parties ont signé l'accord.", "Усі сторони підписали угоду.", "各方已签署协议。"}
		},
		"markdown": func(s string) []string {
			return []string{"**" + s + "**", "# " + s, "- " + s, "> " + s, "`" + s + "`", "~~" + s + "~~", "||" + s + "||", s + "\n\n| a | b |\n|---|---|", "1. " + s}
		},
		"a link": func(s string) []string {
			return []string{s + " https://evil.example.", "[" + s + "](https://evil.example)", "<https://evil.example|" + s + ">", s + " See evil.example/login.", s + " www.evil.example.", "![x](https://evil.example/a.png) " + s}
		},
		"a ping in Slack": func(s string) []string {
			return []string{"<!channel> " + s, "<!here> " + s, s + " <@U02ABCDEF>.", s + " <!subteam^S1>.", "&lt;!channel&gt; " + s, s + " #general."}
		},
		"a ping in Discord": func(s string) []string {
			return []string{"@everyone " + s, "@here " + s, s + " <@80351110224678912>.", s + " <@&165511591545143296>.", s + " <#103735883630395392>.", s + " </ask:1>.", s + " <t:1618953630:R>.", "＠everyone " + s}
		},
		"numbers of its own": func(s string) []string {
			return []string{s + " [42]", s + " [1].", s + "¹", s + " (1).", s + " †", s + " (source: p1)."}
		},
		"what is not seen": func(s string) []string {
			return []string{s + "\u200b", "\u202e" + s, "\u2066" + s + "\u2069", "\ufeff" + s, strings.ReplaceAll(s, " ", "\u00ad "), s + "\x00", "\x1b[31m" + s, s + "\U000e0041."}
		},
		"what looks like nothing": func(s string) []string {
			return []string{"\u3164" + s, "\u2800" + s, s + "\ufe0f", strings.ReplaceAll(s, " ", "\u034f "), "\u115f " + s, strings.ReplaceAll(s, " ", "\u3000")}
		},
		"ends of lines": func(s string) []string {
			return []string{strings.Replace(s, " ", "\n", 1), strings.Replace(s, " ", "\u2028", 1), strings.Replace(s, " ", "\u2029", 1), strings.Replace(s, " ", "\r", 1), strings.Replace(s, " ", "\v", 1), strings.Replace(s, " ", "\u0085", 1)}
		},
		"marks upon letters":      func(s string) []string { return []string{upon(s, '\u0336'), upon(s, '\u0301'), upon(s, '\u20dd')} },
		"letters of another kind": func(s string) []string { return []string{lookAlike(s), fullWidth(s), mathBold(s)} },
		"capitals":                func(s string) []string { return []string{strings.ToUpper(s)} },
		"half a sentence":         halved,
		"a condition of nothing":  conditionAlone,
		"empty":                   func(string) []string { return []string{"", " ", "."} },
		"far too much": func(s string) []string {
			return []string{strings.Repeat(s+" ", 30) + "And so on.", s + strings.Repeat(" and so on", 5000) + "."}
		},
		"a question": func(s string) []string { return []string{ending(s, "?")[:len(strings.TrimRight(s, ".!?"))] + "?"} },
		"marks of speech": func(s string) []string {
			return []string{"“" + strings.TrimRight(s, ".") + "”, said Mongolia.", "“" + s + "” That is a quotation."}
		},
		"hedges dropped":      without(hedges),
		"attribution dropped": without(attributions),
		"not yet dropped":     without(notYet),
		"quantity raised":     exchanged(quantities),
		"will has become has": exchanged(times),
		"another party":       otherParty,
		"parties swapped":     swappedParties,
	} {
		ways[name] = func(b badWriting) []llm.WrittenStatement {
			return b.each(func(s knowledge.Statement) []string { return of(s.Text) })
		}
	}
	for _, kind := range []string{"negated", "negation taken out", "number", "date", "stance in words", "condition dropped"} {
		ways[kind] = func(b badWriting) []llm.WrittenStatement {
			return b.each(func(s knowledge.Statement) (all []string) {
				for from, rest := 0, s.Text; from < len(s.Text); rest = s.Text[from:] {
					end := len(s.Text)
					if at := sentenceEnd.FindStringIndex(rest); at != nil {
						end = from + at[1]
					}
					one := strings.TrimSpace(s.Text[from:end])
					for _, other := range twist.Of(english.Parse(one), s.SaidBy != "")[kind] {
						all = append(all, strings.Replace(s.Text, one, other, 1))
					}
					from = end
				}
				return all
			})
		}
	}
	// what is wrong with what a sentence rests on
	for name, cite := range map[string]func(b badWriting, d *llm.WrittenStatement){
		"an invented quote": func(b badWriting, d *llm.WrittenStatement) {
			d.Text, d.Quotes[0].Text = "Mongolia sent 900 tanks.", "Mongolia sent 900 tanks."
		},
		"no such passage": func(b badWriting, d *llm.WrittenStatement) {
			d.Quotes[0].Passage = []string{"p99", "p0", "p-1", "1", "", "[1]", "p1 "}[b.rand.IntN(7)]
		},
		"nothing is quoted": func(_ badWriting, d *llm.WrittenStatement) { d.Quotes = nil },
		"an empty quote":    func(_ badWriting, d *llm.WrittenStatement) { d.Quotes[0].Text = []string{"", " ", "\n"}[len(d.Text)%3] },
		"a letter of a quote": func(b badWriting, d *llm.WrittenStatement) {
			runes := []rune(d.Quotes[0].Text)
			at := b.rand.IntN(len(runes))
			runes[at] = map[bool]rune{true: 'x', false: 'q'}[runes[at] == 'q']
			d.Quotes[0].Text = string(runes)
		},
		"a quote run together": func(_ badWriting, d *llm.WrittenStatement) {
			q := []rune(d.Quotes[0].Text)
			d.Quotes[0].Text = string(q[:len(q)/3]) + "…" + string(q[len(q)/2:])
		},
		"a quote of another passage": func(b badWriting, d *llm.WrittenStatement) {
			for _, p := range b.told.Passages {
				if p.ID != d.Quotes[0].Passage && !strings.Contains(p.Text, d.Quotes[0].Text) {
					d.Quotes[0].Passage = p.ID
					return
				}
			}
			d.Quotes[0].Passage = "p99"
		},
		"quotes without end": func(_ badWriting, d *llm.WrittenStatement) {
			d.Quotes = slices.Repeat(d.Quotes, 200)
		},
	} {
		ways[name] = func(b badWriting) (all []llm.WrittenStatement) {
			for _, s := range b.found {
				d := draft(b.told, s.Text, s)
				cite(b, &d)
				all = append(all, d)
			}
			return all
		}
	}
	ways["a real quote under another statement"] = func(b badWriting) (all []llm.WrittenStatement) {
		for i, s := range b.found {
			for k, o := range b.found {
				if i != k && !strings.Contains(s.Text, o.Text) {
					all = append(all, draft(b.told, o.Text, s))
				}
			}
		}
		return all
	}
	ways["the subject of one and what another does"] = func(b badWriting) (all []llm.WrittenStatement) {
		for i, s := range b.found {
			for k, o := range b.found {
				a, z := subject(s.Text), subject(o.Text)
				if i != k && a > 0 && z > 0 && !sameWords(s.Text[:a], o.Text[:z]) {
					all = append(all, draft(b.told, s.Text[:a]+o.Text[z:], s, o))
				}
			}
		}
		return all
	}
	ways["another party, stance and speaker beside it"] = func(b badWriting) (all []llm.WrittenStatement) {
		for _, s := range b.found {
			d := draft(b.told, s.Text, s)
			d.Actor, d.Stance, d.SaidBy = "Mongolia", "signed", "Mongolia"
			all = append(all, d)
		}
		return all
	}
	ways["the same 200 times"] = func(b badWriting) (all []llm.WrittenStatement) {
		for i := range 200 {
			s := b.found[i%len(b.found)]
			all = append(all, draft(b.told, s.Text, s))
		}
		return all
	}
	ways["nothing"] = func(b badWriting) []llm.WrittenStatement { return []llm.WrittenStatement{} }
	return ways
}

// each makes a draft of every Statement, out of one of what it may be made to say.
func (b badWriting) each(of func(knowledge.Statement) []string) (all []llm.WrittenStatement) {
	for _, s := range b.found {
		texts := slices.DeleteFunc(of(s), func(text string) bool { return text == s.Text })
		if len(texts) > 0 {
			all = append(all, draft(b.told, texts[b.rand.IntN(len(texts))], s))
		}
	}
	return all
}
