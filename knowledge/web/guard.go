package web

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"unicode/utf8"
)

// errPrivate refuses an address of a network that is not the public one.
type errPrivate struct{ ip netip.Addr }

func (e *errPrivate) Error() string {
	if neighbour(e.ip) {
		return "is at an address of the very link that this machine is on (" + e.ip.String() + "), which is never asked"
	}
	return "is at an address of a private network (" + e.ip.String() + "), which is not asked; sources.allow_private lets it"
}

// guard refuses to connect to what is not public. It sees the address itself, after its name was looked up, so that a name which is
// another address on second sight leads nowhere.
func (c *Client) guard(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	switch ip := at.Addr(); {
	case ip.Unmap() == c.opt.public || public(ip):
		return nil
	case c.opt.AllowPrivate && !neighbour(ip):
		return nil
	default:
		return &errPrivate{ip}
	}
}

// special are the networks that are not the public one beside those that package netip knows: the registries of special-purpose
// addresses, RFC 6890 and its updates.
const special = "0.0.0.0/8 " + // this network
	"100.64.0.0/10 " + // shared between carriers and their customers, RFC 6598
	"192.0.0.0/24 192.88.99.0/24 " + // protocols, and relays to IPv6
	"192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20 " + // documentation
	"198.18.0.0/15 " + // benchmarks
	"240.0.0.0/4 " + // reserved, and broadcast
	"168.63.129.16/32 " + // a cloud's own services, for the machines in it
	"2001::/23" // protocols such as Teredo

// Networks of IPv6: the public one, all of which is in one part so far, and those that lead to an address of IPv4, with the place where it
// stands.
const (
	global     = "2000::/3"
	translated = "64:ff9b::/96" // in the last four bytes, RFC 6052
	sixToFour  = "2002::/16"    // after the first two, RFC 3056
)

// public says whether an address is one of the public network; one of IPv4 that is written in IPv6 is judged as what it is.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if ip.Zone() != "" || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for p := range strings.FieldsSeq(special) {
		if netip.MustParsePrefix(p).Contains(ip) {
			return false
		}
	}
	if v4 := leadsTo(ip); v4 != ip {
		return public(v4)
	}
	return ip.Is4() || netip.MustParsePrefix(global).Contains(ip)
}

// neighbour says whether an address is link-local. No intranet serves articles there, but clouds serve their machines' keys.
func neighbour(ip netip.Addr) bool { return leadsTo(ip).IsLinkLocalUnicast() }

// leadsTo is the address of IPv4 that one of IPv6 leads to; the address itself where it leads to none.
func leadsTo(ip netip.Addr) netip.Addr {
	ip = ip.Unmap()
	b := ip.As16()
	switch {
	case netip.MustParsePrefix(translated).Contains(ip):
		return netip.AddrFrom4([4]byte(b[12:]))
	case netip.MustParsePrefix(sixToFour).Contains(ip):
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return ip
}

// Address reads an absolute http or https address as it is asked for: without fragment, with the
// escapes that a request needs. One with a password in it is an error.
func Address(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil || !utf8.ValidString(s):
		return nil, errAddress("is not an address")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errAddress("is not an address that starts with http:// or https://")
	case u.Hostname() == "" || u.Opaque != "":
		return nil, errAddress("names no host")
	case u.User != nil:
		return nil, errAddress("has a name or a password before the @; leave them out")
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = escapeQuery(u.RawQuery)
	if u.Path == "" {
		u.Path = "/"
	}
	if len(u.String()) > maxAddress {
		return nil, errAddress("is too long for an address")
	}
	return u, nil
}

// escapeQuery writes a query as browsers send it: net/url keeps it as it came, and a space in it would end the address in a
// request. The set is the query percent-encode set of https://url.spec.whatwg.org/#query-percent-encode-set.
func escapeQuery(q string) string {
	var b strings.Builder
	for i := range len(q) {
		if c := q[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"#<>`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

var secret = regexp.MustCompile(`^(\s*[A-Za-z][\w.+-]*://)[^/?#]*@`)

// withoutSecret hides what stands before the @ of an address that is to be shown; Address refuses it as it refuses the whole one.
func withoutSecret(address string) string { return secret.ReplaceAllString(address, "${1}xxxxx@") }

// maxAddress keeps the length of addresses, in bytes, within that of an Article's ID, see storage.MaxName.
const maxAddress = 2000

// errAddress says why an address is not asked; it reads on after it, and never repeats it.
type errAddress string

func (e errAddress) Error() string { return string(e) }
