package web

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"talksbot/knowledge"
	"talksbot/knowledge/news"
	"talksbot/knowledge/sources"
)

// Line is one line of a dump: an Article as JSON. Text is needed, and one of id and url.
type Line struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"` // a date, however it is written
	URL       string `json:"url"`
	Language  string `json:"language"`
	Brief     bool   `json:"brief"`
	Text      string `json:"text"`
}

// readLine makes an Article of a line of a dump. The error reads on after the place of the line.
func (c *Client) readLine(line []byte) (knowledge.Article, error) {
	var l Line
	none := knowledge.Article{}
	if err := json.Unmarshal(line, &l); err != nil {
		var at *json.UnmarshalTypeError
		if errors.As(err, &at) && at.Field != "" {
			return none, fmt.Errorf("%s is a %s, and is to be a %s", at.Field, at.Value, at.Type)
		}
		return none, errors.New("is not an object of JSON; give one article a line")
	}
	a := knowledge.Article{ID: strings.TrimSpace(l.ID), Title: l.Title, Publisher: l.Publisher, Language: l.Language, Brief: l.Brief, Text: l.Text}
	if l.URL != "" {
		u, err := Address(l.URL)
		if err != nil {
			return none, fmt.Errorf("url %w", err)
		}
		a.URL = u.String()
	}
	a.ID = cmp.Or(a.ID, news.Canonical(a.URL))
	switch {
	case a.ID == "":
		return none, errors.New("has neither id nor url; give it one of them")
	case len(a.ID) > maxAddress || strings.ContainsRune(a.ID, 0):
		return none, errors.New("has an id that cannot be kept")
	case strings.TrimSpace(l.Text) == "":
		return none, errors.New("has no text")
	}
	if l.Published != "" {
		day, err := sources.Day(l.Published)
		if err != nil {
			return none, fmt.Errorf("published: %q %w", l.Published, err)
		}
		a.Published = day
	}
	a, err := c.reader.Text("", a)
	if err != nil {
		return none, errors.New("has no article text left after cleaning")
	}
	return a, nil
}

// lines yields the lines of a dump, packed by gzip or not, each up to limit bytes, with their numbers from 1; blank ones are left
// out. A line that is longer comes as nil. The error is that of in.
func lines(in io.Reader, limit int64, yield func(n int, line []byte) bool) error {
	r := bufio.NewReader(in)
	if magic, _ := r.Peek(3); bytes.Equal(magic, []byte("\x1f\x8b\x08")) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		defer z.Close()
		r = bufio.NewReader(z)
	}
	for n := 1; ; n++ {
		line, long, err := readUpTo(r, limit)
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if line = bytes.TrimSpace(line); long {
			line = nil
		}
		if (long || len(line) > 0) && !yield(n, line) {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// readUpTo reads a line, and says whether it is longer than limit; the rest of such a one is passed over.
func readUpTo(r *bufio.Reader, limit int64) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if long = long || int64(len(line)) > limit; long {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// isAddress says whether a name is meant as an address, also one of a kind that is not asked, and not as a file.
func isAddress(name string) bool { return strings.Contains(name, "://") }
