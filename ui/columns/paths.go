package columns

import (
	"slices"

	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/field"
)

const (
	// frameWork is how many bytes of JSON one frame reads, some milliseconds.
	frameWork = 4 << 20
	// mostRead bounds what is read of one text.
	mostRead = 1 << 20
	// costly is from when on what was found is remembered.
	costly = 4 << 10
	// cellBytes is how much of a field is taken to be shown.
	cellBytes = 512
	// mostKept is more rows than a screen has, twice.
	mostKept = 512
)

// cell is what stands in a column of the user's own.
type cell struct {
	state field.State
	kind  field.Type
	text  []byte // a copy
	more  bool
}

// paths reads the fields that are shown.
type paths struct {
	fields []field.Field
	sets   [2]*field.Set // of the value and of the key
	which  [2][]int
	found  []field.Found

	row   int64 // that cells are of; ok says that they are of one
	ok    bool
	cells []cell // as many as fields
	kept  map[int64][]cell
	work  int // bytes of this frame
	late  bool
}

func newPaths(fields []field.Field) *paths {
	p := &paths{fields: fields, kept: map[int64][]cell{}, cells: make([]cell, len(fields))}
	for i, kind := range []field.Kind{field.InValue, field.InKey} {
		p.sets[i], p.which[i] = field.NewSet(kind, fields)
	}
	p.found = make([]field.Found, len(fields))
	return p
}

func (p *paths) forget() {
	clear(p.kept)
	p.ok = false
}

func (p *paths) begin() {
	p.work, p.late, p.ok = 0, false, false
	if len(p.kept) > mostKept {
		p.forget()
	}
}

// read reads the paths of a row. Of one of which something is concealed, only what
// is shown.
func (p *paths) read(r *Row, concealing bool) {
	if p.ok && p.row == r.ID {
		return
	}
	p.row, p.ok = r.ID, true
	if len(p.which[0])+len(p.which[1]) == 0 {
		return
	}
	if kept, ok := p.kept[r.ID]; ok {
		copy(p.cells, kept)
		return
	}
	if p.work >= frameWork {
		p.late = true
		for _, which := range p.which {
			for _, i := range which {
				p.cells[i] = cell{state: field.Unknown}
			}
		}
		return
	}
	value, key := int64(0), int64(0)
	if w := r.Record.Whole; w != nil {
		value, key = w.Value, w.Key
	}
	valueBytes, keyBytes := r.Record.Value, r.Record.Key
	if concealing {
		valueBytes, keyBytes = nil, nil
	}
	read := p.part(0, r.Value, valueBytes, value) + p.part(1, r.Key, keyBytes, key)
	if p.work += read; read >= costly {
		p.kept[r.ID] = slices.Clone(p.cells)
	}
}

// part reads the paths of one part of a message, which is shown as a text. Where
// that is only the beginning of what it was, because it is shown as it is, all of
// that is read.
func (p *paths) part(i int, shown decode.Result, b []byte, whole int64) (read int) {
	if len(p.which[i]) == 0 {
		return 0
	}
	text, cut := shown.Text, shown.Cut
	if len(text) > 0 && len(b) > 0 && &text[0] == &b[0] {
		text, cut = b, whole > int64(len(b))
	}
	found := p.found[:len(p.which[i])]
	read = p.sets[i].Find(text, mostRead, cut, found)
	for n, f := range found {
		c := cell{state: f.State}
		if f.State == field.There {
			content, more := f.Content(cellBytes)
			c.kind, c.text, c.more = f.Type(), slices.Clone(content), more
		}
		p.cells[p.which[i][n]] = c
	}
	return read
}

// cell is what column i shows of a row that was read.
func (s *Sheet) cell(r *Row, i int, f field.Field) cell {
	if f.IsPath() {
		return s.paths.cells[i]
	}
	value, ok := f.HeaderOf(r.Record)
	switch {
	case !ok:
		if w := r.Record.Whole; w != nil && w.HeaderCount > len(r.Record.Headers) {
			return cell{state: field.Unknown}
		}
		return cell{}
	case value == nil:
		return cell{state: field.There, kind: field.Null}
	}
	if s.reader != nil {
		value = s.reader.Header([]byte(f.Title()), value)
	}
	return cell{state: field.There, kind: field.String, text: value[:min(len(value), cellBytes)], more: len(value) > cellBytes}
}
