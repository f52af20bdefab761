package knowledge

import "context"

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

// Verdict is the gate's judgement. The zero Verdict is Unsupported.
type Verdict struct {
	Kind   VerdictKind
	Reason string // for operators: what is not carried by the quotes
}

// VerdictKind says whether a Statement's Citations carry it.
type VerdictKind uint8

const (
	Unsupported VerdictKind = iota
	Supported
	Contradicted
)

// Verifier judges a Statement by its Citations alone.
type Verifier interface {
	Verify(ctx context.Context, s Statement) (Verdict, error)
}
