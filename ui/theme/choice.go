package theme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// Auto is the name of the usual choice: dark or light, as the terminal is.
const Auto = "auto"

// Choice is a theme that was chosen. The zero value is [Auto].
type Choice struct {
	dark, light *palette // nil is the usual one
}

var choices = map[string]Choice{
	Auto:       {},
	"dark":     {&darkPalette, &darkPalette},
	"light":    {&lightPalette, &lightPalette},
	"contrast": {&contrastDark, &contrastLight},
}

// Names lists the themes that ktm brings along.
func Names() []string { return slices.Sorted(maps.Keys(choices)) }

// Named is the theme of a name; false where ktm brings none along.
func Named(name string) (c Choice, ok bool) {
	c, ok = choices[name]
	return c, ok
}

// For is the theme for a dark or a light background.
func (c Choice) For(dark bool) *Theme {
	p, usual := c.light, &lightPalette
	if dark {
		p, usual = c.dark, &darkPalette
	}
	if p == nil {
		p = usual
	}
	return p.paint()
}

// Mistake is something wrong in a theme that was written by hand.
type Mistake struct{ Text, Hint string }

// Error says what is wrong.
func (m *Mistake) Error() string { return m.Text }

// colours are the names of a palette's colours, as they are written.
func (p *palette) colours() map[string]*string {
	return map[string]*string{
		"accent": &p.accent, "ink": &p.ink, "dim": &p.dim, "faint": &p.faint, "ok": &p.ok, "warn": &p.warn, "bad": &p.bad,
		"selection": &p.sel, "null": &p.null, "badge": &p.badge, "number": &p.number,
		"match": &p.match, "match-selected": &p.matchSel,
	}
}

// Colours lists what a theme may name, besides base and keys.
func Colours() []string { return slices.Sorted(maps.Keys(new(palette).colours())) }

// mostKeys is how many colours message keys may have.
const mostKeys = 32

// Parse makes a theme of names and values: base (dark, light, or contrast-dark
// and contrast-light), colours as #rrggbb over those of the base, and keys, the
// colours of message keys with blanks between them. Its error is a *Mistake.
func Parse(from map[string]string) (Choice, error) {
	bases := map[string]palette{"dark": darkPalette, "light": lightPalette, "contrast-dark": contrastDark, "contrast-light": contrastLight}
	base, given := from["base"]
	p, known := bases[strings.TrimSpace(base)]
	switch {
	case !given:
		p = darkPalette
	case !known:
		return Choice{}, &Mistake{fmt.Sprintf("base: %q is unknown", base), "Write dark, light, contrast-dark or contrast-light."}
	}
	colours := p.colours()
	for _, name := range slices.Sorted(maps.Keys(from)) {
		value := strings.TrimSpace(from[name])
		switch target := colours[name]; {
		case name == "base":
		case name == "keys":
			keys, err := parseKeys(value)
			if err != nil {
				return Choice{}, err
			}
			p.keys = keys
		case target == nil:
			return Choice{}, unknown(name)
		default:
			hex, ok := parseColour(value)
			if !ok {
				return Choice{}, wrongColour(name, value)
			}
			*target = hex
		}
	}
	return Choice{&p, &p}, nil
}

func parseKeys(value string) (keys []string, err error) {
	for word := range strings.FieldsSeq(value) {
		hex, ok := parseColour(word)
		if !ok {
			return nil, wrongColour("keys", word)
		}
		keys = append(keys, hex)
	}
	if len(keys) == 0 || len(keys) > mostKeys {
		return nil, &Mistake{fmt.Sprintf("keys: %d colours", len(keys)), fmt.Sprintf("Write 1 to %d of them with blanks between, such as #8fbcdb #a8c77f.", mostKeys)}
	}
	return keys, nil
}

// parseColour reads #rrggbb or #rgb, also without its #.
func parseColour(s string) (hex string, ok bool) {
	s = strings.ToLower(strings.TrimPrefix(s, "#"))
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	return s, len(s) == 6 && strings.Trim(s, "0123456789abcdef") == ""
}

func wrongColour(name, value string) error {
	return &Mistake{fmt.Sprintf("%s: %q is no colour", name, value), "Write it as #rrggbb, such as #7aa2f7."}
}

func unknown(name string) error {
	hint := "There are base, keys, " + strings.Join(Colours(), ", ") + "."
	for _, c := range append(Colours(), "base", "keys") {
		if names.Edits(name, c) <= 2 && len(name) > 2 {
			hint = "Did you mean " + c + "? " + hint
			break
		}
	}
	return &Mistake{fmt.Sprintf("%q is no colour of a theme", name), hint}
}
