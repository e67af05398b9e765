package formats

import (
	"errors"
	"fmt"
	"io/fs"
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
	"github.com/kafkathreadmanager/ktm/ui/safetext"
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
	offers []offer
	wrong  error // why the last choice cannot be
}

var errConcealed = errors.New("not shown, as some fields are hidden")

// previewed is how much of a message is looked at for the menu, in bytes.
const previewed = 64 << 10

// New makes the menu for the topic of a message, which must not change.
func New(t *theme.Theme, g *theme.Glyphs, r model.Record, o Options) *Pane {
	p := &Pane{Options: o, theme: t, glyphs: g, record: r, list: choice.New(t, g, false, nil)}
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

// offer is a format of the menu and what the message is by it.
type offer struct {
	decode.Info
	look decode.Result // Err where it cannot be used
}

// turn shows the menu of the key or of the value: what cannot be used comes last.
func (p *Pane) turn(part decoded.Part) {
	p.part, p.wrong, p.offers = part, nil, nil
	var unfit []offer
	for _, i := range offered() {
		o := offer{i, p.Reader.Try(&p.record, part, i.Name, previewed)}
		switch {
		case o.look.Err != nil:
			unfit = append(unfit, o)
			continue
		case p.Reader.Concealing():
			o.look.Err = errConcealed // bytes in hex would tell what is hidden in text
		}
		p.offers = append(p.offers, o)
	}
	p.offers = append(p.offers, unfit...)
	var names []string
	for _, o := range p.offers {
		names = append(names, o.Name)
	}
	p.list.SetNames(names, true)
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

// above is the number of lines above the list: title, prompt, blank.
const above = 3

// below is the number of lines for words below it, as many as the screen has for
// them.
func (p *Pane) below() int {
	switch {
	case p.height < 10:
		return 1
	case p.height < 14:
		return 2
	}
	return 4
}

// SetSize gives the columns and lines that there are.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.list.SetSize(width, max(0, height-above-p.below()))
}

// View draws exactly as many lines as the size has.
func (p *Pane) View(time.Time) []string {
	return p.list.Page(p.height, p.title(), "type to narrow, or a whole format: avro:FILE.avsc", p.row, p.words(p.below())...)
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

// The columns of the menu, the width from which on it says what formats mean, and
// the one from which on it does so beside the reason why one cannot be used.
const (
	formatColumn  = 22
	meaningColumn = 40
	meaningWidth  = 110
	bothWidth     = 160
)

// row paints a format, what it means, and what the message is by it.
func (p *Pane) row(l *paint.Line, item int, spans []query.Span) {
	t, info, look := p.theme, p.offers[item].Info, p.offers[item].look
	ink := t.Ink
	if look.Err != nil {
		ink = t.Dim
	}
	l.Marked(ink, []byte(info.Name), spans, formatColumn)
	l.Pad(choice.Margin + formatColumn)
	if p.width >= meaningWidth && (look.Err == nil || p.width >= bothWidth) {
		at := l.Cols()
		l.Foreign(t.Dim, []byte(info.Means), meaningColumn-2)
		l.Pad(at + meaningColumn)
	}
	if look.Err != nil {
		l.Foreign(t.Dim, []byte(look.Err.Error()), l.Room()-1)
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

// words says in at most so many lines what is wrong, or what enter does, and what
// there is to know about that, which a row may be too short for.
func (p *Pane) words(most int) []string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width).Pad(choice.Margin)
	if p.wrong != nil {
		text := p.wrong.Error()
		if errors.Is(p.wrong, fs.ErrNotExist) {
			text += ". Type its path, whole or from where ktm was started."
		}
		return p.wrapped(nil, t.Bad, text, most)
	}
	f, err := p.chosen()
	if err != nil {
		return p.wrapped(nil, t.Warn, err.Error(), most)
	}
	begin := "enter reads the " + p.part.String() + "s of this topic as "
	if f.File() != "" { // nobody has looked for it yet
		begin = "enter opens the file, and reads the " + p.part.String() + "s of this topic as "
	}
	l.Text(t.Dim, begin)
	l.Foreign(t.Bold, []byte(f.String()), l.Room()-1)
	lines := []string{l.String()}
	if item, ok := p.list.Current(); ok && !strings.Contains(p.list.Typed(), ":") {
		o := &p.offers[item]
		switch {
		case o.look.Err != nil && most == 1: // it matters more
			return p.wrapped(nil, t.Warn, o.look.Err.Error(), most)
		case most > 2:
			lines = p.wrapped(lines, t.Dim, o.Name+": "+o.Means, 2)
		}
		if o.look.Err != nil {
			lines = p.wrapped(lines, t.Warn, o.look.Err.Error(), most)
		}
	}
	return lines
}

// wrapped appends a text to lines, as long as these are fewer than most.
func (p *Pane) wrapped(lines []string, ink theme.Ink, text string, most int) []string {
	for rest := []byte(text); len(rest) > 0 && len(lines) < most; {
		l := paint.New(p.theme, p.glyphs, p.width).Pad(choice.Margin)
		if len(lines) == most-1 {
			l.Foreign(ink, rest, l.Room()-1)
			rest = nil
		} else {
			rest = l.Some(ink, rest, max(safetext.MinWidth, l.Room()-1))
		}
		lines = append(lines, l.String())
	}
	return lines
}

// chosen is what enter puts in force: the format under the cursor, or one that
// was typed with what belongs to it.
func (p *Pane) chosen() (decode.Format, error) {
	typed := p.list.Typed()
	if item, ok := p.list.Current(); ok && !strings.Contains(typed, ":") {
		typed = p.offers[item].Name
	}
	return decode.Parse(typed)
}

// revealing says why a format is not put in force while fields are hidden: by what
// cannot read a message its bytes are shown as they are.
func (p *Pane) revealing(f decode.Format) error {
	if !p.Reader.Concealing() {
		return nil
	}
	i := slices.IndexFunc(p.offers, func(o offer) bool { return o.Name == f.String() })
	if i < 0 || p.offers[i].look.Err == nil || errors.Is(p.offers[i].look.Err, errConcealed) {
		return nil
	}
	return fmt.Errorf("%s would show the bytes, of which some fields are hidden: %w", f, p.offers[i].look.Err)
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
		if err == nil {
			err = p.revealing(f)
		}
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
