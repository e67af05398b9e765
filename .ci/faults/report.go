package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// report is what ktm writes with --report, as far as it matters here.
type report struct {
	Received   int64
	Partitions []struct {
		Partition             int32
		First, Next, Received int64
	}
	Faults []struct {
		Text  string
		Count int
	}
	PeakRSS int64 `json:"peak_rss_bytes"`
}

func readReport(path string) (report, error) {
	var r report
	text, err := os.ReadFile(path)
	if err != nil {
		return r, fmt.Errorf("ktm left no report: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("the report of ktm: %w", err)
	}
	return r, nil
}

var expired = regexp.MustCompile(`: ([\d,]+) messages? expired before`)

// expired adds up the messages that ktm says it could not read any more.
func (r *report) expired() int {
	n := 0
	for _, f := range r.Faults {
		if m := expired.FindStringSubmatch(f.Text); m != nil {
			count, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
			if err == nil {
				n += count * f.Count
			}
		}
	}
	return n
}

// gaps is how many offsets lie between the first and the last record handed
// over that were not handed over.
func (r *report) gaps() int64 {
	var n int64
	for _, p := range r.Partitions {
		if p.Received > 0 {
			n += p.Next - p.First - p.Received
		}
	}
	return n
}
