package adapters

// Table is a list with columns, such as the ledger, free of any platform's markup. Its strings are plain text that is not
// trusted, as those of a Reply; empty fields are not shown, nor is the zero Table.
type Table struct {
	Title string
	Heads []string // one a column; rows may be shorter or longer
	Rows  [][]Cell
	Notes []string // a sentence each, below the rows
}

// Cell is one field of a Table.
type Cell struct {
	Text string // may have several lines
	URL  string // where the Text leads; "" for nowhere
}
