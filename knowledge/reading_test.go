package knowledge_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/sources"
)

// known is a commitment that a story is known to hold, and a passage that says so.
type known struct {
	Actor  []string `json:"actor_any"`
	What   []string `json:"what_any"`
	Stance string   `json:"stance"`
	Quote  string   `json:"quote"`
}

// noted gives a known commitment as careful readers would note it of its passage, who acts being named in all the ways that are
// right; none where its words do not stand in a passage.
func (k known) noted(articles []knowledge.Article, readings []*extract.Reading) (article int, notes []extract.Note) {
	what := ""
	for _, p := range k.What {
		if re, err := regexp.Compile("(?i)" + p); err == nil && what == "" {
			what = re.FindString(k.Quote)
		}
	}
	for i, a := range articles {
		at := strings.Index(a.Text, k.Quote)
		for _, p := range readings[i].Passages {
			if at < 0 || at < p.Start || at+len(k.Quote) > p.End || what == "" || len(notes) > 0 {
				continue
			}
			for _, pattern := range k.Actor {
				re, err := regexp.Compile(`(?i)[\pL\d'’.-]*(?:` + pattern + `)[\pL\d'’-]*`)
				if err != nil {
					continue // of a kind that this package does not read
				}
				for _, who := range re.FindAllString(k.Quote, -1) {
					who = strings.TrimSuffix(strings.TrimSuffix(who, "'s"), "’s")
					notes = append(notes, extract.Note{Passage: p.N, Actor: who, Undertaking: what, Stance: knowledge.Stance(k.Stance), Quote: k.Quote})
				}
			}
			article = i
		}
	}
	return article, notes
}

// TestChecksOfNotes measures what the checks let through: what stories are known to hold, noted rightly, and the same noted wrongly.
// Of the wrong ones nothing comes. The stories shared with the project count where they are there.
func TestChecksOfNotes(t *testing.T) {
	t.Parallel()
	right, rules, taken := 0, 0, 0
	wrong, twists := 0, map[string]int{}
	missed, ofMissed := 0, 0 // in whose passages the rules have read no commitment
	why := map[extract.Refusal]int{}
	for _, pattern := range []string{"eval/testdata/stories/*", "../../shared/stories/*"} {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for i, dir := range dirs {
			if i%oneOf != 0 {
				continue
			}
			var articles []knowledge.Article
			var readings []*extract.Reading
			for a, err := range sources.Files(filepath.Join(dir, "articles")).Articles(t.Context()) {
				if err != nil {
					continue // left out there on purpose
				}
				articles, readings = append(articles, a), append(readings, extract.Read(a))
			}
			spoilt := map[int][]extract.Note{} // by article
			all := lines(t, filepath.Join(dir, "commitments.jsonl"))
			for i, k := range all {
				at, ways := k.noted(articles, readings)
				if len(ways) == 0 {
					continue
				}
				judge := func(n extract.Note) extract.Refusal {
					_, refused := readings[at].Noted(articles[at], "gold", []extract.Note{n})
					return refused[0]
				}
				right++
				best := judge(ways[0])
				n := ways[0]
				for _, other := range ways[1:] {
					if no := judge(other); no == "" || no == extract.Known && best != "" {
						best, n = no, other
					}
				}
				switch best {
				case "":
					taken++
				case extract.Known:
					rules++
				default:
					why[best]++
				}
				if !slices.ContainsFunc(readings[at].Reports, func(r extract.Report) bool { return r.Passage == n.Passage && r.Stance != "" }) {
					if missed++; best == "" {
						ofMissed++
					}
				}
				for way, bad := range twisted(n, all[(i+1)%len(all)], all) {
					twists[way]++
					spoilt[at] = append(spoilt[at], bad)
				}
			}
			for at, bad := range spoilt {
				wrong += len(bad)
				out, refused := readings[at].Noted(articles[at], "gold", bad)
				if len(out) > 0 || slices.Contains(refused, "") {
					t.Errorf("%s: taken: %+v", dir, out)
				}
			}
		}
	}
	if right*oneOf < 100 || wrong*oneOf < 1000 || oneOf == 1 && taken == 0 {
		t.Errorf("%d notes, %d wrong ones, %d taken", right, wrong, taken)
	}
	t.Logf("%d notes of known commitments: the rules have read %d, %d more are taken, of the others: %v", right, rules, taken, why)
	t.Logf("of %d in whose passages the rules have read no commitment, %d are taken", missed, ofMissed)
	t.Logf("%d wrong notes: none taken (%v)", wrong, twists)
}

// twisted are ways of noting the same wrongly. other is another commitment of the story.
func twisted(n extract.Note, other known, all []known) map[string]extract.Note {
	out := map[string]extract.Note{}
	with := func(way string, change func(*extract.Note)) {
		bad := n
		change(&bad)
		out[way] = bad
	}
	for _, k := range all { // another party of the story that acts elsewhere
		name, _, _ := strings.Cut(strings.Join(k.Actor, "|"), "|")
		if !regexp.MustCompile(`[\\()\[\]?.*+]`).MatchString(name) && !regexp.MustCompile("(?i)"+regexp.QuoteMeta(name)).MatchString(n.Quote) && name != "" {
			with("another actor", func(n *extract.Note) { n.Actor = name })
			break
		}
	}
	rank := slices.Index(knowledge.Stances[:], n.Stance)
	if n.Stance != knowledge.Declined && rank > 0 {
		with("a firmer stance", func(n *extract.Note) { n.Stance = knowledge.Stances[rank-1] })
		with("signed", func(n *extract.Note) { n.Stance = knowledge.Signed })
	}
	with("the contrary", func(n *extract.Note) {
		if n.Stance = knowledge.Declined; rank == 5 {
			n.Stance = knowledge.Pledged
		}
	})
	if other.Quote != n.Quote {
		with("a quote of another passage", func(n *extract.Note) { n.Quote = other.Quote })
	}
	with("an altered quote", func(n *extract.Note) { n.Quote = strings.Replace(n.Quote, " ", " not ", 1) })
	with("an invention", func(n *extract.Note) { n.Undertaking += " and a moon base" })
	with("said by somebody", func(n *extract.Note) { n.SaidBy = "The Martian Herald" })
	with("a condition", func(n *extract.Note) { n.Condition = "if Mars agrees" })
	with("nothing undertaken", func(n *extract.Note) { n.Undertaking = "" })
	return out
}

func lines(t *testing.T, path string) (out []known) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var k known
		if err := json.Unmarshal(sc.Bytes(), &k); err == nil {
			out = append(out, k)
		}
	}
	return out
}
