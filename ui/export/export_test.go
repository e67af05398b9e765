package export

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

var at = time.Date(2026, 11, 23, 12, 3, 41, 123e6, time.UTC)

func records() []model.Record {
	tp := model.TopicPartition{Topic: "orders", Partition: 3}
	fields := [][]byte{
		nil,
		{},
		[]byte("plain"), []byte(`{"a":"b, \"c\""}`), []byte("two\nlines"), []byte("=1+2"), []byte("+49"), []byte("-1"),
		[]byte("@SUM(A1)"), []byte("\t=1"), []byte("\n=1"), []byte("＝1"), []byte("'quoted"), []byte("'"), []byte("base64:aGk="),
		{0, 0xff},
		[]byte("a\x1b[2Jb"), []byte("Köln 日本 😀"), []byte(" blanks "), []byte("a;=1"), []byte(`""`),
	}
	for _, item := range hostile.Items() {
		fields = append(fields, []byte(item.Text))
	}
	var all []model.Record
	for i, f := range fields {
		all = append(all, model.Record{
			TopicPartition: tp, Offset: int64(i), Timestamp: at.UnixMilli(), Key: f, Value: fields[len(fields)-1-i],
			Headers: []model.Header{{Key: []byte("h"), Value: f}},
		})
	}
	all = append(all, model.Record{TopicPartition: tp, Timestamp: -1, TimestampType: model.NoTimestamp})
	return all
}

func window(t testing.TB, keep int, all []model.Record) *history.Window {
	t.Helper()
	h, err := history.New(history.Options{KeepRecords: keep, KeepRecordBytes: 64 << 10})
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		h.Append(&all[i])
	}
	return h.Window()
}

// export runs a job and gives what is in its file.
func export(t *testing.T, name string, j *Job) (string, Result) {
	t.Helper()
	j.Path, j.Reader = filepath.Join(t.TempDir(), name), decoded.New()
	var err error
	if j.Format, err = FormatOf(name); err != nil {
		t.Fatal(err)
	}
	res, err := j.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(j.Path)
	if err != nil || int64(len(b)) != res.Bytes {
		t.Fatalf("%v, %d bytes, want %d", err, len(b), res.Bytes)
	}
	return string(b), res
}

// cell reads a cell back by the rule that doc.go gives.
func cell(t *testing.T, text string) []byte {
	t.Helper()
	switch {
	case text == "":
		return nil
	case text[0] == '\'':
		return []byte(text[1:])
	case strings.HasPrefix(text, "base64:"):
		b, err := base64.StdEncoding.DecodeString(text[7:])
		if err != nil {
			t.Error(err)
		}
		return b
	}
	return []byte(text)
}

func same(a, b []byte) bool { return bytes.Equal(a, b) && (a == nil) == (b == nil) }

func TestCSVReadsBack(t *testing.T) {
	all := records()
	text, res := export(t, "a.csv", &Job{Window: window(t, 10_000, all)})
	if res.Messages != int64(len(all)) {
		t.Errorf("%d messages, want %d", res.Messages, len(all))
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(all)+1 {
		t.Fatalf("%v, %d rows, want %d", err, len(rows), len(all)+1)
	}
	if got := strings.Join(rows[0], ","); got != "topic,partition,offset,timestamp,key,value,headers" {
		t.Errorf("the columns are %s", got)
	}
	reads := func(text string, b []byte) bool {
		got := cell(t, text)
		return same(got, b) || b != nil && string(got) == strings.ReplaceAll(string(b), "\r\n", "\n") // as encoding/csv reads it
	}
	for i, row := range rows[1:] {
		r := &all[i]
		if row[0] != r.Topic || row[1] != "3" || row[2] != strconv.FormatInt(r.Offset, 10) {
			t.Errorf("row %d is of another message: %q", i, row)
		}
		if !reads(row[4], r.Key) || !reads(row[5], r.Value) {
			t.Errorf("row %d: %q, want %q and %q", i, row, r.Key, r.Value)
		}
		for _, c := range row {
			if strings.IndexAny(c, "=+-@\t\r\n") == 0 || strings.HasPrefix(c, "＝") {
				t.Errorf("row %d has a cell that a spreadsheet computes: %q", i, c)
			}
		}
		if r.Timestamp >= 0 && row[3] != "2026-11-23T12:03:41.123Z" || r.Timestamp < 0 && row[3] != "" {
			t.Errorf("row %d: timestamp %q", i, row[3])
		}
		if len(r.Headers) == 0 != (row[6] == "") || row[6] != "" && !json.Valid([]byte(row[6])) {
			t.Errorf("row %d: headers %q", i, row[6])
		}
	}
	for _, c := range text {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' || c >= 0x7f && c < 0xa0 {
			t.Fatalf("%U is in the file", c)
		}
	}
}

// object is what a script reads of a message or a marker.
type object struct {
	Topic       *string
	Key         *string
	KeyBase64   []byte `json:"key_base64"`
	Value       *string
	ValueBase64 []byte `json:"value_base64"`
	Offset      int64
	Timestamp   int64
	Marker      *string
	Whole       *struct{ Key, Value, Headers int64 }
}

func field(text *string, binary []byte) []byte {
	if text != nil {
		return []byte(*text)
	}
	return binary
}

func objects(t *testing.T, name, text string) (all []object) {
	t.Helper()
	if strings.HasSuffix(name, ".json") {
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	for line := range strings.Lines(text) {
		var o object
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, o)
	}
	return all
}

func TestJSONReadsBack(t *testing.T) {
	all := records()
	for _, name := range []string{"a.ndjson", "a.jsonl", "a.JSON", "a.json"} {
		text, _ := export(t, name, &Job{Window: window(t, 10_000, all)})
		read := objects(t, strings.ToLower(name), text)
		if len(read) != len(all) {
			t.Fatalf("%s: %d objects, want %d", name, len(read), len(all))
		}
		for i, o := range read {
			if r := &all[i]; !same(field(o.Key, o.KeyBase64), r.Key) || !same(field(o.Value, o.ValueBase64), r.Value) || o.Timestamp != r.Timestamp {
				t.Errorf("%s: object %d differs", name, i)
			}
		}
	}
}

// Markers stand where they were set, whatever was forgotten, and those of messages
// that are not there are left out.
func TestMarkersStandInTheirPlace(t *testing.T) {
	all := make([]model.Record, 10)
	for i := range all {
		all[i] = model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: int64(i)}
	}
	markers := []Marker{{0, at, "gone"}, {4, at, "first"}, {6, at, ""}, {6, at, "=two\x1b"}, {10, at, "last"}}
	for _, tt := range []struct {
		from int64
		want string
	}{
		{0, "first 4 5 '' '=two\x1b' 6 7 8 9 last"},
		{6, "'' '=two\x1b' 6 7 8 9 last"},
		{10, "last"},
	} {
		for _, name := range []string{"a.ndjson", "a.json", "a.csv"} {
			text, res := export(t, name, &Job{Window: window(t, 6, all), From: tt.from, Markers: markers})
			var got []string
			if name == "a.csv" {
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows[1:] {
					if row[0] != "" {
						got = append(got, row[2])
					} else {
						got = append(got, string(cell(t, row[5])))
					}
				}
			} else {
				for _, o := range objects(t, name, text) {
					if o.Marker != nil {
						got = append(got, *o.Marker)
					} else {
						got = append(got, strconv.FormatInt(o.Offset, 10))
					}
				}
			}
			want := strings.ReplaceAll(tt.want, "'", "")
			if strings.Join(got, " ") != want || res.Messages != max(0, 10-max(tt.from, 4)) {
				t.Errorf("%s from %d: %q, want %q; %d messages", name, tt.from, got, want, res.Messages)
			}
		}
	}
}

func TestNothingIsAnArrayToo(t *testing.T) {
	text, res := export(t, "a.json", &Job{Window: window(t, 10, nil)})
	if text != "[\n]\n" || res.Messages != 0 {
		t.Errorf("%q, %v", text, res)
	}
}

// Of a giant the object says how large it was; one message alone may be larger
// than the buffer.
func TestGiants(t *testing.T) {
	giant := model.Record{Key: []byte("k"), Value: bytes.Repeat([]byte("ab\n"), 1<<20)}
	text, res := export(t, "a.ndjson", &Job{Window: window(t, 10, []model.Record{giant})})
	if o := objects(t, "", text); len(o) != 1 || o[0].Whole == nil || o[0].Whole.Value != 3<<20 || res.Cut != 1 {
		t.Errorf("%v: %.200s", res, text)
	}
	for _, name := range []string{"a.ndjson", "a.json", "a.csv"} {
		text, res := export(t, name, &Job{Record: &giant})
		if res.Cut != 0 || res.Messages != 1 {
			t.Errorf("%s: %v", name, res)
		}
		if name == "a.csv" {
			if rows, err := csv.NewReader(strings.NewReader(text)).ReadAll(); err != nil || rows[1][5] != string(giant.Value) {
				t.Errorf("%v: it is not all there", err)
			}
		} else if o := objects(t, name, text); len(o) != 1 || *o[0].Value != string(giant.Value) {
			t.Errorf("%s: it is not all there", name)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	all := make([]model.Record, 100_000)
	for i := range all {
		all[i] = model.Record{
			TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: int64(i), Key: []byte("user-17"),
			Value: []byte(`{"type":"order.paid","id":"o-17","total":42.5,"city":"Köln","items":[{"sku":"a-1","n":2}]}`),
		}
	}
	for name, f := range map[string]Format{"ndjson": NDJSON, "csv": CSV} {
		b.Run(name, func(b *testing.B) {
			w := window(b, 100_000, all)
			defer w.Release()
			for b.Loop() {
				j := &Job{Format: f, Reader: decoded.New(), Window: w}
				var res Result
				if err := j.write(b.Context(), newWriter(b.Context(), io.Discard, f, j.Reader), &res); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
