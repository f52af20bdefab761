package knowledge

import (
	"context"
	"iter"

	"talksbot/knowledge/news"
)

// Names of package news that are part of this one: lower packages read Articles as well.
type (
	Article     = news.Article     // a news item as published
	Passage     = news.Passage     // a span of an Article
	PassageKind = news.PassageKind // what a Passage is in its Article
	Citation    = news.Citation    // an Article's words under a Statement
	Version     = news.Version     // what an Article was corrected from
)

// The kinds of Passages; see package news.
const (
	Sentence = news.Sentence
	Heading  = news.Heading
	Item     = news.Item
	Row      = news.Row
)

// Source yields Articles. An item that cannot be read comes as an error that names it and says why; the rest goes on.
type Source interface {
	Articles(ctx context.Context) iter.Seq2[Article, error]
}
