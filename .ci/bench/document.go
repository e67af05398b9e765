package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// documentFile is where -write puts the results. Each section stands between
// marks; what stands outside of them stays as it is, and so do rows of what was
// not measured this time.
const (
	documentFile = ".github/BENCHMARKS.md"
	sectionBegin = "<!-- written by .ci/bench/run -write: %s -->\n"
	sectionEnd   = "<!-- end -->"
)

// Sections that no bench writes alone.
const (
	machineSection = "machine"
	goalsSection   = "goals"
)

// writeResult puts a result into the document.
func writeResult(r result) error {
	text, err := os.ReadFile(documentFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	d := document(text)
	d.replace(machineSection, "\n"+machine()+"\n\n")
	d.replace(r.bench.section(), r.section(d.section(r.bench.section())))
	goals := goalTable(r.goals, r.bench.name)
	goals.rows = mergeGoals(readTable(d.section(goalsSection)), goals.rows, r.bench.name)
	d.replace(goalsSection, "\n"+goals.markdown()+"\n")
	return os.WriteFile(documentFile, []byte(d), 0o644)
}

// section is the result as it stands in the document, where old stood before.
func (r *result) section(old string) string {
	t := r.table
	if r.bench.own {
		text := "\n" + r.when + "\n\n" + t.markdown()
		for _, n := range r.notes {
			text += "\n" + n + "\n"
		}
		return text + "\n"
	}
	t.head = append(slices.Clone(t.head), "measured")
	t.rows = nil
	for _, row := range r.table.rows {
		t.rows = append(t.rows, append(slices.Clone(row), r.when))
	}
	var order []string
	for _, row := range append(readTable(old), t.rows...) {
		if !slices.Contains(order, row[0]) {
			order = append(order, row[0])
		}
	}
	t.merge(readTable(old), order)
	return "\n" + t.markdown() + "\n"
}

// mergeGoals puts a bench's goals where its old ones stood, and at the place
// of the bench among the others where there were none.
func mergeGoals(old, now [][]string, name string) [][]string {
	var order []string
	for _, b := range benches() {
		order = append(order, b.name)
	}
	all := slices.DeleteFunc(old, func(row []string) bool { return goalOf(row) == name })
	all = append(all, now...)
	slices.SortStableFunc(all, func(a, b []string) int {
		return slices.Index(order, goalOf(a)) - slices.Index(order, goalOf(b))
	})
	return all
}

// goalOf is the bench that a row of goals belongs to: "`name` what".
func goalOf(row []string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(row[0], "`"), "`")
	return name
}

// document is the text of the file.
type document string

// section is what stands between the marks of a name; "" where there are none.
func (d document) section(name string) string {
	_, rest, ok := strings.Cut(string(d), fmt.Sprintf(sectionBegin, name))
	inside, _, closed := strings.Cut(rest, sectionEnd)
	if !ok || !closed {
		return ""
	}
	return inside
}

// replace puts text between the marks of a name; where there are none they are
// added at the end.
func (d *document) replace(name, text string) {
	begin := fmt.Sprintf(sectionBegin, name)
	before, rest, ok := strings.Cut(string(*d), begin)
	_, after, closed := strings.Cut(rest, sectionEnd)
	if !ok || !closed {
		before, after = strings.TrimRight(string(*d), "\n")+"\n\n", "\n"
	}
	*d = document(before + begin + text + sectionEnd + after)
}

// machine says what the figures are from.
func machine() string {
	processor := ""
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, ok := strings.Cut(string(text), "model name"); ok {
			line, _, _ := strings.Cut(rest, "\n")
			processor = " (" + strings.Trim(line, "\t :") + ")"
		}
	}
	return fmt.Sprintf("%s/%s with %d cores%s, %s, Apache Kafka %s, %s.", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor,
		runtime.Version(), kafkatest.Version, strings.Join(versions(), ", "))
}
