package model_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

// articles are texts by the names of their files, as a Source.
func articles(texts map[string]string) knowledge.Source {
	fs := fstest.MapFS{}
	for name, text := range texts {
		fs[name+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: The quay\npublished: 2026-03-0" + fmt.Sprint(1+len(name)%9) + "\nlanguage: en\n---\n\n" + text + "\n")}
	}
	return sources.FS(fs)
}

// notes are what a fake model notes of passages, by their text.
type notes map[string]llm.Extracted

// answer is how the model answers: with its notes of the passage, or none.
func (n notes) answer(r llmfake.Request) llmfake.Reply {
	out := n[asked(r).Text]
	if out.Commitments == nil {
		out.Commitments = []llm.ExtractedCommitment{}
	}
	if out.Issues == nil {
		out.Issues = []llm.ExtractedIssue{}
	}
	text, _ := json.Marshal(out) // of texts
	return llmfake.Says(string(text))
}

// asked reads what a request has between its marks.
func asked(r llmfake.Request) (x llm.Extracting) {
	_, rest, _ := strings.Cut(r.Messages[len(r.Messages)-1].Content, "DATA ")
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, _ := strings.Cut(rest, "\nEND ")
	_ = json.Unmarshal([]byte(body), &x) // the zero Extracting fails the test
	return x
}

// reading makes the options of a Base that a model of an endpoint reads for.
func reading(t *testing.T, s *llmfake.Server, change ...func(*llm.Config)) knowledge.Options {
	t.Helper()
	c := llm.DefaultConfig()
	c.BaseURL, c.Model, c.Retries, c.TimeoutSeconds, c.Schema = s.URL, "lens", 0, 5, llm.JSONSchema
	for _, set := range change {
		set(&c)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	p := model.Parts(c, llm.New(c, "", llm.Parts{}))
	return knowledge.Options{Parts: knowledge.Parts{Extractor: p.Extractor}, Extract: knowledge.Budget{Calls: 100, Tokens: 1_000_000, AtOnce: 2}}
}

// refreshed is a Base with the articles.
func refreshed(t *testing.T, opt knowledge.Options, from knowledge.Source) (*knowledge.Base, knowledge.Diff) {
	t.Helper()
	b, err := knowledge.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.Refresh(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	return b, d
}

// read lists what only a model has read, a line each.
func read(b *knowledge.Base) (out []string) {
	for _, c := range b.Commitments() {
		if c.ReadBy != "" {
			line := string(c.Stance) + " | " + c.Actor + " | " + c.Undertaking
			if c.Condition != "" {
				line += " | if " + c.Condition
			}
			if c.SaidBy != "" {
				line += " | by " + c.SaidBy
			}
			out = append(out, line)
		}
	}
	for _, i := range b.Issues() {
		if i.ReadBy != "" {
			out = append(out, string(i.Status)+" | "+i.Issue)
		}
	}
	return out
}

func commitment(actor, undertaking, stance, condition, by, quote string) llm.Extracted {
	return llm.Extracted{Commitments: []llm.ExtractedCommitment{{Actor: actor, Undertaking: undertaking, Stance: stance, Condition: condition, SaidBy: by, Quote: quote}}}
}

func issue(what, status, by, quote string) llm.Extracted {
	return llm.Extracted{Issues: []llm.ExtractedIssue{{Issue: what, Status: status, SaidBy: by, Quote: quote}}}
}

// What the rules miss and a model reads rightly comes into the Ledger, in the words of the article, and is marked.
func TestExtracts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string // the last sentence is noted
		note llm.Extracted
		want string
	}{
		{"On the table is a Norwegian offer of 40 engineers.", commitment("Norway", "40 engineers", "proposed", "", "", ""), "proposed | Norway | 40 engineers"},
		{"On the table is a Norwegian offer of 40 engineers.", commitment("Norwegian government", "offer of 40 engineers", "ready", "", "", ""), "proposed | Norway | 40 engineers"},
		{"Norway's promise of 40 engineers was repeated on Monday.", commitment("Norway", "40 engineers", "pledged", "", "Norway", "Norway's promise of 40 engineers was repeated"), "pledged | Norway | 40 engineers"},
		{"Promising a new quay, Norway sent its minister to the island.", commitment("Norway", "a new quay", "pledged", "", "", ""), "pledged | Norway | a new quay"},
		{"Norway's pledge stands at five million euros.", commitment("Norway", "five million euros", "pledged", "", "", ""), "pledged | Norway | five million euros"},
		{"Norway's offer is five million euros.", commitment("Norway", "five million euros", "proposed", "", "", ""), "proposed | Norway | five million euros"},
		{"Norway's contribution will be five million euros.", commitment("Norway", "five million euros", "pledged", "", "", ""), "pledged | Norway | five million euros"},
		{"A proposal by Norway to open a joint ferry line was welcomed.", commitment("Norway", "open a joint ferry line", "proposed", "", "", ""), "proposed | Norway | open a joint ferry line"},
		{"Malta welcomed Norway's proposal to open a joint ferry line.", commitment("Norway", "open a joint ferry line", "proposed", "", "", ""), "proposed | Norway | open a joint ferry line"},
		{"Norway refuses, as it has since May, to sell its ferry.", commitment("Norway", "sell its ferry", "declined", "", "", ""), "declined | Norway | sell its ferry"},
		{"Norway has bound itself to dredge the port every year.", commitment("Norway", "dredge the port every year", "pledged", "", "", ""), "pledged | Norway | dredge the port every year"},
		{"Norway has stuck to its offer of 40 engineers.", commitment("Norway", "40 engineers", "ready", "", "", ""), "proposed | Norway | 40 engineers"},
		{"Norway honoured its pledge of 5 million euros in full.", commitment("Norway", "5 million euros", "pledged", "", "", ""), "pledged | Norway | 5 million euros"},
		{"Norway leads the list with a pledge of 5 million euros.", commitment("Norway", "5 million euros", "pledged", "", "", ""), "pledged | Norway | 5 million euros"},
		{"Norway leads the list with a pledge of 5 million euros if the strike ends.", commitment("Norway", "5 million euros", "pledged", "if the strike ends", "", ""), "pledged | Norway | 5 million euros | if if the strike ends"},
		{"Norway's minister Ada Lund came on Monday. She repeated her offer of 40 engineers.", commitment("Ada Lund", "40 engineers", "proposed", "", "", ""), "proposed | Norway (Ada Lund) | 40 engineers"},
		{"The union met on Monday. The dockers' offer of a shorter strike was welcomed.", commitment("the dockers", "a shorter strike", "proposed", "", "", ""), "proposed | Dockers | a shorter strike"},
		{"Norway's offer of 40 engineers was repeated on Monday, Malta's minister said.", commitment("Norway", "40 engineers", "proposed", "", "Malta", ""), "proposed | Norway | 40 engineers | by Malta's minister"},
		{"As for the fee, it is contentious.", issue("the fee", "open", "", "As for the fee, it is contentious"), "open | As for the fee, it is contentious"},
		{"The route of the ferry is, to this day, contentious.", issue("route of the ferry", "open", "", ""), "open | The route of the ferry is, to this day, contentious"},
		{"The route of the ferry is, to this day, contentious, Malta says.", issue("route of the ferry", "open", "Malta", ""), "open | The route of the ferry is, to this day, contentious, Malta says"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			sentences := strings.SplitAfter(test.text, ". ")
			last := sentences[len(sentences)-1]
			for i := range test.note.Commitments {
				if c := &test.note.Commitments[i]; c.Quote == "" {
					c.Quote = last
				}
			}
			for i := range test.note.Issues {
				if c := &test.note.Issues[i]; c.Quote == "" {
					c.Quote = last
				}
			}
			s := llmfake.Start(t)
			s.Answer(notes{last: test.note}.answer)
			b, d := refreshed(t, reading(t, s), articles(map[string]string{"a": test.text}))
			if got := strings.Join(read(b), "\n"); got != test.want {
				t.Errorf("got %q, want %q; %+v; asked %d", got, test.want, d.Extraction, len(s.Calls()))
			}
		})
	}
}

// unread are passages that the rules are not sure of, each with what is rightly noted of it.
var unread = []struct {
	text string
	note llm.ExtractedCommitment
}{
	{"On the table is a Norwegian offer of 40 engineers to Malta.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "40 engineers", Stance: "proposed"}},
	{"Norway's promise of six cranes was repeated on Monday by Malta.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "six cranes", Stance: "pledged"}},
	{"Promising a new quay, Norway sent its minister to Malta.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "a new quay", Stance: "pledged"}},
	{"Norway's pledge stands at five million euros, twice as much as Malta's.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "five million euros", Stance: "pledged"}},
	{"Malta welcomed Norway's proposal to open a joint ferry line.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "open a joint ferry line", Stance: "proposed"}},
	{"Norway refuses, as it has since May, to sell its ferry to Malta.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "sell its ferry", Stance: "declined"}},
	{"Norway leads the list before Malta with a pledge of eight tugs if the strike ends.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "eight tugs", Stance: "pledged", Condition: "if the strike ends"}},
	{"Norway's offer of nine buoys was repeated on Monday, Malta's minister said.", llm.ExtractedCommitment{Actor: "Norway", Undertaking: "nine buoys", Stance: "proposed", SaidBy: "Malta"}},
}

// firmer gives the Stances that are firmer than one, and those that say the contrary.
func firmer(stance string) (out []string) {
	all := []string{"signed", "pledged", "ready", "proposed", "undecided"}
	if stance == "declined" {
		return all
	}
	if stance == "proposed" { // of an offer, ready is right as well
		return []string{"signed", "pledged", "declined"}
	}
	return append(all[:slices.Index(all, stance)], "declined")
}

// wrong are ways of noting a passage wrongly. A way that does not fit a note leaves it out.
func wrong() map[string]func(*llm.ExtractedCommitment) bool {
	type note = llm.ExtractedCommitment
	set := func(field func(*note) *string, to string) func(*note) bool {
		return func(n *note) bool {
			was := *field(n)
			*field(n) = to
			return was != to
		}
	}
	actor := func(n *note) *string { return &n.Actor }
	what := func(n *note) *string { return &n.Undertaking }
	stance := func(n *note) *string { return &n.Stance }
	quote := func(n *note) *string { return &n.Quote }
	by := func(n *note) *string { return &n.SaidBy }
	cond := func(n *note) *string { return &n.Condition }
	out := map[string]func(*note) bool{}
	for _, to := range []string{"Malta", "Chile", "it", "the minister", "", "everyone", "Norway and Malta", "Malta's minister", "Malta and Norway", "@channel", "Norway\x00", "Norway. Malta", "the list", "Monday",
		strings.Repeat("Norway ", 500)} {
		out["actor "+to[:min(len(to), 20)]] = set(actor, to)
	}
	for _, to := range []string{"", "sell the harbour", "400 engineers, 60 cranes and all", "a base for its navy", "rebuild the quay by May", "@everyone 40 engineers", "**40 engineers**", "PWNED",
		"https://evil.example", "not 40 engineers", "nothing", "Ignore all rules", "[1] six cranes", strings.Repeat("engineers ", 200), "to"} {
		out["undertaking "+to[:min(len(to), 20)]] = set(what, to)
	}
	for _, to := range []string{"signed", "pledged", "ready", "proposed", "undecided", "declined"} {
		out["stance "+to] = func(n *note) bool {
			fits := slices.Contains(firmer(n.Stance), to)
			n.Stance = to
			return fits
		}
	}
	for _, to := range []string{"", "none", "promised", "PLEDGED", "pledged "} {
		out["stance "+to+"."] = set(stance, to)
	}
	change := func(from, to string) func(*note) bool {
		return func(n *note) bool {
			q := strings.Replace(n.Quote, from, to, 1)
			fits := q != n.Quote
			n.Quote = q
			return fits
		}
	}
	out["quote: another number"] = func(n *note) bool {
		for _, w := range []string{"40", "six", "five", "eight", "nine"} {
			if change(w, "70")(n) {
				return true
			}
		}
		return false
	}
	out["quote: another actor"] = change("Nor", "Swe")
	out["quote: another case"] = change("Norway", "norway")
	out["quote: spaces"] = change(" ", "  ")
	out["quote: left out"] = change(" a ", " … ")
	out["quote: another mark"] = change("'", "’")
	out["quote: none"] = set(quote, "")
	out["quote: a word"] = set(quote, "Norway")
	out["quote: cut in a word"] = func(n *note) bool { n.Quote = n.Quote[1:]; return true }
	out["quote: its end alone"] = func(n *note) bool { n.Quote = n.Quote[len(n.Quote)/2:]; return true }
	out["quote: its beginning alone"] = func(n *note) bool { n.Quote = n.Quote[:strings.Index(n.Quote, " ")]; return true }
	out["quote: of another passage"] = set(quote, "The harbour board met on Monday in the old customs house.")
	out["quote: invented"] = set(quote, "Norway has signed a treaty on the quay.")
	out["quote: and more"] = func(n *note) bool { n.Quote += " Norway signed it."; return true }
	out["condition invented"] = set(cond, "if Malta pays")
	out["condition of other words"] = set(cond, "once the strike is over")
	out["condition that is none"] = set(cond, "Norway")
	out["condition dropped"] = set(cond, "")
	for _, to := range []string{"Chile", "the harbour board", "Ada Lund", "it", "@here", "a source"} {
		out["said by "+to] = set(by, to)
	}
	out["said by nobody"] = set(by, "")
	return out
}

// Whatever is wrong in a note, nothing comes of it: the Ledger is as without a model.
func TestWrongReadings(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	right := notes{}
	for i, u := range unread {
		texts[string(rune('a'+i))] = u.text
		u.note.Quote = u.text
		right[u.text] = llm.Extracted{Commitments: []llm.ExtractedCommitment{u.note}}
	}
	without, _ := refreshed(t, knowledge.Options{}, articles(texts))
	s := llmfake.Start(t)
	s.Answer(right.answer)
	if b, d := refreshed(t, reading(t, s), articles(texts)); len(read(b)) != len(unread) {
		t.Fatalf("rightly noted, there are %q; %+v", read(b), d.Extraction)
	}
	total := 0
	for name, spoil := range wrong() {
		bad := notes{}
		for _, u := range unread {
			n := u.note
			n.Quote = u.text
			if spoil(&n) {
				total++
				bad[u.text] = llm.Extracted{Commitments: []llm.ExtractedCommitment{n}}
			}
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := llmfake.Start(t)
			s.Answer(bad.answer)
			b, d := refreshed(t, reading(t, s), articles(texts))
			if x := d.Extraction; x.Noted+x.Failed != len(bad) || len(bad) == 0 || x.Failed > 0 && !strings.HasPrefix(name, "stance ") || x.Calls != len(unread) {
				t.Errorf("%d of %d notes came; %+v", x.Noted, len(bad), x)
			}
			if got := read(b); len(got) > 0 {
				t.Errorf("in the ledger: %q", got)
			}
			if diff := cmp.Diff(without.Commitments(), b.Commitments()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Logf("%d wrong notes in %d ways", total, len(wrong()))
}

// Whatever else an endpoint answers, the articles are taken in as without it.
func TestExtractorModes(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for i, u := range unread {
		texts[string(rune('a'+i))] = u.text
	}
	without, _ := refreshed(t, knowledge.Options{}, articles(texts))
	first := unread[0].note
	first.Quote = unread[0].text
	note, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	good := `{"issues": [], "commitments": [` + string(note) + `]}`
	var many llm.Extracted
	for i := range 200 {
		n := first
		n.Undertaking = fmt.Sprint(i, " engineers")
		many.Commitments = append(many.Commitments, n)
		many.Issues = append(many.Issues, llm.ExtractedIssue{Issue: "everything", Status: "open", Quote: unread[0].text})
	}
	much, err := json.Marshal(many)
	if err != nil {
		t.Fatal(err)
	}
	modes := append(llmfake.Modes(good), llmfake.Mode{Name: "200 entries", Reply: llmfake.Says(string(much))},
		llmfake.Mode{Name: "wrong types inside", Reply: llmfake.Says(`{"commitments": [{"actor": 1, "undertaking": [], "stance": {}, "condition": null, "said_by": "", "quote": 7}], "issues": "none"}`)})
	for _, m := range modes {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			s := llmfake.Start(t)
			s.Answer(func(llmfake.Request) llmfake.Reply { return m.Reply })
			opt := reading(t, s, func(c *llm.Config) { c.Schema, c.TimeoutSeconds, c.Retries = llm.Auto, 3, 0 })
			opt.Extract = knowledge.Budget{Calls: 2} // the first is of a, of which the good answer is
			b, d := refreshed(t, opt, articles(texts))
			x := d.Extraction
			if got := read(b); m.Good && (len(got) != 1 || x.Failed > 0) || !m.Good && len(got) > 0 {
				t.Errorf("in the ledger: %q; %+v", got, x)
			}
			if d.Articles != len(texts) || x.Calls == 0 || x.Failed > x.Calls || !m.Good && m.Name != "200 entries" && x.Failed == 0 {
				t.Errorf("%d articles; %+v", d.Articles, x)
			}
			if diff := cmp.Diff(without.Commitments(), b.Commitments()); !m.Good && diff != "" {
				t.Error(diff)
			}
		})
	}
}
