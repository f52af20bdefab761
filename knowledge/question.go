package knowledge

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
)

//go:embed words/questions.txt
var questionWords string

var asks = sync.OnceValue(func() map[string]map[string]bool { return english.Classes(joinContinued(questionWords)) })

// joinContinued joins lines that begin with a tab to the one before.
func joinContinued(s string) string { return strings.ReplaceAll(s, "\n\t", " ") }

// About separates what a follow-up asks from the question it goes on from, in Question.Understood.
const About = " — about: "

// wanted is the kind of thing a question asks for; a passage without one cannot answer it.
type wanted uint8

const (
	wantText   wanted = iota
	wantCount         // how many X
	wantSum           // how much
	wantTime          // when, by what year
	wantPlace         // where
	wantWho           // who, which country
	wantReason        // why
	wantYesNo         // did, is, will
)

// kind is the shape of the answer.
type kind uint8

const (
	factual     kind = iota // one thing
	several                 // a list of things: who all, which countries, what priorities
	commitments             // what parties undertake
	issuesKind              // what is open or settled
	comparing               // two sources or reports side by side
	changing                // how something developed
)

// inquiry is a question taken apart.
type inquiry struct {
	text     string // what is asked, without remarks and what a follow-up is about
	all      string
	about    string // the question that a follow-up goes on from; "" for none
	want     wanted
	kind     kind
	concepts []concept
	of       []string     // what is counted or asked for: "troops" in "how many troops", analysed
	ofWhat   []string     // "polystyrene" in "how many tons of polystyrene", analysed
	sources  map[int]bool // entries of a publisher that the question names
	parties  []int        // concepts that are states or persons
	query    index.Query
	whatNoun string   // head of "what KIND", "which KIND"
	role     []string // "who is the chief executive": the office asked for, analysed
	done     string   // verb of what is asked about as done: "has been paid", "have recruited"
	passive  string   // verb of "has been paid": what answers tells of that
	matter   bool     // it names something of its own, beside what it goes on from
	recent   float64  // weight on what is new; below 0 for what was first
	future   bool     // asks when something will be
	year     bool     // asks for a year
	share    bool     // a share answers "how much"
	money    bool     // it speaks of money
	conds    bool     // asks on what something depends
	subject  string   // the word for what a "when" or "where" is asked about; "" for none
	listed   bool     // names several parties, and something of each may be asked
	measured string   // "rate" in "what is the interest rate"
	person   bool     // asks which of several people, by their office
	strange  bool     // names a thing that no article does
	open     bool     // asks for what is open rather than settled
	means    *near    // what vectors say; nil: words alone are looked at
}

// inquire takes a question apart against what the state knows of people, publishers and words.
func (st *state) inquire(q Question) inquiry {
	text := spellOut(cmp.Or(q.Understood, q.Text))
	main, about, _ := strings.Cut(text, About)
	follows := about
	// what follows the question is remark: "Is it firm? Reports seem to differ."
	if ask, rest, ok := strings.Cut(main, "?"); ok && strings.TrimSpace(rest) != "" && len(strings.Fields(ask)) > 3 {
		main, about = ask+"?", strings.TrimSpace(rest)+" "+about
	}
	in := inquiry{text: main, all: text, about: follows, sources: map[int]bool{}}
	p := english.Parse(main)
	st.findSources(&in, main)
	in.addConcepts(st, p, false)
	if about != "" {
		in.addConcepts(st, english.Parse(about), true)
	}
	in.classify(p)
	in.subject = subjectWord(p)
	for _, c := range in.concepts {
		in.matter = in.matter || !c.soft && !c.light
		in.strange = in.strange || !c.known && (c.noun || c.verb && in.want == wantYesNo && in.kind == factual) && !c.soft && !c.light && c.frame == ""
	}
	st.weigh(&in)
	required := 0
	for _, c := range in.concepts {
		if c.required() {
			required++
		}
	}
	in.listed = required >= listedParties && in.want != wantYesNo
	return in
}

// findSources finds publishers named in a question: "what politico and econotimes say".
func (st *state) findSources(in *inquiry, text string) {
	words := strings.Fields(squash(text))
	for i := range words {
		for n := min(5, len(words)-i); n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			for _, e := range st.reg.sources[name] {
				in.sources[e] = true
			}
		}
	}
	if len(in.sources) == 0 {
		for name, es := range st.reg.sources { // written in one word: "econotimes", "bnetwork"
			if joined := strings.ReplaceAll(name, " ", ""); joined != name && slices.Contains(words, joined) {
				for _, e := range es {
					in.sources[e] = true
				}
			}
		}
	}
	if len(in.sources) == len(st.entries) {
		clear(in.sources)
	}
}

// squash folds a text and keeps letters and digits between single spaces.
func squash(s string) string {
	return strings.Join(strings.FieldsFunc(english.Fold(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f) }), " ")
}

func (in *inquiry) isSourceWord(st *state, w string) bool {
	for i := range in.sources {
		for f := range strings.FieldsSeq(squash(st.entries[i].article.Publisher)) {
			if f == w {
				return true
			}
		}
		if strings.ReplaceAll(squash(st.entries[i].article.Publisher), " ", "") == w {
			return true
		}
	}
	return false
}

// spellOut writes out what people abbreviate.
func spellOut(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if full, ok := typed[strings.ToLower(strings.Trim(w, "?,."))]; ok {
			words[i] = full
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// typed are words as people type them in a hurry.
var typed = map[string]string{"ppl": "people", "govt": "government", "gov": "government", "intl": "international", "mins": "ministers", "pls": "please", "abt": "about"}

// weigh sets the concepts' weights and the query for the index.
func (st *state) weigh(in *inquiry) {
	in.query.Weights = map[string]float64{}
	seen := map[string]bool{}
	out := in.concepts[:0]
	for _, c := range in.concepts {
		key := c.word + c.code
		if seen[key] {
			continue
		}
		seen[key] = true
		c.weight = 1e9
		for t, s := range c.terms {
			if s == 1 {
				c.weight = min(c.weight, st.words.IDF(t))
			}
			if st.words.Has(t) {
				c.known = true
			}
		}
		if c.weight == 1e9 {
			c.weight = st.words.IDF("\x00")
		}
		c.weight = math.Pow(min(max(c.weight, 1), 6), 0.6)
		if asks()["commitment"][c.base] || asks()["position"][c.base] {
			c.asking |= 1
		}
		if asks()["issue"][c.base] {
			c.asking |= 2
		}
		switch {
		case c.light, c.word == in.whatNoun && (asks()["time-noun"][c.base] || asks()["amount-noun"][c.base]), in.kind == changing && asks()["change"][c.base]:
			c.weight *= 0.25
		case c.verb && in.want == wantCount:
			c.weight *= 0.5 // the number of what is asked for says most
		case c.verb:
			c.weight *= 0.8
		}
		if c.when() {
			c.weight *= frameWeight
		}
		if c.soft {
			c.weight *= 0.35
			if c.party() {
				c.weight *= 2
			}
		}
		for _, n := range c.names() {
			c.called = append(c.called, index.Terms(n))
		}
		out = append(out, c)
	}
	in.concepts = out
	for i, c := range in.concepts {
		if c.party() {
			in.parties = append(in.parties, i)
		}
		for t, s := range c.terms {
			w := s
			if s < 1 {
				w *= 0.6
			}
			if c.light {
				w *= 0.3
			}
			if c.soft {
				w *= 0.5
			}
			in.query.Weights[t] = max(in.query.Weights[t], w)
			if s == 1 && !c.soft {
				in.query.Terms = append(in.query.Terms, t)
			}
		}
	}
	slices.Sort(in.query.Terms)
	// the question's own order, for the bonus of neighbouring words
	var ordered []string
	for _, t := range index.Terms(in.text) {
		if slices.Contains(in.query.Terms, t) && !slices.Contains(ordered, t) {
			ordered = append(ordered, t)
		}
	}
	for _, t := range in.query.Terms {
		if !slices.Contains(ordered, t) {
			ordered = append(ordered, t)
		}
	}
	in.query.Terms = ordered
	if len(in.sources) > 0 {
		in.query.Boost = map[int]float64{}
		for i := range in.sources {
			in.query.Boost[i] = 1.5
		}
	}
}
