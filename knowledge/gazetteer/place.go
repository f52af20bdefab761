package gazetteer

// Place is what some words stand for. The zero Place is none.
type Place struct {
	Code string // ISO 3166-1 alpha-2, "EU", "UN", or longer: see the package comment
	Name string // short, in English as newspapers use it
	Form Form   // how the words name it
	Also string // the code of a second reading, or "": Brussels is BE, also EU; Congolese is CD, also CG
	Part bool   // the last token goes on after a hyphen: "French-led"
}

// Form is a way of naming a Place. The zero Form is none.
type Form byte

const (
	Name         Form = iota + 1
	Abbreviation      // U.S., UAE
	Capital           // a place too: "in Berlin" is not Germany's doing
	Demonym           // adjective, and the noun of the same form: German, Dutch
	DemonymNoun       // Germans, Dane, Frenchmen
	Seat              // a metonym: the government's house, ministry or parliament
	Region            // Europe, European, Nordic
)

var formNames = [...]string{"", "name", "abbreviation", "capital", "demonym", "noun", "seat", "region"}

// String gives the word that the data files use.
func (f Form) String() string { return formNames[f] }

// Country tells whether the Place is a single country or territory.
func (p Place) Country() bool { return len(p.Code) == 2 && p.Code != "EU" && p.Code != "UN" }
