package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"talksbot/knowledge/sources"
)

// Problem says which page was left out, and why.
type Problem struct {
	Address string
	Reason  string // reads on after the address: "is behind a paywall …"
	Err     error  // what caused it; nil when the reason says all
	kind    kindOfProblem
	final   bool
}

func (p *Problem) Error() string { return p.Address + ": " + p.Reason }

func (p *Problem) Unwrap() error { return p.Err }

// Final says that no Article is missing for it: the page is known to have none, or what it had before was yielded.
func (p *Problem) Final() bool { return p.final }

// Failed says that a Source could not be had as a whole: none of what it has now is known, and what it yields is what it had before.
type Failed struct {
	Source string // its Name
	Reason string // reads on after it
	Err    error
	final  bool
}

func (f *Failed) Error() string { return f.Source + ": " + f.Reason }

func (f *Failed) Unwrap() error { return f.Err }

// SourceFailed tells it from an error of one page.
func (f *Failed) SourceFailed() bool { return true }

// Final says that no Article is missing for it: what the Source had before was yielded.
func (f *Failed) Final() bool { return f.final }

// kindOfProblem says what becomes of what the page was before.
type kindOfProblem int

const (
	passing kindOfProblem = iota // a bad day: what was had before stays
	closed                       // nothing to be read without an account: what was had before stays
	gone                         // the page is not there any more, and neither is what was had before
	barred                       // the host does not want it to be fetched, nor what was had before to be used
	refused                      // an address that is not asked at all
	bad                          // nothing that is an article: what was had before stays
)

// stays says whether what was had of a page before is yielded although it cannot be had now.
func (k kindOfProblem) stays() bool { return k == passing || k == closed || k == bad }

func problem(address *url.URL, k kindOfProblem, reason string, args ...any) *Problem {
	return &Problem{Address: address.Redacted(), Reason: fmt.Sprintf(reason, args...), kind: k}
}

// unread words an error of reading a page, which repeats its address.
func unread(address *url.URL, err error) *Problem {
	var e *sources.Error
	if errors.As(err, &e) {
		return &Problem{Address: address.Redacted(), Reason: e.Reason, Err: err, kind: bad}
	}
	return &Problem{Address: address.Redacted(), Reason: "cannot be read (" + err.Error() + ")", Err: err, kind: bad}
}

// unreached words an error of the connection, without what the library says around it.
func unreached(address *url.URL, err error) *Problem {
	p := &Problem{Address: address.Redacted(), Err: err}
	var private *errPrivate
	var dns *net.DNSError
	var network *net.OpError
	switch {
	case errors.As(err, &private):
		p.kind, p.Reason = refused, private.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		p.Reason = "has a name that is not known (" + dns.Name + "); check the spelling of the address"
	case errors.Is(err, context.DeadlineExceeded):
		p.Reason = "took too long"
	case errors.As(err, &network) && network.Op == "dial":
		p.Reason = "cannot be connected to (" + network.Err.Error() + ")"
	default:
		var in *url.Error
		if errors.As(err, &in) {
			err = in.Err
		}
		p.Reason = "could not be fetched (" + strings.TrimPrefix(err.Error(), "net/http: ") + ")"
	}
	return p
}
