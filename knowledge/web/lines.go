package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
)

// file yields the articles of a dump on this machine.
func (s *Source) file(ctx context.Context, o *output) error {
	f, err := os.Open(s.name)
	if err != nil {
		reason := "cannot be read (" + err.Error() + ")"
		if errors.Is(err, fs.ErrNotExist) {
			reason = "does not exist; check the spelling of the path"
		}
		return &Failed{Source: s.name, Reason: reason, Err: err}
	}
	defer f.Close()
	_, err = s.dump(ctx, f, o)
	return err
}

// dumpAt yields the articles of a dump that came from an address. Where it is as it was, there is no text: it is sent whole only where
// one of its lines is not known any more.
func (s *Source) dumpAt(ctx context.Context, at *url.URL, g got, text string, was listed, o *output) error {
	if g.unchanged {
		whole := true
		for _, e := range was.Entries {
			whole = whole && o.known[e.At] != ""
		}
		if whole {
			s.former(ctx, was, o)
			return nil
		}
		timed, cancel := s.c.opt.clock.within(ctx, s.c.opt.SourceTime)
		defer cancel()
		var k kind
		var err error
		if g, text, k, err = s.open(timed, at, listed{}, false); err == nil && k != dump {
			err = problem(at, passing, "is no dump any more but a %s", k)
		}
		if err != nil {
			s.former(ctx, was, o)
			return s.failed(err, true)
		}
	}
	marks, err := s.dump(ctx, strings.NewReader(text), o)
	if err == nil && o.wrong == 0 && ctx.Err() == nil && !o.stopped { // else it is read, and the problems are said, each time
		s.c.store(ctx, listSpace, s.name, listed{validators: g.validators(), Kind: dump, Entries: marks})
	}
	return err
}

// maxBad is after how many lines in a row that are none a file is no dump.
const maxBad = 20

// dump yields the articles of a dump, and gives their marks. It fails as a whole where it begins with lines that are none, or
// breaks off.
func (s *Source) dump(ctx context.Context, in io.Reader, o *output) (marks []entry, err error) {
	wrong := 0
	err = lines(in, s.c.opt.Limit, func(n int, line []byte) bool {
		at := fmt.Sprintf("%s, line %d", s.name, n)
		h, err := s.c.line(line, o.known)
		if err != nil {
			wrong++
			o.problem(&Problem{Address: at, Reason: err.Error(), Err: err, kind: bad})
		} else {
			marks = append(marks, entry{At: h.mark})
			o.article(at, h, false)
		}
		return !o.stopped && ctx.Err() == nil && (len(marks) > 0 || wrong < maxBad)
	})
	switch {
	case ctx.Err() != nil, o.stopped:
		return marks, ctx.Err()
	case err != nil:
		return marks, &Failed{Source: s.name, Reason: "breaks off (" + err.Error() + ")", Err: err}
	case len(marks) == 0:
		return marks, &Failed{Source: s.name, Reason: "is no dump: it has no line that is an article"}
	}
	return marks, nil
}

// line reads a line, nil where it is too long, unless it is known.
func (c *Client) line(line []byte, known marks) (had, error) {
	if line == nil {
		return had{}, fmt.Errorf("is longer than the limit of %d kB", c.opt.Limit>>10)
	}
	h := had{mark: keyOf("line 2", string(line)), says: keyOf(string(line))}
	if _, same := known[h.mark]; same {
		return h, nil
	}
	a, err := c.readLine(line)
	h.article = &a
	return h, err
}
