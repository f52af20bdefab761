package sources

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
)

// collect reads a source to its end.
func collect(t *testing.T, s *FileSource) (got []knowledge.Article, errs []string) {
	t.Helper()
	n := 0
	for a, err := range s.Articles(t.Context()) {
		n++
		if err != nil {
			errs = append(errs, err.Error())
			if !cmp.Equal(a, knowledge.Article{}) {
				t.Errorf("an article comes with the error %v", err)
			}
			continue
		}
		got = append(got, a)
	}
	if n != s.Len() {
		t.Errorf("Len is %d, %d items came", s.Len(), n)
	}
	return got, errs
}

func date(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestGoodFiles(t *testing.T) {
	t.Parallel()
	const french = "Le conseil général a décidé vendredi que le bac circulerait tout l'hiver, après une longue querelle entre les élus de l'île et la société exploitante.\n\n" +
		"La société a déclaré qu'elle était prête à signer avant Pâques, à condition que les tarifs soient révisés chaque année."
	want := []knowledge.Article{
		{ID: "cp1252", Title: "Le bac circulera tout l'hiver", Language: "fr", Text: french},
		{
			ID: "harbour-fees", Title: "Harbour fees: a truce", Publisher: "The Sound Gazette", URL: "https://gazette.example/fees",
			Published: date("2026-01-06"), Brief: true, Language: "en",
			Text: "The harbour board and the fishermen have agreed on lower fees, both said on Tuesday.\n\nThe fees fall by a tenth in March.",
		},
		{
			ID: "latin1", Title: "Der Fährverkehr bleibt bestehen", Language: "de",
			Text: "Die Fähre fährt auch im nächsten Winter, beschloß der Kreistag am Freitag mit großer Mehrheit nach langer und zäher Aussprache.\n\n" +
				"Künftig gelten für Schüler ermäßigte Preise, erklärte die Sprecherin der Reederei, die sich über den Beschluß erfreut äußerte.",
		},
		{
			ID: "noted", Title: "Lighthouse to be sold", Language: "en",
			Text: "The lighthouse will be sold to its keepers, the coast office said on Monday.\n\n## Terms\n\n" +
				"- They may not raise the rent before 2030\n- The lamp stays with the state",
		},
		{
			ID: "https://gazette.example/ferry?id=7", Title: "Island ferry to run all winter & spring", Publisher: "The Sound Gazette",
			URL: "https://gazette.example/ferry?id=7", Published: date("2025-03-14"), Language: "en",
			Text: "The county will keep the island ferry running through the winter, its council decided on Friday by nineteen votes to four, ending a dispute that had lasted for two years and split the islanders.\n\n" +
				"Under the decision the operator receives a yearly grant, provided that it keeps fares at the present level, the council's leader, Mona Example, told a meeting in the school hall.\n\n" +
				"## What changes\n\n- Six crossings a day from November\n- Bicycles travel free of charge\n\n" +
				"| Season | Crossings |\n|---|---|\n| Winter | 6 |\n| Summer | 11 |\n\n" +
				"> We have waited long enough for this, and now we will hold them to it.\n\n" +
				"The operator said that it was willing to sign before Easter, although the wording of the clause on fares, which its lawyers still have to examine, might need another round of talks.",
		},
		{
			ID: "plain", Title: "Wind farm plan sent back to the council", Language: "en",
			Text: "The plan for a wind farm north of the island was sent back to the council\non Thursday. The court said that the birds had been counted in the wrong\nmonth and that the count has to be done again.\n\nThe owner will appeal.",
		},
		{ID: "short", Title: "short", Language: "und", Text: "The pier opens on Sunday."},
		{ID: "utf16", Title: "Le bac circulera tout l'hiver", Language: "fr", Text: french},
	}
	for name, s := range map[string]*FileSource{
		"files": Files(filepath.Join("testdata", "good")),
		"fs":    FS(os.DirFS(filepath.Join("testdata", "good"))),
	} {
		got, errs := collect(t, s)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(errs) > 0 {
			t.Errorf("%s: %q", name, errs)
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	got, errs := collect(t, FS(os.DirFS(filepath.Join("testdata", "bad"))))
	if len(got) > 0 {
		t.Errorf("articles came: %v", got)
	}
	want := []string{
		"blank.txt: is empty; give it the text of an article or leave it out",
		"clutter.txt: has no article text left after cleaning; check that it holds sentences, not only headlines or links",
		"date.md: has bad front matter: line 3: published: \"some time in spring\" is not a date that can be read; write it as 2026-12-31",
		"either.md: has bad front matter: line 4: date: \"03/04/2026\" could be day/month or month/day; write it as 2026-12-31",
		"mixed.txt: is not UTF-8 and its character set could not be told; save it as UTF-8",
		"picture.txt: is not text (image/png); give Markdown, plain text or HTML",
		"quote.md: has bad front matter: line 2: could not find end character of double-quoted text; write `key: value` lines and put values with : or # in quotes",
		"unclosed.md: has bad front matter: line 1 opens it with --- and no later line closes it; add a --- line",
		"words.md: has bad front matter: line 2: it is not made of `key: value` lines",
	}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestWalk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	one := write("in/b/one.md", "The mill opens again on Monday.")
	write("in/a.TXT", "The mill closes again on Friday.")
	write("in/.hidden/x.md", "Nobody reads this sentence here.")
	write("in/.y.md", "Nobody reads this sentence here.")
	write("in/data.csv", "a,b")
	named := write("note.log", "The mill was sold on Tuesday.")
	twin := write("twin/one.md", "The mill burned down on Sunday.")
	empty := filepath.Dir(write("empty/data.csv", "a,b"))
	link(filepath.Join(dir, "in"), "in/b/loop")
	link(filepath.Join(dir, "gone"), "in/c.md")
	in := filepath.Join(dir, "in")

	// one is reached by its folder and by its name, and read once.
	got, errs := collect(t, Files(in, one, named, twin, empty, filepath.Join(dir, "missing")))
	var ids []string
	for _, a := range got {
		ids = append(ids, a.ID)
	}
	if diff := cmp.Diff([]string{"a", "one", "note"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	real, err := filepath.EvalSymlinks(in)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		filepath.Join(in, "b", "loop") + ": is a link that leads back to the folder it is in (" + real + "); remove the link",
		filepath.Join(in, "c.md") + ": does not exist; check the spelling of the path",
		twin + ": has the id \"one\", which " + one + " has already; give one of them another `id:` in its front matter",
		empty + ": holds no articles; they are files that end in .md, .markdown, .txt, .html or .htm",
		filepath.Join(dir, "missing") + ": does not exist; check the spelling of the path",
	}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	p := filepath.Join(t.TempDir(), "shut.md")
	if err := os.WriteFile(p, []byte("The mill opens again."), 0); err != nil {
		t.Fatal(err)
	}
	_, errs := collect(t, Files(p))
	if len(errs) != 1 || !strings.Contains(errs[0], "may not be read") {
		t.Errorf("errors: %q", errs)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	text := "The mill opens again on Monday."
	fsys := fstest.MapFS{"a.md": {Data: []byte(text)}, "b.md": {Data: []byte(text + ".")}}
	s := FS(fsys)
	s.Limit = int64(len(text))
	got, errs := collect(t, s)
	if len(got) != 1 || got[0].ID != "a" {
		t.Errorf("articles: %v", got)
	}
	want := []string{"b.md: is larger than the limit of 31 bytes; split it, or raise the limit"}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	fsys := fstest.MapFS{"a.md": {Data: []byte("The mill opens again.")}, "b.md": {Data: []byte("The mill closes again.")}}
	var got []error
	for _, err := range FS(fsys).Articles(ctx) {
		got = append(got, err)
		cancel()
	}
	if len(got) != 2 || got[0] != nil || !errors.Is(got[1], context.Canceled) {
		t.Errorf("errors: %v, want none and then the context's", got)
	}
}
