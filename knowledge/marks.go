package knowledge

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"talksbot/knowledge/storage"
)

// marks are those of the Articles that Marked Sources gave, by ID. They are kept beside the Snapshots: what a mark stands for is
// told by what the Article said then, so that after a Rollback or a restore none stands for another text.
type marks map[string]mark

type mark struct {
	Mark string `json:"mark"`
	Says string `json:"says"` // saysOf the Article
}

// saysOf names what an Article says, in a few letters.
func saysOf(a Article) string {
	k := storage.KeyOf(a.ID, a.Title, a.Publisher, a.URL, a.Published.UTC().Format(time.RFC3339Nano), a.Text, a.Language)
	return base64.RawURLEncoding.EncodeToString(k[:12])
}

// of gives the marks whose Articles a state has as they were, each with the ID it stands for.
func (m marks) of(st *state) map[string]string {
	known := map[string]string{}
	if !st.stored() {
		return known
	}
	for id, at := range m {
		if e := st.entry(id); e != nil && saysOf(e.article) == at.Says {
			known[at.Mark] = id
		}
	}
	return known
}

// marks reads those that are kept.
func (b *Base) marks(ctx context.Context) (marks, error) {
	out := marks{}
	book, ok := b.opt.Store.(storage.Book)
	if !ok {
		return out, nil
	}
	got, err := book.Notes(ctx, markNote, 1)
	if err != nil || len(got) == 0 {
		return out, err
	}
	if json.Unmarshal(got[0].Data, &out) != nil { // all is read again then
		return marks{}, nil
	}
	return out, nil
}

// note is the marks of a state's Articles, to be kept.
func (m marks) note(st *state) storage.Record {
	kept := marks{}
	for id, at := range m {
		if st.entry(id) != nil {
			kept[id] = at
		}
	}
	if len(kept) == 0 {
		return storage.Record{Kind: markNote, ID: markNote}
	}
	data, err := json.Marshal(kept)
	if err != nil { // of strings there is none
		panic(err)
	}
	return storage.Record{Kind: markNote, ID: markNote, Data: data}
}
