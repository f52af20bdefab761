package llmfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

type object = map[string]any

// chat answers a request for a chat completion.
func (s *Server) chat(w http.ResponseWriter, r *http.Request, req Request) {
	for what, sent := range map[string]bool{"json_schema": req.Way == "json_schema", "tools": req.Way == "tool", "stream": req.Stream,
		"stream_options": strings.Contains(req.Body, `"stream_options"`), "temperature": req.Temperature != nil, "max_tokens": req.MaxTokens > 0 && !req.NewTokens} {
		if sent && slices.Contains(s.Without, what) {
			m := "Unsupported parameter: '" + what + "' is not supported with this model."
			if what == "max_tokens" {
				m += " Use 'max_completion_tokens' instead."
			}
			fail(w, Reply{Status: http.StatusBadRequest, Code: "unsupported_parameter", Message: m})
			return
		}
	}
	s.mu.Lock()
	answer := s.answer
	var reply Reply
	queued := len(s.next) > 0
	if queued {
		reply, s.next = s.next[0], s.next[1:]
	}
	s.mu.Unlock()
	if !queued {
		reply = answer(req)
	}
	if reply.Wait > 0 && !s.wait(r.Context(), reply.Wait) {
		return
	}
	switch {
	case reply.Status != 0:
		fail(w, reply)
	case req.Stream:
		s.stream(w, r, req, reply)
	default:
		s.whole(w, r, req, reply)
	}
}

// parts says how a Reply's text is sent: as the content of a message or as the arguments of a function.
func (r Reply) parts(req Request) (function, finish string) {
	function, finish = r.Tool, r.Finish
	if function == "" && req.Way == "tool" && !r.Plain && r.Text != "" && r.Refusal == "" {
		function = "answer"
	}
	if finish == "" {
		finish = "stop"
		if function != "" {
			finish = "tool_calls"
		}
	}
	return function, finish
}

// delta is a piece of the answer as a message, or as a part of one.
func delta(function, piece string, first bool) object {
	if function == "" {
		return object{"content": piece}
	}
	f := object{"arguments": piece}
	call := object{"index": 0, "function": f}
	if first {
		f["name"], call["id"], call["type"] = function, "call_1", "function"
	}
	return object{"tool_calls": []object{call}}
}

func usage(req Request, r Reply) object {
	in := 0
	for _, m := range req.Messages {
		in += len(strings.Fields(m.Content))
	}
	out := len(strings.Fields(r.Text))
	return object{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
}

func (s *Server) whole(w http.ResponseWriter, r *http.Request, req Request, reply Reply) {
	function, finish := reply.parts(req)
	m := delta(function, reply.Text, true)
	m["role"] = "assistant"
	if reply.Refusal != "" {
		m["refusal"], m["content"] = reply.Refusal, nil
	}
	if reply.Reasoning != "" {
		m["reasoning_content"] = reply.Reasoning
	}
	out := object{"id": "c1", "object": "chat.completion", "model": req.Model, "choices": []object{{"index": 0, "message": m, "finish_reason": finish}}}
	if !reply.NoUsage {
		out["usage"] = usage(req, reply)
	}
	b, _ := json.Marshal(out)
	if reply.Late != "" {
		b = []byte(reply.Late)
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case reply.BreakAt != 0 || reply.NoEnd || reply.StallAt != 0:
		if reply.BreakAt >= 0 && reply.StallAt >= 0 {
			_, _ = w.Write(b[:len(b)/2])
			flush(w)
		}
		if reply.StallAt != 0 {
			s.wait(r.Context(), time.Hour)
		}
		panic(http.ErrAbortHandler)
	default:
		_, _ = w.Write(b)
	}
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request, req Request, reply Reply) {
	function, finish := reply.parts(req)
	w.Header().Set("Content-Type", "text/event-stream")
	flush(w)
	send := func(v any) {
		b, _ := json.Marshal(v)
		_, _ = w.Write([]byte("data: " + string(b) + "\n\n"))
	}
	chunk := func(d object, finish any) {
		send(object{"id": "c1", "object": "chat.completion.chunk", "model": req.Model, "choices": []object{{"index": 0, "delta": d, "finish_reason": finish}}})
	}
	for range reply.Comments {
		_, _ = w.Write([]byte(": still at work\n\n"))
	}
	stops := func(sent int) bool {
		at := func(n int) bool { return n < 0 || n > 0 && sent >= n }
		if !at(reply.BreakAt) && !at(reply.StallAt) {
			return false
		}
		flush(w)
		if at(reply.StallAt) {
			s.wait(r.Context(), time.Hour)
		}
		return true
	}
	if stops(0) {
		panic(http.ErrAbortHandler)
	}
	chunk(object{"role": "assistant"}, nil)
	for _, t := range strings.SplitAfter(reply.Reasoning, " ") {
		if t != "" {
			chunk(object{"reasoning_content": t}, nil)
		}
	}
	for i, p := range pieces(reply.Text, reply.Pieces) {
		chunk(delta(function, p, i == 0), nil)
		if stops(i+1) || r.Context().Err() != nil {
			panic(http.ErrAbortHandler)
		}
	}
	if reply.Refusal != "" {
		chunk(object{"refusal": reply.Refusal}, nil)
	}
	switch {
	case reply.Late != "":
		_, _ = w.Write([]byte("data: " + reply.Late + "\n\n"))
		return
	case reply.NoEnd:
		return
	}
	chunk(object{}, finish)
	if !reply.NoUsage && strings.Contains(req.Body, `"include_usage":true`) {
		send(object{"id": "c1", "object": "chat.completion.chunk", "model": req.Model, "choices": []object{}, "usage": usage(req, reply)})
	}
	if reply.Endless {
		flush(w)
		s.wait(r.Context(), time.Hour)
		return
	}
	_, _ = w.Write([]byte("data: [DONE]\n\n"))
}

// pieces cuts a text after each word, or into so many.
func pieces(text string, n int) []string {
	if n <= 0 {
		return strings.SplitAfter(text, " ")
	}
	var out []string
	for i := range n {
		out = append(out, text[len(text)*i/n:len(text)*(i+1)/n])
	}
	return out
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }

func give(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func fail(w http.ResponseWriter, r Reply) {
	for name, value := range map[string]string{"Retry-After": r.RetryAfter, "Location": r.Location} {
		if value != "" {
			w.Header().Set(name, value)
		}
	}
	if r.Body != "" {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(r.Status)
		_, _ = w.Write([]byte(r.Body))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.Status)
	_ = json.NewEncoder(w).Encode(object{"error": object{"message": r.Message, "code": r.Code, "type": "error"}})
}
