package llm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// Finding is what one check came to. Its texts hold no secrets.
type Finding struct {
	Check string
	State State
	Found string // what is so
	Fix   string // what to do about it; "" for nothing
}

// State says how a check came out.
type State string

const (
	OK      State = "ok"
	Missing State = "missing" // what is configured does not work
	Note    State = "note"    // nothing needs to be done
)

// Doctor tries what is configured, each with one small call, and says how fast it is.
func Doctor(ctx context.Context, c Config, env func(string) string, p Parts) []Finding {
	d := &doctor{}
	if c.BaseURL == "" {
		d.add("model", Note, "none is configured: the bot answers by its own rules", "")
		return d.findings
	}
	key, err := c.Key(env)
	if err != nil {
		found, fix, _ := strings.Cut(err.Error(), ": ")
		d.add("environment", Missing, found, fix)
		return d.findings
	}
	u, err := url.Parse(c.BaseURL)
	if err == nil && u.Scheme == "http" && key != "" && !local(u.Hostname()) {
		d.add("environment", Note, "the key goes to "+u.Host+" unencrypted", "use https in model.base_url")
	} else {
		d.add("environment", OK, cmp.Or(c.KeyEnv, "no key")+" is used for "+c.BaseURL, "")
	}
	d.Client = New(c, key, p)
	if c.Model == "" {
		d.add("chat", Note, "no model is configured to write", "")
	} else if d.chat(ctx) {
		d.schema(ctx)
		d.streaming(ctx)
	}
	d.embeddings(ctx)
	d.rerank(ctx)
	return d.findings
}

type doctor struct {
	*Client
	findings []Finding
}

func (d *doctor) add(check string, s State, found, fix string) {
	d.findings = append(d.findings, Finding{Check: check, State: s, Found: found, Fix: fix})
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func took(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

// failed says what a failed call means; key names the model's key in the configuration.
func (d *doctor) failed(ctx context.Context, check, key string, err error) {
	fix := ""
	switch {
	case errors.Is(err, ErrDown):
		fix = "see that the endpoint runs and model.base_url is right, and raise model.timeout_seconds where it is slow"
	case errors.Is(err, ErrUnauthorized):
		fix = "see that the key in " + cmp.Or(d.cfg.KeyEnv, "a variable named by model.key_env") + " is right, and the account in order"
	case errors.Is(err, ErrNoModel):
		fix = "name in " + key + " a model that the endpoint has, and see that model.base_url ends as it says, mostly with /v1"
		if all, err := d.models(ctx); err == nil && all != "" {
			fix += "; it has " + all
		}
	case errors.Is(err, ErrCut):
		fix = "raise model.max_tokens"
	case errors.Is(err, ErrMalformed), errors.Is(err, ErrRejected):
		fix = "leave model.schema at auto, or use another model in " + key
	}
	d.add(check, Missing, err.Error(), fix)
}

// models lists what the endpoint has, as far as a line holds it.
func (d *doctor) models(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, d.cfg.timeout())
	defer cancel()
	list, err := d.api.ListModels(ctx)
	var names []string
	for _, m := range list.Models {
		names = append(names, m.ID)
	}
	return d.plain(strings.Join(names, ", ")), err
}

const doctorUser = "Answer with the single word ready."

func (d *doctor) prompt(schema string) Prompt {
	return Prompt{Name: "doctor", Version: "1", System: "You help to test a connection. Put nothing into your answer but what is asked for.", User: doctorUser, Schema: json.RawMessage(schema)}
}

func (d *doctor) chat(ctx context.Context) bool {
	res, err := d.Complete(ctx, Call{Prompt: d.prompt(""), Purpose: "doctor"})
	if err != nil {
		d.failed(ctx, "chat", "model.model", err)
		return false
	}
	d.add("chat", OK, d.cfg.Model+" answers in "+took(res.Record.Took), "")
	return true
}

func (d *doctor) schema(ctx context.Context) {
	p := d.prompt(`{"type": "object", "additionalProperties": false, "required": ["word"], "properties": {"word": {"type": "string"}}}`)
	p.User += " Give it as JSON in the field word."
	res, err := d.Complete(ctx, Call{Prompt: p, Purpose: "doctor"})
	if err != nil {
		d.failed(ctx, "schema", "model.model", err)
		return
	}
	d.add("schema", OK, fmt.Sprintf("JSON of a schema comes by %s in %s", res.Record.Form, took(res.Record.Took)), "")
}

func (d *doctor) streaming(ctx context.Context) {
	p := d.prompt("")
	p.User = "Count from one to ten in words."
	pieces := 0
	res, err := d.Complete(ctx, Call{Prompt: p, Purpose: "doctor", Text: func(string) { pieces++ }})
	switch {
	case err != nil:
		d.failed(ctx, "streaming", "model.model", err)
	case pieces < 2:
		d.add("streaming", Note, "an answer comes in one piece, after "+took(res.Record.Took), "")
	default:
		d.add("streaming", OK, fmt.Sprintf("the first of %d pieces comes after %s, the last after %s", pieces, took(res.Record.First), took(res.Record.Took)), "")
	}
}

func (d *doctor) embeddings(ctx context.Context) {
	if d.cfg.Embeddings == "" {
		d.add("embeddings", Note, "none are configured: passages are found by words alone", "")
		return
	}
	start := time.Now()
	v, err := d.Embed(ctx, []string{"The harbour is to be dredged.", "Ships wait outside the port."})
	if err != nil {
		d.failed(ctx, "embeddings", "model.embeddings", err)
		return
	}
	d.add("embeddings", OK, fmt.Sprintf("%s gives vectors of %d numbers, two in %s", d.cfg.Embeddings, len(v[0]), took(time.Since(start))), "")
}

func (d *doctor) rerank(ctx context.Context) {
	if d.cfg.Rerank == "" {
		d.add("rerank", Note, "none is configured: passages stand in the order in which they are found", "")
		return
	}
	start := time.Now()
	scores, err := d.Rerank(ctx, "Who is to dredge the harbour?", []string{"The violin is tuned in fifths.", "The town will dredge the harbour."})
	switch {
	case err != nil:
		d.failed(ctx, "rerank", "model.rerank", err)
	case scores[1] <= scores[0]:
		d.add("rerank", Missing, d.cfg.Rerank+" puts a text that has nothing to do with a question before one that answers it", "use another model in model.rerank")
	default:
		d.add("rerank", OK, fmt.Sprintf("%s orders two texts in %s", d.cfg.Rerank, took(time.Since(start))), "")
	}
}
