package dialog

import (
	"testing"
	"time"

	"talksbot/knowledge"
)

// When a digest was last due, also where the clocks change.
func TestDigestDue(t *testing.T) {
	t.Parallel()
	tests := []struct{ at, zone, now, want string }{
		{"08:00", "UTC", "2026-03-05T08:00:00Z", "2026-03-05T08:00:00Z"},
		{"08:00", "UTC", "2026-03-05T07:59:59Z", "2026-03-04T08:00:00Z"},
		{"08:00", "Europe/Paris", "2026-03-05T07:00:00Z", "2026-03-05T07:00:00Z"},
		{"08:00", "Europe/Paris", "2026-03-29T06:00:00Z", "2026-03-29T06:00:00Z"}, // summer has begun
		{"08:00", "Europe/Paris", "2026-03-29T05:59:00Z", "2026-03-28T07:00:00Z"},
		{"02:30", "Europe/Paris", "2026-03-29T02:00:00Z", "2026-03-29T01:30:00Z"}, // there is no such time on that day
		{"23:30", "Asia/Tokyo", "2026-03-05T14:29:00Z", "2026-03-04T14:30:00Z"},
		{"", "UTC", "2026-03-05T08:00:00Z", ""},
	}
	for _, tt := range tests {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		due, ok := Config{Digest: tt.at, Timezone: tt.zone}.digestDue(now)
		got := ""
		if ok {
			got = due.UTC().Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%s in %s at %s: %s, want %s", tt.at, tt.zone, tt.now, got, tt.want)
		}
	}
}

// In the night in which there are two of a time, and in that in which there is none, a digest is due once.
func TestDigestDueOnce(t *testing.T) {
	t.Parallel()
	c := Config{Digest: "02:30", Timezone: "Europe/Paris"}
	for _, night := range []time.Time{time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)} {
		var days []string
		for m := range 24 * 60 {
			due, _ := c.digestDue(night.Add(time.Duration(m) * time.Minute))
			if day := due.Format(time.DateOnly); len(days) == 0 || days[len(days)-1] != day {
				days = append(days, day)
			}
		}
		if len(days) != 2 || days[0] >= days[1] {
			t.Errorf("from %v on it is due on %v", night, days)
		}
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	ships := commits("Norland", "send two ships", knowledge.Pledged, "2000-01-01")
	const shipsTold = "Norland: send two ships (pledged, new · 1 Jan 2000)"
	daily := func(d *desk, follows string, stale int) { // in a bubble it is midnight, 1 January 2000, UTC
		d.cfg.Digest, d.cfg.Timezone = "08:00", "UTC"
		d.with = func(bot *Dialog) {
			bot.Pace(time.Now, 5*time.Minute)
			bot.Configure(d.cfg, AdminConfig{StaleHours: stale})
		}
		loudDesk(d, nil)
		d.says(follows, at("c1"))
	}
	refreshed := func(d *desk) {
		d.base.set(func(o *oracle) { o.refreshed = time.Now() })
	}
	runPromises(t, []promise{
		{"what changed is told at the time, once", func(t *testing.T, d *desk) {
			daily(d, "/follow daily", 0)
			d.base.changes("s2", ships)
			d.waits(8*time.Hour - time.Minute)
			d.tells("c1")
			d.waits(7 * time.Minute)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
			d.restart()
			d.waits(time.Hour)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
		}},
		{"days on which the bot was away come as one", func(t *testing.T, d *desk) {
			daily(d, "/follow daily", 0)
			d.waits(time.Hour)
			d.stop()
			d.waits(72 * time.Hour)
			d.base.changes("s2", ships)
			d.open()
			d.serve()
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
		}},
		{"nothing new is said only where it was looked", func(t *testing.T, d *desk) {
			daily(d, "/follow daily", 0)
			d.waits(8*time.Hour + 6*time.Minute)
			refreshed(d)
			d.waits(24 * time.Hour)
			d.waits(24 * time.Hour)
			d.tells("c1", "Whether there is anything new is not known: the articles were never refreshed.",
				"Nothing new in what is followed here since 1 Jan 2000.",
				"Whether there is anything new is not known: the articles were not refreshed since 1 Jan 2000.")
		}},
		{"it says that articles are stale", func(t *testing.T, d *desk) {
			refreshed(d)
			daily(d, "/follow daily", 5)
			d.base.changes("s2", ships)
			d.waits(9 * time.Hour)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold+" The articles were last refreshed on 1 Jan 2000: there may be newer ones.")
		}},
		{"what is followed at once and daily is told at once alone", func(t *testing.T, d *desk) {
			daily(d, "/follow daily", 0)
			refreshed(d)
			d.says("/follow Norland", at("c1"))
			d.base.changes("s2", ships)
			d.waits(10 * time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
		{"what is not followed any more is not told, and what is told at once by now is", func(t *testing.T, d *desk) {
			daily(d, "/follow Norland daily", 0)
			refreshed(d)
			d.says("/follow Lirova daily", at("c1"))
			d.base.changes("s2", ships, commits("Lirova", "train pilots", knowledge.Pledged, "2000-01-01"))
			d.waits(10 * time.Minute)
			d.says("/unfollow Lirova", at("c1"))
			d.says("/follow Norland", at("c1"))
			d.waits(8 * time.Hour)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
			d.waits(24 * time.Hour)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
		}},
		{"what is deleted since is not told", func(t *testing.T, d *desk) {
			daily(d, "/follow daily", 0)
			refreshed(d)
			pilots := commits("Lirova", "train pilots", knowledge.Pledged, "2000-01-01")
			pilots.Citation.Article = "bad"
			d.base.changes("s2", ships, pilots)
			d.waits(time.Hour)
			d.base.set(func(o *oracle) { o.gone = "bad" })
			d.waits(8 * time.Hour)
			d.tells("c1", "1 change in what is followed here since 31 Dec 1999. "+shipsTold)
		}},
		{"where the digest is turned off what is followed daily is told at once", func(t *testing.T, d *desk) {
			var bot *Dialog
			daily(d, "/follow daily", 0)
			with := d.with
			d.with = func(b *Dialog) { with(b); bot = b }
			d.restart()
			off := d.cfg
			off.Digest = ""
			bot.Configure(off, AdminConfig{})
			d.base.changes("s2", ships)
			d.waits(10 * time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
		{"without a digest what is followed daily is told at once", func(t *testing.T, d *desk) {
			loudDesk(d, nil)
			d.says("/follow Norland daily", at("c1"))
			d.base.changes("s2", ships)
			d.waits(time.Minute)
			d.tells("c1", "1 change in what is followed here. "+shipsTold)
		}},
	})
}
