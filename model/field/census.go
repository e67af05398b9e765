package field

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// What a census looks at of one message, and how many fields it counts.
const (
	censusBytes   = 16 << 10
	censusDepth   = 6
	censusMembers = 200 // of one object
	censusFields  = 1000
	exampleBytes  = 200
)

// Counted is a field that messages have: in how many of those that were counted,
// and what it was in the last one.
type Counted struct {
	Field
	Count   int
	Type    Type
	Example []byte // foreign text
}

// Census counts the fields of messages. It copies what it keeps, and bounds it.
type Census struct {
	wanted   []Field
	messages int
	at       map[Field]int
	counted  []Counted
	more     bool // there was more than is counted
	others   bool // arrays had more elements than the first
}

// Want has fields counted that are not looked for else: objects, and elements of an
// array behind its first one. It is called before the first Add.
func (c *Census) Want(fields ...Field) { c.wanted = fields }

// Add counts the fields of a message: its headers, and those of the JSON texts
// that its key and its value are shown as.
func (c *Census) Add(key, value []byte, headers []model.Header) {
	if c.at == nil {
		c.at = map[Field]int{}
	}
	c.messages++
	c.more = c.more || len(value) > censusBytes || len(key) > censusBytes || len(headers) > censusMembers
	key, value = key[:min(len(key), censusBytes)], value[:min(len(value), censusBytes)]
	for i, h := range headers[:min(len(headers), censusMembers)] {
		again := slices.ContainsFunc(headers[:i], func(b model.Header) bool { return string(b.Key) == string(h.Key) })
		if len(h.Key) > 0 && len(h.Key) <= maxName/5 && !again {
			kind := String
			if h.Value == nil {
				kind = Null
			}
			c.count(Field{Header, string(h.Key)}, kind, h.Value)
		}
	}
	before := make([]int, len(c.wanted))
	for i, f := range c.wanted {
		before[i] = c.counts(f)
	}
	c.walk(InValue, value, nil)
	c.walk(InKey, key, nil)
	c.seek(InValue, value, before)
	c.seek(InKey, key, before)
}

// counts is in how many messages a field was so far.
func (c *Census) counts(f Field) int {
	if i, ok := c.at[f]; ok {
		return c.counted[i].Count
	}
	return 0
}

// seek counts those wanted fields of a message that the walk did not come by.
func (c *Census) seek(kind Kind, text []byte, before []int) {
	set, which := NewSet(kind, c.wanted)
	found := make([]Found, len(which))
	set.Find(text, censusBytes, false, found)
	for i, f := range found {
		wanted := which[i]
		if f.State == There && f.Type() != NoType && c.counts(c.wanted[wanted]) == before[wanted] {
			example, _ := f.Content(exampleBytes)
			c.count(c.wanted[wanted], f.Type(), example)
		}
	}
}

// walk counts what is in an object, or in the first element of an array.
func (c *Census) walk(kind Kind, text []byte, path []step) {
	w, object := jsonscan.Members(text), true
	if jsonscan.Opens(text) == '[' {
		w, object = jsonscan.Elements(text), false
	}
	for n := 0; w.Next(); n++ {
		if n == censusMembers {
			c.more = true
			return
		}
		one := step{element: !object, index: n}
		if object {
			one.name = string(w.Name())
		} else if n > 0 {
			c.others = true
			return
		}
		if len(one.name) > maxName/5 {
			continue
		}
		to := append(slices.Clip(path), one)
		found := Found{There, w.Rest()}
		switch t := found.Type(); {
		case t == NoType:
		case (t == Object || t == Array) && len(to) < censusDepth:
			if t == Array {
				c.found(kind, to, found)
			}
			c.walk(kind, found.Text, to)
		default:
			c.found(kind, to, found)
		}
	}
}

func (c *Census) found(kind Kind, path []step, f Found) {
	example, _ := f.Content(exampleBytes)
	c.count(Field{kind, canonical(path)}, f.Type(), example)
}

func (c *Census) count(f Field, t Type, example []byte) {
	i, ok := c.at[f]
	if !ok {
		if len(c.counted) == censusFields {
			c.more = true
			return
		}
		i = len(c.counted)
		c.at[f] = i
		c.counted = append(c.counted, Counted{Field: f, Type: Null})
	}
	of := &c.counted[i]
	of.Count++
	if t != Null || of.Example == nil {
		of.Type, of.Example = t, append(of.Example[:0], example[:min(len(example), exampleBytes)]...)
	}
}

// Lacks says that no message that was counted has the field, or anything in it.
// It is false where that is not known: a census does not look everywhere.
func (c *Census) Lacks(f Field) bool {
	if c.more || c.messages == 0 {
		return false
	}
	path := f.path
	if f.IsPath() {
		steps := f.steps()
		if len(steps) > censusDepth {
			return false
		}
		if c.others && slices.ContainsFunc(steps, func(s step) bool { return s.element }) {
			return false // other elements may be unlike the first
		}
		for i := range steps {
			steps[i].index = 0
		}
		path = canonical(steps)
	}
	for i := range c.counted {
		of := &c.counted[i]
		if rest, ok := strings.CutPrefix(of.path, path); of.kind == f.kind && ok && (rest == "" || f.IsPath() && (rest[0] == '.' || rest[0] == '[')) {
			return false
		}
	}
	return true
}

// TypeOf is what the field was in the last message that had it and was not null;
// false where none was counted.
func (c *Census) TypeOf(f Field) (Type, bool) {
	i, ok := c.at[f]
	if !ok {
		return NoType, false
	}
	return c.counted[i].Type, true
}

// Messages is how many were counted.
func (c *Census) Messages() int { return c.messages }

// Fields are those that were found, the most frequent first, else in the order in
// which messages have them.
func (c *Census) Fields() []Counted {
	fields := slices.Clone(c.counted)
	slices.SortStableFunc(fields, func(a, b Counted) int { return cmp.Compare(b.Count, a.Count) })
	return fields
}
