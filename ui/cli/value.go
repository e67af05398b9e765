package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/files"
)

// value is a flag with a grammar: a parser, where what it reads goes, and what
// to tell somebody who typed something else.
type value[T any] struct {
	name    string // what the help calls the value
	parse   func(string) (T, error)
	store   func(T)
	forms   string   // one line: what may be typed
	choices []string // what completion offers; nil where anything goes
	path    bool     // completion offers files
}

// Set reads what was typed.
func (v *value[T]) Set(s string) error {
	parsed, err := v.parse(s)
	if err != nil {
		return err
	}
	v.store(parsed)
	return nil
}

// String is empty: help texts tell the defaults in words.
func (v *value[T]) String() string { return "" }

// Type is the value's name in the help.
func (v *value[T]) Type() string { return v.name }

func (v *value[T]) help() (forms string, choices []string, path bool) {
	return v.forms, v.choices, v.path
}

// explained is every value[T].
type explained interface {
	help() (forms string, choices []string, path bool)
}

func into[T any](target *T) func(T) { return func(v T) { *target = v } }

func appendTo[T any](target *[]T) func([]T) {
	return func(v []T) { *target = append(*target, v...) }
}

// number is a flag that takes a whole number from low to high.
func number(name string, store func(int64), low, high int64) *value[int64] {
	parse := func(s string) (int64, error) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < low || n > high {
			return 0, fmt.Errorf("%q is out of range", s)
		}
		return n, nil
	}
	return &value[int64]{name: name, parse: parse, store: store, forms: fmt.Sprintf("Type a number from %d to %d.", low, high)}
}

// choice is a flag that takes one of a few words.
func choice(name string, store func(string), words []string) *value[string] {
	forms := "Type " + alternatives(words) + "."
	parse := func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", fmt.Errorf("%q is unknown", s)
		}
		return s, nil
	}
	return &value[string]{name: name, parse: parse, store: store, forms: forms, choices: words}
}

// alternatives writes "a, b or c".
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// path is a flag that names a file.
func path(target *string) *value[string] {
	parse := func(s string) (string, error) {
		if s == "" {
			return "", errors.New("the value is empty")
		}
		return files.AtHome(s), nil
	}
	return &value[string]{name: "FILE", parse: parse, store: into(target), forms: "Type the name of a file.", path: true}
}

// outputPath is a flag that names a file to be written at the end of a
// session, or all along. That its folder is missing is told at once, not then.
func outputPath(target *string) *value[string] {
	v := path(target)
	named := v.parse
	v.parse = func(s string) (string, error) {
		s = files.AtHome(s)
		folder := filepath.Dir(s)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return "", fmt.Errorf("there is no folder %q", folder)
		}
		if info, err := os.Stat(s); err == nil && info.IsDir() {
			return "", fmt.Errorf("%q is a folder", s)
		}
		return named(s)
	}
	return v
}

const countForms = "Type 1 or more; leave it out for no limit."

// parseCount reads a number of messages.
func parseCount(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is no number of messages", s)
	}
	return n, nil
}
