// Cinema seats: reads the seats left, waits, writes. The rows have no version. Logger: zerolog.
package main

import (
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/hlog"
)

var (
	lock sync.Mutex
	left = map[string]int{"matinee": 10, "evening": 14}
)

func at(show string) int {
	lock.Lock()
	defer lock.Unlock()
	return left[show]
}

func put(show string, seats int) {
	lock.Lock()
	defer lock.Unlock()
	left[show] = seats
}

func hold(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	parts := strings.Split(r.URL.Path, "/")
	show := parts[2]
	seats, _ := strconv.Atoi(parts[3])
	before := at(show)
	event := hlog.FromRequest(r).Info().Str("show", show).Int("seats", seats)
	if before < seats {
		event.Str("disposition", "none_left").Dur("dur", time.Since(began)).Msg("hold")
		w.WriteHeader(410)
		return
	}
	time.Sleep(time.Duration(rand.Intn(5000)) * time.Microsecond)
	put(show, before-seats)
	event.Str("disposition", "held").Dur("dur", time.Since(began)).Msg("hold")
}

func main() {
	log := zerolog.New(os.Stdout).With().Timestamp().Str("role", "api").Logger()
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) { log.Info().Msg("health") })
	mux.Handle("/hold/", hlog.NewHandler(log)(hlog.RequestIDHandler("req", "")(http.HandlerFunc(hold))))
	log.Info().Str("port", os.Getenv("PORT")).Msg("listening")
	log.Fatal().Err(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux)).Msg("stopped")
}
