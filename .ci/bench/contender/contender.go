// Package contender is what the programs that are measured beside ktm have in
// common: their flags, and their last words.
//
// A contender is a command of its own, so that its memory and its start are
// its own. It reads a topic from the start of every partition, looks at every
// record, and ends as soon as it has had the number of records that was asked
// for. It prints nothing but the count. To add one, write such a command and
// name it in contenders.go of .ci/bench.
package contender

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// Task is what a contender is told.
type Task struct {
	Brokers []string
	Topic   string
	Records int64  // to read
	Profile string // file for a profile of the processor; "" = none
}

// Parse reads the flags every contender has: -b, -t, -n, -cpuprofile.
func Parse() Task {
	var t Task
	brokers := flag.String("b", "", "brokers, separated by commas")
	flag.StringVar(&t.Topic, "t", "", "topic")
	flag.Int64Var(&t.Records, "n", 0, "records to read")
	flag.StringVar(&t.Profile, "cpuprofile", "", "write a profile of the processor to this file, where the contender can")
	flag.Parse()
	t.Brokers = strings.Split(*brokers, ",")
	return t
}

// End says how many records were read and ends the program at once: taking
// down a client is no part of what is measured.
func End(records int64, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(records)
	os.Exit(0)
}
