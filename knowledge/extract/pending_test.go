package extract

import "testing"

// What was due and has not come, what somebody waits for, lacks or has asked for, and what is done only in part is open.
func TestPending(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"The joint council has not met.", "open: The joint council has not met"},
		{"The second round of talks has not taken place.", "open: The second round of talks has not taken place"},
		{"None of the wagons has arrived.", "open: None of the wagons has arrived"},
		{"Work on the bypass has not begun.", "open: Work on the bypass has not begun"},
		{"The compensation has not been paid.", "open: The compensation has not been paid"},
		{"The rules have not been published.", "open: The rules have not been published"},
		{"The lawyers have not been heard.", "open: The lawyers have not been heard"},
		{"The ferry was to have reopened in May.", "open: The ferry was to have reopened in May"},
		{"The inspectors were to have arrived by Easter.", "open: The inspectors were to have arrived by Easter"},
		{"The inquiry should have reported in autumn.", "open: The inquiry should have reported in autumn"},
		{"The report is three months overdue.", "open: The report is three months overdue"},
		{"The tunnel is two years behind schedule.", "open: The tunnel is two years behind schedule"},
		{"The growers are waiting for the ministry to set a price.", "open: The growers are waiting for the ministry to set a price"},
		{"The mayor is waiting for a permit from the province.", "open: The mayor is waiting for a permit from the province"},
		{"The widow is waiting to hear whether the pension will be paid.", "open: The widow is waiting to hear whether the pension will be paid"},
		{"The firm is awaiting clearance from the watchdog.", "open: The firm is awaiting clearance from the watchdog"},
		{"The tribunal hears the case on 3 March.", "open: The tribunal hears the case on 3 March"},
		{"The committee takes up the proposal in October.", "open: The committee takes up the proposal in October"},
		{"A hearing is set for 9 May.", "open: A hearing is set for 9 May"},
		{"The trial opens on 4 June.", "open: The trial opens on 4 June"},
		{"The referendum is on 7 July.", "open: The referendum is on 7 July"},
		{"The bill goes before the assembly in March.", "open: The bill goes before the assembly in March"},
		{"The nurses will be balloted next week.", "open: The nurses will be balloted next week"},
		{"Members will be asked to approve the deal in March.", "open: Members will be asked to approve the deal in March"},
		{"The plan will be put to a vote in the spring.", "open: The plan will be put to a vote in the spring"},
		{"The parties shall agree on a timetable within a year.", "open: The parties shall agree on a timetable within a year"},
		{"The fee is to be agreed by the two ministries.", "open: The fee is to be agreed by the two ministries"},
		{"The boundary is to be settled by a commission.", "open: The boundary is to be settled by a commission"},
		{"The two capitals are to negotiate a fishing protocol.", "open: The two capitals are to negotiate a fishing protocol"},
		{"A protocol on pilots is to be drawn up by June.", "open: A protocol on pilots is to be drawn up by June"},
		{"A director is to be appointed in the autumn.", "open: A director is to be appointed in the autumn"},
		{"The commission has no chairman.", "open: The commission has no chairman"},
		{"The fund has neither a director nor a seat.", "open: The fund has neither a director nor a seat"},
		{"The project lacks a contractor.", "open: The project lacks a contractor"},
		{"There is still no budget for the clinic.", "open: There is still no budget for the clinic"},
		{"There's no replacement for the judge as yet.", "open: There's no replacement for the judge"},
		{"The orchestra is without a director.", "open: The orchestra is without a director"},
		{"The company has applied for a licence.", "open: The company has applied for a licence"},
		{"The union has asked the court to suspend the order.", "open: The union has asked the court to suspend the order"},
		{"Two villages have asked for more time.", "open: Two villages have asked for more time"},
		{"The airline has lodged an appeal.", "open: The airline has lodged an appeal"},
		{"An appeal has been lodged with the high court.", "open: An appeal has been lodged with the high court"},
		{"The owners have filed a lawsuit over the dam.", "open: The owners have filed a lawsuit over the dam"},
		{"The union has until Friday to answer.", "open: The union has until Friday to answer"},
		{"The board has ten days to decide.", "open: The board has ten days to decide"},
		{"The ceasefire expires on 3 May.", "open: The ceasefire expires on 3 May"},
		{"The mandate of the mission runs out in August.", "open: The mandate of the mission runs out in August"},
		{"If nothing has been agreed by then, the offer lapses.", "open: If nothing has been agreed by then, the offer lapses"},
		{"If no agreement has been reached by June, the levy doubles.", "open: If no agreement has been reached by June, the levy doubles"},
		{"The island is still not in the customs union.", "open: The island is still not in the customs union"},
		{"The town is neither in nor out of the scheme.", "open: The town is neither in nor out of the scheme"},
		{"The fund is $4 million short of its target.", "open: The fund is $4 million short of its target"},
		{"The coalition is two votes short.", "open: The coalition is two votes short"},
		{"The prosecutor is looking into the contract.", "open: The prosecutor is looking into the contract"},
		{"The ministry is negotiating a loan with the bank.", "open: The ministry is negotiating a loan with the bank"},
		{"The two firms are in talks about a merger.", "open: The two firms are in talks about a merger"},
		{"A second devaluation cannot be ruled out.", "open: A second devaluation cannot be ruled out"},
		{"Sanctions are still on the table.", "open: Sanctions are still on the table"},
		{"That is a matter for the next government.", "open: That is a matter for the next government"},
		{"He called it a question for the courts.", "open: He called it a question for the courts"},
		{"The two sides read the clause differently.", "open: The two sides read the clause differently"},
		{"The accounts of the two ministries differ.", "open: The accounts of the two ministries differ"},
		{"The navy says the ship was warned, and the owner denies it.", "open: The navy says the ship was warned, and the owner denies it"},
		{"Only 12 of the 40 buses have arrived.", "partly: Only 12 of the 40 buses have arrived"},
		{"So far 300 of the 900 families have been rehoused.", "partly: So far 300 of the 900 families have been rehoused"},
		{"Of the 60 wells 20 have been drilled, and the rest must wait until spring.", "partly: Of the 60 wells 20 have been drilled, and the rest must wait until spring"},
		{"The bank has paid out 3 million of the 9 million promised.", "partly: The bank has paid out 3 million of the 9 million promised"},
		{"The envelope for the price was left blank.", "open: The envelope for the price was left blank"},
		{"The cabinet has yet to name a successor.", "open: The cabinet has yet to name a successor"},
	} {
		if got := issuesIn(tt.text); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// What was given up, allowed, ruled, voted or done as it was due is settled.
func TestSettledTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"The firm dropped its lawsuit.", "settled: The firm dropped its lawsuit"},
		{"The minister backed down over the toll.", "settled: The minister backed down over the toll"},
		{"The union settled for 3 per cent.", "settled: The union settled for 3 per cent"},
		{"The growers have withdrawn their objection.", "settled: The growers have withdrawn their objection"},
		{"The regulator gave the merger the green light.", "settled: The regulator gave the merger the green light"},
		{"The court upheld the ban.", "settled: The court upheld the ban"},
		{"The council granted the permit.", "settled: The council granted the permit"},
		{"The assembly passed the bill by 30 votes to 12.", "settled: The assembly passed the bill by 30 votes to 12"},
		{"The board approved the sale unanimously.", "settled: The board approved the sale unanimously"},
		{"The strike is off.", "settled: The strike is off"},
		{"The clause is gone.", "settled: The clause is gone"},
		{"The bridge was handed over two weeks late.", "settled: The bridge was handed over two weeks late"},
		{"The road was opened as promised.", "settled: The road was opened as promised"},
		{"The pact lets in 40 boats rather than the 90 demanded.", "settled: The pact lets in 40 boats rather than the 90 demanded"},
		{"There will be a referendum on 9 June.", "settled: There will be a referendum on 9 June"},
	} {
		if got := issuesIn(tt.text); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// The same words tell of much that nobody has to decide.
func TestNothingPending(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"I have not met him.",
		"We haven't started to worry.",
		"He has not had breakfast.",
		"The commuters are waiting for a bus.",
		"She is waiting for him.",
		"The children were waiting for the ferry.",
		"The court hears dozens of cases every year.",
		"The committee meets every month.",
		"He has no children.",
		"The village has no cinema.",
		"The island has no trees.",
		"The minister has asked him to stay for dinner.",
		"The hotel is without charm.",
		"The shop opens on 3 May.",
		"The concert is on 7 July.",
		"The band had not met before.",
		"The factory was to become the largest in the country.",
		"The town is five kilometres short of the border.",
		"He stopped short of an apology.",
		"That is a matter of taste.",
		"It is a matter for regret.",
		"Three of the 40 guests have arrived by boat.",
		"Two of the 12 ministers have studied law.",
		"One of the 27 members said nothing.",
		"The poet describes the sea differently.",
		"The two brothers see the world differently.",
		"The author says the book is true, and the reader believes it.",
		"The ship left two hours late.",
		"The train arrived on schedule.",
		"The singer gave an interview.",
		"The mayor gave her word.",
		"The company was granted in 1899.",
		"The light is off.",
		"The cat is gone.",
		"The assembly has 30 members and 12 seats.",
		"If nothing happens, we go home.",
		"Nothing has happened since.",
		"He has until Friday.",
		"They have two children to feed.",
		"The parties shall respect the border.",
		"The law is to protect the forest.",
		"The minister is to visit the island in May.",
		"The house is to be built in May.",
		"There will be no referendum.",
		"There will be a party on 9 June.",
	} {
		if got := issuesIn(text); got != "" {
			t.Errorf("%s\n got %s", text, got)
		}
	}
}
