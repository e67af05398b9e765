package query

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
)

// What people type who know other tools, or make a slip, and the answer that
// gets them on: where it is wrong, what, and what to write instead.
func TestMistakes(t *testing.T) {
	for _, tt := range []struct {
		filter     string
		column     int
		text, hint string // parts of them
	}{
		// Words.
		{"key:", 1, "nothing stands behind key:", "key:user-1"},
		{"paid -value: ", 6, "nothing stands behind value:", "=value == nil"},
		{"header:", 1, "nothing stands behind header:", "header:trace=9f"},
		{"header:=x", 8, "the name of the header is missing", "header:trace=9f"},
		{"topic:", 1, "nothing stands behind topic:", "topic:orders"},
		{"partition:", 1, "nothing stands behind partition:", "partition:0,2-5"},
		{"offset:", 1, "nothing stands behind offset:", "offset:100-199"},
		{"partition:x", 11, "this is no number", "partition:0,2-5"},
		{"partition:1,x", 13, "this is no number", "partition:0,2-5"},
		{"partition:5-2", 11, "no range", "partition:0,2-5"},
		{"partition:1, 2", 13, "this is no number", "without spaces"},
		{"partition:-1", 11, "this is no number", "partition:0,2-5"},
		{"partition:3000000000", 11, "this is no number", "partition:0,2-5"},
		{"offset:>100", 8, "this is no number", "offset:100-"},
		{"offset:99999999999999999999", 8, "this is no number", "offset:100-"},
		{"vaule:x", 1, "there is no field vaule:", "did you mean value:?"},
		{"a kye:x", 3, "there is no field kye:", "did you mean key:?"},
		{"keys:x", 1, "there is no field keys:", "did you mean key:?"},
		{"headers:x", 1, "there is no field headers:", "did you mean header:?"},
		{"-partion:3", 2, "there is no field partion:", "did you mean partition:?"},
		{"topics:x", 1, "there is no field topics:", "did you mean topic:?"},
		{"offest:3", 1, "there is no field offest:", "did you mean offset:?"},
		{"timestamp:12", 1, "there is no field timestamp:", "timestamp > now() - 5m"},
		{"size:100", 1, "there is no field size:", "size > 10kB"},
		{"payload:x", 1, "there is no field payload:", "write value:"},
		{`"foo bar`, 1, "this quote is not closed", `write " behind`},
		{`key:"foo`, 5, "this quote is not closed", `write " behind`},
		{`""`, 1, "nothing between these quotes", `=value == ""`},
		{"/foo(/", 1, `missing closing ) "foo("`, "RE2"},
		{"key:/a(?=b)/", 5, "Perl syntax", "no look-around"},
		{`/(a)\1/`, 1, "invalid escape", "no back-references"},
		{"/a{2000}/", 1, "repeat count", "RE2"},
		{"/foo.*bar", 1, "this regex is not closed", "write / behind it"},
		{"user-*", 6, "* is no wildcard", "/user-.*/"},
		{"*foo", 1, "* is no wildcard", "leave it out"},
		{"*", 1, "* has no meaning here", "an empty filter shows all"},
		{"-", 1, "nothing to exclude behind -", "-word"},
		{"a ! b", 3, "nothing to exclude behind !", `"!"`},
		{"a -> b", 3, "nothing to exclude behind -", `"->"`},
		{"foo AND bar", 5, "AND has no meaning", "leave AND out"},
		{"foo OR bar", 5, "OR has no meaning", "/this|that/"},
		{"NOT foo", 1, "NOT has no meaning", "-word"},
		{"foo | bar", 5, "| has no meaning", "/this|that/"},
		{"partition:3 && value.x > 1", 13, "&& has no meaning", "leave && out"},
		{"key:user value.total > 40", 22, "> has no meaning", "do not mix"},
		{"key:user value.total>40", 10, "value.total>40 has no meaning", "do not mix"},
		{"> 40", 1, "> has no meaning", "value.total > 40"},
		{"foo \xff", 5, "no UTF-8", "bytes"},
		{strings.Repeat("é", 3000), 3001, "too long", "4,096"},

		// Comparing.
		{"value.total = 40", 13, `"=" is no operator`, "write == to compare"},
		{"value.total=40", 12, `"=" is no operator`, "write == to compare"},
		{"partition = 3", 11, `"=" is no operator`, "write == to compare"},
		{"value.total === 40", 13, `"===" is no operator`, "write =="},
		{"value.total !== 40", 13, `"!==" is no operator`, "write !="},
		{"value.total <> 4", 13, `"<>" is no operator`, "write !="},
		{"value.total => 4", 13, `"=>" is no operator`, "write >="},
		{"value.total =< 4", 13, `"=<" is no operator`, "write <="},
		{"value.total ≥ 40", 13, "has no meaning in an expression", "write >="},
		{"key =~ /user/", 5, `"=~" is no operator`, "write matches"},
		{"value.total >", 14, "something is missing behind >", "value.total > 40"},
		{"key ==", 7, "something is missing behind ==", "value.total > 40"},
		{"value.total > 40 ||", 20, "something is missing behind ||", "value.total > 40"},
		{"value.x == == 3", 12, `something is missing before "=="`, "a number, or text in quotes"},
		{"1 < value.x < 5", 13, "comparisons do not chain", "1 < value.total && value.total < 5"},
		{"!value.total > 40", 1, "! belongs to what stands directly behind it", "write not"},
		{"value.total > nil", 13, "nothing is larger or smaller than nil", "!= nil"},
		{"value.total > 1,000", 16, `"," is no operator`, "1_000"},
		{"value.total > 1.2.3", 15, `"1.2.3" is no number`, "numbers are 40, 2.5"},
		{"value.total > 40 AND partition == 3", 18, `"AND" is no operator`, "&&"},
		{"value.total > 40 & partition == 3", 18, `"&" is no operator`, "write &&"},
		{"value.total > 40 | partition == 3", 18, `"|" is no operator`, "write || for or"},
		{"value.x > 1 partition:3", 13, `an operator is missing before "partition"`, "&&"},
		{"value.x > 1 && partition:3", 25, `":" is no operator`, "does not go with an expression"},
		{"value.x > 1 ? 2 : 3", 13, `"?" is no operator`, "??"},
		{"foo && bar", 1, `there is no "foo"`, "leave && out"},
		{"foo || bar", 1, `there is no "foo"`, "/this|that/"},

		// Text.
		{`value == "abc`, 10, "this quote is not closed", `end the text with "`},
		{`key == 'abc`, 8, "this quote is not closed", "end the text with '"},
		{`key == “abc”`, 8, "has no meaning", "straight quotes"},
		{"key == abc", 8, `there is no "abc"`, `text stands in quotes: "abc"`},
		{"key contains foo", 14, `there is no "foo"`, `text stands in quotes: "foo"`},
		{`key startswith "user-"`, 5, `"startswith" is no operator`, "did you mean startsWith?"},
		{`key starts_with "user-"`, 5, `"starts_with" is no operator`, "did you mean startsWith?"},
		{`key like "user%"`, 5, `"like" is no operator`, "write contains"},
		{`key.startsWith("user-")`, 5, "values have no methods", `write key startsWith "user-"`},
		{`startsWith(key, "user-")`, 1, "stands between its operands", `write key startsWith "user-"`},
		{`value.name.toLowerCase() == "x"`, 12, "values have no methods", "write lower(x)"},
		{`value.x not contain "a"`, 9, "no operator follows this not", "not contains"},
		{"key matches /user/", 13, "stands in quotes", `key matches "^user`},
		{`key matches "("`, 13, "missing closing )", "RE2"},
		{"key matches value.x", 13, "the pattern of matches is written as text", "matches"},
		{`timestamp contains "12"`, 1, "a time has no text", "timestamp > now() - 5m"},

		// Names.
		{`status == "paid"`, 1, `there is no "status"`, "value.status"},
		{"order.total > 40", 1, `there is no "order"`, "value.order"},
		{"vaule.total > 40", 1, `there is no "vaule"`, "did you mean value?"},
		{"Value.total > 40", 1, `there is no "Value"`, "did you mean value?"},
		{"payload.total > 40", 1, `there is no "payload"`, "value is value"},
		{"msg.total > 40", 1, `there is no "msg"`, "value is value"},
		{"ofset > 40", 1, `there is no "ofset"`, "did you mean offset?"},
		{"lag > 5", 1, `there is no "lag"`, "knows no lag"},
		{"value == None", 10, `there is no "None"`, "nil"},
		{"value == none", 10, `there is no "none"`, "nil"},
		{"len > 3", 1, `"len" is a function`, "write len(x)"},
		{"value.paid == True", 15, `there is no "True"`, "did you mean true?"},
		{"value is null", 7, `"is" is no operator`, "== nil"},
		{"topic in stock", 10, `there is no "stock"`, "in quotes"},
		{"value.a-b == 3", 9, `there is no "b"`, `value["a-b"]`},
		{`headers.trace-id == "x"`, 15, `there is no "id"`, `headers["trace-id"]`},
		{"value.@timestamp == 3", 7, "the name of a field", `value["@timestamp"]`},
		{"value.items.0 == 3", 13, "in brackets", "value.items[0]"},
		{"=value.", 8, "the name of a field is missing", "value.total"},
		{"$.total > 40", 1, `"$" has no meaning`, "value.name"},

		// Brackets and lists.
		{"=(value.a value.b) == 1", 11, `an operator is missing before "value"`, "&&"},
		{"value.a > ≥ 1", 11, "has no meaning", "write >="},
		{"value.a > .", 11, `something is missing before "."`, "value.total"},
		{"value.a(3) > 1", 7, "no methods", "the functions are"},
		{`value.name.length() > 3`, 12, "no methods", "write len(x)"},
		{`value.name.len() > 3`, 12, "no methods", "write len(x)"},
		{`value["a"](3) > 1`, 11, "is no function", "the functions are"},
		{`value[["a"]] > 1`, 7, "stands only behind in", "in ["},
		{"value.total > 99999999999w", 15, "is no number", "1h30m"},
		{"$value.total > 3", 1, `"$" has no meaning`, "value.name"},
		{`len(["a"]) > 1`, 5, "stands only behind in", "in ["},
		{"(value.total > 40", 1, "this ( is not closed", "write )"},
		{"value.total > 40)", 17, "nothing is open", "leave it out"},
		{"value.items[0.price > 4", 12, "this [ is not closed", "write ]"},
		{"value.items[].price > 4", 13, "one by one", "any(value.items, .price > 10)"},
		{"value.items[*].price > 4", 13, "one by one", "any(value.items, .price > 10)"},
		{".items[] | .total > 3", 8, "one by one", "any(value.items, .price > 10)"},
		{".total > 40 | .x", 13, `"|" is no operator`, "no pipes"},
		{"value.items[1:2] == 3", 14, "no slices", "value.items[0]"},
		{`value.x in "a"`, 12, "in a list, an array or an object", `["paid", "sent"]`},
		{`value.x in ["a"`, 12, "this [ is not closed", "write ]"},
		{`value.x == ["a"]`, 12, "stands only behind in", "in ["},
		{"value.x in [1..3]", 13, "a list holds single values", "in 1..3"},
		{"=[1, 2]", 2, "stands only behind in", "in ["},

		// Times.
		{"timestamp > 5m", 13, "this is a length of time", "now() - 5m"},
		{"timestamp > now - 5m", 13, `"now" is a function`, "now()"},
		{"timestamp > now() - 5", 21, "this is a number", "now() - 5m"},
		{"timestamp > now() - 5x", 21, `"5x" is no number`, "1h30m"},
		{`timestamp > "yesterday"`, 13, "this is no time", "now() - 5m"},
		{`timestamp in ["today"]`, 15, "this is no time", "now() - 5m"},
		{`"12:00" < timestamp`, 1, "this is no time", "2026-11-23 12:00"},
		{"now() - timestamp > 5", 21, "this is a number", "5m"},

		// Functions, and what is no condition.
		{"length(value.items) > 3", 1, `no function "length"`, "write len(x)"},
		{"lenn(value) > 3", 1, `no function "lenn"`, "did you mean len(x)?"},
		{"partition == 3 && foo(3)", 19, `no function "foo"`, "the functions are"},
		{"select(.total > 40)", 1, `no function "select"`, "value.total > 40"},
		{"filter(value.items, .x) == 3", 1, `no function "filter"`, "any("},
		{"any(value.items)", 1, "any takes other arguments", "any(array, test)"},
		{"len() > 3", 1, "len takes other arguments", "len(x)"},
		{"any(value.items, .price > 4", 4, "this ( is not closed", "write )"},
		{"=", 2, "the expression is empty", "value.total > 40"},
		{"=value.total + 1", 2, "neither yes nor no", "value.total > 40"},
		{`="text"`, 2, "neither yes nor no", "value.total > 40"},
		{"=now()", 2, "neither yes nor no", "value.total > 40"},
		{"=len(value)", 2, "neither yes nor no", "value.total > 40"},
	} {
		f, err := Parse(tt.filter)
		var e *SyntaxError
		if !errors.As(err, &e) || f != nil {
			t.Errorf("%s is no mistake", tt.filter)
			continue
		}
		if e.Column != tt.column || !strings.Contains(e.Text, tt.text) || !strings.Contains(e.Hint, tt.hint) {
			t.Errorf("%s\n got column %d: %s (%s)\nwant column %d: …%s… (…%s…)", tt.filter, e.Column, e.Text, e.Hint, tt.column, tt.text, tt.hint)
		}
		if want := utf8.RuneCountInString(tt.filter[:e.Pos]) + 1; e.Column != want {
			t.Errorf("%s: byte %d is in column %d, not %d", tt.filter, e.Pos, want, e.Column)
		}
	}
}

// A text that was only taken for an expression can be searched for, and the
// hint says how.
func TestHintOfPlainText(t *testing.T) {
	for filter, want := range map[string]bool{"a == b": true, "value is null": true, "=a == b": false, "value.total = 3": false} {
		_, err := Parse(filter)
		var e *SyntaxError
		if !errors.As(err, &e) || strings.HasSuffix(e.Hint, "; to search for the text put it in quotes") != want {
			t.Errorf("%s: %v", filter, err)
		}
	}
	if !parse(t, `"a == b"`).Match(&model.Record{Value: []byte("x a == b y")}) {
		t.Error("the text in quotes is not found")
	}
}

func TestErrorIsOneLine(t *testing.T) {
	_, err := Parse("é key:")
	if want := "column 3: nothing stands behind key: (write the text directly behind it"; err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v, want %s", err, want)
	}
}
