package lexicon

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLemma(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word string
		pos  POS
		want string
	}{
		{"agreed", Verb, "agree"}, {"shied", Verb, "shy"}, {"said", Verb, "say"}, {"put", Verb, "put"},
		{"found", Verb, "find"}, {"seed", Verb, "seed"}, {"lying", Verb, "lie"}, {"stopped", Verb, "stop"},
		{"committing", Verb, "commit"}, {"was", Verb, "be"}, {"does", Verb, "do"}, {"led", Verb, "lead"},
		{"Countries", Noun, "country"}, {"women", Noun, "woman"}, {"analyses", Noun, "analysis"},
		{"talks", Noun, "talk"}, {"leaders", Noun, "leader"}, {"troops", Noun, "troops"}, {"news", Noun, "news"},
		{"data", Noun, "data"}, {"spokespeople", Noun, "spokesperson"}, {"people", Noun, "people"}, {"media", Noun, "media"}, {"prime_ministers", Noun, "prime minister"},
		{"process", Noun, "process"}, {"larger", Adjective, "large"}, {"better", Adjective, "good"},
		{"upper", Adjective, "upper"}, {"quickly", Adverb, "quickly"},
		{"left", Any, "leave"}, {"deployed", Any, "deploy"},
		{"Gronked", Verb, "gronked"}, {"", Any, ""}, {"s", Noun, "s"},
	} {
		if got := Lemma(c.word, c.pos); got != c.want {
			t.Errorf("Lemma(%q, %d) = %q, want %q", c.word, c.pos, got, c.want)
		}
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"Ministers": true, "gronked": false, "": false, "prime minister": true} {
		if got := Known(word, Any); got != want {
			t.Errorf("Known(%q) = %v", word, got)
		}
	}
	if Known("minister", Adjective) {
		t.Error("minister is no adjective")
	}
}

// The table that newsOdds and the "group" lines of news.txt are set by.
func TestAgentive(t *testing.T) {
	t.Parallel()
	bands := []struct {
		least, most float64
		nouns       string
	}{
		{0.5, 1, `ministry company union court bank board bloc coalition party delegation spokesman minister officials
			leaders lawmakers government country nation state people army troops soldiers military police parliament
			congress senate committee commission council agency authority alliance group team staff press media public
			majority opposition ally partner department administration regime cabinet president chancellor premier
			envoy negotiator diplomat expert analyst workers voters farmers community militia rebels navy federation
			embassy university firm organization member presidency`},
		{0.3, 0.7, `force forces side office leadership`},
		{0, 0.3, `fund deal agreement talks plan text draft monitoring treaty report war ceasefire vote election law
			meeting summit session economy city peace guarantee date proposal table gronk Pluto`},
	}
	for _, b := range bands {
		for _, noun := range strings.Fields(b.nouns) {
			if got := Agentive(noun); got < b.least || got > b.most {
				t.Errorf("Agentive(%q) = %.2f, want %.1f to %.1f", noun, got, b.least, b.most)
			}
		}
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	sum := 0.0
	for _, s := range Classes("meeting", Noun) {
		sum += s.Part
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("shares of meeting add up to %v", sum)
	}
	if diff := cmp.Diff([]Share(nil), Classes("gronk", Noun)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		word  string
		pos   POS
		class Class
	}{{"said", Verb, VerbCommunication}, {"euros", Noun, NounQuantity}, {"ministers", Noun, NounPerson},
		{"month", Noun, NounTime}, {"war", Noun, NounAct}, {"announced", Verb, VerbCommunication}} {
		shares := Classes(c.word, c.pos)
		if len(shares) == 0 || shares[0].Class != c.class {
			t.Errorf("Classes(%q) = %v, want %d first", c.word, shares, c.class)
		} else if got := Is(c.word, c.pos, c.class); got != shares[0].Part {
			t.Errorf("Is(%q) = %v, Classes has %v", c.word, got, shares[0].Part)
		}
	}
}

func TestRelated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word string
		pos  POS
		want string
		as   POS
	}{{"pledge", Verb, "pledge", Noun}, {"pledges", Noun, "pledge", Verb}, {"interrupted", Verb, "interruption", Noun},
		{"sign", Verb, "signature", Noun}, {"signature", Noun, "sign", Verb}, {"deploy", Verb, "deployment", Noun},
		{"contribute", Verb, "contribution", Noun}, {"refusal", Noun, "refuse", Verb}, {"host", Noun, "host", Verb},
		{"parliamentary", Adjective, "parliament", Noun}} {
		found := false
		for _, w := range Related(c.word, c.pos) {
			found = found || w.Lemma == c.want && w.POS == c.as && w.Weight > 0.5 && w.Weight <= derived
		}
		if !found {
			t.Errorf("Related(%q) = %v, want %q", c.word, Related(c.word, c.pos), c.want)
		}
	}
	if got := Related("gronk", Any); got != nil {
		t.Errorf("related to no word: %v", got)
	}
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	if n := len(Synonyms("give", Verb)); n == 0 || n > synonymMax {
		t.Errorf("%d synonyms of give", n)
	}
	for pair := range strings.FieldsSeq("big~large child~kid halted~stop") {
		a, b, _ := strings.Cut(pair, "~")
		found := false
		for _, w := range Synonyms(a, Any) {
			found = found || w.Lemma == b
		}
		if !found {
			t.Errorf("Synonyms(%q) = %v, want %q", a, Synonyms(a, Any), b)
		}
	}
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		least, most float64
		pairs       string
	}{
		{1, 1, "commitments~commitment said~say Talks~talk gronk~GRONK"},
		{0.65, 0.8, `promise~pledge pledge~commit troops~soldiers money~cash money~funds reject~refuse
			attend~participate start~begin halt~interrupt big~large quick~quickly sign~signature deployment~deployed
			country~nation ceasefire~truce`},
		{0.25, 0.64, "refusal~rejected ship~vessel refuse~refusal commitments~pledged"},
		{0, 0, `minister~table war~peace begin~end increase~reduce increase~cut host~guest gronk~table ~table
			accept~reject buy~sell soldier~minister`},
	} {
		for pair := range strings.FieldsSeq(c.pairs) {
			a, b, _ := strings.Cut(pair, "~")
			got, back := Similar(a, b), Similar(b, a)
			if got < c.least-1e-9 || got > c.most+1e-9 || got != back {
				t.Errorf("Similar(%s) = %.2f, back %.2f, want %.2f to %.2f", pair, got, back, c.least, c.most)
			}
		}
	}
}

// Near finds what Similar tells: asked once, it can stand in for many comparisons.
func TestNearHasWhatIsSimilar(t *testing.T) {
	t.Parallel()
	for pair := range strings.FieldsSeq("promise~pledge refuse~refusal ship~vessel vessel~ship sign~signature refusal~reject") {
		a, b, _ := strings.Cut(pair, "~")
		near := 0.0
		for _, w := range Near(a, Any) {
			if w.Lemma == b {
				near = max(near, w.Weight)
			}
		}
		if want := Similar(a, b); math.Abs(near-want) > 0.1 {
			t.Errorf("Near(%q) has %q with %.2f, Similar says %.2f", a, b, near, want)
		}
	}
}

func TestOpposite(t *testing.T) {
	t.Parallel()
	for pair, want := range map[string]bool{"accepted~rejects": true, "ready~unready": true, "begin~end": true,
		"war~peace": true, "increase~cut": true, "war~table": false, "begin~start": false, "gronk~begin": false} {
		a, b, _ := strings.Cut(pair, "~")
		if Opposite(a, b) != want || Opposite(b, a) != want {
			t.Errorf("Opposite(%s) is not %v", pair, want)
		}
	}
}

// Every record of the embedded file can be read, points at records there are, and words are in order.
func TestFileIsWhole(t *testing.T) {
	t.Parallel()
	if words[:4] != "lex1" || len(words) > 6<<20 {
		t.Fatalf("head %q, %d bytes", words[:4], len(words))
	}
	n, m := wordCount(), fixed(8, 4)
	if n < 100_000 || m < 90_000 {
		t.Fatalf("%d words, %d synsets", n, m)
	}
	last := ""
	for id := range n {
		text := textOf(id)
		if id > 0 && text <= last {
			t.Fatalf("word %d: %q after %q", id, text, last)
		}
		last = text
		for e := range entriesOf(id, Any) {
			if e.pos < Noun || e.pos > Adverb {
				t.Fatalf("%q: part of speech %d", text, e.pos)
			}
			for s, w := range e.eachSense() {
				if s >= m || w == 0 || readSynset(s).pos != e.pos || e.weightOf(s) <= 0 {
					t.Fatalf("%q: sense %d, weight %d", text, s, w)
				}
			}
			e.derivations(func(to entry, w float64) {
				if to.word >= n || w <= 0 || w > derived {
					t.Fatalf("%q: related to %d by %v", text, to.word, w)
				}
			})
			for o := range e.opposites.each() {
				if o >= n {
					t.Fatalf("%q: opposite %d", text, o)
				}
			}
		}
	}
	for id := range m {
		s := readSynset(id)
		for up := range s.above.each() {
			below := false
			for down := range readSynset(up).below.each() {
				below = below || down == id
			}
			if !below {
				t.Fatalf("synset %d is not below %d", id, up)
			}
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"agreed", "prime_ministers", "", "s", "ing", "İstanbul", "\xff", "co-operated", "ies"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for pos := Any; pos <= Adverb; pos++ {
			if l := Lemma(a, pos); Known(a, pos) != Known(l, pos) {
				t.Errorf("Lemma(%q, %d) = %q: known %v", a, pos, l, Known(a, pos))
			}
		}
		if x := Similar(a, b); x != Similar(b, a) || x < 0 || x > 1 {
			t.Errorf("Similar(%q, %q) = %v, back %v", a, b, x, Similar(b, a))
		}
		if x := Agentive(a); x < 0 || x > 1 {
			t.Errorf("Agentive(%q) = %v", a, x)
		}
		Near(a, Any)
	})
}
