// Package stance reads how firmly somebody undertakes something: it judges the predicate of one clause, by its verb, its
// mood and the word classes of stances.txt, and knows neither who acts nor where the clause was published.
package stance

// Stance is how firmly a Commitment is undertaken. The zero Stance is none.
type Stance string

const (
	Signed    Stance = "signed"    // in a signed or adopted text
	Pledged   Stance = "pledged"   // publicly promised, announced as will do, has agreed
	Ready     Stance = "ready"     // declared willingness, usually conditional
	Proposed  Stance = "proposed"  // put forward or under discussion, not accepted
	Undecided Stance = "undecided" // open to it, not ruled out, awaiting a decision
	Declined  Stance = "declined"  // refused or ruled out
)

// Stances lists every Stance, firmest first.
var Stances = [...]Stance{Signed, Pledged, Ready, Proposed, Undecided, Declined}

// Rank gives a Stance's place among Stances, 0 the firmest; len(Stances) for none.
func Rank(s Stance) int {
	for i, x := range Stances {
		if x == s {
			return i
		}
	}
	return len(Stances)
}
