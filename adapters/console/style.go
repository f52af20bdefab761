package console

// DefaultWidth is the width of lines where there is no terminal to ask, in columns.
const DefaultWidth = 100

// Style says how text is shown. The zero Style is plain, DefaultWidth wide.
type Style struct {
	Color bool
	Width int // columns; 0 means DefaultWidth
}

// Marks of ECMA-48 (SGR), which every terminal with colours knows.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	cyan  = "\x1b[36m"
	amber = "\x1b[33m"
	reset = "\x1b[0m"
)

// Strong marks a heading.
func (s Style) Strong(text string) string { return s.in(bold, text) }

// Faint marks what is beside the point.
func (s Style) Faint(text string) string { return s.in(dim, text) }

// Caution marks what a reader should not miss.
func (s Style) Caution(text string) string { return s.in(amber, text) }

func (s Style) in(mark, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return mark + text + reset
}

// Columns is how wide a line may be.
func (s Style) Columns() int {
	if s.Width <= 0 {
		return DefaultWidth
	}
	return s.Width
}
