package terminal

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// style is how a character looks. Two characters that look the same have the
// same style; which colours those are does not matter here.
type style struct {
	attributes  uint32 // one bit an SGR number up to 29
	front, back colour
}

// colour is 0 for the default, else the SGR parameters that chose it.
type colour uint32

// set does what an SGR sequence asks for.
func (s *style) set(params ansi.Params) {
	if len(params) == 0 {
		*s = style{}
		return
	}
	for i := 0; i < len(params); i++ {
		n := param(params, i, 0)
		switch {
		case n == 0:
			*s = style{}
		case n == 22:
			s.attributes &^= 1<<1 | 1<<2
		case n > 22 && n < 30:
			s.attributes &^= 1 << (n - 20)
		case n < 22:
			s.attributes |= 1 << n
		case n == 38 || n == 48:
			c, used := chosen(params[i+1:])
			if n == 38 {
				s.front = c
			} else {
				s.back = c
			}
			i += used
		case n == 39:
			s.front = 0
		case n == 49:
			s.back = 0
		case n >= 40 && n <= 47 || n >= 100 && n <= 107:
			s.back = colour(n)
		case n >= 30 && n <= 37 || n >= 90 && n <= 97:
			s.front = colour(n)
		}
	}
}

// chosen reads what follows 38 or 48: "5;N" or "2;R;G;B".
func chosen(params ansi.Params) (c colour, used int) {
	used = 2
	if param(params, 0, 0) == 2 {
		used = 4
	}
	for i := range min(used, len(params)) {
		c = c<<8 | colour(param(params, i, 0)&0xff)
	}
	return c, used
}

// bytes is how long the sequence is that sets the style after another one, as
// in "\x1b[1;38;2;10;20;30m".
func (s style) bytes(after style) int {
	const around = len("\x1b[m")
	if s == (style{}) {
		return around
	}
	var params []string
	if on := s.attributes ^ after.attributes; on != 0 {
		for n := range 30 {
			if on&(1<<n) != 0 {
				params = append(params, strconv.Itoa(n))
			}
		}
	}
	if s.front != after.front {
		params = append(params, s.front.params(38))
	}
	if s.back != after.back {
		params = append(params, s.back.params(48))
	}
	return around + len(strings.Join(params, ";"))
}

// params are those that choose the colour; ground is 38 or 48.
func (c colour) params(ground int) string {
	switch {
	case c == 0:
		return strconv.Itoa(ground + 1)
	case c>>24 == 2:
		return fmt.Sprintf("%d;2;%d;%d;%d", ground, c>>16&0xff, c>>8&0xff, c&0xff)
	case c>>8 == 5:
		return fmt.Sprintf("%d;5;%d", ground, c&0xff)
	default:
		return strconv.Itoa(int(c))
	}
}
