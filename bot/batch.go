package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

// maxBatchLine bounds a line of a batch, in bytes: a question may be six times as long when JSON escapes all of it.
const maxBatchLine = 8 * dialog.MaxQuestion

// batchLine is one line of a batch file.
type batchLine struct {
	ID         json.RawMessage `json:"id"` // a string or a number; comes back as it is
	Q          string          `json:"q"`
	FollowUpTo json.RawMessage `json:"follow_up_to"`
}

// batchAnswer is an Answer with the id of its line.
type batchAnswer struct {
	ID json.RawMessage `json:"id"`
	knowledge.Answer
}

// parseBatchLine reads a line. With an error the ID is there if it could be told.
func parseBatchLine(line []byte) (batchLine, error) {
	var l batchLine
	if err := json.Unmarshal(line, &l); err != nil {
		var typed *json.UnmarshalTypeError
		if errors.As(err, &typed) && typed.Field != "" {
			return l, fmt.Errorf("%q is a %s", typed.Field, typed.Value)
		}
		return batchLine{}, fmt.Errorf(`is not a JSON object like {"id": "a", "q": "…"} (%w)`, err)
	}
	switch {
	case !isName(l.ID):
		l.ID = nil
		return l, errors.New(`has no "id" that is a string or a number`)
	case len(l.FollowUpTo) > 0 && string(l.FollowUpTo) != "null" && !isName(l.FollowUpTo):
		return l, errors.New(`has a "follow_up_to" that is neither a string nor a number`)
	case l.Q == "":
		return l, errors.New(`has no "q"`)
	}
	return l, checkQuestion(l.Q)
}

func isName(raw json.RawMessage) bool {
	return len(raw) > 0 && string(raw) != `""` && (raw[0] == '"' || raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

// batch answers lines, each in the light of those it follows up.
type batch struct {
	base  *knowledge.Base
	asked map[string][]knowledge.Question // id → the questions that led to it, itself last
}

func (b *batch) answer(ctx context.Context, l batchLine) (knowledge.Answer, error) {
	if _, ok := b.asked[string(l.ID)]; ok {
		return knowledge.Answer{}, fmt.Errorf("has the id %s of an earlier line", l.ID)
	}
	var before []knowledge.Question
	if len(l.FollowUpTo) > 0 && string(l.FollowUpTo) != "null" {
		var ok bool
		if before, ok = b.asked[string(l.FollowUpTo)]; !ok {
			return knowledge.Answer{}, fmt.Errorf("follows up %s, which no line above has as its id", l.FollowUpTo)
		}
	}
	q := dialog.Understand(l.Q, before)
	a, err := b.base.Answer(ctx, q)
	b.asked[string(l.ID)] = append(before[:len(before):len(before)], dialog.Asked(q, a))
	return a, err
}

// askBatch answers every line of a file in order. What could not be is said on stderr too.
func (p *program) askBatch(ctx context.Context, name string) error {
	in, shown := io.Reader(p.in), "standard input"
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("the questions cannot be read: %w", err)
		}
		defer f.Close()
		in, shown = f, name
	}
	base, _, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	b := batch{base, map[string][]knowledge.Question{}}
	r := bufio.NewReaderSize(in, maxBatchLine)
	leftOut := false
	for n := 1; ; n++ {
		line, err := console.Until(ctx, func() ([]byte, error) { return readLine(r) })
		if err == io.EOF {
			break
		}
		if line = bytes.TrimSpace(line); err == nil && len(line) == 0 {
			continue
		}
		var l batchLine
		if err == nil {
			l, err = parseBatchLine(line)
		} else if ctx.Err() != nil {
			return ctx.Err()
		} else if !errors.Is(err, bufio.ErrBufferFull) {
			return fmt.Errorf("%s:%d: %w", shown, n, err)
		} else {
			err = fmt.Errorf("is over %d bytes", maxBatchLine)
		}
		var a knowledge.Answer
		if err == nil {
			a, err = b.answer(ctx, l)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			leftOut = true
			p.say(fmt.Sprintf("%s:%d: %v", shown, n, err))
			err = fmt.Errorf("line %d: %w", n, err)
		}
		if l.ID == nil {
			l.ID = json.RawMessage(`""`)
		}
		if err := writeJSON(p.out, batchAnswer{l.ID, complete(a, l.Q, err)}, ""); err != nil {
			return err
		}
	}
	if leftOut {
		return errLeftOut
	}
	return nil
}

// readLine gives the next line. One that r cannot hold is passed over and comes as bufio.ErrBufferFull.
func readLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	if err == io.EOF && len(line) > 0 {
		return line, nil
	}
	for e := err; errors.Is(e, bufio.ErrBufferFull); {
		if _, e = r.ReadSlice('\n'); e != nil && e != io.EOF && !errors.Is(e, bufio.ErrBufferFull) {
			return nil, e
		}
	}
	return line, err
}
