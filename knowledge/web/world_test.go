package web

import (
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// world is a small web of its own: all names under .example lead to a server on this machine that counts as public, and there is a
// second one at an address that does not.
type world struct {
	t    *testing.T
	port string

	mu      sync.Mutex
	serve   map[string]http.HandlerFunc // "host/path" → what is there
	hits    map[string]int              // "host/path" → requests for it
	heads   map[string]http.Header      // of the last one
	moves   map[string][]string         // name → addresses it has, one after the other; the last one stays
	unsent  int                         // answers that a page is as it was
	private int                         // requests that came through to the private address
	now     time.Time
	waits   []time.Duration
}

const (
	publicAddress  = "127.0.0.1"
	privateAddress = "127.0.0.2"
)

func newWorld(t *testing.T) *world {
	w := &world{t: t, serve: map[string]http.HandlerFunc{}, hits: map[string]int{}, heads: map[string]http.Header{}, moves: map[string][]string{},
		now: time.Date(2031, 3, 10, 12, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(w.handle))
	t.Cleanup(server.Close)
	_, w.port, _ = net.SplitHostPort(server.Listener.Addr().String())
	ear, err := net.Listen("tcp", net.JoinHostPort(privateAddress, w.port))
	if err != nil {
		t.Skip("this machine has one loopback address only: ", err)
	}
	private := &httptest.Server{Listener: ear, Config: &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		w.mu.Lock()
		w.private++
		w.mu.Unlock()
		fmt.Fprint(rw, story("Secrets of the harbour office"))
	})}}
	private.Start()
	t.Cleanup(private.Close)
	return w
}

// on lets something be at an address such as "news.example/ferry".
func (w *world) on(at string, serve http.HandlerFunc) { w.serve[at] = serve }

// text lets a page of that type be at an address.
func (w *world) text(at, contentType, body string) {
	w.on(at, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(rw, w.ported(body))
	})
}

func (w *world) html(at, body string) { w.text(at, "text/html; charset=utf-8", body) }

// moved lets an address lead on to another one.
func (w *world) moved(at string, code int, to string) {
	w.on(at, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Location", w.ported(to))
		rw.WriteHeader(code)
	})
}

func (w *world) handle(rw http.ResponseWriter, r *http.Request) {
	host, _, _ := net.SplitHostPort(r.Host)
	at := host + r.URL.RequestURI()
	w.mu.Lock()
	w.hits[at]++
	w.heads[at] = r.Header
	serve := w.serve[at]
	if serve == nil {
		serve = w.serve[host+r.URL.Path]
	}
	w.mu.Unlock()
	if serve == nil {
		http.NotFound(rw, r)
		return
	}
	serve(rw, r)
}

// ported puts the port of the server into all addresses of a text, unported takes it out.
func (w *world) ported(s string) string {
	return strings.NewReplacer(".example/", ".example:"+w.port+"/", privateAddress+"/", privateAddress+":"+w.port+"/").Replace(s)
}

func (w *world) unported(s string) string { return strings.ReplaceAll(s, ":"+w.port, "") }

// client is one that looks names up in this world, with a clock that goes on by what is waited for.
func (w *world) client(change ...func(*Options)) *Client {
	opt := Options{Agent: "talksbot/1.2", Contact: "https://desk.example/bot", Pause: time.Second, PageTime: time.Minute, public: netip.MustParseAddr(publicAddress),
		resolver: &net.Resolver{PreferGo: true, Dial: w.dns},
		clock: clock{
			now: func() time.Time {
				w.mu.Lock()
				defer w.mu.Unlock()
				return w.now
			},
			wait: func(ctx context.Context, d time.Duration) error {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.now = w.now.Add(d)
				w.waits = append(w.waits, d)
				return ctx.Err()
			},
			within: context.WithTimeout,
		},
	}
	for _, f := range change {
		f(&opt)
	}
	c := New(opt)
	w.t.Cleanup(c.http.CloseIdleConnections)
	return c
}

// dns is a connection to a name server that knows all names under .example.
func (w *world) dns(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() {
		defer theirs.Close()
		for {
			var size [2]byte
			if _, err := io.ReadFull(theirs, size[:]); err != nil {
				return
			}
			ask := make([]byte, binary.BigEndian.Uint16(size[:]))
			if _, err := io.ReadFull(theirs, ask); err != nil {
				return
			}
			reply := w.lookup(ask)
			if _, err := theirs.Write(binary.BigEndian.AppendUint16(nil, uint16(len(reply)))); err != nil {
				return
			}
			if _, err := theirs.Write(reply); err != nil {
				return
			}
		}
	}()
	return ours, nil
}

func (w *world) lookup(ask []byte) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(ask); err != nil {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	name := strings.TrimSuffix(q.Name.String(), ".")
	switch {
	case !strings.HasSuffix(name, ".example") || strings.HasPrefix(name, "unknown."):
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		at := publicAddress
		w.mu.Lock()
		if list := w.moves[name]; len(list) > 0 {
			if at = list[0]; len(list) > 1 {
				w.moves[name] = list[1:]
			}
		}
		w.mu.Unlock()
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body: &dnsmessage.AResource{A: netip.MustParseAddr(at).As4()}}}
	}
	out, _ := m.Pack()
	return out
}

// cache is a store of its own.
func (w *world) cache() storage.Cache {
	s, err := storage.Open(w.t.Context(), filepath.Join(w.t.TempDir(), "knowledge.db"), 0)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.Close() })
	return s
}

// source makes the source that a line such as "page http://news.example/ferry" asks for.
func (w *world) source(c *Client, ask string) *Source {
	what, name, _ := strings.Cut(w.ported(ask), " ")
	switch what {
	case "page":
		return c.Page(name)
	case "feed":
		return c.Feed(name)
	case "sitemap":
		return c.Sitemap(name)
	case "dump":
		return c.Dump(name)
	}
	return c.Any(name)
}

// outcome is what a source yields, a line each.
func (w *world) outcome(s knowledge.Source) string {
	w.t.Helper()
	var lines []string
	for a, err := range s.Articles(w.t.Context()) {
		var failed *Failed
		switch {
		case errors.As(err, &failed):
			lines = append(lines, "failed "+err.Error())
		case errors.As(err, new(*Problem)):
			lines = append(lines, "problem "+err.Error())
		case err != nil:
			lines = append(lines, "error "+err.Error())
		default:
			if strings.TrimSpace(a.Text) == "" || a.Language == "" {
				w.t.Errorf("%s has no text or no language: %+v", a.ID, a)
			}
			lines = append(lines, "article "+a.ID+" "+strconv.Quote(a.Title))
		}
	}
	return w.unported(strings.Join(lines, "\n"))
}

// story is a page with an article, and more in its head.
func story(title string, head ...string) string {
	return "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>" + title + "</title>" + strings.Join(head, "") + "</head><body><nav><a href=/>Home</a></nav><article><h1>" + title + "</h1>" + body + "</article></body></html>"
}

// body is the text of an article, in paragraphs.
const body = `<p>The harbour council of Miran agreed on Monday to keep the ferry to the outer islands running through the winter, after months of talks with the operator.</p>
<p>Mayor Ana Velho said that the town would pay for two crossings a day until the end of April, on condition that the operator takes the older boat out of service.</p>
<p>The operator, Sound Lines, is ready to sign before Easter, its director told reporters on the quay. Fares stay as they are for islanders, and rise by a tenth for visitors.</p>`

// packed is a text as gzip has it.
func packed(text string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}

// code lets an address answer with a status and no more.
func (w *world) code(at string, code int) {
	w.on(at, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(code) })
}

// base stands for a knowledge base: it knows what sources gave it.
type base struct{ known map[string]string }

// refresh yields what a source has that knows what the base has, a line each: "same" is what it had before.
func (w *world) refresh(b *base, s *Source) string {
	w.t.Helper()
	if b.known == nil {
		b.known = map[string]string{}
	}
	next := map[string]string{}
	var lines []string
	s.Since(w.t.Context(), b.known)(func(item knowledge.Sourced, err error) bool {
		var failed *Failed
		switch {
		case errors.As(err, &failed):
			lines = append(lines, "failed "+err.Error())
		case err != nil:
			lines = append(lines, "problem "+err.Error())
		case item.Same:
			next[item.Mark] = b.known[item.Mark]
			lines = append(lines, "same "+b.known[item.Mark])
		default:
			next[item.Mark] = item.Article.ID
			lines = append(lines, "article "+item.Article.ID)
		}
		return true
	})
	b.known = next
	return w.unported(strings.Join(lines, "\n"))
}

// asked gives how often each address was asked for since the last call, robots.txt aside.
func (w *world) asked() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for at, n := range w.hits {
		if !strings.HasSuffix(at, "/robots.txt") {
			out = append(out, fmt.Sprintf("%s %d", at, n))
		}
	}
	clear(w.hits)
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// tagged lets a page be at an address, with an ETag by which it is not sent twice.
func (w *world) tagged(at, body string) {
	tag := strconv.Quote(keyOf(body))
	w.on(at, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", tag)
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.Header.Get("If-None-Match") == tag {
			w.mu.Lock()
			w.unsent++
			w.mu.Unlock()
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(rw, w.ported(body))
	})
}

// came gives how many requests came through to the private address.
func (w *world) came() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.private
}
