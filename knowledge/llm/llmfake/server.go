package llmfake

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is an endpoint. Its fields may be set until it is first asked; its methods may be called at any time.
type Server struct {
	URL     string   // with its /v1
	Key     string   // that every request has to bring; "" for none
	Models  []string // that it has; none means every one
	Without []string // what it refuses with 400: json_schema, tools, stream, stream_options, temperature, max_tokens
	Width   int      // dimension of its vectors; 0 means 256

	mu      sync.Mutex
	answer  func(Request) Reply
	next    []Reply
	failing map[string]Reply // by the end of the path
	means   map[string]string
	calls   []Request
	under   int
	most    int
	gone    chan struct{} // closed when the test is over: nothing hangs longer
}

// Request is what the endpoint was asked.
type Request struct {
	Path        string // such as /v1/chat/completions
	Model       string
	Messages    []Message
	Way         string          // json_schema, tool or text: how JSON was asked for, if at all
	Schema      json.RawMessage // with Way json_schema and tool
	Stream      bool
	MaxTokens   int      // by either name
	NewTokens   bool     // by the name max_completion_tokens
	Temperature *float64 // nil: none was given
	Texts       []string // for vectors or an order
	Question    string   // for an order
	Key         string   // what it brought
	Body        string
}

// Message is one of a Request's.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Start runs a Server on the loopback until the test ends. Without Answer or Next it says an empty JSON object.
func Start(t testing.TB) *Server {
	t.Helper()
	s := New()
	h := httptest.NewServer(s)
	s.URL = h.URL + "/v1"
	t.Cleanup(func() {
		close(s.gone)
		h.CloseClientConnections()
		h.Close()
	})
	return s
}

// Piped runs a Server that the given client alone reaches, over pipes in memory, so that it works within testing/synctest.
func Piped(t testing.TB) (*Server, *http.Client) {
	t.Helper()
	s := New()
	s.URL = "http://model.test/v1"
	l := &pipes{conns: make(chan net.Conn), gone: s.gone}
	h := &http.Server{Handler: s}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = h.Serve(l)
	}()
	to := &http.Transport{DialContext: l.dial, DisableKeepAlives: true}
	t.Cleanup(func() {
		close(s.gone)
		h.Close()
		to.CloseIdleConnections()
		<-over
	})
	return s, &http.Client{Transport: to}
}

// New gives a Server that somebody else serves, as the http.Handler that it is.
func New() *Server {
	return &Server{gone: make(chan struct{}), failing: map[string]Reply{}, means: map[string]string{},
		answer: func(Request) Reply { return Says("{}") }}
}

// Answer sets how chat is answered from now on, where Next has nothing left.
func (s *Server) Answer(f func(Request) Reply) { s.set(func() { s.answer = f }) }

// Next gives the answers to the next chat requests, in their order.
func (s *Server) Next(r ...Reply) { s.set(func() { s.next = append(s.next, r...) }) }

// Fails answers every request for embeddings, rerank or models with the Reply's failure; the zero Reply ends that.
func (s *Server) Fails(what string, r Reply) { s.set(func() { s.failing[what] = r }) }

// Means makes words one to the vectors and orders, as a model knows them to be.
func (s *Server) Means(words ...string) {
	s.set(func() {
		for _, w := range words {
			s.means[strings.ToLower(w)] = strings.ToLower(words[0])
		}
	})
}

func (s *Server) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// Calls gives every Request until now.
func (s *Server) Calls() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Most is how many requests were under way at once, at most.
func (s *Server) Most() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	req := read(r, body)
	s.mu.Lock()
	s.calls = append(s.calls, req)
	s.under++
	s.most = max(s.most, s.under)
	s.mu.Unlock()
	defer s.set(func() { s.under-- })

	what := req.Path[strings.LastIndexByte(req.Path, '/')+1:]
	s.mu.Lock()
	failing := s.failing[what]
	means := maps.Clone(s.means)
	s.mu.Unlock()
	switch {
	case s.Key != "" && req.Key != s.Key:
		fail(w, Unauthorized(req.Key))
	case failing.Status != 0:
		fail(w, failing)
	case what == "models" && r.Method == http.MethodGet:
		give(w, map[string]any{"object": "list", "data": s.models()})
	case r.Method != http.MethodPost:
		fail(w, Reply{Status: http.StatusMethodNotAllowed, Message: "POST alone is answered"})
	case len(s.Models) > 0 && !slices.Contains(s.Models, req.Model):
		fail(w, NoModel(req.Model))
	case strings.HasSuffix(req.Path, "/chat/completions"):
		s.chat(w, r, req)
	case what == "embeddings":
		s.embed(w, req, means)
	case what == "rerank":
		s.rerank(w, req, means)
	default:
		fail(w, Reply{Status: http.StatusNotFound, Message: "no such address"})
	}
}

func (s *Server) models() (all []map[string]any) {
	for _, m := range s.Models {
		all = append(all, map[string]any{"id": m, "object": "model"})
	}
	return all
}

// read takes from a request what tests look at.
func read(r *http.Request, body []byte) Request {
	var in struct {
		Model       string    `json:"model"`
		Messages    []Message `json:"messages"`
		Stream      bool      `json:"stream"`
		MaxTokens   int       `json:"max_tokens"`
		NewTokens   int       `json:"max_completion_tokens"`
		Temperature *float64  `json:"temperature"`
		Format      *struct {
			Schema struct {
				Schema json.RawMessage `json:"schema"`
			} `json:"json_schema"`
		} `json:"response_format"`
		Tools []struct {
			Function struct {
				Parameters json.RawMessage `json:"parameters"`
			} `json:"function"`
		} `json:"tools"`
		Input     any      `json:"input"`
		Query     string   `json:"query"`
		Documents []string `json:"documents"`
	}
	_ = json.Unmarshal(body, &in)
	req := Request{Path: r.URL.Path, Model: in.Model, Messages: in.Messages, Way: "text", Stream: in.Stream, MaxTokens: max(in.MaxTokens, in.NewTokens),
		NewTokens: in.NewTokens > 0, Temperature: in.Temperature, Texts: in.Documents, Question: in.Query, Body: string(body)}
	req.Key, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case in.Format != nil:
		req.Way, req.Schema = "json_schema", in.Format.Schema.Schema
	case len(in.Tools) > 0:
		req.Way, req.Schema = "tool", in.Tools[0].Function.Parameters
	}
	switch v := in.Input.(type) {
	case string:
		req.Texts = []string{v}
	case []any:
		for _, x := range v {
			text, _ := x.(string)
			req.Texts = append(req.Texts, text)
		}
	}
	return req
}

// wait is false when the asker, or the test, is gone before.
func (s *Server) wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-s.gone:
	case <-t.C:
		return true
	}
	return false
}

// pipes is a net.Listener of connections in memory.
type pipes struct {
	conns chan net.Conn
	gone  chan struct{}
}

func (l *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.gone:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.gone:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error   { return nil }
func (l *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }
