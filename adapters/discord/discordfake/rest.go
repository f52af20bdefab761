package discordfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is a call of the REST API.
type Call struct {
	Route  string            // such as "POST /channels/{channel}/messages"; "" where there is none
	Path   string            // below /api/v10
	Vars   map[string]string // what stands in the path, by the names in Route
	Body   json.RawMessage   // nil for none
	Status int               // of HTTP; 0 where the connection broke
	Code   int               // Discord's error; 0 for none
	Made   string            // ID of the message that it made; "" for none
	At     time.Time
	Done   bool // it was answered
}

// refusal is an error as Discord gives it.
type refusal struct {
	status, code int
	message      string
	errors       object // by field
}

func (r *refusal) Error() string {
	out := fmt.Sprintf("HTTP %d, %d %s", r.status, r.code, r.message)
	if r.errors != nil {
		raw, _ := json.Marshal(r.errors)
		out += " " + string(raw)
	}
	return out
}

// Refusals of Discord's, by the codes that its pages give.
var (
	notFound       = &refusal{status: 404, message: "404: Not Found"}
	badMethod      = &refusal{status: 405, message: "405: Method Not Allowed"}
	unauthorized   = &refusal{status: 401, message: "401: Unauthorized"}
	unknownChannel = &refusal{status: 404, code: 10003, message: "Unknown Channel"}
	unknownGuild   = &refusal{status: 404, code: 10004, message: "Unknown Guild"}
	unknownMember  = &refusal{status: 404, code: 10007, message: "Unknown Member"}
	unknownMessage = &refusal{status: 404, code: 10008, message: "Unknown Message"}
	unknownUser    = &refusal{status: 404, code: 10013, message: "Unknown User"}
	unknownWebhook = &refusal{status: 404, code: 10015, message: "Unknown Webhook"}
	unknownAction  = &refusal{status: 404, code: 10062, message: "Unknown interaction"}
	acknowledged   = &refusal{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	missingAccess  = &refusal{status: 403, code: 50001, message: "Missing Access"}
	onDM           = &refusal{status: 403, code: 50003, message: "Cannot execute action on a DM channel"}
	othersMessage  = &refusal{status: 403, code: 50005, message: "Cannot edit a message authored by another user"}
	emptyMessage   = &refusal{status: 400, code: 50006, message: "Cannot send an empty message"}
	noDMs          = &refusal{status: 403, code: 50007, message: "Cannot send messages to this user"}
	noPermission   = &refusal{status: 403, code: 50013, message: "Missing Permissions"}
	wrongChannel   = &refusal{status: 400, code: 50024, message: "Cannot execute action on this channel type"}
	badToken       = &refusal{status: 401, code: 50027, message: "Invalid Webhook Token"}
	archivedThread = &refusal{status: 400, code: 50083, message: "Tried to perform an operation on an archived thread, such as editing a message or adding a user to the thread"}
	badJSON        = &refusal{status: 400, code: 50109, message: "The request body contains invalid JSON."}
	hasThread      = &refusal{status: 400, code: 160004, message: "A thread has already been created for this message"}
	tooManyCreates = &refusal{status: 400, code: 30034, message: "Max number of daily application command creates has been reached (200)"}
)

// request is a call that has found its route.
type request struct {
	vars  map[string]string
	query url.Values
	body  any // of JSON; nil for none
}

// fields is a body that is an object; an empty one for any other.
func (r *request) fields() object {
	o, _ := r.body.(object)
	return o
}

// route is something that can be called. A nil answer without a refusal is 204.
type route struct {
	name string // method and path with variables
	open bool   // without the bot's token: what is in the path is the secret
	do   func(*Discord, *request) (any, *refusal)
}

func routes() []route {
	return []route{
		{"GET /users/@me", false, (*Discord).getMe},
		{"GET /users/@me/guilds", false, (*Discord).getGuilds},
		{"POST /users/@me/channels", false, (*Discord).createDM},
		{"GET /oauth2/applications/@me", false, (*Discord).getApp},
		{"GET /applications/@me", false, (*Discord).getApp},
		{"GET /gateway/bot", false, (*Discord).getGateway},
		{"GET /guilds/{guild}", false, (*Discord).getGuild},
		{"GET /guilds/{guild}/channels", false, (*Discord).getChannels},
		{"GET /guilds/{guild}/roles", false, (*Discord).getRoles},
		{"GET /guilds/{guild}/members/{user}", false, (*Discord).getMember},
		{"GET /channels/{channel}", false, (*Discord).getChannel},
		{"GET /channels/{channel}/messages", false, (*Discord).getMessages},
		{"POST /channels/{channel}/messages", false, (*Discord).createMessage},
		{"GET /channels/{channel}/messages/{message}", false, (*Discord).getMessage},
		{"PATCH /channels/{channel}/messages/{message}", false, (*Discord).editMessage},
		{"DELETE /channels/{channel}/messages/{message}", false, (*Discord).deleteMessage},
		{"POST /channels/{channel}/messages/{message}/threads", false, (*Discord).createThread},
		{"POST /channels/{channel}/typing", false, (*Discord).typing},
		{"POST /interactions/{interaction}/{token}/callback", true, (*Discord).callback},
		{"POST /webhooks/{app}/{token}", true, (*Discord).createFollowUp},
		{"GET /webhooks/{app}/{token}/messages/{message}", true, (*Discord).getResponse},
		{"PATCH /webhooks/{app}/{token}/messages/{message}", true, (*Discord).editResponse},
		{"DELETE /webhooks/{app}/{token}/messages/{message}", true, (*Discord).deleteResponse},
		{"GET /applications/{app}/commands", false, (*Discord).getCommands},
		{"PUT /applications/{app}/commands", false, (*Discord).putCommands},
		{"GET /applications/{app}/guilds/{guild}/commands", false, (*Discord).getCommands},
		{"PUT /applications/{app}/guilds/{guild}/commands", false, (*Discord).putCommands},
	}
}

// find gives the route of a call and what stands in its path.
func (f *Discord) find(method, path string) (route, map[string]string, *refusal) {
	no := notFound
	for _, r := range f.routes {
		verb, pattern, _ := strings.Cut(r.name, " ")
		vars, fits := match(pattern, path)
		switch {
		case fits && verb == method:
			return r, vars, nil
		case fits:
			no = badMethod
		}
	}
	return route{}, nil, no
}

func match(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	vars := map[string]string{}
	for i, w := range want {
		name, isVar := strings.CutPrefix(w, "{")
		if isVar && got[i] != "" {
			vars[strings.TrimSuffix(name, "}")] = got[i]
		} else if w != got[i] {
			return nil, false
		}
	}
	return vars, true
}

// call answers a call of the REST API. f.mu is not held.
func (f *Discord) call(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 10<<20))
	if err != nil {
		return
	}
	path, inAPI := strings.CutPrefix(r.URL.Path, "/api/v10")
	to, vars, no := f.find(r.Method, path)
	if !inAPI {
		no = notFound
	}
	one := Call{Route: to.name, Path: path, Vars: vars, At: f.opts.Now()}
	if len(raw) > 0 {
		one.Body = raw
	}
	f.mu.Lock()
	index := len(f.calls)
	f.calls = append(f.calls, one)
	fate, wait := f.fate(to.name)
	f.mu.Unlock()
	if wait > 0 {
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
		}
	}
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return
	}
	f.made = ""
	out := f.answer(to, no, fate, &request{vars: vars, query: r.URL.Query()}, r, raw)
	done := &f.calls[index]
	done.Status, done.Made, done.Done = out.status, f.made, true
	if o, is := out.body.(object); is && out.status >= 400 {
		done.Code, _ = o["code"].(int)
	}
	if out.status == 401 || out.status == 403 || out.status == 429 {
		f.invalid++
	}
	f.touch()
	f.mu.Unlock()
	out.write(w)
}

// outcome is what a client gets.
type outcome struct {
	status int // 0: the connection breaks
	body   any // nil for none; a string is HTML
	header map[string]string
}

func (o outcome) write(w http.ResponseWriter) {
	for k, v := range o.header {
		w.Header()[k] = []string{v} // as Discord writes it
	}
	switch text, html := o.body.(string); {
	case o.status == 0:
		panic(http.ErrAbortHandler)
	case html:
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(o.status)
		_, _ = io.WriteString(w, text)
	case o.body == nil:
		w.WriteHeader(o.status)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(o.status)
		_ = json.NewEncoder(w).Encode(o.body)
	}
}

func (r *refusal) outcome() outcome {
	o := object{"code": r.code, "message": r.message}
	if r.errors != nil {
		o["errors"] = r.errors
	}
	return outcome{status: r.status, body: o}
}

// answer does what is called for, unless something forbids it first.
func (f *Discord) answer(to route, no *refusal, fate Failure, q *request, r *http.Request, raw []byte) outcome {
	if no != nil {
		return no.outcome()
	}
	if !to.open && r.Header.Get("Authorization") != "Bot "+f.valid {
		return unauthorized.outcome()
	}
	if out, failed := f.failsBefore(fate); failed {
		return out
	}
	headers, limited := f.limit(to, q.vars)
	if limited != nil {
		return *limited
	}
	if no := q.read(r, raw); no != nil {
		return no.outcome()
	}
	body, no := to.do(f, q)
	if no != nil {
		out := no.outcome()
		out.header = headers
		return out
	}
	f.did[to.name]++
	switch {
	case fate == FailAfter:
		return outcome{status: 500, body: object{"code": 0, "message": "500: Internal Server Error"}}
	case fate == HangUp:
		return outcome{}
	case body == nil:
		return outcome{status: 204, header: headers}
	}
	if m, is := body.(created); is {
		return outcome{status: 201, body: m.body, header: headers}
	}
	return outcome{status: 200, body: body, header: headers}
}

// created is a body that comes with 201.
type created struct{ body any }

// read takes the body of a call, which is JSON.
func (q *request) read(r *http.Request, raw []byte) *refusal {
	if len(raw) == 0 || r.Method == http.MethodGet || r.Method == http.MethodDelete {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		v := form{}
		v.fault("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json'}.")
		return v.refusal()
	}
	if json.Unmarshal(raw, &q.body) != nil {
		return badJSON
	}
	return nil
}

// Calls are all calls so far, in order.
func (f *Discord) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// CallsTo are the calls of one route, such as "POST /channels/{channel}/messages", in order.
func (f *Discord) CallsTo(route string) []Call {
	return slices.DeleteFunc(f.Calls(), func(c Call) bool { return c.Route != route })
}

// Done says how often a call of a route did what it is for, whatever its client was told.
func (f *Discord) Done(route string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.did[route]
}

// InvalidRequests says how many calls got 401, 403 or 429; Discord bans who makes 10,000 in 10 minutes.
func (f *Discord) InvalidRequests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.invalid
}

// number reads a number from the query.
func (q *request) number(name string, otherwise int) (int, bool) {
	if !q.query.Has(name) {
		return otherwise, true
	}
	n, err := strconv.Atoi(q.query.Get(name))
	return n, err == nil
}
