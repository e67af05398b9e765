package kafka

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	topics := []string{"orders", "orders-dlq", "Order.events", "payments", "payment", "a", "users"}
	for name, want := range map[string][]string{
		"ordes":    {"orders"},
		"oders":    {"orders"},
		"Orders":   {"orders", "orders-dlq"},
		"order":    {"orders", "orders-dlq", "Order.events"},
		"payments": {"payments", "payment"},
		"pyament":  {"payment", "payments"},
		"b":        {"a"},
		"nothing":  nil,
	} {
		if got := nearest(name, topics); !slices.Equal(got, want) {
			t.Errorf("nearest(%q) is %q, want %q", name, got, want)
		}
	}
}
