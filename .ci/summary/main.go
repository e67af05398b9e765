// Command summary reads what "go test -json" writes and prints it as go test
// would without -v: one line a package, and everything that a failed test
// said. It also lists the tests that were skipped and fails when there were
// any, because a skip is otherwise silent: CI has all that the tests need.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of go test -json; "go doc test2json" tells the fields.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

type testName struct{ pkg, test string }

func main() {
	if err := summarize(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(1)
	}
}

func summarize(in io.Reader, out io.Writer) error {
	said := map[testName]*strings.Builder{}
	var skipped []string
	passed, failed, broken := 0, 0, 0 // tests, tests, packages
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprintf(out, "%s", line) // a message of the go command itself
				continue
			}
			name := testName{e.Package, e.Test}
			switch {
			case e.Action == "build-output":
				fmt.Fprint(out, e.Output)
			case e.Action == "output":
				say(out, said, name, e.Output)
			case e.Action == "fail":
				flush(out, said, name)
				if e.Test == "" {
					broken++
				} else {
					failed++
				}
			case e.Action == "skip" && e.Test != "":
				skipped = append(skipped, strings.TrimSpace(text(said, name)))
			case e.Action == "pass" && e.Test != "":
				delete(said, name)
				passed++
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the test events: %w", err)
		}
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", passed, failed, len(skipped))
	switch {
	case failed > 0:
		return fmt.Errorf("%d tests failed", failed)
	case broken > 0:
		return fmt.Errorf("%d packages failed outside of their tests", broken)
	case len(skipped) > 0:
		return fmt.Errorf("%d tests were skipped:\n%s", len(skipped), strings.Join(skipped, "\n"))
	case passed == 0:
		return errors.New("no test ran")
	}
	return nil
}

// say prints the lines that stand for a package at once and keeps the rest
// until the test's result is known.
func say(out io.Writer, said map[testName]*strings.Builder, name testName, output string) {
	if name.test == "" && (strings.HasPrefix(output, "ok ") || strings.HasPrefix(output, "FAIL\t") || strings.HasPrefix(output, "? ")) {
		fmt.Fprint(out, output)
		return
	}
	if strings.HasPrefix(output, "=== ") {
		return
	}
	if said[name] == nil {
		said[name] = &strings.Builder{}
	}
	said[name].WriteString(output)
}

func text(said map[testName]*strings.Builder, name testName) string {
	if said[name] == nil {
		return ""
	}
	return said[name].String()
}

func flush(out io.Writer, said map[testName]*strings.Builder, name testName) {
	fmt.Fprint(out, text(said, name))
	delete(said, name)
}
