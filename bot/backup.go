package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge/storage"
)

// manifest is the first file of a backup, and says what the others are.
type manifest struct {
	Backup int         `json:"talksbot_backup"` // version of the layout
	Made   time.Time   `json:"made"`
	Files  []savedFile `json:"files"`
}

type savedFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const (
	backupVersion = 1
	manifestName  = "manifest.json"
	storeName     = "knowledge.db"
	inboxName     = "dialog.db"
)

func (p *program) backup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write all that is kept into one file",
		Long: `backup writes the articles with what was read from them, all snapshots, the log of
"bot audit", and what was said in chats into one file, a tar archive packed with
gzip, with a checksum of each part. It may run while "bot serve" answers and while
a refresh runs: what it writes is the state of one moment.

The file holds what people said to the bot: keep it as safe as the data folder. A
file that is there already is not written over.`,
		Example: `  bot backup talks.tar.gz
  bot restore talks.tar.gz`,
		Args: oneFile("where to", "bot backup talks.tar.gz"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.saveAll(cmd.Context(), args[0]) },
	}
}

// oneFile asks for one argument.
func oneFile(ask, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("%s %s? Name one file, for example: %s", cmd.Name(), ask, example)
		}
		return nil
	}
}

func (p *program) saveAll(ctx context.Context, file string) (err error) {
	c, _, err := p.settings()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; name another file", console.Plain(file))
	}
	// Beside the target, so that it takes that name in one step, and the disk is the one that was meant.
	dir, err := aside(filepath.Dir(file), ".backup-")
	if err != nil {
		return fmt.Errorf("backing up: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	m, err := saveParts(ctx, c, dir)
	if err == nil {
		err = pack(ctx, dir, m, filepath.Join(dir, "packed"))
	}
	if err == nil {
		err = os.Link(filepath.Join(dir, "packed"), file) // unlike a rename it takes no file's place
	}
	if err != nil {
		return fmt.Errorf("backing up: %w", err)
	}
	if !p.quiet {
		for _, f := range m.Files {
			fmt.Fprintf(p.out, "%s: %d bytes\n", f.Name, f.Bytes)
		}
		fmt.Fprintf(p.out, "Written to %s\n", console.Plain(file))
	}
	return nil
}

// saveParts copies what is kept into a folder, each part as of one moment.
func saveParts(ctx context.Context, c Config, dir string) (manifest, error) {
	m := manifest{Backup: backupVersion, Made: time.Now().UTC()}
	for _, part := range []struct {
		name, at string
		save     func(context.Context, string, string) error
	}{{storeName, c.storeFile(), saveStore}, {inboxName, c.inboxFile(), inbox.Copy}} {
		if _, err := os.Stat(part.at); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		to := filepath.Join(dir, part.name)
		if err := part.save(ctx, part.at, to); err != nil {
			return m, err
		}
		f := savedFile{Name: part.name}
		var err error
		if f.Bytes, f.SHA256, err = sumOf(to); err != nil {
			return m, err
		}
		m.Files = append(m.Files, f)
	}
	if len(m.Files) == 0 {
		return m, fmt.Errorf("nothing is kept in %s yet", c.Storage.Folder)
	}
	return m, nil
}

// saveStore copies a store and checks the copy.
func saveStore(ctx context.Context, at, to string) error {
	s, err := storage.Open(ctx, at, 0)
	if err != nil {
		return err
	}
	err = s.Backup(ctx, to)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return checkStore(ctx, to)
}

func checkStore(ctx context.Context, file string) error {
	s, err := storage.Open(ctx, file, 0)
	if err != nil {
		return err
	}
	return errors.Join(s.Check(ctx), s.Close())
}

func sumOf(file string) (n int64, sum string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err = io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

// pack writes the manifest and its files into an archive, for the user alone.
func pack(ctx context.Context, dir string, m manifest, to string) (err error) {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	zipped := gzip.NewWriter(out)
	w := tar.NewWriter(zipped)
	said, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(said)), ModTime: m.Made}); err != nil {
		return err
	}
	if _, err := w.Write(said); err != nil {
		return err
	}
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := packFile(w, filepath.Join(dir, f.Name), f, m.Made); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), zipped.Close(), out.Sync())
}

func packFile(w *tar.Writer, at string, f savedFile, made time.Time) error {
	in, err := os.Open(at)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := w.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o600, Size: f.Bytes, ModTime: made}); err != nil {
		return err
	}
	_, err = io.Copy(w, in)
	return err
}
