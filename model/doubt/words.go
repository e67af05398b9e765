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
	// parted is that with a blank behind the colon.
	parted = regexp.MustCompile(`^([A-Za-z_][\w.-]*):$`)
	// compared is a comparison that stands without what makes it an expression.
	compared = regexp.MustCompile(`(?:^|\s)([A-Za-z_][\w.-]*)\s*([<>])\s*(-?\d+(?:\.\d+)?)(?:\s|$)`)
	// flagged is a regex with the letters of other languages behind it.
	flagged = regexp.MustCompile(`^/([^/]+)/[gimsx]{1,3}$`)
	// pathed is a field as jq and JSONPath write it.
	pathed = regexp.MustCompile(`^(\$?)\.([A-Za-z_][\w.-]*)$`)
	plain  = regexp.MustCompile(`^(?:-?\d+(?:\.\d+)?|true|false|null|nil)$`)
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
	if m := compared.FindStringSubmatch(text); m != nil {
		name := m[1]
		if is, err := meant(name); err == nil && prefixes[strings.ToLower(name)] == "" {
			name = Written(known(is, seen))
		}
		return m[2] + " is searched as text; to compare, write " + name + " " + m[2] + " " + m[3]
	}
	words := strings.Fields(text)
	for i, word := range words {
		if m := parted.FindStringSubmatch(word); m != nil && i < len(words)-1 && single(words[i+1]) {
			return word + " is searched as text; a field is " + comparison(m[1], strings.Trim(words[i+1], `"'`), seen)
		}
		if m := flagged.FindStringSubmatch(word); m != nil {
			return word + " is searched as text; a regex is /" + m[1] + "/, in which cases count if there is a capital"
		}
		if say := ofPath(word, seen); say != "" {
			return say
		}
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
	return Written(known(is, seen)) + " == " + with
}

// known is a field that messages have, where one may have been meant by another.
func known(is field.Field, seen *field.Census) field.Field {
	if _, there := seen.TypeOf(is); !there {
		if near, ok := nearest(is, seen); ok {
			return near
		}
	}
	return is
}

// ofPath looks for a field that stands alone: $.status, and .status where messages
// have it.
func ofPath(word string, seen *field.Census) string {
	m := pathed.FindStringSubmatch(word)
	if m == nil {
		return ""
	}
	is, err := field.Parse("." + m[2])
	if err != nil {
		return ""
	}
	if _, there := seen.TypeOf(is); !there && m[1] == "" {
		return ""
	}
	is = known(is, seen)
	with := ` == "paid"`
	if t, ok := seen.TypeOf(is); ok && t == field.Number {
		with = " > 40"
	}
	return word + " is searched as text; write what the field is to be, as in " + Written(is) + with
}

// meant is the field of a name without its root.
func meant(name string) (field.Field, error) {
	root, _, _ := strings.Cut(name, ".")
	if slices.Contains([]string{"value", "key", "headers"}, root) {
		return field.Parse(name)
	}
	return field.Parse("." + name)
}
