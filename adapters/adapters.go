// Package adapters is the language that the bot shares with chat platforms: what is said to it, where, and what it says
// back, free of any platform's markup. It knows neither articles nor answers; each platform joins by one Adapter in a
// package of its own, which imports this one alone.
package adapters

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Adapter joins the bot to one chat platform: Listen is the way in, Post the way out.
type Adapter interface {
	// Name is the platform's, as in the configuration: one lower-case word.
	Name() string
	// Listen calls hear for every Message to the bot, in order within a Thread, until ctx ends or nobody can speak any
	// more (nil). It reconnects by itself; an error is final. hear returns when the Message is kept, or when its ctx
	// ends: then it may not be, and must not be acknowledged. The same Message may be heard again, with the same ID.
	Listen(ctx context.Context, hear func(context.Context, Message)) error
	// Post says a Reply in a Thread, once, and gives the ID of the post. After an error it may have been posted all the
	// same; ErrGone says that it was not and never can be.
	Post(ctx context.Context, to Thread, r Reply) (id string, err error)
}

// ErrGone is the error of a Post or an Edit that no later try can make good: the channel is archived, the bot was removed.
var ErrGone = errors.New("the conversation is gone")

// Finder is an Adapter that finds the bot's posts again, those of an earlier process too.
type Finder interface {
	// Find gives the ID of the post in a Thread whose Reply.Answers is as given, "" where there is none.
	Find(ctx context.Context, in Thread, answers string) (id string, err error)
}

// Editor is an Adapter that can change what the bot has posted.
type Editor interface {
	// Edit puts a Reply in the place of the post with an ID; doing so twice is as doing it once.
	Edit(ctx context.Context, in Thread, id string, r Reply) error
}

// Whisperer is an Adapter that can speak to one person alone.
type Whisperer interface {
	// Whisper shows a Reply to whoever said a Message, where it was said. The platform need not keep it.
	Whisper(ctx context.Context, to Message, r Reply) error
}

// Responder is an Adapter on whose platform some Messages are answered by the Ticket that came with them, for all to see.
type Responder interface {
	// Respond shows a Reply in the place that the platform keeps for the answer to a Message with a Ticket, however long it
	// is, as Whisper does where such a Message is private, and gives the ID of the post. Doing so twice is as doing it once.
	// Errors are as of Post.
	Respond(ctx context.Context, to Message, r Reply) (id string, err error)
}

// Commander is an Adapter on whose platform a command is not a slash and its word.
type Commander interface {
	// Command gives a command, such as "issues", as people write it there: "/talks issues".
	Command(word string) string
}

// Worker is an Adapter that can show that the bot is at work on a Message.
type Worker interface {
	// Working shows so until done is called, and never holds up the work: it returns at once and its failures do no harm.
	Working(ctx context.Context, on Message) (done func())
}

// Prober is an Adapter that knows whether it can hear just now.
type Prober interface {
	// Probe says why the platform does not reach the bot, in a sentence without secrets; nil when it does.
	Probe() error
}

// Reader is an Adapter that can read what people said in a Thread before the bot was called.
type Reader interface {
	// Earlier gives at most n Messages before one in its Thread, oldest first, without the bot's own posts. Their ID
	// and Sent may be empty. Where the Message opens its Thread there are none, and no call is made.
	Earlier(ctx context.Context, before Message, n int) ([]Message, error)
}

// Announcer is an Adapter that can speak where nobody has asked.
type Announcer interface {
	// Aloud gives the Thread of what is said to all of a Channel, where person is "", or to a person alone in the Channel of the
	// conversation with that person: a Post there answers nobody. ok is false where there is no such place: a conversation with one person
	// is none for all.
	Aloud(channel, person string) (t Thread, ok bool)
}

// announced begins the Answers of a Reply that answers nobody.
const announced = "announced:"

// Announced gives a Reply that answers nobody its Answers: by it a Finder finds the post, which is not older than at.
func Announced(at time.Time, name string) string {
	return announced + strconv.FormatInt(at.Unix(), 10) + ":" + name
}

// AnnouncedAt is the time of what Announced gave; ok is false for the ID of a Message.
func AnnouncedAt(answers string) (at time.Time, ok bool) {
	rest, is := strings.CutPrefix(answers, announced)
	seconds, _, _ := strings.Cut(rest, ":")
	n, err := strconv.ParseInt(seconds, 10, 64)
	return time.Unix(n, 0).UTC(), is && err == nil
}

// Host is what the bot offers an Adapter beside hearing Messages: what it takes to fill windows, home pages and buttons.
type Host interface {
	// Kept gives what a Message came to, by its platform and ID; ok is false where it was not answered or is forgotten.
	Kept(ctx context.Context, platform, message string) (k Kept, ok bool, err error)
	// ThreadOf gives the Thread of a Message that was kept, answered or not; ok is false where it is not known.
	ThreadOf(ctx context.Context, platform, message string) (t Thread, ok bool, err error)
	// Rate keeps what a person thinks of the answer to a Message, in the place of what the same person thought before.
	Rate(ctx context.Context, r Rating) error
	// Report makes of a Rating what the people are shown who answer for the bot, in a language of theirs: the answer with
	// its quotes, and what is said to be wrong with it. Its error says that the answer is not known any more.
	Report(ctx context.Context, r Rating, language string) (Reply, error)
	// Home says what there is to ask about. The Prompts are questions that the articles answer; Language is the Home's.
	Home(ctx context.Context, language string) (Home, error)
	// Joined tells whether the bot has answered in a Thread.
	Joined(ctx context.Context, t Thread) (bool, error)
	// Stop ends the work on the Message that is being answered in a Thread; nothing where there is none.
	Stop(t Thread)
	// Choices gives at most n words for what a command asks for, those that fit what is typed so far first; all fit "".
	Choices(ctx context.Context, of Kind, typed, language string, n int) ([]Choice, error)
	// Forget removes what is kept of a person's Messages on a platform and of the answers to them, and says how many
	// Messages those were. That they were answered stays known, so that none is answered again.
	Forget(ctx context.Context, platform, person string) (messages int, err error)
	// Recall gives what Store kept for a platform under a key, "" where there is nothing.
	Recall(ctx context.Context, platform, key string) (value string, err error)
	// Store keeps a value for a platform, in the place of an earlier one; "" keeps nothing. It outlives the process.
	Store(ctx context.Context, platform, key, value string) error
}

// Kind is a kind of word that commands ask for.
type Kind string

const (
	Actors   Kind = "actors"   // parties that have undertaken something
	Stances  Kind = "stances"  // how firm a commitment is
	Statuses Kind = "statuses" // whether an issue is settled
)

// Choice is a word that a command takes.
type Choice struct {
	Value string // for the command
	Label string // for people, in their language
}

// Kept is a Message that was answered, with its whole Reply.
type Kept struct {
	Message  Message
	Reply    Reply
	Snapshot string // what was searched; "" where nothing was
}

// Rating is what a person thinks of an answer.
type Rating struct {
	Platform string // Adapter.Name
	Message  string // ID of the Message that was answered
	From     string // opaque ID of the person who rates
	Verdict  Verdict
	Why      string // in the person's words; not trusted
}

// Verdict is how an answer was.
type Verdict string

const (
	Good   Verdict = "good"
	Bad    Verdict = "bad"
	Report Verdict = "report" // a citation is wrong
)

// Home is what a person sees of the bot before asking anything.
type Home struct {
	About   []string // a sentence each: what the articles are, how many and how fresh
	Open    Reply    // the issues that are open, the latest first
	Changes Reply    // what the latest articles changed
	Prompts []string // questions to ask
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

	Channel string    // opaque: what holds the Thread and others beside it; "" where nothing does
	Server  string    // opaque: what holds the Channel and others beside it; "" where nothing does
	Sent    time.Time // by the platform's clock; zero: not known
	Edits   string    // ID of the Message that this is a new wording of, in the same Thread; "" for none
	Private bool      // only From can see it: so must the Reply
	Roles   []string  // opaque IDs of From's roles in the Server, where the platform has such

	Overheard bool   // said where the bot listens, but not to it: an answer is due to a question alone
	Shares    string // ID of a Message of From's whose Reply is to be said again here, for all; "" for none
	Language  string // of the bot's own words in the Reply, as in BCP 47; "" means English
	Ticket    string // secret: what the platform gave to answer this Message with, for a while; "" for nothing
}

// Reply is what the bot says in a chat. Its strings are plain text from articles and people: whoever shows them escapes
// what the platform would read as markup. Empty fields are not shown.
type Reply struct {
	Lead       string // a sentence before all else, such as a refusal
	Table      Table  // after the Lead
	Statements []Statement
	Sources    []Source // those that the Statements cite, by N
	Notes      []string // a sentence each: how the question was understood, what was searched
	Offers     []Offer  // what to do next; at most five
	Personal   bool     // it is for one person alone, who is not offered to share it
	Answers    string   // ID of the Message that it answers, not shown: a Finder keeps it with the post; "" for none
	Language   string   // of the words that an Adapter adds, as in BCP 47; "" means English
}

// Offer is a button: pressing it is as saying its Command in the same Thread, by whoever presses it, once.
type Offer struct {
	Label   string // for people, in the Reply's language
	Command string // such as "/admin refresh yes 4f2a"; at most MostCommand bytes, nothing secret
	Danger  bool   // it cannot be undone
}

// What a Reply may offer: so many Offers, with Commands of so many bytes. Whoever shows a Reply leaves out what is more.
const MostOffers, MostCommand = 5, 90

// Offered gives the Offers of a Reply that can be shown, each Command once.
func (r Reply) Offered() (all []Offer) {
	for _, o := range r.Offers {
		twice := slices.ContainsFunc(all, func(other Offer) bool { return other.Command == o.Command })
		if o.Label == "" || o.Command == "" || len(o.Command) > MostCommand || !utf8.ValidString(o.Command) || twice || len(all) == MostOffers {
			continue
		}
		all = append(all, o)
	}
	return all
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
