package inbox

import (
	"context"
	"time"
)

// Refused is a question that was answered with a refusal, without who asked it and where.
type Refused struct {
	Text     string // made clear without the chat
	When     time.Time
	Platform string
	Private  bool // others were not to see it
}

// Refusals gives the questions that were refused at a time or since, in the order they were kept. Those of whom is forgotten are not
// among them.
func (b *Inbox) Refusals(ctx context.Context, since time.Time) ([]Refused, error) {
	// The Reply to a question has a Lead where it is a refusal alone: see dialog.Compose.
	rows, err := b.db.QueryContext(ctx, `SELECT iif(understood <> '', understood, text), heard, platform, private FROM message
		WHERE state = 1 AND question AND text <> '' AND heard >= ? AND json_extract(reply, '$.Lead') <> '' ORDER BY seq`, since.UnixMicro())
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	var all []Refused
	for rows.Next() {
		var r Refused
		var heard int64
		if err := rows.Scan(&r.Text, &heard, &r.Platform, &r.Private); err != nil {
			return nil, b.wrap("read", err)
		}
		r.When = time.UnixMicro(heard).UTC()
		all = append(all, r)
	}
	return all, b.wrap("read", rows.Err())
}
