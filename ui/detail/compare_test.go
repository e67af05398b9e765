package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// changesOf is what the pane shows of two values, line by line.
func changesOf(before, now []byte) string {
	r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders", Partition: 2}, Offset: 1042, Timestamp: 1_700_000_006_200, Key: []byte("k"), Value: now}
	old := r
	old.Offset, old.Timestamp, old.Value = 1031, 1_700_000_000_000, before
	p := open(r, 80, 60)
	p.Compare()
	p.Compared(Compare(decoded.New(), &old, &r))
	var all []string
	for _, l := range p.View()[1:] {
		l = strings.TrimRight(ansi.Strip(l), " ")
		if strings.HasPrefix(l, "   key ") {
			break
		}
		all = append(all, l)
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.Join(all, "\n"), "   since orders/2@1,031, 6.2 s earlier: "))
}

func TestChanges(t *testing.T) {
	for _, tt := range []struct{ name, before, now, want string }{
		{"the same", `{"a":1,"b":2}`, `{"b":2,"a":1}`, "the same value"},
		{
			"json", `{"id":1,"x":0,"y":0,"z":0,"w":0,"status":"pending","old":[1,{"q":2}],"last":{"n":1.0}}`,
			`{"id":1,"x":0,"y":0,"z":0,"w":0,"status":"paid","new":{"c":true},"last":{"n":1}}`, `2 changed, 1 added, 1 removed

   {
     … 3 fields the same
     "z": 0
     "w": 0
 ~   "status": "pending" → "paid"
 -   "old": [
 -     1,
 -     {
 -       "q": 2
 -     }
 -   ]
 +   "new": {
 +     "c": true
 +   }
     "last": {
 ~     "n": 1.0 → 1
     }
   }`,
		},
		{"an item", `[1,2,3,4,5,6]`, `[1,2,3,5,6]`, "1 removed\n\n   [\n     1\n     2\n     3\n -   4\n     5\n     6\n   ]"},
		{"text", "a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf", "1 added, 1 removed\n\n   … 2 lines the same\n   c\n   d\n - e\n + E\n   f"},
		{"hostile", "\x1b[2J\x00", "\x1b[3J\x00", "1 added, 1 removed\n\n - 1b 5b 32 4a 00\n + 1b 5b 33 4a 00"},
		{"escapes", "a text \x1b[2J", "b text \x1b[2J", "1 added, 1 removed\n\n - a text \\x1b[2J\n + b text \\x1b[2J"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := changesOf([]byte(tt.before), []byte(tt.now))
			if got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
	if got := changesOf(nil, []byte("x")); got != "a value, and it was null\n\n + x" {
		t.Error(got)
	}
	if got := changesOf([]byte("x"), nil); got != "null, and it was a value\n\n - x" {
		t.Error(got)
	}
	if got := changesOf(nil, nil); got != "the same value" {
		t.Error(got)
	}
}

func TestWhatCannotBeCompared(t *testing.T) {
	deep := strings.Repeat("[", 300) + strings.Repeat("]", 300)
	if got := changesOf([]byte(deep), []byte("[]")); !strings.Contains(got, "nested too deep to compare") {
		t.Error(got)
	}
	p := open(model.Record{Key: []byte("k"), Value: []byte("v")}, 80, 20)
	p.Compare()
	if got := ansi.Strip(strings.Join(p.View(), "\n")); !strings.Contains(got, "looking for the message before it") {
		t.Error(got)
	}
	p.Compared(nil)
	if got := ansi.Strip(strings.Join(p.View(), "\n")); !strings.Contains(got, "the first message of its key") {
		t.Error(got)
	}
	if p.StopComparing(); p.kind != "text 1 B" {
		t.Error(p.kind)
	}
	if c := Compare(decoded.New(), &model.Record{Value: []byte("v"), Whole: &model.Extent{Value: 5}}, p.Record()); c.node != nil || c.why == "" {
		t.Error("what is cut is compared")
	}
}

// However much has changed, it is drawn as far as it is looked at.
func TestManyChanges(t *testing.T) {
	before, now := []byte(`[`+strings.Repeat(`"aaaaaaaa",`, 100_000)+`0]`), []byte(`[`+strings.Repeat(`"bbbbbbbb",`, 100_000)+`0]`)
	r := model.Record{Key: []byte("k"), Value: now}
	old := r
	old.Value = before
	p := open(r, 80, 20)
	p.Compared(Compare(decoded.New(), &old, &r))
	p.Compare()
	p.Compared(Compare(decoded.New(), &old, &r))
	p.End()
	seek(p)
	if got := ansi.Strip(strings.Join(p.View(), "\n")); !strings.Contains(got, "and more than can be shown") {
		t.Error(got)
	}
}
