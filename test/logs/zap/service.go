// Flash sale: reads the product, waits, writes it back. Logger: zap.NewProduction.
package main

import (
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
)

type product struct{ stock, version int }

var (
	lock     sync.Mutex
	products = map[string]product{"P-1001": {16, 3}, "P-1002": {7, 11}}
	orders   int64
)

func load(id string) product {
	lock.Lock()
	defer lock.Unlock()
	return products[id]
}

func store(id string, p product) {
	lock.Lock()
	defer lock.Unlock()
	products[id] = p
}

func buy(log *zap.Logger, id string, quantity int) int {
	began := time.Now()
	fields := []zap.Field{zap.String("orderNo", fmt.Sprintf("SO-%06d", 48000+atomic.AddInt64(&orders, 1)))}
	seen := load(id)
	fields = append(fields, zap.String("productId", id), zap.Int("quantity", quantity), zap.Int("versionBefore", seen.version))
	if seen.stock < quantity {
		log.Info("order finished", append(fields, zap.String("outcome", "OUT_OF_STOCK"), zap.Duration("elapsed", time.Since(began)))...)
		return 410
	}
	time.Sleep(time.Duration(rand.Intn(6000)) * time.Microsecond)
	store(id, product{seen.stock - quantity, seen.version + 1})
	log.Info("order finished", append(fields, zap.String("outcome", "ACCEPTED"),
		zap.Int("versionAfter", seen.version+1), zap.Duration("elapsed", time.Since(began)))...)
	return 201
}

func main() {
	log, _ := zap.NewProduction()
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { log.Info("health", zap.Int("goroutines", 7)) })
	http.HandleFunc("/buy/", func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(r.URL.Path, "/")
		quantity, _ := strconv.Atoi(parts[3])
		w.WriteHeader(buy(log, parts[2], quantity))
	})
	log.Info("starting", zap.String("addr", ":"+os.Getenv("PORT")), zap.String("commit", "9d1f0c2"))
	log.Fatal("stopped", zap.Error(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)))
}
