package slackfake

import "net/http"

type View struct{}
type trigger struct{}
type responseURL struct{}
type Status struct{}
type Session struct{}
type Prompts struct{}

func (f *Slack) respond(w http.ResponseWriter, r *http.Request) {}
