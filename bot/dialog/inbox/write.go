package inbox

import (
	"context"
	"database/sql"
)

// write is a change that waits to be committed.
type write struct {
	do   func(context.Context, *sql.Tx) error
	done chan error // has room for one
}

// write makes a change, together with those that others want meanwhile: a commit waits for the disk, and 50 Messages that
// come at once need not wait 50 times. A ctx that has ended makes none; once begun it is not broken off.
func (b *Inbox) write(ctx context.Context, doing string, do func(context.Context, *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return b.wrap(doing, err)
	}
	w := write{do, make(chan error, 1)}
	b.mu.Lock()
	b.pending = append(b.pending, w)
	b.mu.Unlock()

	b.commits.Lock() // until then somebody else may have done it
	b.mu.Lock()
	all := b.pending
	b.pending = nil
	b.mu.Unlock()
	if len(all) > 0 {
		b.commit(context.WithoutCancel(ctx), all)
	}
	b.commits.Unlock()
	return b.wrap(doing, <-w.done)
}

// commit makes changes in one transaction. One that fails leaves the others as they are.
func (b *Inbox) commit(ctx context.Context, all []write) {
	errs := make([]error, len(all))
	err := func() error {
		tx, err := b.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		for i, w := range all {
			if _, err := tx.ExecContext(ctx, "SAVEPOINT one"); err != nil {
				return err
			}
			if errs[i] = w.do(ctx, tx); errs[i] != nil {
				if _, err := tx.ExecContext(ctx, "ROLLBACK TO one"); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, "RELEASE one"); err != nil {
				return err
			}
		}
		return tx.Commit()
	}()
	for i, w := range all {
		if err != nil {
			errs[i] = err
		}
		w.done <- errs[i]
	}
}
