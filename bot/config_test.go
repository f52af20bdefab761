package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/discord"
	"talksbot/adapters/slack"
)

// TestExampleConfig: the example holds every key there is, each with its default.
func TestExampleConfig(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeConfig("config.example.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(defaultConfig(), got); diff != "" {
		t.Errorf("the example differs from the defaults (-default +example):\n%s", diff)
	}
	var example, all map[string]map[string]any
	if err := yaml.Unmarshal(data, &example); err != nil {
		t.Fatal(err)
	}
	whole, err := yaml.Marshal(defaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(whole, &all); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys(all), keys(example)); diff != "" {
		t.Errorf("the example's keys (-all +example):\n%s", diff)
	}
}

func keys(m map[string]map[string]any) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for section, in := range m {
		out[section] = map[string]bool{}
		for key := range in {
			out[section][key] = true
		}
	}
	return out
}

func TestDecodeConfig(t *testing.T) {
	t.Parallel()
	with := func(change func(*Config)) Config {
		c := defaultConfig()
		change(&c)
		return c
	}
	tests := []struct {
		name, text string
		want       Config
		err        string // a regular expression; "" for none
	}{
		{"nothing", "", defaultConfig(), ""},
		{"comments", "# nothing yet\n", defaultConfig(), ""},
		{"a section without keys", "storage:\nconsole:\n", defaultConfig(), ""},
		{"one key leaves the others", "storage:\n  keep: 0\n", with(func(c *Config) { c.Storage.Keep = 0 }), ""},
		{"off", "console:\n  color: false\n", with(func(c *Config) { c.Console.Color = false }), ""},
		{"unknown key", "storage:\n  keep: 1\n  keeps: 1\n", Config{}, `^c\.yaml:3: unknown field "keeps"`},
		{"unknown section", "\nstore:\n  keep: 1\n", Config{}, `^c\.yaml:2: unknown field "store"`},
		{"wrong type", "dialog:\n  remember: many\n", Config{}, `^c\.yaml:2: .*string`},
		{"a section that is none", "dialog: 3\n", Config{}, `^c\.yaml:1: `},
		{"not YAML", "dialog: [\n", Config{}, `^c\.yaml:1: `},
		{"the same key twice", "storage:\n  keep: 1\n  keep: 2\n", Config{}, `^c\.yaml:3: .*keep`},
		{"messages are known for a day at least", "dialog:\n  keep_days: 0\n", Config{}, `keep_days is 0; give 1 to 10000 days`},
		{"a value out of range", "storage:\n  keep: -1\n", Config{}, `^c\.yaml: storage\.keep is -1`},
		{"one key of a channel leaves the others", "slack:\n  mode: off\n  channel: {follow_ups: false}\n", with(func(c *Config) { c.Slack.Channel.FollowUps = new(bool) }), ""},
		{"a channel of its own", "slack:\n  channels:\n    C0123456789: {speak: false}\n", with(func(c *Config) {
			c.Slack.Channels = map[string]slack.Channel{"C0123456789": {Speak: new(bool)}}
		}), ""},
		{"no HTTP", "serve: {listen: \"\"}\n", with(func(c *Config) { c.Serve.Listen = "" }), ""},
		{"no HTTP, and Slack needs it", "serve: {listen: \"\"}\nslack: {mode: http}\n", Config{}, `serve\.listen is empty, and slack\.mode is http`},
		{"no HTTP, and Discord needs it", "serve: {listen: \"\"}\ndiscord: {mode: http}\n", Config{}, `(?s)serve\.listen is empty, and discord\.mode is http.*discord\.public_key is empty`},
		{"IDs may stand without quotes", "discord:\n  admin_channel: 123456789012345678\n  channels:\n    223456789012345678: {speak: false}\n", with(func(c *Config) {
			c.Discord.AdminChannel, c.Discord.Channels = "123456789012345678", map[string]discord.Channel{"223456789012345678": {Speak: new(bool)}}
		}), ""},
		{"a list of IDs without quotes", "discord:\n  roles: [123456789012345678]\n  command_servers:\n    - 223456789012345678\n", with(func(c *Config) {
			c.Discord.Roles, c.Discord.CommandServers = []string{"123456789012345678"}, []string{"223456789012345678"}
		}), ""},
		{"an address without a port", "serve: {listen: localhost}\n", Config{}, `serve\.listen is "localhost"; give a host and a port`},
		{"a port that is none", "serve: {listen: \":http-alt\"}\n", Config{}, `serve\.listen is ":http-alt"`},
		{"a way to log that is none", "serve: {log: xml, level: loud}\n", Config{}, `(?s)serve\.log is "xml"; give text, json.*serve\.level is "loud"`},
		{"an unknown key of a channel", "slack:\n  channel:\n    loud: true\n", Config{}, `^c\.yaml:3: unknown field "loud"`},
		{"every value out of range is said", "sources: {limit_mb: 0}\ndialog: {remember: -1}\nconsole: {width: 3}\n", Config{},
			`(?s)limit_mb is 0.*remember is -1.*width is 3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeConfig("c.yaml", []byte(tt.text))
			if tt.err != "" {
				if err == nil || !regexp.MustCompile(tt.err).MatchString(err.Error()) {
					t.Fatalf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, system string
		env          map[string]string
		data, config string // "" for an error
	}{
		{"home", "linux", map[string]string{"HOME": "/h"}, "/h/.local/share/talksbot", "/h/.config/talksbot"},
		{"XDG", "linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"}, "/d/talksbot", "/c/talksbot"},
		{"XDG that is relative does not count", "linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "d"}, "/h/.local/share/talksbot", "/h/.config/talksbot"},
		{"XDG without a home", "linux", map[string]string{"XDG_DATA_HOME": "/d"}, "/d/talksbot", ""},
		{"Mac", "darwin", map[string]string{"HOME": "/h"}, "/h/Library/Application Support/talksbot", "/h/Library/Application Support/talksbot"},
		{"Windows", "windows", map[string]string{"LocalAppData": "/l", "AppData": "/a"}, "/l/talksbot", "/a/talksbot"},
		{"none", "linux", nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := func(key string) string { return tt.env[key] }
			data, err := dataFolder(tt.system, env)
			if data != filepath.FromSlash(tt.data) || (err == nil) != (tt.data != "") {
				t.Errorf("data %q, %v; want %q", data, err, tt.data)
			}
			config, err := configFolder(tt.system, env)
			if config != filepath.FromSlash(tt.config) || (err == nil) != (tt.config != "") {
				t.Errorf("config %q, %v; want %q", config, err, tt.config)
			}
		})
	}
}

func TestConfigPathsStartFromItsFolder(t *testing.T) {
	t.Parallel()
	abs := filepath.Join(t.TempDir(), "abs")
	c := Config{Storage: StorageConfig{Folder: "data"}, Sources: SourcesConfig{Paths: []string{"in", abs}}}
	c.relativeTo("etc")
	if got := strings.Join(append(c.Sources.Paths, c.Storage.Folder), " "); got != filepath.Join("etc", "in")+" "+abs+" "+filepath.Join("etc", "data") {
		t.Error(got)
	}
}
