package parties

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	t.Parallel()
	pp := People{}
	pp.Learn(Profile{Name: "Lund", Role: "minister"})
	pp.Learn(Profile{Name: "Ada Lund", For: "Zambia", ForKey: "ZM", Office: true})
	pp.Learn(Profile{Name: ""})
	want := Profile{Name: "Ada Lund", Role: "minister", For: "Zambia", ForKey: "ZM", Office: true}
	for _, name := range []string{"Lund", "Ada Lund", "lund"} {
		got, ok := pp.Find(name)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %v %s", name, ok, diff)
		}
	}
	for _, name := range []string{"", "Voss", "Bo Lund"} {
		if got, ok := pp.Find(name); ok {
			t.Errorf("%s is %v", name, got)
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	zm, mn, none := Party{Key: "ZM", Name: "Zambia"}, Party{Key: "MN", Name: "Mongolia"}, Party{}
	if got := Join([]Party{zm}); got != zm {
		t.Errorf("%+v", got)
	}
	if got := Join([]Party{none, none}); got.Known() {
		t.Errorf("%+v", got)
	}
	if got := Join([]Party{none, zm}); got != zm {
		t.Errorf("%+v", got)
	}
	if got := Join([]Party{zm, none}); got != zm {
		t.Errorf("%+v", got)
	}
	want := Party{Key: "list:ZM+MN", Name: "Zambia and Mongolia", Plural: true}
	if diff := cmp.Diff(want, Join([]Party{zm, none, mn})); diff != "" {
		t.Error(diff)
	}
}

func TestPaired(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`willing" states`: "willing states", `"old" states`: `"old" states`, "states of “the north": "states of the north",
		"north” states": "north states", "“north” states": "“north” states", `states "`: "states", "": "",
	} {
		if got := paired(in); got != want {
			t.Errorf("paired(%q) = %q, want %q", in, got, want)
		}
	}
}
