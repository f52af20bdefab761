// Package corpus carries the bundled briefs: short retellings of published articles in our own words, one file each,
// so that the program can answer at once on a fresh machine, with no refresh, key or network.
//
// A brief keeps every fact, figure, speaker, hedge and condition of its article, under the article's own id, title,
// publisher, date and address; "brief: true" in the front matter tells readers that a quote is the brief's wording.
// The briefs serve only while nothing has been refreshed into the data folder.
package corpus

import (
	"embed"
	"io/fs"
)

//go:embed *.md
var briefs embed.FS

// FS returns the briefs as a read-only folder: Markdown files with YAML front matter, named ID.md.
// It is safe for concurrent use.
func FS() fs.FS { return briefs }
