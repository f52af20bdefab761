package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// maxLine bounds what is read as one line, in bytes.
const maxLine = 64 << 10

// Edited reads from the terminal in, with a line that can be edited and recalled (up arrow); out is the same terminal.
// Ctrl-C and Ctrl-D on an empty line end it like the end of input.
func Edited(in, out *os.File, prompt string) Lines {
	screen := struct {
		io.Reader
		io.Writer
	}{in, out}
	return &edited{in: in, out: out, t: term.NewTerminal(screen, prompt)}
}

type edited struct {
	in, out *os.File
	t       *term.Terminal
}

// Line holds the terminal in raw mode only while it reads: what is written between two lines comes out as usual.
func (e *edited) Line(ctx context.Context) (string, error) {
	fd := int(e.in.Fd())
	old, err := term.MakeRaw(fd)
	if err != nil {
		return "", err
	}
	defer term.Restore(fd, old)
	if w, h, err := term.GetSize(int(e.out.Fd())); err == nil && w > 0 {
		_ = e.t.SetSize(w, h) // it redraws the line; where that fails so will the reading
	}
	line, err := Until(ctx, e.t.ReadLine)
	if err != nil {
		fmt.Fprint(e.out, "\r\n")
	}
	if errors.Is(err, term.ErrPasteIndicator) {
		err = nil
	}
	return line, err
}

// Typed reads lines from in as they come and writes the prompt to out before each: no editing of its own.
func Typed(in io.Reader, out io.Writer, prompt string) Lines {
	return &typed{in: bufio.NewReaderSize(in, maxLine), out: out, prompt: prompt}
}

type typed struct {
	in     *bufio.Reader
	out    io.Writer
	prompt string
}

func (t *typed) Line(ctx context.Context) (string, error) {
	if _, err := io.WriteString(t.out, t.prompt); err != nil {
		return "", err
	}
	return Until(ctx, func() (string, error) {
		line, err := t.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return "", fmt.Errorf("a line is over %d bytes", maxLine)
		}
		if err == io.EOF && len(line) > 0 {
			err = nil
		}
		return strings.TrimRight(string(line), "\r\n"), err
	})
}

// Until waits for read or for the end of ctx, whose error it gives then. A read of a terminal or a pipe cannot be broken
// off, so its goroutine may outlive the call; that happens once, when the program ends.
func Until[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		got T
		err error
	}
	done := make(chan result, 1)
	go func() {
		got, err := read()
		done <- result{got, err}
	}()
	select {
	case r := <-done:
		return r.got, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
