package kafka

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxProperties bounds what is read as properties, in bytes. Certificates may
// be in there, topics not.
const maxProperties = 1 << 20

// ParseProperties reads a .properties file as java.util.Properties does:
// comments with # or !, = or : or white space after the name, a backslash at
// the end of a line to go on, escapes. The last of two equal names counts.
// Text that is not UTF-8 is taken for ISO 8859-1, which is what Java reads.
//
// It is written here because the libraries looked at do not do exactly that:
// they quote values, which may be secrets, in their errors, and trip over
// names that go on in the next line and over CRLF there.
func ParseProperties(r io.Reader) (map[string]string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxProperties+1))
	if err != nil {
		return nil, fmt.Errorf("properties cannot be read: %w", err)
	}
	if len(data) > maxProperties {
		return nil, fmt.Errorf("this is no properties file: it has more than %d bytes", maxProperties)
	}
	props := make(map[string]string)
	lines := propertyLines{rest: propertyText(data)}
	for lines.next() {
		name, value := splitProperty(lines.text)
		if name, err = unescapeProperty(name); err == nil {
			value, err = unescapeProperty(value)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", lines.number, err)
		}
		props[name] = value
	}
	return props, nil
}

func propertyText(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data)
	}
	latin1 := make([]rune, len(data))
	for i, c := range data {
		latin1[i] = rune(c)
	}
	return string(latin1)
}

// propertySpace is what Java regards as white space within a line.
const propertySpace = " \t\f"

// propertyLines steps through logical lines: comments and blank lines left
// out, continued ones joined.
type propertyLines struct {
	rest   string
	read   int    // lines of the file read so far
	text   string // the logical line
	number int    // where it began, from 1
}

func (l *propertyLines) next() bool {
	for l.rest != "" {
		line := l.natural()
		if line == "" || line == `\` || line[0] == '#' || line[0] == '!' {
			continue
		}
		l.number = l.read
		var b strings.Builder
		for continues(line) {
			b.WriteString(line[:len(line)-1])
			line = l.natural()
		}
		b.WriteString(line)
		l.text = b.String()
		return true
	}
	return false
}

// natural takes the next line of the file, without white space before it.
func (l *propertyLines) natural() string {
	l.read++
	end := strings.IndexAny(l.rest, "\r\n")
	if end < 0 {
		end = len(l.rest)
	}
	line := l.rest[:end]
	l.rest = l.rest[end:]
	if strings.HasPrefix(l.rest, "\r\n") {
		l.rest = l.rest[2:]
	} else if l.rest != "" {
		l.rest = l.rest[1:]
	}
	return strings.TrimLeft(line, propertySpace)
}

// continues: the line ends with a backslash that no other one escapes.
func continues(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// splitProperty cuts at the first separator that is not escaped. White space
// around it goes, that at the end of the value stays.
func splitProperty(line string) (name, value string) {
	end := len(line)
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if strings.IndexByte("=:"+propertySpace, line[i]) >= 0 {
			end = i
			break
		}
	}
	value = strings.TrimLeft(line[end:], propertySpace)
	if value != "" && (value[0] == '=' || value[0] == ':') {
		value = strings.TrimLeft(value[1:], propertySpace)
	}
	return line[:end], value
}

var propertyEscapes = map[byte]byte{'t': '\t', 'n': '\n', 'r': '\r', 'f': '\f'}

func unescapeProperty(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '\\' {
			b.WriteByte(c)
			continue
		}
		if i++; i == len(s) {
			break
		}
		if c = s[i]; c == 'u' {
			r, size, err := unicodeEscape(s[i-1:])
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			i += size - 2
			continue
		}
		if e, ok := propertyEscapes[c]; ok {
			c = e
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}

// unicodeEscape reads \uXXXX at the beginning of s, or a pair of them that
// makes one character.
func unicodeEscape(s string) (r rune, size int, err error) {
	r, ok := hex4(s)
	if !ok {
		return 0, 0, errors.New(`\u needs four hexadecimal digits`)
	}
	if low, ok := hex4(s[6:]); ok && utf16.IsSurrogate(r) {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12, nil
		}
	}
	return r, 6, nil
}

func hex4(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

// secrets are the properties that hold one, besides those whose name says so.
var secrets = []string{
	"sasl.jaas.config", "sasl.oauthbearer.config", "ssl.key.pem", "ssl.keystore.key", "bearer.auth.token",
}

// IsSecret says that a property of this name holds a secret, so that its value
// must not stand on a command line or in a message. It errs on the safe side.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, s := range secrets {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	for _, word := range []string{"password", "secret", "user.info", "passphrase"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
