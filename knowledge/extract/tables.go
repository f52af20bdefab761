package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// heads of table columns: who gives, what is given and how firmly, on what condition.
var (
	giverHeads = english.Set("donor donors country countries state party parties lender lenders contributor contributors giver who member members backer investor partner company government")
	givenHeads = map[string]stance.Stance{"pledged": stance.Pledged, "pledge": stance.Pledged, "pledges": stance.Pledged, "announced": stance.Pledged, "promised": stance.Pledged,
		"promise": stance.Pledged, "commitment": stance.Pledged, "committed": stance.Pledged, "contribution": stance.Pledged, "signed": stance.Signed, "offer": stance.Proposed,
		"offered": stance.Proposed, "proposed": stance.Proposed, "proposal": stance.Proposed, "demand": stance.Proposed, "demanded": stance.Proposed}
	stringHeads = english.Set("condition conditions strings conditionality proviso provisos caveat caveats")
	emptyCells  = english.Set("none no - – — n/a unclear unknown nil")
)

// rowPledge reads a table row under heads that tell who gives, what, and on what condition. Rows of sums alone, of what is
// not known and of totals say nothing.
func (r *reader) rowPledge(row news.Passage) (Report, bool) {
	cells := news.Cells(r.article.Text[row.Start:row.End])
	who, what, cond := -1, -1, -1
	var firm stance.Stance
	for i, h := range row.Columns {
		if i >= len(cells) {
			break
		}
		for w := range strings.FieldsFuncSeq(strings.ToLower(h), func(c rune) bool { return !(c >= 'a' && c <= 'z') }) {
			switch s, ok := givenHeads[w]; {
			case giverHeads[w] && who < 0:
				who = i
			case ok && what < 0 && i != who:
				what, firm = i, s
			case stringHeads[w] && cond < 0:
				cond = i
			}
		}
	}
	if who < 0 || what < 0 || emptyCells[strings.ToLower(cells[what])] || cells[what] == "" || !strings.ContainsAny(cells[what], "0123456789") {
		return Report{}, false
	}
	name := strings.Trim(cells[who], "* ")
	actor := parties.Party{Key: "group:" + english.Fold(name), Name: name}
	f := strings.Fields(name)
	if pl, n, ok := gazetteer.Match(f, 0); ok && n == len(f) {
		actor = parties.Party{Key: pl.Code, Name: pl.Name}
	}
	if len(f) == 0 || len(f) > 8 || !english.IsCapital(f[0]) || strings.EqualFold(f[0], "total") || strings.EqualFold(f[0], "others") || strings.EqualFold(f[0], "other") {
		return Report{}, false
	}
	rep := Report{Passage: row.N, Actors: []parties.Party{actor}, Stance: firm, Undertaking: cells[what], Amount: english.Amount(cells[what])}
	if cond >= 0 && cells[cond] != "" && !emptyCells[strings.ToLower(strings.Fields(cells[cond])[0])] {
		rep.Condition = cells[cond]
	}
	return rep, true
}
