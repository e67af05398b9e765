package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// tableFile is where -write puts the results. Rows of faults that were not
// played this time stay as they are, and so does what stands outside the marks.
const (
	tableFile  = ".github/FAULTS.md"
	tableBegin = "<!-- written by .ci/faults/run -write: begin -->"
	tableEnd   = "<!-- end -->"
)

const tableHead = `| fault | what happens | produced | lost | doubled | longest wait (p99) | the screen said | after | keys p99 (slowest); how many count | verdict | ktm, date, load of the last minute |
|---|---|--:|--:|--:|--:|---|--:|--:|---|---|
`

// writeRow puts the row of one outcome into the table, in the order of faults.
func writeRow(o outcome) error {
	return rewrite(tableBegin, tableEnd, func(inside string) string {
		rows := make(map[string]string)
		for line := range strings.Lines(inside) {
			if name, _, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "` |"); ok {
				rows[name] = line
			}
		}
		rows[o.fault.name] = o.row()
		var table strings.Builder
		fmt.Fprintf(&table, "\nLast played on %s.\n\n", machine())
		table.WriteString(tableHead)
		for _, f := range faults {
			table.WriteString(rows[f.name])
		}
		return table.String()
	})
}

// rewrite replaces what stands in the file between two marks, each on a line
// of its own.
func rewrite(begin, end string, text func(inside string) string) error {
	content, err := os.ReadFile(tableFile)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(content), begin+"\n")
	inside, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the results, between %q and %q", tableFile, begin, end)
	}
	return os.WriteFile(tableFile, []byte(before+begin+"\n"+text(inside)+end+after), 0o644)
}

// row is the outcome as a line of the table.
func (o *outcome) row() string {
	counts := []string{"–", "–", "–", "–"}
	if o.fault.way != private {
		counts = []string{
			fmt.Sprint(o.produced), fmt.Sprint(o.lost), fmt.Sprint(o.doubled),
			fmt.Sprintf("%s (%s)", seconds(o.waits.longest), seconds(o.waits.p99)),
		}
	}
	said, after := "nothing to say", "–"
	if len(o.said) > 0 {
		said, after = "“"+o.words()+"”", seconds(o.worst().after)
	}
	does := strings.Join(append([]string{o.fault.does}, o.facts...), "; ")
	keys := spreadOf(o.fairKeys)
	cells := append([]string{"`" + o.fault.name + "`", does}, counts...)
	cells = append(cells, said, after, fmt.Sprintf("%d ms (%d); %d of %d, slowest of all %d", keys.p99.Milliseconds(), keys.longest.Milliseconds(),
		len(o.fairKeys), len(o.keys), spreadOf(o.keys).longest.Milliseconds()),
		o.verdict(), o.revision+", "+time.Now().Format(time.DateOnly)+load())
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// load is what else the machine had to do, where it tells.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	last, _, _ := strings.Cut(string(text), " ")
	return ", load " + last
}

func machine() string {
	return fmt.Sprintf("%s/%s with %d cores, %s, Apache Kafka %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), kafkatest.Version)
}
