package field

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"time": "time", "Timestamp": "time", "part": "partition", "partition": "partition", "offset": "offset",
		"topic": "topic", "key": "key", "value": "value",
		".total": ".total", "value.total": ".total", "$.total": ".total", " .total ": ".total",
		".user.name": ".user.name", ".items[0].sku": ".items[0].sku", ".items[-1]": ".items[-1]", ".[0]": "value[0]",
		`.["trace-id"]`: `value["trace-id"]`, ".trace-id": `value["trace-id"]`, `value['a.b'].c`: `value["a.b"].c`,
		`.a["x\"y\\"]`: `.a["x\"y\\"]`, ".a?.b": ".a.b", "value[0][1]": "value[0][1]", ".größe": ".größe", ".1": `value["1"]`,
		"key.id": "key.id", "key[0]": "key[0]",
		"header:trace": "header:trace", "headers.trace": "header:trace", `headers["trace-id"]`: "header:trace-id",
		`header:"a,b"`: `header:"a,b"`, "header:a.b[0]": "header:a.b[0]",
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if f.String() != want {
			t.Errorf("%s is %s, want %s", text, f, want)
		}
		if again, err := Parse(f.String()); err != nil || again != f {
			t.Errorf("%s is read as %v (%v)", f, again, err)
		}
	}
}

func TestMistakesAreAnswered(t *testing.T) {
	for _, tt := range []struct{ text, problem, hint string }{
		{"", "a column has no name", ".total"},
		{"total", `there is no column "total"`, ".total"},
		{"partitoin", `there is no column "partitoin"`, "did you mean partition?"},
		{"time;key", `";" parts no columns`, "write commas between them: time,key"},
		{"time|.total", `"|" parts no columns`, "write commas between them: time,.total"},
		{"user.name", `"user.name" begins with no dot`, ".user.name"},
		{".items[].sku", "elements are taken one by one", ".items[0]"},
		{".items[*]", "elements are taken one by one", ".items[0]"},
		{".items[0", "this bracket is not closed", ".items[0]"},
		{`.["a`, "this quote is not closed", `value["trace-id"]`},
		{`.["a"x]`, "this bracket is not closed", `value["trace-id"]`},
		{".", "a name is missing behind a dot", ".total"},
		{".a..b", "a name is missing behind a dot", ".total"},
		{"value[0]x", `"x" follows no dot`, ".total"},
		{"header:", "the name of the header is missing", "header:trace"},
		{"headers.a.b", "a header has one name", "header:trace"},
		{".a\xff", "the name of a column holds a byte that is no UTF-8", ".total"},
		{strings.Repeat(".a", 33), "the path is too deep", "32"},
		{"." + strings.Repeat("a", 2000), "the name of a column is too long", "1,024"},
	} {
		_, err := Parse(tt.text)
		m, ok := errors.AsType[*Mistake](err)
		if !ok || m.Text != tt.problem || !strings.Contains(m.Hint, tt.hint) {
			t.Errorf("%q: %v, want %q with %q", tt.text, err, tt.problem, tt.hint)
		}
	}
}

// find gives what fields are in a text, "-" for missing, "?" for unknown.
func find(t *testing.T, text string, most int, cut bool, names ...string) []string {
	t.Helper()
	var fields []Field
	for _, n := range names {
		f, err := Parse(n)
		if err != nil {
			t.Fatal(err)
		}
		fields = append(fields, f)
	}
	s, which := NewSet(InValue, fields)
	found := make([]Found, len(which))
	s.Find([]byte(text), most, cut, found)
	out := make([]string, len(names))
	for i, f := range found {
		switch f.State {
		case Missing:
			out[which[i]] = "-"
		case Unknown:
			out[which[i]] = "?"
		default:
			content, more := f.Content(20)
			out[which[i]] = string(content)
			if more {
				out[which[i]] += "…"
			}
		}
	}
	return out
}

const order = `{"id":7,"user":{"name":"Anna \"A\"","tags":["x","y"]},"total":-12.5,"items":[{"sku":"B-1"},{"sku":null}],` +
	`"id":8,"empty":"","none":null,"ok":true,"trace-id":"9f","list":[],"long":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}`

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		".id": "7", ".user.name": `Anna "A"`, ".user.tags[1]": "y", ".user.tags[-1]": "y", ".user.tags[-2]": "x", ".user.tags[2]": "-",
		".user.tags[-3]": "-", ".total": "-12.5", ".items[1].sku": "null", ".items[0].sku": "B-1", ".items[0].price": "-",
		".empty": "", ".none": "null", ".ok": "true", ".trace-id": "9f", ".list": "[]", ".list[0]": "-", ".total.x": "-",
		".user": `{"name":"Anna \"A\""…`, ".long": "aaaaaaaaaaaaaaaaaaa…", ".missing": "-", ".user[0]": "-", ".items.sku": "-",
	} {
		if got := find(t, order, 1<<20, false, name); got[0] != want {
			t.Errorf("%s is %q, want %q", name, got[0], want)
		}
	}
	got := strings.Join(find(t, order, 1<<20, false, ".ok", ".user.name", "key", ".id", ".user.tags[0]", ".id", ".nope"), "|")
	if want := `true|Anna "A"||7|x|7|-`; got != want {
		t.Errorf("together they are %q, want %q", got, want)
	}
	for _, text := range []string{"", "plain", `"text"`, "12", "null", "{", `{"a"`, "[1,2"} {
		if got := find(t, text, 1<<20, false, ".a")[0]; got != "-" {
			t.Errorf("in %s there is %q", text, got)
		}
	}
}

// What lies behind a cut is not known; what is before it is.
func TestWhatIsCutIsUnknown(t *testing.T) {
	for n := range len(order) - 1 {
		got := find(t, order, n, false, ".id", ".nope")
		if got[1] != "?" && n > 0 {
			t.Fatalf("of %d bytes, a field that may come is %q", n, got[1])
		}
		if n > 8 && got[0] != "7" {
			t.Fatalf("of %d bytes, the first field is %q", n, got[0])
		}
	}
	if got := find(t, order, len(order), false, ".nope")[0]; got != "-" {
		t.Errorf("in all of it, a field that is not there is %q", got)
	}
	if got := find(t, order, len(order), true, ".nope", ".user.nope"); got[0] != "-" || got[1] != "-" {
		t.Errorf("behind the closing bracket there is nothing: %q", got)
	}
	if got := find(t, `{"a":[1,2,3`, 1<<20, true, ".a[-1]", ".a[1]"); got[0] != "?" || got[1] != "2" {
		t.Errorf("in a list that is cut: %q", got)
	}
}

// A field near the beginning costs nothing of what comes behind it.
func TestFindEndsWhereAllIsFound(t *testing.T) {
	f, err := Parse(".first")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := NewSet(InValue, []Field{f})
	text := []byte(`{"first":1,"rest":"` + strings.Repeat("x", 1<<20) + `"}`)
	if read := s.Find(text, len(text), false, make([]Found, 1)); read > 20 {
		t.Errorf("%d bytes were read", read)
	}
}

func TestHeaders(t *testing.T) {
	f, err := Parse("header:trace")
	if err != nil {
		t.Fatal(err)
	}
	r := model.Record{Headers: []model.Header{{Key: []byte("trace"), Value: []byte("1")}, {Key: []byte("trace"), Value: []byte("2")}, {Key: []byte("x")}}}
	if v, ok := f.HeaderOf(&r); !ok || string(v) != "2" {
		t.Errorf("the last one is %q (%t)", v, ok)
	}
	x, _ := Parse("header:x")
	if v, ok := x.HeaderOf(&r); !ok || v != nil {
		t.Errorf("null is %q (%t)", v, ok)
	}
	if _, ok := f.HeaderOf(&model.Record{}); ok {
		t.Error("there is one where there is none")
	}
}

func TestCensus(t *testing.T) {
	var c Census
	headers := []model.Header{{Key: []byte("trace"), Value: []byte("9f")}, {Key: []byte("trace"), Value: []byte("a0")}}
	c.Add([]byte(`{"id":1}`), []byte(`{"type":"paid","user":{"name":"Anna"},"items":[{"sku":"B-1"},{"other":1}],"note":null}`), headers)
	c.Add([]byte("user-1"), []byte(`{"type":"sent","note":"hi","a-b":true}`), nil)
	c.Add(nil, []byte("no JSON"), []model.Header{{Key: []byte("none")}, {Key: []byte("empty"), Value: []byte{}}})
	var got []string
	for _, f := range c.Fields() {
		if name := f.String(); name == "header:none" || name == "header:empty" {
			if isNull := f.Type == Null; isNull != (name == "header:none") {
				t.Errorf("%s is null: %t", name, isNull)
			}
			continue
		}
		got = append(got, f.String()+"="+string(f.Example))
	}
	want := `.type=sent .note=hi header:trace=9f .user.name=Anna .items=[{"sku":"B-1"},{"other":1}] .items[0].sku=B-1 key.id=1 value["a-b"]=true`
	if s := strings.Join(got, " "); s != want || c.Messages() != 3 {
		t.Errorf("%d messages have\n%s, want\n%s", c.Messages(), s, want)
	}
}

// What the walk leaves out is counted where it is asked for, and nothing twice.
func TestTheCensusCountsWhatIsWanted(t *testing.T) {
	var c Census
	var wanted []Field
	for _, name := range []string{".user", ".items[1].sku", ".user.name", ".items[-1]", ".nowhere", "header:trace", "key"} {
		f, err := Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted, f)
	}
	c.Want(wanted...)
	headers := []model.Header{{Key: []byte("trace"), Value: []byte("9f")}}
	c.Add(nil, []byte(`{"user":{"name":"Anna"},"items":[{"sku":"B-1"},{"sku":"B-2"}]}`), headers)
	c.Add(nil, []byte(`{"user":"Bert","items":[{"sku":"B-3"}]}`), headers)
	var got []string
	for _, f := range c.Fields() {
		got = append(got, fmt.Sprintf("%v:%d", f.Field, f.Count))
	}
	want := "header:trace:2 .items:2 .items[0].sku:2 .user:2 .items[-1]:2 .user.name:1 .items[1].sku:1"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("counted are\n%s, want\n%s", s, want)
	}
}

func TestLacks(t *testing.T) {
	var c Census
	c.Add([]byte(`{"id":1}`), []byte(`{"total":5,"user":{"name":"Anna"},"items":[{"sku":"B-1"}]}`), []model.Header{{Key: []byte("trace")}})
	for name, want := range map[string]bool{
		".total": false, ".user": false, ".user.name": false, ".items[7].sku": false, "key.id": false, "header:trace": false,
		".totl": true, ".use": true, ".user.nam": true, ".items[0].price": true, "key.total": true, "header:tra": true, ".a.b.c.d.e.f.g": false,
	} {
		f, err := Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Lacks(f); got != want {
			t.Errorf("%s: %t", name, got)
		}
		if typ, ok := c.TypeOf(f); name == ".total" && (typ != Number || !ok) || name == ".totl" && ok {
			t.Errorf("%s is %d, %t", name, typ, ok)
		}
	}
	f, _ := Parse(".totl")
	if (&Census{}).Lacks(f) {
		t.Error("nothing was counted, and yet it is known to lack")
	}
	c.Add(nil, []byte(`{"x":"`+strings.Repeat("x", censusBytes)+`"}`), nil)
	if c.Lacks(f) {
		t.Error("it may be behind what was looked at")
	}
}

func TestTheCensusIsBounded(t *testing.T) {
	var c Census
	for i := range 100 {
		var b strings.Builder
		b.WriteString("{")
		for j := range 100 {
			b.WriteString(`"f` + strings.Repeat("x", i) + strings.Repeat("y", j) + `":"` + strings.Repeat("v", 50) + `",`)
		}
		b.WriteString(`"end":1}`)
		c.Add(nil, []byte(b.String()), nil)
	}
	if n := len(c.Fields()); n != censusFields {
		t.Errorf("%d fields are counted, want %d", n, censusFields)
	}
	c.Add(nil, []byte(strings.Repeat(`{"a":`, 100_000)), nil)
	c.Add(nil, []byte(strings.Repeat(`[`, 100_000)), nil)
}

// Whatever a message holds, and whatever is typed, nothing panics, what is found
// lies in the text, and what a field is called leads to it again.
func FuzzField(f *testing.F) {
	f.Add(".user.tags[-1]", []byte(order), 30)
	f.Add(`value["a\"b"][0]`, []byte(`{"a\"b":["\u00e9\ud83d\ude00"]}`), 1000)
	f.Add("header:x", []byte(`[[[`), 2)
	f.Fuzz(func(t *testing.T, name string, text []byte, most int) {
		if is, err := Parse(name); err == nil {
			if again, err := Parse(is.String()); err != nil || again != is {
				t.Fatalf("%q is written as %q and read as %q (%v)", name, is, again, err)
			}
			s, which := NewSet(InValue, []Field{is})
			found := make([]Found, len(which))
			s.Find(text, most, false, found)
			for _, x := range found {
				content, _ := x.Content(most)
				if len(content) > len(text) {
					t.Fatalf("%d bytes of %d", len(content), len(text))
				}
			}
		}
		var c Census
		c.Add(text, text, []model.Header{{Key: text, Value: text}})
		for _, counted := range c.Fields() {
			again, err := Parse(counted.String())
			if err != nil || again != counted.Field {
				if strings.ToValidUTF8(counted.String(), "") == counted.String() {
					t.Fatalf("%q is read as %q (%v)", counted.Field, again, err)
				}
			}
		}
	})
}

// Of an array only the first element is counted: what others may have is not
// known to be lacking.
func TestACensusDoesNotKnowFurtherElements(t *testing.T) {
	var c Census
	c.Add(nil, []byte(`{"items":[{"a":1},{"b":2}],"one":[{"a":1}],"x":"y"}`), nil)
	for text, want := range map[string]bool{
		"value.items[1].b": false, "value.items[0].b": false, "value.items[0].a": false,
		"value.y": true, "value.x": false,
	} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Lacks(f); got != want {
			t.Errorf("%s is lacking: %v", text, got)
		}
	}
}
