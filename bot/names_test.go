package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// What the README and the package's drawing name is there: commands, their flags, folders and files.
func TestNames(t *testing.T) {
	t.Parallel()
	readme := read(t, "../README.md")
	root := (&program{env: os.Getenv}).root()
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(readme, -1) {
		name := strings.ReplaceAll(m[1], `\|`, "|")
		switch {
		case strings.HasPrefix(name, "bot ") || strings.HasPrefix(name, "go run ./bot "):
			checkCommand(t, root, strings.TrimPrefix(strings.TrimPrefix(name, "go run ./"), "bot "))
		case strings.HasPrefix(name, "--"):
			if flag := strings.TrimPrefix(strings.Fields(name)[0], "--"); flag != "help" && !anyFlag(root, flag) {
				t.Errorf("README: no command has the flag --%s", flag)
			}
		}
	}
	files := map[string]bool{}
	if err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		files[filepath.Base(path)] = true
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{"../README.md", "../knowledge/doc.go"} {
		for _, name := range regexp.MustCompile(`\b(?:knowledge|bot|adapters)/[a-z/]+\b|\b[a-z]+\.go\b`).FindAllString(read(t, doc), -1) {
			if strings.Contains(name, "/") {
				if _, err := os.Stat("../" + name); err != nil {
					if _, err := os.Stat("../" + name + ".go"); err != nil {
						t.Errorf("%s names %s: %v", doc, name, err)
					}
				}
			} else if !files[name] {
				t.Errorf("%s names %s, which is no file", doc, name)
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// checkCommand looks up the words of a command line up to its first argument, and its flags.
func checkCommand(t *testing.T, root *cobra.Command, line string) {
	t.Helper()
	words := strings.Fields(line)
	cmd, rest, err := root.Find(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.HasPrefix(w, "-") }))
	if err != nil || cmd == root {
		t.Errorf("README: no command %q", line)
		return
	}
	if cmd.HasSubCommands() && len(rest) > 0 {
		t.Errorf("README: %q has no sub-command %q", cmd.Name(), rest[0])
	}
	for _, w := range words {
		if flag, ok := strings.CutPrefix(w, "--"); ok && cmd.Flag(flag) == nil {
			t.Errorf("README: %q has no flag --%s", cmd.Name(), flag)
		}
	}
}

func anyFlag(cmd *cobra.Command, name string) bool {
	if cmd.Flag(name) != nil || cmd.PersistentFlags().Lookup(name) != nil {
		return true
	}
	return slices.ContainsFunc(cmd.Commands(), func(c *cobra.Command) bool { return anyFlag(c, name) })
}
