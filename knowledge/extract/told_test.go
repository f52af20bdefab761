package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		// idioms of assent
		{"on the table", "Malta put 6 million on the table for five years.", "proposed | Malta | put 6 million on the table for five years"},
		{"gave permission", "The ministry gave the firm permission to export the design.", "pledged | Ministry | gave the firm permission to export the design"},
		{"a blessing, on a day", "The regulator gave its blessing on Friday to the merger.", "pledged | Regulator | the merger"},
		{"voted in favour", "The council voted in favour of the sale.", "pledged | Council | voted in favour of the sale"},
		{"voted against", "Malta voted against.", "declined | Malta | voted against"},
		{"passed a bill", "The assembly passed the harbour bill.", "signed | Assembly | the harbour bill"},
		{"reached an agreement", "The unions and the firm have reached a wage agreement.", "pledged | Unions and firm | a wage agreement"},
		{"pressure lifted", "The union lifted its blockade of the port.", "pledged | Union | lifted its blockade of the port"},
		{"will block", "The growers will block every road.", "pledged | Growers | block every road"},
		{"gave her word that", "The mayor gave her word that fares will stay low.", "pledged | Mayor | fares will stay low"},
		{"undertook not to", "Malta undertook on Monday not to raise the fee.", "pledged | Malta | not to raise the fee"},
		{"advises to", "The committee advises the minister to sell the port.", "proposed | Committee | advises the minister to sell the port"},
		// of refusal
		{"no need", "The firm sees no need for an audit.", "declined | Firm | an audit"},
		{"will not hear of", "Malta will not hear of a ceiling.", "declined | Malta | a ceiling"},
		{"going no lower", "Malta isn't going any lower than a third.", "declined | Malta | going any lower than a third"},
		{"not a cent", "Malta's not paying a cent.", "declined | Malta | paying a cent"},
		{"accepts no", "Malta accepts no money from the industry.", "declined | Malta | money from the industry"},
		{"will not be bound", "Malta will not be bound by any outcome.", "declined | Malta | bound by any outcome"},
		{"out of the question", "A base is out of the question, Maltese minister Ada Lund said.", "declined | Malta (Ada Lund) | A base is out of the question"},
		{"nobody will, the minister said", "No foreign officer will enter the port, Maltese minister Ada Lund said.", "declined | Malta (Ada Lund) | No foreign officer will enter the port"},
		// what is still to be decided
		{"will decide whether", "The board will decide by May whether to stay.", "undecided | Board | whether to stay"},
		{"has to decide on", "Malta has to decide on the terms.", "undecided | Malta | the terms"},
		{"wants to wait", "Malta wants to wait for the final text.", "undecided | Malta | wait for the final text"},
		// conditions
		{"so long as", "Malta could go up to ten, so long as others do.", "ready | Malta | go up to ten | if so long as others do"},
		{"only when", "The city will only vote for the sale when the fund is full.", "ready | City | vote for the sale | if when the fund is full"},
		{"the present before a condition", "Canada stays in, its delegate says, if the fee is halved.", "pledged | Canada | stays in | if if the fee is halved | by Canada's delegate"},
		// told by layout
		{"a reply", "Malta's reply: not one euro before an audit.", "declined | Malta | not one euro before an audit"},
		{"what they will do", "What Malta will do: deliver twelve ferries.", "pledged | Malta | deliver twelve ferries"},
		{"said without a verb", "Six per cent and not a cent above, the members agree.", "pledged | Members | Six per cent and not a cent above | by members"},
		{"a clipped paragraph", "Malta. Undecided about joining the mission. Has yet to decide about the fee.", "undecided | Malta | joining the mission\nundecided | Malta | the fee"},
		{"a list of givers", "Pledged so far:\n\n- Malta: €50 million, subject to a vote in parliament", "pledged | Malta | €50 million | if subject to a vote in parliament"},
		{"a point of a treaty", "In brief, the treaty says:\n\n- Fish: Malta keeps a third of the catch.", "signed | Malta | keeps a third of the catch"},
		{"a time before it", "17:45 Malta won't touch the fee.", "declined | Malta | touch the fee"},
		{"names before a colon", "Lund: I won't sell the harbour.\n\nPark: Why?\n\nLund: I'm against a sale.", "declined | Lund | sell the harbour\ndeclined | Lund | a sale"},
		{"who answers", "Maltese minister Ada Lund spoke to us.\n\nWill you sell?\n\nI like the harbour. There will be no merger.\n\nAnd the fee?\n\nI keep the fee.\n\nAnd then?\n\nI go home.", "declined | Malta (Ada Lund) | merger"},
		{"the passive of who decides", "The harbour will be reopened in May, Maltese minister Ada Lund said.", "pledged | Malta (Ada Lund) | The harbour will be reopened in May"},
		{"going to be, pledged", "No bridge is going to be built until all have been paid, Maltese minister Ada Lund pledged.", "pledged | Malta (Ada Lund) | No bridge is going to be built | if until all have been paid"},
		{"speech goes on", "Malta said on Friday that it was late. It would not pay more under any terms.", "declined | Malta | pay more under any terms"},
		// what undertakes nothing
		{"a prediction", "The firm will make a profit from 2036.", ""},
		{"dismissed as", "Malta dismissed the report as boilerplate.", ""},
		{"a remark", "Malta was unwilling to speculate about the fee.", ""},
		{"of another", "Lund: The judge will do his work.\n\nPark: Why?\n\nLund: I know.", ""},
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
