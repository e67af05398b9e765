package safetext

import (
	"math"
	"testing"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// The promises hold for the whole collection, at every width, on one line and
// wrapped, and for what comes to stand side by side.
func TestHostileTexts(t *testing.T) {
	for _, item := range hostile.Items() {
		src := []byte(item.Text)
		for width := range 60 {
			out, cols, _ := Append(nil, src, width)
			if !harmless(t, out, cols) {
				t.Fatalf("%s at %d columns", item.Name, width)
			}
			for _, line := range wrapped(item.Text, width) {
				if !harmless(t, []byte(line), Width(line)) {
					t.Fatalf("%s, wrapped at %d columns", item.Name, width)
				}
			}
		}
	}
	for _, s := range hostile.Splits() {
		out, first, _ := Append(nil, []byte(s.First), math.MaxInt)
		out, second, _ := Append(out, []byte(s.Second), math.MaxInt)
		if !harmless(t, out, first+second) {
			t.Errorf("%s: together they are %q", s.Name, out)
		}
	}
	for _, g := range hostile.Giants() {
		out, cols, _ := Append(nil, []byte(g.Text), 200)
		if !harmless(t, out, cols) || cols < 190 {
			t.Errorf("%s: %d columns", g.Name, cols)
		}
	}
}
