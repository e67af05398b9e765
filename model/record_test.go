package model

import (
	"reflect"
	"testing"
)

func TestACloneSharesNoBytesAndKeepsNull(t *testing.T) {
	fresh := func() Record {
		return Record{
			TopicPartition: TopicPartition{"orders", 3}, Offset: 7, Value: []byte("value"),
			Headers: []Header{{Key: []byte("name")}, {Key: []byte{}, Value: []byte{}}},
		}
	}
	r := fresh()
	c := r.Clone()
	copy(r.Value, "other")
	copy(r.Headers[0].Key, "none")
	r.Headers[1].Key = nil
	if want := fresh(); !reflect.DeepEqual(c, want) { // null and empty differ
		t.Errorf("the clone is %+v, want %+v", c, want)
	}
}
