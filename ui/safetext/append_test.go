package safetext

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestFamilies(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "hello, world ~", "hello, world ~"},
		{"letters", "Grüße, žluťoučký, Ελληνικά, 日本語, 한국어", "Grüße, žluťoučký, Ελληνικά, 日本語, 한국어"},
		{"right to left letters", "שלום", "שלום"},
		{"literal backslash", `a\nb`, `a\nb`},
		{"newline tab return", "a\nb\tc\rd", `a\nb\tc\rd`},
		{"delete", "a\x7fb", `a\x7fb`},
		{"CSI clear", "\x1b[2J", `\x1b[2J`},
		{"CSI unterminated", "a\x1b[38;5", `a\x1b[38;5`},
		{"CSI raw C1", "\x9b2J", `\x9b2J`},
		{"CSI as UTF-8", "\u009b2J", `\u009b2J`},
		{"OSC title", "\x1b]0;owned\a", `\x1b]0;owned\x07`},
		{"OSC clipboard unterminated", "\x1b]52;c;b3duZWQ=", `\x1b]52;c;b3duZWQ=`},
		{"OSC 8 link", "\x1b]8;;http://x\x1b\\y\x1b]8;;\x1b\\", `\x1b]8;;http://x\x1b\y\x1b]8;;\x1b\`},
		{"OSC raw C1", "\x9d0;owned\x9c", `\x9d0;owned\x9c`},
		{"DCS tmux passthrough", "\x1bPtmux;\x1b\x1b[2J\x1b\\", `\x1bPtmux;\x1b\x1b[2J\x1b\`},
		{"DCS unterminated", "\x1bPq#0", `\x1bPq#0`},
		{"APC kitty graphics", "\x1b_Gi=1\x1b\\", `\x1b_Gi=1\x1b\`},
		{"PM and SOS", "\x1b^x\x1bXy", `\x1b^x\x1bXy`},
		{"charset and reset", "\x1b(0\x0e\x0f\x1bc", `\x1b(0\x0e\x0f\x1bc`},
		{"bidi override", "a\u202eb\u202c", `a\u202eb\u202c`},
		{"bidi isolates and marks", "\u2066\u2069\u200e\u200f\u061c", `\u2066\u2069\u200e\u200f\u061c`},
		{"zero width", "a\u200bb\u200cc\u2060d\ufeffe", `a\u200bb\u200cc\u2060d\ufeffe`},
		{"soft hyphen", "a\u00adb", `a\u00adb`},
		{"separators", "a\u2028b\u2029c\u0085d", `a\u2028b\u2029c\u0085d`},
		{"blanks", "a\u00a0b\u3000c\u2003d", `a\u00a0b\u3000c\u2003d`},
		{"tags", "a\U000e0041\U000e007f", `a\U000e0041\U000e007f`},
		{"private use", "\ue0b0\U000f0000", `\ue0b0\U000f0000`},
		{"unassigned and not characters", "\u0378\ufffe\U0010ffff", `\u0378\ufffe\U0010ffff`},
		{"Hangul fillers", "\u115f\u1160\u3164\uffa0", `\u115f\u1160\u3164\uffa0`},
		{"decomposed Hangul", "\u1112\u1161\u11ab 한", "\u1112" + `\u1161\u11ab 한`},
		{"symbols of disputed width", "☰⚊㉈\U0001d165\U0001d300\U0001d360", `\u2630\u268a\u3248\U0001d165\U0001d300\U0001d360`},
		{"grapheme joiner", "a\u034fb", `a\u034fb`},
		{"ZWJ family", "👨\u200d👩\u200d👧", `👨\u200d👩\u200d👧`},
		{"skin tone", "👍🏽", `👍\U0001f3fd`},
		{"emoji presentation", "❤\ufe0f!", "❤!"},
		{"keycap", "1\ufe0f\u20e3", "1\u20e3"},
		{"flag", "🇩🇪", "🇩🇪"},
		{"selector without a character", "\ufe0fa", `\ufe0fa`},
		{"data in selectors", "a\ufe01\ufe02\U000e0101", `a\ufe02\U000e0101`},
		{"combining mark", "e\u0301", "e\u0301"},
		{"leading mark", "\u0301e", `\u0301e`},
		{"mark after an escape", "a\n\u0301\ufe0f", `a\n\u0301\ufe0f`},
		{"tower of marks", "e\u0301\u0302\u0303\u0304", "e\u0301\u0302" + `\u0303\u0304`},
		{"not UTF-8", "a\xff\xc3", `a\xff\xc3`},
		{"overlong", "\xc0\x9b\xe0\x80\x9b", `\xc0\x9b\xe0\x80\x9b`},
		{"surrogates", "\xed\xa0\x80\xed\xb0\x80", `\xed\xa0\x80\xed\xb0\x80`},
		{"beyond Unicode", "\xf4\x90\x80\x80", `\xf4\x90\x80\x80`},
		{"torn at the end", "日\xe6\x97", `日\xe6\x97`},
		{"replacement character", "\ufffd", "\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, cols, rest := Append(nil, []byte(tt.in), math.MaxInt)
			if string(out) != tt.want {
				t.Errorf("got  %q\nwant %q", out, tt.want)
			}
			if len(rest) != 0 {
				t.Errorf("rest is %q without a limit", rest)
			}
			harmless(t, out, cols)
			if s := String(tt.in); s != tt.want {
				t.Errorf("String gives %q", s)
			}
		})
	}
}

// Every control character is named, whatever form it comes in.
func TestEveryControlCharacter(t *testing.T) {
	short := map[int]string{'\n': `\n`, '\t': `\t`, '\r': `\r`}
	for c := range 0x20 {
		want, ok := short[c]
		if !ok {
			want = fmt.Sprintf(`\x%02x`, c)
		}
		if got := String(string(rune(c))); got != want {
			t.Errorf("control character %#x becomes %q, want %q", c, got, want)
		}
	}
	for c := 0x80; c < 0xa0; c++ {
		if got, want := String(string([]byte{byte(c)})), fmt.Sprintf(`\x%02x`, c); got != want {
			t.Errorf("byte %#x becomes %q, want %q", c, got, want)
		}
		if got, want := String(string(rune(c))), fmt.Sprintf(`\u%04x`, c); got != want {
			t.Errorf("U+%04X becomes %q, want %q", c, got, want)
		}
	}
}

// The rule holds for each character there is, alone and after a letter. Planes
// 4 to 13 are unassigned, 15 and 16 private: the first few stand for the rest.
func TestEveryCharacter(t *testing.T) {
	for r := range rune(0xf0100) {
		if !utf8.ValidRune(r) || r >= 0x40100 && r < 0xe0000 {
			continue
		}
		alone := String(string(r))
		if unicode.In(r, unicode.C, unicode.Z) && r != ' ' && alone == string(r) {
			t.Errorf("U+%04X is kept", r)
		}
		if unicode.In(r, unicode.Mn, unicode.Me) && alone == string(r) {
			t.Errorf("mark U+%04X is kept without a character", r)
		}
		out, cols, _ := Append(nil, []byte("a"+string(r)), math.MaxInt)
		if !harmless(t, out, cols) {
			t.Fatalf("at U+%04X", r)
		}
	}
}

func TestWidthIsALimit(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  string
		cols  int
		rest  string
	}{
		{"abc", 3, "abc", 3, ""},
		{"abcd", 3, "abc", 3, "d"},
		{"abc", 0, "", 0, "abc"},
		{"abc", -1, "", 0, "abc"},
		{"日本", 3, "日", 2, "本"},
		{"日本", 1, "", 0, "日本"},
		{"ab\x1bc", 5, "ab", 2, "\x1bc"},
		{"ab\x1bc", 6, `ab\x1b`, 6, "c"},
		{"abe\u0301f", 3, "abe\u0301", 3, "f"}, // a mark belongs to the last column
		{"ab\ufe0f", 2, "ab", 2, ""},
		{"ab\u0301\u0302\u0303", 2, "ab\u0301\u0302", 2, "\u0303"},
	}
	for _, tt := range tests {
		out, cols, rest := Append([]byte("|"), []byte(tt.in), tt.width)
		if string(out) != "|"+tt.want || cols != tt.cols || string(rest) != tt.rest {
			t.Errorf("Append(%q, %d) = %q, %d, %q, want %q, %d, %q", tt.in, tt.width, out[1:], cols, rest, tt.want, tt.cols, tt.rest)
		}
	}
}

// A text of any length and kind costs no more than the columns it fills.
func TestReadingStopsWhereTheLineIsFull(t *testing.T) {
	for _, unit := range []string{"a", "日", "\x1b", "e\u0301", "\ufe0f", "\u0301", "\U000e0101", "\u200d", "\xff", "\u1161"} {
		const width = 100
		src := []byte("a" + strings.Repeat(unit, 100_000))
		_, _, rest := Append(nil, src, width)
		// At most a character, two marks and a selector a column.
		if read, most := len(src)-len(rest), 4*utf8.UTFMax*width; read > most {
			t.Errorf("%d bytes of %q were read for %d columns", read, unit, width)
		}
	}
}

func TestStylesAreWrittenWhereTheyBegin(t *testing.T) {
	tests := []struct{ in, want string }{
		{"abc", "<T>abc"},
		{"a\n\x1bb", `<T>a<E>\n\x1b<T>b`},
		{"\xff", `<E>\xff`},
		{"é日e\u0301", "<T>é日e\u0301"},
		{"❤\ufe0f\n", `<T>❤<E>\n`},
		{"", ""},
	}
	for _, tt := range tests {
		src := []byte(tt.in)
		out, cols, _ := AppendStyled(nil, src, 100, "<T>", "<E>")
		if string(out) != tt.want {
			t.Errorf("AppendStyled(%q) = %q, want %q", tt.in, out, tt.want)
		}
		if _, plain, _ := Append(nil, src, 100); cols != plain {
			t.Errorf("AppendStyled(%q) counts %d columns, Append %d", tt.in, cols, plain)
		}
	}
}

func TestTruncate(t *testing.T) {
	tests := []struct {
		in       string
		width    int
		ellipsis string
		want     string
	}{
		{"abc", 3, "…", "abc"},
		{"abcd", 3, "…", "ab…"},
		{"abcdef", 5, "...", "ab..."},
		{"日本語", 5, "…", "日本…"},
		{"日本語", 4, "…", "日…"},
		{"a\x1b[2J", 5, "…", "a…"},
		{"abc", 2, "...", "ab"},
		{"abc", 0, "…", ""},
	}
	for _, tt := range tests {
		got := Truncate(tt.in, tt.width, tt.ellipsis)
		if got != tt.want {
			t.Errorf("Truncate(%q, %d, %q) = %q, want %q", tt.in, tt.width, tt.ellipsis, got, tt.want)
		}
		if w := Width(got); w > tt.width {
			t.Errorf("Truncate(%q, %d, %q) is %d columns wide", tt.in, tt.width, tt.ellipsis, w)
		}
	}
}

func TestSafeTextIsNotCopied(t *testing.T) {
	s := strings.Repeat("plain text ", 10)
	if n := testing.AllocsPerRun(100, func() { _ = String(s) }); n != 0 {
		t.Errorf("String allocates %v times", n)
	}
	dst := make([]byte, 0, 1024)
	src := []byte("key-1 日本語 é \x1b[31m end")
	if n := testing.AllocsPerRun(100, func() { _, _, _ = AppendStyled(dst, src, 80, "<T>", "<E>") }); n != 0 {
		t.Errorf("AppendStyled allocates %v times", n)
	}
}

// harmless checks what the package promises of any result.
func harmless(t *testing.T, out []byte, cols int) bool {
	t.Helper()
	ok := true
	if !utf8.Valid(out) {
		t.Errorf("%q is not valid UTF-8", out)
		ok = false
	}
	for _, r := range string(out) {
		if !unicode.IsPrint(r) {
			t.Errorf("%q contains U+%04X", out, r)
			ok = false
		}
	}
	if w := ansi.StringWidthWc(string(out)); w != cols {
		t.Errorf("%q is %d columns wide, not %d", out, w, cols)
		ok = false
	}
	again, _, rest := Append(nil, out, cols)
	if string(again) != string(out) || len(rest) != 0 {
		t.Errorf("%q becomes %q and %q a second time", out, again, rest)
		ok = false
	}
	return ok
}
