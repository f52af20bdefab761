// Package sources is for turning folders and files into Articles: Markdown with YAML front matter,
// plain text, and HTML pages. What is not the article (navigation, teasers, captions, bylines) is taken
// out in whole lines; every line that stays is kept byte for byte, so that quotes stay verbatim.
// A file that cannot be read comes as an *Error and the rest goes on.
package sources

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"sync"

	"talksbot/knowledge"
)

// DefaultLimit is the largest file that is read, in bytes, unless FileSource.Limit says otherwise.
const DefaultLimit = 5 << 20

var _ knowledge.Source = (*FileSource)(nil)

// FileSource is a knowledge.Source over files and folders. The file system is walked once, at the first
// call of Len or Articles; the files are read at each Articles. Safe for concurrent use.
type FileSource struct {
	Limit int64 // bytes; 0 means DefaultLimit; set before the first use

	tree  tree
	roots []string
	once  sync.Once
	found []entry
	clean *clutter
}

// Files is a source over the named files and folders of this machine. Folders are read with what is
// below them, in sorted order.
func Files(paths ...string) *FileSource {
	return &FileSource{tree: disk{}, roots: paths}
}

// FS is a source over an fs.FS, such as embedded files. With no roots it is all of it.
func FS(fsys fs.FS, roots ...string) *FileSource {
	if len(roots) == 0 {
		roots = []string{"."}
	}
	return &FileSource{tree: inFS{fsys}, roots: roots}
}

// Len is the number of items that Articles yields, those that fail included.
func (s *FileSource) Len() int {
	s.once.Do(func() { s.found, s.clean = walk(s.tree, s.roots), newClutter() })
	return len(s.found)
}

// Articles yields the article of each file, or an *Error that names the file and says why.
// When ctx ends, its error is yielded last.
func (s *FileSource) Articles(ctx context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		s.Since(ctx, nil)(func(got knowledge.Sourced, err error) bool { return yield(got.Article, err) })
	}
}

func (s *FileSource) article(e entry) (knowledge.Article, error) {
	if e.err != nil {
		return knowledge.Article{}, e.err
	}
	raw, err := s.read(e.path)
	if err != nil {
		return knowledge.Article{}, err
	}
	return s.clean.article(e.path, s.tree.base(e.path), raw)
}

func (s *FileSource) read(path string) ([]byte, error) {
	f, err := s.tree.open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	limit := cmp.Or(s.Limit, DefaultLimit)
	raw, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if int64(len(raw)) > limit {
		return nil, &Error{Path: path, Reason: fmt.Sprintf(
			"is larger than the limit of %s; split it, or raise the limit", size(limit))}
	}
	return raw, nil
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.4g MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.4g kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
