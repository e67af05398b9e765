// Package mask hides what must not be seen on a stage: the values of fields of
// JSON and of headers, by their names, and the addresses of brokers.
//
// A pattern is a regular expression (RE2) that is looked for in the names, in any
// case: email hides email, userEmail and EMAIL_2; ^email$ only the first. What is
// hidden reads ••••, whatever its type and size: also an object or a list, so
// that nothing within is seen. JSON need not be whole: of text that is cut, or
// broken, everything behind a hidden name's colon up to where its value ends is
// hidden. JSON behind a byte order mark is looked into, and so are strings that hold
// JSON, in JSON or alone; one that is too deep in others, or cannot be read, is hidden
// whole. Headers are hidden by their own names.
//
// What is not JSON has no fields, and is shown as it is: text, also that of a key or
// of a header, bytes that are shown in hex as what they are, JSON that is encoded within
// a string (in base64, say) or that stands behind other words.
package mask

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// Hidden stands for what is masked.
const Hidden = decoded.Hidden

// Mask hides fields. It may be used from any goroutine; a nil one hides nothing.
type Mask struct{ names *regexp.Regexp }

// New makes a mask of a pattern of names.
func New(pattern string) (*Mask, error) {
	names, err := regexp.Compile("(?i)" + pattern) // not in brackets: \Q takes them in
	if err != nil {
		return nil, fmt.Errorf("the mask %q cannot be used: %w", pattern, err)
	}
	return &Mask{names}, nil
}

// Hides says that the field or header of a name is not to be seen.
func (m *Mask) Hides(name []byte) bool { return m != nil && m.names.Match(name) }

// Text gives JSON with the values of hidden fields masked; text itself where
// nothing is to be hidden. Text is not changed.
func (m *Mask) Text(text []byte) []byte {
	if m == nil {
		return text
	}
	return m.text(text, 0)
}

// text masks a text that is so many strings deep.
func (m *Mask) text(text []byte, depth int) []byte {
	if !opens(text) {
		return text
	}
	var out []byte
	copied := 0
	for i := 0; i < len(text); {
		if text[i] != '"' {
			i++
			continue
		}
		end := stringEnd(text, i)
		colon := jsonscan.Space(text, end)
		if colon == len(text) || text[colon] != ':' {
			if inner, hidden := m.within(text[i:end], depth); hidden {
				out = append(append(out, text[copied:i]...), inner...)
				copied = end
			}
			i = end
			continue
		}
		value := jsonscan.Space(text, colon+1)
		if !m.Hides(unquote(text[i:end])) {
			i = value
			continue
		}
		i = valueEnd(text, value)
		out = append(append(out, text[copied:value]...), `"`+Hidden+`"`...)
		copied = i
	}
	if copied == 0 {
		return text
	}
	return append(out, text[copied:]...)
}

// opens says that a text is looked into.
func opens(text []byte) bool {
	return jsonscan.Opens(bytes.TrimPrefix(text, []byte("\ufeff"))) != 0
}

// stringEnd is behind the string that begins at i, or the end of the text.
func stringEnd(text []byte, i int) int {
	if end, _ := jsonscan.String(text, i); end >= 0 {
		return end
	}
	return len(text)
}

// valueEnd is behind the value that begins at i. In broken JSON that is further on
// than where [jsonscan.Value] cuts: at the comma or the bracket that ends it, so that
// no part of a hidden value stands behind what hides it.
func valueEnd(text []byte, i int) int {
	depth := 0
	for i < len(text) {
		switch text[i] {
		case '"':
			i = stringEnd(text, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i // of what the value is in
			}
			if depth == 0 {
				return i + 1
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// address is a host, by name or by number, and a port. A name of one word begins
// with a letter, or a time were one.
var address = regexp.MustCompile(`(?:\[[0-9a-fA-F:.]+(?:%\w+)?\]|\b(?:[A-Za-z][A-Za-z0-9_-]*|[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_-]+)*):\d{2,5}\b`)

// Addresses hides the addresses of brokers in a sentence, and the hosts that are
// known: a name server, or a certificate, is told of without a port.
func Addresses(text string, hosts ...string) string {
	text = address.ReplaceAllLiteralString(text, Hidden)
	for _, h := range hosts {
		if len(h) > 2 { // a shorter one tells nothing, and is in every sentence
			text = strings.ReplaceAll(text, h, Hidden)
		}
	}
	return text
}
