package sources

import (
	"bytes"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
)

// likely is the least confidence, out of 100, at which a guessed character set is believed. Its own samples
// in testdata come out at 58 and more.
const likely = 40

// decode gives the text of a file as valid UTF-8 without byte order mark and with \n line ends.
func decode(path string, raw []byte, k kind) (string, error) {
	text, reason := toUTF8(raw, k)
	if reason != "" {
		return "", &Error{Path: path, Reason: reason}
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}

func toUTF8(raw []byte, k kind) (text, reason string) {
	const unknown = "is not UTF-8 and its character set could not be told; save it as UTF-8"
	marked := bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff"))
	if !marked && binary(raw) {
		what := http.DetectContentType(raw)
		if strings.HasPrefix(what, "text/") || what == "application/octet-stream" {
			what = "binary data"
		}
		return "", "is not text (" + what + "); give Markdown, plain text or HTML"
	}
	declared, _, certain := charset.DetermineEncoding(raw, "")
	switch {
	case marked || k == page && certain:
		if out, err := declared.NewDecoder().Bytes(raw); err == nil && readable(out) {
			return string(out), ""
		}
		if utf8.Valid(raw) {
			return string(raw), ""
		}
	case utf8.Valid(raw):
		return string(raw), ""
	}
	guess := chardet.NewTextDetector()
	if k == page {
		guess = chardet.NewHtmlDetector()
	}
	best, err := guess.DetectBest(raw)
	if err != nil || best.Confidence < likely {
		return "", unknown
	}
	enc, _ := charset.Lookup(best.Charset)
	if enc == nil {
		return "", unknown
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil || !readable(out) {
		return "", unknown
	}
	return string(out), ""
}

// binary tells data from text in any single-byte or UTF-8 encoding: data has control characters.
func binary(raw []byte) bool {
	n := 0
	for _, b := range raw {
		switch {
		case b == 0:
			return true
		case b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' && b != 0x1b:
			n++
		}
	}
	return n > 0 && n*200 > len(raw) || bytes.HasPrefix(raw, []byte("%PDF-"))
}

// readable says that decoding left no replacement characters and hardly any control characters.
func readable(text []byte) bool {
	n := 0
	for len(text) > 0 {
		r, w := utf8.DecodeRune(text)
		if r == utf8.RuneError || r == 0 {
			return false
		}
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			n++
		}
		text = text[w:]
	}
	return n <= 2
}
