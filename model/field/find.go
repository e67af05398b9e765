package field

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// State is whether a field is there.
type State uint8

// The states.
const (
	Missing State = iota // also where the text is no JSON
	There
	Unknown // it may lie behind what was looked at
)

// Found is what a field is in one message. Text begins with its JSON value and
// goes on behind it; it aliases what was searched.
type Found struct {
	State State
	Text  []byte
}

// Set finds several paths at once.
type Set struct{ paths [][]step }

// NewSet makes the set of those fields that are paths of a kind, InValue or InKey,
// and says which of fields they are, in the order in which Find gives them.
func NewSet(kind Kind, fields []Field) (s *Set, which []int) {
	s = &Set{}
	for i, f := range fields {
		if f.kind == kind {
			s.paths = append(s.paths, f.steps())
			which = append(which, i)
		}
	}
	return s, which
}

// Find looks for the paths in the first most bytes of a text, and puts what it
// finds into found, one for each path. cut says that the text is the beginning of
// a longer one. It gives the number of bytes that were looked at; those inside of
// a value that it went down into count once more.
func (s *Set) Find(text []byte, most int, cut bool, found []Found) (read int) {
	if len(text) > most {
		text, cut = text[:max(0, most)], true
	}
	clear(found)
	if len(s.paths) == 0 {
		return 0
	}
	wanted := make([]int, len(s.paths))
	for i := range wanted {
		wanted[i] = i
	}
	x := finder{paths: s.paths, cut: cut, found: found}
	x.find(text, wanted, 0)
	return x.read
}

// finder is one call of Find.
type finder struct {
	paths [][]step
	cut   bool
	found []Found
	read  int
}

// find looks for the paths that are wanted in the object or array that a text
// begins with. All of them have led here.
func (x *finder) find(text []byte, wanted []int, depth int) {
	w, length := jsonscan.Members(text), 0
	isArray := jsonscan.Opens(text) == '['
	if isArray {
		w = jsonscan.Elements(text)
		length = x.length(text, wanted, depth)
	}
	for n := 0; len(wanted) > 0 && w.Next(); n++ {
		is := func(s step) bool {
			if isArray {
				return s.element && (s.index == n || s.index < 0 && s.index+length == n)
			}
			return !s.element && w.Is(s.name)
		}
		var here, others []int
		for _, path := range wanted {
			if is(x.paths[path][depth]) {
				here = append(here, path)
			} else {
				others = append(others, path)
			}
		}
		if len(here) > 0 {
			wanted = others // of a name that comes twice, the first counts
			x.at(w.Rest(), here, depth)
		}
	}
	x.read += w.Read()
	if end := w.Read(); x.cut && (end >= len(text) || text[end] != '}' && text[end] != ']') {
		for _, path := range wanted {
			x.found[path].State = Unknown
		}
	}
}

// at takes the value that paths lead to, or the next step into it.
func (x *finder) at(rest []byte, paths []int, depth int) {
	var deeper []int
	for _, path := range paths {
		if depth+1 == len(x.paths[path]) {
			x.found[path] = Found{There, rest}
			continue
		}
		deeper = append(deeper, path)
	}
	if len(deeper) > 0 {
		x.find(rest, deeper, depth+1)
	}
}

// length counts the elements of an array where one is wanted from its end; in one
// that is cut nobody knows the end.
func (x *finder) length(text []byte, wanted []int, depth int) (n int) {
	fromEnd := slices.ContainsFunc(wanted, func(path int) bool { return x.paths[path][depth].index < 0 })
	if !fromEnd {
		return 0
	}
	w := jsonscan.Elements(text)
	for w.Next() {
		n++
	}
	x.read += w.Read()
	if x.cut && (w.Read() >= len(text) || text[w.Read()] != ']') {
		return 0
	}
	return n
}

// Type is what a found value is in JSON.
type Type uint8

// The types.
const (
	Null Type = iota
	Bool
	Number
	String
	Object
	Array
	NoType // it is broken
)

// Type looks at the first byte.
func (f Found) Type() Type {
	if len(f.Text) == 0 {
		return NoType
	}
	switch c := f.Text[0]; {
	case c == '{':
		return Object
	case c == '[':
		return Array
	case c == '"':
		return String
	case c == 'n':
		return Null
	case c == 't', c == 'f':
		return Bool
	case c == '-', c >= '0' && c <= '9':
		return Number
	}
	return NoType
}

// Content gives the value as it is to be shown, of at most about most bytes: a
// string without its quotes and escapes, all else as it is written. more says that
// there is more of it.
func (f Found) Content(most int) (content []byte, more bool) {
	text := f.Text
	most = min(max(0, most), len(text))
	if f.Type() == String {
		return stringContent(text, most)
	}
	if v, ok := jsonscan.Value(text[:most]); ok {
		return v, false
	}
	return text[:most], most < len(text) || f.Type() == Object || f.Type() == Array
}

// stringContent unquotes the beginning of a string.
func stringContent(text []byte, most int) (content []byte, more bool) {
	end := 1
	for end < most && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	if end >= most || text[end] != '"' {
		// Back to the last place that tears neither an escape nor a character.
		end, more = whole(text[:min(end, most)]), true
	}
	content = text[1:end]
	if bytes.IndexByte(content, '\\') < 0 {
		return content, more
	}
	quoted := append(append([]byte{'"'}, content...), '"')
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return content, more
	}
	return []byte(s), more
}

// longestEscape is that of one character: two escapes of six bytes.
const longestEscape = 12

// whole gives the end of the part of the beginning of a quoted string that does
// not end within an escape or a character.
func whole(text []byte) int {
	at := 1
	for at < len(text) {
		n := 1
		switch {
		case text[at] == '\\':
			if len(text)-at < longestEscape {
				return at
			}
			n = 2
		case text[at] >= utf8.RuneSelf:
			if !utf8.FullRune(text[at:]) {
				return at
			}
			_, n = utf8.DecodeRune(text[at:])
		}
		at += n
	}
	return at
}
