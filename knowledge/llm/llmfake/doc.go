// Package llmfake is an endpoint with models for tests: it speaks as OpenAI's does, over real HTTP on the loopback or over pipes
// in memory where time is a test's own. What it answers is said by the test, request by request, or is one of Modes, the ways in
// which endpoints and models go wrong. Its vectors are no model's, but near for texts that share words.
package llmfake
