package main

import (
	"strings"
	"unicode/utf8"
)

// table is what a document shows as one. The first cell of a row names it.
type table struct {
	head []string
	left int // how many columns from the left are text; the others are numbers
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// markdown writes the table for a document.
func (t *table) markdown() string {
	var b strings.Builder
	line := func(cells []string) {
		escaped := make([]string, len(cells))
		for i, c := range cells {
			escaped[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(escaped, " | ") + " |\n")
	}
	line(t.head)
	b.WriteString("|")
	for i := range t.head {
		if i < t.left {
			b.WriteString("---|")
		} else {
			b.WriteString("--:|")
		}
	}
	b.WriteString("\n")
	for _, r := range t.rows {
		line(r)
	}
	return b.String()
}

// readTable reads the rows of a table that markdown wrote.
func readTable(text string) (rows [][]string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "| ") || !strings.HasSuffix(line, " |") {
			continue
		}
		const bar = "\x00"
		cells := strings.Split(strings.ReplaceAll(line[2:len(line)-2], `\|`, bar), " | ")
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], bar, "|")
		}
		rows = append(rows, cells)
	}
	if len(rows) > 0 {
		rows = rows[1:] // the head
	}
	return rows
}

// merge puts rows into the table, in place of those with the same first cell.
// Rows are in the order of the names; those that no name is for are left out.
func (t *table) merge(old [][]string, names []string) {
	rows := make(map[string][]string)
	for _, r := range append(old, t.rows...) {
		rows[r[0]] = r
	}
	t.rows = nil
	for _, n := range names {
		if r, ok := rows[n]; ok && len(r) == len(t.head) {
			t.rows = append(t.rows, r)
		}
	}
}

// plain writes the table for a terminal.
func (t *table) plain() string {
	widths := make([]int, len(t.head))
	for _, r := range append([][]string{t.head}, t.rows...) {
		for i, c := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, r := range append([][]string{t.head}, t.rows...) {
		var line strings.Builder
		for i, c := range r {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if i < t.left {
				line.WriteString(c + pad + "  ")
			} else {
				line.WriteString(pad + c + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
