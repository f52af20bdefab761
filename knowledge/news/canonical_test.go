package news

import (
	"net/url"
	"strings"
	"testing"
)

// one lists addresses of the same article; all come to the first.
var one = [][]string{
	{"https://a.example/harbour/quay-is-open", "HTTPS://A.Example/harbour/quay-is-open", "https://a.example:443/harbour/quay-is-open/", " https://a.example./harbour/quay-is-open#top ",
		"https://a.example/harbour/quay-is-open?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&mc_cid=3&mc_eid=4", "https://a.example/harbour/quay-is-open?ref=home", "https://a.example/harbour/quay-is-open?",
		"https://a.example/harbour/quay-is-open?&&", "https://a.example/harbour/quay-is-open#:~:text=the%20quay", "https://who:secret@a.example/harbour/quay-is-open",
		"https://a.example/harbour/quay-is-open/amp", "https://a.example/harbour/quay-is-open/amp/", "https://a.example/harbour/quay-is-open.amp", "https://a.example/harbour/quay-is-open?amp=1", "https://a.example/harbour/quay-is-open?outputType=amp",
		"https://a.example/harbour/%71uay%2Dis-open", "https://a.example/harbour/quay-is-open?at_medium=RSS&at_campaign=KARANGA"},
	{"https://a.example/quay-is-open.html", "https://a.example/quay-is-open.amp.html"},
	{"https://a.example/", "https://a.example", "https://a.example?utm_campaign=x"},
	{"http://a.example:8080/x", "http://a.example:8080/x?fbclid=1"},
	{"https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1", "https://a.example/x/?b=2&utm_term=z&a=1"},
	{"https://a.example/x?a=%C3%A9", "https://a.example/x?a=é", "https://a.example/x?a=%c3%a9"},
	{"https://a.example/%C3%A9", "https://a.example/é"},
	{"https://a.example/#!/news/7", "https://a.example#!/news/7"},
	{"https://[2001:db8::1]/x", "https://[2001:DB8::1]:443/x"},
}

// others lists addresses each of which is another article.
var others = [][]string{
	{"https://a.example/x?id=1", "https://a.example/x?id=2", "https://a.example/x"},
	{"https://a.example/index.php?ref=harbour", "https://a.example/index.php?ref=school", "https://a.example/index.php"},
	{"https://a.example/read.php?src=harbour", "https://a.example/read.php?src=school"},
	{"https://a.example/?from=harbour", "https://a.example/?from=school"},
	{"https://a.example/x?ref=17", "https://a.example/x?ref=18"},
	{"https://a.example/guitars/amp", "https://a.example/guitars"},
	{"https://a.example/x?a=1&a=2", "https://a.example/x?a=2&a=1"},
	{"https://a.example/X", "https://a.example/x"},
	{"https://a.example/a%2Fb", "https://a.example/a/b"},
	{"https://a.example/#/7", "https://a.example/#/8"},
	{"https://a.example/x", "https://b.example/x", "https://a.example:8443/x", "https://m.a.example/x"},
	{"https://a.example/?p=11", "https://a.example/?p=12"},
	{"https://a.example/x?page=1", "https://a.example/x?page=2"},
	{"harbour", "Harbour", "mailto:a@b.example", "/x/", "https://", "https:///x", ""},
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, same := range one {
		for _, in := range same {
			if got := Canonical(in); got != same[0] {
				t.Errorf("Canonical(%q) = %q, want %q", in, got, same[0])
			}
		}
	}
	for _, differ := range others {
		seen := map[string]string{}
		for _, in := range differ {
			got := Canonical(in)
			if other, ok := seen[got]; ok {
				t.Errorf("%q and %q are one: %q", in, other, got)
			}
			seen[got] = in
		}
	}
	if got := Canonical(" not an address/ "); got != "not an address/" {
		t.Errorf("what is no address comes back as %q", got)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, all := range [][][]string{one, others} {
		for _, in := range all {
			for _, s := range in {
				f.Add(s)
			}
		}
	}
	f.Add("https://a.example/x?a=%%341")
	f.Add("http://a.example:/x-y-z/amp/amp")
	f.Add("https://a..:443?%61mp")
	f.Fuzz(func(t *testing.T, in string) {
		got := Canonical(in)
		if again := Canonical(got); again != got {
			t.Errorf("%q becomes %q, and that %q", in, got, again)
		}
		u, err := url.Parse(strings.TrimSpace(in))
		if err != nil || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") || u.Hostname() == "" {
			return
		}
		v, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", in, got, err)
		}
		if a, b := strings.TrimRight(u.Hostname(), "."), strings.TrimRight(v.Hostname(), "."); !strings.EqualFold(a, b) {
			t.Errorf("%q is of %q, %q of %q", in, a, got, b)
		}
		if v.User != nil {
			t.Errorf("%q keeps who reads: %q", in, got)
		}
	})
}
