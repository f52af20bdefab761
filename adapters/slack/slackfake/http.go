package slackfake

// post sends something by HTTP.
func (f *Slack) post(d *delivery) {}
