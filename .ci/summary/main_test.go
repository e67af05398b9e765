package main

import (
	"strings"
	"testing"
)

const (
	passEvents = `{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`
	failEvents = `{"Action":"output","Package":"p","Test":"TestB","Output":"=== RUN   TestB\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:1: wrong\n"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Output":"panic: late\n"}
{"Action":"fail","Package":"p"}
`
	brokenEvents = `{"ImportPath":"q","Action":"build-output","Output":"undefined: x\n"}
{"Action":"output","Package":"p","Output":"leaked goroutine\n"}
{"Action":"fail","Package":"p"}
`
	skipEvents = `{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:1: skipped, needs kafka\n"}
{"Action":"skip","Package":"p","Test":"TestC"}
`
)

func TestSummarize(t *testing.T) {
	for _, test := range []struct {
		name, in, out, err string
	}{
		{"all passed", passEvents, "ok  \tp\t0.1s\n1 passed, 0 failed, 0 skipped\n", ""},
		{
			"a failure tells what the test said", passEvents + failEvents,
			"ok  \tp\t0.1s\n    b_test.go:1: wrong\npanic: late\n1 passed, 1 failed, 0 skipped\n", "1 tests failed",
		},
		{
			"a skip fails", passEvents + skipEvents,
			"ok  \tp\t0.1s\n1 passed, 0 failed, 1 skipped\n", "1 tests were skipped:\nc_test.go:1: skipped, needs kafka",
		},
		{
			"a package that fails outside of its tests", passEvents + brokenEvents,
			"ok  \tp\t0.1s\nundefined: x\nleaked goroutine\n1 passed, 0 failed, 0 skipped\n", "1 packages failed outside of their tests",
		},
		{"nothing ran", "", "0 passed, 0 failed, 0 skipped\n", "no test ran"},
		{"a broken build is passed on", "# p\nundefined: x\n", "# p\nundefined: x\n0 passed, 0 failed, 0 skipped\n", "no test ran"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			err := summarize(strings.NewReader(test.in), &out)
			if out.String() != test.out {
				t.Errorf("printed %q, want %q", out.String(), test.out)
			}
			if got := errorText(err); got != test.err {
				t.Errorf("error %q, want %q", got, test.err)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
