package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

func packed(r *model.Record) { r.Key, r.Value = []byte{0, 0, 0, 42}, []byte("\x81\xa5total\x2a") }

// F shows what a message is by each format; a format is in force at once, and
// remembered for its topic.
func TestAFormatIsChosen(t *testing.T) {
	store := state.Memory()
	d := newDriver(t, 120, 36, func(s *Session) { s.State = store }).record(packed)
	d.frame(d.status(model.Running)).press("F")
	d.sees("values of orders", "read as auto", `{"total":42}`, "81a5746f74616c2a", "enter reads the values of this topic as auto")
	d.types("msg").sees("msgpack", "as msgpack").seesNot("base64")
	d.press("enter").seesNot("values of orders  read").sees(`{"total":42}`, "values of orders are read as msgpack")
	d.press("F", "tab").sees("keys of orders", "read as auto", "int32").types("int32").press("enter").sees(" 42  ")

	// The next session begins as this one ended, unless it is told otherwise.
	next := newDriver(t, 120, 36, func(s *Session) { s.State = store }).record(packed)
	again := func(part decoded.Part) string { return next.app.session.Reader.Format("orders", part).String() }
	for _, cmd := range commands(next.app.recallFormats()) {
		next.run(cmd)
	}
	if again(decoded.Key) != "int32" || again(decoded.Value) != "msgpack" {
		t.Errorf("the next session reads %s and %s", again(decoded.Key), again(decoded.Value))
	}
	d.press("F").types("auto").press("enter")
	if f, ok := state.ValueFormat.Of(d.app.topicState("orders")); ok {
		t.Errorf("%s is remembered", f)
	}
}

// What goes wrong is told in the menu, which stays.
func TestMistakesInTheMenuOfFormats(t *testing.T) {
	newDriver(t, 200, 40).record(packed).frame(running()).press("F").types("avro:nope.avsc").sees("enter opens the file, and reads the values of this topic as avro:nope.avsc")
	for typed, want := range map[string]string{
		"avro":             "format avro needs a schema registry, and none is set. Set schema.registry.url",
		"avro:no/such.avs": `the schema cannot be read: there is no folder "`,
		"avro:such.avs":    `/ui/such.avs". Type its path, whole or from where ktm was started.`,
		"int32:big":        `"big" is no byte order`,
		"xyzzy":            `"xyzzy" is no format`,
	} {
		d := newDriver(t, 200, 40).record(packed)
		d.frame(d.status(model.Running)).press("F").types(typed).press("enter").sees("values of orders", want)
		d.press("esc").sees("type to narrow").press("esc").seesNot("values of orders")
	}
}

// What cannot be used stands below what can, with all of the reason.
func TestFormatsThatCannotBeUsed(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		d := newDriver(t, size[0], size[1]).record(packed)
		d.frame(d.status(model.Running)).press("F")
		if view := d.view(); strings.Index(view, "msgpack") > strings.Index(view, "int32 takes 4 bytes") {
			t.Errorf("int32 is above msgpack:\n%s", view)
		}
		d.types("avro").sees("format avro needs a schema registry, and none is set.", "avro:FILE")
	}
}

// A whole format with its file can be typed.
func TestAFormatWithAFileIsTyped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.avsc")
	if err := os.WriteFile(file, []byte(`"string"`), 0o600); err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, 200, 40).record(func(r *model.Record) { r.Value = []byte("\x08paid") })
	d.frame(d.status(model.Running)).press("enter", "F").types("avro:"+file).press("enter").sees(`"paid"`, "value avro")
}

func TestNoMessageHasNoFormat(t *testing.T) {
	d := newDriver(t, 120, 36)
	d.frame(d.status(model.Running)).press("F").sees("no message is selected")
}
