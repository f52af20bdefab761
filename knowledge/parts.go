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

// Extracted is what an Extractor read in a Passage, as it says.
type Extracted struct {
	Commitments []ExtractedCommitment `json:"commitments,omitempty"`
	Issues      []ExtractedIssue      `json:"issues,omitempty"`
	Tokens      int                   `json:"-"` // that it took, read and written
}

// ExtractedCommitment is a Commitment as an Extractor read it. Quote is to stand in the Passage, byte for byte.
type ExtractedCommitment struct {
	Actor       string `json:"actor"`
	Undertaking string `json:"undertaking"`
	Stance      Stance `json:"stance"`
	Condition   string `json:"condition,omitempty"`
	SaidBy      string `json:"said_by,omitempty"` // "" for what the Article reports by itself
	Quote       string `json:"quote"`
}

// ExtractedIssue is an OpenIssue as an Extractor read it.
type ExtractedIssue struct {
	Issue  string      `json:"issue"`
	Status IssueStatus `json:"status"`
	SaidBy string      `json:"said_by,omitempty"`
	Quote  string      `json:"quote"`
}

// Rejected is a draft that was not let out, and why, for whoever wrote it and for operators.
type Rejected struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Rewriter makes a question clear that leans on others or is not in English. It is not trusted: what it gives is only looked
// for, and is shown.
type Rewriter interface {
	// Name says who rewrites: a model and the version of what it was told.
	Name() string
	// Rewrite gives the question as one clear question in English, and the language that it was asked in, as in BCP 47.
	// earlier are the questions before it, oldest first.
	Rewrite(ctx context.Context, question string, earlier []string) (clear, language string, err error)
}

// Translator puts sentences into another language, each by itself. It is not trusted: see Base.Answer.
type Translator interface {
	Name() string
	// Translate gives one text for each, in their order. to is a language as in BCP 47.
	Translate(ctx context.Context, texts []string, to string) ([]string, error)
}

// Extractor finds what rules miss in a Passage: Commitments and OpenIssues. It is not trusted: only what the gate supports
// comes into the Ledger.
type Extractor interface {
	// Name says who reads: a model and the version of what it was told. What another one read is read again.
	Name() string
	// Extract gives what text holds. before is what stands before it in the Article, to see whom its pronouns mean.
	Extract(ctx context.Context, a Article, before, text string) (Extracted, error)
}

// Embedder makes vectors of texts that are near each other where the texts mean the same.
type Embedder interface {
	// Name is the model. Vectors of two models do not compare.
	Name() string
	// Embed gives a vector of length 1 for each text, in their order, all of one dimension.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Ranker says how well each text answers a question, in their order: more is better.
type Ranker interface {
	Name() string
	Rank(ctx context.Context, question string, texts []string) ([]float64, error)
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
