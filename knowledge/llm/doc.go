// Package llm asks the models of one endpoint that speaks as OpenAI's does, hosted or at home (Ollama, vLLM, llama.cpp): to
// write in a form, to make vectors of texts, and to order texts by a question. It knows nothing of news but the words of its
// prompts, and what a model answers is worth nothing until it was checked: package knowledge does that.
//
//	llm.go         Client, and what one call asks and gets
//	chat.go        one answer, whole or as a stream, in whatever way the endpoint gives JSON of a schema
//	form.go        the JSON in an answer: found with tolerance, checked without
//	elements.go    what is whole of an answer that still comes
//	vectors.go     vectors and orders
//	line.go        tries, waiting and the circuit breaker
//	transport.go   what an endpoint may send: bounded, without redirects
//	prompt.go      prompts/ filled with data that is marked as such
//	doctor.go      what works, and how fast
//	llmfake/       an endpoint for tests
//
// Of go-openai it takes the types, the requests and the reading of streams, and adds what that leaves out: time limits, tries, a
// bound on what is read, and the difference between an answer that ended and one that broke off.
package llm
