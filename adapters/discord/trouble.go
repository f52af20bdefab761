package discord

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
)

// Codes of errors, discord.com/developers/docs/topics/opcodes-and-status-codes#json.
const (
	codeUnknownChannel     = discordgo.ErrCodeUnknownChannel
	codeUnknownServer      = discordgo.ErrCodeUnknownGuild
	codeUnknownMessage     = discordgo.ErrCodeUnknownMessage
	codeUnknownWebhook     = discordgo.ErrCodeUnknownWebhook
	codeUnknownInteraction = discordgo.ErrCodeUnknownInteraction
	codeAcknowledged       = discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged
	codeNoAccess           = discordgo.ErrCodeMissingAccess
	codeNoDirect           = discordgo.ErrCodeCannotSendMessagesToThisUser
	codeNoPermission       = discordgo.ErrCodeMissingPermissions
	codeInvalidWebhook     = discordgo.ErrCodeInvalidWebhookTokenProvided
	codeInvalidForm        = discordgo.ErrCodeInvalidFormBody
	codeThreadLocked       = discordgo.ErrCodePerformedOperationOnArchivedThread
	codeThreadExists       = discordgo.ErrCodeThreadAlreadyCreatedForThisMessage
)

// gone are the codes that no later try can mend: the bot was removed, may not speak, or has no time left to answer.
var gone = []int{codeUnknownChannel, codeUnknownWebhook, codeUnknownInteraction, codeNoAccess, codeNoDirect, codeNoPermission, codeInvalidWebhook, codeThreadLocked}

// code is the number that Discord gives for an error; 0 where it gives none.
func code(err error) int {
	var e *discordgo.RESTError
	if errors.As(err, &e) && e.Message != nil {
		return e.Message.Code
	}
	return 0
}

// status is that of the HTTP answer that is an error; 0 where there was none.
func status(err error) int {
	var e *discordgo.RESTError
	if errors.As(err, &e) && e.Response != nil {
		return e.Response.StatusCode
	}
	return 0
}

// fatal makes of an error that no later try can mend a sentence that says how to, nil of all others.
func (d *Discord) fatal(err error) error {
	switch status(err) {
	case http.StatusUnauthorized:
		return d.unknownToken()
	case http.StatusNotFound:
		return errors.New("there is no Discord at discord.api_url: leave it empty")
	}
	return nil
}

func (d *Discord) unknownToken() error {
	return fmt.Errorf("Discord does not know the token in %s: copy it anew from the app's page, Bot, “Reset Token”", d.cfg.TokenEnv)
}

// explain makes an error of ours of one of Discord's, without secrets; nil of nil.
func (d *Discord) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if slices.Contains(gone, code(err)) {
		return fmt.Errorf("%s: %w: %w", doing, d.scrub(err), adapters.ErrGone)
	}
	return fmt.Errorf("%s: %w", doing, d.scrub(err))
}

// scrub takes out of an error what must not be seen: the bot's token, and addresses, since those of interactions have theirs
// within. What Discord says is shortened.
func (d *Discord) scrub(err error) error {
	var refused *discordgo.RESTError
	var limited *discordgo.RateLimitError
	var to *url.Error
	text := ""
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Message != nil:
		text = fmt.Sprintf("Discord says %d %s", refused.Message.Code, refused.Message.Message)
		if body := string(refused.ResponseBody); refused.Message.Code == codeInvalidForm && len(body) < 1000 {
			text += " " + body
		}
	case errors.As(err, &refused):
		text = "Discord says HTTP " + refused.Response.Status
	case errors.As(err, &limited):
		text = "Discord was asked too often"
	case errors.As(err, &to):
		return d.scrub(to.Err)
	case d.token == "" || !strings.Contains(err.Error(), d.token):
		return err
	default:
		text = err.Error()
	}
	if d.token != "" {
		text = strings.ReplaceAll(text, d.token, "…")
	}
	return errors.New(text)
}
