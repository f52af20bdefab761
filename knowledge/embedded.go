package knowledge

import (
	"slices"
	"strings"
	"unicode/utf8"

	"talksbot/knowledge/storage"
)

// vectorKeys names the texts that vectors are of, per doc of the index; zero for a passage that is never found by itself.
func (st *state) vectorKeys() []storage.Key {
	out := make([]storage.Key, len(st.docs))
	for doc, p := range st.docs {
		if st.findable(p) {
			out[doc] = storage.KeyOf(st.embedded(p))
		}
	}
	return out
}

// distinctKeys lists each Key once, without the zero one.
func distinctKeys(keys []storage.Key) []storage.Key {
	out := slices.Clone(keys)
	slices.SortFunc(out, func(a, b storage.Key) int { return slices.Compare(a[:], b[:]) })
	out = slices.Compact(out)
	if len(out) > 0 && out[0] == (storage.Key{}) {
		out = out[1:]
	}
	return out
}

// findable says whether a passage may be found by itself: a heading only where it leads points.
func (st *state) findable(p place) bool { return st.passage(p).Kind != Heading || st.leads(p) }

// What of a passage is embedded, in bytes: models read some hundred words, and some refuse more.
const (
	embeddedLead = 120
	embeddedText = 1000
)

// embedded is the text that a passage's vector is of: what it says, under its article's title and the line that it is a point
// of, since a sentence seldom names again what it is about.
func (st *state) embedded(p place) string {
	ps := st.passage(p)
	lead := []string{cutAt(st.entries[p.entry].article.Title, embeddedLead)}
	switch {
	case len(ps.Columns) > 0:
		lead = append(lead, cutAt(strings.Join(ps.Columns, ", "), embeddedLead))
	case ps.Under >= 0:
		lead = append(lead, cutAt(st.text(place{p.entry, ps.Under}), embeddedLead))
	}
	lead = slices.DeleteFunc(lead, func(s string) bool { return s == "" })
	return strings.ToValidUTF8(strings.Join(append(lead, cutAt(st.text(p), embeddedText)), "\n"), " ")
}

// cutAt gives at most so many bytes of a text, whole runes.
func cutAt(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
