package inbox

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// forgotten is the Note of a Message whose person is forgotten.
const forgotten = "its person is forgotten"

// Forget removes Messages that were kept before a time and do not wait, with their Ratings, and says how many Messages.
// Announcements of before that time go too, also those that nobody could post, and what waited for a digest since. That it was told
// stays, by its name: so it is not told again.
func (b *Inbox) Forget(ctx context.Context, before time.Time) (n int64, err error) {
	err = b.write(ctx, "forget", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM message WHERE heard < ? AND state <> 0`, before.UnixMicro())
		if err != nil {
			return err
		}
		if n, err = res.RowsAffected(); err == nil && n > 0 {
			_, err = tx.ExecContext(ctx, `DELETE FROM rating WHERE NOT EXISTS
				(SELECT 1 FROM message AS m WHERE m.platform = rating.platform AND m.id = rating.message)`)
		}
		for _, forget := range []string{`DELETE FROM announcement WHERE at < ?`, `UPDATE told SET data = NULL WHERE at < ? AND data IS NOT NULL`} {
			if err == nil {
				_, err = tx.ExecContext(ctx, forget, before.UnixMicro())
			}
		}
		return err
	})
	return n, err
}

// ForgetPerson erases what is kept of a person's Messages on a platform, and the person's Ratings, and says how many
// Messages those were. What is left of one is that it was said, where, and whether it was answered with which post, so that
// none is ever answered again: no text, no person, no Reply. What the person follows alone is not followed any more. Those that waited are dismissed. Ratings by others stay. After
// it the words are nowhere in the file, nor in the one beside it; nothing is done for "".
func (b *Inbox) ForgetPerson(ctx context.Context, platform, person string) (n int, err error) {
	if person == "" {
		return 0, nil
	}
	err = b.write(ctx, "forget a person", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE message SET person = '', text = '', channel = '', language = '', ticket = '',
			state = iif(state = 0, ?1, state), note = ?2, question = 0, understood = '', snapshot = '', reply = NULL
			WHERE platform = ?3 AND person = ?4`, Dismissed, forgotten, platform, person)
		if err != nil {
			return err
		}
		changed, err := res.RowsAffected()
		if n = int(changed); err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM rating WHERE platform = ? AND person = ?`, platform, person)
		}
		if err == nil {
			err = forgetFollows(ctx, tx, platform, person)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, b.wrap("forget a person", b.scrub(context.WithoutCancel(ctx)))
}

// scrub leaves nothing in the files but what is kept.
func (b *Inbox) scrub(ctx context.Context) error {
	var busy, frames, moved int
	if err := b.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("the log beside the file is in use")
	}
	return nil
}
