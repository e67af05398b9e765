package paint

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func marker(t *testing.T, text string) *Marker {
	t.Helper()
	f, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return NewMarker(f)
}

// bracketed writes what stands out between brackets.
func bracketed(l *Line, th *theme.Theme) string {
	out, on := "", false
	for _, piece := range strings.SplitAfter(strings.ReplaceAll(l.String(), "\x1b", "\x00\x1b"), "\x00") {
		piece = strings.TrimSuffix(piece, "\x00")
		if strings.HasPrefix(piece, "\x1b") {
			if marked := strings.HasPrefix(piece, th.Match.SGR(false)); marked != on {
				out, on = out+map[bool]string{true: "[", false: "]"}[marked], marked
			}
		}
		out += ansi.Strip(piece)
	}
	return out
}

func TestMarksStandOut(t *testing.T) {
	for _, tt := range []struct {
		name, filter, src, want string
		width                   int
	}{
		{"plain", "paid", "it is paid today", "it is [paid] today", 40},
		{"several", "a", "abca", "[a]bc[a]", 40},
		{"in JSON over names and punctuation", `"id":5`, `{"id":5}`, `{["id":5]}`, 40},
		{"escapes keep their style", "/p.*d/", "p\x07d", `[p]\x07[d]`, 40},
		{"wide", "京", "東京都", "東[京]都", 40},
		{"a combining mark stays with its letter", "e", "e\u0301x", "[e\u0301]x", 40},
		{"cut", "paid", "it is paid today", "it is [pa]…", 9},
		{"nothing is looked for", "-paid", "it is paid", "it is paid", 40},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := line(40)
			v := ValueOf([]byte(tt.src))
			v.Mark(marker(t, tt.filter).All(query.Value, []byte(tt.src)))
			l.ValueCut(v, tt.width)
			if got := bracketed(l, l.theme); got != tt.want {
				t.Errorf("a value: %q, want %q", got, tt.want)
			}
			l = line(40)
			l.Field(l.theme.Ink, []byte(tt.src), marker(t, tt.filter).All(query.Value, []byte(tt.src)), tt.width)
			if got := bracketed(l, l.theme); got != tt.want {
				t.Errorf("a field: %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMarksInAWrappedLineWithTabs(t *testing.T) {
	l, src := line(40), []byte("ab\tpaid\tc")
	l.Wrapped(l.theme.Ink, src, marker(t, "paid").All(query.Value, src), 30)
	if got, want := bracketed(l, l.theme), "ab      [paid]    c"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A value that is continued on the next line has its marks where they are.
func TestMarksGoOnOnTheNextLine(t *testing.T) {
	src := []byte(`{"a":"xxpaidxx"}`)
	v := ValueOf(src)
	v.Mark(marker(t, "paid").All(query.Value, src))
	var got []string
	for v.More() {
		l := line(10)
		l.Value(&v, 10)
		got = append(got, bracketed(l, l.theme))
	}
	if want := `{"a":"xx[pa]|[id]xx"}`; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNoMarkerMarksNothing(t *testing.T) {
	var m *Marker
	if got := m.All(query.Value, []byte("paid")); got != nil {
		t.Errorf("%v", got)
	}
}
