package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/console"
)

// web answers by HTTP whether the bot lives and is ready, and hands what platforms send to their adapters.
type web struct {
	on      []adapters.Adapter
	unheard func(platform string) error // why one is not heard any more, nil while it is
	hide    hider
	model   func() string // what a model was asked until now; "" where it was not
	serving atomic.Bool   // Dialog.Serve runs, and is to go on
	server  *http.Server
	ear     net.Listener // nil: no HTTP
}

// newWeb takes hold of the address; "" means no HTTP.
func newWeb(ctx context.Context, address string, unheard func(string) error, model func() string, metrics http.Handler, h hider, log *slog.Logger, on ...adapters.Adapter) (*web, error) {
	w := &web{on: on, unheard: unheard, model: model, hide: h}
	if address == "" {
		return w, nil
	}
	var err error
	if w.ear, err = (&net.ListenConfig{}).Listen(ctx, "tcp", address); err != nil {
		return nil, fmt.Errorf("serve.listen: %w; give another address, or \"\" for none", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", w.health)
	mux.HandleFunc("GET /readyz", w.ready)
	mux.Handle("GET /metrics", metrics)
	for _, a := range on {
		// A platform has a Handler, which may be nil, when it can send by HTTP.
		if at, ok := a.(interface{ Handler() http.Handler }); ok {
			if h := at.Handler(); h != nil {
				mux.Handle("/"+a.Name()+"/", h)
			}
		}
	}
	w.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	return w, nil
}

// run answers until ctx ends, and gives what is at work some seconds more. An error is one of HTTP, never of ctx.
func (w *web) run(ctx context.Context) error {
	if w.ear == nil {
		<-ctx.Done()
		return nil
	}
	served := make(chan error, 1)
	go func() { served <- w.server.Serve(w.ear) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve.listen: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := w.server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = w.server.Close()
	}
	<-served
	return err
}

// address is where the bot is asked how it is; "" for nowhere.
func (w *web) address() string {
	if w.ear == nil {
		return ""
	}
	return "http://" + w.ear.Addr().String()
}

// health is good while Dialog.Serve runs.
func (w *web) health(rw http.ResponseWriter, _ *http.Request) {
	if !w.serving.Load() {
		say(rw, http.StatusServiceUnavailable, "the bot does not serve")
		return
	}
	say(rw, http.StatusOK, "ok")
}

// ready is good while every platform reaches the bot; its answer has a line for each, and one for what a model was asked.
func (w *web) ready(rw http.ResponseWriter, _ *http.Request) {
	if !w.serving.Load() {
		say(rw, http.StatusServiceUnavailable, "the bot does not serve")
		return
	}
	code, lines := http.StatusOK, []string{}
	for _, a := range w.on {
		line := "ok"
		if err := reached(a, w.unheard); err != nil {
			code, line = http.StatusServiceUnavailable, console.Plain(w.hide.hide(err.Error()))
		}
		lines = append(lines, a.Name()+": "+line)
	}
	if asked := w.model(); asked != "" {
		lines = append(lines, "model: "+asked)
	}
	say(rw, code, lines...)
}

// reached says why a platform does not reach the bot; nil while it does.
func reached(a adapters.Adapter, unheard func(platform string) error) error {
	err := unheard(a.Name())
	if p, ok := a.(adapters.Prober); ok && err == nil {
		err = p.Probe()
	}
	return err
}

func say(rw http.ResponseWriter, code int, lines ...string) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	rw.WriteHeader(code)
	_, _ = fmt.Fprintln(rw, strings.Join(lines, "\n")) // whoever asked is gone then
}
