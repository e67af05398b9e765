package demo

import (
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

// poisonKey is the key of all poison messages, so that they can be found.
const poisonKey = "pay-88"

// poisons are values that harm, or fool, whoever writes them to a terminal as
// they are, or takes them for JSON.
var poisons = []struct{ name, value string }{
	{"clipboard", "hello \x1b]52;c;SGk=\x07 from \u202ea friend"},
	{"broken JSON", `{"type":"payment.captured","id":"pay-88","amount":12.`},
	{"clear screen", "\x1b[2J\x1b[H\x1b]0;nothing to see here\x07\x1b[31mall messages were read\x1b[0m\r\n\x1b[?1049l"},
	{"bidi override", `{"type":"payment.captured","id":"pay-88","note":"` + "\u202e\u2066gnihton owed ew\u2069\u202c" + `"}`},
	{"not UTF-8", "\x00\x01\xff\xfe\x80pay\xc3\x28\x9b2J\x90q\x9c"},
	{"marks", `{"note":"` + strings.Repeat("z\u0300\u0315\u035c\u0489", 40) + `"}`},
}

// poison makes the nth poison message; they come round.
func (s *shop) poison(n int) *kgo.Record {
	p := poisons[n%len(poisons)]
	r := s.record(orders, poisonKey, []byte(p.value), "unknown", "text/plain")
	r.Headers = append(r.Headers,
		kgo.RecordHeader{Key: "note", Value: []byte("\x1b[5m" + p.name)},
		kgo.RecordHeader{Key: "retry"}, // a null value
	)
	return r
}
