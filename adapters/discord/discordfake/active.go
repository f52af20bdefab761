package discordfake

import "fmt"

// Activity is something in a message that Discord makes more of than text.
type Activity struct {
	Kind string // ping, user, role, channel, everyone, emoji, date, command, link, invite, preview, image or spoiler
	What string // whom it calls, or the address
	Text string // a link's label, or what a spoiler hides
}

// Active is everything active in a message: whom it calls, what it shows as a mention though that calls nobody, where it
// leads, and which addresses get a preview. Only content gets previews, and none with SuppressEmbeds.
func Active(m Message) (all []Activity) {
	for _, id := range m.Pings {
		all = append(all, Activity{Kind: "ping", What: id})
	}
	in := func(s string, previews bool) {
		_, acts := markdown(s)
		for _, a := range acts {
			if a.Kind != "preview" || previews {
				all = append(all, a)
			}
		}
	}
	in(m.Content, m.Flags&SuppressEmbeds == 0)
	link := func(o object) {
		if to := textOf(o, "url"); to != "" {
			all = append(all, Activity{Kind: "link", What: to})
		}
	}
	image := func(of any) {
		if picture, is := of.(object); is {
			all = append(all, Activity{Kind: "image", What: textOf(picture, "url")})
		}
	}
	for _, e := range m.Embeds {
		for _, name := range []string{"title", "description"} {
			in(textOf(e, name), false)
		}
		for _, field := range listOf(e, "fields") {
			in(textOf(field, "name"), false)
			in(textOf(field, "value"), false)
		}
		link(e)
		author, _ := e["author"].(object)
		link(author)
		image(e["image"])
		image(e["thumbnail"])
	}
	var walk func(list []object)
	walk = func(list []object) {
		for _, c := range list {
			switch kindOf(c) {
			case textDisplay:
				in(textOf(c, "content"), false)
			case button:
				if c["url"] != nil {
					all = append(all, Activity{"link", textOf(c, "url"), textOf(c, "label")})
				}
			case thumbnail:
				image(c["media"])
			case mediaGallery:
				for _, item := range listOf(c, "items") {
					image(item["media"])
				}
			}
			walk(below(c))
		}
	}
	walk(m.Components)
	return all
}

func textOf(o object, name string) string {
	if o[name] == nil {
		return ""
	}
	return fmt.Sprint(o[name])
}

func listOf(o object, name string) (all []object) {
	list, _ := o[name].([]any)
	for _, one := range list {
		if one, is := one.(object); is {
			all = append(all, one)
		}
	}
	return all
}
