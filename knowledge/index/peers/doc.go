// Package peers sets the word index beside Bleve and SQLite FTS5 in one benchmark.
// It is a module of its own, so that the program depends on neither.
package peers
