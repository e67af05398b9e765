package diff

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// value is a part of a JSON text.
type value struct {
	text    []byte
	name    []byte // of a field, with its quotes
	open    byte   // '{' or '[', 0 for what has no parts
	parts   []value
	content string // of a string with escapes that says the same otherwise; else ""
	hash    uint64 // equal for what is the same
}

// Why texts are not compared.
var (
	ErrLarge = errors.New("too large to compare")
	ErrDeep  = errors.New("nested too deep to compare")
	ErrJSON  = errors.New("not JSON")
)

// parse takes a text apart.
func parse(text []byte) (value, error) {
	if len(text) > MaxSize {
		return value{}, ErrLarge
	}
	if !json.Valid(text) {
		return value{}, ErrJSON
	}
	p := parser{b: text}
	v, ok := p.value(0)
	if !ok {
		return value{}, ErrDeep
	}
	return v, nil
}

// parser walks over valid JSON, each byte once: a [jsonscan.Walk] in another would
// go over what is nested at each of its levels.
type parser struct {
	b  []byte
	at int
}

func (p *parser) space() { p.at = jsonscan.Space(p.b, p.at) }

// value reads the next value; false where it is nested too deep.
func (p *parser) value(depth int) (v value, ok bool) {
	p.space()
	begin := p.at
	switch c := p.b[p.at]; c {
	case '{', '[':
		if depth >= MaxDepth {
			return v, false
		}
		v.open = c
		if !p.parts(&v, depth+1) {
			return v, false
		}
	case '"':
		p.quoted()
	default:
		for p.at < len(p.b) && !jsonscan.Delimits(p.b[p.at]) {
			p.at++
		}
	}
	v.text = p.b[begin:p.at]
	if v.open == 0 {
		v.content = said(v.text)
		v.hash = hashScalar(&v)
	}
	return v, true
}

// parts reads what is in an object or array.
func (p *parser) parts(v *value, depth int) bool {
	for p.at++; ; p.at++ { // behind the bracket, then behind each comma
		p.space()
		if c := p.b[p.at]; c == '}' || c == ']' {
			break // it is empty
		}
		var name []byte
		if v.open == '{' {
			begin := p.at
			p.quoted()
			name = p.b[begin:p.at]
			p.space()
			p.at++ // the colon
		}
		part, ok := p.value(depth)
		if !ok {
			return false
		}
		part.name = name
		v.parts = append(v.parts, part)
		p.space()
		if p.b[p.at] != ',' {
			break
		}
	}
	p.at++
	v.hash = hashParts(v)
	return true
}

func (p *parser) quoted() { p.at, _ = jsonscan.String(p.b, p.at) }

// said is what a string with escapes says, with a quote before it. It is "" for
// what stands for itself, which is all that has none, and what cannot be said
// in UTF-8.
func said(text []byte) string {
	if len(text) == 0 || text[0] != '"' || !bytes.ContainsRune(text, '\\') || !utf8.Valid(text) {
		return ""
	}
	var s string
	if json.Unmarshal(text, &s) != nil || bytes.ContainsRune([]byte(s), utf8.RuneError) {
		return ""
	}
	return `"` + s + `"`
}

// key is what a scalar, or a name, is compared by.
func key(text []byte, content string) string {
	if content != "" {
		return content
	}
	return string(text)
}

// FNV-1a, which is the same in every run.
const (
	basis = 14695981039346656037
	prime = 1099511628211
)

func hashString(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

func hashScalar(v *value) uint64 { return hashString(basis, key(v.text, v.content)) }

// hashParts does not depend on the order of fields.
func hashParts(v *value) uint64 {
	h := hashString(basis, string(v.open))
	var fields uint64
	for i := range v.parts {
		part := &v.parts[i]
		if v.open == '[' {
			h = (h ^ part.hash) * prime
			continue
		}
		fields += mix(hashString(basis, nameOf(part)) ^ part.hash*prime)
	}
	return mix(h + fields)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

func nameOf(v *value) string { return key(v.name, said(v.name)) }

// same says that two values are equal.
func same(a, b *value) bool {
	if a.hash != b.hash || a.open != b.open || len(a.parts) != len(b.parts) {
		return false
	}
	switch a.open {
	case 0:
		return key(a.text, a.content) == key(b.text, b.content)
	case '[':
		for i := range a.parts {
			if !same(&a.parts[i], &b.parts[i]) {
				return false
			}
		}
		return true
	}
	in := fields(a)
	for i := range b.parts {
		old := in.take(nameOf(&b.parts[i]))
		if old < 0 || !same(&a.parts[old], &b.parts[i]) {
			return false
		}
	}
	return true
}

// byName finds the fields of an object by their names, each once, in their order.
type byName map[string][]int

func fields(v *value) byName {
	in := make(byName, len(v.parts))
	for i := range v.parts {
		name := nameOf(&v.parts[i])
		in[name] = append(in[name], i)
	}
	return in
}

// take gives the next field of a name; -1 where there is none left.
func (in byName) take(name string) int {
	at := in[name]
	if len(at) == 0 {
		return -1
	}
	in[name] = at[1:]
	return at[0]
}
