package field

import (
	"strconv"
	"strings"
	"unicode"
)

// step goes one level down into JSON: to a member, or to an element.
type step struct {
	name    string
	index   int // from the end where it is negative
	element bool
}

// maxSteps is how deep a path may go.
const maxSteps = 32

// canonical writes steps in the one form that each path has.
func canonical(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.element:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case isName(s.name):
			b.WriteString("." + s.name)
		default:
			b.WriteString(`["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s.name) + `"]`)
		}
	}
	return b.String()
}

// isName says that a filter reads a name behind a dot.
func isName(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !unicode.IsMark(r)) {
			return false
		}
	}
	return s != ""
}

// steps reads a path that was checked by Parse.
func (f Field) steps() []step {
	steps, _ := parsePath(f.path)
	return steps
}

const pathHint = `write a field of the value as .total, .user.name, .items[0].sku or value["trace-id"]`

// parsePath reads .name, ["name"] and [0], one behind the other.
func parsePath(s string) (steps []step, m *Mistake) {
	for at := 0; at < len(s); {
		if len(steps) == maxSteps {
			return nil, &Mistake{"the path is too deep", "it may go down 32 levels"}
		}
		rest := s[at:]
		switch {
		case strings.HasPrefix(rest, ".["), strings.HasPrefix(rest, "?."):
			at++ // as jq and optional chaining have it
		case rest[0] == '.':
			n := strings.IndexAny(rest[1:], `.?[]"'`)
			if n < 0 {
				n = len(rest) - 1
			}
			if n == 0 {
				return nil, &Mistake{"a name is missing behind a dot", pathHint}
			}
			steps = append(steps, step{name: rest[1 : 1+n]})
			at += 1 + n
		case rest[0] == '[':
			one, n, m := parseBracket(rest)
			if m != nil {
				return nil, m
			}
			steps = append(steps, one)
			at += n
		default:
			return nil, &Mistake{strconv.Quote(rest) + " follows no dot", pathHint}
		}
	}
	return steps, nil
}

// parseBracket reads [0], ["name"] or ['name'].
func parseBracket(s string) (one step, length int, m *Mistake) {
	if len(s) > 1 && (s[1] == '"' || s[1] == '\'') {
		var name strings.Builder
		for i := 2; i < len(s); i++ {
			switch {
			case s[i] == '\\' && i+1 < len(s):
				i++
				name.WriteByte(s[i])
			case s[i] != s[1]:
				name.WriteByte(s[i])
			case i+1 < len(s) && s[i+1] == ']':
				return step{name: name.String()}, i + 2, nil
			default:
				return step{}, 0, &Mistake{"this bracket is not closed", `write the name as in value["trace-id"]`}
			}
		}
		return step{}, 0, &Mistake{"this quote is not closed", `write the name as in value["trace-id"]`}
	}
	inside, _, closed := strings.Cut(s[1:], "]")
	if !closed {
		return step{}, 0, &Mistake{"this bracket is not closed", "write .items[0] for the first element, [-1] for the last"}
	}
	n, err := strconv.Atoi(inside)
	if err != nil {
		return step{}, 0, &Mistake{"elements are taken one by one", "write .items[0] for the first, .items[-1] for the last"}
	}
	return step{index: n, element: true}, len(inside) + 2, nil
}
