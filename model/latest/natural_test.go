package latest

import (
	"bytes"
	"slices"
	"testing"
)

func TestNumbersInKeysAreCounted(t *testing.T) {
	var want [][]byte
	for _, key := range []string{
		"", "-1", "7", "10", "cart", "cart-1", "cart-2", "cart-02b", "cart-10", "cart-11", "cart-18446744073709551616", "cart-x",
		"user-3/9", "user-3/10", "user-20/1", "\xff\x00",
	} {
		want = append(want, []byte(key))
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, natural)
	if !slices.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("%q, want %q", got, want)
	}
	if natural([]byte("a01"), []byte("a1")) == 0 || natural([]byte("a1"), []byte("a1")) != 0 {
		t.Error("keys that differ are equal, or one differs from itself")
	}
}

// Sorting needs an order: of three keys none may come before itself by way of others.
func FuzzNaturalIsAnOrder(f *testing.F) {
	f.Add([]byte("a1"), []byte("a01"), []byte("a1b"))
	f.Add([]byte("1-"), []byte("01"), []byte("1"))
	f.Fuzz(func(t *testing.T, a, b, c []byte) {
		for _, x := range [][3][]byte{{a, b, c}, {a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			if natural(x[0], x[1]) != -natural(x[1], x[0]) {
				t.Errorf("%q and %q", x[0], x[1])
			}
			if natural(x[0], x[1]) <= 0 && natural(x[1], x[2]) <= 0 && natural(x[0], x[2]) > 0 {
				t.Errorf("%q", x)
			}
		}
	})
}
