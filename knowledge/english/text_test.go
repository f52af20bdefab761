package english

import "testing"

func TestFold(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b string }{
		{"José Peña", "jose pena"},
		{"Marynovskiy", "Marynovskyy"},
		{"Marynovskii", "Marynovsky"},
		{"O’Dowd", "o'dowd"},
		{"  two   words ", "Two Words"},
	}
	for _, tt := range tests {
		if a, b := Fold(tt.a), Fold(tt.b); a != b {
			t.Errorf("%q is %q, %q is %q", tt.a, a, tt.b, b)
		}
	}
	if Fold("Kii") == Fold("Ky") {
		t.Error("short names are cut")
	}
}

func TestContainsWord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, word string
		want       bool
	}{
		{"mongolia will pay", "mongolia", true},
		{"so will mongolia", "mongolia", true},
		{"so (mongolia) pays", "mongolia", true},
		{"the mongolian president", "mongolia", false},
		{"omanis and oman", "oman", true},
		{"a woman", "oman", false},
		{"“mongolia” pays", "mongolia", true},
		{"", "oman", false},
	}
	for _, tt := range tests {
		if got := ContainsWord(tt.text, tt.word); got != tt.want {
			t.Errorf("%q in %q: %v", tt.word, tt.text, got)
		}
	}
}
