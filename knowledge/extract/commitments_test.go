package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

// undertaken lists what is undertaken in a text, one a line: stance, actor, undertaking, and the condition and who says
// it where they are told.
func undertaken(text string) string {
	var out []string
	for _, r := range told(text).extract() {
		if r.Stance == "" {
			continue
		}
		line := string(r.Stance) + " | " + parties.Shown(r.Actors) + " | " + r.Undertaking
		if r.Condition != "" {
			line += " | if " + r.Condition
		}
		if by := r.SaidBy.Shown(); by != "" && by != parties.Shown(r.Actors) {
			line += " | by " + by
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestCommitments(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		// plain futures
		{"a sum is announced", "Malta announced $12 million for the harbour.", "pledged | Malta | $12 million for the harbour"},
		{"a fund with its sum", "Malta announced a relief fund of 12 million pounds.", "pledged | Malta | a relief fund of 12 million pounds"},
		{"losses are announced", "The airline announced a loss of $12 million.", ""},
		{"comes in with a sum", "The Baltic Lending Bank will come in with $15 million.", "pledged | Baltic Lending Bank | come in with $15 million"},
		{"present progressive", "Malta is lending 40 trucks.", "pledged | Malta | lending 40 trucks"},
		{"progressive without a thing handed over", "Malta is sending a message.", ""},
		{"going to pay", "Malta is going to cover their costs.", "pledged | Malta | cover their costs"},
		{"is to", "Malta is to pay 6 million euros.", "pledged | Malta | pay 6 million euros"},
		{"was to", "Malta was to pay 6 million euros.", ""},
		{"will try to", "Malta will try to send ships.", "proposed | Malta | send ships"},
		{"wants to", "Malta wants to send ships.", "proposed | Malta | send ships"},
		{"wants something done", "Malta wants the fee halved.", "proposed | Malta | the fee halved"},
		{"aims at", "Malta aims at the full sum by May.", "proposed | Malta | the full sum by May"},
		{"a sum is spoken of", "Malta's delegate spoke of $50 million.", "proposed | Malta's delegate | $50 million"},
		{"came with a demand", "Malta arrived with a demand for a sixth.", "proposed | Malta | a demand for a sixth"},
		{"a share is raised", "Malta doubled its contribution to €8 million.", "pledged | Malta | doubled its contribution to €8 million"},
		{"a time before the verb", "The council on Monday approved a $3 million credit.", "pledged | Council | a $3 million credit"},
		{"between commas", "Malta, also approached, signed the treaty.", "signed | Malta | the treaty"},
		{"half quoted", `Malta was "still weighing" whether to send ships.`, "undecided | Malta | send ships"},
		{"by a vote", "The council voted 12-3 to buy the stadium.", "pledged | Council | buy the stadium"},
		{"each", "Chile and Peru each promised 50 nurses.", "pledged | Chile and Peru | 50 nurses"},
		{"the verb left out", "Sweden pledged 50 million dollars and Finland 20 million euros.", "pledged | Sweden | 50 million dollars\npledged | Finland | 20 million euros"},
		{"two lists are two", "Malta announced $5 million for bread and water, and Chile undertook to build a school.", "pledged | Malta | $5 million for bread and water\npledged | Chile | build a school"},
		// conditions
		{"could live with", "Malta could live with a fifth if others pay.", "ready | Malta | live with a fifth | if if others pay"},
		{"lets on a condition", "Malta will let the trucks pass provided that they report it.", "ready | Malta | let the trucks pass | if provided that they report it"},
		{"would accept if", "Malta would accept the plan if the fee is halved.", "ready | Malta | the plan | if if the fee is halved"},
		{"not the condition of the clause before", "Malta will lend $3 million, subject to approval by its board, and Chile will give $2 million.", "pledged | Malta | lend $3 million | if subject to approval by its board\npledged | Chile | give $2 million"},
		{"a condition after who says it", "Malta would go along with a ceiling, its delegate said, if growing cities were spared.", "ready | Malta | go along with a ceiling | if if growing cities were spared | by Malta's delegate"},
		{"agreed on a condition", "The firm agreed, on condition of a refund, to keep the plant open.", "pledged | Firm | keep the plant open | if on condition of a refund"},
		{"money held back", "Not a euro of Maltese money will move until the law is passed.", "pledged | Malta | Not a euro of Maltese money will move | if until the law is passed"},
		// refusals
		{"did not sign", "Malta and Chile did not sign.", "declined | Malta and Chile | sign"},
		{"ruled itself out", "Malta ruled itself out.", "declined | Malta | ruled itself out"},
		{"does not exclude", "Malta no longer excludes that the fee may be cut.", "undecided | Malta | the fee may be cut"},
		{"there will be no", "There will be no payment before May, said Maltese minister Ada Lund.", "declined | Malta (Ada Lund) | payment before May"},
		{"no object", "Malta will put no boots on the ground.", "declined | Malta | boots on the ground"},
		{"no intention of", "Malta has no intention of selling the port.", "declined | Malta | selling the port"},
		{"no plan to", "Malta has no plan to sell the port.", "declined | Malta | sell the port"},
		{"an undertaking not to", "Malta has given an undertaking not to raise fees.", "declined | Malta | raise fees"},
		{"a plan withdrawn", "Malta's offer of 300 trucks has been withdrawn.", "declined | Malta | Malta's offer of 300 trucks has been withdrawn"},
		{"plans shelved", "The firm has shelved plans to close the plant.", "declined | Firm | plans to close the plant"},
		{"went back on it", "Malta went back on its promise to pay.", "declined | Malta | pay"},
		{"said no", "Malta said no to the plan.", "declined | Malta | the plan"},
		{"refused and no more", "Malta refused.", "declined | Malta | refused"},
		{"no longer rules out", "Malta is no longer ruling out strikes.", "undecided | Malta | strikes"},
		{"will not oppose", "Malta will not oppose the plan.", "ready | Malta | will not oppose the plan"},
		{"with the verb's preposition", "Malta backed out of the project.", "declined | Malta | backed out of the project"},
		{"we refused", "“It was late. We refused,” Maltese minister Ada Lund said.", "declined | Malta | refused | by Malta (Ada Lund)"},
		{"is, however", "Malta is, however, prepared to discuss the fee.", "ready | Malta | discuss the fee"},
		{"insists on", "The states insist on a binding clause.", "proposed | States | a binding clause"},
		{"does not plan", "Malta is not planning to sell the port.", "declined | Malta | sell the port"},
		// assent and agreement
		{"agreed that", "Malta and Chile agreed that the fee should be cut.", "pledged | Malta and Chile | the fee should be cut"},
		{"gave its consent", "Malta gave its consent to the sale.", "pledged | Malta | the sale"},
		{"signed up for", "Malta signed up for the scheme.", "pledged | Malta | signed up for the scheme"},
		{"due to", "Malta is due to propose a ban in June.", "proposed | Malta | propose a ban in June"},
		{"a rate is offered", "The firm has offered a raise of 5 percent.", "proposed | Firm | a raise of 5 percent"},
		// who is meant
		{"said in the middle", "The firm, the mayor said, would not sell the mine.", "declined | Firm | sell the mine | by mayor"},
		{"not who hears it", "Malta's trade chief, Ada Lund, told the newspaper it would pay $5m.", "pledged | Malta | pay $5m | by Malta (Ada Lund)"},
		{"unnamed sources set no condition", "The officials, speaking on condition of anonymity, said Malta would send ships.", "pledged | Malta | send ships | by officials"},
		// what a party's own noun states
		{"its position is", "Malta's position is that the fee stays.", "proposed | Malta | the fee stays"},
		{"its offer stands", "Malta's offer of 40 nurses still stands.", "ready | Malta | Malta's offer of 40 nurses still stands"},
		{"its sum will be paid", "Malta's €30m will be paid out in March.", "pledged | Malta | Malta's €30m will be paid out in March"},
		{"notice in the passive", "The Baltic Lending Bank informed Malta that a first $8 million will be released in May.", "pledged | Baltic Lending Bank | a first $8 million will be released in May"},
		{"who is only described", "Their union, the Ferry Guild, will strike for a week.", "pledged | Ferry Guild | strike for a week"},
		{"its promise that", "The mayor's promise that fares would not rise was greeted with doubt.", "pledged | Mayor | fares would not rise"},
		{"who is only described and speaks", "Their union, the Ferry Guild, said it will strike for a week.", "pledged | Ferry Guild | strike for a week"},
		{"names put to a text", "Ghana, Togo and Benin put their signatures to the accord.", "signed | Ghana, Togo and Benin | the accord"},
		{"who insists for themselves", "Peru's president insisted her government would never accept the fee.", "declined | Peru | the fee | by Peru's president"},
		{"who insists for others", "Peru insisted Chile would accept the fee.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, undertaken(tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What undertakes nothing, though its words are near to what does.
func TestNoCommitment(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Malta has publicly supported the allies.",
		"Malta backs Chile.",
		`Malta pledges "concrete commitments."`,
		"Malta would pull them out if the army stayed.",
		"Malta would rather go home without a deal.",
		"Malta would neither confirm nor deny it.",
		"The amendment would have limited the sale to Malta.",
		"Malta has been asked to send 200 nurses.",
		"Malta could raise no more than a third of the money.",
		"The plans are reviewed by a panel.",
		"Malta had planned to send ships.",
		"Malta will probably send ships.",
		"A spokesman said Malta would not comment.",
		"There will be no winners, said Maltese minister Ada Lund.",
		"Neither side would commit to a date.",
		"Malta sent two ships in 2019.",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := undertaken(text); got != "" {
				t.Error(got)
			}
		})
	}
}

func TestRowPledge(t *testing.T) {
	t.Parallel()
	heads := []string{"Donor", "Announced", "Form", "Strings"}
	tests := []struct {
		name, row string
		heads     []string
		want      string
	}{
		{"a row", "| Malta | €12m | grant | board vote |", heads, "pledged | Malta | €12m | if board vote"},
		{"no strings", "| Malta | €12m | grant | none stated |", heads, "pledged | Malta | €12m"},
		{"no sum", "| Malta | unclear | grant | none |", heads, ""},
		{"a total", "| Total | €90m | | |", heads, ""},
		{"offers are proposed", "| Malta | 40 trucks |", []string{"Country", "Offer"}, "proposed | Malta | 40 trucks"},
		{"a table of something else", "| Malta | 40 |", []string{"Country", "Rank"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &reader{article: news.Article{Text: tt.row}}
			got := ""
			if rep, ok := r.rowPledge(news.Passage{Kind: news.Row, End: len(tt.row), Columns: tt.heads}); ok {
				if got = string(rep.Stance) + " | " + parties.Shown(rep.Actors) + " | " + rep.Undertaking; rep.Condition != "" {
					got += " | if " + rep.Condition
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
