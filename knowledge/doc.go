// Package knowledge is what is known of one story and how questions about it are answered, with no model.
//
// The path of an Article:
//
//	Source ─ Base.Refresh ─▶ news.Split: Passages with byte offsets
//	  ─▶ extract.Read: who is named, who undertakes what how firmly, what is unsettled
//	  ─▶ with an Extractor, reading.go: it notes what the rules are not sure of; extract.Noted reads that again, the gate decides
//	  ─▶ copies.Find: which Articles repeat others, and where
//	  ─▶ ledger.Merge: one entry a Commitment or OpenIssue, with its history; what is repeated counts once
//	  ─▶ storage: one generation, published in one step ─▶ state: the Snapshot in memory, with its word index
//	  ─▶ Base.Embed, with an Embedder: vectors of its passages, made once and kept (meaning.go, embed.go)
//
// The path of a Question:
//
//	Base.Answer ─ understand: as a Rewriter makes it clear, or as rules do (rewrite.go, fit.go)
//	  ─ partsOf ─▶ inquire: what is asked for, of whom (question.go, concept.go, frame.go, classify.go)
//	  ─▶ retrieve: Passages by words and by the Ledger, each judged and ranked (retrieve.go, judge.go, rank.go)
//	  ─▶ again, with an Embedder or a Ranker: by meaning too, and in its order; nothing found by words is lost (search.go, near.go)
//	  ─▶ choose: those that answer, or none (choose.go, answers.go, rivals.go); issues come from the Ledger (issueanswer.go)
//	  ─▶ statements: sentences that stand on their own (synthesize.go, statement.go)
//	  ─▶ gate: only what its quotes carry leaves; nothing left is a refusal
//	  ─▶ written, translated: in a model's words, and in the language of the question, where the gate lets those out too
//
// What changed, and what was known on a day: changes.go compares the Ledgers of two states, past.go builds that of an earlier day, and
// asof.go tells the questions that ask for it.
//
// The design had extraction, merging and the gate as files of this package. They are packages of their own (extract, ledger,
// gate, over news, parties, stance and english), since each has one way in and is read and tested by itself; Article, Passage,
// Citation, Commitment and the like are theirs, and have their names here too.
package knowledge
