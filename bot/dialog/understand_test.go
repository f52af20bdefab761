package dialog

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
)

// asked makes Questions as they were asked one after the other.
func asked(texts ...string) []knowledge.Question {
	var out []knowledge.Question
	for _, s := range texts {
		out = append(out, Understand(s, out))
	}
	return out
}

func TestUnderstand(t *testing.T) {
	t.Parallel()
	const ships, stayed = "What did Kenya say about the ships?", "Who stayed away from the signing?"
	tests := []struct {
		name   string
		before []string
		text   string
		want   string // Understood; "" where the text is clear by itself
	}{
		{"first question", nil, "And Peru?", ""},
		{"nothing said", []string{ships}, "  ", ""},

		{"another state", []string{ships}, "and Peru?", "What did Peru say about the ships?"},
		{"another state, other words", []string{ships}, "What about Peru?", "What did Peru say about the ships?"},
		{"another state, how about", []string{ships}, "how about Peru", "What did Peru say about the ships?"},
		{"another state, and what about", []string{ships}, "And what about Peru?!", "What did Peru say about the ships?"},
		{"another state, same for", []string{ships}, "Same for Peru?", "What did Peru say about the ships?"},
		{"another state, but", []string{ships}, "But Peru?", "What did Peru say about the ships?"},
		{"several states", []string{ships}, "What about Peru and Nepal?", "What did Peru and Nepal say about the ships?"},
		{"for several states", []string{"What did Kenya, Peru and Nepal say about the ships?"}, "and Ghana?", "What did Ghana say about the ships?"},
		{"for a state with an article", []string{"What has the UK promised?"}, "and Peru?", "What has Peru promised?"},
		{"a state with an article", []string{ships}, "and the Maldives?", "What did the Maldives say about the ships?"},
		{"a state twice over", []string{ships, "and Peru?"}, "and Nepal?", "What did Nepal say about the ships?"},
		{"a person for a person", []string{"What did Ada Lund say about the ships?"}, "and Mira Oduya?", "What did Mira Oduya say about the ships?"},
		{"a matter for a state", []string{ships}, "what about the harbour fees?", "What about the harbour fees?" + knowledge.About + ships},
		{"a state where none was named", []string{stayed}, "and Peru?", "What about Peru?" + knowledge.About + stayed},

		{"by when", []string{ships}, "By when?", "By when?" + knowledge.About + ships},
		{"and by when", []string{ships}, "and by when?", "By when?" + knowledge.About + ships},
		{"why", []string{ships}, "Why?", "Why?" + knowledge.About + ships},
		{"how much", []string{ships}, "How much?", "How much?" + knowledge.About + ships},
		{"who pays", []string{ships}, "who pays?", "Who pays?" + knowledge.About + ships},
		{"did that change", []string{ships}, "Did that change later?", "Did that change later?" + knowledge.About + ships},
		{"who stayed away", []string{"Which states signed the pact on the fishing grounds?"}, "Who stayed away?", "Who stayed away?" + knowledge.About + "Which states signed the pact on the fishing grounds?"},
		{"pronoun for a person", []string{"What did Ada Lund say about the ships?"}, "When did she say it?", "When did she say it?" + knowledge.About + "What did Ada Lund say about the ships?"},
		{"pronoun for a state", []string{ships}, "Does its parliament have to approve the ships?", "Does its parliament have to approve the ships?" + knowledge.About + ships},
		{"so and a pronoun", []string{ships}, "So, who else will join them?", "Who else will join them?" + knowledge.About + ships},
		{"in a document", []string{ships}, "And in the final text?", "In the final text?" + knowledge.About + ships},
		{"goes on from a swapped question", []string{ships, "and Peru?"}, "by when?", "By when?" + knowledge.About + "What did Peru say about the ships?"},
		{"what else", []string{ships}, "what else?", "What else?" + knowledge.About + ships},
		{"only an and", []string{ships}, "and", "And" + knowledge.About + ships},

		{"new question", []string{ships}, "Which ports will the new ferry line serve?", ""},
		{"new question with a state", []string{ships}, "What has Peru promised the fishing fleet?", ""},
		{"new question with a person", []string{ships}, "Who is Ada Lund?", ""},
		{"new question with there", []string{ships}, "Is there a plan to close the northern harbour?", ""},
		{"so far is no lead-in", []string{ships}, "So far, which states have signed the fishing pact?", ""},
		{"new question with and in it", []string{ships}, "What did Peru and Nepal agree about fishing?", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Understand(tt.text, asked(tt.before...))
			if diff := cmp.Diff(knowledge.Question{Text: tt.text, Understood: tt.want, Earlier: got.Earlier}, got); diff != "" || len(got.Earlier) != len(tt.before) {
				t.Error(diff)
			}
		})
	}
}

// What Understand gets wrong. A case that it gets right belongs into TestUnderstand.
func TestUnderstandWrong(t *testing.T) {
	t.Parallel()
	const ships = "What did Kenya say about the ships?"
	tests := []struct {
		name   string
		before []string
		text   string
		want   string
	}{
		{"only an and and a space that no regexp knows", []string{ships}, "and \u00a0?", "And?" + knowledge.About + ships},
		{"the matter is lost after two follow-ups", []string{ships, "by when?"}, "why?", "Why?" + knowledge.About + ships},
		{"the matter is lost before a state", []string{ships, "by when?"}, "and Peru?", "By when?" + knowledge.About + "What did Peru say about the ships?"},
		{"that opens a clause", []string{ships}, "Who said that Peru would leave the fishing pact?", ""},
		{"its is Nepal's", []string{ships}, "Will Nepal keep its promise on fishing?", ""},
		{"it means nothing", []string{ships}, "Is it true that Peru has left the pact?", ""},
		{"a state for a demonym", []string{"Which Kenyan ministers signed the pact?"}, "and Peru?", "Which Peruvian ministers signed the pact?"},
		{"one state for two that are compared", []string{"How do Kenya and Peru differ on tolls?"}, "and Nepal?", "What about Nepal?" + knowledge.About + "How do Kenya and Peru differ on tolls?"},
		{"a state and a matter", []string{"What did Kenya promise?"}, "and Peru on tolls?", "What did Peru promise on tolls?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Understand(tt.text, asked(tt.before...)).Understood
			if got == tt.want {
				t.Fatal("right now: move the case into TestUnderstand")
			}
			t.Skipf("understood as %q, not as %q", got, tt.want)
		})
	}
}

// What was said before is read, never changed.
func TestUnderstandLeavesBefore(t *testing.T) {
	t.Parallel()
	before := asked("What did Kenya say about the ships?", "by when?")
	want := append([]knowledge.Question(nil), before...)
	Understand("and Peru?", before)
	if diff := cmp.Diff(want, before); diff != "" {
		t.Error(diff)
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, s := range []string{"and Peru?", "What about Peru and Nepal?", "By when?", "Did that change later?", "Who stayed away?", "and ", "and ?", "or …!", "What about the?", "ﬀ?", "what about “Peru”?"} {
		f.Add("What did Kenya say about the ships?", s)
		f.Add(s, s)
	}
	f.Add("What"+knowledge.About+"that", "and Peru")
	f.Fuzz(func(t *testing.T, before, text string) {
		if len(before)+len(text) > MaxQuestion || !utf8.ValidString(before) || !utf8.ValidString(text) {
			t.Skip("no question")
		}
		q := Understand(text, []knowledge.Question{{Text: before}})
		if q.Text != text {
			t.Fatalf("%q was asked, not %q", text, q.Text)
		}
		if !utf8.ValidString(q.Understood) {
			t.Fatalf("%q after %q is understood as %q", text, before, q.Understood)
		}
		if q.Understood != "" && strings.TrimSpace(q.Understood) == "" {
			t.Fatalf("%q after %q is understood as space", text, before)
		}
		if again := Understand(text, []knowledge.Question{{Text: before}}); !reflect.DeepEqual(again, q) {
			t.Fatalf("%q is understood as %q, then as %q", text, q.Understood, again.Understood)
		}
		if len(q.Understood) > len(before)+len(text)+100 {
			t.Fatalf("%q after %q grew to %q", text, before, q.Understood)
		}
	})
}
