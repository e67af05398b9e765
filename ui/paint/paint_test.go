package paint

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func line(width int) *Line { return New(theme.New(true), &theme.Unicode, width) }

func plain(l *Line) string { return ansi.Strip(l.String()) }

func TestTextIsCutAtTheEdge(t *testing.T) {
	l := line(8)
	l.Text(l.theme.Ink, "stop").Text(l.theme.Dim, "restart").Text(l.theme.Dim, "freeze")
	if got := plain(l); got != "stopres…" {
		t.Errorf("%q", got)
	}
}

func TestForeign(t *testing.T) {
	for _, tt := range []struct {
		src   string
		width int
		want  string
		fits  bool
	}{
		{"orders", 10, "orders", true},
		{"orders", 6, "orders", true},
		{"orders", 5, "orde…", false},
		{"東京都", 5, "東京…", false},
		{"東京都", 4, "東 …", false},
		{"a\x1b[2Jb", 20, `a\x1b[2Jb`, true},
		{"a\x1b[2Jb", 4, `a  …`, false},
		{"", 0, "", true},
		{"x", 0, "", false},
	} {
		l := line(40)
		fits := l.Foreign(l.theme.Ink, []byte(tt.src), tt.width)
		if got := plain(l); got != tt.want || fits != tt.fits {
			t.Errorf("%q in %d columns: %q, fits %v; want %q, %v", tt.src, tt.width, got, fits, tt.want, tt.fits)
		}
	}
}

func TestAFieldOfBlanksIsSeen(t *testing.T) {
	for _, tt := range []struct {
		src   string
		width int
		want  string
		fits  bool
	}{
		{" ", 10, `" "`, true},
		{"   ", 10, `"   "`, true},
		{strings.Repeat(" ", 100), 6, `"    …`, false},
		{" a", 10, " a", true},
		{"a ", 10, "a ", true},
		{"\u00a0", 10, `\u00a0`, true},
	} {
		l := line(40)
		fits := l.Field(l.theme.Ink, []byte(tt.src), nil, tt.width)
		if got := plain(l); got != tt.want || fits != tt.fits {
			t.Errorf("%q in %d columns: %q, fits %v; want %q, %v", tt.src, tt.width, got, fits, tt.want, tt.fits)
		}
	}
}

func TestASelectedLineIsPaintedToItsEdge(t *testing.T) {
	l := line(12)
	l.Reset(true)
	l.Text(l.theme.Dim, "a").Foreign(l.theme.Ink, []byte("b\x07"), 10)
	out := l.String()
	if w := ansi.StringWidth(out); w != 12 {
		t.Errorf("%d columns, want 12: %q", w, out)
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(out, theme.Reset), "\x1b[") {
		if part != "" && !strings.Contains(part, "48;2;") {
			t.Errorf("a part without the selection's background: %q in %q", part, out)
		}
	}
}

// classes spells what each byte was taken for.
func classes(src string) string {
	var b strings.Builder
	for x := (lexer{src: []byte(src)}); !x.done(); {
		run, c := x.next()
		b.WriteString(strings.Repeat(string("tnp1"[c]), len(run)))
	}
	return b.String()
}

func TestJSONClasses(t *testing.T) {
	for _, tt := range [][2]string{
		{`{"a":1}`, `ppnpp1p`},
		{`{"a":"b"}`, `ppnppptpp`},
		{`{"a":"","b":"x"}`, `ppnppppppnppptpp`},
		{`["a",true]`, `pptpp1111p`},
		{`{"a":{"b":[1,"c"],"d":null}}`, `ppnppppnppp1pptppppnpp1111pp`},
		{`{"a\"b":2}`, `ppnnnnpp1p`},
		{`{"open`, `ppnnnn`},
	} {
		if got := classes(tt[0]); got != tt[1] {
			t.Errorf("%s\n%s, want\n%s", tt[0], got, tt[1])
		}
	}
}

func TestValueContinuesWhereItStopped(t *testing.T) {
	src := `{"name":"Zoë","city":"東京","n":[1,2,3]}`
	var got strings.Builder
	for v := ValueOf([]byte(src)); v.More(); {
		l := line(7)
		l.Value(&v, 7)
		got.WriteString(plain(l))
	}
	if got.String() != src {
		t.Errorf("%q, want %q", got.String(), src)
	}
}

func TestValueSkip(t *testing.T) {
	for skip, want := range map[int]string{0: `{"a":"東京"}`, 5: `"東京"}`, 6: `東京"}`, 7: `東京"}`, 8: `京"}`, 99: ""} {
		v := ValueOf([]byte(`{"a":"東京"}`))
		v.Skip(skip)
		l := line(40)
		l.ValueCut(v, 30)
		if got := plain(l); got != want {
			t.Errorf("skip %d: %q, want %q", skip, got, want)
		}
	}
}

func TestIndentedLinesKnowTheirNames(t *testing.T) {
	th := theme.New(true)
	for src, want := range map[string]theme.Ink{`  "name": "x",`: th.Dim, `    "element",`: th.Ink} {
		l := New(th, &theme.Unicode, 40)
		v := JSONLine([]byte(src))
		l.Value(&v, 40)
		if !strings.Contains(l.String(), want.SGR(false)+strings.Trim(strings.Fields(src)[0], `":,`)) {
			t.Errorf("%s is painted %q", src, l.String())
		}
	}
}

// A value of one huge string must cost what is seen of it.
func TestPaintingDoesNotReadWhatIsNotSeen(t *testing.T) {
	v := ValueOf([]byte(`{"a":"` + strings.Repeat("x", 1<<20)))
	l := line(80)
	l.ValueCut(v, 80)
	l.Value(&v, 80)
	if v.lex.pos > 3*longestRun {
		t.Errorf("%d bytes were read for 80 columns", v.lex.pos)
	}
}

func FuzzValue(f *testing.F) {
	for _, s := range []string{`{"a":[1,"b\"c",{}]}`, "hello \x1b]52;c;x\x07", "{\"\xff\u202e東京", `[[[[[[[`, "{\"a\\", "🏳️‍🌈e\u0301\u0301\u0301"} {
		f.Add([]byte(s), 3, 20)
	}
	for _, item := range hostile.Items() {
		f.Add([]byte(item.Text), 3, 20)
	}
	f.Fuzz(func(t *testing.T, src []byte, skip, width int) {
		skip, width = min(max(0, skip), 500), min(max(1, width), 300)
		var all []byte
		for x := (lexer{src: src}); !x.done(); {
			run, _ := x.next()
			if len(run) == 0 {
				t.Fatalf("an empty run at %d of %q", x.pos, src)
			}
			all = append(all, run...)
		}
		if !bytes.Equal(all, src) {
			t.Fatalf("runs add up to %q, not %q", all, src)
		}
		for _, selected := range []bool{false, true} {
			l := line(width)
			l.Reset(selected)
			v := ValueOf(src)
			v.Skip(skip)
			l.ValueCut(v, width)
			text := plain(l)
			if !utf8.ValidString(text) || ansi.StringWidthWc(text) > width {
				t.Fatalf("%d columns for %d: %q", ansi.StringWidthWc(text), width, text)
			}
			for _, r := range text {
				if r < 0x20 || r >= 0x7f && r < 0xa0 {
					t.Fatalf("a control character %U in %q", r, text)
				}
			}
		}
	})
}
