package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// variants is how many different values there are. They fill several batches,
// so that compression finds what it would find in a real topic.
const variants = 4096

// words that texts are made of.
var words = strings.Fields(`order payment customer shipped pending north harbour cancelled retry invoice
	basket warehouse queued confirmed blue large express return discount seven gift card address partial`)

// makeValues gives the values of a shape: the same in every run.
func makeValues(shape string, size int) ([][]byte, error) {
	random := rand.New(rand.NewPCG(7, 7))
	list := make([][]byte, variants)
	for i := range list {
		switch shape {
		case "text":
			list[i] = text(random, i, size)
		case "json":
			list[i] = order(random, i)
		default:
			return nil, fmt.Errorf("there is no shape %q", shape)
		}
	}
	return list, nil
}

// text is a small JSON object of exactly size bytes, at least 40.
func text(random *rand.Rand, i, size int) []byte {
	b := fmt.Appendf(nil, `{"id":%07d,"user":"u-%05d","text":"`, i, random.IntN(100_000))
	for len(b) < size-2 {
		b = append(append(b, words[random.IntN(len(words))]...), ' ')
	}
	return append(b[:max(0, size-2)], `"}`...)
}

// order is what a shop might write: about 700 bytes.
func order(random *rand.Rand, i int) []byte {
	type item struct {
		SKU      string  `json:"sku"`
		Name     string  `json:"name"`
		Quantity int     `json:"quantity"`
		Price    float64 `json:"price"`
	}
	name := func() string { return words[random.IntN(len(words))] + " " + words[random.IntN(len(words))] }
	items := make([]item, 2+random.IntN(4))
	for j := range items {
		items[j] = item{fmt.Sprintf("SKU-%06d", random.IntN(1_000_000)), name(), 1 + random.IntN(9), float64(random.IntN(100_000)) / 100}
	}
	b, err := json.Marshal(map[string]any{
		"id": fmt.Sprintf("%08x-%04x-4%03x", random.Uint32(), random.IntN(1<<16), i), "type": "order.created", "version": 3,
		"created": fmt.Sprintf("2026-11-23T%02d:%02d:%02d.%03dZ", random.IntN(24), random.IntN(60), random.IntN(60), random.IntN(1000)),
		"customer": map[string]any{
			"id": random.IntN(1_000_000), "name": name(), "country": []string{"DE", "FR", "PL", "JP", "BR"}[random.IntN(5)], "vip": random.IntN(10) == 0,
		},
		"items": items, "currency": "EUR", "total": float64(random.IntN(1_000_000)) / 100,
		"shipping": map[string]any{"method": "express", "address": name() + " street " + fmt.Sprint(random.IntN(200)), "note": nil},
		"trace":    fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64()),
	})
	if err != nil {
		panic(err) // there is nothing in it that JSON does not know
	}
	return b
}

// stamped appends a value of a stream; the reader looks for it on a screen.
func stamped(dst []byte, micros, n int64, size int) []byte {
	from := len(dst)
	dst = strconv.AppendInt(append(dst, `{"stamp":`...), micros, 10)
	dst = strconv.AppendInt(append(dst, `,"n":`...), n, 10)
	dst = append(dst, `,"text":"`...)
	for len(dst)-from < size-2 {
		missing := size - 2 - (len(dst) - from)
		dst = append(dst, filling[:min(missing, len(filling))]...)
	}
	return append(dst, `"}`...)
}

var filling = strings.Repeat("x", 1024)

// numbered is the key with a number, as keyFormat writes it.
func numbered(dst []byte, n int64) []byte {
	dst = append(dst, "key-00000000"...)
	for i := len(dst) - 1; n > 0; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}
