package theme

import (
	"errors"
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
	for _, tt := range []struct {
		name       string
		p          palette
		background string
	}{{"dark", darkPalette, "16161e"}, {"light", lightPalette, "ffffff"}} {
		name, p, background := tt.name, tt.p, tt.background
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

// Of high contrast is what is 7:1 wherever it stands: on any black or white that
// is usual, and on the selection.
func TestHighContrast(t *testing.T) {
	for _, tt := range []struct {
		name        string
		p           palette
		backgrounds []string
	}{
		{"dark", contrastDark, []string{"000000", "16161e", "1e1e1e", "002b36", contrastDark.sel}},
		{"light", contrastLight, []string{"ffffff", "fafafa", "f5f0e1", contrastLight.sel}},
	} {
		check := func(what, fg string, backgrounds ...string) {
			for _, bg := range backgrounds {
				if got := contrast(fg, bg); got < 7 {
					t.Errorf("%s: %s #%s on #%s has contrast %.2f, want 7", tt.name, what, fg, bg, got)
				}
			}
		}
		for what, colour := range tt.p.colours() {
			switch what {
			case "selection", "match", "match-selected":
			case "badge":
				check(what, *colour, tt.p.accent)
			default:
				check(what, *colour, tt.backgrounds...)
			}
		}
		check("what is found", tt.p.warn, tt.p.match, tt.p.matchSel)
		for _, k := range tt.p.keys {
			check("key", k, tt.backgrounds...)
		}
	}
}

func TestChoices(t *testing.T) {
	for _, name := range Names() {
		c, ok := Named(name)
		if !ok {
			t.Fatalf("%s is listed and unknown", name)
		}
		dark, light := c.For(true).Ink, c.For(false).Ink
		if fixed := name == "dark" || name == "light"; (dark == light) != fixed {
			t.Errorf("%s follows the background: %t", name, dark != light)
		}
	}
	if (Choice{}).For(true).Ink != New(true).Ink || (Choice{}).For(false).Ink != New(false).Ink {
		t.Error("no choice is not the usual one")
	}
	if _, ok := Named("solarized"); ok {
		t.Error("there is a theme nobody wrote")
	}
}

func TestThemesWrittenByHand(t *testing.T) {
	c, err := Parse(map[string]string{"base": "light", "accent": "#F0a ", "ink": "010203", "keys": "#111111 #222222"})
	if err != nil {
		t.Fatal(err)
	}
	th := c.For(true)
	if th.AccentHex != "#ff00aa" || !strings.Contains(th.Ink.SGR(false), "1;2;3") || len(th.Keys) != 2 || th.WarnHex != "#"+lightPalette.warn {
		t.Errorf("%+v", th)
	}
	for name, tt := range map[string]struct {
		from map[string]string
		want []string
	}{
		"unknown":   {map[string]string{"acent": "#fff"}, []string{`"acent" is no colour of a theme`, "Did you mean accent?", "match-selected"}},
		"far":       {map[string]string{"wallpaper": "#fff"}, []string{`"wallpaper"`, "There are base, keys, accent"}},
		"no colour": {map[string]string{"ink": "reddish"}, []string{`ink: "reddish" is no colour`, "#7aa2f7"}},
		"short":     {map[string]string{"ink": "#ffff"}, []string{`"#ffff" is no colour`}},
		"empty":     {map[string]string{"ink": ""}, []string{`ink: "" is no colour`}},
		"base":      {map[string]string{"base": "grey"}, []string{`base: "grey" is unknown`, "contrast-light"}},
		"keys":      {map[string]string{"keys": "#fff, #000"}, []string{`keys: "#fff," is no colour`}},
		"no keys":   {map[string]string{"keys": " "}, []string{"keys: 0 colours", "1 to 32"}},
	} {
		_, err := Parse(tt.from)
		m, ok := errors.AsType[*Mistake](err)
		if !ok {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, w := range tt.want {
			if !strings.Contains(m.Text+" "+m.Hint, w) {
				t.Errorf("%s: %q %q lacks %q", name, m.Text, m.Hint, w)
			}
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
