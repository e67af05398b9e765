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
		"pyament":  {"payment"},
		"b":        {"a"},
		"nothing":  nil,
	} {
		if got := nearest(name, topics); !slices.Equal(got, want) {
			t.Errorf("nearest(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
