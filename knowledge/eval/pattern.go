package eval

import (
	"encoding/json"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// patience bounds one match: gold patterns may backtrack, and a slip in one should be an error, not a standstill.
const patience = 5 * time.Second

// pattern is a regular expression of the gold set, matched without regard to case. Gold is written for Python's
// re: it looks ahead and behind, and its \w and \b know letters beyond ASCII. The standard library has neither.
type pattern struct {
	source string
	re     *regexp2.Regexp // nil until compiled
}

type patterns []pattern

func (p *pattern) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &p.source) }

func (p *pattern) compile() (err error) {
	p.re, err = regexp2.Compile(p.source, regexp2.IgnoreCase)
	if err == nil {
		p.re.MatchTimeout = patience
	}
	return err
}

func (p pattern) String() string { return p.source }
