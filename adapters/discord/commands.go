package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// MenuCheck is the entry of a message's menu that holds its text against the articles.
const MenuCheck = "Check against the articles"

// CommandWords are the slash commands that are commands of the bot's, "/issues" for "issues".
var CommandWords = []string{"ask", "commitments", "issues", "who", "since", "sources", "check", "follow", "unfollow", "following", "help"}

// AdminCommand is the slash command with subcommands for who may act on the knowledge base: "/admin refresh".
const AdminCommand = "admin"

// forgetMe is the slash command that is the adapter's own: it is no Message, which would be kept.
const forgetMe = "forget-me"

// locales are those of Discord's in which the bot has words, by the tags of phrase.
var locales = map[string]discordgo.Locale{"de": discordgo.German, "fr": discordgo.French, "es": discordgo.SpanishES, "uk": discordgo.Ukrainian}

// told gives a text in English, and in the languages that Discord can show it in.
func told(key string) (string, *map[discordgo.Locale]string) {
	all := map[discordgo.Locale]string{}
	for tag, locale := range locales {
		all[locale] = phrase.In(tag).Text(key)
	}
	return key, &all
}

// commandList are the commands as Discord is to have them.
func commandList() []*discordgo.ApplicationCommand {
	say := phrase.In("")
	text := func(name, what string, required, completes bool) *discordgo.ApplicationCommandOption {
		o := &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionString, Name: name, Required: required, Autocomplete: completes, MaxLength: 1000}
		english, all := told(what)
		o.Description, o.DescriptionLocalizations = english, *all
		return o
	}
	command := func(name, what string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
		c := &discordgo.ApplicationCommand{Type: discordgo.ChatApplicationCommand, Name: name, Options: options}
		c.Description, c.DescriptionLocalizations = told(what)
		return c
	}
	sub := func(name, what string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
		o := &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionSubCommand, Name: name, Options: options}
		english, all := told(what)
		o.Description, o.DescriptionLocalizations = english, *all
		return o
	}
	private := text("private", say.Say("Only you see the answer"), false, false)
	private.Type, private.MaxLength = discordgo.ApplicationCommandOptionBoolean, 0
	daily := text("daily", say.Say("Once a day, in the digest"), false, false)
	daily.Type, daily.MaxLength = discordgo.ApplicationCommandOptionBoolean, 0
	all := []*discordgo.ApplicationCommand{
		command("ask", say.Say("Ask what the articles say"), text("question", say.Say("A question, in a sentence"), true, false), private),
		command("commitments", say.Say("Who undertakes what, the firmest first"),
			text("actor", say.Say("Of whom; everybody if you leave it out"), false, true), text("stance", say.Say("How firm; all if you leave it out"), false, true)),
		command("issues", say.Say("What is not settled"), text("status", say.Say("Open and partly settled ones if you leave it out"), false, true)),
		command("who", say.Say("The parties, and what each has undertaken"), text("topic", say.Say("About what; everything if you leave it out"), false, false)),
		command("since", say.Say("What has changed since a day"), text("date", say.Say("A day, such as 6 Jan 2026 or yesterday"), true, false)),
		command("sources", say.Say("The articles that are searched")),
		command("check", say.Say("Whether the articles say what a text says"), text("text", say.Say("A sentence or two"), true, false)),
		command("follow", say.Say("Tells this channel when something changes"),
			text("topic", say.Say("A party or a topic; everything if you leave it out"), false, true), daily),
		command("unfollow", say.Say("Ends that"), text("topic", say.Say("A party or a topic; everything if you leave it out"), false, true)),
		command("following", say.Say("What is followed here")),
		command("help", say.Say("What you can ask, and how")),
		command(AdminCommand, say.Say("For the admins of this bot"),
			sub("refresh", say.Say("What a refresh would change, and then the refresh")),
			sub("status", say.Say("How fresh the articles are, and when the next refresh is due")),
			sub("rollback", say.Say("Go back to articles that served before"), text("snapshot", say.Say("To which; the one before if you leave it out"), false, false)),
			sub("sources", say.Say("Where articles are taken from, and how that goes")),
			sub("report", say.Say("What was asked and the articles do not say")),
			sub("audit", say.Say("What was done to the articles, and by whom"))),
		command(forgetMe, say.Say("Delete what is stored about you here")),
		{Type: discordgo.MessageApplicationCommand, Name: MenuCheck},
	}
	for _, c := range all {
		c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	}
	return all
}

// registerAgain is how long after a failure the commands are registered again.
const registerAgain = time.Minute

// register gives Discord the commands, where it does not have them so already: it counts how often that is done.
func (d *Discord) register(ctx context.Context) {
	for {
		err := d.registerAll(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		d.log.Error("the commands are not registered", "error", d.scrub(err), "again_in", registerAgain)
		if !sleep(ctx, registerAgain) {
			return
		}
	}
}

func (d *Discord) registerAll(ctx context.Context) error {
	app, err := d.application(ctx)
	if err != nil {
		return err
	}
	everywhere := commandList()
	if len(d.cfg.CommandServers) > 0 { // where those are, they would show twice
		everywhere = []*discordgo.ApplicationCommand{}
	}
	if err := d.overwrite(ctx, "/applications/"+app+"/commands", everywhere); err != nil {
		return err
	}
	had, err := d.host.Recall(ctx, d.Name(), commandServers)
	if err != nil {
		return err
	}
	for _, server := range strings.Fields(had) {
		if slices.Contains(d.cfg.CommandServers, server) {
			continue
		}
		err := d.overwrite(ctx, serverCommands(app, server), []*discordgo.ApplicationCommand{})
		if err != nil && !slices.Contains(gone, code(err)) && code(err) != codeUnknownServer {
			return fmt.Errorf("in the server %s: %w", server, d.scrub(err))
		}
	}
	if err := d.host.Store(ctx, d.Name(), commandServers, strings.Join(d.cfg.CommandServers, " ")); err != nil {
		return err
	}
	for _, server := range d.cfg.CommandServers {
		if err := d.overwrite(ctx, serverCommands(app, server), commandList()); err != nil {
			return fmt.Errorf("in the server %s: %w", server, d.scrub(err))
		}
	}
	return nil
}

// commandServers is what it is kept under which servers have commands of their own, to take them away again.
const commandServers = "servers with commands"

func serverCommands(app, server string) string {
	return "/applications/" + app + "/guilds/" + server + "/commands"
}

func (d *Discord) application(ctx context.Context) (string, error) {
	var app struct {
		ID string `json:"id"`
	}
	err := d.call(ctx, "GET", "/oauth2/applications/@me", nil, &app)
	return app.ID, err
}

// overwrite puts commands in the place of those at a path, unless they are the same.
func (d *Discord) overwrite(ctx context.Context, path string, want []*discordgo.ApplicationCommand) error {
	var has []*discordgo.ApplicationCommand
	if err := d.call(ctx, "GET", path+"?with_localizations=true", nil, &has); err != nil {
		return err
	}
	if sameCommands(has, want) {
		return nil
	}
	if err := d.call(ctx, "PUT", path, want, nil); err != nil {
		return err
	}
	d.log.Info("commands are registered", "at", path, "commands", len(want))
	return nil
}

// sameCommands compares what is ours of commands: Discord adds fields of its own.
func sameCommands(a, b []*discordgo.ApplicationCommand) bool {
	return slices.Equal(signatures(a), signatures(b))
}

func signatures(all []*discordgo.ApplicationCommand) (out []string) {
	for _, c := range all {
		s, _ := json.Marshal([]any{cmp.Or(c.Type, discordgo.ChatApplicationCommand), c.Name, c.Description, c.DescriptionLocalizations, ours(c.Options), c.Contexts, c.IntegrationTypes})
		out = append(out, string(s)) // of texts, numbers and maps, whose keys are sorted
	}
	slices.Sort(out)
	return out
}

// optionShape is what is ours of an option.
type optionShape struct {
	Type                   discordgo.ApplicationCommandOptionType
	Name, Description      string
	Localized              map[discordgo.Locale]string
	Required, Autocomplete bool
	MaxLength              int
	Options                []optionShape // of a subcommand
}

func ours(all []*discordgo.ApplicationCommandOption) (out []optionShape) {
	for _, o := range all {
		out = append(out, optionShape{o.Type, o.Name, o.Description, o.DescriptionLocalizations, o.Required, o.Autocomplete, o.MaxLength, ours(o.Options)})
	}
	return out
}

// readInteraction says what a command, a click, a window that was sent or a word being typed comes to.
func (d *Discord) readInteraction(i interaction) heard {
	if i.ID == "" || i.Token == "" || i.person() == "" {
		return heard{}
	}
	if i.In != nil && i.In.ID != "" && i.Guild != "" { // which need not be asked for then
		c := *i.In
		c.Guild = i.Guild
		d.world.channels.Add(c.ID, c)
	}
	switch discordgo.InteractionType(i.Kind) {
	case discordgo.InteractionApplicationCommand:
		return d.readCommand(i)
	case discordgo.InteractionApplicationCommandAutocomplete:
		return heard{act: func(ctx context.Context) *response { return d.complete(ctx, i) }}
	case discordgo.InteractionMessageComponent:
		return d.readClick(i)
	case discordgo.InteractionModalSubmit:
		return d.readModal(i)
	}
	return heard{}
}

// readCommand makes a Message of a slash command, or of a message's menu. Its Ticket is what Discord gave to answer it with.
func (d *Discord) readCommand(i interaction) heard {
	if i.Data.Name == forgetMe {
		return heard{act: func(ctx context.Context) *response { return d.forgetPerson(ctx, i) }}
	}
	text, ok := i.commandText()
	if !ok {
		return heard{act: func(context.Context) *response {
			return whispered(cards.Words(phrase.In(i.Locale).Say("I do not know this command any more. Discord shows the new ones in a minute.")))
		}}
	}
	return d.asked(i, "command:"+i.ID, text, func(ch Channel) bool {
		switch i.Data.Name {
		case "ask":
		case "follow", "unfollow": // what a channel follows, all there are to know
			return false
		default:
			return true
		}
		for _, o := range i.Data.Options {
			if chosen, is := o.Value.(bool); is && o.Name == "private" {
				return chosen
			}
		}
		return ch.Answers == "private"
	})
}

// asked makes a Message of what somebody has asked by a command or a click, answered in the place that Discord keeps for that.
func (d *Discord) asked(i interaction, id, text string, private func(Channel) bool) heard {
	return heard{in: d.lineOf(i.Channel),
		read: func(ctx context.Context) (adapters.Message, bool, error) {
			at, ch, err := d.placeIn(ctx, i.Channel, i.Guild)
			if err != nil {
				return adapters.Message{}, false, err
			}
			if i.Guild != "" {
				at.person = i.person()
			}
			m := adapters.Message{ID: id, Thread: at.conversation(), From: i.person(), Text: text, Channel: at.channel, Server: i.Guild,
				Sent: sentAt(i.ID), Language: i.language(ch), Private: i.Guild != "" && private(ch), Roles: i.roles()}
			m.Ticket = ticket{i.App, i.Token, !m.Private}.String()
			return m, *ch.Speak && (i.Guild == "" || d.mayAsk(i.Member)), nil
		},
		refusal: func() *response {
			return whispered(cards.Words(phrase.In(i.Locale).Say("I do not answer you in this channel.")))
		},
		answer: func(m adapters.Message) *response { return deferred(m.Private) },
	}
}

// language is that of the bot's words in what an interaction is answered with.
func (i interaction) language(in Channel) string {
	if i.Guild == "" {
		return cmp.Or(in.Language, i.Locale)
	}
	return cmp.Or(in.Language, i.GuildLocale)
}

// commandText is a command as it would be typed.
func (i interaction) commandText() (text string, ok bool) {
	if discordgo.ApplicationCommandType(i.Data.Kind) == discordgo.MessageApplicationCommand {
		m, there := i.Data.Resolved.Messages[i.Data.Target]
		return strings.TrimSpace("/check " + typed(m, "")), there
	}
	words, options := []string{"/" + i.Data.Name}, i.Data.Options
	switch {
	case i.Data.Name == "ask": // which asks as any message does
		words = nil
	case i.Data.Name == AdminCommand && len(options) == 1:
		words, options = append(words, options[0].Name), options[0].Options
	case !slices.Contains(CommandWords, i.Data.Name):
		return "", false
	}
	for _, o := range options {
		if s, is := o.Value.(string); is && strings.TrimSpace(s) != "" {
			words = append(words, strings.TrimSpace(s))
		}
		if yes, is := o.Value.(bool); is && yes && o.Name == "daily" {
			words = append(words, o.Name)
		}
	}
	return strings.Join(words, " "), true
}

// mostChoices is how many Discord shows, mostLabel how long one may be, in characters; the name of a thread, too.
const mostChoices, mostLabel = 25, 100

// label is what a choice is named.
func label(s string) string { return plain.Cut(plain.Line(s), mostLabel) }

// threadName names a thread after what was asked; Discord shows it without any markup.
func threadName(question string) string { return cmp.Or(label(question), "…") }

// complete gives what may complete the word that somebody types.
func (d *Discord) complete(ctx context.Context, i interaction) *response {
	kinds := map[string]adapters.Kind{"actor": adapters.Actors, "stance": adapters.Stances, "status": adapters.Statuses, "topic": adapters.Actors}
	choices := []choice{}
	for _, o := range i.Data.Options {
		kind, known := kinds[o.Name]
		typed, _ := o.Value.(string)
		if !o.Focused || !known {
			continue
		}
		found, err := d.host.Choices(ctx, kind, typed, i.Locale, mostChoices)
		if err != nil {
			d.log.Warn("nothing completes a word", "error", err)
		}
		for _, c := range found {
			if name := label(c.Label); name != "" && len([]rune(c.Value)) <= mostLabel {
				choices = append(choices, choice{name, c.Value})
			}
		}
	}
	return &response{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &outgoing{Choices: &choices}}
}

// forgetPerson deletes what is kept of a person, and says what that was.
func (d *Discord) forgetPerson(ctx context.Context, i interaction) *response {
	say := phrase.In(i.Locale)
	n, err := d.host.Forget(ctx, d.Name(), i.person())
	if err != nil {
		d.log.Error("a person is not forgotten", "error", err)
		return whispered(cards.Words(say.Say("That could not be deleted. Please try again.")))
	}
	return whispered(cards.Words(say.Say("%d messages of yours and the answers to them are deleted here.", n) + " " +
		say.Say("What the bot stores of you: what you ask it, its answers and your ratings, with your Discord ID, for some weeks, to answer once and to follow a conversation. Posts in Discord stay until you delete them there.")))
}
