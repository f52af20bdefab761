package inbox

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"talksbot/adapters"
)

// Rated is a Rating as it is kept.
type Rated struct {
	adapters.Rating
	When time.Time // in UTC
}

// Rate keeps a Rating in the place of the same person's of the same Message. A Message that is not known, or is forgotten,
// has no answer to rate: then nothing is kept. A Verdict that is none is an error.
func (b *Inbox) Rate(ctx context.Context, r adapters.Rating) error {
	switch r.Verdict {
	case adapters.Good, adapters.Bad, adapters.Report:
	default:
		return b.wrap("rate", fmt.Errorf("%q is no verdict", r.Verdict))
	}
	return b.write(ctx, "rate", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO rating (platform, message, person, verdict, why, rated)
			SELECT platform, id, ?, ?, ?, ? FROM message WHERE platform = ? AND id = ?`,
			r.From, r.Verdict, r.Why, time.Now().UnixMicro(), r.Platform, r.Message)
		return err
	})
}

// Ratings gives what was rated at a time or since, in the order of rating.
func (b *Inbox) Ratings(ctx context.Context, since time.Time) ([]Rated, error) {
	rows, err := b.db.QueryContext(ctx, `SELECT platform, message, person, verdict, why, rated FROM rating WHERE rated >= ? ORDER BY seq`,
		since.UnixMicro())
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	var all []Rated
	for rows.Next() {
		var (
			r    Rated
			when int64
		)
		if err := rows.Scan(&r.Platform, &r.Message, &r.From, &r.Verdict, &r.Why, &when); err != nil {
			return nil, b.wrap("read", err)
		}
		r.When = time.UnixMicro(when).UTC()
		all = append(all, r)
	}
	return all, b.wrap("read", rows.Err())
}
