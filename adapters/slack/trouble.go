package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"talksbot/adapters"
)

// code is the word that Slack gives for an error, such as "invalid_auth"; "" where it gives none.
func code(err error) string {
	var e slack.SlackErrorResponse
	if errors.As(err, &e) {
		return e.Err
	}
	return ""
}

// fatal makes of an error that no later try can mend a sentence that says how to, nil of all others. env names the variable
// with the token that was used.
func fatal(err error, env string) error {
	var e slack.SlackErrorResponse
	if !errors.As(err, &e) {
		var status slack.StatusCodeError
		if errors.As(err, &status) && status.Code == http.StatusNotFound {
			return errors.New("there is no Slack at slack.api_url: leave it empty")
		}
		return nil
	}
	switch e.Err {
	case "invalid_auth", "not_authed":
		return fmt.Errorf("Slack does not know the token in %s (%s): copy it anew from the app's page", env, e.Err)
	case "account_inactive", "token_revoked", "token_expired", "app_uninstalled", "team_added_to_org":
		return fmt.Errorf("Slack does not take the token in %s any more (%s): install the app into the workspace again and copy its new token", env, e.Err)
	case "missing_scope", "no_permission", "not_allowed_token_type":
		return fmt.Errorf("the token in %s may not do this (%s; needed is %s): run “bot doctor slack”", env, e.Err, cmp.Or(e.Needed, "not said"))
	case "org_login_required", "ekm_access_denied", "team_access_not_granted", "access_denied", "two_factor_setup_required", "user_is_restricted", "forbidden_team", "socket_mode_not_enabled", "invalid_app_id":
		return fmt.Errorf("Slack refuses the app (%s): ask an administrator of the workspace, or run “bot doctor slack”", e.Err)
	}
	return nil
}

// gone are the errors of a conversation in which the bot can never speak.
var gone = []string{"channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel", "thread_not_found", "message_not_found",
	"cant_update_message", "edit_window_closed", "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
	"restricted_action_non_threadable_channel", "restricted_action_thread_locked", "messages_tab_disabled", "cannot_dm_bot", "user_disabled",
	"user_not_found", "team_not_found"}

// unshowable are the errors of a message that Slack does not take, however often.
var unshowable = []string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "too_many_attachments", "invalid_metadata_format",
	"invalid_metadata_schema", "metadata_too_large", "metadata_must_be_sent_from_app"}

// explain wraps an error of Slack's with what was being done, without secrets, as adapters.ErrGone where it is that.
func (s *Slack) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if slices.Contains(gone, code(err)) {
		return fmt.Errorf("%s: %w (%s)", doing, adapters.ErrGone, code(err))
	}
	return fmt.Errorf("%s: %w", doing, s.scrub(err))
}

// scrub takes addresses, which can be secret, and tokens out of an error. It still is what it was.
func (s *Slack) scrub(err error) error {
	if err == nil {
		return nil
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := s.secrets.hide(err.Error())
	if text == err.Error() {
		return err
	}
	return scrubbed{text, err}
}

// scrubbed is an error with another text.
type scrubbed struct {
	text string
	err  error
}

func (s scrubbed) Error() string { return s.text }
func (s scrubbed) Unwrap() error { return s.err }

// patiently makes a call again as long as Slack says that it comes too often, which means that it was not done.
func patiently(ctx context.Context, call func() error) error {
	for {
		err := call()
		var limited *slack.RateLimitedError
		var status slack.StatusCodeError
		wait := time.Duration(0)
		switch {
		case errors.As(err, &limited):
			wait = limited.RetryAfter
		case errors.As(err, &status) && status.Code == http.StatusTooManyRequests, code(err) == "ratelimited":
			wait = time.Second
		default:
			return err
		}
		if !sleep(ctx, max(wait, 100*time.Millisecond)) {
			return ctx.Err()
		}
	}
}
