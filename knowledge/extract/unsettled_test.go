package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// issuesIn shows what a text tells as open or settled, and what it closes.
func issuesIn(text string) string {
	var out []string
	for _, r := range told(text).extract() {
		switch {
		case r.Status == "":
		case r.Strength == Closing:
			out = append(out, "closing: "+r.Issue)
		default:
			out = append(out, string(r.Status)+": "+r.Issue)
		}
	}
	return strings.Join(out, "; ")
}

// What is open is told in many ways.
func TestOpen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"It is still unclear who will chair the panel.", "open: Who will chair the panel"},
		{"It remains an open question whether the fee will apply to small firms.", "open: It remains an open question whether the fee will apply to small firms"},
		{"No agreement has been reached on the length of the ceasefire.", "open: No agreement has been reached on the length of the ceasefire"},
		{"There is as yet no timetable for the withdrawal.", "open: There is as yet no timetable for the withdrawal"},
		{"The two sides have yet to agree on a price.", "open: The two sides have yet to agree on a price"},
		{"The council has not decided how the money will be spent.", "open: The council has not decided how the money will be spent"},
		{"How the money will be spent has not been decided.", "open: How the money will be spent has not been decided"},
		{"The date of the next round has not been announced.", "open: The date of the next round has not been announced"},
		{"A date for the handover has yet to be fixed.", "open: A date for the handover has yet to be fixed"},
		{"A final decision is not expected before June.", "open: A final decision is not expected before June"},
		{"A decision on the route is expected in March.", "open: A decision on the route is expected in March"},
		{"The court will rule on the appeal next month.", "open: The court will rule on the appeal next month"},
		{"The ministry said it was still considering the request.", "open: The ministry said it was still considering the request"},
		{"The proposal is being studied by the finance ministry.", "open: The proposal is being studied by the finance ministry"},
		{"The question of pensions was left for a second round.", "open: The question of pensions was left for a second round"},
		{"The talks broke up without a deal.", "open: The talks broke up without a deal"},
		{"The negotiations ended in deadlock.", "open: The negotiations ended in deadlock"},
		{"Talks over the mine have reached an impasse.", "open: Talks over the mine have reached an impasse"},
		{"Talks on wages have stalled.", "open: Talks on wages have stalled"},
		{"The issue of tariffs remains unresolved.", "open: The issue of tariffs remains unresolved"},
		{"Tariffs remain the main stumbling block.", "open: Tariffs remain the main stumbling block"},
		{"The main sticking point is the length of the contract.", "open: The main sticking point is the length of the contract"},
		{"The biggest hurdle is how to pay for it.", "open: The biggest hurdle is how to pay for it"},
		{"The key question is who will guarantee the loan.", "open: The key question is who will guarantee the loan"},
		{"Differences remain over the size of the fund.", "open: Differences remain over the size of the fund"},
		{"The parties are still far apart on pay.", "open: The parties are still far apart on pay"},
		{"The parties are at odds over the fee.", "open: The parties are at odds over the fee"},
		{"The parties are divided over whether to admit new members.", "open: The parties are divided over whether to admit new members"},
		{"The union and the company disagree about overtime.", "open: The union and the company disagree about overtime"},
		{"The company disputes the figure.", "open: The company disputes the figure"},
		{"The figure is contested by the union.", "open: The figure is contested by the union"},
		{"The amount is a matter of dispute.", "open: The amount is a matter of dispute"},
		{"The treaty must still be ratified by both parliaments.", "open: The treaty must still be ratified by both parliaments"},
		{"The deal still needs the approval of shareholders.", "open: The deal still needs the approval of shareholders"},
		{"The deal is subject to regulatory approval.", "open: The deal is subject to regulatory approval"},
		{"The deal hinges on a vote in the senate.", "open: The deal hinges on a vote in the senate"},
		{"The merger awaits clearance from regulators.", "open: The merger awaits clearance from regulators"},
		{"Approval by the regulator is still outstanding.", "open: Approval by the regulator is still outstanding"},
		{"The bill has been sent back to committee.", "open: The bill has been sent back to committee"},
		{"The vote was postponed until May.", "open: The vote was postponed until May"},
		{"The vote has been put off indefinitely.", "open: The vote has been put off indefinitely"},
		{"The minister deferred a decision on the tax.", "open: The minister deferred a decision on the tax"},
		{"The plan is on hold.", "open: The plan is on hold"},
		{"The plan has been shelved.", "open: The plan has been shelved"},
		{"The future of the plant is in doubt.", "open: The future of the plant is in doubt"},
		{"The fate of the plant is uncertain.", "open: The fate of the plant is uncertain"},
		{"What will happen to the plant is anyone's guess.", "open: What will happen to the plant is anyone's guess"},
		{"It is not known who ordered the review.", "open: Who ordered the review"},
		{"Nobody knows how much the repairs will cost.", "open: How much the repairs will cost"},
		{"The minister declined to say when the bridge would reopen.", "open: The minister declined to say when the bridge would reopen"},
		{"The minister would not commit to a date.", "open: The minister would not commit to a date"},
		{"The minister gave no date for the reopening.", "open: The minister gave no date for the reopening"},
		{"The statement gave no details of the financing.", "open: The statement gave no details of the financing"},
		{"The document does not specify who will pay.", "open: The document does not specify who will pay"},
		{"The agreement is silent on fishing rights.", "open: The agreement is silent on fishing rights"},
		{"The text makes no mention of fishing rights.", "open: The text makes no mention of fishing rights"},
		{"The text says nothing about fishing rights.", "open: The text says nothing about fishing rights"},
		{"The accord leaves open who will pay for the patrols.", "open: The accord leaves open who will pay for the patrols"},
		{"The accord does not settle who owns the island.", "open: The accord does not settle who owns the island"},
		{"The clause remains in brackets.", "open: The clause remains in brackets"},
		{"The union wants a rise of eight per cent, while the company offers three.", "open: The union wants a rise of eight per cent, while the company offers three"},
		{"The company refuses to sign until the clause is removed.", "open: The company refuses to sign until the clause is removed"},
		{"The company says it will not sign unless the clause is removed.", "open: The company says it will not sign unless the clause is removed"},
		{"The bank has frozen the loan pending a review.", "open: The bank has frozen the loan pending a review"},
		{"The matter will be taken up at the next meeting.", "open: The matter will be taken up at the next meeting"},
		{"The matter has been referred to a committee.", "open: The matter has been referred to a committee"},
		{"The matter was handed to a committee.", "open: The matter was handed to a committee"},
		{"Negotiators failed to bridge their differences on pay.", "open: Negotiators failed to bridge their differences on pay"},
		{"Negotiators could not agree on the wording.", "open: Negotiators could not agree on the wording"},
		{"Negotiators were unable to agree on the wording.", "open: Negotiators were unable to agree on the wording"},
		{"Ministers made no progress on pay.", "open: Ministers made no progress on pay"},
		{"Little progress was made on pay.", "open: Little progress was made on pay"},
		{"There was no breakthrough on pay.", "open: There was no breakthrough on pay"},
		{"There is no consensus on pay.", "open: There is no consensus on pay"},
		{"There is disagreement about the wording.", "open: There is disagreement about the wording"},
		{"There is no sign of a compromise on pay.", "open: There is no sign of a compromise on pay"},
		{"The cabinet is split on the plan.", "open: The cabinet is split on the plan"},
		{"The cabinet is still debating the plan.", "open: The cabinet is still debating the plan"},
		{"The offer has not been accepted.", "open: The offer has not been accepted"},
		{"The offer has neither been accepted nor rejected.", "open: The offer has neither been accepted nor rejected"},
		{"The company has not responded to the offer.", "open: The company has not responded to the offer"},
		{"The company is yet to respond to the offer.", "open: The company is yet to respond to the offer"},
		{"The company has given no answer.", "open: The company has given no answer"},
		{"Where the money will come from is not clear.", "open: Where the money will come from is not clear"},
		{"It is too early to say whether the plant will close.", "open: Whether the plant will close"},
		{"It remains to be seen whether the plant will close.", "open: It remains to be seen whether the plant will close"},
		{"Questions remain about the safety of the plant.", "open: Questions remain about the safety of the plant"},
		{"Doubts persist about the safety of the plant.", "open: Doubts persist about the safety of the plant"},
		{"The safety of the plant is still under review.", "open: The safety of the plant is still under review"},
		{"The two governments are still negotiating the price.", "open: The two governments are still negotiating the price"},
		{"The price is still being negotiated.", "open: The price is still being negotiated"},
		{"The price is still to be negotiated.", "open: The price is still to be negotiated"},
		{"The price is to be set by an expert.", "open: The price is to be set by an expert"},
		{"Details are to be worked out later.", "open: Details are to be worked out later"},
		{"The details have still to be hammered out.", "open: The details have still to be hammered out"},
		{"The details have yet to be worked out.", "open: The details have yet to be worked out"},
		{"Still to be settled is the question of pensions.", "open: The question of pensions"},
		{"Also unresolved is the question of pensions.", "open: The question of pensions"},
		{"One issue is still outstanding: the question of pensions.", "open: One issue is still outstanding: the question of pensions"},
		{"The sides remain deadlocked over pensions.", "open: The sides remain deadlocked over pensions"},
		{"Negotiations over the price continue.", "open: Negotiations over the price continue"},
		{"Who will run the agency is still being argued over.", "open: The agency is still being argued over"},
		{"There is no word yet on who will run the agency.", "open: There is no word yet on who will run the agency"},
		{"No successor has been named.", "open: No successor has been named"},
		{"The post remains vacant.", "open: The post remains vacant"},
		{"The agency is still without a director.", "open: The agency is still without a director"},
		{"It is up to parliament to decide the fee.", "open: It is up to parliament to decide the fee"},
		{"The decision rests with the governor.", "open: The decision rests with the governor"},
		{"Parliament has the last word.", "open: Parliament has the last word"},
		{"The final say lies with parliament.", "open: The final say lies with parliament"},
		{"The wording has yet to be finalised.", "open: The wording has yet to be finalised"},
		{"The lawyers have yet to finalise the wording.", "open: The lawyers have yet to finalise the wording"},
		{"Several points are still open.", "open: Several points are still open"},
		{"Two points are still in dispute.", "open: Two points are still in dispute"},
		{"The dredging is being challenged in court.", "open: The dredging is being challenged in court"},
		{"The union has appealed against the ruling.", "open: The union has appealed against the ruling"},
		{"An appeal is pending.", "open: An appeal is pending"},
		{"A lawsuit over the dredging is pending.", "open: A lawsuit over the dredging is pending"},
		{"The island is claimed by both countries.", "open: The island is claimed by both countries"},
		{"Neither side would give ground on the fee.", "open: Neither side would give ground on the fee"},
		{"Opinions differ on the length of the lease.", "open: Opinions differ on the length of the lease"},
		{"The lease has not been renewed.", "open: The lease has not been renewed"},
		{"The lease expires in June and has not been renewed.", "open: The lease expires in June and has not been renewed"},
		{"The licence is up for renewal.", "open: The licence is up for renewal"},
		{"The government has not made up its mind on the tunnel.", "open: The government has not made up its mind on the tunnel"},
		{"The government is undecided on the tunnel.", "open: The government is undecided on the tunnel"},
		{"The government is in two minds about the tunnel.", "open: The government is in two minds about the tunnel"},
		{"The ministers skirted the question of the tunnel.", "open: The ministers skirted the question of the tunnel"},
		{"The proposal met resistance from the north.", "open: The proposal met resistance from the north"},
		{"The proposal ran into opposition from the north.", "open: The proposal ran into opposition from the north"},
		{"The north is blocking the proposal.", "open: The north is blocking the proposal"},
		{"The north is holding up the proposal.", "open: The north is holding up the proposal"},
		{"The treaty has not entered into force.", "open: The treaty has not entered into force"},
		{"The money is not yet in the budget.", "open: The money is not yet in the budget"},
		{"There is a shortfall of 3 million.", "open: There is a shortfall of 3 million"},
		{"The two sides are still some way apart.", "open: The two sides are still some way apart"},
		{"A gap of 3 percentage points remains.", "open: A gap of 3 percentage points remains"},
		{"Agreement on the fee remains elusive.", "open: Agreement on the fee remains elusive"},
		{"A deal on the fee is within reach.", "open: A deal on the fee is within reach"},
		{"They are close to a deal on the fee.", "open: They are close to a deal on the fee"},
		{"They have made progress on the fee.", "open: They have made progress on the fee"},
		{"They have narrowed their differences on the fee.", "open: They have narrowed their differences on the fee"},
	} {
		if diff := cmp.Diff(tt.want, issuesIn(tt.text)); diff != "" {
			t.Errorf("%s\n%s", tt.text, diff)
		}
	}
}

// What is settled is an issue where it was one before, and else only settles what was told elsewhere.
func TestSettled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"The dispute over the border was settled in court.", "settled: The dispute over the border was settled in court"},
		{"The row over the fee has ended.", "settled: The row over the fee has ended"},
		{"The two sides have resolved their dispute over pay.", "settled: The two sides have resolved their dispute over pay"},
		{"The company dropped its objection to the merger.", "settled: The company dropped its objection to the merger"},
		{"The government withdrew the bill.", "closing: The government withdrew the bill"},
		{"The disputed clause has been scrapped.", "settled: The disputed clause has been scrapped"},
		{"The deadlock was broken on Tuesday.", "settled: The deadlock was broken on Tuesday"},
		{"They reached agreement on the length of the truce.", "settled: They reached agreement on the length of the truce"},
		{"An agreement on the length of the truce was reached.", "settled: An agreement on the length of the truce was reached"},
		{"A deal was struck on pay.", "settled: A deal was struck on pay"},
		{"A compromise has been found on the fee.", "settled: A compromise has been found on the fee"},
		{"The parties struck a deal on pay.", "settled: The parties struck a deal on pay"},
		{"Parliament ratified the treaty.", "closing: Parliament ratified the treaty"},
		{"The treaty was ratified by parliament.", "settled: The treaty was ratified by parliament"},
		{"The treaty has entered into force.", "closing: The treaty has entered into force"},
		{"The treaty took effect on Monday.", "closing: The treaty took effect on Monday"},
		{"Shareholders approved the merger.", "closing: Shareholders approved the merger"},
		{"The merger has been cleared by the regulator.", "closing: The merger has been cleared by the regulator"},
		{"The court ruled that the strike was legal.", "closing: The court ruled that the strike was legal"},
		{"The court dismissed the appeal.", "settled: The court dismissed the appeal"},
		{"The appeal was dismissed.", "settled: The appeal was dismissed"},
		{"It has been decided that the bank will pay.", "settled: It has been decided that the bank will pay"},
		{"It was agreed that the bank will pay.", "settled: It was agreed that the bank will pay"},
		{"The parties agreed that the bank will pay.", "closing: The parties agreed that the bank will pay"},
		{"The last obstacle has been removed.", "settled: The last obstacle has been removed"},
		{"The last hurdle was cleared on Friday.", "settled: The last hurdle was cleared on Friday"},
		{"The bank will pay for the patrols, the parties agreed.", "closing: The parties agreed"},
		{"The two sides have agreed in principle on the price.", "partly: The two sides have agreed in principle on the price"},
		{"The two sides have agreed on most of the text.", "partly: The two sides have agreed on most of the text"},
		{"Most of the differences have been ironed out.", "closing: Most of the differences have been ironed out"},
		{"The price has been provisionally agreed.", "partly: The price has been provisionally agreed"},
		{"The board has accepted the offer.", "closing: The board has accepted the offer"},
		{"The board turned down the offer.", "closing: The board turned down the offer"},
		{"The vote was held on Sunday.", "settled: The vote was held on Sunday"},
		{"The ban was lifted.", "closing: The ban was lifted"},
		{"After months of wrangling, ministers agreed on the budget.", "settled: Ministers agreed on the budget"},
		{"The dispute was referred to the court.", "open: The dispute was referred to the court"},
		{"The parties have not resolved the dispute over the border.", "open: The parties have not resolved the dispute over the border"},
		{"He said the dispute had been settled.", "settled: The dispute had been settled"},
		{"The dispute has not been settled.", "open: The dispute has not been settled"},
		{"Half of the clauses have been agreed.", "partly: Half of the clauses have been agreed"},
		{"The first part has been agreed, the second has not.", "partly: The first part has been agreed"},
		{"The text was agreed except for one clause.", "partly: The text was agreed except for one clause"},
		{"The port voted by 31 to 4 to close the ferry.", "settled: The port voted by 31 to 4 to close the ferry"},
		{"They adopted the text, though no money has been found for it.", "partly: They adopted the text, though no money has been found for it"},
		{"The port dropped the disputed fee.", "settled: The port dropped the disputed fee"},
		{"The dispute has not been settled, the mayor said.", "open: The dispute has not been settled"},
		{"Nobody was hurt, and the dispute has been settled.", "settled: The dispute has been settled"},
		{"What was settled:\n\n- The bridge toll: two crowns. The mayor had shrugged.\n- The ferry: twice a day.",
			"settled: The bridge toll: two crowns; closing: The mayor had shrugged; settled: The ferry: twice a day"}, // what only tells more of a point is none
	} {
		if diff := cmp.Diff(tt.want, issuesIn(tt.text)); diff != "" {
			t.Errorf("%s\n%s", tt.text, diff)
		}
	}
}

// What only sounds like it is no issue.
func TestNoIssue(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"She did not answer questions about her family.",
		"The bridge will be open to traffic on Monday.",
		"No doubt about it, the harvest was good.",
		"He was not authorised to speak to reporters.",
		"The ship was delayed by fog.",
		"The council will vote for the bridge.",
		"The patient is in a stable condition.",
		"The committee declined to say who had voted against it.",
		"If the price is not agreed, the talks will fail.",
		"After a dispute over pay, the crew went back to work.",
		"The door remains open.",
		"Winners will be determined by lot.",
		"There is no such agreement.",
		"Somebody said the soup was cold.",
		"The museum is open to all.",
		"If the dispute over the border is settled, aid will flow.",
		"The minister denied that the dispute had been settled.",
		"Nobody believes that the dispute has been settled.",
		"Hardly anyone said the dispute has been settled.",
		"The mayor falsely claimed that the dispute has been settled.",
		"It is not true that the dispute has been settled.",
		"It isn't the case that the dispute has been settled.",
		"The dispute could be settled by May.",
	} {
		if got := issuesIn(text); got != "" {
			t.Errorf("%s\n%s", text, got)
		}
	}
}

// Whoever has not decided at all has a matter of no name; else the matter is what has to be decided.
func TestMatter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, want string
		mind       bool
	}{
		{"Zambia has not yet decided.", "Zambia", true},
		{"Zambia put off its decision until May.", "Zambia", true},
		{"Zambia has yet to make up its mind.", "Zambia", true},
		{"Zambia has not replied.", "Zambia", true},
		{"Zambia has not yet decided on the bridge.", "Zambia has not yet decided on the bridge", false},
		{"The grant depends on a new road law.", "on a new road law", false},
		{"The ferry grant was put off until May.", "The ferry grant was put off", false},
	} {
		var got []Report
		for _, r := range told(tt.text).extract() {
			if r.Status != "" {
				got = append(got, r)
			}
		}
		if len(got) != 1 || got[0].Matter != tt.want || got[0].Mind != tt.mind {
			t.Errorf("%s: %+v", tt.text, got)
		}
	}
}

// What is got wrong. A case that is right belongs into the test above it is like.
func TestIssueWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"The two sides broke the deadlock over the seabed.", "settled: The two sides broke the deadlock over the seabed"},
		{"Fishing rights were left out of the accord.", "open: Fishing rights were left out of the accord"},
		{"The fate of the plant hangs in the balance.", "open: The fate of the plant hangs in the balance"},
		{"Whether the plant will reopen depends on the price of gas.", "open: Whether the plant will reopen depends on the price of gas"},
		{"Wide gaps remain between the two sides on pay.", "open: Wide gaps remain between the two sides on pay"},
		{"The question of who pays has been resolved.", "settled: The question of who pays has been resolved"},
		{"Fishing rights are not mentioned in the text.", "open: Fishing rights are not mentioned in the text"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := issuesIn(tt.text)
			if got == tt.want {
				t.Fatal("right now: move the case into the test it is like")
			}
			t.Skipf("%q, not %q", got, tt.want)
		})
	}
}
