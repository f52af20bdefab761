//go:build !race

package knowledge_test

const oneOf = 1
