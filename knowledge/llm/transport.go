package llm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What an answer may bring, in bytes: about every token of a stream there are some hundred, and vectors are long.
const (
	perAnswer  = 128     // a token
	perStream  = 1 << 10 // a token
	maxBeside  = 1 << 20
	maxVectors = 64 << 20
	maxFailure = 64 << 10
)

// doer makes requests for go-openai, which has no time limits, no bound on what it reads, takes a redirect for an answer
// and forgets Retry-After: all but a 2xx is a *statusError.
type doer struct {
	http   *http.Client
	client *Client // for its key, which is left out of messages
}

func newDoer(c *Client, with *http.Client) *doer {
	base := http.DefaultTransport
	if with != nil && with.Transport != nil {
		base = with.Transport
	}
	return &doer{client: c, http: &http.Client{Transport: base,
		Timeout:       c.cfg.timeout() + time.Second, // a call's ctx ends before
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do implements openai.HTTPDoer.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	resp, err := d.http.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		defer resp.Body.Close()
		return nil, d.failure(resp)
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") { // of a network that wants a login, or a proxy
		defer resp.Body.Close()
		return nil, fmt.Errorf("%w: a page for people comes from there", ErrDown)
	}
	most := int64(maxBeside + perAnswer*d.client.cfg.MaxTokens)
	switch {
	case strings.HasSuffix(req.URL.Path, "/embeddings"):
		most = maxVectors
	case strings.HasPrefix(req.Header.Get("Accept"), "text/event-stream"):
		most = int64(maxBeside + perStream*d.client.cfg.MaxTokens)
		if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
			defer resp.Body.Close()
			return nil, errNoStream
		}
	}
	if resp.ContentLength > most {
		defer resp.Body.Close()
		return nil, tooLong(most)
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: most, most: most}
	return resp, nil
}

// errNoStream is an answer that comes whole where a stream was asked for.
var errNoStream = fmt.Errorf("%w: it does not stream", ErrRejected)

// failure reads what the endpoint says about a request that it does not answer.
func (d *doer) failure(resp *http.Response) error {
	e := &statusError{status: resp.StatusCode, after: retryAfter(resp.Header.Get("Retry-After"))}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxFailure))
	var said struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Detail  any             `json:"detail"`
	}
	var in struct {
		Message string `json:"message"`
		Code    any    `json:"code"`
		Type    string `json:"type"`
		Param   any    `json:"param"`
	}
	if json.Unmarshal(body, &said) == nil {
		if json.Unmarshal(said.Error, &in) != nil {
			_ = json.Unmarshal(said.Error, &in.Message) // some give a mere sentence
		}
		e.kind = d.client.plain(fmt.Sprint(in.Code, " ", in.Type, " ", in.Param))
		if said.Detail != nil {
			said.Message = cmp.Or(said.Message, fmt.Sprint(said.Detail))
		}
		e.message = d.client.plain(cmp.Or(in.Message, said.Message))
	}
	return e
}

// retryAfter reads the header of that name, in seconds; below 0 where there is none that can be read.
func retryAfter(s string) time.Duration {
	if n, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil && n >= 0 && n < 1e6 {
		return time.Duration(n * float64(time.Second))
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(time.Until(at), 0)
	}
	return -1
}

// bounded is a body that may bring so much and no more.
type bounded struct {
	io.ReadCloser
	left, most int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, tooLong(b.most)
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func tooLong(most int64) error { return malformed("it is longer than %d bytes", most) }
