package extract

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

// Version changes whenever what is derived from an Article does; Readings of another Version are to be made again.
const Version = 5

// Reading is all that is derived from one Article by itself.
type Reading struct {
	Version  int               `json:"version"`
	Passages []news.Passage    `json:"passages"`
	Terms    [][]string        `json:"terms"` // analysed, per Passage
	Reports  []Report          `json:"reports"`
	People   parties.People    `json:"people"`
	Named    map[int]Naming    `json:"named,omitempty"`    // passages that begin with a pronoun, and whom it means
	Names    []string          `json:"names,omitempty"`    // of bodies that are neither states nor persons
	Acronyms map[string]string `json:"acronyms,omitempty"` // folded → written out
	Unsure   []int             `json:"unsure,omitempty"`   // passages whose words allow what the rules have not read: see Noted
}

// Naming says whom the pronoun at the head of a passage means, and which passage names them.
type Naming struct {
	Name string `json:"name"`
	At   int    `json:"at"`
}

// Read derives a Reading from an Article. Only English is read for undertakings, issues and people.
func Read(a news.Article) *Reading {
	rd := &Reading{Version: Version, Passages: news.Split(a)}
	for _, p := range rd.Passages {
		rd.Terms = append(rd.Terms, index.Terms(a.Text[p.Start:p.End]))
	}
	if inEnglish(a) {
		r := read(a, rd.Passages)
		rd.Reports, rd.People, rd.Named, rd.Names = r.extract(), r.people, r.named, slices.Sorted(maps.Keys(r.names))
		rd.Unsure = r.unsure
	}
	rd.Acronyms = acronymsIn(a.Text)
	return rd
}

// Ruled is the Reading without what only others have read: itself where there is nothing of that.
func (rd *Reading) Ruled() *Reading {
	others := func(r Report) bool { return r.ReadBy != "" }
	if !slices.ContainsFunc(rd.Reports, others) {
		return rd
	}
	out := *rd
	out.Reports = slices.DeleteFunc(slices.Clone(rd.Reports), others)
	return &out
}

// With is the Reading with Reports that others have read.
func (rd *Reading) With(more []Report) *Reading {
	out := *rd
	out.Reports = append(slices.Clone(rd.Reports), more...)
	return &out
}

var acronymMark = regexp.MustCompile(`((?:\p{Lu}[\p{L}’'-]+\s+(?:(?:for|of|on|and|the|to|in|against)\s+)*){1,8})\((\p{Lu}{2,8})\)`)

// acronymsIn finds names written out with their acronym: "Board of Regional Ports (BRP)".
func acronymsIn(text string) map[string]string {
	out := map[string]string{}
	for _, m := range acronymMark.FindAllStringSubmatch(text, -1) {
		words := strings.Fields(m[1])
		// the name begins where the acronym does
		for i := len(words) - 1; i >= 0; i-- {
			if words[i][0] == m[2][0] && capitals(words[i:]) >= len(m[2])-1 {
				out[english.Fold(m[2])] = strings.Join(words[i:], " ")
				break
			}
		}
	}
	return out
}

func capitals(words []string) (n int) {
	for _, w := range words {
		if english.IsCapital(w) {
			n++
		}
	}
	return n
}

// IssueStatus is how far an OpenIssue is from being settled.
type IssueStatus string

const (
	IssueOpen    IssueStatus = "open"    // not settled, or a party has not made up its mind
	IssuePartly  IssueStatus = "partly"  // settled in part
	IssueSettled IssueStatus = "settled" // settled since
)
