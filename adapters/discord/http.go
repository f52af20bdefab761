package discord

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// maxBody bounds what Discord may send at once, in bytes: a command with its message is far below. freshFor is how old it may be.
const maxBody, freshFor = 1 << 20, 5 * time.Minute

// hookPath is where Discord sends interactions, below Config.PublicURL.
const hookPath = "/discord/interactions"

// routes takes interactions by HTTP, discord.com/developers/docs/interactions/receiving-and-responding#security-and-authorization.
func (d *Discord) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+hookPath, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if !discordgo.VerifyInteraction(r, d.key) || !fresh(r) { // Discord tries with bad signatures, too
			d.log.Warn("a request that Discord did not sign is refused")
			http.Error(w, "not signed", http.StatusUnauthorized)
			return
		}
		body, err := io.ReadAll(r.Body)
		var i struct {
			Kind discordgo.InteractionType `json:"type"`
		}
		if err = errors.Join(err, json.Unmarshal(body, &i)); err != nil {
			http.Error(w, "no interaction", http.StatusBadRequest)
			return
		}
		if i.Kind == discordgo.InteractionPing {
			answer(w, &response{Type: discordgo.InteractionResponsePong})
			return
		}
		d.serveFrame(w, r, frame{"INTERACTION_CREATE", body})
	})
	return mux
}

// fresh tells requests whose signed time is now, so that none that was overheard works later.
func fresh(r *http.Request) bool {
	n, err := strconv.ParseInt(r.Header.Get("X-Signature-Timestamp"), 10, 64)
	return err == nil && time.Since(time.Unix(n, 0)).Abs() <= freshFor
}

// serveFrame takes an interaction in and answers it once it is safe.
func (d *Discord) serveFrame(w http.ResponseWriter, r *http.Request, f frame) {
	receive := d.receiver()
	if receive == nil {
		http.Error(w, "nobody listens yet", http.StatusServiceUnavailable)
		return
	}
	acked := make(chan *response, 1)
	receive(f, func(a *response) { acked <- a })
	late := time.NewTimer(respondWithin)
	defer late.Stop()
	select {
	case a := <-acked:
		if a == nil {
			http.Error(w, "not known", http.StatusBadRequest)
			return
		}
		answer(w, a)
	case <-late.C:
		http.Error(w, "not kept in time", http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}

func answer(w http.ResponseWriter, a *response) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(a) // whoever asked is gone
}
