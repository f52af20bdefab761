package adapters

// Finding is what one check of what a platform needs came to. Its texts hold no secrets, but may hold names that people gave.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Found string `json:"found"`         // what is so
	Fix   string `json:"fix,omitempty"` // what to do about it; "" for nothing
}

// State says how a check came out.
type State string

const (
	OK      State = "ok"
	Missing State = "missing" // the bot does not work, or not whole, until it is mended
	Note    State = "note"    // nothing needs to be done
)
