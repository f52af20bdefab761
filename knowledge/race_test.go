//go:build race

package knowledge_test

// oneOf is of how many questions, stories and notes the long tests try one: the race detector takes ten times as long.
const oneOf = 8
