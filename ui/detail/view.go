package detail

import "github.com/kafkathreadmanager/ktm/model/decode"

// View is how bytes are shown.
type View uint8

// The views, in the order that a key steps through.
const (
	Decoded View = iota // as what they are read as; JSON is indented
	Raw                 // the bytes as text, whatever they are
	Hex                 // the bytes in hexadecimal and ASCII
	views
)

// String is the word for a reader.
func (v View) String() string { return [...]string{"decoded", "raw text", "hex dump"}[v] }

// Settings are what stays from one message to the next.
type Settings struct {
	Value View
	Key   View // of the key and of the headers
	Cut   bool // long lines of the value are cut, not wrapped
}

// Settings gives those in force.
func (p *Pane) Settings() Settings { return p.settings }

// Set puts settings in force.
func (p *Pane) Set(s Settings) {
	p.settings = s
	p.lay()
}

// NextValueView shows the value in the next view, from its beginning.
func (p *Pane) NextValueView() View {
	p.settings.Value = (p.settings.Value + 1) % views
	p.begin()
	return p.settings.Value
}

// NextKeyView shows the key and the headers in the next view.
func (p *Pane) NextKeyView() View {
	p.settings.Key = (p.settings.Key + 1) % views
	p.lay()
	return p.settings.Key
}

// ToggleWrap cuts the long lines of the value, or wraps them; Wraps says which.
func (p *Pane) ToggleWrap() (wraps bool) {
	p.settings.Cut = !p.settings.Cut
	p.lay()
	return !p.settings.Cut
}

// begin lays out other content and shows its first line.
func (p *Pane) begin() {
	p.lay()
	p.Top()
}

// looks tells text from what is not, by the bytes.
var looks, _ = decode.New(decode.Auto, nil) // it reads no file and needs no registry

// isText says that bytes are text to a reader.
func isText(b []byte) bool {
	const enough = 4 << 10
	return looks.DecodeBeginning(b[:min(len(b), enough)]).Kind != hexed
}
