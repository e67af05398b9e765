package screen

import (
	"image/color"
	"strconv"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// colour is 0 for the terminal's own, else a kind and a value.
type colour uint32

const (
	basic   colour = 1 << 24 // one of 16
	indexed colour = 2 << 24 // one of 256
	direct  colour = 3 << 24 // red, green, blue
	kinds   colour = 0xff << 24
)

// Attributes of text: a bit for each SGR number.
const (
	bold      = 1 << 1
	faint     = 1 << 2
	underline = 1 << 4
	reverse   = 1 << 7
	strike    = 1 << 9
	// onBlanks are the attributes that are seen on a blank.
	onBlanks = underline | reverse | strike
)

// style is how a character looks.
type style struct {
	attributes  uint16
	front, back colour
}

// blank is the style of a blank that looks like one of this style: a colour of
// text is not seen on it.
func (s style) blank() style {
	if s.attributes&onBlanks == 0 {
		return style{back: s.back}
	}
	return s
}

// set does what the parameters of an SGR sequence say.
func (s *style) set(params string) {
	next := func() (n int, more bool) {
		for i := 0; i < len(params); i++ {
			if c := params[i]; c >= '0' && c <= '9' {
				n = min(n*10+int(c-'0'), 1<<16)
				continue
			}
			params = params[i+1:]
			return n, true
		}
		params = ""
		return n, false
	}
	for more := true; more; {
		var n int
		n, more = next()
		switch {
		case n == 0:
			*s = style{}
		case n < 10:
			s.attributes |= 1 << n
		case n == 22:
			s.attributes &^= bold | faint
		case n > 22 && n < 30:
			s.attributes &^= 1 << (n - 20)
		case n == 38 || n == 48 || n == 58:
			var kind, v int
			if kind, more = next(); kind == 5 {
				v, more = next()
				v = int(indexed) | v&0xff
			} else {
				for range 3 {
					var c int
					c, more = next()
					v = v<<8 | c&0xff
				}
				v |= int(direct)
			}
			switch n {
			case 38:
				s.front = colour(v)
			case 48:
				s.back = colour(v)
			}
		case n == 39:
			s.front = 0
		case n == 49:
			s.back = 0
		case n >= 30 && n < 38:
			s.front = basic | colour(n-30)
		case n >= 40 && n < 48:
			s.back = basic | colour(n-40)
		case n >= 90 && n < 98:
			s.front = basic | colour(n-90+8)
		case n >= 100 && n < 108:
			s.back = basic | colour(n-100+8)
		}
	}
}

// appendChange appends the shortest sequence that turns style from into to.
func appendChange(dst []byte, from, to style) []byte {
	if from == to {
		return dst
	}
	if to == (style{}) {
		return append(dst, "\x1b[m"...)
	}
	fresh := appendParams(nil, style{}, to)
	if from != (style{}) {
		if on := appendParams(nil, from, to); len(on) <= len(fresh)+1 {
			fresh = on
		} else {
			fresh = append([]byte{';'}, fresh...) // no number is 0: all off
		}
	}
	dst = append(dst, "\x1b["...)
	dst = append(dst, fresh...)
	return append(dst, 'm')
}

// appendParams appends what changes, number by number.
func appendParams(dst []byte, from, to style) []byte {
	number := func(n int) {
		if len(dst) > 0 {
			dst = append(dst, ';')
		}
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	now := from.attributes
	for n := 1; n < 10; n++ {
		if off := now &^ to.attributes; off&(1<<n) == 0 {
			continue
		}
		if n <= 2 {
			number(22)
			now &^= bold | faint
		} else {
			number(20 + n)
			now &^= 1 << n
		}
	}
	for n := 1; n < 10; n++ {
		if to.attributes&^now&(1<<n) != 0 {
			number(n)
		}
	}
	paint := func(c colour, ground int) {
		switch v := int(c &^ kinds); c & kinds {
		case 0:
			number(ground + 9)
		case basic:
			if v >= 8 {
				v += 60 - 8
			}
			number(ground + v)
		case indexed:
			number(ground + 8)
			number(5)
			number(v)
		default:
			number(ground + 8)
			number(2)
			number(v >> 16)
			number(v >> 8 & 0xff)
			number(v & 0xff)
		}
	}
	if from.front != to.front {
		paint(to.front, 30)
	}
	if from.back != to.back {
		paint(to.back, 40)
	}
	return dst
}

// palette brings colours down to what the terminal has.
type palette struct {
	profile colorprofile.Profile
	known   map[colour]colour
}

func (p *palette) style(s style) style {
	switch p.profile {
	case colorprofile.Unknown, colorprofile.TrueColor:
		return s
	case colorprofile.NoTTY:
		return style{}
	case colorprofile.ASCII:
		return style{attributes: s.attributes}
	}
	s.front, s.back = p.colour(s.front), p.colour(s.back)
	return s
}

func (p *palette) colour(c colour) colour {
	if c == 0 || c&kinds == basic || c&kinds == indexed && p.profile == colorprofile.ANSI256 {
		return c
	}
	if known, ok := p.known[c]; ok {
		return known
	}
	v := uint8(c)
	var from color.Color = ansi.IndexedColor(v)
	if c&kinds == direct {
		from = color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: v, A: 0xff}
	}
	var to colour
	switch near := p.profile.Convert(from).(type) {
	case ansi.BasicColor:
		to = basic | colour(near)
	case ansi.IndexedColor:
		to = indexed | colour(near)
	}
	if p.known == nil {
		p.known = map[colour]colour{}
	}
	p.known[c] = to
	return to
}
