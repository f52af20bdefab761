package cards

import (
	"testing"

	"talksbot/adapters"
)

func TestParseClick(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]Click{
		"page:12:a:b":  {Kind: KindPage, Page: 12, ID: "a:b"},
		"quotes:1:a":   {Kind: KindQuotes, Page: 1, ID: "a"},
		"turn:0:a":     {Kind: KindTurn, ID: "a"},
		"good::a":      {Kind: KindGood, Verdict: adapters.Good, ID: "a"},
		"bad::a":       {Kind: KindBad, Verdict: adapters.Bad, ID: "a"},
		"report::a":    {Kind: KindReport, Verdict: adapters.Report, ID: "a"},
		"share:::":     {Kind: KindShare, ID: ":"},
		"actor::a":     {Kind: KindActor, ID: "a"},
		"why:report:a": {Kind: KindWhy, Verdict: adapters.Report, ID: "a"},
	} {
		if got, ok := ParseClick(id); got != want || !ok {
			t.Errorf("ParseClick(%q) = %+v, %v", id, got, ok)
		}
		if got := want.customID(); got != id {
			t.Errorf("%+v is named %q, not %q", want, got, id)
		}
	}
	for _, id := range []string{"", "page", "page:1", "page:1:", "page:x:a", "page:-1:a", "page:1000000:a", "good:1:a", "why:good:a", "why::a", "open::a", "share::" + n("x", 71), "bad::\xff"} {
		if got, ok := ParseClick(id); ok || got != (Click{}) {
			t.Errorf("%q is taken: %+v", id, got)
		}
	}
}
