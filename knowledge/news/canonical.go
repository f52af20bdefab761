package news

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Canonical gives the one form of an article's address, so that two which differ in how they are written, or in what only tells
// where a reader came from, are the same. What is not an http or https address comes back as it is, without surrounding space.
// It names the article; to fetch it, the address as given is the one to ask for. It never goes to another host, and where
// it is not sure that a part says nothing, that part stays. Secrets before an @ go.
func Canonical(address string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return address
	}
	u.Scheme = strings.ToLower(u.Scheme)
	port := u.Port()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return address
	case port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443":
		port = ""
	default:
		port = ":" + port
	}
	host := strings.ToLower(u.Host)
	host = host[:len(host)-len(portOf.FindString(host))]
	if trimmed := strings.TrimRight(host, "."); trimmed != "" {
		host = trimmed
	}
	path := withoutAMP(sameEscapes(u.EscapedPath()))
	for len(path) > 1 && strings.HasSuffix(path, "/") {
		path = path[:len(path)-1]
	}
	if path == "" {
		path = "/"
	}
	out := u.Scheme + "://" + host + port + path
	if q := cleanQuery(u.RawQuery, path); q != "" {
		out += "?" + q
	}
	// #!/x and #/x are pages of their own, where a script makes them; any other fragment is a place on the page
	if f := u.EscapedFragment(); strings.HasPrefix(f, "!") || strings.HasPrefix(f, "/") {
		out += "#" + f
	}
	return out
}

var (
	portOf = regexp.MustCompile(`:\d*$`)
	// articlePath finds a last step of a path that names one article: several words, or a long number.
	articlePath = regexp.MustCompile(`/[^/]*(?:-[^/]*-|\d{5})[^/]*$`)
	// scriptPath finds a path that names a program, so that its query names the article.
	scriptPath = regexp.MustCompile(`(?i)(?:^/?|\.(?:php\d?|aspx?|cgi|jsp|do|pl|cfm)|/(?:index|default)\.\w+)$`)
	// tracking names the parameters that only tell where a reader came from. The list is of those that the makers of
	// advertising, mail and statistics programs document.
	tracking = regexp.MustCompile(`^(?:utm_?\w*|pk_\w+|mtm_\w+|matomo_\w+|piwik_\w+|hsa_\w+|bsft_\w+|guce_\w+|fb_(?:action|source|ref)\w*|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)|ns_(?:mchannel|source|campaign|linkname|fee)|` +
		`fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|srsltid|msclkid|twclid|ttclid|yclid|ysclid|li_fat_id|igshid|igsh|epik|` +
		`mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_anon_id|oly_enc_id|ck_subscriber_id|__s|_ga|_gl|_openstat|s_cid|s_kwcid|rb_clickid|` +
		`wt_z?mc|xtor|spm|scm|ito|smid|smtyp|cmpid|ncid|ocid|icid|guccounter|soc_src|soc_trk|sr_share|trkcampaign|__twitter_impression|ref_src|ref_url|phpsessid|jsessionid)$`)
	// perhapsTracking names those that do so on most sites and choose the page on some.
	perhapsTracking = regexp.MustCompile(`^(?:ref|referr?er|source|src|cmp|campaign|partner|share|shared|trk|via|from|rss|feed|print)$`)
	ampParameter    = regexp.MustCompile(`^(?i:amp(?:=(?:1|true|yes)?)?|outputtype=amp)$`)
	escape          = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
)

// withoutAMP takes off a path what makes it the light version of the same article, where the rest surely names one.
func withoutAMP(path string) string {
	rest := strings.TrimRight(path, "/")
	for _, end := range []struct{ light, plain string }{{"/amp", ""}, {".amp", ""}, {".amp.html", ".html"}} {
		if p, ok := strings.CutSuffix(rest, end.light); ok && articlePath.MatchString(p) {
			return withoutAMP(p + end.plain)
		}
	}
	return path
}

// cleanQuery gives what a query tells of the article: without tracking, in the order of the names.
func cleanQuery(query, path string) string {
	var keep []string
	for pair := range strings.SplitSeq(query, "&") {
		pair = sameEscapes(pair)
		name, value, _ := strings.Cut(pair, "=")
		switch name := strings.ToLower(name); {
		case pair == "", tracking.MatchString(name), ampParameter.MatchString(pair) && articlePath.MatchString(path):
		case perhapsTracking.MatchString(name) && !strings.ContainsAny(value, "0123456789") && !scriptPath.MatchString(path):
		default:
			keep = append(keep, pair)
		}
	}
	slices.SortStableFunc(keep, func(a, b string) int {
		a, _, _ = strings.Cut(a, "=")
		b, _, _ = strings.Cut(b, "=")
		return strings.Compare(a, b)
	})
	return strings.Join(keep, "&")
}

// sameEscapes writes percent escapes in one way: upper case, none where a letter, figure, - or _ does, and one where a byte is
// not to be seen.
func sameEscapes(s string) string {
	if _, err := url.PathUnescape(s); err != nil {
		return s
	}
	s = escape.ReplaceAllStringFunc(s, func(e string) string {
		e = strings.ToUpper(e)
		if c, err := url.PathUnescape(e); err == nil && wordByte(c[0]) {
			return c
		}
		return e
	})
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}
