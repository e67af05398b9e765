package query

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// order is the message that most tests ask about.
func order() *model.Record {
	return &model.Record{
		TopicPartition: model.TopicPartition{Topic: "shop.Orders", Partition: 3},
		Offset:         1042,
		Key:            []byte("user-17"),
		Value:          []byte(`{"id":5,"Status":"paid in full","path":"/api/v1/orders","city":"ZÜRICH","note":"a \"b\" *"}`),
		Headers:        []model.Header{{Key: []byte("Trace"), Value: []byte("9F-17")}, {Key: []byte("gone")}},
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		filter string
		want   bool
	}{
		{"", true},
		{"  \t", true},
		// Plain words, all of which must be somewhere; case counts with an upper-case letter.
		{"paid", true},
		{"PAID", false},
		{"status", true},
		{"Status", true},
		{"STATUS", false},
		{"zürich", true},
		{"ZÜRICH", true},
		{"Zürich", false},
		{"user-17", true},
		{"trace", true},
		{"9f-17", true},
		{"paid user-17 9f", true},
		{"paid missing", false},
		{"shop", false},
		{"1042", false},
		{`"paid in"`, true},
		{`"in paid"`, false},
		{`"a \\"`, true},
		{`"\\\"b"`, true},
		{`"id":5`, true},
		{`{"id":5,"status":`, true},
		{`/api/v1`, true},
		{"/api/v1/", true},
		{`"*"`, true},
		// Fields.
		{"key:user", true},
		{"value:user", false},
		{"KEY:user", true},
		{`key:"user-17"`, true},
		{"value:paid", true},
		{"key:paid", false},
		{"key:=user-17", true},
		{"key:=user-1", false},
		{"key:=USER-17", false},
		{`key:="user-17"`, true},
		{`key:="\x75ser-17"`, true},
		{`key:=""`, false},
		{"-key:=user-17", false},
		{"value:=paid", false},
		{"header:9f", true},
		{"header:trace", true},
		{"header:paid", false},
		{"header:trace=9f", true},
		{"header:Trace=9f", true},
		{"header:TRACE=9f", false},
		{"header:trace=8", false},
		{"header:trac=9f", false},
		{"header:trace=", true},
		{"header:gone=", true},
		{"header:gone=x", false},
		{`header:trace="9F-"`, true},
		{"header:trace=/^9f-[0-9]+$/", true},
		{`header:"trace"`, true},
		{"topic:orders", true},
		{"topic:Orders", true},
		{"topic:ORDERS", false},
		{"topic:/^shop/", true},
		{"topic:user", false},
		{"partition:3", true},
		{"partition:0,2-5", true},
		{"partition:0-2,4-", false},
		{"offset:1042", true},
		{"offset:1000-", true},
		{"offset:0-1041", false},
		{"offset:5,1042", true},
		// Excluded.
		{"-paid", false},
		{"-missing", true},
		{"!missing", true},
		{"!paid", false},
		{"paid -missing", true},
		{"paid -user", false},
		{"-key:paid", true},
		{"!partition:3", false},
		{"-partition:4", true},
		{`-"in paid"`, true},
		{"-/pa.d/", false},
		{"-header:gone=", false},
		{"-value:paid", false},
		// Regexes.
		{"/pa.d/", true},
		{"/PA.D/", false},
		{"/(?i)PA.D/", true},
		{`/\D+\.x/`, false},
		{`/user-\d+$/`, true},
		{"/^user/", true},
		{"key:/^user-[0-9]{2}$/", true},
		{"value:/^user/", false},
		{`/"status":"paid .*l"/`, true},
		{`/api\/v1/`, true},
		{"/refused|paid/", true},
		{"/refused|failed/", false},
		{"/p(ai)+d/", true},
		{"/(p(a)x)*paid/", true},
		{"/zürich/", true},
		{`/\p{Lu}RICH/`, true},
		{`/\p{Lu}rich/`, true},
		// Not expressions.
		{"value.total", false},
		{"key=5", false},
		{"12:30", false},
		{"http://host", false},
		{"<total>", false},
		{`"id"`, true},
		{"key:x=y", false},
		{"nor paid", false},
		{"any paid", false},
		{"ZHQ==", false},
		{"a=b&c", false},
		{"1 2", false},
	} {
		f, err := Parse(tt.filter)
		if err != nil {
			t.Errorf("%s: %v", tt.filter, err)
			continue
		}
		if f.program != nil {
			t.Errorf("%s is taken for an expression", tt.filter)
			continue
		}
		if got := f.Match(order()); got != tt.want {
			t.Errorf("%s matches: %v", tt.filter, got)
		}
		if f.String() != tt.filter {
			t.Errorf("%s gives the text %q", tt.filter, f)
		}
	}
}
