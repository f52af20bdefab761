//go:build !race

package copies_test

const labelledStories = 100
