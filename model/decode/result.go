package decode

import (
	"encoding/hex"
	"unicode"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// MaxText is the number of bytes after which the text of a result is cut.
const MaxText = 4 << 20

// Result is what bytes were read as.
type Result struct {
	// Kind says what is shown, in words for a reader: "JSON", "text", "hex",
	// "Avro", "null", "empty" …
	Kind string

	// Text is the content in one piece: compact JSON where JSON is true, plain
	// text otherwise. It may alias the decoded bytes and must not be changed.
	// It is foreign: who writes it to a terminal sends it through ui/safetext.
	Text []byte
	JSON bool // Text is one whole JSON value
	Cut  bool // Text is only the beginning: what follows MaxText is left out

	// Schema is the full name of the record or message type, "" where none is
	// known; SchemaID is its id in the registry, 0 where there is none.
	Schema   string
	SchemaID int

	// Pending: the schema is being fetched; the same bytes may decode later.
	Pending bool

	// Err is why the bytes are shown raw, nil where they were decoded. It
	// quotes nothing of them.
	Err error
}

// raw shows bytes that were not decoded: as text where they are readable, else
// as hex.
func raw(b []byte) Result {
	if readable(b) {
		return text(b)
	}
	return hexed(b)
}

// rawBeginning is raw for bytes that more follow.
func rawBeginning(b []byte) Result {
	r := raw(b)
	r.Cut = true
	return r
}

// jsonBeginning is rawBeginning for what is JSON where it looks so, though not a
// whole value.
func jsonBeginning(b []byte) Result {
	r := rawBeginning(b)
	if r.Kind == "text" && jsonscan.Opens(b) != 0 {
		r.Kind = "JSON"
	}
	return r
}

func text(b []byte) Result {
	r := Result{Kind: "text", Text: b}
	if len(b) > MaxText {
		r.Text, r.Cut = b[:MaxText], true
	}
	return r
}

func hexed(b []byte) Result {
	r := Result{Kind: "hex"}
	if len(b) > MaxText/2 {
		b, r.Cut = b[:MaxText/2], true
	}
	r.Text = hex.AppendEncode(make([]byte, 0, hex.EncodedLen(len(b))), b)
	return r
}

// readable says that bytes are text to a reader: UTF-8 without control
// characters other than white space, or nearly so. One byte in eight may be odd,
// as in text of another encoding or with colours of a terminal, but none is NUL,
// which binary numbers are full of. Of what is longer than a result can be, the
// end is not looked at.
func readable(b []byte) bool {
	b = b[:min(len(b), MaxText)]
	odd := 0
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			switch {
			case c == 0:
				return false
			case c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f:
				odd++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 || unicode.IsControl(r) {
			odd++
		}
		i += size
	}
	return odd*8 <= len(b)
}
