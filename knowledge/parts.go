package knowledge

import (
	"context"

	"talksbot/knowledge/gate"
)

// Retriever finds the Passages that may answer a Question, the best first.
type Retriever interface {
	Retrieve(ctx context.Context, q Question, n int) ([]Passage, error)
}

// Synthesizer writes draft Statements from Evidence. Base.Answer lets out only those that the Verifier supports.
type Synthesizer interface {
	Synthesize(ctx context.Context, q Question, from Evidence) ([]Statement, error)
}

// Evidence is what was found for a Question.
type Evidence struct {
	Passages    []Citation // the passages found, best first, as they would be cited
	Commitments []Commitment
	Issues      []OpenIssue
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
