package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"talksbot/adapters"
	"talksbot/bot/dialog"
	"talksbot/knowledge/llm"
)

// metrics are what /metrics tells of “bot serve”. No label names a person, a text, an address or an ID.
type metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	refreshes *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "talksbot_messages_total",
			Help: "Messages that were heard, by platform and by what became of them."}, []string{"platform", "outcome"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "talksbot_answer_seconds", Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120},
			Help: "Seconds from hearing a question to its posted answer."}, []string{"platform"}),
		refreshes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "talksbot_refreshes_total",
			Help: "Refreshes of this process, by what came of them."}, []string{"outcome"})}
	m.registry.MustRegister(m.questions, m.seconds, m.refreshes, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, outcome := range []string{refreshChanged, refreshUnchanged, refreshHeld, refreshFailed, refreshStopped} {
		m.refreshes.WithLabelValues(outcome)
	}
	return m
}

// settled counts a Message; it is for dialog.Dialog.Meter.
func (m *metrics) settled(platform string, as dialog.Outcome, took time.Duration) {
	m.questions.WithLabelValues(platform, string(as)).Inc()
	if as == dialog.Answered || as == dialog.NotInCorpus {
		m.seconds.WithLabelValues(platform).Observe(took.Seconds())
	}
}

// refreshed counts a refresh.
func (m *metrics) refreshed(outcome string) { m.refreshes.WithLabelValues(outcome).Inc() }

// gauge adds a figure that is looked up whenever somebody asks.
func (m *metrics) gauge(name, help string, is func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "talksbot_" + name, Help: help}, is))
}

func (m *metrics) counter(name, help string, is func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "talksbot_" + name, Help: help}, is))
}

// watch adds the figures of what serve serves.
func (m *metrics) watch(k *keeper, d *dialog.Dialog, totals func() llm.Totals, on []adapters.Adapter) {
	m.gauge("messages_waiting", "Messages that wait for an answer or are at work.", func() float64 { return float64(d.Waiting()) })
	m.gauge("articles", "Articles that are searched.", func() float64 { return float64(k.base.Searched().Articles) })
	m.gauge("newest_article_age_seconds", "Seconds since the day of the newest article began; 0 where none has a date.", func() float64 {
		day, err := time.Parse(time.DateOnly, k.base.Searched().Newest)
		if err != nil {
			return 0
		}
		return k.now().Sub(day).Seconds()
	})
	m.gauge("last_refresh_timestamp_seconds", "When a refresh last succeeded; 0 where that is not known.", func() float64 {
		if at := k.looked().Refreshed; !at.IsZero() {
			return float64(at.Unix())
		}
		return 0
	})
	m.gauge("stale", "1 while the last refresh that succeeded is older than admin.stale_hours.", func() float64 { return truth(k.looked().Stale) })
	m.gauge("sources_failing", "Sources whose last fetch failed.", func() float64 {
		n := 0
		for _, s := range k.looked().Sources {
			if s.Failures > 0 {
				n++
			}
		}
		return float64(n)
	})
	m.counter("model_calls_total", "Calls of a model.", func() float64 { return float64(totals().Calls) })
	m.counter("model_failures_total", "Calls of a model that failed.", func() float64 { return float64(totals().Failures) })
	m.counter("model_tokens_read_total", "Tokens that models read.", func() float64 { return float64(totals().In) })
	m.counter("model_tokens_written_total", "Tokens that models wrote.", func() float64 { return float64(totals().Out) })
	m.registry.MustRegister(connections{on: on, unheard: d.Unheard, connected: prometheus.NewDesc("talksbot_connected",
		"1 while a platform reaches the bot.", []string{"platform"}, nil)})
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// connections are looked at whenever somebody asks.
type connections struct {
	on        []adapters.Adapter
	unheard   func(platform string) error
	connected *prometheus.Desc
}

// Describe implements prometheus.Collector.
func (c connections) Describe(to chan<- *prometheus.Desc) { to <- c.connected }

// Collect implements prometheus.Collector.
func (c connections) Collect(to chan<- prometheus.Metric) {
	for _, a := range c.on {
		to <- prometheus.MustNewConstMetric(c.connected, prometheus.GaugeValue, truth(reached(a, c.unheard) == nil), a.Name())
	}
}

// handler answers who asks for the metrics.
func (m *metrics) handler(log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), MaxRequestsInFlight: 4})
}
