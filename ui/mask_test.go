package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// leaks fails where something that is masked is in a text.
func leaks(t *testing.T, where, text string) {
	t.Helper()
	for _, word := range []string{"example.org", "ann@", "4bf92f", "616e6e40", "YW5uQG"} {
		if strings.Contains(text, word) {
			t.Errorf("%s: %q is there:\n%s", where, word, text)
		}
	}
}

// With a mask, what is copied and exported is as it is shown.
func TestCopiesAndExportsAreMasked(t *testing.T) {
	inDir(t)
	for _, format := range []string{"auto", "json", "hex"} {
		r := decoded.New()
		f, err := decode.Parse(format)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Set("", decoded.Value, f); err != nil {
			t.Fatal(err)
		}
		d := newDriver(t, 120, 36, staged(t), func(s *Session) { s.Reader = r }).record(withEmail)
		d.frame(d.status(model.Running))
		for _, k := range []string{"y", "k", "m"} {
			d.press("y")
			copied := d.send(d.send(keyPress(k))())()
			leaks(t, format+", copied by "+k, strings.ReplaceAll(fmt.Sprint(copied), `\"`, `"`))
		}
		for _, name := range []string{"a.ndjson", "a.json", "a.csv"} {
			d.press("e", "ctrl+u").types(format + name)
			d.writes().sees("exported 1 message")
			b, err := os.ReadFile(format + name)
			if err != nil {
				t.Fatal(err)
			}
			leaks(t, name+" of "+format, string(b))
			if !strings.Contains(string(b), "••••") {
				t.Errorf("%s of %s does not say that something is hidden: %s", name, format, b)
			}
		}
	}
}

// Nothing that is shown tells what is masked: not the latest messages, not the
// message that is opened from there, not the key that is followed.
func TestNoPaneTellsWhatIsMasked(t *testing.T) {
	d := newDriver(t, 120, 40, staged(t)).record(withEmail).record(withEmail)
	d.frame(d.status(model.Running)).latest()
	for _, k := range []string{"w", "enter", "G", "esc"} {
		d.press(k).sees("••••")
		leaks(t, "latest, "+k, d.view())
	}
	d.press("esc", "K").searched().sees("••••", "2 of 2 match")
	leaks(t, "the key is followed", d.view())
	d.press("/")
	leaks(t, "the filter is changed", d.view())
	d.press("esc", "enter")
	for range 3 {
		d.press("v", "V")
		leaks(t, "another view", d.view())
	}
}

// Whatever key is pressed, and whatever is pressed in what it opens, what is masked
// is not seen: in JSON, in JSON that is a string of JSON, and in what is decoded.
func TestNoKeyTellsWhatIsMasked(t *testing.T) {
	inDir(t)
	nested := func(r *model.Record) {
		withEmail(r)
		r.Value = []byte(`{"id":7,"payload":"{\"email\":\"ann@example.org\"}"}`)
	}
	packed := func(r *model.Record) {
		withEmail(r)
		r.Value = append([]byte{0x81, 0xa5, 'e', 'm', 'a', 'i', 'l', 0xaf}, "ann@example.org"...)
	}
	for _, tt := range []struct {
		name, format string
		record       func(*model.Record)
	}{{"JSON", "auto", withEmail}, {"JSON in a string", "auto", nested}, {"MessagePack", "msgpack", packed}} {
		r := decoded.New()
		f, err := decode.Parse(tt.format)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Set("", decoded.Value, f); err != nil {
			t.Fatal(err)
		}
		d := newDriver(t, 120, 40, staged(t), func(s *Session) { s.Reader = r }).record(tt.record).record(tt.record)
		d.frame(d.status(model.Running)).sees("••••")
		for _, open := range []string{"u", "i", "|", "F", "T", "y", "e", "o", "M", "?", "w", "K", "/", "enter"} {
			d.press(open)
			leaks(t, tt.name+", "+open, d.view())
			for _, k := range []string{"down", "enter", "v", "V", "D", "tab", "/", "x"} {
				d.press(k)
				leaks(t, tt.name+", "+open+" "+k, d.view())
			}
			d.press("esc", "esc", "esc", "esc")
			leaks(t, tt.name+", after "+open, d.view())
		}
	}
}
