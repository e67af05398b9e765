package latest

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/ui/columns"
)

// The key leads and is always there, its time follows; where a message lies is not
// of its key.
func TestArranged(t *testing.T) {
	for list, want := range map[string]string{
		"time,-topic,partition,offset,key,value": "key,time,-topic,value",
		".total,value,-key=20,time=12":           "key=20,time=12,.total,value",
		"-time,header:trace,.a":                  "key,-time,header:trace,.a",
		"offset":                                 "key,time",
	} {
		was, err := columns.Parse(list)
		if err != nil {
			t.Fatal(err)
		}
		if got := columns.Format(arranged(was)); got != want {
			t.Errorf("%s becomes %s, want %s", list, got, want)
		}
		if columns.Format(was) != list {
			t.Errorf("%s became %s itself", list, columns.Format(was))
		}
	}
}
