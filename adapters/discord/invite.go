package discord

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// Invite is the address at which whoever manages a server lets the bot in. It asks for what Permissions lists, no more.
// application is the app's ID.
func Invite(c Config, application string) (address string, err error) {
	if !snowflake.MatchString(application) {
		return "", fmt.Errorf("%q is no application ID: give the 15 to 20 digits from the app's page, General Information", application)
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d",
		application, permissionBits(Permissions(c))), nil
}

// Application reads the app's ID from its bot's token, of which it is the first part.
func Application(token string) (id string, err error) {
	first, _, _ := strings.Cut(token, ".")
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(first, "="))
	if err != nil || !snowflake.Match(data) {
		return "", errors.New("the token does not begin with the ID of an application: copy it anew, or give the ID")
	}
	return string(data), nil
}
