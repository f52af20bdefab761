package sources

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"talksbot/knowledge"
)

var _ knowledge.Marked = (*FileSource)(nil)

const (
	// readingVersion goes up when files are read in another way, so that all are read again.
	readingVersion = 2
	// settled is how long ago a file was changed last where its time tells whether it was changed again: file systems count
	// time in steps of up to two seconds.
	settled = 3 * time.Second
	// longestName is how many bytes the name of a source may have.
	longestName = 1000
)

// Name is what people call the source: its files and folders; "" for one that is not of this machine's.
func (s *FileSource) Name() string {
	if _, ok := s.tree.(disk); !ok {
		return ""
	}
	name := strings.ToValidUTF8(strings.Join(s.roots, ", "), "?")
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "") + "…"
	}
	return name
}

// Since implements knowledge.Marked: a file that has the size and the time of change that it had is not read.
func (s *FileSource) Since(ctx context.Context, known map[string]string) func(yield func(knowledge.Sourced, error) bool) {
	s.Len()
	return func(yield func(knowledge.Sourced, error) bool) {
		owner := map[string]string{} // article ID → path of the file that has it
		for _, e := range s.found {
			if err := ctx.Err(); err != nil {
				yield(knowledge.Sourced{}, err)
				return
			}
			got, id, err := s.item(e, known)
			if err == nil {
				if first, taken := owner[id]; taken {
					err = &Error{Path: e.path, Reason: fmt.Sprintf(
						"has the id %q, which %s has already; give one of them another `id:` in its front matter", id, first)}
				} else {
					owner[id] = e.path
				}
			}
			if err != nil {
				got = knowledge.Sourced{}
			}
			if !yield(got, err) {
				return
			}
		}
	}
}

// item reads one file, unless its mark is known.
func (s *FileSource) item(e entry, known map[string]string) (got knowledge.Sourced, id string, err error) {
	if e.err == nil {
		got.Mark = s.mark(e) // as it was found: what is written meanwhile has another one
	}
	if id, ok := known[got.Mark]; ok && got.Mark != "" {
		got.Same = true
		return got, id, nil
	}
	got.Article, err = s.article(e)
	return got, got.Article.ID, err
}

// mark names a file as it was found; "" where that cannot be told.
func (s *FileSource) mark(e entry) string {
	changed := e.info.ModTime()
	if changed.IsZero() || time.Since(changed) < settled {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %d %d %s", readingVersion, cmp.Or(s.Limit, DefaultLimit), e.info.Size(), changed.UnixNano(), e.real))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}
