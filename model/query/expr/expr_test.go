package expr

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// anOrder is a message as most tests ask about.
func anOrder() *model.Record {
	return &model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3},
		Offset:         1 << 40,
		Timestamp:      time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).UnixMilli(),
		Key:            []byte("user-17"),
		Value: []byte(`{"id": 9007199254740993, "total": 41.5, "price": "12.50", "state": "paid", "paid": true, "note": null,
			"customer": {"name": "Zoë \"Z\" \u00c9", "a-b": 1}, "items": [{"sku": "A-1", "qty": 2, "price": 10}, {"sku": "B-2", "qty": 1, "price": 21.5}],
			"tags": ["new", "eu"], "at": "2026-11-23T11:59:00Z", "at_ms": 1795435140000, "empty": "", "none": []}`),
		Headers: []model.Header{
			{Key: []byte("trace-id"), Value: []byte("9f")},
			{Key: []byte("retries"), Value: []byte("2")},
			{Key: []byte("retries"), Value: []byte("3")},
			{Key: []byte("gone"), Value: nil},
		},
	}
}

// evaluate compiles and runs; a test of syntax errors is elsewhere.
func evaluate(t *testing.T, text string, r *model.Record) (bool, error) {
	t.Helper()
	p, err := Compile(text, 0)
	if err != nil {
		t.Fatalf("%s: column %d: %s (%s)", text, err.Pos+1, err.Text, err.Hint)
	}
	return p.Eval(r)
}

func TestHolds(t *testing.T) {
	for _, text := range []string{
		// The parts of a message.
		`key == "user-17"`, `topic == "orders"`, `partition == 3`, `offset == 1_099_511_627_776`, `partition == "3"`,
		`headers["trace-id"] == "9f"`, `header["trace-id"] == "9f"`, `headers.retries == 3`, `headers.retries > 2`, `headers.retries == "3"`,
		`headers.gone == nil`, `headers.missing == nil`, `"gone" in headers`, `"missing" not in headers`, `len(headers) == 4`,
		`size > 300`, `size < 1kB`, `value != nil`, `value contains "Zo"`, `type(value) == "object"`, `type(key) == "string"`, `type(headers.missing) == "nil"`,
		// Fields.
		`value.total > 41`, `value.total >= 41.5`, `value.total <= 41.5`, `.total == 41.5`, `#.total == 41.5`, `value["total"] == 41.5`, `value?.customer?.name != nil`,
		`value.customer["a-b"] == 1`, `value.customer.name == "Zoë \"Z\" É"`, `value.customer.name == 'Zoë "Z" É'`, "value.customer.name == `Zoë \"Z\" É`",
		`value.items[0].sku == "A-1"`, `value.items[-1].sku == "B-2"`, `value.items[0]["sku"] == "A-1"`, `value.items[1 - 1].qty == 2`, `value[value.state] == true`,
		`value.paid`, `value.paid == true`, `value.paid && value.items`, `value.note == nil`, `value.note == null`, `value.missing == nil`, `value.missing.deeper == nil`,
		`value.items[7] == nil`, `value.items[-7] == nil`, `value.total.x == nil`, `value.state[0] == nil`, `value.id == 9007199254740993`, `value.id != 9007199254740992`,
		// Nil is quiet.
		`!(value.missing > 40)`, `!(value.missing < 40)`, `!(value.missing contains "x")`, `!(value.missing matches "x")`, `value.missing != "paid"`, `not (value.missing == 1)`,
		`!value.missing`, `!value.missing.x`, `(value.missing ?? 40) == 40`, `(value.total ?? 0) > 40`, `value.missing + 1 == nil`, `!(value.missing in [1])`, `!("x" in value.missing)`,
		`len(value.missing) == nil`, `!(len(value.missing) > 0)`, `!any(value.missing, .x)`, `none(value.missing, .x)`, `!all(value.missing, .x)`, `count(value.missing, .x) == 0`,
		// A text that is a number, a boolean or a time compares as one.
		`value.price > 12`, `value.price == 12.5`, `value.price == "12.50"`, `value.price != "12.5"`, `value.paid == "true"`, `!(value.state > 5)`, `value.state != 5`,
		`value.at < timestamp`, `value.at_ms < timestamp`, `timestamp == "2026-11-23T12:00:00Z"`, `timestamp >= "2026-11-23" && timestamp < "2026-11-25"`,
		`timestamp - date(value.at) == 1m`, `timestamp - 1m == value.at`, `timestamp > date("2026-11-23T11:59:59Z")`, `date(value.at_ms) == date(value.at)`, `timestamp - date(value.at) < 1h30m`,
		// Operators.
		`key startsWith "user-"`, `key endsWith "17"`, `key contains "ser"`, `key not contains "x"`, `!(key contains "USER")`, `lower(value.state) == "paid"`, `lower(value.missing) == nil`, `trim(value.missing) == nil`, `abs(value.state) == nil`, `date(value.state) == nil`, `timestamp != value.state`, `timestamp > 1.5e12`, `!(value.tags < 3)`, `!(value.tags < value.tags)`, `!(true < false)`, `value.paid contains "ru"`, `value.total contains "1.5"`, `value.items[0] contains "A-1"`, `value?.["total"] > 41`, `type(timestamp) == "time"`, `upper(value.state) == "PAID"`,
		`key matches "^user-\d+$"`, `key matches "^user-\\d+$"`, "key matches `[0-9]{2}$`", `key not matches "^x"`, `partition in 1..3`, `partition not in 4..9`, `partition in [1, 3]`,
		`value.state in ["paid", "sent"]`, `value.state not in ["new"]`, `"eu" in value.tags`, `"us" not in value.tags`, `"total" in value`, `"ser" in key`, `value.total in 41..42`, `timestamp in ["2026-11-23T12:00:00Z"]`,
		`true || value.total > 99`, `false or true`, `true and not false`, `1 + 2 * 3 == 7`, `(1 + 2) * 3 == 9`, `7 % 4 == 3`, `-3 < 2`, `- 3 + 4 == 1`, `10 / 4 == 2.5`, `1 - 2 - 3 == -4`, `2 * -3 == -6`,
		`1 == 1.0`, `9223372036854775807 == 9223372036854775807`, `9223372036854775807 + 1 > 9e18`, `-9223372036854775807 - 9 < -9e18`, `4611686018427387905 * 2 > 9e18`, `"a" < "b"`, `"a" + "b" == "ab"`, `abs(-3) == 3`, `abs(-2.5) == 2.5`,
		`value.items[0].price * value.items[0].qty == 20`, `value.tags == value.tags`, `true != false`, `nil == nil`, `size > 0.1kB`, `trim("  x ") == "x"`, `1m30s == 90s`, `1d > 23h`, `2 * 30s == 1m`, `1m / 2 == 30s`, `1m / 30s == 2`, `(now() - timestamp) / 2 != 1s`, `-5m < 0s`,
		// Arrays.
		`any(value.items, .price > 20)`, `any(value.items, {.price > 20})`, `!any(value.items, .price > 22)`, `all(value.items, .qty >= 1)`, `!all(value.items, .qty > 1)`, `none(value.items, .qty > 2)`,
		`any(value.tags, # == "eu")`, `count(value.items, .qty > 1) == 1`, `count(value.tags) == 2`, `sum(value.items, .qty) == 3`, `sum(value.items, .price * .qty) == 41.5`, `len(value.items) == 2`, `len(value.none) == 0`,
		`len(value.customer) == 2`, `len(key) == 7`, `len(value.customer.name) == 9`, `all(value.none, .x)`, `any(value.items, any(value.tags, # == "eu") && .qty == 1)`, `any(value.items, value.total > 41)`,
	} {
		if ok, err := evaluate(t, text, anOrder()); !ok || err != nil {
			t.Errorf("%s does not hold (%v)", text, err)
		}
	}
}

// What a key, a value and a header are where they are no JSON object.
func TestFieldsOfTheMessage(t *testing.T) {
	for _, tt := range []struct {
		bytes string
		holds []string
	}{
		{"42", []string{`value == 42`, `value == "42"`, `value > 41`, `type(value) == "number"`, `value startsWith "4"`}},
		{`"quoted"`, []string{`value == "quoted"`, `value == "\"quoted\""`, `value startsWith "quo"`, `type(value) == "string"`, `len(value) == 6`}},
		{`[1,[2],"x"]`, []string{`value[0] == 1`, `value[1][0] == 2`, `"x" in value`, `1 in value`, `2 not in value`, `len(value) == 3`, `value.x == nil`, `any(value, # == 1)`}},
		{`true`, []string{`value == true`, `value`, `value != false`}},
		{`false`, []string{`value == false`, `not (value == true)`}},
		{`null`, []string{`value != nil`, `value == "null"`}},
		{``, []string{`value == ""`, `value != nil`, `value.x == nil`, `len(value) == 0`}},
		{`plain text`, []string{`value == "plain text"`, `value.x == nil`, `value contains "n t"`, `!(value > 1)`, `value > "a"`}},
		{"\xff\xfe\x00", []string{`value != nil`, `value.x == nil`, `len(value) == 3`, `value != "x"`}},
		{`{"a":"\ud83d","b":"\q","c":1}`, []string{`value.a != nil`, `value.b == '\q'`, `value.c == 1`}},
		{`{"a":1,"a":2}`, []string{`value.a == 1`}},
		{`{"total":41,"cut":"tex`, []string{`value.total == 41`, `value.cut == nil`}},
		{`{"order":{"total":41},"x":[1,2`, []string{`value.order.total == 41`, `value.x[0] == 1`, `value.x[1] == nil`}},
		{`2026-11-23T12:00:00Z`, []string{`timestamp == value`, `date(value) == timestamp`}},
		{`1e400`, []string{`value == "1e400"`, `!(value > 1)`}},
	} {
		r := anOrder()
		r.Value = []byte(tt.bytes)
		for _, text := range tt.holds {
			if ok, err := evaluate(t, text, r); err != nil || !ok {
				t.Errorf("%s does not hold for %q (%v)", text, tt.bytes, err)
			}
		}
	}
}

func TestTombstoneAndMissingParts(t *testing.T) {
	r := &model.Record{Timestamp: -1}
	for _, text := range []string{
		`value == nil`, `key == nil`, `timestamp == nil`, `value.x == nil`, `!(timestamp > "2020-01-01")`, `!(timestamp < now())`, `size == 0`, `len(headers) == 0`, `!headers.x`,
		`!(value contains "")`, `!("x" in value)`, `!("x" in key)`, `topic == ""`,
	} {
		if ok, err := evaluate(t, text, r); !ok || err != nil {
			t.Errorf("%s does not hold (%v)", text, err)
		}
	}
}

// size is that of the whole message, where only its beginning is here.
func TestSizeOfWhole(t *testing.T) {
	r := anOrder()
	r.Whole = &model.Extent{Key: 7, Value: 5_000_000, Headers: 10}
	if ok, err := evaluate(t, `size == 5_000_017`, r); !ok || err != nil {
		t.Errorf("size is not that of the whole message (%v)", err)
	}
}

func TestNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := Compile(`timestamp > now() - 5m`, 0)
		if err != nil {
			t.Fatal(err)
		}
		r := &model.Record{Timestamp: time.Now().UnixMilli()}
		for _, want := range []bool{true, false} {
			if ok, err := p.Eval(r); ok != want || err != nil {
				t.Errorf("%s after the message it holds: %v (%v)", time.Since(r.Time()), ok, err)
			}
			time.Sleep(5 * time.Minute)
		}
	})
}

func TestLocalTime(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 30, 0, 0, time.Local)
	r := &model.Record{Timestamp: at.UnixMilli()}
	for _, text := range []string{`timestamp == "2026-11-23 12:30"`, `timestamp == "2026-11-23T12:30:00"`, `timestamp > "2026-11-23"`, `timestamp == "2026-11-23 12:30:00"`} {
		if ok, _ := evaluate(t, text, r); !ok {
			t.Errorf("%s does not hold for %s", text, at)
		}
	}
}

// Errors of an evaluation are no match and say why.
func TestFailures(t *testing.T) {
	for text, want := range map[string]error{
		`value.total / 0 > 1`:                ErrZero,
		`value.total % (partition - 3) == 1`: ErrZero,
		`value.state * 2 > 1`:                ErrNumbers,
		`value.items - 1 > 1`:                ErrNumbers,
		`timestamp * value.total == 1`:       ErrNumbers,
		`true || value.total / 0 > 1`:        nil,
	} {
		ok, err := evaluate(t, text, anOrder())
		if !errors.Is(err, want) || ok != (want == nil) {
			t.Errorf("%s: %v, %v; want error %v", text, ok, err, want)
		}
	}
}
