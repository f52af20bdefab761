package knowledge

import (
	"testing"
	"time"
)

// Questions of how things stood on a day are told from those about a day. The newest article is of 10 April 2026, so that a day
// without its year is the last one up to then.
func TestAsOfIn(t *testing.T) {
	t.Parallel()
	newest := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	tests := []struct{ text, day, rest string }{
		{"What was open on 6 January?", "2026-01-06", "What was open?"},
		{"what was still open on january 6th, 2026", "2026-01-06", "what was still open"},
		{"Which issues were unresolved on 2026-01-06?", "2026-01-06", "Which issues were unresolved?"},
		{"Which questions about the lock were still undecided at the end of March?", "2026-03-31", "Which questions about the lock were still undecided?"},
		{"What remained unsettled on Jan. 6?", "2026-01-06", "What remained unsettled?"},
		{"On 6 January, what was still to be decided?", "2026-01-06", "What was still to be decided?"},
		{"Where did things stand on 6 January?", "2026-01-06", "Where did things stand?"},
		{"What was Lirova's position on 6 January?", "2026-01-06", "What was Lirova's position?"},
		{"What was the state of play on the 6th of January 2026?", "2026-01-06", "What was the state of play?"},
		{"What was known about the fee on 6 January?", "2026-01-06", "What was known about the fee?"},
		{"What did we know on 6 January about the fee?", "2026-01-06", "What did we know about the fee?"},
		{"Who was undecided on 12 December?", "2025-12-12", "Who was undecided?"},
		{"Who had committed troops by the end of March 2026?", "2026-03-31", "Who had committed troops?"},
		{"By the end of March 2026, who had agreed to send troops?", "2026-03-31", "Who had agreed to send troops?"},
		{"What had Norland promised before 6 January?", "2026-01-05", "What had Norland promised?"},
		{"What had been settled by 6 Jan?", "2026-01-06", "What had been settled?"},
		{"What had been agreed up to 6 January 2026 about the lock?", "2026-01-06", "What had been agreed about the lock?"},
		{"Had Norland paid by 6 January?", "2026-01-06", "Had Norland paid?"},
		{"What was agreed by 6 January?", "2026-01-06", "What was agreed?"},
		{"Until 6 January, what had the ministers said?", "2026-01-06", "What had the ministers said?"},
		{"As of 5 March, who has committed troops?", "2026-03-05", "Who has committed troops?"},
		{"As of the end of 2025, which issues are open?", "2025-12-31", "Which issues are open?"},
		{"Who has committed ships as of 5 March 2026?", "2026-03-05", "Who has committed ships?"},
		{"Which issues remain open as at 2026-03-05?", "2026-03-05", "Which issues remain open?"},
		{"What was open on 29 February?", "2024-02-29", "What was open?"},
		{"What was open on 11 April?", "2025-04-11", "What was open?"},
		{"What about Lirova?" + About + "Who had committed troops by 6 January?", "2026-01-06", "What about Lirova?" + About + "Who had committed troops?"},
		{"What was settled by then?" + About + "What was open on 6 January?", "2026-01-06", "What was settled?" + About + "What was open?"},
		{"Who was undecided?" + About + "Who had committed troops by 6 January?", "2026-01-06", "Who was undecided?" + About + "Who had committed troops?"},
		{"What was still to be decided by 6 January?", "2026-01-06", "What was still to be decided?"},
		{"What was yet to be agreed by 6 January?", "2026-01-06", "What was yet to be agreed?"},
		{"Was the pilots' pay still open on 3 March?", "2026-03-03", "Was the pilots' pay still open?"},
		{"What commitments were in place on 3 March?", "2026-03-03", "What commitments were in place?"},
		{"How many tugs had been promised by 3 March?", "2026-03-03", "How many tugs had been promised?"},

		{text: "What was still unclear on 3 March and is settled now?"},
		{text: "Now?" + About + "What was open on 6 January?"},
		{text: "What has changed since?" + About + "What was open on 6 January?"},
		{text: "Who pays the pilots?" + About + "What was open on 6 January?"},
		{text: "The talks were still going on on 3 March; who left them?"},
		{text: "On 3 March, what did Spain say was still open?"},
		{text: "What happened on 6 January?"},
		{text: "What did Norland say on 6 January?"},
		{text: "What was signed on 6 January?"},
		{text: "What was agreed on 6 January 2026?"},
		{text: "What was announced on 2026-01-06?"},
		{text: "Who met on 6 January?"},
		{text: "When did the lock open on 6 January?"},
		{text: "Was the lock opened on 6 January?"},
		{text: "Who said on 6 January that the fee was still open?"},
		{text: "Who has promised to pay by 6 January?"},
		{text: "Who had agreed to send ships by the end of March?"},
		{text: "Who will send troops by the end of March?"},
		{text: "Must Norland pay by 6 January?"},
		{text: "Who has pledged ships by 1 May?"},
		{text: "Who had to pay by 6 January?"},
		{text: "Will the fee apply as of 1 March 2026?"},
		{text: "The fee applies as of 1 March, who pays it?"},
		{text: "What is to be decided by 6 January?"},
		{text: "What has changed since 6 January?"},
		{text: "What was open after 6 January?"},
		{text: "What was open at the 6 January summit?"},
		{text: "What was unresolved before the 6 January talks?"},
		{text: "How long is the truce to hold, until 6 January?"},
		{text: "Which issues remain open?"},
		{text: "What was open?"},
		{text: "When was the treaty due on 6 January?"},
		{text: "Was the port open to ships on 6 January?"},
		{text: "What was open on 31 February?"},
		{text: "Which ministers were expected on 6 January?"},
		{text: "And what was said on 8 January?" + About + "What was open on 6 January?"},
	}
	is, not := 0, 0
	for _, tt := range tests {
		if tt.day == "" {
			not++
		} else {
			is++
		}
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			day, rest, ok := asOfIn(Question{Text: tt.text}, newest)
			got := ""
			if ok {
				got = day.Format(time.DateOnly)
			}
			if got != tt.day {
				t.Fatalf("as of %q, want %q", got, tt.day)
			}
			if ok && rest.Understood != tt.rest {
				t.Errorf("without the day %q, want %q", rest.Understood, tt.rest)
			}
			if ok && rest.Text != tt.text {
				t.Errorf("asked %q", rest.Text)
			}
		})
	}
	if is < 20 || not < 20 {
		t.Errorf("%d and %d questions", is, not)
	}
}
