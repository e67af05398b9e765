package ui_test

import (
	"encoding/base64"
	"regexp"
	"testing"
)

// The terminal gets what is copied in one sequence of its own (OSC 52), whole
// among everything else that is written.
func TestTheTerminalGetsWhatIsCopied(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	b := onTerminal(t, func(*bare) {}, program, "--demo=calm", "--lifetime", "0")
	shown := b.keeps()
	sequence := regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\\\)")
	for _, tt := range []struct{ keys, want string }{
		{"yc", `^kcat -C -b 127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+)* -t orders -p \d+ -o \d+ -c 1 -e$`},
		{"ym", `^\{"topic":"orders","key":.*"offset":\d+\}$`},
	} {
		b.waits("a row", func() bool { return regexp.MustCompile(`\d\d:\d\d:\d\d`).MatchString(shown.String()) })
		before := len(sequence.FindAllString(shown.String(), -1))
		if _, err := b.master.WriteString(tt.keys); err != nil {
			t.Fatal(err)
		}
		b.waits("the clipboard", func() bool { return len(sequence.FindAllString(shown.String(), -1)) > before })
		last := sequence.FindAllStringSubmatch(shown.String(), -1)[before]
		text, err := base64.StdEncoding.DecodeString(last[1])
		if err != nil || !regexp.MustCompile(tt.want).Match(text) {
			t.Errorf("%s: %v, copied %q", tt.keys, err, text)
		}
	}
	if _, err := b.master.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	b.endsWith(0)
}
