package copies_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
	"talksbot/knowledge/sources"
)

// TestLabelled measures how well copies are told from other articles. The set is made from each story by rules that know nothing of it: of
// every article one copy of each kind, and articles of each kind that look like copies and are none. An article is found in a story
// with all its articles and the made ones of one kind. README gives the figures.
func TestLabelled(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../eval/testdata/stories/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for name, dirs := range map[string][]string{"invented": folders[:min(len(folders), labelledStories)], "paris": {"../../../shared/stories/paris"}, "cop30": {"../../../shared/stories/cop30"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := tally{missed: map[string]int{}, read: map[string]*extract.Reading{}}
			var stories [][]news.Article
			for _, dir := range dirs {
				if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
					t.Skipf("%s is not there", dir)
				}
				stories = append(stories, read(t, dir))
			}
			all.add(stories)
			precision := float64(all.found) / float64(all.found+all.wrong)
			recall := float64(all.found) / float64(all.copies)
			t.Logf("%s: precision %.3f (%d of %d found are copies), recall %.3f (%d of %d copies), %d others", name, precision, all.found, all.found+all.wrong, recall, all.found, all.copies, all.others)
			for _, k := range slices.Sorted(maps.Keys(all.missed)) {
				t.Logf("missed or wrong of %q: %d", k, all.missed[k])
			}
			if precision < 0.95 || recall < 0.95 {
				t.Errorf("precision %.3f and recall %.3f, want 0.95 each", precision, recall)
			}
		})
	}
}

type tally struct {
	copies, others, found, wrong int
	missed                       map[string]int              // by kind
	read                         map[string]*extract.Reading // by text
}

func read(t *testing.T, dir string) []news.Article {
	t.Helper()
	var out []news.Article
	for a, err := range sources.Files(filepath.Join(dir, "articles")).Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// add counts what is found in stories that lie together.
func (all *tally) add(stories [][]news.Article) {
	together := slices.Concat(stories...)
	all.count("as it is", together, nil)
	for _, kind := range slices.Sorted(maps.Keys(kindsOfCopy)) {
		set, of := slices.Clone(together), map[int]int{}
		for i, a := range together {
			if text := kindsOfCopy[kind](a.Text); text != a.Text {
				of[len(set)] = i
				set = append(set, printed(a, text))
			}
		}
		all.count(kind, set, of)
	}
	for _, kind := range slices.Sorted(maps.Keys(kindsOfOther)) {
		for from := range 3 {
			var set []news.Article
			for _, story := range stories {
				set = append(set, story[:min(from, len(story))]...)
				for i := from; i < len(story); i += 3 {
					if i+3 > len(story) {
						set = append(set, story[i:]...)
						break
					}
					a := story[i] // what is new in the made one, nobody else has told
					was, text := kindsOfOther[kind](a.Text, story[i+1].Text, story[i+2].Text)
					a.Text = was
					set = append(set, a, printed(a, text))
				}
			}
			all.count(kind, set, nil)
		}
	}
}

// printed is an article as another newspaper prints it on the same day.
func printed(a news.Article, text string) news.Article {
	a.ID, a.Title, a.Publisher, a.URL, a.Text = a.ID+" elsewhere", "What is new", "The Other Paper", "", text
	return a
}

// count looks which articles are found to be one, and holds it against which are made of which.
func (all *tally) count(kind string, set []news.Article, of map[int]int) {
	found := copies.Find(set, all.readings(set))
	source := func(i int) int {
		for found[i].Whole {
			i = found[i].Of
		}
		return i
	}
	for i := range set {
		for j := range i {
			one := source(i) == source(j)
			made, ok := of[i]
			switch isCopy := ok && made == j; {
			case isCopy && one:
				all.copies++
				all.found++
			case isCopy:
				all.copies++
				all.missed[kind]++
			case one:
				all.others++
				all.wrong++
				all.missed[kind]++
			default:
				all.others++
			}
		}
	}
}

// readings are what copies are found by, and no more, each made once.
func (all *tally) readings(articles []news.Article) []*extract.Reading {
	var out []*extract.Reading
	for _, a := range articles {
		rd, ok := all.read[a.Text]
		if !ok {
			rd = &extract.Reading{Passages: news.Split(a)}
			for _, p := range rd.Passages {
				rd.Terms = append(rd.Terms, index.Terms(a.Text[p.Start:p.End]))
			}
			all.read[a.Text] = rd
		}
		out = append(out, rd)
	}
	return out
}

const footer = "\n\nSubscribe to our newsletter to read the stories that matter to you every morning. Additional reporting by our staff and by agencies. Follow us on social media and tell us what you think."

var kindsOfCopy = map[string]func(string) string{
	"another agency tag": func(s string) string {
		return "PORT LUNE, May 3 (Tidewire) - " + s + "\n\n(Reporting by A. Writer; Editing by B. Reader)"
	},
	"half cut":      func(s string) string { return first(s, 0.5) },
	"a brief of it": func(s string) string { return first(s, 0.3) },
	"middle cut": func(s string) string {
		ps := paragraphs(s)
		return strings.Join(slices.Concat(ps[:(len(ps)+2)/3], ps[len(ps)-len(ps)/3:]), "\n\n")
	},
	"reordered": func(s string) string {
		ps := paragraphs(s)
		slices.Reverse(ps)
		return strings.Join(ps, "\n\n")
	},
	"boilerplate":                  func(s string) string { return s + footer },
	"American spelling":            american,
	"British spelling":             british,
	"shorter quotes":               shorterQuotes,
	"other connectives":            otherConnectives,
	"another lead":                 anotherLead,
	"adverbs left out":             func(s string) string { return adverb.ReplaceAllString(s, "") },
	"sentences joined":             func(s string) string { return joined.ReplaceAllString(s, "$1, and the $2") },
	"a word less in each sentence": oneWordLess,
	"a figure corrected":           func(s string) string { return once(figure, s, "97") },
	"tag, spelling, connectives, boilerplate": func(s string) string {
		return "PORT LUNE (Tidewire) - " + american(otherConnectives(s)) + footer
	},
	"lead, quotes, cut": func(s string) string { return shorterQuotes(otherConnectives(anotherLead(first(s, 0.7)))) },
	"reordered, cut, adverbs, British": func(s string) string {
		ps := paragraphs(first(adverb.ReplaceAllString(british(s), ""), 0.7))
		slices.Reverse(ps)
		return strings.Join(ps, "\n\n")
	},
}

// kindsOfOther make of one article and two others of its story that one, perhaps changed, and one which repeats something of it and is no
// copy of it.
var kindsOfOther = map[string]func(s, next, third string) (was, made string){
	"follow-up with background": func(s, next, _ string) (string, string) { return s, next + "\n\n" + within(s, next, 0.45) },
	"follow-up that begins with background": func(s, next, _ string) (string, string) {
		return s, within(s, next, 0.35) + "\n\n" + next
	},
	"live blog that goes on": func(s, next, third string) (string, string) { return s, next + "\n\n" + third + "\n\n" + s },
	"the same boilerplate":   func(s, next, _ string) (string, string) { return s + footer, next + footer },
	"round-up of all": func(s, next, third string) (string, string) {
		return s, first(s, 0.3) + "\n\n" + first(next, 0.3) + "\n\n" + first(third, 0.3)
	},
	"quotes in common": func(s, next, _ string) (string, string) {
		return s, next + "\n\n" + strings.Join(quotation.FindAllString(s, 2), " ")
	},
}
