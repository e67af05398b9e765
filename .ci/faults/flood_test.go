package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// What was lost or handed over twice shows in the figures of a partition.
func TestFloodIsCompared(t *testing.T) {
	for name, c := range map[string]struct {
		report        string
		lost, doubled int64
		misses        string
	}{
		"all":       {`{"received":30,"partitions":[{"partition":0,"first":0,"next":10,"received":10},{"partition":1,"first":0,"next":20,"received":20}]}`, 0, 0, ""},
		"lost":      {`{"received":29,"partitions":[{"partition":0,"first":0,"next":10,"received":9},{"partition":1,"first":0,"next":20,"received":20}]}`, 1, 0, "received 29 of 30"},
		"late":      {`{"received":28,"partitions":[{"partition":0,"first":2,"next":10,"received":8},{"partition":1,"first":0,"next":20,"received":20}]}`, 2, 0, "read from 2 to 10 of 10"},
		"doubled":   {`{"received":33,"partitions":[{"partition":0,"first":0,"next":10,"received":13},{"partition":1,"first":0,"next":20,"received":20}]}`, 0, 3, "received 33 of 30"},
		"unbroken":  {`{"received":30,"partitions":[{"partition":0,"first":0,"next":10,"received":11},{"partition":1,"first":0,"next":20,"received":19}]}`, 1, 1, "received 30 of 30"},
		"partition": {`{"received":10,"partitions":[{"partition":0,"first":0,"next":10,"received":10}]}`, 0, 0, "in 1 partitions"},
	} {
		f := &flood{records: 30, ends: map[int32]int64{0: 10, 1: 20}}
		if err := json.Unmarshal([]byte(c.report), &f.onScreen); err != nil {
			t.Fatal(err)
		}
		f.compare()
		if f.lost != c.lost || f.doubled != c.doubled {
			t.Errorf("%s: %d lost and %d doubled, want %d and %d", name, f.lost, f.doubled, c.lost, c.doubled)
		}
		if got := strings.Join(f.missed, "; "); !strings.Contains(got, c.misses) || (c.misses == "") != (got == "") {
			t.Errorf("%s: %q, want something of %q", name, got, c.misses)
		}
	}
}
