package llmfake

import (
	"fmt"
	"strings"
	"time"
)

// Reply is how a chat request is answered: with a Text, by the way that JSON was asked for, unless another field says
// otherwise. The zero Reply is an empty text.
type Reply struct {
	Text    string
	Refusal string // in the field of that name
	Finish  string // finish_reason; "" means stop, or tool_calls
	Plain   bool   // Text is content, also where a function was to be called
	Tool    string // the function that is called; "" means the one that was offered, if any
	NoUsage bool   // what it cost is not said

	Wait      time.Duration // before anything is sent
	Comments  int           // comments before the first piece of a stream
	Pieces    int           // of a stream; 0 means one a word
	BreakAt   int           // of a stream, or of an answer's bytes: after so many pieces, below 0: at once, the connection ends; 0 for never
	StallAt   int           // as BreakAt, but nothing more comes, and nothing ends
	Late      string        // an error in the stream after the text, as JSON
	Endless   bool          // Finish and [DONE] are sent, but the connection stays
	NoEnd     bool          // neither Finish nor [DONE] is sent, and the connection ends in good order
	Reasoning string        // thoughts before the text, in a field of their own

	Status     int    // a failure, or a redirect to Location: nothing of the above but Wait is done
	Code       string // of the failure
	Message    string
	RetryAfter string // the header
	Location   string
	Body       string // in the place of the failure's JSON
}

// Says answers with a text.
func Says(text string) Reply { return Reply{Text: text} }

// Unauthorized refuses a key, and repeats a part of it, as endpoints do.
func Unauthorized(key string) Reply {
	return Reply{Status: 401, Code: "invalid_api_key", Message: fmt.Sprintf("Incorrect API key provided: %s. Look at your account.", key)}
}

// NoModel knows no such model.
func NoModel(name string) Reply {
	return Reply{Status: 404, Code: "model_not_found", Message: fmt.Sprintf("The model %q does not exist", name)}
}

// Busy refuses for now; after is the header Retry-After, "" for none.
func Busy(after string) Reply {
	return Reply{Status: 429, Code: "rate_limit_exceeded", Message: "Too many requests", RetryAfter: after}
}

// Broken fails for now.
func Broken() Reply { return Reply{Status: 500, Code: "server_error", Message: "Something went wrong"} }

// Mode is a way of going wrong, or right, that endpoints and models are known for.
type Mode struct {
	Name  string
	Reply Reply
	Good  bool // the JSON of the right form arrives whole, in one way or another
}

// Modes are all of them, around an answer that would be right: JSON of the form asked for.
func Modes(good string) []Mode {
	half, last := good[:len(good)/2], max(strings.LastIndexByte(good, '"'), 0)
	return []Mode{
		{"good", Says(good), true},
		{"in a fence", Reply{Text: "```json\n" + good + "\n```", Plain: true}, true},
		{"in words", Reply{Text: "Here is what you asked for:\n\n" + good + "\n\nIs there anything else?", Plain: true}, true},
		{"after thoughts", Reply{Text: "<think>They want {this} and {\"that\": 1}.</think>\n" + good, Plain: true}, true},
		{"reasoning in its field", Reply{Text: good, Reasoning: strings.Repeat("hm ", 50)}, true},
		{"text and no call", Reply{Text: good, Plain: true}, true},
		{"300 comments", Reply{Text: good, Comments: 500}, true},
		{"slow first token", Reply{Text: good, Wait: 20 * time.Millisecond}, true},
		{"no count of tokens", Reply{Text: good, NoUsage: true}, true},
		{"stays open", Reply{Text: good, Endless: true}, true},

		{"empty", Says(""), false},
		{"prose", Reply{Text: "The two sides will meet again, it seems, and then we shall see.", Plain: true}, false},
		{"half", Says(half), false},
		{"two answers", Reply{Text: good + "\n" + good[:last] + " or not" + good[last:], Plain: true}, false},
		{"another form", Says(`{"answer": "yes", "confidence": 0.97}`), false},
		{"wrong types", Says(`{"statements": "all of them", "question": 7, "commitments": {}}`), false},
		{"a list", Says(`[1, 2, 3]`), false},
		{"key twice", Says(`{"statements": [], "statements": [], "question": "", "question": ""}`), false},
		{"cut off", Reply{Text: half, Finish: "length"}, false},
		{"cut off in good form", Reply{Text: good, Finish: "length"}, false},
		{"breaks off at once", Reply{Text: good, BreakAt: -1}, false},
		{"breaks off", Reply{Text: good, BreakAt: 2}, false},
		{"ends without an end", Reply{Text: half, NoEnd: true}, false},
		{"error in the stream", Reply{Text: half, Late: `{"error": {"message": "overloaded", "type": "server_error"}}`}, false},
		{"refusal field", Reply{Refusal: "I can't help with that."}, false},
		{"refusal in words", Reply{Text: "I'm sorry, but I can't help with that request.", Plain: true}, false},
		{"refusal in German", Reply{Text: "Es tut mir leid, dabei kann ich nicht helfen.", Plain: true}, false},
		{"filtered", Reply{Text: half, Finish: "content_filter"}, false},
		{"filtered before", Reply{Status: 400, Code: "content_filter", Message: "The prompt triggered a policy"}, false},
		{"another function", Reply{Text: `{"to": "everyone"}`, Tool: "send_message"}, false},
		{"10 MB", Reply{Text: strings.Repeat("and so on ", 1<<20), Pieces: 5000}, false},
		{"10 MB in a piece", Reply{Text: strings.Repeat("and so on ", 1<<20), Pieces: 1}, false},
		{"deep", Says(strings.Repeat(`{"statements":[`, 100_000)), false},

		{"401", Unauthorized("of yours"), false},
		{"403", Reply{Status: 403, Message: "Not for you"}, false},
		{"404", NoModel("yours"), false},
		{"429", Busy(""), false},
		{"429, in an hour", Busy("3600"), false},
		{"500", Broken(), false},
		{"503 with a page", Reply{Status: 503, Body: "<html><body>down for maintenance</body></html>"}, false},
		{"200 with a page", Reply{Status: 200, Body: "<html><body>Sign in to this network</body></html>"}, false},
		{"redirect", Reply{Status: 307, Location: "/v1/elsewhere"}, false},
		{"too long a prompt", Reply{Status: 400, Code: "context_length_exceeded", Message: "This model reads 8192 tokens at most"}, false},
	}
}

// Hangs are the Modes that end with the asker's patience alone.
func Hangs(good string) []Mode {
	return []Mode{
		{"hangs", Reply{Text: good, Wait: time.Hour}, false},
		{"stalls", Reply{Text: good, StallAt: 2}, false},
		{"comments and no more", Reply{Text: good, Comments: 5, StallAt: -1}, false},
	}
}
