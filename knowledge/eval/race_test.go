//go:build race

package eval

// twinEvery is how many wrong sentences one stands for in TestCheck: under the race detector each takes ten times as long.
const twinEvery = 48

// meaningStories is how many stories TestMeaning measures, and paraphraseEvery of how many paraphrases TestParaphrases judges one.
const (
	meaningStories  = 1
	paraphraseEvery = 8
)
