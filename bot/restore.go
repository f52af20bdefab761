package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

func (p *program) restore() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Bring back what bot backup has written",
		Long: `restore puts what "bot backup" wrote into the data folder, in the place of what is
there. The file is read and checked whole first, aside; then it takes its place by
renaming. Where anything fails what was there stays.

It refuses while "bot serve" or a refresh runs on that folder: end it first. It asks
before it replaces anything; --yes answers for you. What was deleted for good since
the backup stays deleted, and the log of "bot audit" goes on.`,
		Example: `  bot restore talks.tar.gz
  bot --data ./copy restore talks.tar.gz`,
		Args: oneFile("what", "bot restore talks.tar.gz"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.bringBack(cmd.Context(), args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// bringBack restores a backup: unpacked and checked aside, it takes its place at last.
func (p *program) bringBack(ctx context.Context, file string, yes bool) (err error) {
	c, _, err := p.settings()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Storage.Folder, 0o700); err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	dir, err := aside(c.Storage.Folder, ".restore-")
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	m, err := unpack(ctx, file, dir)
	if err != nil {
		return fmt.Errorf("%s cannot be restored: %w; nothing was changed", console.Plain(file), err)
	}
	if there := present(c); len(there) > 0 {
		if err := p.confirm(yes, fmt.Sprintf("replace %v in %s by the backup of %s", there, console.Plain(c.Storage.Folder), m.Made.Format("2006-01-02 15:04 MST"))); err != nil {
			return err
		}
	}
	if err := p.replace(ctx, c, m, dir, file); err != nil {
		return fmt.Errorf("restoring: %w; nothing was changed", err)
	}
	if p.quiet {
		return nil
	}
	base, _, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	fmt.Fprintf(p.out, "Restored the backup of %s.\nNow %s.\n", m.Made.Format("2006-01-02 15:04 MST"), dialog.Freshness(base.Searched()))
	return nil
}

// present lists the files that a restore would replace.
func present(c Config) (names []string) {
	for _, at := range []string{c.storeFile(), c.inboxFile()} {
		if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) {
			names = append(names, filepath.Base(at))
		}
	}
	return names
}

// unpack reads a backup into an empty folder, and checks all of it.
func unpack(ctx context.Context, file, dir string) (m manifest, err error) {
	in, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer in.Close()
	zipped, err := gzip.NewReader(in)
	if err != nil {
		return m, errors.New("it is not a backup of talksbot")
	}
	r := tar.NewReader(zipped)
	if m, err = readManifest(r); err != nil {
		return m, err
	}
	for _, f := range m.Files {
		head, err := r.Next()
		if err != nil || head.Name != f.Name || head.Size != f.Bytes {
			return m, fmt.Errorf("it is damaged: %s is not there as it was written", f.Name)
		}
		if err := unpackFile(ctx, r, filepath.Join(dir, f.Name), f); err != nil {
			return m, err
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		return m, errors.New("it is damaged: something follows that was not written")
	}
	if n, err := io.Copy(io.Discard, zipped); n > 0 || err != nil { // its own checksum comes last
		return m, errors.Join(errors.New("it is damaged at its end"), err)
	}
	return m, nil
}

func readManifest(r *tar.Reader) (m manifest, err error) {
	head, err := r.Next()
	if err != nil || head.Name != manifestName || head.Size > 1<<20 {
		return m, errors.New("it is not a backup of talksbot")
	}
	if err := json.NewDecoder(r).Decode(&m); err != nil || m.Backup < 1 {
		return m, errors.New("it is not a backup of talksbot")
	}
	if m.Backup > backupVersion {
		return m, fmt.Errorf("it is of a newer talksbot (backup version %d, this program knows %d)", m.Backup, backupVersion)
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if f.Name != storeName && f.Name != inboxName || seen[f.Name] {
			return m, fmt.Errorf("it holds a file %q, which no backup has there", f.Name)
		}
		seen[f.Name] = true
	}
	return m, nil
}

// unpackFile writes one part and checks that it is what was saved, and whole.
func unpackFile(ctx context.Context, r io.Reader, to string, f savedFile) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if _, sum, err := sumOf(to); err != nil || sum != f.SHA256 {
		return errors.Join(fmt.Errorf("it is damaged: %s has another checksum than was written", f.Name), err)
	}
	if f.Name == inboxName {
		box, err := inbox.OpenNow(ctx, to)
		if err != nil {
			return err
		}
		return errors.Join(box.Check(ctx), box.Close())
	}
	return checkStore(ctx, to)
}

// replace has what was unpacked take the place of what is there. Each file takes its place in one step, and is put back where the
// other cannot.
func (p *program) replace(ctx context.Context, c Config, m manifest, dir, file string) (err error) {
	var back []func() error
	defer func() {
		for _, undo := range back {
			if err != nil {
				err = errors.Join(err, undo())
			}
		}
	}()
	has := func(name string) bool {
		return slices.ContainsFunc(m.Files, func(f savedFile) bool { return f.Name == name })
	}
	for _, part := range []struct{ name, at string }{{inboxName, c.inboxFile()}, {storeName, c.storeFile()}} {
		if part.name == storeName && has(storeName) {
			if err := p.inherit(ctx, c, filepath.Join(dir, storeName), file); err != nil {
				return err
			}
		}
		release, err := hold(ctx, part.at)
		if err != nil {
			return err
		}
		defer release()
		if !has(part.name) {
			continue
		}
		undo, err := take(filepath.Join(dir, part.name), part.at, filepath.Join(dir, part.name+".replaced"))
		if err != nil {
			return err
		}
		back = append(back, undo)
	}
	return nil
}

// hold keeps others from a file until it is released. What is not there, or is no database any more, nobody has open.
func hold(ctx context.Context, at string) (release func() error, err error) {
	if _, err := os.Stat(at); errors.Is(err, fs.ErrNotExist) {
		return func() error { return nil }, nil
	}
	release, err = storage.Hold(ctx, at)
	switch {
	case errors.Is(err, storage.ErrBusy):
		return nil, fmt.Errorf("%s is in use: end “bot serve” and whatever else runs on that folder", console.Plain(at))
	case err != nil && ctx.Err() == nil:
		return func() error { return nil }, nil
	}
	return release, err
}

// take gives a file the name of another, which it keeps under a third, and gives what undoes that.
func take(from, at, kept string) (undo func() error, err error) {
	switch err := os.Link(at, kept); {
	case errors.Is(err, fs.ErrNotExist):
		return func() error { return os.Remove(at) }, os.Rename(from, at)
	case err != nil:
		return nil, err
	}
	for _, beside := range []string{"-wal", "-shm", "-journal"} { // of a file that was damaged: held, it has none
		if err := os.Remove(at + beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return func() error { return os.Rename(kept, at) }, os.Rename(from, at)
}

// inherit has the unpacked store keep deleted what is deleted for good in the one that is there, and go on with its log of Acts.
func (p *program) inherit(ctx context.Context, c Config, unpacked, file string) error {
	opened := c
	opened.Storage.Folder = filepath.Dir(unpacked)
	next, close, err := openStored(ctx, opened, knowledge.Options{})
	if err != nil {
		return err
	}
	defer close()
	var was *knowledge.Base
	if _, err := os.Stat(c.storeFile()); err == nil {
		var closeWas func()
		was, closeWas, err = openStored(ctx, c, knowledge.Options{})
		if err != nil {
			p.say("what is there cannot be read, so what was deleted for good since the backup may be back: " + err.Error())
			was = nil
		}
		defer closeWas()
	}
	return next.Restored(ctx, commander, filepath.Base(file), was)
}
