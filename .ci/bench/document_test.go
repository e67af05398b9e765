package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestTableIsReadAsItIsWritten(t *testing.T) {
	tab := table{head: []string{"name", "n"}, left: 1, rows: [][]string{{"a|b", "1"}, {"`c`", "2,000 (1–3)"}}}
	text := tab.markdown()
	const want = "| name | n |\n|---|--:|\n| a\\|b | 1 |\n| `c` | 2,000 (1–3) |\n"
	if text != want {
		t.Errorf("written as\n%swant\n%s", text, want)
	}
	if rows := readTable("\nwords\n\n" + text + "\nmore words\n"); !reflect.DeepEqual(rows, tab.rows) {
		t.Errorf("read as %q, want %q", rows, tab.rows)
	}
}

func TestTablePlain(t *testing.T) {
	tab := table{head: []string{"name", "n"}, left: 1, rows: [][]string{{"é", "1,000"}}}
	if got, want := tab.plain(), "name      n\né     1,000\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What was not measured this time stays, in its place.
func TestSectionKeepsOtherRows(t *testing.T) {
	r := result{bench: bench{group: "g", name: "b"}, when: "now", table: table{head: []string{"`g`", "n"}, left: 1, rows: [][]string{{"`b`", "2"}}}}
	const old = "| `g` | n | measured |\n|---|--:|--:|\n| `a` | 1 | then |\n| `b` | 1 | then |\n| `c` | 1 | then |\n"
	got := readTable(r.section(old))
	want := [][]string{{"`a`", "1", "then"}, {"`b`", "2", "now"}, {"`c`", "1", "then"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDocument(t *testing.T) {
	d := document("Words.\n\n" + fmt.Sprintf(sectionBegin, "a") + "old\n" + sectionEnd + "\n\nMore words.\n")
	d.replace("a", "new\n")
	d.replace("b", "added\n")
	d.replace("b", "again\n")
	want := "Words.\n\n" + fmt.Sprintf(sectionBegin, "a") + "new\n" + sectionEnd + "\n\nMore words.\n\n" +
		fmt.Sprintf(sectionBegin, "b") + "again\n" + sectionEnd + "\n"
	if string(d) != want {
		t.Errorf("the document is\n%s\nwant\n%s", d, want)
	}
	if got := d.section("a"); got != "new\n" {
		t.Errorf("section a is %q", got)
	}
}

func TestGoals(t *testing.T) {
	first, second := benches()[0].name, benches()[1].name
	old := goalTable([]goal{atLeast("speed", 2, 1.5), atMost("time", 10, "ms", 9)}, second)
	now := goalTable([]goal{atLeast("speed", 1, 1)}, first)
	rows := mergeGoals(readTable(old.markdown()), now.rows, first)
	now = goalTable([]goal{atLeast("speed", 2, 2)}, second)
	rows = mergeGoals(rows, now.rows, second)
	want := []string{"`" + first + "` speed ≥ 1.00× 1.00× reached", "`" + second + "` speed ≥ 2.00× 2.00× reached"}
	for i, row := range rows {
		if got := strings.Join(row, " "); i >= len(want) || got != want[i] {
			t.Errorf("row %d: %q", i, got)
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d goals, want %d", len(rows), len(want))
	}
	if missed := goalTable([]goal{atMost("time", 10, "ms", 10.5)}, first).rows[0]; missed[3] != "**missed**" {
		t.Errorf("10.5 ms of 10: %q", missed)
	}
}

func TestChoose(t *testing.T) {
	all := []bench{{group: "g", name: "a"}, {group: "g", name: "b"}, {group: "h", name: "c"}}
	for _, c := range []struct {
		names []string
		want  string
	}{{nil, "abc"}, {[]string{"g"}, "ab"}, {[]string{"c", "a"}, "ac"}} {
		chosen, err := choose(all, c.names)
		got := ""
		for _, b := range chosen {
			got += b.name
		}
		if err != nil || got != c.want {
			t.Errorf("%q chooses %q, %v; want %q", c.names, got, err, c.want)
		}
	}
	if _, err := choose(all, []string{"a", "x"}); err == nil {
		t.Error("x is chosen, which is not there")
	}
}

// Names are what people type and what rows are found by.
func TestNamesAreUnique(t *testing.T) {
	seen := make(map[string]bool)
	for _, b := range benches() {
		for _, name := range []string{b.name, b.group} {
			if name == b.name && seen[name] {
				t.Errorf("there are two called %q", name)
			}
		}
		seen[b.name] = true
		if seen[b.group] {
			t.Errorf("%q is a bench and a group", b.group)
		}
	}
}
