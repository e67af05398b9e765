package cli

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// Hostile texts as topics, brokers, values of flags and names of files, from
// the command line and from the environment, and as the error of a broker: what
// ktm says of them is harmless.
func TestAnswersToHostileTexts(t *testing.T) {
	for _, item := range hostile.Items() {
		t.Run(item.Name, func(t *testing.T) {
			x := item.Text
			for _, args := range [][]string{
				{"-b", "h", "--", x},
				{"-b", "h", "-t", x},
				{"-b", x, "orders"},
				{"-b", "h", "orders", "-p", x},
				{"-b", "h", "orders", "-o", x},
				{"-b", "h", "orders", "--lifetime", x},
				{"-b", "h", "orders", "--keep", x},
				{"-b", "h", "orders", "-X", x},
				{"-b", "h", "orders", "-X", x + "=1"},
				{"-b", "h", "orders", "-F", x},
				{"-b", "h", "orders", "--" + x},
				{"-b", "h", "orders", "-" + x},
				{"-b", "h", "orders", "--demo=" + x},
				{"--completion", x},
			} {
				s := &session{runErr: errors.New(x)}
				s.execute(args...)
				harmless(t, s, args)
			}
			for _, name := range []string{"KTM_BROKERS", "KTM_CONFIG", "KTM_SASL_USERNAME"} {
				s := &session{runErr: errors.New(x), env: map[string]string{name: x}}
				s.execute("orders", "-X", "sasl.mechanism=PLAIN")
				harmless(t, s, []string{name})
			}
		})
	}
}

func harmless(t *testing.T, s *session, args []string) {
	t.Helper()
	for _, out := range []string{s.stdout.String(), s.stderr.String()} {
		if !utf8.ValidString(out) {
			t.Errorf("%q: the answer is not UTF-8: %q", args, out)
		}
		if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q: the answer has %.10q: %q", args, out[i:], out)
		}
	}
}
