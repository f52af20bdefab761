package dialog

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
)

// ledgered is a Base of Commitments alone.
type ledgered struct {
	fakeBase
	all      []knowledge.Commitment
	snapshot string
	read     int
}

func (l *ledgered) Commitments() []knowledge.Commitment { l.read++; return l.all }
func (l *ledgered) Searched() knowledge.Searched        { return knowledge.Searched{Snapshot: l.snapshot} }

func undertake(actor, day string, n int) (all []knowledge.Commitment) {
	for i := range n {
		all = append(all, knowledge.Commitment{ID: fmt.Sprint(actor, i), Actor: actor, Undertaking: "send tugs", Stance: knowledge.Pledged, LastReported: day})
	}
	return all
}

func TestChoices(t *testing.T) {
	t.Parallel()
	var all []knowledge.Commitment
	for _, some := range [][]knowledge.Commitment{
		undertake("Iceland (Ásta Jóns)", "2026-03-02", 2), undertake("Portugal and Iceland", "2026-03-01", 1), undertake("Harbour Fund", "2026-03-02", 2),
		undertake("Port Authority, Miran", "2026-03-04", 1), undertake("Élan Rail", "2026-03-03", 1), undertake("Ready", "2026-03-03", 4),
		undertake("", "2026-03-03", 1), undertake("United Kingdom", "2026-02-01", 1), undertake(strings.Repeat("Very ", 30)+"Long Club", "2026-01-01", 1),
	} {
		all = append(all, some...)
	}
	h := New(&ledgered{all: all}, DefaultConfig()).Host(nil)
	long := strings.TrimSpace(strings.Repeat("Very ", 16))
	for _, tt := range []struct {
		of              adapters.Kind
		typed, language string
		n               int
		want            string // Value=Label, in order
	}{
		{adapters.Actors, "", "", 25, "Iceland=Iceland (3), Harbour Fund=Harbour Fund (2), Port Authority Miran=Port Authority Miran (1), Élan Rail=Élan Rail (1), " +
			"Portugal=Portugal (1), United Kingdom=United Kingdom (1), " + long + "=" + long + " (1)"},
		{adapters.Actors, "", "", 2, "Iceland=Iceland (3), Harbour Fund=Harbour Fund (2)"},
		{adapters.Actors, " PORT", "", 25, "Port Authority Miran=Port Authority Miran (1), Portugal=Portugal (1)"},
		{adapters.Actors, "port authority, m", "", 25, "Port Authority Miran=Port Authority Miran (1)"},
		{adapters.Actors, "elan", "", 25, "Élan Rail=Élan Rail (1), Iceland=Iceland (3)"},
		{adapters.Actors, "ra", "", 25, "Élan Rail=Élan Rail (1), Port Authority Miran=Port Authority Miran (1)"},
		{adapters.Actors, "u", "", 25, "United Kingdom=United Kingdom (1), Harbour Fund=Harbour Fund (2), Port Authority Miran=Port Authority Miran (1), Portugal=Portugal (1)"},
		{adapters.Actors, "f", "", 25, "Harbour Fund=Harbour Fund (2)"},
		{adapters.Actors, "british", "", 25, "United Kingdom=United Kingdom (1)"},
		{adapters.Actors, "Icelnad", "", 25, "Iceland=Iceland (3)"},
		{adapters.Actors, "Icelnad", "", 0, ""},
		{adapters.Actors, "zzz", "", 25, ""},
		{adapters.Stances, "", "", 25, "signed=signed, pledged=pledged, ready=ready, proposed=proposed, undecided=undecided, declined=declined"},
		{adapters.Stances, "d", "", 25, "declined=declined, signed=signed, pledged=pledged, ready=ready, proposed=proposed, undecided=undecided"},
		{adapters.Stances, "zuge", "de", 25, "pledged=zugesagt"},
		{adapters.Stances, "pledg", "de", 25, "pledged=zugesagt"},
		{adapters.Statuses, "", "de", 25, "open=offen, partly=teilweise, settled=geklärt, all=alle"},
		{adapters.Statuses, "geklart", "de", 25, "settled=geklärt"},
		{adapters.Statuses, "", "", 1, "open=open"},
		{"colours", "", "", 25, ""},
	} {
		got, err := h.Choices(t.Context(), tt.of, tt.typed, tt.language, tt.n)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range got {
			out = append(out, c.Value+"="+c.Label)
		}
		if diff := cmp.Diff(tt.want, strings.Join(out, ", ")); diff != "" {
			t.Errorf("%s %q %s: %s", tt.of, tt.typed, tt.language, diff)
		}
	}
}

// TestChoicesKept: the parties are found once a Snapshot, however much is typed.
func TestChoicesKept(t *testing.T) {
	t.Parallel()
	base := &ledgered{snapshot: "s1"}
	d := New(base, DefaultConfig())
	for _, want := range []string{"", "", "Iceland"} {
		if want != "" {
			base.snapshot, base.all = "s2", undertake(want, "", 1)
		}
		got := d.choices(adapters.Actors, "", "", 5)
		if len(got) != len(base.all) || len(got) > 0 && got[0].Value != want {
			t.Errorf("%v, want %q", got, want)
		}
	}
	if base.read != 2 {
		t.Errorf("the ledger is read %d times", base.read)
	}
}

// TestChoicesFind: every party that is offered has rows under the command, in every language.
func TestChoicesFind(t *testing.T) {
	t.Parallel()
	stories, err := fs.Glob(os.DirFS("../../knowledge/eval/testdata/stories"), "*/articles")
	if err != nil || len(stories) < 5 {
		t.Fatalf("%d stories, %v", len(stories), err)
	}
	from := []fs.FS{corpus.FS()}
	for _, s := range stories[:5] {
		from = append(from, os.DirFS("../../knowledge/eval/testdata/stories/"+s))
	}
	offered := 0
	for i, files := range from {
		base, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: sources.FS(files)})
		if err != nil {
			t.Fatal(err)
		}
		d := New(base, DefaultConfig())
		for _, language := range []string{"", "de", "uk"} {
			for _, c := range d.choices(adapters.Actors, "", language, 1000) {
				offered++
				if r := hear(t, d, "/commitments "+c.Value, language); len(r.Table.Rows) == 0 {
					t.Errorf("story %d, %s: %q finds nothing: %s", i, language, c.Value, r.Lead)
				}
				if n := len([]rune(c.Label)); n > 100 || strings.Contains(c.Value, ",") {
					t.Errorf("%q has %d runes", c.Label, n)
				}
			}
		}
	}
	if offered < 100 {
		t.Errorf("only %d are offered", offered)
	}
}
