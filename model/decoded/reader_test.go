package decoded

import (
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
)

func record(topic string, key, value []byte) *model.Record {
	return &model.Record{TopicPartition: model.TopicPartition{Topic: topic}, Key: key, Value: value}
}

func format(t *testing.T, text string) decode.Format {
	t.Helper()
	f, err := decode.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func set(t *testing.T, r *Reader, topic string, part Part, text string) {
	t.Helper()
	if err := r.Set(topic, part, format(t, text)); err != nil {
		t.Fatal(err)
	}
}

// A topic's own format goes before that of all, for each part by itself.
func TestFormatsOfTopics(t *testing.T) {
	r := New()
	set(t, r, "", Value, "hex")
	set(t, r, "orders", Key, "int32")
	for _, tt := range []struct{ topic, key, value string }{
		{"orders", "7", "6869"},
		{"other", "00000007", "6869"}, // a key by what it looks like
	} {
		rec := record(tt.topic, []byte{0, 0, 0, 7}, []byte("hi"))
		if key, value := string(r.Key(rec).Text), string(r.Value(rec).Text); key != tt.key || value != tt.value {
			t.Errorf("%s: %s and %s, want %s and %s", tt.topic, key, value, tt.key, tt.value)
		}
	}
	if got := r.Format("orders", Key).String() + " " + r.Format("orders", Value).String(); got != "int32 hex" {
		t.Errorf("orders is read by %s", got)
	}
}

func TestAFormatThatCannotBeUsedChangesNothing(t *testing.T) {
	r := New()
	before := r.Version()
	for _, text := range []string{"avro", "avro:no/such.avsc", "json-schema"} {
		if err := r.Set("orders", Value, format(t, text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
	if r.Version() != before || r.Format("orders", Value) != decode.Auto {
		t.Errorf("version %d, format %s", r.Version(), r.Format("orders", Value))
	}
}

// What is kept of rows is forgotten where it may be something else.
func TestRowsFollowTheFormat(t *testing.T) {
	r := New()
	rows := NewRows(r)
	rec := record("orders", nil, []byte{0, 0, 0, 7})
	text := func() string { return string(rows.Read(1, rec).Value.Text) }
	if got := text(); got != "00000007" {
		t.Errorf("looked at, it is %s", got)
	}
	set(t, r, "orders", Value, "int32")
	if got := text(); got != "7" {
		t.Errorf("as int32 it is %s", got)
	}
}

// A row that is kept must not change with bytes that are used again.
func TestRowsKeepNoBytesOfTheRecord(t *testing.T) {
	r := New()
	rows := NewRows(r)
	value := []byte("first")
	rec := record("orders", nil, value)
	rows.Read(1, rec)
	copy(value, "other")
	if got := string(rows.Read(1, rec).Value.Text); got != "other" {
		t.Errorf("the row says %s", got)
	}
	set(t, r, "orders", Value, "hex")
	kept := rows.Read(1, rec).Value.Text
	copy(value, "third")
	if again := rows.Read(1, rec).Value.Text; &again[0] != &kept[0] {
		t.Error("what was decoded was decoded again")
	}
}

// Nor of JSON behind the id of its schema, which is shown as it stands there.
func TestRowsKeepNoBytesBehindASchemaID(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.schemaregistry.v1+json")
		_, _ = io.WriteString(w, `{"schemaType":"JSON","schema":"{\"title\":\"T\"}"}`)
	}))
	t.Cleanup(server.Close)
	r, err := WithRegistry(decode.RegistryConfig{URLs: []string{server.URL}}, decode.Events{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	room := append([]byte{0, 0, 0, 0, 7}, `{"n":1}`...)
	rec := record("orders", nil, room)
	if got := string(r.Await(t.Context(), rec, Value, 30*time.Second).Text); got != `{"n":1}` {
		t.Fatalf("it is read as %s", got)
	}
	rows := NewRows(r)
	rows.Begin(false)
	first := string(rows.Read(1, rec).Value.Text)
	copy(room[5:], `{"n":2}`) // another message in the same room
	if again := string(rows.Read(1, rec).Value.Text); first != `{"n":1}` || again != first {
		t.Errorf("the row says %s, then %s", first, again)
	}
}

// A key that is text is the record's, and what is decoded beside it is remembered
// all the same.
func TestRowsRememberAValueBesideATextKey(t *testing.T) {
	r := New()
	set(t, r, "orders", Value, "msgpack")
	rows := NewRows(r)
	rec := record("orders", []byte("user-1"), append([]byte{0xdb, 0, 0, 0, 4}, "paid"...))
	first := rows.Read(1, rec)
	again := rows.Read(1, rec)
	if string(again.Key.Text) != "user-1" || string(again.Value.Text) != `"paid"` {
		t.Fatalf("%s %s", again.Key.Text, again.Value.Text)
	}
	if &first.Value.Text[0] != &again.Value.Text[0] {
		t.Error("the value was decoded again")
	}
}

// packedMap is a large map of MessagePack, with the field last at its end.
func packedMap(size int) []byte {
	b := []byte{0xdf, 0, 0, 0, 0}
	n := uint32(1)
	for ; len(b) < size; n++ {
		b = append(append(b, 0xa5), "field"...)
		b = append(append(b, 0xa5), "value"...)
	}
	binary.BigEndian.PutUint32(b[1:], n)
	return append(append(b, 0xa4), "last\x01"...)
}

// A frame reads so much and no more; what is late is there a few frames on.
func TestRowsReadNoMoreThanAFrameHasTimeFor(t *testing.T) {
	r := New()
	set(t, r, "orders", Value, "msgpack")
	rows := NewRows(r)
	rec := record("orders", []byte("user-1"), packedMap(200<<10))
	const shown = 20
	frames := 0
	for {
		rows.Begin(true)
		there := 0
		for row := range int64(shown) {
			switch got := rows.Read(row, rec).Value; {
			case errors.Is(got.Err, ErrLate) && len(got.Text) == 0:
			case got.Err == nil && len(got.Text) > 200<<10:
				there++
			default:
				t.Fatalf("row %d: %d bytes, %v", row, len(got.Text), got.Err)
			}
		}
		if rows.work > frameWork+2*fieldText+200<<10 {
			t.Fatalf("a frame read %d bytes", rows.work)
		}
		if frames++; !rows.Late() {
			if there != shown {
				t.Errorf("%d are there", there)
			}
			break
		}
		if frames > shown {
			t.Fatal("they never come")
		}
	}
	if frames < 3 {
		t.Errorf("%d rows of 200 KB took %d frames", shown, frames)
	}
}

// A line shows the beginning, and fields need more.
func TestRowsReadWhatIsShown(t *testing.T) {
	r := New()
	set(t, r, "orders", Value, "msgpack")
	rows := NewRows(r)
	rec := record("orders", nil, packedMap(100<<10))
	rows.Begin(false)
	if got := rows.Read(1, rec).Value; len(got.Text) != lineText || !got.Cut || got.Err != nil {
		t.Errorf("a line is %d bytes, cut %t, %v", len(got.Text), got.Cut, got.Err)
	}
	rows.Begin(true)
	if got := rows.Read(1, rec).Value; !strings.HasSuffix(string(got.Text), `"last":1}`) || got.Cut {
		t.Errorf("with fields it is %d bytes, cut %t", len(got.Text), got.Cut)
	}
}

// Of a message that is cut, text is shown as far as it goes, and what makes sense
// only as a whole says so.
func TestBeginnings(t *testing.T) {
	for _, tt := range []struct{ format, value, kind, err string }{
		{"auto", `{"a":`, "JSON", ""},
		{"json", `{"a":`, "JSON", ""},
		{"text", "caf\xc3", "text", ""},
		{"auto", "plain text with a torn caf\xc3", "text", ""},
		{"auto", "\x00\x01\x02", "hex", ""},
		{"msgpack", "\x81\xa1a", "hex", "only the beginning of it is here"},
	} {
		r := New()
		set(t, r, "orders", Value, tt.format)
		rec := record("orders", nil, []byte(tt.value))
		rec.Whole = &model.Extent{Value: 1 << 20}
		got := r.Value(rec)
		err := ""
		if got.Err != nil {
			err = got.Err.Error()
		}
		if got.Kind != tt.kind || err != tt.err {
			t.Errorf("%s %q: %s, %q", tt.format, tt.value, got.Kind, err)
		}
	}
}

// A glance at a large text looks at its beginning, and decodes all of the rest.
func TestGlance(t *testing.T) {
	r := New()
	long := record("orders", nil, []byte(strings.Repeat("x", 1000)))
	if got := r.Glance(long, Value, 100); len(got.Text) != 100 || !got.Cut {
		t.Errorf("%d bytes, cut %v", len(got.Text), got.Cut)
	}
	set(t, r, "orders", Value, "base64")
	if got := r.Glance(long, Value, 100); len(got.Text) < 1000 || got.Cut {
		t.Errorf("%d bytes, cut %v", len(got.Text), got.Cut)
	}
}

// What a frame of 40 large rows costs: the first, and the next ones.
func BenchmarkRowsOfLargeValues(b *testing.B) {
	r := New()
	f, err := decode.Parse("msgpack")
	if err != nil {
		b.Fatal(err)
	}
	if err := r.Set("", Value, f); err != nil {
		b.Fatal(err)
	}
	rec := record("orders", []byte("user-1"), packedMap(900<<10))
	frame := func(rows *Rows) {
		rows.Begin(false)
		for row := range int64(40) {
			rows.Read(row, rec)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			frame(NewRows(r))
		}
	})
	b.Run("next", func(b *testing.B) {
		rows := NewRows(r)
		for b.Loop() {
			frame(rows)
		}
	})
}
