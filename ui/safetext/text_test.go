package safetext

import "testing"

func TestWhatIsText(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "a\tb\r\n": true, "Köln 東京 \u202e \ufffd": true,
		"\x1b[2J": false, "a\x00": false, "\x7f": false, "\u009b": false, "\xff": false, "Kö\xc3": false,
	} {
		if got := IsText([]byte(text)); got != want {
			t.Errorf("%q is text: %t", text, got)
		}
	}
}
