// Package parties knows who can undertake something, and whom the words of a text name: states, bodies, groups, and
// persons with whom they speak for. Two mentions are of one Party when their keys are equal.
package parties

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
)

// Party is somebody who can undertake something: a state, a person, a group.
// Two mentions are of one party when their keys are equal.
type Party struct {
	Key    string `json:"key"`              // "GB", "person:lund", "group:pilot league"
	Name   string `json:"name"`             // as shown
	Person string `json:"person,omitempty"` // full name, when a person is named
	For    string `json:"for,omitempty"`    // name of the state or body the person speaks for
	Plural bool   `json:"plural,omitempty"`
}

// Known says whether anybody is meant: the zero Party is nobody.
func (p Party) Known() bool { return p.Key != "" }

// Shown gives the name with whom it speaks for.
func (p Party) Shown() string {
	if p.Person != "" && p.For != "" {
		return p.For + " (" + p.Person + ")"
	}
	return p.Name
}

// Profile is what the articles tell of a person: full name, office, and whom they speak for.
type Profile struct {
	Name   string `json:"name"`
	Role   string `json:"role,omitempty"`
	For    string `json:"for,omitempty"`     // shown name of the state or body
	ForKey string `json:"for_key,omitempty"` // its key
	Office bool   `json:"office,omitempty"`  // the role speaks for the body
	Woman  bool   `json:"woman,omitempty"`
}

// People holds profiles by folded surname.
type People map[string]Profile

// Learn adds a profile; a fuller one wins.
func (pp People) Learn(p Profile) {
	key := Surname(p.Name)
	if key == "" {
		return
	}
	old, ok := pp[key]
	if !ok {
		pp[key] = p
		return
	}
	if len(strings.Fields(p.Name)) > len(strings.Fields(old.Name)) {
		old.Name = p.Name
	}
	if old.Role == "" {
		old.Role = p.Role
	}
	if old.For == "" || !old.Office && p.Office && p.For != "" {
		old.For, old.ForKey, old.Office = p.For, p.ForKey, p.Office
	}
	pp[key] = old
}

// Find looks a person up by any part of the name that ends it.
func (pp People) Find(name string) (Profile, bool) {
	p, ok := pp[Surname(name)]
	if ok && len(strings.Fields(name)) > 1 {
		// two people of one surname differ in their first names
		a, b := english.Fold(strings.Fields(name)[0]), english.Fold(p.Name)
		if len(strings.Fields(p.Name)) > 1 && !strings.HasPrefix(b, a) && !strings.Contains(b, " "+a) {
			return Profile{}, false
		}
	}
	return p, ok
}

// Surname folds the last part of a name; particles belong to it: "da Silva" is found as "silva".
func Surname(name string) string {
	f := strings.Fields(english.Fold(name))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// Offices are roles, in lower case, whose holders speak for their state or body; the last word of the role decides.
var Offices = english.Set(`president premier minister chancellor secretary king queen prince emir sultan envoy ambassador negotiator delegate
	representative spokesman spokeswoman spokesperson commissioner chief chair chairman chairwoman chairperson leader head director boss governor mayor
	general undersecretary executive ceo official diplomat presidency delegation administrator treasurer mediator coordinator`)

// Rulers are nouns, in lower case, that stand for the state or body they belong to.
var Rulers = english.Set(`government presidency administration cabinet ministry treasury parliament authorities delegation negotiators officials leadership
	management board ministers government's envoys diplomats regime kingdom executive`)

// PlaceIn finds the first state named among tokens, by name, demonym, capital or seat.
func PlaceIn(toks []english.Token) (gazetteer.Place, int, bool) {
	words := english.Texts(toks)
	for i := range words {
		if p, _, ok := gazetteer.Match(words, i); ok {
			return p, i, true
		}
	}
	return gazetteer.Place{}, 0, false
}

// NameRun finds the last run of name tokens in a noun phrase, before any bracket.
func NameRun(toks []english.Token) (from, to int) {
	for i := 0; i < len(toks); i++ {
		if toks[i].Tag == "(" {
			toks = toks[:i]
			break
		}
	}
	to = len(toks)
	for to > 0 && !(toks[to-1].Proper() && english.IsCapital(toks[to-1].Text)) {
		to--
	}
	from = to
	for from > 0 && toks[from-1].Proper() {
		from--
	}
	return from, to
}

// NameAndTitle takes apart "Zambian President Ada Lund": whose, role, name. ok is false where no person is named.
func NameAndTitle(toks []english.Token) (whose []english.Token, role, name string, ok bool) {
	from, to := NameRun(toks)
	if from == to || to < len(CoreTokens(toks)) {
		return nil, "", "", false
	}
	// titles inside the run of capitals: "President Ada Lund"
	title := from
	start := from
	for i := from; i < to-1; i++ {
		if IsTitle(toks[i]) && english.IsCapital(toks[i].Text) {
			start = i + 1
		}
	}
	for title > 0 && (toks[title-1].Noun() || strings.HasPrefix(toks[title-1].Tag, "JJ") || toks[title-1].Tag == "CC") && toks[title-1].Tag != "POS" {
		title--
	}
	n := to - start
	if n == 0 {
		return nil, "", "", false
	}
	titled := start > from || from > 0 && IsTitle(toks[from-1])
	if start > from && n == 1 && !Offices[toks[start-1].Lower] && !honorifics[toks[start-1].Lower] && lexicon.Known(toks[start].Lower, lexicon.Noun) {
		return nil, "", "", false // the Coastal National Front
	}
	if !titled {
		if n < 2 || n > 5 {
			return nil, "", "", false
		}
		if toks[0].Tag == "DT" || from > 0 {
			return nil, "", "", false
		}
		for _, t := range toks[start:to] {
			if lexicon.Known(t.Lower, lexicon.Noun) && len(t.Lower) > 3 || strings.ContainsAny(t.Text, "0123456789&") || english.AllCapitals(t.Text) || firmEnding(t.Lower) {
				return nil, "", "", false
			}
			if _, _, is := gazetteer.Match([]string{t.Text}, 0); is {
				return nil, "", "", false
			}
		}
	}
	if last := toks[to-1].Lower; n > 1 && start > 0 && firmNouns[toks[start-1].Lower] && lexicon.Known(last, lexicon.Noun) && lexicon.Is(last, lexicon.Noun, lexicon.NounPerson) < 0.3 {
		return nil, "", "", false // lender Baltic Credit
	}
	name = english.JoinTokens(toks[start:to])
	roleFrom := start
	for roleFrom > 0 && toks[roleFrom-1].Tag != "POS" && toks[roleFrom-1].Tag != "DT" && !IsPlace(toks[roleFrom-1]) {
		roleFrom--
	}
	whose, role = toks[:roleFrom], english.JoinTokens(toks[roleFrom:start])
	for _, t := range whose {
		if pastOffice[t.Lower] { // a former French minister speaks for nobody
			role = t.Lower + " " + role
		}
	}
	return whose, role, name, true
}

// firmEnding says whether a name is made like those of firms: Biologics, Infratech.
func firmEnding(w string) bool {
	for _, end := range []string{"ics", "tech", "corp", "bank", "soft", "pharma"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return true
		}
	}
	return false
}

// firmNouns name firms as well as persons.
var firmNouns = english.Set("lessor lender operator insurer carrier retailer maker manufacturer supplier builder developer exporter importer")

var pastOffice = english.Set("former ex opposition shadow retired ousted late")

// IsPlace says whether a word by itself names a state, a capital or a region, or is a demonym.
func IsPlace(t english.Token) bool {
	_, _, ok := gazetteer.Match([]string{t.Text}, 0)
	return ok
}

// IsTitle says whether a word is what stands before a person's name: a role or an honorific.
func IsTitle(t english.Token) bool {
	return lexicon.Is(t.Lower, lexicon.Noun, lexicon.NounPerson) > 0.5 && !english.AllCapitals(t.Text) && !IsPlace(t) || Offices[t.Lower] || honorifics[t.Lower]
}

var honorifics = english.Set(`mr mr. mrs mrs. ms ms. dr dr. sir dame lord lady gen gen. general sen sen. rep rep. prof prof. col col. lt. capt. secretary envoy`)

// officeOf judges a role: whether its holder speaks for whom it belongs to.
func officeOf(role string) bool {
	f := strings.Fields(strings.ToLower(role))
	if len(f) == 0 {
		return false
	}
	for _, w := range f {
		if pastOffice[w] || strings.HasPrefix(w, "ex-") {
			return false
		}
	}
	return Offices[f[len(f)-1]]
}

// bodyOf gives whom tokens before a role name: a state ("German", "Norway's", "EU") or a body ("UNEP", "the union's").
func bodyOf(toks []english.Token) (key, name string) {
	if p, _, ok := PlaceIn(toks); ok && p.Form != gazetteer.Region {
		return p.Code, p.Name
	}
	from, to := NameRun(toks)
	if from < to {
		n := english.JoinTokens(toks[from:to])
		return "body:" + english.Fold(n), n
	}
	return "", ""
}

// MentionsState says whether folded text names a state by any of its forms.
func MentionsState(text, code string) bool {
	for _, f := range gazetteer.Forms(code) {
		if english.ContainsWord(text, english.Fold(f)) {
			return true
		}
	}
	return false
}

// Shown shows who acts: one party, or the list of those that act together.
func Shown(ps []Party) string {
	if len(ps) == 0 {
		return ""
	}
	return english.Capitalised(paired(Join(ps).Shown()))
}

// paired leaves out a quotation mark that lacks its other half: the phrase began or ended within the quoted words.
func paired(name string) string {
	if strings.Count(name, `"`) == 1 {
		name = strings.Replace(name, `"`, "", 1)
	}
	switch opened, closed := strings.Count(name, "“"), strings.Count(name, "”"); {
	case opened == 0 && closed == 1:
		name = strings.Replace(name, "”", "", 1)
	case opened == 1 && closed == 0:
		name = strings.Replace(name, "“", "", 1)
	}
	return strings.TrimSpace(name)
}

// CoreTokens drops a bracket at the end: "the fund (NHF)".
func CoreTokens(toks []english.Token) []english.Token {
	for i, t := range toks {
		if t.Tag == "(" && i > 0 {
			return toks[:i]
		}
	}
	return toks
}

// IsState says whether a key is a code of the gazetteer.
func IsState(key string) bool { return key != "" && !strings.Contains(key, ":") }

// GroupKey is the group's words without articles, singular, states by their codes: "coalition leader".
func GroupKey(toks []english.Token) string {
	var b []string
	words := english.Texts(toks)
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if pl, n, ok := gazetteer.Match(words, i); ok && !pl.Part {
			b = append(b, pl.Code)
			i += n - 1
			continue
		}
		switch {
		case t.Tag == "DT" || t.Tag == "POS" || t.Tag == "''" || t.Tag == "``" || t.Lower == "of" || t.Tag == "PRP$":
		case t.Noun():
			b = append(b, english.Fold(lexicon.Lemma(t.Lower, lexicon.Noun)))
		default:
			b = append(b, english.Fold(t.Lower))
		}
	}
	return strings.Join(b, " ")
}

// Join makes one Party of a list of subjects; the unknown among them are left out.
func Join(ps []Party) Party {
	if len(ps) == 1 {
		return ps[0]
	}
	var names, keys []string
	var only Party
	for _, p := range ps {
		if !p.Known() {
			continue
		}
		only = p
		names = append(names, p.Shown())
		keys = append(keys, p.Key)
	}
	if len(names) == 0 {
		return Party{}
	}
	if len(names) == 1 {
		return only
	}
	return Party{Key: "list:" + strings.Join(keys, "+"), Name: strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1], Plural: true}
}
