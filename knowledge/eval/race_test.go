//go:build race

package eval

// twinEvery is how many wrong sentences one stands for in TestCheck: under the race detector each takes ten times as long.
const twinEvery = 16

// meaningStories is how many stories TestMeaning measures.
const meaningStories = 2
