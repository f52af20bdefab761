package inbox

import (
	"context"
	"database/sql"
	"errors"
)

// Store keeps a value for a platform under a key, in the place of an earlier one; "" keeps nothing. Age does not remove it.
func (b *Inbox) Store(ctx context.Context, platform, key, value string) error {
	return b.write(ctx, "store", func(ctx context.Context, tx *sql.Tx) error {
		if value == "" {
			_, err := tx.ExecContext(ctx, `DELETE FROM note WHERE platform = ? AND key = ?`, platform, key)
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO note (platform, key, value) VALUES (?, ?, ?)`, platform, key, value)
		return err
	})
}

// Recall gives what Store kept, "" where there is nothing.
func (b *Inbox) Recall(ctx context.Context, platform, key string) (value string, err error) {
	err = b.db.QueryRowContext(ctx, `SELECT value FROM note WHERE platform = ? AND key = ?`, platform, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, b.wrap("recall", err)
}
