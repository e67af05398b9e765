package export

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
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

func TestTheFileIsTheOwnersAndNew(t *testing.T) {
	dir := t.TempDir()
	j := &Job{Path: filepath.Join(dir, "a.ndjson"), Reader: decoded.New(), Record: &model.Record{}}
	if _, err := j.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err := os.Stat(j.Path); err != nil || s.Mode() != 0o600 {
		t.Errorf("%v, %v", s.Mode(), err)
	}
	before, _ := os.ReadFile(j.Path)
	_, err := j.Run(t.Context())
	open, ok := errors.AsType[*OpenError](err)
	if !ok || !open.Exists || err.Error() != "there is a file a.ndjson already, and none is written over" {
		t.Errorf("again: %v", err)
	}
	if after, _ := os.ReadFile(j.Path); !bytes.Equal(before, after) {
		t.Error("it was written over")
	}
	if got := Free(j.Path); got != filepath.Join(dir, "a-2.ndjson") {
		t.Errorf("%s is proposed", got)
	}
	j.Path = filepath.Join(dir, "link.ndjson")
	if err := os.Symlink("nowhere", j.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Run(t.Context()); !errors.Is(err, os.ErrExist) {
		t.Errorf("through a link: %v", err)
	}
}

func TestNothingIsLeftOfAnExportThatIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	j := &Job{Path: filepath.Join(t.TempDir(), "a.ndjson"), Reader: decoded.New(), Window: window(t, 10, records())}
	if _, err := j.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(j.Path); !os.IsNotExist(err) {
		t.Errorf("the file is there: %v", err)
	}
}

// full takes some bytes and no more.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	var all []model.Record
	for range 10_000 {
		all = append(all, records()[:4]...)
	}
	for _, left := range []int{0, 300_000} {
		j := &Job{Path: "/x/a.csv", Format: CSV, Reader: decoded.New(), Window: window(t, 100_000, all)}
		var res Result
		err := j.write(t.Context(), newWriter(t.Context(), &full{left}, CSV, j.Reader), &res)
		if got := j.plainly(err).Error(); !errors.Is(err, syscall.ENOSPC) || got != "the disk is full: nothing is kept of a.csv" {
			t.Errorf("%d bytes: %v: %s", left, err, got)
		}
		j.Window.Release()
	}
}

func TestWhyAFileCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "no/a.csv"):                      "there is no folder " + filepath.Join(dir, "no"),
		filepath.Join(dir, "file/a.csv"):                    filepath.Join(dir, "file") + " is no folder",
		filepath.Join(dir, strings.Repeat("a", 300)+".csv"): "the name is too long for a file",
		"/proc/a.csv": "there is no folder /proc",
	} {
		j := &Job{Path: path, Reader: decoded.New(), Record: &model.Record{}}
		_, err := j.Run(t.Context())
		if open, ok := errors.AsType[*OpenError](err); !ok || open.Exists || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]string{
		"":          "the name of the file is missing",
		"dir/":      "the name of the file is missing",
		"orders":    `the ending of "orders" is no format`,
		"a/b.xlsx":  `the ending of "b.xlsx" is no format`,
		"a.csv.bak": `the ending of "a.csv.bak" is no format`,
	} {
		if _, err := FormatOf(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		topics []string
		want   string
	}{
		{[]string{"orders.v1"}, "orders.v1-20261123-120341.ndjson"},
		{[]string{"a", "b"}, "messages-20261123-120341.ndjson"},
		{nil, "messages-20261123-120341.ndjson"},
		{[]string{"../../etc/passwd"}, "_._.._etc_passwd-20261123-120341.ndjson"},
		{[]string{"-rf\x1b\n"}, "_rf__-20261123-120341.ndjson"},
	} {
		if got := Name(tt.topics, at); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.topics, got, tt.want)
		}
	}
}

func TestAtHome(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	for path, want := range map[string]string{"~/a.csv": "/home/ann/a.csv", "~": "/home/ann", "~bob/a": "~bob/a", "a~b": "a~b", "/x/~": "/x/~"} {
		if got := AtHome(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
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
