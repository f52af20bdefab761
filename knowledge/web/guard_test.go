package web

import (
	"net/netip"
	"testing"
)

// What counts as the public network.
func TestPublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"8.8.8.8": true, "93.184.216.34": true, "2606:4700:4700::1111": true, "::ffff:8.8.8.8": true, "64:ff9b::808:808": true, "2002:808:808::1": true, "172.32.0.1": true, "100.128.0.1": true,

		"127.0.0.1": false, "127.255.255.254": false, "::1": false, "::ffff:127.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::1": false,
		"10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "::ffff:192.168.1.1": false, "64:ff9b::a00:1": false, "2002:c0a8:101::": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fd00::1": false, "fc00::1": false, "fec0::1": false,
		"100.64.0.1": false, "100.127.255.255": false, "0.0.0.0": false, "0.1.2.3": false, "::": false, "255.255.255.255": false, "240.0.0.1": false,
		"224.0.0.1": false, "239.255.255.250": false, "ff02::1": false, "192.0.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.1": false, "203.0.113.1": false,
		"2001:db8::1": false, "2001:0:7f00:1::": false, "100::1": false, "64:ff9b:1::1": false,
		"::ffff:0:127.0.0.1": false, "200::1": false, "5f00::1": false, "4000::1": false, "168.63.129.16": false, "100.100.100.200": false, "fd00:ec2::254": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s counts as public: %v, want %v", address, got, want)
		}
	}
}

// allow_private lets an intranet be asked, and never the link itself, where clouds keep the keys of their machines.
func TestGuardOfIntranet(t *testing.T) {
	t.Parallel()
	c := &Client{opt: Options{AllowPrivate: true}}
	for address, want := range map[string]string{
		"10.0.0.1:80": "", "127.0.0.1:8080": "", "[fd00::1]:80": "", "[::1]:80": "", "8.8.8.8:443": "",
		"169.254.169.254:80":          "is at an address of the very link that this machine is on (169.254.169.254), which is never asked",
		"[fe80::1%25eth0]:80":         "is at an address of the very link that this machine is on (fe80::1%25eth0), which is never asked",
		"[::ffff:169.254.169.254]:80": "is at an address of the very link that this machine is on (::ffff:169.254.169.254), which is never asked",
		"[64:ff9b::a9fe:a9fe]:80":     "is at an address of the very link that this machine is on (64:ff9b::a9fe:a9fe), which is never asked",
	} {
		got := ""
		if err := c.guard(t.Context(), "tcp", address, nil); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
