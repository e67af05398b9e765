package state

import (
	"encoding/json"
	"maps"
	"slices"
	"unicode/utf8"
)

// The bounds of one item. What is larger is not remembered.
const (
	mostTexts = 100       // of a history, and of named texts
	mostText  = 4 << 10   // bytes of a text
	mostName  = 64        // bytes of a name
	mostItem  = 128 << 10 // bytes of an item, as JSON
)

// Item is the name of a value of type T. Any type that JSON can hold will do.
type Item[T any] string

// Of is the value in a section; false where none is remembered, or one of
// another type.
func (i Item[T]) Of(s *Section) (value T, ok bool) {
	return decode[T](s.get(string(i)))
}

// Set remembers a value.
func (i Item[T]) Set(s *Section, value T) {
	raw, err := json.Marshal(value) // now: the caller may change what it refers to
	if err != nil {
		return
	}
	s.edit(string(i), func(json.RawMessage) any { return json.RawMessage(raw) })
}

// Forget drops the value.
func (i Item[T]) Forget(s *Section) {
	s.edit(string(i), func(json.RawMessage) any { return nil })
}

// History is the name of a list of texts that were typed.
type History string

// All is the texts, the oldest first, without repetition.
func (h History) All(s *Section) []string {
	texts, _ := decode[[]string](s.get(string(h)))
	return bounded(texts)
}

// Add remembers a text as the newest.
func (h History) Add(s *Section, text string) {
	if text == "" || len(text) > mostText || !utf8.ValidString(text) {
		return // JSON holds no other
	}
	s.edit(string(h), func(old json.RawMessage) any {
		texts, _ := decode[[]string](old)
		texts = slices.DeleteFunc(texts, func(t string) bool { return t == text })
		return bounded(append(texts, text))
	})
}

// bounded drops what is too long, and the oldest of too many.
func bounded(texts []string) []string {
	texts = slices.DeleteFunc(texts, func(t string) bool { return t == "" || len(t) > mostText })
	texts = texts[max(0, len(texts)-mostTexts):]
	size := 0
	for i, t := range slices.Backward(texts) {
		if size += len(t); size > mostItem/8 { // escapes may take six times as much
			return texts[i+1:]
		}
	}
	return texts
}

// Named is the name of a set of texts that have names of the user's.
type Named string

// All is the texts by their names.
func (n Named) All(s *Section) map[string]string {
	texts, _ := decode[map[string]string](s.get(string(n)))
	return texts
}

// Put remembers a text under a name, in the place of the one before. It is false
// where there are too many, or one of the two is too long.
func (n Named) Put(s *Section, name, text string) bool {
	all := n.All(s)
	if _, known := all[name]; !known && len(all) >= mostTexts || len(name) > mostName || len(text) > mostText {
		return false
	}
	return s.edit(string(n), func(old json.RawMessage) any {
		texts, _ := decode[map[string]string](old)
		texts = maps.Clone(texts)
		if texts == nil {
			texts = map[string]string{}
		}
		texts[name] = text
		return texts
	})
}

// Drop forgets the text of a name.
func (n Named) Drop(s *Section, name string) {
	s.edit(string(n), func(old json.RawMessage) any {
		texts, _ := decode[map[string]string](old)
		delete(texts, name)
		return texts
	})
}

func decode[T any](raw json.RawMessage) (value T, ok bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return value, false
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		var none T
		return none, false
	}
	return value, true
}
