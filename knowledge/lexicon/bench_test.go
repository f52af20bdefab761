package lexicon

import "testing"

func BenchmarkLemma(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Lemma("countries", Noun)
	}
}

func BenchmarkAgentive(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Agentive("ministers")
	}
}

func BenchmarkNear(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Near("promise", Any)
	}
}

func BenchmarkSimilar(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Similar("promise", "deployment")
	}
}

// There is nothing to build: the first look-up of a process costs its page faults and no more. Run with
// -benchtime 1x to see it.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Lemma("agreed", Verb)
	}
}
