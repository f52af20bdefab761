//go:build !race

package eval

const (
	twinEvery       = 2
	meaningStories  = 100
	paraphraseEvery = 1
)
