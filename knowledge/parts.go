package knowledge

import (
	"context"

	"talksbot/knowledge/gate"
)

// Synthesizer writes Statements from Evidence in words of its own. It is not trusted: Base.Answer lets out only those that
// the Verifier supports and that lose nothing of what was found without it.
type Synthesizer interface {
	// Name says who writes, for the details of an Answer: a model and the version of what it was told.
	Name() string
	// Synthesize writes drafts. Each Citation is one of the Evidence's, its Quote that or a part of it, byte for byte; its
	// offsets need not be right. An error says that nothing was written.
	Synthesize(ctx context.Context, q Question, from Evidence) ([]Statement, error)
}

// Evidence is what was found for a Question.
type Evidence struct {
	Found    []Statement // what is to be said, in the articles' words, the best first
	Rejected []Rejected  // drafts of an earlier Synthesize that may be written once more; none at first
}

// Rejected is a draft that was not let out, and why, for whoever wrote it and for operators.
type Rejected struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Verdict is the gate's judgement, VerdictKind what it comes to. The zero Verdict is Unsupported.
type (
	Verdict     = gate.Verdict
	VerdictKind = gate.VerdictKind
)

// Whether a Statement's Citations carry it.
const (
	Unsupported  = gate.Unsupported
	Supported    = gate.Supported
	Contradicted = gate.Contradicted
)

// Verifier judges a Statement by its Citations alone.
type Verifier interface {
	Verify(ctx context.Context, s Statement) (Verdict, error)
}
