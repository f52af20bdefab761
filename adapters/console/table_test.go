package console

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := adapters.Table{Title: "Com\x1b[1mmitments", Heads: []string{"Actor", "Undertaking"}, Notes: []string{"All."},
		Rows: [][]adapters.Cell{{{Text: "Portugal"}, {Text: "to send dredgers\ndeadline: June\x1b[31m", URL: "https://courier.example/one"}},
			{{Text: "Spain", URL: "https://courier.example/two"}}}}
	sources := []adapters.Source{{N: 1, Title: "One", URL: "https://courier.example/one"}}
	tests := []struct {
		name  string
		reply adapters.Reply
		want  string
	}{
		{"between the lead and the statements", adapters.Reply{Lead: "Lead.", Table: table, Statements: []adapters.Statement{{Text: "After."}}, Sources: sources, Language: "de"},
			`Lead.

Com�[1mmitments

 Actor    │ Undertaking
──────────┼─────────────────────
 Portugal │ to send dredgers
          │ deadline: June�[31m
──────────┼─────────────────────
 Spain    │
https://courier.example/two
All.

After.

Quellen
[1] One
    https://courier.example/one
`},
		{"without heads", adapters.Reply{Table: adapters.Table{Rows: [][]adapters.Cell{{{Text: "a"}, {Text: "b"}}}}}, " a │ b\n"},
		{"notes alone", adapters.Reply{Table: adapters.Table{Notes: []string{"None."}}}, "None.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := Write(&got, tt.reply, Style{Width: 32}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestColumnWidths(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("the breakwater of Miran ", 8)
	widths := columnWidths([][]string{{"Actor", "Undertaking", "Stance"}, {"Portugal", long + "\nsaid by: " + long, "pledged"}, {long, "short", "ready"}}, 100)
	if widths[1] < widths[0] || widths[2] != len("pledged") {
		t.Errorf("widths %v", widths)
	}
}
