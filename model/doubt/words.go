package doubt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/field"
)

var (
	// equation is what other languages compare with: status=paid, status = 'paid'.
	equation = regexp.MustCompile(`(?:^|\s)([A-Za-z_][\w.-]*)\s*=\s*('[^']*'|[^\s"'=]+)`)
	// labelled is a word with a colon behind a name.
	labelled = regexp.MustCompile(`^([A-Za-z_][\w.-]*):([^/\s].*)$`)
	plain    = regexp.MustCompile(`^(?:-?\d+(?:\.\d+)?|true|false|null|nil)$`)
)

// prefixes are the parts of a message that words have a prefix for, by the names
// that they are typed by.
var prefixes = map[string]string{
	"key": "key", "value": "value", "topic": "topic", "header": "header", "headers": "header", "partition": "partition", "offset": "offset",
}

// joins are the words of other languages that stand between two others.
var joins = map[string]func(left, right string) string{
	"and": func(string, string) string {
		return "and is searched as text; words are looked for all together: leave it out"
	},
	"or": func(left, right string) string {
		return "or is searched as text; for one of two words write /" + left + "|" + right + "/"
	},
	"not": func(_, right string) string { return "not is searched as text; to exclude a word write -" + right },
}

// ofWords looks for words that mean something elsewhere.
func ofWords(text string, seen *field.Census) string {
	if m := equation.FindStringSubmatch(text); m != nil {
		name, with := m[1], strings.Trim(m[2], "'")
		if prefix, ok := prefixes[strings.ToLower(name)]; ok {
			return "= is searched as text; write " + prefix + ":" + with
		}
		return "= is searched as text; to compare, write " + comparison(name, with, seen)
	}
	words := strings.Fields(text)
	for i, word := range words {
		if m := labelled.FindStringSubmatch(word); m != nil && prefixes[strings.ToLower(m[1])] == "" {
			return m[1] + ": is searched as text; a field is " + comparison(m[1], strings.Trim(m[2], `"'`), seen)
		}
		if say := joins[word]; say != nil && i > 0 && i < len(words)-1 && single(words[i-1]) && single(words[i+1]) {
			return say(words[i-1], words[i+1])
		}
	}
	return ""
}

// single says that a word is one, and no regex or the like.
func single(s string) bool { return !strings.ContainsAny(s, `/"\|()[]{}*+?^$:`) }

// comparison writes what compares the field that is meant by a name.
func comparison(name, with string, seen *field.Census) string {
	if !plain.MatchString(with) {
		with = strconv.Quote(with)
	}
	is, err := meant(name)
	if err != nil {
		return "value." + name + " == " + with
	}
	if _, there := seen.TypeOf(is); !there {
		if near, ok := nearest(is, seen); ok {
			is = near
		}
	}
	return Written(is) + " == " + with
}

// meant is the field of a name without its root.
func meant(name string) (field.Field, error) {
	root, _, _ := strings.Cut(name, ".")
	if slices.Contains([]string{"value", "key", "headers"}, root) {
		return field.Parse(name)
	}
	return field.Parse("." + name)
}
