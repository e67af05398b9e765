package hostile

import (
	"fmt"
	"strings"
)

// controls gives the control characters: all of a family in one text, with
// letters between them, and those alone that do something by themselves.
func controls() []Item {
	var c0, rawC1, c1 strings.Builder
	for c := range rune(0x20) {
		c0.WriteString("c" + string(c))
	}
	for c := rune(0x80); c < 0xa0; c++ {
		rawC1.WriteString("c" + string([]byte{byte(c)}))
		c1.WriteString("c" + string(c))
	}
	all := []Item{
		{"every C0", c0.String()},
		{"every C0 but NUL", c0.String()[len("c\x00"):]},
		{"every C1, raw", rawC1.String()},
		{"every C1, as UTF-8", c1.String()},
	}
	for _, c := range "\x00\x05\a\b\t\n\v\f\r\x0e\x0f\x11\x13\x18\x1a\x1b\x7f" {
		all = append(all, Item{fmt.Sprintf("control %#02x", c), "left" + string(c) + "right"})
	}
	return all
}
