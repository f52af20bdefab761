package dialog

import "testing"

func TestActor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed, text string
		want        bool
	}{
		{"Portugal", "Portugal", true},
		{"portuguese", "Portugal (Ana Velho)", true},
		{"Lisbon", "Portugal", true},
		{"uk", "United Kingdom", true},
		{"U.K.", "British government", true},
		{"us", "United States and Canada", true},
		{"united states", "the U.S.", true},
		{"velho", "Portugal (Ana Velho)", true},
		{"Ana Velho", "Portugal (Ana Velho)", true},
		{"José", "Jose Prado", true},
		{"Portugal", "Spain", false},
		{"Port", "Portugal", false},
		{"Niger", "Nigeria", false},
		{"", "Portugal", false},
		{"...", "Portugal", false},
		{"Velho Ana", "Ana Velho", false},
	}
	for _, tt := range tests {
		if got := NewActor(tt.typed).In(tt.text); got != tt.want {
			t.Errorf("%q in %q: %v", tt.typed, tt.text, got)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"pledged", "ready", "declined"}
	for typed, want := range map[string]string{"pledge": "pledged", "READ": "ready", "signed": "", "x": "", "declinned": "declined"} {
		if got := Nearest(typed, names); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
