// Command bot answers questions about a running story from news articles, with a citation under every statement.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := untilSignal(context.Background())
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, hangups: hangups}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// hangups lets SIGHUP be heard, of which Windows has the name alone, instead of ending the program.
func hangups() <-chan os.Signal {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	return heard
}

// interrupted is why a context ended: a signal asked for it.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return i.signal.String() }

// untilSignal gives a context that the first SIGINT or SIGTERM ends; the second one ends the program the hard way. After
// stop, signals are ignored: the program has done what it was to do and is about to say so.
func untilSignal(parent context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGINT, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case s := <-heard:
			signal.Stop(heard)
			cancel(interrupted{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-done
	}
}
