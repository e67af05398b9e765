package formats

import (
	"errors"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/choice"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Options are what a pane needs; all of them.
type Options struct {
	Keys   *keys.Map
	Reader *decoded.Reader
	// Set puts a format in force. Where it cannot be used, the pane is told ([Pane.Wrong]).
	Set func(topic string, part decoded.Part, f decode.Format) tea.Cmd
}

// Pane is the open menu.
type Pane struct {
	Options
	glyphs *theme.Glyphs
	list   *choice.List
	theme  *theme.Theme
	width  int
	height int

	record model.Record
	part   decoded.Part
	looks  []decode.Result // by each format; Err where it cannot be used
	wrong  error           // why the last choice cannot be
}

var errConcealed = errors.New("not shown, as some fields are hidden")

// previewed is how much of a message is looked at for the menu, in bytes.
const previewed = 64 << 10

// New makes the menu for the topic of a message, which must not change.
func New(t *theme.Theme, g *theme.Glyphs, r model.Record, o Options) *Pane {
	p := &Pane{Options: o, theme: t, glyphs: g, record: r, list: choice.New(t, g, false, nil)}
	var names []string
	for _, i := range offered() {
		names = append(names, i.Name)
	}
	p.list.SetNames(names, true)
	p.turn(decoded.Value)
	return p
}

// Wrong tells why what was chosen cannot be.
func (p *Pane) Wrong(err error) { p.wrong = err }

// offered are the formats of the menu: those of one word, and those that need no
// more than a second one.
func offered() []decode.Info {
	list := decode.Formats()
	i := slices.IndexFunc(list, func(i decode.Info) bool { return i.Name == "protobuf" }) + 1
	return slices.Insert(list, i, decode.Info{Name: "protobuf:raw", Means: "Protobuf without a schema"})
}

// turn shows the menu of the key or of the value.
func (p *Pane) turn(part decoded.Part) {
	p.part, p.wrong = part, nil
	p.looks = nil
	for _, i := range offered() {
		look := p.Reader.Try(&p.record, part, i.Name, previewed)
		if p.Reader.Concealing() && look.Err == nil {
			look.Err = errConcealed // bytes in hex would tell what is hidden in text
		}
		p.looks = append(p.looks, look)
	}
	now := p.Reader.Format(p.record.Topic, part).String()
	if !slices.ContainsFunc(offered(), func(i decode.Info) bool { return i.Name == now }) {
		now, _, _ = strings.Cut(now, ":") // with a file or a byte order of its own
	}
	p.list.Point(now)
}

// Narrowed reports whether something is typed, which esc takes away first.
func (p *Pane) Narrowed() bool { return p.list.Narrowed() }

// SetTheme repaints.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme = t; p.list.SetTheme(t) }

// The lines around the list: title, prompt, blank, and below it one for words.
const around = 4

// SetSize gives the columns and lines that there are.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.list.SetSize(width, max(0, height-around))
}

// View draws exactly as many lines as the size has.
func (p *Pane) View(time.Time) []string {
	lines := append([]string{p.title(), p.list.Prompt("type to narrow, or a whole format: avro:FILE.avsc"), ""}, p.list.View(p.row)...)
	lines = append(lines, p.words())
	for len(lines) < p.height {
		lines = append(lines, "")
	}
	return lines[:p.height]
}

func (p *Pane) title() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " "+p.part.String()+"s of ")
	l.Foreign(t.AccentBold, []byte(p.record.Topic), max(8, l.Room()-40))
	l.Text(t.Dim, "  read as ").Foreign(t.Bold, []byte(p.current().String()), max(0, l.Room()-2))
	return l.Text(t.Dim, " ").Rule(t.Faint, p.width-1).String()
}

func (p *Pane) current() decode.Format {
	return p.Reader.Format(p.record.Topic, p.part)
}

// The columns of the menu, and the width from which on it says what formats mean.
const (
	formatColumn  = 22
	meaningColumn = 40
	meaningWidth  = 110
)

// row paints a format, what it means, and what the message is by it.
func (p *Pane) row(l *paint.Line, item int, spans []query.Span) {
	t, info, look := p.theme, offered()[item], p.looks[item]
	l.Marked(t.Ink, []byte(info.Name), spans, formatColumn)
	l.Pad(choice.Margin + formatColumn)
	if p.width >= meaningWidth {
		at := l.Cols()
		l.Foreign(t.Dim, []byte(info.Means), meaningColumn-2)
		l.Pad(at + meaningColumn)
	}
	if look.Err != nil {
		l.Foreign(t.Faint, []byte(look.Err.Error()), l.Room()-1)
		return
	}
	switch {
	case look.Kind == "null":
		l.Text(t.Null, p.glyphs.Null+" null")
	case len(look.Text) == 0:
		l.Text(t.Null, `""`)
	default:
		l.ValueCut(paint.ValueOf(look.Text), l.Room()-1)
	}
}

// words is the last line: what is wrong, or what enter does.
func (p *Pane) words() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width).Pad(choice.Margin)
	if p.wrong != nil {
		l.Foreign(t.Bad, []byte(p.wrong.Error()), l.Room()-1)
		return l.String()
	}
	f, err := p.chosen()
	if err != nil {
		l.Foreign(t.Warn, []byte(err.Error()), l.Room()-1)
		return l.String()
	}
	begin := "enter reads the " + p.part.String() + "s of this topic as "
	if f.File() != "" { // nobody has looked for it yet
		begin = "enter opens the file, and reads the " + p.part.String() + "s of this topic as "
	}
	l.Text(t.Dim, begin)
	l.Foreign(t.Bold, []byte(f.String()), l.Room()-1)
	return l.String()
}

// chosen is what enter puts in force: the format under the cursor, or one that
// was typed with what belongs to it.
func (p *Pane) chosen() (decode.Format, error) {
	typed := p.list.Typed()
	if item, ok := p.list.Current(); ok && !strings.Contains(typed, ":") {
		typed = offered()[item].Name
	}
	return decode.Parse(typed)
}

// Press takes a key.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k := p.Options.Keys
	switch {
	case key.Matches(msg, k.Part):
		p.turn(1 - p.part)
		return nil, true
	case key.Matches(msg, k.UseFormat):
		f, err := p.chosen()
		if p.wrong = err; err != nil {
			return nil, true
		}
		return p.Set(p.record.Topic, p.part, f), true
	case key.Matches(msg, k.Back) && p.list.Clear():
		p.wrong = nil
		return nil, true
	}
	typed := p.list.Typed()
	if owned = p.list.Press(msg); p.list.Typed() != typed {
		p.wrong = nil
	}
	return nil, owned
}

// Paste types what the terminal pastes: the path of a file, mostly.
func (p *Pane) Paste(text string) tea.Cmd {
	p.list.Paste(text)
	p.wrong = nil
	return nil
}

// Take takes nothing: the pane starts nothing that ends here.
func (p *Pane) Take(tea.Msg) (tea.Cmd, bool) { return nil, false }

// Scroll moves the cursor by lines.
func (p *Pane) Scroll(delta int) { p.list.Scroll(delta) }

// Keys are what the footer shows.
func (p *Pane) Keys() []key.Binding {
	return []key.Binding{p.Options.Keys.UseFormat, p.Options.Keys.Part}
}
