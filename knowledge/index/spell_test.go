package index

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNear(t *testing.T) {
	t.Parallel()
	w := Build([]Doc{
		{Terms: []string{"ceasefir", "tribun", "tribut", "tribut", "war", "ware", "zelenski", "été", "étés", "marathon"}},
		{Context: []string{"zelenskyi"}},
	})
	for _, c := range []struct {
		term string
		max  int
		want []string
	}{
		{"ceasefir", 5, nil},                                // itself
		{"caesefri", 5, []string{"ceasefir"}},               // two swaps
		{"tribu", 5, []string{"tribut", "tribun"}},          // as near as each other: the commoner one first
		{"tribu", 1, []string{"tribut"}},                    //
		{"tribu", 0, nil},                                   //
		{"wra", 5, nil},                                     // too short
		{"waer", 5, []string{"war", "ware"}},                // a swap; a letter too many
		{"zelenskyy", 5, []string{"zelenskyi", "zelenski"}}, // one edit; two
		{"étét", 5, []string{"été", "étés"}},                // letters, not bytes
		{"", 5, nil},
	} {
		if diff := cmp.Diff(c.want, w.Near(c.term, c.max)); diff != "" {
			t.Errorf("Near(%q, %d) (-want +got):\n%s", c.term, c.max, diff)
		}
	}
}

// Every word within the distance is found, and at that distance: the sieve and the library together miss nothing.
func TestNearMissesNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	word := func() string {
		letters := make([]rune, 3+r.IntN(8))
		for i := range letters {
			letters[i] = []rune("abcdé1")[r.IntN(6)]
		}
		return string(letters)
	}
	for range 4000 {
		a := word()
		b := []rune(a)
		for range 1 + r.IntN(3) {
			i := r.IntN(len(b))
			switch r.IntN(4) {
			case 0:
				b = slices.Delete(b, i, i+1)
			case 1:
				b = slices.Insert(b, i, 'x')
			case 2:
				b[i] = 'y'
			default:
				b[i], b[max(i-1, 0)] = b[max(i-1, 0)], b[i]
			}
			if len(b) == 0 {
				break
			}
		}
		allowed := 0
		if n := utf8.RuneCountInString(a); n >= 8 {
			allowed = 2
		} else if n >= 4 {
			allowed = 1
		}
		d := alignment([]rune(a), b)
		near := Build([]Doc{{Terms: []string{string(b)}}}).Near(a, 1)
		if want := d > 0 && d <= allowed; want != (len(near) == 1) {
			t.Errorf("Near(%q) of %q: %v, at distance %d of %d", a, string(b), near, d, allowed)
		}
	}
}

// alignment is the optimal string alignment distance by its recurrence.
func alignment(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			if i == 0 || j == 0 {
				d[i][j] = i + j
				continue
			}
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
