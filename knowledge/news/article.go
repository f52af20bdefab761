// Package news holds what the program knows of a news item: the Article as published, the Passages it is cut into, and
// the Citation of its words. It knows offsets and layout, and nothing of what the words mean.
package news

import (
	"strings"
	"time"
)

// Article is a news item as published, cleaned of what is not the article.
type Article struct {
	ID        string    `json:"id"` // front-matter id, else canonical address, else file name without ending
	Title     string    `json:"title"`
	Publisher string    `json:"publisher,omitempty"`
	URL       string    `json:"url,omitempty"` // canonical address; "" when unknown
	Published time.Time `json:"published"`     // a day in UTC; zero when the source gives none
	Brief     bool      `json:"brief,omitempty"`
	Language  string    `json:"language"`          // BCP 47, "en" where extraction applies; "und" when unknown
	Earlier   []Version `json:"earlier,omitempty"` // what it was corrected from, the oldest first
	Text      string    `json:"text"`              // valid UTF-8; every offset of the program is a byte offset into it
}

// Day gives the day of publication as YYYY-MM-DD; "" when unknown.
func (a Article) Day() string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Format(time.DateOnly)
}

// Order gives the day by which an Article is put in order: its own, or the month that its address tells; zero when
// neither is known.
func (a Article) Order() time.Time {
	if !a.Published.IsZero() {
		return a.Published
	}
	f := strings.FieldsFunc(a.URL, func(r rune) bool { return r == '/' || r == '-' || r == '?' || r == '_' })
	for i := 0; i+1 < len(f); i++ {
		if len(f[i]) != 4 || len(f[i+1]) != 2 {
			continue
		}
		if t, err := time.Parse("2006/01", f[i]+"/"+f[i+1]); err == nil && t.Year() > 1990 {
			if i+2 < len(f) {
				if d, err := time.Parse("2006/01/02", f[i]+"/"+f[i+1]+"/"+f[i+2]); err == nil {
					return d
				}
			}
			return t.AddDate(0, 1, -1) // some day of that month: its last, so that it does not come before what it tells of
		}
	}
	return time.Time{}
}

// PassageKind says what a Passage is in its Article.
type PassageKind string

const (
	Sentence PassageKind = "sentence" // one sentence of running text
	Heading  PassageKind = "heading"  // a title inside the text
	Item     PassageKind = "item"     // one bullet or numbered point
	Row      PassageKind = "row"      // one table row, whole
)

// Passage is a span of an Article: the unit that is found and quoted.
// Article.Text[Start:End] is its verbatim text, without surrounding space.
type Passage struct {
	Article   string      `json:"article"`
	N         int         `json:"n"`     // position among the Article's passages, from 0
	Start     int         `json:"start"` // byte offsets into Article.Text
	End       int         `json:"end"`
	Kind      PassageKind `json:"kind"`
	Paragraph int         `json:"paragraph"`         // position of its block among the Article's blocks, from 0
	Under     int         `json:"under"`             // N of the heading or lead-in line ("…:") it stands under; -1 for none
	Columns   []string    `json:"columns,omitempty"` // Row only: the table's column heads
}
