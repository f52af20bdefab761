package dialog

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// command is what a Message that begins with "/" asks for.
type command struct {
	name string
	args string // as its help shows them
	what string // what it is for
	run  func(ctx context.Context, d *Dialog, say phrase.Words, rest string) (adapters.Reply, error)
}

func commands(say phrase.Words) []command {
	plain := func(f func(*Dialog, phrase.Words, string) adapters.Reply) func(context.Context, *Dialog, phrase.Words, string) (adapters.Reply, error) {
		return func(_ context.Context, d *Dialog, say phrase.Words, rest string) (adapters.Reply, error) {
			return f(d, say, rest), nil
		}
	}
	return []command{
		{"ask", say.Say("QUESTION"), say.Say("answers a question, as without the command"), nil},
		{"commitments", say.Say("[PARTY] [STANCE…]"), say.Say("who undertakes what, the firmest first"), plain((*Dialog).commitments)},
		{"issues", say.Say("[open|partly|settled|all] [PARTY]"), say.Say("what is not settled"), plain((*Dialog).issues)},
		{"who", say.Say("[TOPIC]"), say.Say("the parties, and what each has undertaken"), plain((*Dialog).who)},
		{"since", say.Say("DATE"), say.Say("what has changed since a day"), func(ctx context.Context, d *Dialog, say phrase.Words, rest string) (adapters.Reply, error) {
			return d.since(ctx, say, rest)
		}},
		{"sources", "", say.Say("the articles that are searched"), plain((*Dialog).sources)},
		{"check", say.Say("TEXT"), say.Say("whether the articles say what a text says"), func(ctx context.Context, d *Dialog, say phrase.Words, rest string) (adapters.Reply, error) {
			return d.check(ctx, say, rest)
		}},
		{"follow", say.Say("[PARTY|TOPIC] [daily]"), say.Say("tells you here when something changes"), plain((*Dialog).cannotFollow)},
		{"unfollow", say.Say("[PARTY|TOPIC]"), say.Say("ends that"), plain((*Dialog).cannotFollow)},
		{"following", "", say.Say("what is followed here"), plain((*Dialog).cannotFollow)},
		{"help", "", say.Say("this list"), plain((*Dialog).help)},
	}
}

// greeting finds what somebody says who does not know yet what the bot is for, thanking what wants no answer from articles.
var (
	greeting = regexp.MustCompile(`(?i)^(?:help|hilfe|aide|ayuda|допомога|hi|hey|hello|hallo|bonjour|salut|hola|привіт|вітаю|guten tag|good (?:morning|afternoon|evening)` +
		`|what can you do|how do(?:es)? (?:you|this) work)(?: (?:there|all|again))?[\s!.?]*$`)
	thanking = regexp.MustCompile(`(?i)^(?:many )?(?:thanks|thank you|thx|cheers|danke(?: schön)?|merci|gracias|дякую)(?: (?:a lot|so much|very much|all))?[\s!.]*$`)
)

// asCommand takes a Message apart that is a command; one that says nothing asks for help.
func asCommand(text string) (name, rest string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || greeting.MatchString(text) {
		return "help", "", true
	}
	if text, ok = strings.CutPrefix(text, "/"); !ok {
		return "", "", false
	}
	at := strings.IndexFunc(text, unicode.IsSpace)
	if at < 0 {
		at = len(text)
	}
	return strings.ToLower(text[:at]), strings.TrimSpace(text[at:]), true
}

// commandNames are the names of commands, in their order; a test compares them.
var commandNames = []string{"ask", "commitments", "issues", "who", "since", "sources", "check", "follow", "unfollow", "following", "help"}

// misspelt tells a single word that is nearly a command's.
func misspelt(text string) bool {
	word := strings.TrimSpace(text)
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) && Nearest(word, commandNames) != ""
}

// understandAsk is Understand for what follows /ask. What is understood is always said: whoever comes later knows the Question
// by its Message, which has the command too.
func understandAsk(rest string, before []knowledge.Question) knowledge.Question {
	q := Understand(rest, before)
	q.Understood = cmp.Or(q.Understood, rest)
	return q
}

// command gives the Reply to one.
func (d *Dialog) command(ctx context.Context, say phrase.Words, name, rest string) (adapters.Reply, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, c := range commands(say) {
		if c.name == name {
			return c.run(ctx, d, say, rest)
		}
	}
	shown := "/" + clipped(name)
	lead := say.Say("There is no command %s. Type /help for those there are.", shown)
	if near := Nearest(name, commandNames); near != "" {
		lead = say.Say("There is no command %s. Did you mean %s?", shown, "/"+near)
	}
	return adapters.Reply{Lead: lead, Notes: []string{say.Say("There are %s.", "/"+strings.Join(commandNames, ", /"))}}, nil
}

// namedCommand finds a command that is told of, to admins theirs too.
var namedCommand = regexp.MustCompile(`(^|[\s“„«])/(` + strings.Join(commandNames, "|") + `|admin)\b`)

// written is a Reply of our own words, its commands as they are written on a platform.
func written(r adapters.Reply, on adapters.Commander) adapters.Reply {
	write := func(text string) string {
		return namedCommand.ReplaceAllStringFunc(text, func(found string) string {
			before, word, _ := strings.Cut(found, "/")
			return before + on.Command(word)
		})
	}
	r.Lead, r.Notes = write(r.Lead), slices.Clone(r.Notes)
	for i, n := range r.Notes {
		r.Notes[i] = write(n)
	}
	rows := slices.Clone(r.Table.Rows)
	for i, row := range rows {
		if len(row) > 0 && strings.HasPrefix(row[0].Text, "/") { // of the help
			rows[i] = slices.Clone(row)
			rows[i][0].Text = write(row[0].Text)
		}
	}
	r.Table.Rows = rows
	return r
}

// clipped is a word as typed, short enough to be said back.
func clipped(typed string) string {
	const most = 60
	if r := []rune(typed); len(r) > most {
		return string(r[:most]) + "…"
	}
	return typed
}

func (d *Dialog) help(say phrase.Words, _ string) adapters.Reply {
	r := adapters.Reply{Lead: say.Say("Ask what the articles say, in a sentence: who has committed to what, on what conditions, what is still open, who said what and when.")}
	r.Table.Heads = []string{say.Say("Command"), say.Say("What it shows")}
	for _, c := range commands(say) {
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: strings.TrimSpace("/" + c.name + " " + c.args)}, {Text: c.what}})
	}
	r.Notes = []string{say.Say("A follow-up may leave out what was said before: “and Germany?”, “by when?”."), say.Say("/sources lists the articles that are searched.")}
	return r
}

// sources lists what is searched, the newest first. A copy names the number of what it repeats.
func (d *Dialog) sources(say phrase.Words, _ string) adapters.Reply {
	all := d.base.Articles()
	slices.SortStableFunc(all, func(a, b knowledge.Article) int { return b.Published.Compare(a.Published) })
	copies, number := d.base.Copies(), map[string]int{}
	for i, a := range all {
		number[a.ID] = i + 1
	}
	r := adapters.Reply{Lead: say.Say("%d articles are searched.", len(all)-len(copies))}
	if len(copies) > 0 {
		r.Notes = append(r.Notes, say.Say("%d of those listed repeat others and are not counted.", len(copies)))
	}
	for i, a := range all {
		s := adapters.Source{N: i + 1, Title: cmp.Or(a.Title, a.ID), Publisher: a.Publisher, URL: a.URL, Brief: a.Brief}
		if !a.Published.IsZero() {
			s.Published = say.Day(a.Published)
		}
		if n := number[copies[a.ID]]; n > 0 {
			s.Publisher = strings.TrimPrefix(s.Publisher+" · "+say.Say("repeats [%d]", n), " · ")
		}
		r.Sources = append(r.Sources, s)
	}
	if d.base.Bundled() {
		r.Notes = append(r.Notes, say.Say(bundledNote))
	}
	return r
}

// mostRows is how many rows a Table of the Ledger has: more is no answer in a chat.
const mostRows = 50

// typedIn reads what follows a command: parties, with commas between them, and words of a closed set, such as stances, at
// either end of a party. A word of the set may be said in English or in the reader's language.
func typedIn(rest string, words []string, say phrase.Words) (parties, chosen []string) {
	choose := func(typed string) bool {
		at := slices.IndexFunc(words, func(w string) bool {
			return strings.EqualFold(w, typed) || strings.EqualFold(say.Text(w), typed)
		})
		if at >= 0 {
			chosen = append(chosen, words[at])
		}
		return at >= 0
	}
	for part := range strings.SplitSeq(rest, ",") {
		f := strings.Fields(part)
		for len(f) > 0 && (choose(f[0]) || slices.Contains([]string{"of", "by", "from", "the"}, strings.ToLower(f[0]))) {
			f = f[1:]
		}
		for len(f) > 0 && choose(f[len(f)-1]) {
			f = f[:len(f)-1]
		}
		if len(f) > 0 {
			parties = append(parties, strings.Join(f, " "))
		}
	}
	return parties, chosen
}

// stanceWords are the words that choose among commitments.
func stanceWords() []string {
	words := []string{"all"}
	for _, s := range knowledge.Stances {
		words = append(words, string(s))
	}
	return words
}

// issueWords are the words that choose among issues.
var issueWords = []string{string(knowledge.IssueOpen), string(knowledge.IssuePartly), string(knowledge.IssueSettled), "all"}

// none says that nothing is known of a party, and the way out.
func none(said string, typed string, names, words []string, all string, say phrase.Words) adapters.Reply {
	near := NearestActor(typed, names)
	if near == "" {
		near = Nearest(typed, words)
	}
	if near != "" {
		said += " " + say.Say("Did you mean %s?", speaksFor(near))
	}
	return adapters.Reply{Lead: said, Notes: []string{say.Say("%s lists all of them.", all)}}
}

func (d *Dialog) commitments(say phrase.Words, rest string) adapters.Reply {
	words := stanceWords()
	parties, stances := typedIn(rest, words, say)
	all := d.base.Commitments()
	var names []string
	for _, c := range all {
		names = append(names, c.Actor)
	}
	for _, p := range parties {
		if !(Filter{Actors: []string{p}}).Concerns(names...) {
			return d.fresh(none(say.Say("No commitments of %s.", clipped(p)), p, names, words, "/commitments", say), say)
		}
	}
	f := Filter{Actors: parties}
	for _, s := range stances {
		if s != "all" {
			f.Stances = append(f.Stances, knowledge.Stance(s))
		}
	}
	l := newListing(say, say.Say("Actor"), say.Say("Undertaking"), say.Say("Stance"), say.Say("Reported"), say.Say("From"))
	n := 0
	for _, c := range all {
		if keeps, _ := f.Commitment(c); !keeps {
			continue
		}
		if n++; n <= mostRows {
			l.add(c.Citations, actor(c.Actor, say), undertaking(c, say), stance(c, say), day(c.LastReported, say))
		}
	}
	lead := say.Say("%d commitments.", n)
	var notes []string
	if n == 0 && len(all) > 0 {
		notes = append(notes, say.Say("%s lists all of them.", strings.TrimSpace("/commitments "+strings.Join(parties, ", "))))
	} else if n > mostRows {
		notes = append(notes, say.Say("Shown are the first %d. Name a party or a stance for others: %s", mostRows, "/commitments "+speaksFor(all[0].Actor)))
	}
	return d.fresh(l.reply(lead, notes...), say)
}

func (d *Dialog) issues(say phrase.Words, rest string) adapters.Reply {
	parties, chosen := typedIn(rest, issueWords, say)
	all := d.base.Issues()
	var names []string
	for _, i := range all {
		names = append(names, Named(i)...)
	}
	for _, p := range parties {
		if !(Filter{Actors: []string{p}}).Concerns(names...) {
			// an issue is a sentence: a name in it is no name to offer, but who says so is
			var speakers []string
			for _, i := range all {
				speakers = append(speakers, i.SaidBy)
			}
			return d.fresh(none(say.Say("No issues that name %s.", clipped(p)), p, speakers, issueWords, "/issues all", say), say)
		}
	}
	f := Filter{Actors: parties}
	switch {
	case len(chosen) == 0:
		f.Statuses = []knowledge.IssueStatus{knowledge.IssueOpen, knowledge.IssuePartly}
	case !slices.Contains(chosen, "all"):
		for _, s := range chosen {
			f.Statuses = append(f.Statuses, knowledge.IssueStatus(s))
		}
	}
	l := newListing(say, say.Say("Issue"), say.Say("Status"), say.Say("Reported"), say.Say("From"))
	n, others := 0, 0
	for _, i := range all {
		if keeps, _ := f.Issue(i); !keeps {
			others++
			continue
		}
		if n++; n <= mostRows {
			_, last := Span(i.History)
			l.add(i.Citations, matter(i, say), say.Text(string(i.Status)), day(last, say))
		}
	}
	var notes []string
	if n == 0 && others > 0 {
		notes = append(notes, say.Say("%s lists all of them.", "/issues all"))
	} else if n > mostRows {
		notes = append(notes, say.Say("Shown are the first %d. Name a party for others: %s", mostRows, "/issues "+speaksFor(cmp.Or(all[0].SaidBy, "…"))))
	}
	return d.fresh(l.reply(say.Say("%d issues.", n), notes...), say)
}

// fresh ends a Reply with what it was looked for in.
func (d *Dialog) fresh(r adapters.Reply, say phrase.Words) adapters.Reply {
	r.Notes = append(r.Notes, searched(d.base.Searched(), d.base.Bundled(), say)...)
	r.Notes = append(r.Notes, d.aged(say)...)
	return r
}
