package theme

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// luminance is WCAG 2's relative luminance of "rrggbb".
func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		panic(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// What is read must be readable: text 7:1, what has a meaning by its colour
// 4.5:1, ornaments 3:1; on the usual backgrounds and on the selection.
func TestContrast(t *testing.T) {
	for name, p := range map[string]palette{"dark": darkPalette, "light": lightPalette} {
		background := "16161e"
		if name == "light" {
			background = "ffffff"
		}
		check := func(what, fg string, least float64) {
			for _, bg := range []string{background, p.sel} {
				if bg == p.sel {
					least *= 0.75 // the selection is a quieter step away
				}
				if got := contrast(fg, bg); got < least {
					t.Errorf("%s: %s #%s on #%s has contrast %.2f, want %.2f", name, what, fg, bg, got, least)
				}
			}
		}
		check("ink", p.ink, 7)
		check("faint", p.faint, 3)
		for what, fg := range map[string]string{"dim": p.dim, "accent": p.accent, "ok": p.ok, "warn": p.warn, "bad": p.bad, "null": p.null, "number": p.number} {
			check(what, fg, 4.5)
		}
		for _, k := range p.keys {
			check("key", k, 4.5)
		}
		if got := contrast(p.badge, p.accent); got < 4.5 {
			t.Errorf("%s: the badge has contrast %.2f", name, got)
		}
	}
}

func TestKeysKeepTheirInk(t *testing.T) {
	th := New(true)
	if first, again := th.Key([]byte("user-17")), New(true).Key([]byte("user-17")); first != again {
		t.Error("the same key has two inks")
	}
	seen := map[Ink]bool{}
	for i := range 200 {
		seen[th.Key([]byte("user-"+strconv.Itoa(i)))] = true
	}
	if len(seen) != len(th.Keys) {
		t.Errorf("200 keys use %d of %d inks", len(seen), len(th.Keys))
	}
}

func TestASCIIGlyphs(t *testing.T) {
	g := ASCII
	all := strings.Join(append([]string{g.Ellipsis, g.Dot, g.Cursor, g.Rule, g.Full, g.Half, g.Empty, g.Null, g.Times, g.Middot}, g.Spark...), "")
	for _, r := range all {
		if r < 0x20 || r > 0x7e {
			t.Errorf("%q is not ASCII", r)
		}
	}
}
