package sources

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"talksbot/knowledge"
)

// Reader makes Articles of what is not in a file of its own, in the way that files are read. Safe for concurrent use.
type Reader struct{ clean *clutter }

// NewReader makes a Reader.
func NewReader() *Reader { return &Reader{clean: newClutter()} }

// Page is the Article of an HTML page found at an address, as UTF-8. ID and URL are what the page says its own address is, the
// address where it says nothing. Front matter does not count. The error is an *Error.
func (r *Reader) Page(at *url.URL, page string) (knowledge.Article, error) {
	m, body, err := readPage(page, at)
	if err != nil {
		return knowledge.Article{}, &Error{Path: at.String(), Reason: fmt.Sprintf("is not a page that can be read (%v)", err), Err: err}
	}
	where := cmp.Or(m.url, at.String())
	return r.Text(at.String(), knowledge.Article{ID: where, URL: where, Title: m.title, Publisher: m.publisher, Published: m.published,
		Language: m.language, Text: body})
}

// Text cleans the text of an Article that is otherwise known, and fills in its title and language where they are missing. at says
// where it was found, for the error, which is an *Error.
func (r *Reader) Text(at string, a knowledge.Article) (knowledge.Article, error) {
	got := r.clean.clean(a.Title, a.Text)
	if got.text == "" {
		return knowledge.Article{}, &Error{Path: at, Reason: "has no article text left after cleaning"}
	}
	a.Text = got.text
	a.Title = cmp.Or(oneLine(a.Title), got.title, a.ID)
	a.Publisher = oneLine(a.Publisher)
	a.Language = cmp.Or(base(a.Language), detect(got.text))
	return a, nil
}

// Decode gives text of any character set as valid UTF-8, without byte order mark and with \n line ends. contentType is what came with
// it by HTTP; "" when not known. What is UTF-8 is read as that, whatever it says it is. at says where it was found, for the error,
// which is an *Error.
func Decode(at string, raw []byte, contentType string) (string, error) {
	text, reason := decodeAny(raw, contentType)
	if reason != "" {
		return "", &Error{Path: at, Reason: reason}
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}

func decodeAny(raw []byte, contentType string) (text, reason string) {
	ascii := true
	for _, b := range raw {
		ascii = ascii && b < utf8.RuneSelf
	}
	declared, _, certain := charset.DetermineEncoding(raw, contentType)
	switch {
	case !ascii && utf8.Valid(raw):
		return string(raw), ""
	case certain && !binary(raw):
		if out, err := declared.NewDecoder().Bytes(raw); err == nil && readable(out) {
			return string(out), ""
		}
	}
	return toUTF8(raw, page)
}

// Day reads a date with year, month and day, however it is written, and gives that calendar day at midnight UTC. One that may be
// two days is an ErrAmbiguous.
func Day(s string) (time.Time, error) { return day(s) }
