package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

func (p *program) serve() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer in chats: Slack and Discord",
		Long: `serve answers in the chat platforms that the configuration turns on, until it is
interrupted. What it hears is kept in dialog.db beside the articles and answered
once, also when the program ends in between. Articles that "bot refresh" takes in
meanwhile serve within seconds.

  /healthz  says 200 while it serves
  /readyz   says 200 while every platform reaches it, else 503 with the reason,
            and what a model was asked until then
  /metrics  has figures for Prometheus

all at serve.listen, http://127.0.0.1:8080 unless the configuration says
otherwise. It logs to standard error, never a token.

It refreshes from the configured sources by itself when refresh.every or
refresh.cron says so, and when something changes in their folders. Admins see and
do more by /admin; "bot status" shows how fresh the articles are. On SIGHUP the
configuration is read again.

Ctrl-C and SIGTERM are its normal end: it hears no more, finishes what it is at
within ten seconds, and exits with 0. A second one ends it at once. Where one
platform does not take it any more it goes on with the other, and /readyz says
why; it exits with 1 when none is left.`,
		Example: `  bot doctor slack
  bot doctor discord
  bot serve
  bot --config config.yaml serve`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.runServe(cmd.Context()) },
	}
}

// followEvery is how often serve looks for articles that another process took in.
const followEvery = 5 * time.Second

// pace is the clock of serve, and how often it looks for other articles and for what to tell of them.
type pace struct {
	now   func() time.Time
	every time.Duration
}

// paced is the pace of serve.
func (p *program) paced() pace {
	if p.pace == nil {
		return pace{time.Now, followEvery}
	}
	return *p.pace
}

// runServe opens what is needed, serves until ctx ends, and closes it in order.
func (p *program) runServe(ctx context.Context) error {
	c, _, err := p.settings()
	if err != nil {
		return err
	}
	if len(c.platforms()) == 0 {
		return usage{errors.New("there is nothing to serve: slack.mode and discord.mode are off; set slack.mode to socket or discord.mode to gateway in the configuration\n" +
			"“bot slack manifest” prints Slack's manifest, “bot discord invite” Discord's invite link, and “bot ask” needs no platform")}
	}
	secrets, err := c.secrets(p.env)
	if err != nil {
		return usage{fmt.Errorf("%w\n%s", err, c.askDoctor())}
	}
	hide := secrets.hider()
	level := &slog.LevelVar{}
	level.Set(c.Serve.level(p.quiet))
	log := newLog(p.err, c.Serve, level, hide)

	client := llm.New(c.Model, secrets.model, llm.Parts{Log: log, Record: logged(log)})
	opt := knowledge.Options{Fallback: sources.FS(corpus.FS()), Parts: model.Parts(c.Model, client), Extract: reader{c.Model, client}.options().Extract}
	base, closeBase, err := openStored(ctx, c, opt)
	if ctx.Err() != nil { // the normal end, early
		closeBase()
		return nil
	}
	if err != nil {
		return err
	}
	defer closeBase()
	box, err := inbox.Open(ctx, c.inboxFile())
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return unheard(c, err)
	}
	failed := errors.Join(p.serveOver(ctx, c, secrets, base, box, client, level, log), box.Close())
	if t := client.Totals(); t.Calls > 0 {
		log.Info("the model was asked", "calls", t.Calls, "failed", t.Failures, "read", t.In, "written", t.Out, "cost", t.Cost)
	}
	switch {
	case failed == nil:
		log.Info("ended")
		return nil
	case ctx.Err() != nil: // a signal is the normal end, also where the end was not smooth
		log.Error("ended", "error", failed)
		return nil
	}
	return fmt.Errorf("%s\n%s", hide.hide(failed.Error()), c.askDoctor())
}

// serveOver wires what serves over a knowledge base and an inbox, and serves.
func (p *program) serveOver(ctx context.Context, c Config, secrets secrets, base *knowledge.Base, box *inbox.Inbox, client *llm.Client, level *slog.LevelVar, log *slog.Logger) error {
	d, going, looks := dialog.New(watched{base, log}, c.Dialog), p.paced(), lookEvery
	if p.pace != nil {
		looks = going.every
		d.Pace(going.now, going.every)
	}
	d.Configure(c.Dialog, c.Admin)
	asked := func() string { return counted(client.Totals()) }
	now, figures := newLive(c), newMetrics()
	keeps := newKeeper(base, now, going.now, log, asked)
	keeps.made = figures.refreshed
	d.Keep(keeps)
	d.Meter(figures.settled)
	connect := p.connect
	if connect == nil {
		connect = connected
	}
	host := d.Host(box)
	on := connect(c, secrets, host, log)
	figures.watch(keeps, d, client.Totals, on)
	w, err := newWeb(ctx, c.Serve.Listen, d.Unheard, asked, figures.handler(log), secrets.hider(), log, on...)
	if err != nil {
		return err
	}
	said := base.Searched()
	log.Info("serving", "slack", c.Slack.Mode, "discord", c.Discord.Mode, "articles", said.Articles, "newest", said.Newest, "bundled", base.Bundled(),
		"data", c.Storage.Folder, "http", w.address())
	fresh := &freshness{keeper: keeps, every: looks, note: d.Stale, host: host, desks: c.desks(on)}
	changed := make(chan struct{}, 1)
	plan := &schedule{keeper: keeps, folders: changed, jitter: someJitter}
	return serveAll(ctx, d, box, base, going.every, w, log, fresh.run, plan.run,
		func(ctx context.Context) {
			watchSources(ctx, now, func() time.Time { return keeps.refreshed(ctx) }, log, func() { poke(changed) })
		},
		func(ctx context.Context) {
			p.reread(ctx, now, secrets.hider(), log, func(c Config) {
				d.Configure(c.Dialog, c.Admin)
				level.Set(c.Serve.level(p.quiet))
			})
		})
}

// poke lets somebody know who may not be listening now.
func poke(somebody chan<- struct{}) {
	select {
	case somebody <- struct{}{}:
	default:
	}
}

// serveAll serves until ctx ends (nil), no platform is left or HTTP fails, and does what else there is until then.
func serveAll(ctx context.Context, d *dialog.Dialog, box *inbox.Inbox, base *knowledge.Base, every time.Duration, w *web, log *slog.Logger, more ...func(context.Context)) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	w.serving.Store(true)
	var beside sync.WaitGroup
	beside.Go(func() {
		<-serving.Done()
		w.serving.Store(false)
		log.Info("ending", "because", context.Cause(serving))
	})
	var broken error
	beside.Go(func() {
		broken = w.run(serving)
		stop()
	})
	beside.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		follow(serving, base, log, tick.C)
	})
	beside.Go(func() {
		tick := time.NewTicker(embedEvery)
		defer tick.Stop()
		keepEmbedded(serving, base, log, tick.C)
	})
	for _, do := range more {
		beside.Go(func() { do(serving) })
	}
	err := d.Serve(serving, box, log, w.on...)
	stop()
	beside.Wait()
	return errors.Join(err, broken)
}

// reloader is a knowledge base that can take over what another process stored; *knowledge.Base is one.
type reloader interface {
	Reload(ctx context.Context) (changed bool, err error)
	Searched() knowledge.Searched
}

// follow takes over what others refresh, a look each tick, until ctx ends. A failure that stays is said once.
func follow(ctx context.Context, base reloader, log *slog.Logger, tick <-chan time.Time) {
	failed := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		changed, err := base.Reload(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			failed = ""
		case err.Error() != failed:
			failed = err.Error()
			log.Error("the articles are not looked for anew, the old ones serve", "error", err)
		}
		if changed {
			said := base.Searched()
			log.Info("other articles serve", "articles", said.Articles, "newest", said.Newest, "snapshot", said.Snapshot)
		}
	}
}

// unheard says what to do about an inbox that does not open.
func unheard(c Config, err error) error {
	if errors.Is(err, inbox.ErrInUse) {
		return fmt.Errorf("%w: two would answer everything twice\nEnd the other one, or give this one a folder of its own with --data DIR", err)
	}
	return fmt.Errorf("%w\nWhat is said to the bot is kept in %s; name another folder with --data DIR", err, c.inboxFile())
}
