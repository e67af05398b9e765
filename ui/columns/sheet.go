package columns

import (
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Row is a message to be shown.
type Row struct {
	ID     int64 // the same for the same message only
	Record *model.Record
	Key    decode.Result // what they were read as
	Value  decode.Result
	Lead   string // of our own words, right-aligned in the lead column; "" for none
	Fresh  bool   // it changed a moment ago: a dot at its left says so
}

// Sheet paints rows in columns. It is used by the program's loop only.
type Sheet struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	marker *paint.Marker
	width  int

	lead    string   // name of a column of our own before the others; "" for none
	list    []Column // as it was set
	columns []column // of it, those that are shown
	left    int      // columns that do not fit
	times   TimeFormat
	skip    int // columns of the value scrolled out at the left
	wrap    bool

	paths   *paths
	reader  *decoded.Reader // which says what is not to be seen; nil = all is
	scratch []byte
}

// column is one that is shown.
type column struct {
	Column
	title   []byte
	content int  // cells that what was seen in it takes
	numbers bool // what was seen last were numbers
	at      int  // where it begins
	cells   int  // its width; 0 = it does not fit
}

// New makes a sheet of the default columns.
func New(t *theme.Theme, g *theme.Glyphs, manyTopics bool) *Sheet {
	s := &Sheet{theme: t, glyphs: g}
	s.Set(Default(manyTopics))
	return s
}

// Set changes the columns. Those that were shown before keep their widths.
func (s *Sheet) Set(list []Column) {
	s.list = slices.Clone(list)
	before := map[field.Field]int{}
	for _, c := range s.columns {
		before[c.Field] = c.content
	}
	s.columns = nil
	var fields []field.Field
	for _, c := range list {
		if !c.Hidden {
			s.columns = append(s.columns, column{Column: c, title: []byte(s.title(c.Field)), content: before[c.Field]})
			fields = append(fields, c.Field)
		}
	}
	s.paths = newPaths(fields)
	s.Settle()
}

// ManyTopics shows the topic column where there is one, or hides it, and has all
// widths begin anew.
func (s *Sheet) ManyTopics(many bool) {
	for i := range s.list {
		if s.list[i].Field == field.Of(field.Topic) {
			s.list[i].Hidden = !many
		}
	}
	s.Set(s.list)
	s.Reset()
}

// Read has fields and headers hidden that a reader conceals.
func (s *Sheet) Read(r *decoded.Reader) { s.reader = r }

// Lead puts a column of our own before the others, with a name.
func (s *Sheet) Lead(name string) { s.lead = name }

// Like takes the columns and looks of another sheet.
func (s *Sheet) Like(o *Sheet) {
	s.theme, s.width, s.times, s.wrap, s.skip = o.theme, o.width, o.times, o.wrap, o.skip
	s.list, s.columns = slices.Clone(o.list), nil
	for _, c := range o.columns {
		s.columns = append(s.columns, column{Column: c.Column, title: c.title})
	}
	s.paths = newPaths(o.paths.fields)
	s.Settle()
}

// SetTheme changes the colours.
func (s *Sheet) SetTheme(t *theme.Theme) { s.theme = t }

// Mark has what a filter looks for stand out; nil for nothing.
func (s *Sheet) Mark(m *paint.Marker) { s.marker = m }

// SetWidth gives the sheet the columns of the terminal.
func (s *Sheet) SetWidth(width int) {
	if width != s.width {
		s.width = width
		s.Reset()
	}
}

// Reset has every column begin with its smallest width again.
func (s *Sheet) Reset() {
	for i := range s.columns {
		s.columns[i].content, s.columns[i].numbers = 0, false
	}
	s.Settle()
}

// Cells is how wide the column of a field was in the last frame; 0 where it had none.
func (s *Sheet) Cells(f field.Field) int {
	for i := range s.columns {
		if s.columns[i].Field == f {
			return s.columns[i].cells
		}
	}
	return 0
}

// Forget has all be read anew.
func (s *Sheet) Forget() { s.paths.forget() }

// Fields says that some columns show fields of JSON.
func (s *Sheet) Fields() bool { return len(s.paths.which[0])+len(s.paths.which[1]) > 0 }

// Late says that something was not read in time for the last frame.
func (s *Sheet) Late() bool { return s.paths.late }

// TimeFormat is how times are shown.
func (s *Sheet) TimeFormat() TimeFormat { return s.times }

// NextTimeFormat steps through local time, UTC, age and epoch.
func (s *Sheet) NextTimeFormat() TimeFormat {
	s.times = s.times.next()
	s.Reset()
	return s.times
}

// SetTimeFormat shows times in the format that String calls so; false where there
// is none of that name.
func (s *Sheet) SetTimeFormat(name string) bool {
	for f := range timeFormats {
		if f.String() == name {
			s.times = f
			s.Reset()
			return true
		}
	}
	return false
}

// ToggleWrap shows values over several lines, or on one; Wraps says which.
func (s *Sheet) ToggleWrap() { s.wrap, s.skip = !s.wrap, 0 }

// Wraps says that values are shown over several lines.
func (s *Sheet) Wraps() bool { return s.wrap }

// sidestep is how far one key press scrolls sideways, in columns.
const sidestep = 8

// Sideways scrolls the values; maxSkip keeps a held key from running away.
func (s *Sheet) Sideways(steps int) {
	const maxSkip = 1 << 16
	if !s.wrap {
		s.skip = min(max(0, s.skip+steps*sidestep), maxSkip)
	}
}

// title is the name in the head.
func (s *Sheet) title(f field.Field) string {
	if f.Kind() == field.Partition {
		return "part"
	}
	return f.Title()
}

// Begin starts a frame: what is measured next are all rows that it shows.
func (s *Sheet) Begin() { s.paths.begin() }

// Measure lets the columns grow to what a row needs. Settle must follow.
func (s *Sheet) Measure(r *Row, now time.Time) {
	widest := s.widest()
	s.paths.read(r, s.reader != nil && s.reader.Concealing())
	for i := range s.columns {
		c := &s.columns[i]
		if c.Width > 0 && !c.Field.IsPath() {
			continue
		}
		switch c.Field.Kind() {
		case field.Value:
		case field.Time:
			c.content = max(c.content, s.times.width(r.Record, now))
		case field.Partition:
			c.content = max(c.content, format.CountWidth(int64(r.Record.Partition)))
		case field.Offset:
			c.content = max(c.content, format.CountWidth(r.Record.Offset))
		case field.Topic:
			grow(&c.content, s.cols([]byte(r.Record.Topic), widest), widest)
		case field.Key:
			grow(&c.content, s.cols(r.Key.Text, widest)+len(sign(r.Key)), widest)
		default:
			cell := s.cell(r, i, c.Field)
			if cell.state == field.There && cell.kind != field.Null {
				c.numbers = cell.kind == field.Number
			}
			if cell.kind == field.Number && cell.state == field.There {
				c.content = min(max(c.content, len(cell.text)), widest)
			} else {
				grow(&c.content, s.cols(cell.text, widest), widest)
			}
		}
	}
}

// widest is how wide a column of free text grows.
func (s *Sheet) widest() int { return max(10, s.width/5) }

// cols is the number of cells of a foreign text, most at most.
func (s *Sheet) cols(b []byte, most int) (n int) {
	s.scratch, n, _ = safetext.Append(s.scratch[:0], b, most)
	return n
}

// growStep makes a column of free text grow a few cells at a time.
const growStep = 4

func grow(have *int, need, most int) {
	if need > *have {
		*have = min((need+growStep-1)/growStep*growStep, max(*have, most))
	}
}
