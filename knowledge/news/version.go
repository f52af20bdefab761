package news

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Version is an earlier text of an Article, of which only is kept what the next one made of it.
type Version struct {
	Hash      string    `json:"hash"` // of its title, day and text
	Title     string    `json:"title"`
	Published time.Time `json:"published"` // zero when the source gave none
	Until     time.Time `json:"until"`     // when the next one took its place, in UTC
	Removed   []string  `json:"removed,omitempty"`
	Added     []string  `json:"added,omitempty"` // sentences that the next one has not, and those that only it has, the first of each, shortened
	More      int       `json:"more,omitempty"`  // such sentences that are not among them
}

// How many Versions of an Article are kept, how many sentences of each kind they tell, and how many letters of one.
const (
	mostVersions    = 20
	mostSentences   = 20
	longestSentence = 500
)

// Revise gives an Article as it takes the place of an earlier text of it, at a time: with the Versions of that and, where its title,
// day or text is another, one more.
func Revise(was, is Article, at time.Time) Article {
	is.Earlier = slices.Clone(was.Earlier)
	if was.Title == is.Title && was.Day() == is.Day() && was.Text == is.Text {
		return is
	}
	h := sha256.Sum256([]byte(was.Title + "\x00" + was.Day() + "\x00" + was.Text))
	v := Version{Hash: hex.EncodeToString(h[:8]), Title: was.Title, Published: was.Published, Until: at.UTC().Truncate(time.Second)}
	var gone, added int
	v.Removed, gone = missing(was, is)
	v.Added, added = missing(is, was)
	v.More = gone + added - len(v.Removed) - len(v.Added)
	is.Earlier = append(is.Earlier, v)
	is.Earlier = is.Earlier[max(0, len(is.Earlier)-mostVersions):]
	return is
}

// missing lists sentences of a that b has not, the first of them, and how many there are.
func missing(a, b Article) (out []string, n int) {
	has := map[string]bool{}
	for _, p := range Split(b) {
		has[strings.Join(strings.Fields(b.Text[p.Start:p.End]), " ")] = true
	}
	for _, p := range Split(a) {
		s := strings.Join(strings.Fields(a.Text[p.Start:p.End]), " ")
		if has[s] {
			continue
		}
		has[s] = true
		if n++; n <= mostSentences {
			out = append(out, shortened(s))
		}
	}
	return out, n
}

func shortened(sentence string) string {
	if r := []rune(sentence); len(r) > longestSentence {
		return string(r[:longestSentence]) + "…"
	}
	return sentence
}

// ToldBy gives of an Article what it told by the end of a day (UTC): its title of then, and its text without the sentences that were
// first there later, spaces in their place, so that the rest stands where it stands. false where what it told is not kept. What it left
// out since is not there.
func ToldBy(a Article, day time.Time) (Article, bool) {
	end := day.AddDate(0, 0, 1)
	n := slices.IndexFunc(a.Earlier, func(v Version) bool { return !v.Until.Before(end) })
	if n < 0 {
		return a, true
	}
	later := a.Earlier[n:]
	if n == 0 && len(a.Earlier) == mostVersions { // there may have been more
		return a, false
	}
	added := map[string]bool{}
	for _, v := range later {
		if v.More > 0 && len(v.Added) == mostSentences {
			return a, false
		}
		for _, s := range v.Added {
			added[s] = true
		}
	}
	text := []byte(a.Text)
	for _, p := range Split(a) {
		if !added[shortened(strings.Join(strings.Fields(a.Text[p.Start:p.End]), " "))] {
			continue
		}
		for i := p.Start; i < p.End; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
	}
	whole := a.Text
	a.Text, a.Title, a.Earlier = string(text), later[0].Title, a.Earlier[:n:n]
	for _, p := range Split(a) { // as it stands where the rest joins up by itself
		if a.Text[p.Start:p.End] != whole[p.Start:p.End] {
			return a, false
		}
	}
	return a, true
}
