package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"
)

// How JSON of a schema is asked for: what Config.Schema says.
const (
	Auto       = "auto"        // the first of the others that works
	JSONSchema = "json_schema" // the endpoint holds the model to the schema
	Tool       = "tool"        // as the arguments of a function
	Text       = "text"        // in words; JSON is looked for in the answer
)

var ways = []string{Auto, JSONSchema, Tool, Text}

// manner is what an endpoint turned out to take. All but way changes one way only.
type manner struct {
	way     int  // of ways[1:], the one to begin with
	settled bool // no other is tried

	noTemperature, newTokens, noUsage, noStream bool
}

const (
	toolName = "answer"
	// temperature is as near to 0 as endpoints can be told: 0 itself is left out by go-openai, which means the endpoint's own,
	// and below this vLLM and llama.cpp divide by next to nothing.
	temperature = 0.01
	// lateUsage is how long a stream may take to say what it cost, and to end, once the answer is whole.
	lateUsage = 2 * time.Second
)

// ask makes a call in the ways that are left to try.
func (c *Client) ask(ctx context.Context, call Call, want *form, rec *Record) (Result, error) {
	c.mu.Lock()
	first, settled := c.manner.way, c.manner.settled || want == nil
	c.mu.Unlock()
	for way := first; ; way++ {
		if want != nil {
			rec.Form = ways[1+way]
		}
		got, began, err := c.inWay(ctx, call, rec)
		var res Result
		if err == nil {
			res, err = got.result(want)
		}
		last := settled || way == len(ways)-2
		if other := errors.Is(err, ErrMalformed) && !began || errors.Is(err, ErrRejected) && !tooMuch(err); !last && other {
			continue
		}
		if !settled {
			c.settle(way, err)
		}
		return res, err
	}
}

// settle remembers the way that worked. One in which no form came is not gone again.
func (c *Client) settle(way int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.manner.settled:
	case err == nil:
		c.manner.way, c.manner.settled = way, true
	case errors.Is(err, ErrMalformed):
		c.manner.way = min(way+1, len(ways)-2)
	}
}

// tooMuch says whether a request is not taken for its length, which is the same in every way.
func tooMuch(err error) bool {
	var s *statusError
	return errors.As(err, &s) && (s.status == 413 || length.MatchString(s.kind+" "+s.message))
}

var length = regexp.MustCompile(`(?i)context|too (?:long|large|many)|exceed`)

// inWay makes a call in one way, again where the endpoint does not take a parameter that it can do without. began says
// whether some of it went to Call.Text.
func (c *Client) inWay(ctx context.Context, call Call, rec *Record) (got *gathered, began bool, err error) {
	got = &gathered{}
	for {
		c.mu.Lock()
		m := c.manner
		c.mu.Unlock()
		req := c.request(call.Prompt, rec.Form, m)
		if req == nil {
			return nil, false, fmt.Errorf("%w: this model takes no tools", ErrRejected)
		}
		err = c.call(ctx, &c.chat, rec, func(ctx context.Context) (bool, error) {
			got = &gathered{}
			defer func() { got.count(rec, call.Prompt) }()
			if call.Text == nil || m.noStream {
				return false, c.whole(ctx, *req, got)
			}
			err := c.stream(ctx, *req, got, call.Text)
			if rec.First == 0 && got.began {
				rec.First = got.first
			}
			return got.began, err
		})
		if !errors.Is(err, ErrRejected) || !c.adapt(err, m) {
			break
		}
	}
	if err == nil && call.Text != nil && !got.began {
		got.began = true
		call.Text(got.content())
	}
	return got, got.began, err
}

// adapt learns from a refusal what to leave out; false when there is nothing new in it.
func (c *Client) adapt(err error, m manner) bool {
	learned := m
	if errors.Is(err, errNoStream) {
		learned.noStream = true
	}
	var s *statusError
	if errors.As(err, &s) {
		said := s.kind + " " + s.message
		learned.noTemperature = m.noTemperature || strings.Contains(said, "temperature")
		learned.newTokens = m.newTokens || strings.Contains(said, "max_completion_tokens")
		learned.noUsage = m.noUsage || strings.Contains(said, "stream_options")
	}
	if learned == m {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.manner.noTemperature = c.manner.noTemperature || learned.noTemperature
	c.manner.newTokens = c.manner.newTokens || learned.newTokens
	c.manner.noUsage = c.manner.noUsage || learned.noUsage
	c.manner.noStream = c.manner.noStream || learned.noStream
	return true
}

// request writes a Prompt as the endpoint is to get it; nil where the model cannot be asked in this way. Which models
// reason, and so take no sampling, is what go-openai knows.
func (c *Client) request(p Prompt, way string, m manner) *openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{Model: c.cfg.Model, MaxCompletionTokens: c.cfg.MaxTokens, Temperature: temperature}
	system := p.System
	switch way {
	case JSONSchema:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: cmp.Or(p.Name, toolName), Schema: p.Schema, Strict: true}}
	case Tool:
		req.Tools = []openai.Tool{{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{Name: toolName, Strict: true, Parameters: p.Schema,
			Description: "Gives the answer."}}}
		req.ToolChoice = openai.ToolChoice{Type: openai.ToolTypeFunction, Function: openai.ToolFunction{Name: toolName}}
	case Text:
		system += "\n\nAnswer with one JSON object that fits this JSON Schema, and with nothing before or after it:\n" + string(p.Schema)
	}
	req.Messages = []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleSystem, Content: system}, {Role: openai.ChatMessageRoleUser, Content: p.User}}
	if m.noTemperature {
		req.Temperature = 0
	}
	valid := openai.NewReasoningValidator()
	if valid.Validate(req) != nil {
		req.Temperature = 0
	}
	if valid.Validate(req) != nil {
		return nil
	}
	if older := req; !m.newTokens {
		//lint:ignore SA1019 many endpoints know no other name, and would write without end
		older.MaxTokens, older.MaxCompletionTokens = c.cfg.MaxTokens, 0
		if valid.Validate(older) == nil {
			req = older
		}
	}
	return &req
}

// gathered is an answer as far as it has come.
type gathered struct {
	text, tool, refusal strings.Builder
	finish              openai.FinishReason
	usage               openai.Usage
	began               bool          // something has come
	first               time.Duration // until it did
}

// whole asks for an answer in one piece.
func (c *Client) whole(ctx context.Context, req openai.ChatCompletionRequest, got *gathered) error {
	resp, err := c.api.CreateChatCompletion(ctx, req)
	if err != nil {
		return err
	}
	got.usage = resp.Usage
	if len(resp.Choices) == 0 {
		return malformed("there is no choice in it")
	}
	m := resp.Choices[0].Message
	got.finish = cmp.Or(resp.Choices[0].FinishReason, openai.FinishReasonStop)
	got.text.WriteString(m.Content)
	for _, part := range m.MultiContent {
		got.text.WriteString(part.Text)
	}
	got.refusal.WriteString(m.Refusal)
	for _, t := range m.ToolCalls {
		got.call(t)
	}
	return nil
}

// stream asks for an answer piece by piece. One that ends before its finish reason has broken off: go-openai does not tell.
func (c *Client) stream(ctx context.Context, req openai.ChatCompletionRequest, got *gathered, tell func(string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c.mu.Lock()
	if !c.manner.noUsage {
		req.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	c.mu.Unlock()
	start := time.Now()
	s, err := c.api.CreateChatCompletionStream(ctx, req)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		chunk, err := s.Recv()
		switch {
		case err != nil && got.finish != "":
			return nil
		case errors.Is(err, io.EOF):
			return fmt.Errorf("%w: the answer broke off", ErrDown)
		case err != nil:
			return err
		}
		if chunk.Usage != nil {
			got.usage = *chunk.Usage
		}
		if len(chunk.Choices) == 0 { // the last one, with the usage
			continue
		}
		choice := chunk.Choices[0]
		got.refusal.WriteString(choice.Delta.Refusal)
		piece := choice.Delta.Content
		got.text.WriteString(piece)
		for _, t := range choice.Delta.ToolCalls {
			piece += got.call(t)
		}
		if !got.began && piece+choice.Delta.ReasoningContent+choice.Delta.Refusal != "" {
			got.began, got.first = true, time.Since(start)
		}
		if piece != "" {
			tell(piece)
		}
		if choice.FinishReason != "" && got.finish == "" {
			got.finish = choice.FinishReason
			defer time.AfterFunc(lateUsage, cancel).Stop()
		}
	}
}

// call takes what there is of a function's arguments, and gives it. Only the first call of the function that was offered counts.
func (g *gathered) call(t openai.ToolCall) string {
	if t.Index != nil && *t.Index != 0 || t.Function.Name != "" && t.Function.Name != toolName {
		return ""
	}
	g.tool.WriteString(t.Function.Arguments)
	return t.Function.Arguments
}

func (g *gathered) content() string { return cmp.Or(g.tool.String(), g.text.String()) }

// count adds what a try cost, by a guess of four bytes a token where the endpoint does not say.
func (g *gathered) count(rec *Record, p Prompt) {
	in, out := g.usage.PromptTokens, g.usage.CompletionTokens
	if in+out == 0 && g.text.Len()+g.tool.Len() > 0 {
		in, out = (len(p.System)+len(p.User)+3)/4, (g.text.Len()+g.tool.Len()+3)/4
		rec.Estimated = true
	}
	rec.In += in
	rec.Out += out
}

// result is what the answer comes to.
func (g *gathered) result(want *form) (Result, error) {
	said := strings.TrimSpace(g.content())
	switch {
	case g.refusal.Len() > 0:
		return Result{}, fmt.Errorf("%w: it says so", ErrRefused)
	case g.finish == openai.FinishReasonContentFilter:
		return Result{}, fmt.Errorf("%w: a filter of its endpoint held the answer back", ErrRefused)
	case g.finish == openai.FinishReasonLength:
		return Result{}, fmt.Errorf("%w: it is longer than model.max_tokens, or than the model can", ErrCut)
	case said == "":
		return Result{}, malformed("it is empty")
	case want == nil && refuses(said):
		return Result{}, fmt.Errorf("%w: it says so", ErrRefused)
	case want == nil:
		return Result{Text: said}, nil
	}
	value, err := want.read(said)
	if err != nil && refuses(said) {
		err = fmt.Errorf("%w: it says so", ErrRefused)
	}
	return Result{Text: said, JSON: value}, err
}

// refuses says whether a text begins as the refusals of models do.
func refuses(s string) bool {
	return refusal.MatchString(s[:min(len(s), 300)]) && !slices.Contains([]string{"{", "["}, s[:1])
}

var refusal = regexp.MustCompile(`(?i)^\W*(?:(?:i['’]?m|i am|we['’]?re)? ?(?:very |so |really )?(?:sorry|afraid)\b.{0,60}\b(?:can(?:no|['’])t|cannot|unable|not able|won['’]t)|` +
	`i (?:can(?:no|['’])t|cannot|won['’]t|will not|am unable|am not able|must decline|have to decline)\b|as an ai\b|` +
	`(?:es tut mir leid|tut mir leid|je suis désolée?|désolée?|lo siento|mi dispiace|вибачте))`)
