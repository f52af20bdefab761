package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sashabaranov/go-openai"
)

// Parts are what a Client works with. The zero Parts are whole: calls go out by http.DefaultTransport, and nobody is told.
type Parts struct {
	HTTP   *http.Client // its Transport alone is used
	Log    *slog.Logger // of an endpoint that fails, and comes back
	Record func(Record) // gets every call as it ends; called by many goroutines at once
}

// Client asks the models of one endpoint. Its methods may be called by many goroutines at once. It remembers what the
// endpoint turned out to take: a new configuration needs a new Client.
type Client struct {
	cfg    Config
	key    string
	api    *openai.Client
	do     *doer
	log    *slog.Logger
	tell   func(Record)
	places chan struct{} // one for each call at the same time

	chat, vectors, order line

	mu     sync.Mutex
	manner manner
	totals Totals
}

// New gives a Client for a Config that Check has passed, with the key that Config.Key gave. It does no I/O.
func New(c Config, key string, p Parts) *Client {
	cl := &Client{cfg: c, key: key, log: p.Log, tell: p.Record, places: make(chan struct{}, max(c.Concurrency, 1)),
		chat: line{name: "chat"}, vectors: line{name: "embeddings"}, order: line{name: "rerank"}}
	if cl.log == nil {
		cl.log = slog.New(slog.DiscardHandler)
	}
	if i := slices.Index(ways[1:], c.Schema); i >= 0 {
		cl.manner.way, cl.manner.settled = i, true
	}
	cl.do = newDoer(cl, p.HTTP)
	api := openai.DefaultConfig(key)
	api.BaseURL = strings.TrimRight(c.BaseURL, "/")
	api.HTTPClient = cl.do
	api.EmptyMessagesLimit = 1 << 20 // comments that keep a slow stream alive; what a stream may bring is bounded by doer
	cl.api = openai.NewClientWithConfig(api)
	return cl
}

// Within bounds all calls for one answer.
func (c *Client) Within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Duration(c.cfg.DeadlineSeconds)*time.Second)
}

// Call is what a model is asked.
type Call struct {
	Prompt  Prompt
	Purpose string            // what for, for the Record: "answer", "refresh"
	Into    any               // pointer to what the JSON of Prompt.Schema is decoded into; nil where Result.JSON is enough
	Text    func(text string) // gets the answer piece by piece as it comes, before anything of it is checked; nil: it comes whole
}

// Result is what a model answered.
type Result struct {
	Text   string          // as it came
	JSON   json.RawMessage // of Prompt.Schema, which it fits; nil without one
	Record Record
}

// Complete asks the model. An error is one of the sentinels, or ctx's where that was cancelled; after one, what went to
// Call.Text is void.
func (c *Client) Complete(ctx context.Context, call Call) (Result, error) {
	rec := Record{Prompt: call.Prompt.Name, Version: call.Prompt.Version, Model: c.cfg.Model, Purpose: call.Purpose}
	start := time.Now()
	res, err := c.complete(ctx, call, &rec)
	rec.Took = time.Since(start)
	rec.Cost = (float64(rec.In)*c.cfg.PriceIn + float64(rec.Out)*c.cfg.PriceOut) / 1e6
	c.record(&rec, err)
	res.Record = rec
	return res, err
}

func (c *Client) complete(ctx context.Context, call Call, rec *Record) (Result, error) {
	if c.cfg.BaseURL == "" || c.cfg.Model == "" {
		return Result{}, fmt.Errorf("%w: none is configured to write (model.model)", ErrNoModel)
	}
	var want *form
	if len(call.Prompt.Schema) > 0 {
		var err error
		if want, err = newForm(call.Prompt.Schema); err != nil {
			return Result{}, fmt.Errorf("the schema of prompt %s: %w", call.Prompt.Name, err)
		}
	}
	got, err := c.ask(ctx, call, want, rec)
	if err != nil {
		return Result{}, err
	}
	if call.Into != nil {
		if err := json.Unmarshal(got.JSON, call.Into); err != nil {
			return Result{}, malformed("it does not fit %T", call.Into)
		}
	}
	return got, nil
}
