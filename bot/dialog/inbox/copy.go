package inbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"talksbot/adapters"
)

// OpenNow is Open that does not wait for another process.
func OpenNow(ctx context.Context, path string) (*Inbox, error) { return open(ctx, path, 0) }

// Citing gives the answered Messages whose Reply has a Source of which cites holds, in the order they were kept.
func (b *Inbox) Citing(ctx context.Context, cites func(adapters.Source) bool) ([]Entry, error) {
	stmt, err := b.db.PrepareContext(ctx, columns+`WHERE state = 1 AND reply IS NOT NULL ORDER BY seq`)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer stmt.Close()
	all, err := b.list(ctx, stmt)
	var out []Entry
	for _, e := range all {
		for _, s := range e.Reply.Sources {
			if cites(s) {
				out = append(out, e)
				break
			}
		}
	}
	return out, err
}

// mostCopies is how often Copy begins anew where the log was started over meanwhile, which happens every thousand pages.
const mostCopies = 20

// Copy makes at to, where nothing is, a copy of the inbox at path as of one moment, though another process has it open, and checks
// it. The process that has it open must not do so: it would lose its lock.
//
// What a copy is made of is what SQLite would find after a crash at that moment, and makes whole again. First the file is copied,
// then the log beside it. The log only grows until it is started over, with another head; as long as its head is the same, it
// holds every page that was moved into the file while that was read. See https://www.sqlite.org/fileformat.html#walformat.
func Copy(ctx context.Context, path, to string) error {
	for range mostCopies {
		if err := ctx.Err(); err != nil {
			return err
		}
		before, err := headOf(path)
		if err == nil {
			err = errors.Join(copyFile(path, to, false), copyFile(path+"-wal", to+"-wal", true))
		}
		if err != nil {
			return fmt.Errorf("copy inbox %s: %w", path, err)
		}
		after, err := headOf(path)
		if err != nil {
			return fmt.Errorf("copy inbox %s: %w", path, err)
		}
		if before == after {
			return whole(ctx, to)
		}
	}
	return fmt.Errorf("copy inbox %s: it is written to all the time; try again", path)
}

// head tells apart the logs that stood beside a file; where there is none, the states of the file.
type head struct {
	log      string
	size     int64
	modified time.Time
}

func headOf(path string) (head, error) {
	f, err := os.Open(path + "-wal")
	if err == nil {
		defer f.Close()
		first := make([]byte, 32)
		if _, err := io.ReadFull(f, first); err == nil {
			return head{log: string(first)}, nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return head{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return head{}, err
	}
	return head{size: info.Size(), modified: info.ModTime()}, nil
}

// copyFile writes over what is there, and is content with no file where it may lack.
func copyFile(from, to string, mayLack bool) (err error) {
	in, err := os.Open(from)
	if mayLack && errors.Is(err, fs.ErrNotExist) {
		return errors.Join(os.RemoveAll(to))
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Clean(to), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// whole takes the log into the copied file, and checks that.
func whole(ctx context.Context, path string) error {
	b, err := OpenNow(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(b.Check(ctx), b.Close())
}

// Check says what of the file is damaged; nil when nothing is.
func (b *Inbox) Check(ctx context.Context) error {
	var said string
	err := b.db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&said)
	if err == nil && said != "ok" {
		err = errors.New("damaged: " + said)
	}
	return b.wrap("check", err)
}
