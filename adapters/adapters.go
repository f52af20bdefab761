// Package adapters is the language that the bot shares with chat platforms: what is said to it, where, and what it says
// back, free of any platform's markup. It knows neither articles nor answers; each platform joins by one Adapter in a
// package of its own, which imports this one alone.
package adapters

import "context"

// Adapter joins the bot to one chat platform: Listen is the way in, Post the way out.
type Adapter interface {
	// Name is the platform's, as in the configuration: one lower-case word.
	Name() string
	// Listen calls hear for every Message to the bot, in order within a Thread, until ctx ends or nobody can speak any
	// more (nil). It reconnects by itself; an error is final.
	Listen(ctx context.Context, hear func(context.Context, Message)) error
	// Post says a Reply in a Thread, once, and gives the ID of the post.
	Post(ctx context.Context, to Thread, r Reply) (id string, err error)
}

// Thread is where a conversation takes place. Equal Threads are the same conversation.
type Thread struct {
	Platform string // Adapter.Name
	ID       string // opaque, unique within the platform
}

// Message is what a person says in a chat.
type Message struct {
	ID     string // unique within the platform
	Thread Thread
	From   string // opaque ID of the person
	Text   string // as typed; not trusted
}

// Reply is what the bot says in a chat. Its strings are plain text from articles and people: whoever shows them escapes
// what the platform would read as markup. Empty fields are not shown.
type Reply struct {
	Lead       string // a sentence before all else, such as a refusal
	Statements []Statement
	Sources    []Source // those that the Statements cite, by N
	Notes      []string // a sentence each: how the question was understood, what was searched
}

// Statement is one sentence with what it rests on.
type Statement struct {
	Text   string
	Note   string // how firm it is and who says so: "pledged · said by …"
	Cites  []int  // numbers of its Sources, each once, as they come
	Quotes []Quote
}

// Quote is verbatim text of the Source with the number N.
type Quote struct {
	N    int
	Text string
}

// Source is an article that a Reply rests on.
type Source struct {
	N         int
	Title     string
	Publisher string
	Published string // as people read it: "7 Jan 2026"
	URL       string
	Brief     bool // the quotes are of a brief of the article, in other words than its own
}
