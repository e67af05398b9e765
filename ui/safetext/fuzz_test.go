package safetext

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// FuzzAppend checks the promises of the package for any bytes and any width,
// and that a text taken in pieces loses nothing.
func FuzzAppend(f *testing.F) {
	for _, item := range hostile.Items() {
		f.Add([]byte(item.Text), 30)
	}
	f.Fuzz(func(t *testing.T, src []byte, width int) {
		width %= 300
		out, cols, rest := Append(nil, src, width)
		if cols > max(0, width) {
			t.Errorf("%d columns of %d", cols, width)
		}
		if !bytes.HasSuffix(src, rest) {
			t.Errorf("rest %q is no end of %q", rest, src)
		}
		harmless(t, out, cols)

		styled, c, r := AppendStyled(nil, src, width, "\x01", "\x02")
		if c != cols || len(r) != len(rest) {
			t.Errorf("styles change the columns from %d to %d or the rest", cols, c)
		}
		if plain := strings.NewReplacer("\x01", "", "\x02", "").Replace(string(styled)); plain != string(out) {
			t.Errorf("styles change %q to %q", out, plain)
		}
		if width >= widestEsc && len(rest) == len(src) && len(src) > 0 {
			t.Errorf("nothing of %q fits into %d columns", src, width)
		}
		if s := Truncate(string(src), width, "…"); Width(s) > max(0, width) {
			t.Errorf("Truncate(%q, %d) = %q is too wide", src, width, s)
		}
	})
}

// FuzzLines checks that wrapped lines are harmless, fit, and together are the
// whole text, and that a pager numbers the same lines.
func FuzzLines(f *testing.F) {
	for _, item := range hostile.Items() {
		f.Add([]byte(item.Text), 30)
	}
	f.Fuzz(func(t *testing.T, src []byte, width int) {
		width %= 300
		p := NewPager(src, width)
		var lines, joined [][]byte
		for rest := src; len(rest) > 0; {
			line, r := Wrap(rest, width)
			if len(r) >= len(rest) {
				t.Fatalf("Wrap(%q, %d) makes no progress", rest, width)
			}
			consumed := rest[:len(rest)-len(r)]
			if !bytes.Equal(consumed, line) && string(consumed) != string(line)+"\n" {
				t.Errorf("Wrap takes %q for the line %q", consumed, line)
			}
			if bytes.ContainsRune(line, '\n') {
				t.Errorf("line %q has a newline", line)
			}
			shown, cols := AppendLine(nil, line, width, "", "", Marks{})
			if cols > max(width, MinWidth) {
				t.Errorf("line %q is %d columns wide, there are %d", line, cols, width)
			}
			harmless(t, shown, cols)
			lines, joined, rest = append(lines, line), append(joined, consumed), r
		}
		if all := bytes.Join(joined, nil); !bytes.Equal(all, src) {
			t.Errorf("the lines together are %q, want %q", all, src)
		}
		from := len(lines) / 2
		n := from
		for i, line := range p.Lines(from) {
			if i != n || !bytes.Equal(line, lines[i]) {
				t.Fatalf("line %d of the pager is %d, %q, want %q", n, i, line, lines[n])
			}
			n++
		}
		if n != len(lines) || p.Count(n+1) != n {
			t.Errorf("the pager has %d and %d lines, want %d", n, p.Count(n+1), len(lines))
		}
	})
}
