package gate

import (
	"strings"
	"testing"

	"talksbot/knowledge/news"
)

// A story of invented names, told in the words of an agency.
const dispatch = `Lirova has publicly endorsed Ostrava's plan to provide long-term aid to Estmark in the event of a truce, President Mara Quill said on Monday.
The harbour talks between Norland and Veshti were halted for almost two hours after several delegations protested.
Norland declared its readiness to deploy inspectors to Estmark after a ceasefire, which had been debated for weeks.
Veshti will provide up to 30bn Norwegian kroner over 10 years, while Estmark may contribute $2bn.
The inspection would be led by Ostrava, with help from Lirova.
Mediator Ilan Torv stressed that developed states must go first and give developing states better terms.
Estmark has refused to sign the joint statement.
Veshti praised Lirova for its willingness to send guards and for its guarantees of safe passage.
The old lighthouse is owned and governed by Veshti, which in turn is a member of the league.
Norland's envoy Hana Brisk, alongside the chief pilot, welcomed the ferry deal. She rejected a toll on grain barges, and the bloc will not pay it.
Estmark lacks a mandate for the islands, but most members of the league want to hear its delegates.
Engineers said that pumps that are now idle will be replaced.
The plan for a dam after the floods has been approved by Ostrava.
The league will pay for the pumps.
Its chair Oda Renk said the old ones were "a joke at sea".
The guild also said it would retire 40 of the barges now in operation by 2040.
Lirova thanked Ostrava for acting not only as a lender but also as a guard of the ferries.
Ostrava has for the moment decided not to invest in the canal, its minister said.
Estmark turned the bridge down because it did too little to protect the shore.
The details of Lirova's contribution are yet to be fixed.
Oda Renk is set to join the envoys, and Ilan Torv is expected to chair the meeting.
Norland has always rejected any Veshti guards inside the harbour.
The pilots endorsed the league in providing escorts aimed at deterring future raids, and they praised the future mayor.
Quill specified that "several hundred" Lirova guards could be sent to the islands.
Ilan Torv on Monday visited the quay, calling it vital for the ferries.
Veshti expects the convoy to return, and Norland promised Estmark to pay.
The regatta gathers an unprecedented 35 crews.
Estmark closed the old bridge on Tuesday and will open a new one on Sunday.
Torv told a news conference that the barges would be sold.
Ostrava has so far paid $3 million of the $40 million sum.
`

// TestGateParaphrased: what is said in words of its own passes where its quote says each of them; one thing made wrong in it does not.
func TestGateParaphrased(t *testing.T) {
	t.Parallel()
	v := gateOn(dispatch)
	for _, tt := range []struct {
		cite, text string
		want       bool
	}{
		{"Lirova has", "On Monday President Mara Quill said that Lirova openly backs the plan of Ostrava for lasting assistance to Estmark if there is a truce.", true},
		{"Lirova has", "On Monday President Mara Quill said that Lirova openly backs the plan of Ostrava for lasting assistance to Estmark.", false},
		{"Lirova has", "Lirova openly backs the plan of Ostrava for lasting assistance to Estmark if there is a truce.", false},
		{"Lirova has", "On Monday President Mara Quill said that Ostrava openly backs the plan of Lirova for lasting assistance to Estmark if there is a truce.", false},
		{"The harbour", "Protests by several delegations interrupted the harbour negotiations of Norland and Veshti for nearly two hours.", false}, // a noun that does what a verb tells is not followed
		{"The harbour", "For nearly two hours the harbour negotiations of Norland and Veshti were suspended, after several delegations objected.", true},
		{"The harbour", "For over two hours the harbour negotiations of Norland and Veshti were suspended, after several delegations objected.", false},
		{"The harbour", "For nearly two hours the harbour negotiations of Norland and Veshti were suspended, after all delegations objected.", false},
		{"The harbour", "For nearly two hours the harbour negotiations of Norland and Veshti were not suspended, after several delegations objected.", false},
		{"Norland declared", "Norland said that it was ready to send inspectors to Estmark following a truce, as discussed for weeks.", true},
		{"Norland declared", "Norland promised that it would send inspectors to Estmark following a truce, as discussed for weeks.", false},
		{"Norland declared", "Norland said that it was ready to send inspectors to Estmark, as discussed for weeks.", false},
		{"Veshti will", "Over a decade Veshti is to give as much as 30 billion kroner.", true},
		{"Veshti will", "Over a decade Veshti is to give at least 30 billion kroner.", false},
		{"Veshti will", "Over a decade Estmark is to give as much as 30 billion kroner.", false},
		{"Veshti will", "Estmark will donate $2 billion, and Veshti up to 30 billion kroner.", false},
		{"The inspection", "Ostrava would head the inspection, helped by Lirova.", true},
		{"The inspection", "Lirova would head the inspection, helped by Ostrava.", false},
		{"Mediator", "According to the mediator, Ilan Torv, developed countries have to go first.", false}, // a "must" in other words is not followed after "have to"
		{"Mediator", "Ilan Torv, the mediator, underlined that it is the developed states which must act first.", false},
		{"Mediator", "Ilan Torv, the mediator, underlined that developing states must be the first to go.", false},
		{"Estmark has", "The shared declaration was turned down by Estmark.", false}, // what is refused is the signing
		{"Estmark has", "Estmark declined to put its signature to the shared declaration.", true},
		{"Estmark has", "Estmark declined to sign the common declaration.", true},
		{"Estmark has", "Estmark agreed to sign the common declaration.", false},
		{"Veshti praised", "Lirova was praised by Veshti for its readiness to send guards and its guarantees of safe passage.", true},
		{"Veshti praised", "Lirova was praised by Veshti for its promise to send guards and its guarantees of safe passage.", false},
		{"Veshti praised", "Veshti was praised by Lirova for its readiness to send guards and its guarantees of safe passage.", false},
		{"The old lighthouse", "Veshti, a member of the league, owns and governs the historic lighthouse.", true},
		{"The old lighthouse", "The league, a member of Veshti, owns and governs the historic lighthouse.", false},
		{"Norland's envoy", "Hana Brisk and the chief pilot hailed the ferry agreement.", true},
		{"Norland's envoy", "The chief pilot turned down a toll on grain barges.", false},
		{"Norland's envoy", "Norland turned down a toll on grain barges.", false},
		{"Norland's envoy", "Hana Brisk turned down a toll on grain barges.", true},
		{"Norland's envoy", "Hana Brisk did not turn down a toll on grain barges.", false},
		{"Estmark lacks", "For the islands Estmark has no mandate.", true},
		{"Estmark lacks", "For the islands Estmark has a mandate.", false},
		{"Estmark lacks", "Most of the league's members wish to hear the delegates of Estmark.", true},
		{"Estmark lacks", "The league's members wish to hear the delegates of Estmark.", false},
		{"The plan", "Ostrava has approved the scheme for a dam following the floods.", true},
		{"The plan", "Ostrava has turned down the scheme for a dam following the floods.", false},
		{"Engineers said", "The pumps that are idle at present will be replaced, according to engineers.", true},
		{"Engineers said", "The pumps that are idle at present will be replaced, according to Ostrava.", false},
		{"Engineers said", "The pumps that are idle at present will not be replaced, according to engineers.", false},
		{"The league", "The pumps will be paid for by the league.", true},
		{"The league", "The pumps were paid for by the league.", false},
		{"Its chair", "According to Oda Renk, the old ones were \"a joke at sea\".", true},
		{"Its chair", "According to Oda Renk, the old ones were not \"a joke at sea\".", false},
		{"The guild", "The guild said that 40 of the barges that are now operating will be retired by 2040.", true}, // no agent
		{"The guild", "The guild said that 40 of the barges that are now operating will be retired by Veshti.", false},
		{"Lirova thanked", "Ostrava was thanked by Lirova for acting as a guard of the ferries and as a lender.", true},
		{"Lirova thanked", "Lirova thanked Ostrava for acting not as a lender but also as a guard of the ferries.", false},
		{"Lirova thanked", "Ostrava was thanked by Lirova for acting only as a guard of the ferries.", false},
		{"Ostrava has for", "According to its minister, Ostrava has opted against an investment in the canal for now.", false}, // a noun that is not to be done is not followed
		{"Ostrava has for", "According to the minister, Ostrava has decided against investing in the canal for now.", true},
		{"Ostrava has for", "According to the minister, Ostrava has decided in favour of investing in the canal for now.", false},
		{"Estmark turned", "Estmark rejected the bridge as it did not do enough to protect the shore.", true},
		{"Estmark turned", "Estmark rejected the bridge as it did enough to protect the shore.", false},
		{"Estmark turned", "Estmark rejected the bridge as it did not protect the shore.", false},
		{"The details", "The details of Lirova's contribution have yet to be settled.", true},
		{"The details", "The details of Lirova's contribution have been settled.", false},
		{"The details", "The details of Lirova's contribution have to be settled.", false},
		{"Oda Renk is", "Oda Renk will participate with the envoys.", true},
		{"Oda Renk is", "Ilan Torv will preside over the meeting.", false},
		{"Norland has always", "Norland has always turned down the presence of guards from Veshti in the harbour.", true},
		{"Norland has always", "Norland has always turned down the presence of guards from Lirova in the harbour.", false},
		{"The pilots endorsed", "The pilots supported the league in giving escorts to deter raids.", true},
		{"The pilots endorsed", "The pilots supported the league and praised the mayor.", false},
		{"Quill specified", "Several hundred guards from Lirova could be dispatched to the islands, Quill said.", true},
		{"Quill specified", "Several thousand guards from Lirova could be dispatched to the islands, Quill said.", false},
		{"Ilan Torv on", "The quay, which Ilan Torv called crucial for the ferries, got a visit.", false}, // what somebody undergoes with "get" is not followed
		{"Ilan Torv on", "Ilan Torv called the quay essential for the ferries.", true},
		{"Ilan Torv on", "Ilan Torv called the ferries essential for the quay.", false},
		{"Veshti expects", "Veshti anticipates that the convoy will come back.", true},
		{"Veshti expects", "Veshti anticipates that the convoy will not come back.", false},
		{"Veshti expects", "Norland vowed that Estmark would pay.", false},
		{"The regatta", "A record 35 crews come together for the regatta.", true},
		{"The regatta", "A record 36 crews come together for the regatta.", false},
		{"Estmark closed", "On 6 May 2031 Estmark shut the historic bridge.", true},
		{"Estmark closed", "On 7 May 2031 Estmark shut the historic bridge.", false},
		{"Estmark closed", "On 13 May Estmark shut the historic bridge.", false},
		{"Estmark closed", "Estmark will open a new bridge on 11 May.", true},
		{"Estmark closed", "Estmark will open a new bridge on 4 May.", false},
		{"Torv told", "The barges would be sold, according to Torv.", true},
		{"Torv told", "The barges would be sold, according to Renk.", false},
		{"Ostrava has so far", "Ostrava has thus far paid $3 million out of a total of $40 million.", true},
		{"Ostrava has so far", "Ostrava has thus far paid $40 million out of a total of $3 million.", false},
		{"Its chair|The league", "Oda Renk stated that the league will pay for pumps.", false}, // said by nobody
	} {
		s := Statement{Text: tt.text, Kind: Summary}
		for cite := range strings.SplitSeq(tt.cite, "|") {
			i := strings.Index(dispatch, cite)
			n := strings.IndexByte(dispatch[i:], '\n')
			s.Citations = append(s.Citations, news.Citation{Article: "a", Published: "2031-05-09", Quote: dispatch[i : i+n], Start: i, End: i + n})
		}
		got, err := v.Verify(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if (got.Kind == Supported) != tt.want {
			t.Errorf("%q: verdict %d (%s), want supported %v", tt.text, got.Kind, got.Reason, tt.want)
		}
	}
}
