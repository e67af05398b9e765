package columns

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model/field"
)

// What is shown, hidden and moved in a list leaves the list itself as it was.
func TestChangesOfLists(t *testing.T) {
	const list = "time,-topic,key,.total,value"
	f := func(name string) field.Field {
		f, err := field.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	move := func(name string, delta int) func([]Column) []Column {
		return func(l []Column) []Column { l, _ = Moved(l, f(name), delta); return l }
	}
	for _, tt := range []struct {
		name   string
		change func([]Column) []Column
		want   string
	}{
		{"a new one stands before the value", func(l []Column) []Column { return With(l, f(".a")) }, "time,-topic,key,.total,.a,value"},
		{"a hidden one has its place", func(l []Column) []Column { return With(l, f("topic")) }, "time,topic,key,.total,value"},
		{"a new one stands last without a value", func(l []Column) []Column { return With(Without(l, f("value")), f(".a")) }, "time,-topic,key,.total,-value,.a"},
		{"a part keeps its place", func(l []Column) []Column { return Without(l, f("key")) }, "time,-topic,-key,.total,value"},
		{"a field does not", func(l []Column) []Column { return Without(l, f(".total")) }, "time,-topic,key,value"},
		{"to the right", move("key", 1), "time,-topic,.total,key,value"},
		{"over what is hidden", move("key", -1), "key,-topic,time,.total,value"},
		{"from the left edge", move("time", -1), ""},
		{"from the right edge", move("value", 1), ""},
		{"what is hidden", move("topic", 1), ""},
		{"what is not there", move(".b", 1), ""},
	} {
		l, err := Parse(list)
		if err != nil {
			t.Fatal(err)
		}
		if got := Format(tt.change(l)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if Format(l) != list {
			t.Errorf("%s: the list became %s", tt.name, Format(l))
		}
		if n := Shown(l); n != 4 {
			t.Errorf("%d are shown", n)
		}
	}
}
