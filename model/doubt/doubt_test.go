package doubt

import (
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/query"
)

func seen() *field.Census {
	c := &field.Census{}
	c.Add([]byte("user-1"), []byte(`{"total":42,"status":"paid","user":{"name":"Anna"},"items":[{"sku":"B-1"}],"trace-id":"9f"}`), []model.Header{{Key: []byte("region"), Value: []byte("eu")}})
	return c
}

func TestWhatAFilterThatMatchesNothingMeant(t *testing.T) {
	for text, want := range map[string]string{
		`value.totl > 40`:                      "no message has a field totl; did you mean value.total?",
		`.totl > 40`:                           "no message has a field totl; did you mean value.total?",
		`value.Total > 40`:                     "no message has a field Total; did you mean value.total?",
		`value.name == "Anna"`:                 "no message has a field name; did you mean value.user.name?",
		`value.user.nam == "Anna"`:             "no message has a field user.nam; did you mean value.user.name?",
		`value.items[3].skv == "B-1"`:          "no message has a field items[3].skv; did you mean value.items[0].sku?",
		`value.region == "eu"`:                 `no message has a field region; did you mean headers["region"]?`,
		`headers.regoin == "eu"`:               `no message has a header regoin; did you mean headers["region"]?`,
		`key.id == 5`:                          "no message has a field key.id",
		`value.zzz == 5`:                       "no message has a field zzz",
		`value.total > "a"`:                    `value.total is a number, and "a" is text: write a number, as in value.total > 40`,
		`"a" < value.total`:                    `value.total is a number, and "a" is text: write a number, as in value.total > 40`,
		`value.status > 5`:                     `value.status is text: put what it is compared with in quotes, as in value.status == "paid"`,
		`partition == 0 && value.statsu == ""`: "no message has a field statsu; did you mean value.status?",

		`status:paid`:        `status: is searched as text; a field is value.status == "paid"`,
		`state:paid`:         `state: is searched as text; a field is value.state == "paid"`,
		`statsu:paid`:        `statsu: is searched as text; a field is value.status == "paid"`,
		`user.name:user-1`:   `user.name: is searched as text; a field is value.user.name == "user-1"`,
		`total:40`:           `total: is searched as text; a field is value.total == 40`,
		`trace-id:9f`:        `trace-id: is searched as text; a field is value["trace-id"] == "9f"`,
		`status = 'paid'`:    `= is searched as text; to compare, write value.status == "paid"`,
		`status=paid`:        `= is searched as text; to compare, write value.status == "paid"`,
		`partition=0`:        "= is searched as text; write partition:0",
		`key=user-1`:         "= is searched as text; write key:user-1",
		`offset=5`:           "= is searched as text; write offset:5",
		`paid or created`:    "or is searched as text; for one of two words write /paid|created/",
		`paid and created`:   "and is searched as text; words are looked for all together: leave it out",
		`paid not created`:   "not is searched as text; to exclude a word write -created",
		`key:a status:paid`:  `status: is searched as text; a field is value.status == "paid"`,
		`status: paid`:       `status: is searched as text; a field is value.status == "paid"`,
		`total: 40 eu`:       `total: is searched as text; a field is value.total == 40`,
		`total>40`:           "> is searched as text; to compare, write value.total > 40",
		`eu totl>4.5`:        "> is searched as text; to compare, write value.total > 4.5",
		`/paid/i`:            "/paid/i is searched as text; a regex is /paid/, in which cases count if there is a capital",
		`$.status`:           `$.status is searched as text; write what the field is to be, as in value.status == "paid"`,
		`.total`:             `.total is searched as text; write what the field is to be, as in value.total > 40`,
		`$.zzz`:              `$.zzz is searched as text; write what the field is to be, as in value.zzz == "paid"`,
		`paid eu region=eu1`: `= is searched as text; to compare, write headers["region"] == "eu1"`,
	} {
		if got := Of(parse(t, text), seen(), 1); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Most filters that match nothing are right.
func TestWhatIsMeantSoIsNotDoubted(t *testing.T) {
	for _, text := range []string{
		`value.total > 4000`, `value.total > "40"`, `value.user != nil`, `value.items[7].sku == "B-1"`, `any(value.items, .price > 5)`, `value.status == "sent"`, `key == "x"`,
		`value.total in ["a"]`, `headers.region == "us"`, `timestamp > now()`, `value.a.b.c.d.e.f.g.h == 1`, `value[key] == 1`,
		`paid`, `12:30`, `http://host/path`, `"status:paid"`, `key:user-1`, `topic:orders`, `offset:5`, `partition:0`, `header:trace=9f`, `/a=b|or/`, `-status:paid`, `or`, `paid or`, `note:`, `.com`, `/var/log`, `a->b`, `x>y`, `key:="a=b"`,
	} {
		if got := Of(parse(t, text), seen(), 1); got != "" {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// Where nothing is known of the messages, only the words tell.
func TestWithoutMessages(t *testing.T) {
	if got := Of(parse(t, `value.totl > 40`), &field.Census{}, 0); got != "" {
		t.Errorf("%q", got)
	}
	if got, want := Of(parse(t, `status:paid`), &field.Census{}, 0), `status: is searched as text; a field is value.status == "paid"`; got != want {
		t.Errorf("%q", got)
	}
}

// Of more messages than were looked at, no more is said than is known.
func TestOfSomeMessages(t *testing.T) {
	if got, want := Of(parse(t, `value.totl > 40`), seen(), 5000), "of 1 message looked at, none has a field totl; did you mean value.total?"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A sample ends at its bound, and says what a filter asks of messages as they are read.
func TestSample(t *testing.T) {
	s := NewSample(decoded.New())
	for range mostSampled + 10 {
		s.Add(&model.Record{Value: []byte(`{"total":1}`)})
	}
	if got, want := s.Doubt(parse(t, `value.totl > 40`)), "of 1,000 messages looked at, none has a field totl; did you mean value.total?"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	long := NewSample(decoded.New())
	long.Add(&model.Record{Value: []byte(`{"a":"` + strings.Repeat("x", sampledBytes) + `","totl":1}`)})
	if got := long.Doubt(parse(t, `value.totl > 40`)); got != "" {
		t.Errorf("of what was not looked at: %q", got)
	}
}

// Whatever is typed, and whatever messages hold, nothing panics.
func FuzzDoubt(f *testing.F) {
	for _, s := range []string{`value.totl > 40`, `status:paid`, `a = 'b'`, `x or y`, `headers["a"] > 5`} {
		f.Add(s, []byte(`{"total":40}`))
	}
	f.Fuzz(func(t *testing.T, text string, value []byte) {
		is, err := query.Parse(text)
		if err != nil {
			return
		}
		c := &field.Census{}
		c.Add(value, value, []model.Header{{Key: value, Value: value}})
		Of(is, c, 1)
	})
}

func parse(t *testing.T, text string) *query.Filter {
	t.Helper()
	f, err := query.Parse(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return f
}
