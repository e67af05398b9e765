package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// version of the file's form. A file of a higher one is not touched.
const version = 1

// The bounds of the file.
const (
	mostTopics = 300
	mostItems  = 64 // of a section
	mostFile   = 4 << 20
)

// errNewer is a file that a later ktm wrote.
var errNewer = errors.New("a newer ktm wrote it")

// items is what a section holds, by name. What this program does not know stays
// as it is.
type items map[string]json.RawMessage

// document is the file.
type document struct {
	Version  int               `json:"ktm-state"`
	Settings items             `json:"settings"`
	Topics   map[string]*topic `json:"topics"` // by cluster and name
}

// topic is a section with the day it was last looked at.
type topic struct {
	Used  string `json:"used"` // "2026-11-23", UTC
	Items items  `json:"items"`
}

func newDocument() *document {
	return &document{Version: version, Settings: items{}, Topics: map[string]*topic{}}
}

// parse reads a file. The error says what is wrong with it.
func parse(text []byte) (*document, error) {
	var form struct {
		Version int `json:"ktm-state"`
	}
	if err := json.Unmarshal(text, &form); err != nil {
		return nil, fmt.Errorf("it is no JSON that ktm wrote: %w", err)
	}
	switch {
	case form.Version > version:
		return nil, errNewer
	case form.Version != version:
		return nil, errors.New("ktm did not write it")
	}
	d := newDocument()
	if err := json.Unmarshal(text, d); err != nil {
		return nil, fmt.Errorf("it is no JSON that ktm wrote: %w", err)
	}
	if d.Settings == nil {
		d.Settings = items{}
	}
	if d.Topics == nil {
		d.Topics = map[string]*topic{}
	}
	maps.DeleteFunc(d.Topics, func(_ string, t *topic) bool { return t == nil })
	return d, nil
}

// format writes the file, within its bounds.
func (d *document) format() ([]byte, error) {
	for most := mostTopics; ; most /= 2 {
		d.forget(most)
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		if err := e.Encode(d); err != nil {
			return nil, fmt.Errorf("writing what is remembered as JSON: %w", err)
		}
		if b.Len() <= mostFile {
			return b.Bytes(), nil
		}
		if most == 0 {
			return nil, fmt.Errorf("what is remembered takes more than %d bytes", mostFile)
		}
	}
}

// forget drops the topics that were not used for the longest time.
func (d *document) forget(most int) {
	if len(d.Topics) <= most {
		return
	}
	names := slices.SortedFunc(maps.Keys(d.Topics), func(a, b string) int {
		if a, b := d.Topics[a].Used, d.Topics[b].Used; a != b {
			return -bytes.Compare([]byte(a), []byte(b))
		}
		return bytes.Compare([]byte(a), []byte(b))
	})
	for _, name := range names[most:] {
		delete(d.Topics, name)
	}
}

// section is the items under a name; "" is the settings'. With a day it is made
// where it is not there, and noted as used then; else it may be nil.
func (d *document) section(name, day string) items {
	if name == "" {
		return d.Settings
	}
	t := d.Topics[name]
	switch {
	case t == nil && day == "":
		return nil
	case t == nil:
		t = &topic{}
		d.Topics[name] = t
	}
	if t.Items == nil {
		t.Items = items{}
	}
	if day != "" {
		t.Used = day
	}
	return t.Items
}

// edit is a change of an item. It is made in memory at once, and once more in
// the file as it is when it is written.
type edit struct {
	section, item, day string
	// change gives the new value of the old one; nil drops it.
	change func(old json.RawMessage) any
}

// apply makes the change; false where the result is out of bounds.
func (d *document) apply(e edit) bool {
	in := d.section(e.section, e.day)
	if e.item == "" {
		return true // the day only
	}
	value := e.change(in[e.item])
	if value == nil {
		delete(in, e.item)
		return true
	}
	raw, err := json.Marshal(value)
	if _, known := in[e.item]; err != nil || len(raw) > mostItem || !known && len(in) >= mostItems {
		return false
	}
	in[e.item] = raw
	return true
}
