package discordfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Flags of messages.
const (
	SuppressEmbeds    = 1 << 2
	HasThread         = 1 << 5
	Ephemeral         = 1 << 6
	Loading           = 1 << 7
	SuppressNotices   = 1 << 12
	ComponentsV2      = 1 << 15
	editable          = SuppressEmbeds | ComponentsV2
	mostContent       = 2000
	mostEmbeds        = 10
	mostEmbedsText    = 6000
	mostNonce         = 25
	mostAllowedOfKind = 100
)

// draft is the body of a message that is read: what is not given is nil.
type draft struct {
	content    *string
	embeds     *[]object
	components *[]object
	flags      *int
	allowed    object
	raw        json.RawMessage // allowed_mentions as given
	nonce      string
	enforce    bool
	reply      string // ID
	replyIn    string // channel
	mayBeGone  bool   // fail_if_not_exists is false
}

// readMessage reads what a message is to be; can are the flags that may be set. An edit has what was before, nil for none.
func (f *Discord) readMessage(o object, path string, can int, before *Message) (draft, *refusal) {
	v := &form{}
	var d draft
	if s, given := o["content"]; given {
		text := strings.TrimSpace(v.text(o, path, "content", 0, mostContent))
		if d.content = &text; s == nil && before == nil {
			d.content = nil
		}
	}
	if _, given := o["flags"]; given && o["flags"] != nil {
		n := v.whole(o, path, "flags", 0, 1<<31-1, 0)
		if n&^can != 0 {
			v.fault(under(path, "flags"), "BITFIELD_TYPE_INVALID", "Only %d may be set here", can)
		}
		d.flags = &n
	}
	v2 := before != nil && before.Flags&ComponentsV2 != 0
	if d.flags != nil {
		if v2 && *d.flags&ComponentsV2 == 0 {
			v.fault(under(path, "flags"), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed")
		}
		v2 = v2 || *d.flags&ComponentsV2 != 0
	}
	if _, given := o["embeds"]; given {
		list := v.embeds(o, path)
		d.embeds = &list
	}
	if _, given := o["components"]; given {
		list := v.components(o, path, v2)
		d.components = &list
	}
	if v2 {
		v.noLegacy(d, path)
	}
	for _, name := range []string{"attachments", "sticker_ids", "poll", "files"} {
		if l, isList := o[name].([]any); o[name] != nil && !(isList && len(l) == 0) {
			v.fault(under(path, name), "NOT_BUILT", "discordfake has no %s", name)
		}
	}
	v.yes(o, path, "tts")
	d.allowed = v.allowedMentions(o, path, f.opts.NullParse)
	if d.allowed != nil {
		d.raw, _ = json.Marshal(d.allowed)
	}
	v.nonce(o, path, &d)
	v.replies(o, path, &d)
	return d, v.refusal()
}

// noLegacy refuses what cannot stand beside components of the second version.
func (v *form) noLegacy(d draft, path string) {
	refuse := func(name string) {
		v.fault(under(path, name), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
			"The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", name)
	}
	if d.content != nil && *d.content != "" {
		refuse("content")
	}
	if d.embeds != nil && len(*d.embeds) > 0 {
		refuse("embeds")
	}
}

func (v *form) nonce(o object, path string, d *draft) {
	switch n := o["nonce"].(type) {
	case float64:
		d.nonce = fmt.Sprintf("%.0f", n)
	default:
		d.nonce = v.text(o, path, "nonce", 0, mostNonce)
	}
	d.enforce = v.yes(o, path, "enforce_nonce")
	if d.enforce && d.nonce == "" {
		v.required(under(path, "nonce"))
	}
}

func (v *form) replies(o object, path string, d *draft) {
	r := v.in(o, path, "message_reference")
	if r == nil {
		return
	}
	at := under(path, "message_reference")
	v.whole(r, at, "type", 0, 0, 0) // forwarding is not built
	if d.reply = v.reference(r, at, "message_id"); d.reply == "" {
		v.required(under(at, "message_id"))
	}
	d.replyIn = v.reference(r, at, "channel_id")
	v.reference(r, at, "guild_id")
	_, given := r["fail_if_not_exists"].(bool)
	d.mayBeGone = given && !v.yes(r, at, "fail_if_not_exists")
}

func (v *form) allowedMentions(o object, path string, nullParse bool) object {
	a := v.in(o, path, "allowed_mentions")
	if a == nil {
		return nil
	}
	at := under(path, "allowed_mentions")
	parse, given := a["parse"]
	if given && parse == nil && !nullParse {
		v.fault(under(at, "parse"), "BASE_TYPE_REQUIRED", "null would let every mention call")
	}
	kinds := v.list(a, at, "parse", 0, 3)
	for i, k := range kinds {
		if k != "roles" && k != "users" && k != "everyone" {
			v.fault(under(under(at, "parse"), i), "BASE_TYPE_CHOICES", "Value must be one of ('roles', 'users', 'everyone').")
		}
	}
	for _, name := range []string{"users", "roles"} {
		list := v.list(a, at, name, 0, mostAllowedOfKind)
		for i, id := range list {
			if s, is := id.(string); !is || !isID.MatchString(s) {
				v.fault(under(under(at, name), i), "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", fmt.Sprint(id))
			}
		}
		if len(list) > 0 && slices.Contains(kinds, any(name)) {
			v.fault(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", name, name)
		}
	}
	v.yes(a, at, "replied_user")
	return a
}

// embeds reads the embeds of a message.
func (v *form) embeds(o object, path string) []object {
	all := v.objects(o, path, "embeds", 0, mostEmbeds)
	total := 0
	for i, e := range all {
		total += v.embed(e, under(under(path, "embeds"), i))
	}
	if total > mostEmbedsText {
		v.fault(under(path, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", mostEmbedsText)
	}
	return all
}

// embed reads one and says how long its texts are together.
func (v *form) embed(e object, at string) (total int) {
	count := func(s string) string { total += length(s); return s }
	count(v.text(e, at, "title", 0, 256))
	count(v.text(e, at, "description", 0, 4096))
	for i, field := range v.objects(e, at, "fields", 0, 25) {
		in := under(under(at, "fields"), i)
		count(v.text(field, in, "name", 1, 256))
		count(v.text(field, in, "value", 1, 1024))
		v.yes(field, in, "inline")
	}
	if foot := v.in(e, at, "footer"); foot != nil {
		count(v.text(foot, under(at, "footer"), "text", 1, 2048))
		v.address(foot, under(at, "footer"), "icon_url", false, 2048)
	}
	if author := v.in(e, at, "author"); author != nil {
		count(v.text(author, under(at, "author"), "name", 1, 256))
		v.address(author, under(at, "author"), "url", false, 2048)
	}
	pictures := 0
	for _, name := range []string{"image", "thumbnail"} {
		if p := v.in(e, at, name); p != nil {
			v.address(p, under(at, name), "url", true, 2048)
			pictures++
		}
	}
	v.address(e, at, "url", false, 2048)
	v.whole(e, at, "color", 0, 0xFFFFFF, 0)
	if s := v.text(e, at, "timestamp", 0, 64); s != "" {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			v.fault(under(at, "timestamp"), "DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", s)
		}
	}
	if total == 0 && pictures == 0 {
		v.required(under(at, "description"))
	}
	return total
}
