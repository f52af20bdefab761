package index

// Terms gives the analysed terms of a text in order, stop words left out.
func Terms(text string) []string {
	var out []string
	for _, t := range Analyze(text) {
		if !Stop(t.Text) {
			out = append(out, t.Text)
		}
	}
	return out
}
