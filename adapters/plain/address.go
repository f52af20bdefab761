package plain

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Address gives a URL that a link may have, of any length: http or https, in ASCII alone, so that letters of a host that
// look alike show, and without a user's name, which can pass for a host. "" for all others.
func Address(s string) string {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool {
		return hidden(r) || unicode.IsSpace(r) || strings.ContainsRune("<>|\"`\\^{}", r)
	}) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || host == "" {
		return ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	u.RawQuery = asciiOnly(u.RawQuery)
	return u.String()
}

// asciiOnly percent-encodes what is beyond ASCII.
func asciiOnly(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			b.WriteString(url.QueryEscape(string(r)))
		}
	}
	return b.String()
}
