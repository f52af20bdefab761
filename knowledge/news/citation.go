package news

// Citation points at the words a Statement rests on: Quote equals the Article's Text[Start:End].
type Citation struct {
	N         int    `json:"n"` // number of the source within the Answer or the ledger entry, from 1
	Article   string `json:"article"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"` // YYYY-MM-DD, "" when unknown
	URL       string `json:"url"`
	Brief     bool   `json:"brief,omitempty"` // the article is kept as a brief in our words
	Quote     string `json:"quote"`
	Start     int    `json:"start"` // byte offsets into Article.Text
	End       int    `json:"end"`
}
