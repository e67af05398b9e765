package field

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// Mistake is why a text names no field. Text says what is wrong, Hint what to
// write instead; both may quote what was typed.
type Mistake struct{ Text, Hint string }

// Error is both in one line.
func (m *Mistake) Error() string { return m.Text + " (" + m.Hint + ")" }

// Forms says what may be typed.
const Forms = `time, topic, partition, offset, key, value, a field such as .total or .items[0].sku, or header:trace`

// otherWords are what other tools call parts of a message.
var otherWords = map[string]Kind{
	"timestamp": Time, "part": Partition, "p": Partition, "val": Value, "payload": Value, "message": Value,
}

// maxName is how long the name of a field may be, in bytes.
const maxName = 1024

// Parse reads the name of a field. The error is a *Mistake.
func Parse(text string) (Field, error) {
	f, m := parse(strings.TrimSpace(text))
	if m != nil {
		return Field{}, m
	}
	return f, nil
}

func parse(s string) (Field, *Mistake) {
	switch {
	case s == "":
		return Field{}, &Mistake{"a column has no name", "write " + Forms}
	case len(s) > maxName:
		return Field{}, &Mistake{"the name of a column is too long", "it may have 1,024 bytes"}
	case !utf8.ValidString(s):
		return Field{}, &Mistake{"the name of a column holds a byte that is no UTF-8", "write " + Forms}
	}
	for kind, word := range words {
		if strings.EqualFold(s, word) {
			return Of(Kind(kind)), nil
		}
	}
	if kind, ok := otherWords[strings.ToLower(s)]; ok {
		return Of(kind), nil
	}
	if name, ok := strings.CutPrefix(s, "header:"); ok {
		return header(name)
	}
	if i := strings.IndexAny(s, ";|"); i > 0 && !strings.ContainsAny(s, `"'[`) {
		return Field{}, &Mistake{strconv.Quote(s[i:i+1]) + " parts no columns", "write commas between them: " + strings.NewReplacer(";", ",", "|", ",", " ", "").Replace(s)}
	}
	n := strings.IndexAny(s, ".[?")
	if n < 0 {
		return Field{}, unknown(s)
	}
	root, path := s[:n], s[n:]
	switch root {
	case "", "$", "value":
		return inJSON(InValue, path)
	case "key":
		return inJSON(InKey, path)
	case "header", "headers":
		steps, m := parsePath(path)
		if m == nil && (len(steps) != 1 || steps[0].element) {
			m = &Mistake{"a header has one name", "write header:trace"}
		}
		if m != nil {
			return Field{}, m
		}
		return header(steps[0].name)
	}
	return Field{}, &Mistake{strconv.Quote(s) + " begins with no dot", "a field of the value is ." + s}
}

func inJSON(kind Kind, path string) (Field, *Mistake) {
	steps, m := parsePath(path)
	if m == nil && len(steps) == 0 {
		m = &Mistake{"a name is missing behind a dot", pathHint}
	}
	if m != nil {
		return Field{}, m
	}
	return Field{kind, canonical(steps)}, nil
}

func header(name string) (Field, *Mistake) {
	if quoted, err := strconv.Unquote(name); err == nil && strings.HasPrefix(name, `"`) {
		name = quoted
	}
	if name == "" {
		return Field{}, &Mistake{"the name of the header is missing", "write header:trace"}
	}
	return Field{Header, name}, nil
}

// unknown tells of a word that is none.
func unknown(s string) *Mistake {
	best, edits := "", 3
	for _, word := range words {
		if n := names.Edits(strings.ToLower(s), word); n < edits && n < len(s) {
			best, edits = word, n
		}
	}
	hint := "a field of the value is ." + s + ", a header header:" + s
	if best != "" {
		hint = "did you mean " + best + "? " + hint
	}
	return &Mistake{"there is no column " + strconv.Quote(s), hint}
}
