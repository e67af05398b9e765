package mask

import (
	"bytes"
	"encoding/json"
)

// mostWithin is how many strings of JSON are looked into that stand in one another.
const mostWithin = 4

// within gives a string that holds JSON with what is hidden in it masked; false
// where there is nothing to hide.
func (m *Mask) within(quoted []byte, depth int) (masked []byte, hidden bool) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return nil, false // JSON with a name in it has quotes to be escaped
	}
	content, ok := read(quoted)
	if !ok {
		return []byte(`"` + Hidden + `"`), mayOpen(quoted)
	}
	if !opens(content) {
		return nil, false
	}
	if depth == mostWithin {
		return []byte(`"` + Hidden + `"`), true
	}
	shown := m.text(content, depth+1)
	if bytes.Equal(shown, content) {
		return nil, false
	}
	return quote(shown), true
}

// mayOpen says that what stands between quotes, and cannot be read, may begin JSON.
func mayOpen(quoted []byte) bool {
	content := bytes.TrimLeft(quoted[1:], " ")
	return len(content) > 0 && bytes.IndexByte([]byte("{[\\\xef"), content[0]) >= 0
}

// longestEscape is that of a character of two.
const longestEscape = len(`\ud83d\ude00`)

// read gives what stands between quotes; of a text that ends before the second one,
// as far as it goes.
func read(quoted []byte) (content []byte, ok bool) {
	var s string
	if json.Unmarshal(quoted, &s) == nil {
		return []byte(s), true
	}
	for cut := range min(longestEscape, len(quoted)) {
		whole := append(bytes.Clone(quoted[:len(quoted)-cut]), '"')
		if json.Unmarshal(whole, &s) == nil {
			return []byte(s), true
		}
	}
	return nil, false
}

// quote writes a string of JSON.
func quote(content []byte) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(string(content)) // a string has no error
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// unquote gives the name between quotes, its escapes read.
func unquote(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return bytes.Trim(quoted, `"`)
	}
	if name, ok := read(quoted); ok {
		return name
	}
	return bytes.Trim(quoted, `"`)
}
