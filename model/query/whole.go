package query

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// whole reads =text, which all of a key or a value must be: a word as it stands,
// or a text in quotes, in which \xHH is a byte.
func (s *scanner) whole(t *term, name string) {
	s.at++
	word := s.peek()
	switch {
	case word == "":
		s.fail(s.at-1, "nothing stands behind "+name+":=", "write all of it, as in "+name+`:=user-1; an empty one is `+name+`:=""`)
	case word[0] == '"':
		s.bytes(t)
	default:
		t.whole = []byte(word)
		s.at += len(word)
	}
}

// bytes reads "…" with \xHH, \" and \\; any other backslash stands for itself.
func (s *scanner) bytes(t *term) {
	content := []byte{}
	for i := s.at + 1; i < len(s.text); i++ {
		switch rest := s.text[i:]; {
		case strings.HasPrefix(rest, `\x`):
			b, err := hex.DecodeString(rest[2:min(4, len(rest))])
			if err != nil || len(b) != 1 {
				s.fail(i, `\x needs two hexadecimal digits`, `write a byte as \x0a, and a backslash as \\`)
				return
			}
			content = append(content, b[0])
			i += 3
		case strings.HasPrefix(rest, `\"`), strings.HasPrefix(rest, `\\`):
			i++
			content = append(content, s.text[i])
		case rest[0] != '"':
			content = append(content, rest[0])
		case !s.ends(i + 1):
			s.fail(i+1, "something stands behind the closing quote", `write \" for a quote in the text`)
			return
		default:
			t.whole = content
			s.at = i + 1
			return
		}
	}
	s.fail(s.at, "this quote is not closed", `write " behind the text, or \" for a quote in it`)
}

// KeyIs writes the filter for all messages with exactly this key, of any bytes:
// key:=user-1, and =key == nil for null. Parse reads it, unless the key is so
// long that the text passes MaxText.
func KeyIs(key []byte) string {
	if key == nil {
		return "=key == nil"
	}
	if isWord(key) {
		return "key:=" + string(key)
	}
	var text strings.Builder
	text.WriteString(`key:="`)
	for len(key) > 0 {
		r, size := utf8.DecodeRune(key)
		switch {
		case r == '"' || r == '\\':
			text.WriteByte('\\')
			text.WriteRune(r)
		case seen(r, size) || r == ' ':
			text.Write(key[:size])
		default:
			for _, b := range key[:size] {
				text.WriteString(`\x` + hex.EncodeToString([]byte{b}))
			}
		}
		key = key[size:]
	}
	text.WriteByte('"')
	return text.String()
}

// isWord says that a key can be written without quotes.
func isWord(key []byte) bool {
	if len(key) == 0 || key[0] == '"' {
		return false
	}
	for rest := key; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if !seen(r, size) {
			return false
		}
		rest = rest[size:]
	}
	return true
}

// seen says that a character can be read, and typed, as it is.
func seen(r rune, size int) bool {
	return (r != utf8.RuneError || size > 1) && unicode.IsGraphic(r) && !unicode.IsSpace(r)
}
