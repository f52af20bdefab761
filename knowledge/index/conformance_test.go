package index_test

import (
	"testing"

	"talksbot/knowledge/index"
	"talksbot/knowledge/index/indextest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	indextest.Run(t, func(docs []index.Doc) index.Index { return index.Build(docs) })
}
