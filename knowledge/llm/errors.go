package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sashabaranov/go-openai"
)

// What a call may fail of, for errors.Is. What is done without a model serves after all of them; nothing is called again
// for the same answer after any but ErrMalformed and ErrCut.
var (
	ErrDown         = errors.New("the model's endpoint does not answer") // no connection, 429, 5xx, too slow, broken off, or not asked since it failed before
	ErrUnauthorized = errors.New("the model's endpoint refuses the key") // 401, 402, 403: until the configuration changes
	ErrNoModel      = errors.New("there is no such model")               // 404, or none is configured
	ErrRejected     = errors.New("the model's endpoint does not take the request")
	ErrRefused      = errors.New("the model refuses to answer") // in its own words, or a filter of its endpoint
	ErrCut          = errors.New("the model's answer is cut off")
	ErrMalformed    = errors.New("the model's answer has not the form asked for")
)

// statusError is an answer of the endpoint that is none of the model's.
type statusError struct {
	status  int
	kind    string        // the endpoint's own code, such as content_filter, and the parameter that it means; "" where it gives none
	message string        // the endpoint's own words, bounded, without the key
	after   time.Duration // Retry-After; below 0 for none
}

func (e *statusError) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%v: %d %s: %s", e.sentinel(), e.status, http.StatusText(e.status), e.message), ": ")
}

// Is says which of the sentinels a status comes to.
func (e *statusError) Is(target error) bool { return target == e.sentinel() }

func (e *statusError) sentinel() error {
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(e.kind), w) })
	}
	switch {
	case says("content_filter", "content_policy", "moderation"):
		return ErrRefused
	case e.status == 401, e.status == 402, e.status == 403, says("insufficient_quota", "billing"):
		return ErrUnauthorized
	case e.status == 404:
		return ErrNoModel
	case e.status == 408, e.status == 425, e.status == 429, e.status >= 500, e.status < 400: // a redirect is not followed
		return ErrDown
	}
	return ErrRejected
}

// malformed is an answer in the wrong form; why does not hold the answer.
func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
}

// sorted gives an error of a call one of the sentinels, or leaves it the end that the caller's ctx came to by itself.
func (c *Client) sorted(ctx context.Context, err error) error {
	var api *openai.APIError
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case known(err):
		return err
	case errors.As(err, &api): // in the middle of a stream
		return &statusError{status: http.StatusInternalServerError, kind: fmt.Sprint(api.Code, " ", api.Type), message: c.plain(api.Message), after: -1}
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", ErrDown, errSlow)
	case isSyntax(err):
		return malformed("it is no JSON")
	}
	return fmt.Errorf("%w: %s", ErrDown, c.plain(err.Error()))
}

// errSlow marks a call that came to the end of its time, and is not made again.
var errSlow = errors.New("it took too long")

var sentinels = []error{ErrDown, ErrUnauthorized, ErrNoModel, ErrRejected, ErrRefused, ErrCut, ErrMalformed}

func known(err error) bool {
	return slices.ContainsFunc(sentinels, func(s error) bool { return errors.Is(err, s) })
}

func isSyntax(err error) bool {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &typed)
}

// longestMessage bounds what is kept of an endpoint's own words, in runes.
const longestMessage = 200

// plain makes one bounded line of the endpoint's words. A word that shares a piece with the key is left out, since
// endpoints repeat keys, whole or in part.
func (c *Client) plain(s string) string {
	const piece = 6
	if len(s) > 8*longestMessage {
		s = s[:8*longestMessage]
	}
	words := strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	for i, w := range words {
		if c.key != "" && strings.Contains(w, c.key) {
			words[i] = "[secret]"
		}
		for at := 0; at+piece <= len(c.key); at++ {
			if strings.Contains(w, c.key[at:at+piece]) {
				words[i] = "[secret]"
			}
		}
	}
	if r := []rune(strings.Join(words, " ")); len(r) > longestMessage {
		return string(r[:longestMessage-1]) + "…"
	}
	return strings.Join(words, " ")
}
