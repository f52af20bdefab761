package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml"

	"talksbot/adapters/console"
	"talksbot/adapters/discord"
	"talksbot/adapters/slack"
	"talksbot/bot/dialog"
	"talksbot/knowledge/llm"
)

// Config is the configuration file, one section a package. Secrets have no place in it: what needs one names the
// environment variable that holds it.
type Config struct {
	Storage StorageConfig      `yaml:"storage"`
	Sources SourcesConfig      `yaml:"sources"`
	Dialog  dialog.Config      `yaml:"dialog"`
	Console console.Config     `yaml:"console"`
	Model   llm.Config         `yaml:"model"`
	Serve   ServeConfig        `yaml:"serve"`
	Slack   slack.Config       `yaml:"slack"`
	Discord discord.Config     `yaml:"discord"`
	Admin   dialog.AdminConfig `yaml:"admin"`
	Refresh RefreshConfig      `yaml:"refresh"`
}

// StorageConfig is the section `storage`.
type StorageConfig struct {
	Folder string `yaml:"folder"` // "" means the user's data folder; --data goes before it
	Keep   int    `yaml:"keep"`   // older snapshots kept beside the current one
}

// SourcesConfig is the section `sources`: what `refresh` reads when it is given no PATH, and how it asks the web.
type SourcesConfig struct {
	Paths   []string `yaml:"paths"`    // folders and files
	LimitMB int      `yaml:"limit_mb"` // the largest file or page that is read, in MB (2^20 bytes)

	Pages    []string `yaml:"pages"`    // addresses of single pages
	Feeds    []string `yaml:"feeds"`    // addresses of RSS, Atom and JSON feeds
	Sitemaps []string `yaml:"sitemaps"` // addresses of sitemaps and indexes of sitemaps
	Dumps    []string `yaml:"dumps"`    // files or addresses of one article a line, as JSON

	SinceDays     int     `yaml:"since_days"`     // of feeds and sitemaps, the age of what is fetched; 0 means any
	MostPages     int     `yaml:"most_pages"`     // of one feed or sitemap
	PauseSeconds  float64 `yaml:"pause_seconds"`  // between two requests to a host
	PageSeconds   int     `yaml:"page_seconds"`   // for one request
	SourceMinutes int     `yaml:"source_minutes"` // for one page, feed or sitemap with all that it names
	Contact       string  `yaml:"contact"`        // who is behind the bot, for those whom it asks
	AllowPrivate  bool    `yaml:"allow_private"`  // addresses of private networks may be asked

	Canaries []string `yaml:"canaries"` // questions that a refresh must leave answered, or it is held back
}

// ServeConfig is the section `serve`.
type ServeConfig struct {
	Listen string `yaml:"listen"` // host:port of the health checks and of what platforms send by HTTP; "" means no HTTP
	Log    string `yaml:"log"`    // text or json
	Level  string `yaml:"level"`  // debug, info, warn or error
}

// check says which values cannot be used.
func (c ServeConfig) check() error {
	var errs []error
	if _, port, err := net.SplitHostPort(c.Listen); c.Listen != "" {
		if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
			errs = append(errs, fmt.Errorf("serve.listen is %q; give a host and a port, such as 127.0.0.1:8080, or nothing", c.Listen))
		}
	}
	if c.Log != "text" && c.Log != "json" {
		errs = append(errs, fmt.Errorf("serve.log is %q; give text, json", c.Log))
	}
	switch c.Level {
	case "debug", "info", "warn", "error":
	default:
		errs = append(errs, fmt.Errorf("serve.level is %q; give debug, info, warn, error", c.Level))
	}
	return errors.Join(errs...)
}

// defaultConfig is what holds for keys that are not given.
func defaultConfig() Config {
	return Config{
		Storage: StorageConfig{Keep: 3},
		Sources: defaultSources(),
		Dialog:  dialog.DefaultConfig(),
		Console: console.DefaultConfig(),
		Model:   llm.DefaultConfig(),
		Serve:   ServeConfig{Listen: "127.0.0.1:8080", Log: "text", Level: "info"},
		Slack:   slack.DefaultConfig(),
		Discord: discord.DefaultConfig(),
		Admin:   dialog.DefaultAdminConfig(),
		Refresh: defaultRefreshConfig(),
	}
}

// check says which values cannot be used.
func (c Config) check() error {
	var errs []error
	if c.Storage.Keep < 0 || c.Storage.Keep > 1000 {
		errs = append(errs, fmt.Errorf("storage.keep is %d; give 0 to 1000 snapshots", c.Storage.Keep))
	}
	if c.Slack.Mode == "http" && c.Serve.Listen == "" {
		errs = append(errs, errors.New("serve.listen is empty, and slack.mode is http: give an address for Slack to reach, such as 127.0.0.1:8080"))
	}
	if c.Discord.Mode == "http" && c.Serve.Listen == "" {
		errs = append(errs, errors.New("serve.listen is empty, and discord.mode is http: give an address for Discord to reach, such as 127.0.0.1:8080"))
	}
	return errors.Join(append(errs, c.Sources.check(), c.Dialog.Check(), c.Console.Check(), c.Model.Check(), c.Serve.check(), c.Slack.Check(), c.Discord.Check(), c.Admin.Check(),
		c.Refresh.check())...)
}

// place is where the parser's messages point to, which are said as a line instead.
var place = regexp.MustCompile(` at \[\d+:\d+\]|^\[\d+:\d+\] `)

// empty is a file of nothing but comments.
var empty = regexp.MustCompile(`^(?:\s*(?:#.*)?(?:\n|$))*$`)

// decodeConfig reads a configuration over the defaults. An error names the line, where there is one, after name.
func decodeConfig(name string, data []byte) (Config, error) {
	c := defaultConfig()
	if empty.Match(data) {
		return c, nil // the decoder would make it the zero Config
	}
	err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&c)
	var at yaml.Error
	switch {
	case err == nil:
	case errors.As(err, &at):
		line := 1
		if t := at.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
		return c, fmt.Errorf("%s:%d: %s (“bot config print” shows every key)", name, line, place.ReplaceAllString(at.GetMessage(), ""))
	default:
		return c, fmt.Errorf("%s: %w", name, err)
	}
	if err := c.check(); err != nil {
		return c, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// configFile is the file that is read, and whether it has to be there: it has when it was named.
func (p *program) configFile() (name string, named bool) {
	if p.config != "" {
		return p.config, true
	}
	dir, err := configFolder("", p.env)
	if err != nil {
		return "", false
	}
	return filepath.Join(dir, "config.yaml"), false
}

// settings gives the configuration with --data in it and every path absolute or relative to the working directory, and
// the file it comes from: "" when there is none.
func (p *program) settings() (c Config, file string, err error) {
	c = defaultConfig()
	name, named := p.configFile()
	if name != "" {
		data, err := os.ReadFile(name)
		switch {
		case err == nil:
			file = name
			if c, err = decodeConfig(name, data); err != nil {
				return c, file, usage{err}
			}
			c.relativeTo(filepath.Dir(name))
		case named || !errors.Is(err, fs.ErrNotExist):
			return c, "", usage{fmt.Errorf("the configuration cannot be read: %w", err)}
		}
	}
	if p.data != "" {
		c.Storage.Folder = p.data
	}
	if c.Storage.Folder == "" {
		if c.Storage.Folder, err = dataFolder("", p.env); err != nil {
			return c, file, usage{err}
		}
	}
	return c, file, nil
}

// relativeTo reads the paths of a file as it means them: from the folder it is in.
func (c *Config) relativeTo(dir string) {
	in := func(path string) string {
		if path == "" || filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(dir, path)
	}
	c.Storage.Folder = in(c.Storage.Folder)
	for _, names := range [][]string{c.Sources.Paths, c.Sources.Dumps} {
		for i, name := range names {
			if !isAddress(name) {
				names[i] = in(name)
			}
		}
	}
}

// storeFile is the file of the knowledge base.
func (c Config) storeFile() string {
	return filepath.Join(cmp.Or(c.Storage.Folder, "."), "knowledge.db")
}

// inboxFile is the file of what is said to the bot.
func (c Config) inboxFile() string {
	return filepath.Join(cmp.Or(c.Storage.Folder, "."), "dialog.db")
}
