package discord

import (
	"crypto/rand"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

const appID = "100000000000000001"

// someToken makes a bot's token that nobody has.
func someToken() string {
	return base64.RawURLEncoding.EncodeToString([]byte(appID)) + "." + rand.Text()[:6] + "." + rand.Text()
}

func names(all []Permission) string {
	var out []string
	for _, p := range all {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	const few, all = "View Channels, Send Messages, Send Messages in Threads, Read Message History",
		"View Channels, Send Messages, Send Messages in Threads, Read Message History, Create Public Threads"
	yes, no := true, false
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"by default", func(*Config) {}, few},
		{"threads", func(c *Config) { c.Channel.Threads = &yes }, all},
		{"threads in one channel", func(c *Config) {
			c.Channels = map[string]Channel{"200000000000000001": {Threads: &yes}, "200000000000000002": {}}
		}, all},
		{"threads in a silent channel", func(c *Config) { c.Channels = map[string]Channel{"200000000000000001": {Threads: &yes, Speak: &no}} }, few},
		{"threads in http mode", func(c *Config) { c.Mode, c.Channel.Threads = "http", &yes }, few},
	} {
		c := DefaultConfig()
		tt.change(&c)
		if got := names(Permissions(c)); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

func TestPermissionsFor(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	c := DefaultConfig()
	c.AdminChannel = "admin"
	c.Channels = map[string]Channel{"admin": {Speak: &no}, "silent": {Speak: &no}, "threads": {Threads: &yes}}
	for _, tt := range []struct {
		id   string
		kind discordgo.ChannelType
		want string
	}{
		{"any", discordgo.ChannelTypeGuildText, "View Channels, Send Messages, Send Messages in Threads, Read Message History"},
		{"threads", discordgo.ChannelTypeGuildText, "View Channels, Send Messages, Send Messages in Threads, Read Message History, Create Public Threads"},
		{"threads", discordgo.ChannelTypeGuildForum, "View Channels, Send Messages in Threads, Read Message History"},
		{"silent", discordgo.ChannelTypeGuildText, ""},
		{"admin", discordgo.ChannelTypeGuildText, "View Channels, Send Messages"},
	} {
		if got := names(c.permissionsFor(&discordgo.Channel{ID: tt.id, Type: tt.kind})); got != tt.want {
			t.Errorf("%s of type %d: %s", tt.id, tt.kind, got)
		}
	}
}

// What a channel says goes before what roles say, the member before its roles, roles before everyone, allowing before denying.
func TestPermissionsIn(t *testing.T) {
	t.Parallel()
	const a, b, c, admin = 1 << 10, 1 << 11, 1 << 38, discordgo.PermissionAdministrator
	roles := []*discordgo.Role{{ID: "server", Permissions: a}, {ID: "one", Permissions: b}, {ID: "two", Permissions: c}, {ID: "boss", Permissions: admin}}
	role := func(id string, deny, allow int64) *discordgo.PermissionOverwrite {
		return &discordgo.PermissionOverwrite{ID: id, Type: discordgo.PermissionOverwriteTypeRole, Deny: deny, Allow: allow}
	}
	member := func(id string, deny, allow int64) *discordgo.PermissionOverwrite {
		return &discordgo.PermissionOverwrite{ID: id, Type: discordgo.PermissionOverwriteTypeMember, Deny: deny, Allow: allow}
	}
	for _, tt := range []struct {
		name  string
		roles []string
		over  []*discordgo.PermissionOverwrite
		want  int64
	}{
		{"everyone", nil, nil, a},
		{"a role more", []string{"one"}, nil, a | b},
		{"all roles together", []string{"one", "two"}, nil, a | b | c},
		{"everyone is denied", []string{"one"}, []*discordgo.PermissionOverwrite{role("server", a|b, c)}, c},
		{"everyone is denied, a role is allowed, whatever the order", []string{"one"}, []*discordgo.PermissionOverwrite{role("one", 0, a), role("server", a|b, 0)}, a},
		{"one role is denied, another allowed", []string{"one", "two"}, []*discordgo.PermissionOverwrite{role("one", 0, a), role("two", a|c, 0)}, a | b},
		{"a role of others", []string{"one"}, []*discordgo.PermissionOverwrite{role("two", a|b, c)}, a | b},
		{"the member is denied what a role is allowed", []string{"one"}, []*discordgo.PermissionOverwrite{member("me", b, 0), role("one", 0, b|c)}, a | c},
		{"the member is allowed what everyone is denied", nil, []*discordgo.PermissionOverwrite{member("me", 0, a|b), role("server", a, 0)}, a | b},
		{"another member", nil, []*discordgo.PermissionOverwrite{member("other", a, b)}, a},
		{"an ID is a role's or a member's, not both", []string{"me"}, []*discordgo.PermissionOverwrite{role("me", a, 0), member("one", 0, b)}, 0},
		{"an administrator may do everything", []string{"boss"}, []*discordgo.PermissionOverwrite{role("server", ^0, 0), member("me", ^0, 0)}, ^0},
		{"to be an administrator cannot be allowed by a channel", nil, []*discordgo.PermissionOverwrite{member("me", 0, admin)}, a | admin},
	} {
		got := permissionsIn("server", roles, &discordgo.Member{User: &discordgo.User{ID: "me"}, Roles: tt.roles}, tt.over)
		if got != tt.want {
			t.Errorf("%s: %b, want %b", tt.name, got, tt.want)
		}
	}
	if got := permissionsIn("server", roles, &discordgo.Member{Roles: []string{"one"}}, []*discordgo.PermissionOverwrite{member("", a, 0)}); got != a|b {
		t.Errorf("a member without a user: %b", got)
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	c := DefaultConfig()
	got, err := Invite(c, appID)
	if want := "https://discord.com/oauth2/authorize?client_id=" + appID + "&scope=bot+applications.commands&permissions=274877975552"; err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	yes := true
	c.Channel.Threads = &yes
	if got, err := Invite(c, appID); err != nil || !regexp.MustCompile(`permissions=309237713920$`).MatchString(got) {
		t.Errorf("with threads %s, %v", got, err)
	}
	for _, id := range []string{"", "12", "1000000000000000x", "&scope=1000000000000000000"} {
		if got, err := Invite(c, id); err == nil {
			t.Errorf("%q gives %s", id, got)
		}
	}
}

func TestApplication(t *testing.T) {
	t.Parallel()
	whole := someToken()
	if got, err := Application(whole); err != nil || got != appID {
		t.Errorf("%q, %v", got, err)
	}
	padded := base64.URLEncoding.EncodeToString([]byte("10000000000000001")) // 17 digits
	if got, err := Application(padded + ".x.y"); err != nil || got != "10000000000000001" {
		t.Errorf("%q, %v", got, err)
	}
	for _, token := range []string{"", "..", strings.Repeat("x", 20), base64.RawURLEncoding.EncodeToString([]byte("no number at all")) + ".a." + rand.Text()} {
		if got, err := Application(token); err == nil || slices.ContainsFunc(strings.FieldsFunc(token, func(r rune) bool { return r == '.' }), func(part string) bool { return len(part) > 1 && strings.Contains(err.Error(), part) }) {
			t.Errorf("%q, %v", got, err)
		}
	}
}
