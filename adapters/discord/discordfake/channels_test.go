package discordfake_test

import (
	"strconv"
	"testing"

	"talksbot/adapters/discord/discordfake"
)

func TestPermissions(t *testing.T) {
	t.Parallel()
	f := start(t)
	id := f.Say(ana, hall, "hi")
	one := "/channels/" + hall + "/messages/" + id
	for _, c := range []struct {
		deny   int64
		line   string
		body   any
		status int
		code   int
	}{
		{discordfake.ViewChannel, "GET /channels/" + hall, nil, 403, 50001},
		{discordfake.ViewChannel, posts, object{"content": "x"}, 403, 50001},
		{discordfake.SendMessages, posts, object{"content": "x"}, 403, 50013},
		{discordfake.SendMessages, "POST /channels/" + hall + "/typing", nil, 403, 50013},
		{discordfake.EmbedLinks, posts, object{"embeds": []object{{"title": "x"}}}, 403, 50013},
		{discordfake.CreatePublicThreads, "POST " + one + "/threads", object{"name": "x"}, 403, 50013},
		{discordfake.ReadHistory, "GET " + one, nil, 403, 50001},
	} {
		f.Deny(hall, c.deny)
		refused(t, f, c.line, c.body, c.status, c.code, "")
	}
	if got := done(t, f, "GET /channels/"+hall+"/messages", nil); len(got.list) != 0 {
		t.Errorf("a history without the permission: %s", got.raw)
	}
	f.Deny(hall, 0)
	done(t, f, posts, object{"content": "x"})
}

func TestPermissionsAreShown(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.SetPermissions(home, discordfake.SendMessages, discordfake.ViewChannel)
	f.Deny(hall, discordfake.EmbedLinks)
	roles := done(t, f, "GET /guilds/"+home+"/roles", nil).list
	if roles[0]["permissions"] != strconv.FormatInt(discordfake.ViewChannel, 10) || roles[1]["permissions"] != strconv.FormatInt(discordfake.SendMessages, 10) {
		t.Errorf("%v", roles)
	}
	own := done(t, f, "GET /guilds/"+home+"/members/"+f.BotUser, nil).body["roles"].([]any)
	if len(own) != 1 || own[0] != roles[1]["id"] {
		t.Errorf("%v", own)
	}
	got := done(t, f, "GET /channels/"+hall, nil).body["permission_overwrites"].([]any)
	if len(got) != 1 || got[0].(object)["deny"] != strconv.FormatInt(discordfake.EmbedLinks, 10) || got[0].(object)["id"] != f.BotUser {
		t.Errorf("%v", got)
	}
	done(t, f, posts, object{"content": "x"}) // what one role lacks another has
}

func TestThreads(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	id := f.Say(ana, hall, "hi")
	threads := "POST /channels/" + hall + "/messages/" + id + "/threads"
	refused(t, f, threads, object{}, 400, 50035, "name")
	refused(t, f, threads, object{"name": "x", "auto_archive_duration": 61}, 400, 50035, "auto_archive_duration")
	got := done(t, f, threads, object{"name": "about it", "auto_archive_duration": 1440})
	if got.status != 201 || got.text("id") != id || got.text("parent_id") != hall || got.body["type"] != 11.0 {
		t.Error(got.raw)
	}
	refused(t, f, threads, object{"name": "x"}, 400, 160004, "")
	if made := g.until("THREAD_CREATE"); made["id"] != id || made["newly_created"] != true {
		t.Errorf("%v", made)
	}
	if start := g.until("MESSAGE_CREATE"); start["type"] != 21.0 || start["channel_id"] != id || start["referenced_message"].(object)["id"] != id {
		t.Errorf("%v", start)
	}
	in := "POST /channels/" + id + "/messages"
	first := done(t, f, in, object{"content": "x"}).text("id")
	refused(t, f, "POST /channels/"+id+"/messages/"+first+"/threads", object{"name": "x"}, 400, 50024, "")
	f.SetArchived(id, true, false)
	refused(t, f, "PATCH /channels/"+id+"/messages/"+first, object{"content": "y"}, 400, 50083, "")
	done(t, f, in, object{"content": "y"})
	if got := f.Threads(hall); len(got) != 1 || got[0].Archived || got[0].Name != "about it" {
		t.Errorf("%+v", got)
	}
	f.SetArchived(id, true, true)
	refused(t, f, in, object{"content": "z"}, 400, 50083, "")
	f.SetArchived(id, false, false)
	f.Deny(hall, discordfake.SendMessages) // which threads do not ask for
	done(t, f, in, object{"content": "z"})
	f.Deny(hall, discordfake.SendInThreads)
	refused(t, f, in, object{"content": "z"}, 403, 50013, "")
	dm := f.DM(ana)
	said := f.Say(ana, dm, "hi")
	refused(t, f, "POST /channels/"+dm+"/messages/"+said+"/threads", object{"name": "x"}, 403, 50003, "")
}

func TestForum(t *testing.T) {
	t.Parallel()
	f := start(t)
	forum := f.AddChannel(home, discordfake.Channel{Name: "questions", Type: discordfake.Forum})
	g := ready(t, f, all)
	id, err := f.CreatePost(ana, forum, "who built it?", "<@"+f.BotUser+">, do you know?")
	if err != nil {
		t.Fatal(err)
	}
	if made := g.until("THREAD_CREATE"); made["id"] != id || made["parent_id"] != forum || made["name"] != "who built it?" {
		t.Errorf("%v", made)
	}
	if said := g.until("MESSAGE_CREATE"); said["id"] != id || said["channel_id"] != id {
		t.Errorf("%v", said)
	}
	refused(t, f, "POST /channels/"+forum+"/messages", object{"content": "x"}, 400, 50024, "")
	if _, err := f.CreatePost(ana, hall, "x", "y"); err == nil {
		t.Error("a post where there is no forum")
	}
}
