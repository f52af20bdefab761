package extract

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

// voices is what the layout of an Article tells of its passages: who speaks in them without being said to, and whom a
// clipped sentence is about that names nobody.
type voices struct {
	skip  map[int]int           // bytes of a time or a speaker's name before the sentence
	voice map[int]parties.Party // who speaks: "Lund: We will pay", the answers of an interview
	topic map[int]parties.Party // "Norway. Will pay.": whom the passages of a paragraph are about
}

var (
	timeMark  = regexp.MustCompile(`^(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?(?:[ap]\.?m\.?|GMT|CET|EST|UTC))?(?:\s*[:–—-])?\s+`)
	labelMark = regexp.MustCompile(`^((?:\p{Lu}[\p{L}.'’-]*)(?:\s+(?:\p{Lu}[\p{L}.'’-]*|of|the|and|de|da|van|al)){0,4})(?:\s*\([^)]{2,60}\))?:\s+`)
)

// hear finds the voices of an Article. People must have been learned from its sentences as they stand.
func (r *reader) hear() {
	r.skip, r.voice, r.topic = map[int]int{}, map[int]parties.Party{}, map[int]parties.Party{}
	labels := map[string]int{}
	first := func(i int) bool { return i == 0 || r.passages[i-1].Paragraph != r.passages[i].Paragraph }
	for i, p := range r.passages {
		if r.parsed[i] == nil || !first(i) {
			continue
		}
		text := r.text(i)
		if m := timeMark.FindString(text); m != "" && len(m) < len(text) && p.Kind != news.Row {
			r.skip[i] = len(m)
		}
		if m := labelMark.FindStringSubmatch(text); m != nil {
			labels[m[1]]++
		}
	}
	asked, firsts := r.interviewed()
	var voice, topic parties.Party
	answering, answered := false, false
	for i := range r.passages {
		if r.parsed[i] == nil {
			continue
		}
		text := r.text(i)
		if first(i) {
			voice, topic = parties.Party{}, parties.Party{}
			if m := labelMark.FindStringSubmatch(text[r.skip[i]:]); m != nil {
				if who, ok := r.labelled(m[1]); ok && (labels[m[1]] > 1 || who.Person != "") {
					voice = who
					r.skip[i] += len(m[0])
				} else if labels[m[1]] > 1 {
					voice = parties.Party{Key: "person:" + parties.Surname(m[1]), Name: m[1], Person: m[1]}
					r.skip[i] += len(m[0])
				}
			} else if ask := strings.HasSuffix(r.text(r.lastOf(i)), "?"); !ask && firsts > 2 && asked.Known() && answering && !strings.HasPrefix(text, `"`) && !strings.HasPrefix(text, "“") {
				voice = asked
			}
			last := r.lastOf(i)
			ask := strings.HasSuffix(r.text(last), "?") || answered && last <= i+1 && r.passages[last].End-r.passages[i].Start < 160 && !r.firstPerson(i, last)
			answered = voice.Known() && !ask
			if answering = ask || answered; ask && voice == asked {
				voice = parties.Party{}
			}
			topic = r.paragraphOf(i)
		}
		r.voice[i], r.topic[i] = voice, topic
	}
	for i, n := range r.skip {
		if n > 0 {
			r.parsed[i] = english.Parse(r.text(i)[n:])
		}
	}
}

func (r *reader) text(i int) string { return r.article.Text[r.passages[i].Start:r.passages[i].End] }

// lastOf gives the last passage of the paragraph that passage i opens.
func (r *reader) lastOf(i int) int {
	n := i
	for n+1 < len(r.passages) && r.passages[n+1].Paragraph == r.passages[i].Paragraph {
		n++
	}
	return n
}

// labelled gives whom the name before a colon means.
func (r *reader) labelled(name string) (parties.Party, bool) {
	if f := strings.Fields(name); len(f) > 0 {
		if pl, n, ok := gazetteer.Match(f, 0); ok && n == len(f) {
			return parties.Party{Key: pl.Code, Name: pl.Name}, true
		}
	}
	if pr, ok := r.people.Find(name); ok {
		return pr.Party(), true
	}
	for _, pr := range r.people { // by the first name
		if f := strings.Fields(pr.Name); len(f) > 1 && f[0] == name {
			return pr.Party(), true
		}
	}
	return parties.Party{}, false
}

// interviewed gives who answers in an Article that is an interview: the first person it names, where it speaks of "I"
// outside quotation marks in the paragraphs after questions. It counts those sentences.
func (r *reader) interviewed() (who parties.Party, firsts int) {
	questions, quotes := 0, 0
	for i, p := range r.parsed {
		if p == nil {
			continue
		}
		if strings.HasSuffix(p.Text, "?") && len(p.Text) < 160 {
			questions++
		}
		if strings.ContainsAny(p.Text, `"“`) {
			quotes++
		}
		if r.firstPerson(i, i) {
			firsts++
		}
		if who.Known() || r.passages[i].Paragraph > r.passages[0].Paragraph+6 {
			continue
		}
		for _, ph := range p.Phrases {
			if ph.Kind != english.NounPhrase || who.Known() {
				continue
			}
			toks := p.Tokens[ph.Start:ph.End]
			if from, to := parties.NameRun(parties.BeforeOf(toks)); from < to {
				if pr, ok := r.people.Find(english.JoinTokens(toks[from:to])); ok {
					who = pr.Party()
				} else if _, _, name, ok := parties.NameAndTitle(parties.BeforeOf(toks)); ok && len(strings.Fields(name)) > 1 {
					who = parties.Party{Key: "person:" + parties.Surname(name), Name: name, Person: name}
				}
			}
		}
	}
	if questions < 3 {
		return parties.Party{}, 0
	}
	return who, firsts
}

// firstPerson says whether passages from..to speak of "I" outside quotation marks.
func (r *reader) firstPerson(from, to int) bool {
	for i := from; i <= to; i++ {
		p := r.parsed[i]
		if p == nil {
			continue
		}
		for j, t := range p.Tokens {
			if t.Text == "I" && t.Tag == "PRP" && !strings.ContainsAny(p.TokenSpan(0, j), `"“`) {
				return true
			}
		}
	}
	return false
}

// paragraphOf gives the party that stands by itself before the sentences of a paragraph: "Norway. Will pay."
func (r *reader) paragraphOf(i int) parties.Party {
	text := strings.TrimSpace(strings.TrimLeft(r.text(i), "•*–- "))
	name, ok := strings.CutSuffix(text, ".")
	if !ok || r.lastOf(i) == i {
		return parties.Party{}
	}
	f := strings.Fields(name)
	if len(f) > 1 && strings.EqualFold(f[0], "the") {
		f = f[1:]
	}
	if len(f) == 0 || len(f) > 5 {
		return parties.Party{}
	}
	if pl, n, ok := gazetteer.Match(f, 0); ok && n == len(f) {
		return parties.Party{Key: pl.Code, Name: pl.Name}
	}
	if english.FunctionWord(strings.ToLower(f[0])) || english.TimeWord(strings.ToLower(f[len(f)-1])) {
		return parties.Party{}
	}
	for _, w := range f {
		if !english.IsCapital(w) {
			return parties.Party{}
		}
	}
	if pr, ok := r.people.Find(name); ok {
		return pr.Party()
	}
	if len(f) < 2 {
		return parties.Party{}
	}
	return parties.Party{Key: "group:" + english.Fold(strings.Join(f, " ")), Name: strings.Join(f, " ")}
}
