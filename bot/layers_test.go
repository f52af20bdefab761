package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "talksbot/"

type layer struct {
	pkg   string
	may   []string
	tests []string // more that its tests may
}

// layers says for each package of the module, by its path or a pattern of path.Match, which others it may import, by
// their paths or patterns. The first entry that fits counts. Packages that stand nowhere fail the test: say here where
// they belong.
var layers = []layer{
	{pkg: "bot", may: []string{"bot/dialog", "bot/dialog/inbox", "adapters", "adapters/*", "adapters/slack/blocks", "adapters/discord/cards", "knowledge", "knowledge/*"},
		tests: []string{"adapters/slack/slackfake", "adapters/discord/discordfake", "knowledge/llm/llmfake", "knowledge/gate/twist"}},
	{pkg: "bot/dialog", may: []string{"bot/dialog/inbox", "adapters", "adapters/phrase", "knowledge", "knowledge/foreign", "knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"},
		tests: []string{"adapters/adapterstest", "adapters/console", "knowledge/sources", "knowledge/corpus"}},
	{pkg: "bot/dialog/inbox", may: []string{"adapters"}},

	{pkg: "adapters"},
	{pkg: "adapters/adapterstest", may: []string{"adapters"}},
	{pkg: "adapters/phrase"},
	{pkg: "adapters/inorder", may: []string{"adapters"}},
	{pkg: "adapters/plain"},
	{pkg: "adapters/slack", may: []string{"adapters", "adapters/phrase", "adapters/inorder", "adapters/plain", "adapters/slack/blocks"}, tests: []string{"adapters/adapterstest", "adapters/slack/slackfake"}},
	{pkg: "adapters/slack/blocks", may: []string{"adapters", "adapters/phrase", "adapters/plain"}},
	{pkg: "adapters/slack/slackfake"},
	{pkg: "adapters/discord", may: []string{"adapters", "adapters/phrase", "adapters/inorder", "adapters/plain", "adapters/discord/cards"}, tests: []string{"adapters/adapterstest", "adapters/discord/discordfake"}},
	{pkg: "adapters/discord/cards", may: []string{"adapters", "adapters/phrase", "adapters/plain"}},
	{pkg: "adapters/discord/discordfake"},
	{pkg: "adapters/*", may: []string{"adapters", "adapters/phrase"}, tests: []string{"adapters/adapterstest"}},

	{pkg: "knowledge", may: []string{"knowledge/news", "knowledge/parties", "knowledge/stance", "knowledge/extract", "knowledge/copies", "knowledge/ledger", "knowledge/gate",
		"knowledge/storage", "knowledge/index", "knowledge/llm", "knowledge/foreign", "knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"},
		tests: []string{"knowledge/*", "knowledge/*/*"}},
	{pkg: "knowledge/news", may: []string{"knowledge/english"}},
	{pkg: "knowledge/parties", may: []string{"knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"}},
	{pkg: "knowledge/extract", may: []string{"knowledge/news", "knowledge/parties", "knowledge/stance", "knowledge/index", "knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"}},
	{pkg: "knowledge/copies", may: []string{"knowledge/news", "knowledge/extract", "knowledge/index"}, tests: []string{"knowledge/sources"}},
	{pkg: "knowledge/ledger", may: []string{"knowledge/copies", "knowledge/news", "knowledge/parties", "knowledge/stance", "knowledge/extract", "knowledge/index", "knowledge/english"}},
	{pkg: "knowledge/gate", may: []string{"knowledge/gate/wording", "knowledge/news", "knowledge/parties", "knowledge/stance", "knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"},
		tests: []string{"knowledge/gate/twist"}},
	{pkg: "knowledge/gate/twist", may: []string{"knowledge/english"}},
	{pkg: "knowledge/gate/wording", may: []string{"knowledge/english", "knowledge/gazetteer"}},
	{pkg: "knowledge/stance", may: []string{"knowledge/english", "knowledge/lexicon"}},
	{pkg: "knowledge/model", may: []string{"knowledge", "knowledge/llm"}, tests: []string{"knowledge/llm/llmfake", "knowledge/sources", "knowledge/corpus", "knowledge/storage"}},
	{pkg: "knowledge/sources", may: []string{"knowledge", "knowledge/news"}, tests: []string{"knowledge/corpus"}},
	{pkg: "knowledge/web", may: []string{"knowledge", "knowledge/news", "knowledge/sources", "knowledge/storage"}},
	{pkg: "knowledge/eval", may: []string{"knowledge", "knowledge/sources"}, tests: []string{"knowledge/corpus", "knowledge/gate", "knowledge/index", "knowledge/news", "knowledge/english", "knowledge/gate/twist", "knowledge/model", "knowledge/llm", "knowledge/llm/llmfake", "bot/dialog"}},
	{pkg: "knowledge/corpus", tests: []string{"knowledge", "knowledge/sources"}},
	{pkg: "knowledge/english", may: []string{"knowledge/lexicon", "knowledge/gazetteer"}},
	{pkg: "knowledge/storage", tests: []string{"knowledge/storage/storagetest"}},
	{pkg: "knowledge/storage/storagetest", may: []string{"knowledge/storage"}},
	{pkg: "knowledge/index", may: []string{"knowledge/lexicon"}, tests: []string{"knowledge/index/indextest"}},
	{pkg: "knowledge/index/indextest", may: []string{"knowledge/index"}},
	{pkg: "knowledge/llm", tests: []string{"knowledge/llm/llmfake"}},
	{pkg: "knowledge/llm/llmfake"},
	{pkg: "knowledge/foreign", may: []string{"knowledge/english", "knowledge/gazetteer", "knowledge/lexicon"}},
	{pkg: "knowledge/gazetteer"},
	{pkg: "knowledge/lexicon"},
	{pkg: "knowledge/*/gen", may: []string{"knowledge/gazetteer", "knowledge/lexicon"}},
}

// TestLayers: adapters never see knowledge, knowledge never sees a chat, only bot/dialog knows both, and nothing but
// the program itself wires them.
func TestLayers(t *testing.T) {
	t.Parallel()
	pkgs := packages(t)
	if len(pkgs) < 8 {
		t.Fatalf("only %d packages are seen", len(pkgs))
	}
	for _, p := range pkgs {
		name := strings.TrimPrefix(p.ImportPath, module)
		at := slices.IndexFunc(layers, func(l layer) bool { return fits(name, l.pkg) })
		if at < 0 {
			t.Errorf("%s stands in no layer", name)
			continue
		}
		l := layers[at]
		for _, in := range p.Imports {
			if in, own := strings.CutPrefix(in, module); own && !fits(in, l.may...) {
				t.Errorf("%s imports %s; it may import %v", name, in, l.may)
			}
		}
		for _, in := range slices.Concat(p.TestImports, p.XTestImports) {
			if in, own := strings.CutPrefix(in, module); own && in != name && !fits(in, l.may...) && !fits(in, l.tests...) {
				t.Errorf("a test of %s imports %s; it may import %v and %v", name, in, l.may, l.tests)
			}
		}
	}
}

func fits(name string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return ok && err == nil
	})
}

type listedPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T) (all []listedPackage) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"...")
	cmd.Env = append(cmd.Environ(), "GOPROXY=off")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
