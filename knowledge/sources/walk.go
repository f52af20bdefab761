package sources

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// tree is what walking and reading need of a file system. Unlike filepath.WalkDir, stat follows links.
type tree interface {
	stat(name string) (fs.FileInfo, error)
	list(dir string) ([]fs.DirEntry, error)
	open(name string) (fs.File, error)
	join(dir, name string) string
	base(name string) string
	real(name string) string // the same for two names of one file; name itself when that cannot be told
}

type disk struct{}

func (disk) stat(name string) (fs.FileInfo, error)  { return os.Stat(name) }
func (disk) list(dir string) ([]fs.DirEntry, error) { return os.ReadDir(dir) }
func (disk) open(name string) (fs.File, error)      { return os.Open(name) }
func (disk) join(dir, name string) string           { return filepath.Join(dir, name) }
func (disk) base(name string) string                { return filepath.Base(name) }
func (disk) real(name string) string {
	if r, err := filepath.EvalSymlinks(name); err == nil {
		name = r
	}
	if r, err := filepath.Abs(name); err == nil {
		name = r
	}
	return name
}

type inFS struct{ fs.FS }

func (f inFS) stat(name string) (fs.FileInfo, error)  { return fs.Stat(f.FS, name) }
func (f inFS) list(dir string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS, dir) }
func (f inFS) open(name string) (fs.File, error)      { return f.FS.Open(name) }
func (inFS) join(dir, name string) string             { return path.Join(dir, name) }
func (inFS) base(name string) string                  { return path.Base(name) }
func (inFS) real(name string) string                  { return path.Clean(name) }

// entry is one file to read, or why a path yields none.
type entry struct {
	path string
	err  error
	real string      // see tree
	info fs.FileInfo // as it was found
}

type walker struct {
	tree  tree
	seen  map[string]bool // real paths of files: one that is reached twice is read once
	inner []string        // real paths of the folders being walked, outermost first
	files []entry
}

// walk lists the files under the roots: those named in any case, those found by their ending.
func walk(t tree, roots []string) []entry {
	w := &walker{tree: t, seen: map[string]bool{}}
	for _, root := range roots {
		info, err := t.stat(root)
		switch {
		case err != nil:
			w.fail(unreadable(root, err))
		case info.IsDir():
			if n := w.dir(root); n == 0 {
				w.fail(&Error{Path: root, Reason: "holds no articles; they are files that end in .md, .markdown, .txt, .html or .htm"})
			}
		case !info.Mode().IsRegular():
			w.fail(&Error{Path: root, Reason: "is neither a file nor a folder; name a file or a folder of articles"})
		default:
			w.add(root, t.real(root), info)
		}
	}
	return w.files
}

func (w *walker) fail(e *Error) { w.files = append(w.files, entry{path: e.Path, err: e}) }

func (w *walker) add(name, real string, info fs.FileInfo) {
	if !w.seen[real] {
		w.seen[real] = true
		w.files = append(w.files, entry{path: name, real: real, info: info})
	}
}

// dir adds what is in a folder and below, and counts what it came across, errors included.
func (w *walker) dir(name string) (n int) {
	real := w.tree.real(name)
	if slices.Contains(w.inner, real) {
		w.fail(&Error{Path: name, Reason: "is a link that leads back to the folder it is in (" + real + "); remove the link"})
		return 1
	}
	list, err := w.tree.list(name)
	if err != nil {
		w.fail(unreadable(name, err))
		return 1
	}
	w.inner = append(w.inner, real)
	defer func() { w.inner = w.inner[:len(w.inner)-1] }()

	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	for _, in := range list {
		if strings.HasPrefix(in.Name(), ".") {
			continue
		}
		at := w.tree.join(name, in.Name())
		info, err := w.tree.stat(at)
		switch {
		case err != nil:
			if kindOf(in.Name()) != other {
				w.fail(unreadable(at, err))
				n++
			}
		case info.IsDir():
			n += w.dir(at)
		case info.Mode().IsRegular() && kindOf(in.Name()) != other:
			under := w.tree.join(real, in.Name()) // what is no link is where it stands
			if !in.Type().IsRegular() {
				under = w.tree.real(at)
			}
			w.add(at, under, info)
			n++
		}
	}
	return n
}

// kind is how a file is read.
type kind int

const (
	other kind = iota // read as plain text when it is named
	markdown
	plain
	page
)

func kindOf(name string) kind {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return markdown
	case ".txt":
		return plain
	case ".html", ".htm":
		return page
	}
	return other
}
