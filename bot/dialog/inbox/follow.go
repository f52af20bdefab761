package inbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"talksbot/adapters"
)

const follows = `
CREATE TABLE follow (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	platform TEXT    NOT NULL,
	thread   TEXT    NOT NULL,
	topic    TEXT    NOT NULL,
	person   TEXT    NOT NULL, -- '' where all of a channel follow
	daily    INTEGER NOT NULL,
	language TEXT    NOT NULL,
	UNIQUE (platform, thread, topic)
) STRICT;
CREATE TABLE told (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	platform TEXT    NOT NULL,
	thread   TEXT    NOT NULL,
	change   TEXT    NOT NULL,
	data     BLOB,             -- what the next digest tells of it; NULL for nothing any more
	at       INTEGER NOT NULL,
	UNIQUE (platform, thread, change)
) STRICT;
CREATE TABLE announcement (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	platform TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	thread   TEXT    NOT NULL,
	reply    BLOB    NOT NULL, -- JSON of adapters.Reply
	tried    INTEGER NOT NULL DEFAULT 0,
	posted   INTEGER NOT NULL DEFAULT 0,
	at       INTEGER NOT NULL,
	UNIQUE (platform, id)
) STRICT;
CREATE INDEX unposted ON announcement (seq) WHERE posted = 0;
`

// Follow is what is to be told in a Thread of its own accord.
type Follow struct {
	Thread   adapters.Thread
	Topic    string // an actor or words; "" for everything
	Person   string // who is told; "" where all of a channel are
	Daily    bool   // in the digest, not at once
	Language string // of what is told
}

// Follow keeps a Follow, in the place of one of the same Topic in the same Thread.
func (b *Inbox) Follow(ctx context.Context, f Follow) error {
	return b.write(ctx, "follow", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO follow (platform, thread, topic, person, daily, language) VALUES (?, ?, ?, ?, ?, ?)`,
			f.Thread.Platform, f.Thread.ID, f.Topic, f.Person, f.Daily, f.Language)
		return err
	})
}

// Unfollow removes a Follow, and says whether there was one. With the last one of a Thread goes what UnfollowAll removes.
func (b *Inbox) Unfollow(ctx context.Context, t adapters.Thread, topic string) (was bool, err error) {
	err = b.write(ctx, "unfollow", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM follow WHERE platform = ? AND thread = ? AND topic = ?`, t.Platform, t.ID, topic)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		was = n > 0
		for _, table := range []string{`told`, `announcement`} {
			if err == nil && was {
				_, err = tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE platform = ?1 AND thread = ?2 AND NOT EXISTS
					(SELECT 1 FROM follow AS f WHERE f.platform = ?1 AND f.thread = ?2)`, t.Platform, t.ID)
			}
		}
		return err
	})
	return was && err == nil, err
}

// UnfollowAll removes all Follows of a Thread, what waits to be told there, and what was told.
func (b *Inbox) UnfollowAll(ctx context.Context, t adapters.Thread) error {
	return b.write(ctx, "unfollow", func(ctx context.Context, tx *sql.Tx) error {
		for _, table := range []string{`follow`, `told`, `announcement`} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE platform = ? AND thread = ?`, t.Platform, t.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetFollows removes what a person follows alone, and what was told there.
func forgetFollows(ctx context.Context, tx *sql.Tx, platform, person string) error {
	for _, table := range []string{`told`, `announcement`} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE platform = ?1 AND thread IN
			(SELECT thread FROM follow WHERE platform = ?1 AND person = ?2)`, platform, person); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM follow WHERE platform = ? AND person = ?`, platform, person)
	return err
}

// Follows lists all Follows in the order of their keeping.
func (b *Inbox) Follows(ctx context.Context) ([]Follow, error) {
	rows, err := b.db.QueryContext(ctx, `SELECT platform, thread, topic, person, daily, language FROM follow ORDER BY seq`)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	var all []Follow
	for rows.Next() {
		var f Follow
		if err := rows.Scan(&f.Thread.Platform, &f.Thread.ID, &f.Topic, &f.Person, &f.Daily, &f.Language); err != nil {
			return nil, b.wrap("read", err)
		}
		all = append(all, f)
	}
	return all, b.wrap("read", rows.Err())
}

// Announcement is a Reply that answers nobody. Its Answers is its ID.
type Announcement struct {
	Thread adapters.Thread
	Reply  adapters.Reply
	Tried  bool // it may have been posted
}

// News is something to tell in a Thread once, by a name of its own.
type News struct {
	Change string
	Data   []byte // for the next digest; nil where it is told at once
}

// Untold gives those names that were not told in a Thread.
func (b *Inbox) Untold(ctx context.Context, t adapters.Thread, changes []string) (out []string, err error) {
	for _, c := range changes {
		var known bool
		if err := b.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM told WHERE platform = ? AND thread = ? AND change = ?)`,
			t.Platform, t.ID, c).Scan(&known); err != nil {
			return nil, b.wrap("read", err)
		}
		if !known {
			out = append(out, c)
		}
	}
	return out, nil
}

// Telling is what is to be told in one Thread.
type Telling struct {
	Thread adapters.Thread
	News   []News          // that are told by Reply, or by the next digest
	Reply  *adapters.Reply // nil for nothing now
	Digest bool            // Reply is one, and tells all that waited for it
}

// Tell keeps what is to be told, all of it or none, with a note as Store keeps it of what it was made of: no platform's.
func (b *Inbox) Tell(ctx context.Context, all []Telling, key, value string) error {
	now := time.Now().UnixMicro()
	return b.write(ctx, "tell", func(ctx context.Context, tx *sql.Tx) error {
		for _, t := range all {
			for _, n := range t.News {
				if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO told (platform, thread, change, data, at) VALUES (?, ?, ?, ?, ?)`,
					t.Thread.Platform, t.Thread.ID, n.Change, n.Data, now); err != nil {
					return err
				}
			}
			if t.Digest {
				if _, err := tx.ExecContext(ctx, `UPDATE told SET data = NULL WHERE platform = ? AND thread = ? AND data IS NOT NULL`,
					t.Thread.Platform, t.Thread.ID); err != nil {
					return err
				}
			}
			if t.Reply == nil {
				continue
			}
			reply, err := json.Marshal(t.Reply)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO announcement (platform, id, thread, reply, at) VALUES (?, ?, ?, ?, ?)`,
				t.Thread.Platform, t.Reply.Answers, t.Thread.ID, reply, now); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO note (platform, key, value) VALUES ('', ?, ?)`, key, value)
		return err
	})
}

// Gathered gives what waits for the digest of a Thread, in the order in which it came.
func (b *Inbox) Gathered(ctx context.Context, t adapters.Thread) (all [][]byte, err error) {
	rows, err := b.db.QueryContext(ctx, `SELECT data FROM told WHERE platform = ? AND thread = ? AND data IS NOT NULL ORDER BY seq`, t.Platform, t.ID)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, b.wrap("read", err)
		}
		all = append(all, data)
	}
	return all, b.wrap("read", rows.Err())
}

// Unposted lists the Announcements that wait to be posted, oldest first.
func (b *Inbox) Unposted(ctx context.Context) ([]Announcement, error) {
	rows, err := b.db.QueryContext(ctx, `SELECT platform, thread, reply, tried FROM announcement WHERE posted = 0 ORDER BY seq`)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	var all []Announcement
	for rows.Next() {
		var (
			a     Announcement
			reply []byte
		)
		err := rows.Scan(&a.Thread.Platform, &a.Thread.ID, &reply, &a.Tried)
		if err == nil {
			err = json.Unmarshal(reply, &a.Reply)
		}
		if err != nil {
			return nil, b.wrap("read", err)
		}
		all = append(all, a)
	}
	return all, b.wrap("read", rows.Err())
}

// Trying notes that an Announcement is about to be posted; Posted, that it was.
func (b *Inbox) Trying(ctx context.Context, a Announcement) error {
	return b.announced(ctx, a, "tried")
}

// Posted ends the waiting of an Announcement.
func (b *Inbox) Posted(ctx context.Context, a Announcement) error {
	return b.announced(ctx, a, "posted")
}

func (b *Inbox) announced(ctx context.Context, a Announcement, column string) error {
	return b.write(ctx, "announce", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE announcement SET `+column+` = 1 WHERE platform = ? AND id = ?`, a.Thread.Platform, a.Reply.Answers)
		return err
	})
}

// Announced gives an Announcement that was posted by its ID; ok is false when it is not known.
func (b *Inbox) Announced(ctx context.Context, platform, id string) (a Announcement, ok bool, err error) {
	var reply []byte
	err = b.db.QueryRowContext(ctx, `SELECT thread, reply FROM announcement WHERE platform = ? AND id = ? AND tried = 1`, platform, id).Scan(&a.Thread.ID, &reply)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err == nil {
		err = json.Unmarshal(reply, &a.Reply)
	}
	a.Thread.Platform = platform
	return a, err == nil, b.wrap("read", err)
}
