package columns

import (
	"errors"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model/field"
)

func TestLists(t *testing.T) {
	for text, want := range map[string]string{
		"time,part,key,.total,header:trace,value": "time,partition,key,.total,header:trace,value",
		" .a , .b=12,-offset":                     ".a,.b=12,-offset",
		`value["a,b"],header:"x=1"=20,-.c=3`:      `value["a,b"],header:"x=1"=20,-.c=3`,
	} {
		list, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := Format(list); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if got := Format(Default(false)); got != "time,-topic,partition,offset,key,value" {
		t.Errorf("the usual ones are %s", got)
	}
}

// Of Kafka's own topics, what their keys say stands in columns of its own.
func TestColumnsOfKafkasOwnTopics(t *testing.T) {
	for topics, want := range map[string]string{
		"__consumer_offsets":        own["__consumer_offsets"],
		"__transaction_state":       own["__transaction_state"],
		"orders":                    "time,-topic,partition,offset,key,value",
		"__consumer_offsets,orders": "time,topic,partition,offset,key,value",
	} {
		if got := Format(For(strings.Split(topics, ","))); got != want {
			t.Errorf("those of %s are %s, want %s", topics, got, want)
		}
	}
}

func TestMistakesInLists(t *testing.T) {
	for _, tt := range []struct{ text, problem, hint string }{
		{"time,total", `there is no column "total"`, ".total"},
		{"time,,key", "a column has no name", ".total"},
		{"", "a column has no name", ".total"},
		{"key,.a,key", "the column key comes twice", "leave one out"},
		{".a=2", `"2" is no width of a column`, ".city=12"},
		{".a=wide", `"wide" is no width of a column`, "3 to 200"},
	} {
		_, err := Parse(tt.text)
		m, ok := errors.AsType[*field.Mistake](err)
		if !ok || m.Text != tt.problem || !strings.Contains(m.Hint, tt.hint) {
			t.Errorf("%q: %v, want %q with %q", tt.text, err, tt.problem, tt.hint)
		}
	}
}
