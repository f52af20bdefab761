package console

import "fmt"

// Config is the section `console`.
type Config struct {
	Color bool `yaml:"color"` // colours on a terminal; never elsewhere, nor where NO_COLOR is set
	Width int  `yaml:"width"` // columns of a line; 0 means the terminal's, DefaultWidth where there is none
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config { return Config{Color: true} }

// Check says which value cannot be used; nil when all can.
func (c Config) Check() error {
	if c.Width != 0 && (c.Width < 40 || c.Width > 1000) {
		return fmt.Errorf("console.width is %d; give 40 to 1000 columns, or 0 for the terminal's own", c.Width)
	}
	return nil
}
