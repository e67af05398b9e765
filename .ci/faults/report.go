package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// report is what ktm writes with --report, as far as it matters here.
type report struct {
	Received   int64
	Partitions []struct {
		Partition             int32
		First, Next, Received int64
	}
	Runs []struct {
		Reason string
	}
	Faults []struct {
		Kind, Where, Text string
		Count             int
		First, Last       time.Time
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

// count adds up the faults of a kind.
func (r *report) count(kind string) int {
	n := 0
	for _, f := range r.Faults {
		if f.Kind == kind {
			n += f.Count
		}
	}
	return n
}
