package pipe

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// A line holds no control character but its line feed, and gives back every
// byte of each hostile text, wherever it stands.
func TestLinesOfHostileTexts(t *testing.T) {
	items := hostile.Items()
	for _, s := range hostile.Splits() {
		items = append(items, hostile.Item{Name: s.Name, Text: s.First + s.Second})
	}
	for _, item := range items {
		t.Run(item.Name, func(t *testing.T) {
			text := []byte(item.Text)
			r := usual()
			r.Key, r.Value, r.Headers = text, text, []model.Header{{Key: text, Value: text}}
			out := string(appendRecord(nil, &r, fields{}, nil))
			if strings.Count(out, "\n") != 1 || !strings.HasSuffix(out, "\n") {
				t.Fatalf("not one line: %.200q", out)
			}
			if !utf8.ValidString(out) {
				t.Errorf("not UTF-8: %.200q", out)
			}
			if i := strings.IndexFunc(out[:len(out)-1], commands); i >= 0 {
				t.Errorf("a character that can do harm at %d: %.20q", i, out[i:])
			}
			l, err := decodeLine([]byte(out))
			if err != nil {
				t.Fatal(err)
			}
			header := l.Headers[0]
			for name, got := range map[string][]byte{
				"key": field(l.Key, l.KeyBase64), "value": field(l.Value, l.ValueBase64),
				"header name": field(header.Key, header.KeyBase64), "header value": field(header.Value, header.ValueBase64),
			} {
				if string(got) != item.Text {
					t.Errorf("the %s comes back as %.100q, not %.100q", name, got, item.Text)
				}
			}
		})
	}
}

// commands says that a terminal obeys r, or does not show it where it stands.
func commands(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

// What goes to standard error is one line a fault, of characters to be seen.
func TestFaultsOfHostileTexts(t *testing.T) {
	for _, item := range hostile.Items() {
		t.Run(item.Name, func(t *testing.T) {
			s, diag := newSession(io.Discard)
			f := model.NewFault(model.FaultAuth, item.Text, errors.New(item.Text))
			f.Broker, f.Topic, f.Hint = item.Text, item.Text, item.Text
			s.Observe(model.Event{Fault: f})
			if err := s.out.Close(); err != nil {
				t.Error(err)
			}
			got, ok := strings.CutSuffix(diag.String(), "\n")
			if !ok || !utf8.ValidString(got) {
				t.Errorf("not a line of text: %q", got)
			}
			if i := strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("a character that is not to be seen at %d: %q", i, got)
			}
		})
	}
}
