package news

// Citation points at the words a Statement rests on: Quote equals the Article's Text[Start:End].
type Citation struct {
	N         int    `json:"n"` // number of the source within the Answer or the ledger entry, from 1
	Article   string `json:"article"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"` // YYYY-MM-DD, "" when unknown
	URL       string `json:"url"`
	Brief     bool   `json:"brief,omitempty"`   // the article is kept as a brief in our words
	CopyOf    string `json:"copy_of,omitempty"` // ID of the article whose words it repeats here; "" where it tells by itself
	Quote     string `json:"quote"`
	Start     int    `json:"start"` // byte offsets into Article.Text
	End       int    `json:"end"`
}

// Cite makes a Citation of a Passage of an Article. N is left to whoever numbers the sources.
func Cite(a Article, p Passage) Citation {
	return Citation{Article: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Day(), URL: a.URL, Brief: a.Brief,
		Quote: a.Text[p.Start:p.End], Start: p.Start, End: p.End}
}

// Numbering counts Articles in order of first use, from 1. The empty Numbering is ready for use.
type Numbering map[string]int

// Set numbers a Citation by its Article.
func (n Numbering) Set(c *Citation) {
	if n[c.Article] == 0 {
		n[c.Article] = len(n) + 1
	}
	c.N = n[c.Article]
}
