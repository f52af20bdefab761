//go:build race

package copies_test

// labelledStories is how many invented stories TestLabelled measures: under the race detector each takes ten times as long.
const labelledStories = 3
