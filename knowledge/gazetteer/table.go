package gazetteer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed house.tsv
var house string

//go:embed places.tsv
var places string

// casing says which letters of a surface must be capital to count.
type casing byte

const (
	free    casing = iota // none
	initial               // the first
	exact                 // all
)

type surface struct {
	place  Place // Code "" for words that begin like a place and are none
	casing casing
}

type table struct {
	surfaces map[string]*surface // by key
	longest  map[string]int      // words of the longest key, by its first word
	forms    map[string][]string // by code, as written in the files, names first
}

// load reads both files once, in about two milliseconds.
var load = sync.OnceValue(build)

func build() *table {
	t := &table{surfaces: make(map[string]*surface, 2048), longest: make(map[string]int, 1024),
		forms: make(map[string][]string, 300)}
	dropped := map[string]bool{}
	names := map[string]string{}
	var also, cased [][3]string
	for i, file := range []string{house, places} {
		for line := range strings.Lines(file) {
			f := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
			if len(f) < 3 || strings.HasPrefix(line, "#") {
				continue
			}
			code, kind := f[0], f[1]
			for s := range strings.SplitSeq(f[2], "|") {
				switch kind {
				case "also":
					also = append(also, [3]string{code, kind, s})
				case "cased", "exact":
					cased = append(cased, [3]string{code, kind, s})
				case "drop":
					dropped[s] = true
				case "none":
					t.add(s, Place{}, free)
				default:
					form := Form(slices.Index(formNames[:], kind))
					if i > 0 && form != Name && (dropped[s] || dropped[strings.TrimSuffix(s, "s")]) {
						continue
					}
					if names[code] == "" && form == Name {
						names[code] = s
					}
					t.forms[code] = append(t.forms[code], s)
					t.add(s, Place{Code: code, Form: form}, caseOf(form, s))
				}
			}
		}
	}
	for _, x := range also {
		t.surfaces[key(x[2])].place.Also = x[0]
	}
	for _, x := range cased {
		if s := t.surfaces[key(x[2])]; s != nil {
			s.casing = max(s.casing, casing(1+slices.Index([]string{"cased", "exact"}, x[1])))
		}
	}
	for code, forms := range t.forms {
		if names[code] == "" { // regions and organisations known by their letters
			names[code] = forms[0]
		}
		slices.Sort(forms)
		forms = slices.DeleteFunc(slices.Compact(forms), func(s string) bool { return s == names[code] })
		t.forms[code] = slices.Insert(forms, 0, names[code])
	}
	for _, s := range t.surfaces {
		s.place.Name = names[s.place.Code]
	}
	return t
}

// caseOf is how strict a surface is unless the data say otherwise: a capital that is one common word is in small
// letters more often another word ("male"), and so are names of regions.
func caseOf(f Form, s string) casing {
	if f == Region && !strings.Contains(s, " ") && !strings.Contains(s, "urope") {
		return initial
	}
	return free
}

// add keeps the first reading of a surface; a second one becomes its Also.
func (t *table) add(s string, p Place, c casing) {
	k := key(s)
	if had := t.surfaces[k]; had != nil {
		if had.place.Also == "" && had.place.Code != p.Code && p.Code != "" && had.place.Code != "" {
			had.place.Also = p.Code
		}
		return
	}
	t.surfaces[k] = &surface{p, c}
	first, _, _ := strings.Cut(k, " ")
	t.longest[first] = max(t.longest[first], 1+strings.Count(k, " "))
}

func key(s string) string { return string(appendKey(nil, s)) }

// appendKey appends a token as keys have it: lower case, no accents, dots or typographic apostrophes, words apart by
// one space whether a space or a hyphen stood between them.
func appendKey(b []byte, s string) []byte {
	for _, r := range s {
		switch r {
		case '.', ',':
		case ' ', '-', '‑', '–', '_', '\u00a0':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		default:
			b = append(b, fold(r)...)
		}
	}
	return b
}

// fold gives the letter that stands for r in a key.
func fold(r rune) string {
	const ascii = "abcdefghijklmnopqrstuvwxyz"
	switch {
	case 'A' <= r && r <= 'Z':
		return ascii[r-'A' : r-'A'+1]
	case 'a' <= r && r <= 'z':
		return ascii[r-'a' : r-'a'+1]
	}
	for _, f := range folds {
		if strings.ContainsRune(f[1], r) {
			return f[0]
		}
	}
	return string(r)
}

var folds = [...][2]string{{"'", "’‘ʼ`´"}, {"a", "áàâãäåāăÁÀÂÃÄÅĀ"}, {"c", "çćčÇĆČ"}, {"e", "éèêëēěÉÈÊËĒ"}, {"g", "ğĞ"},
	{"i", "íìîïīıİÍÌÎÏ"}, {"n", "ñńÑ"}, {"o", "óòôõöøōÓÒÔÕÖØ"}, {"s", "şšșŞŠȘ"}, {"t", "țţȚŢ"}, {"th", "þÞ"},
	{"u", "úùûüūÚÙÛÜ"}, {"z", "žźŽŹ"}}
