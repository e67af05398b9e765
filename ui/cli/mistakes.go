package cli

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
)

const allFlags = "All flags: ktm --help"

// flagMistake turns an error of the flag parser into an answer. The parser's
// own texts are not used: they quote values, and a value may be a secret that
// was typed in the wrong place.
func flagMistake(set *pflag.FlagSet, err error) error {
	if usage, ok := errors.AsType[*UsageError](err); ok {
		return usage
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(set, e)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return &UsageError{Text: "--" + e.GetFlag().Name + " lacks its value", Hint: formsOf(e.GetFlag())}
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		f := e.GetFlag()
		if f.Value.Type() == "bool" {
			return &UsageError{Text: "--" + f.Name + " takes no value", Hint: "Leave out what follows the =."}
		}
		return &UsageError{Text: "--" + f.Name + ": " + e.Unwrap().Error(), Hint: formsOf(f)}
	}
	return &UsageError{Text: "a flag has no name", Hint: allFlags}
}

// checkDashes finds a long flag behind a single dash. The parser would take
// "-topic orders" for the topics "opic" and "orders".
func checkDashes(set *pflag.FlagSet, args []string) error {
	for _, arg := range args {
		if arg == "--" {
			return nil
		}
		name, dashed := strings.CutPrefix(arg, "-")
		name, _, _ = strings.Cut(name, "=")
		if !dashed || len(name) < 2 {
			continue
		}
		if hint, known := habits[name]; known {
			return &UsageError{Text: "-" + name + " is no flag", Hint: hint}
		}
		if set.Lookup(name) != nil {
			return &UsageError{Text: "-" + name + " is no flag", Hint: "Did you mean --" + name + "?"}
		}
	}
	return nil
}

func formsOf(f *pflag.Flag) string {
	if v, ok := f.Value.(explained); ok {
		forms, _, _ := v.help()
		return forms
	}
	return ""
}

func unknownFlag(set *pflag.FlagSet, e *pflag.NotExistError) error {
	name := e.GetSpecifiedName()
	typed := "--" + name
	if letters := e.GetSpecifiedShortnames(); letters != "" {
		typed = "-" + name
		if strings.Trim(letters, "0123456789") == "" {
			return &UsageError{Text: "-" + letters + " is no flag", Hint: "A position goes behind -o: -o -" + letters}
		}
	}
	hint, known := habits[name]
	if !known {
		hint = allFlags
		if near := nearest(name, flagNames(set)); near != "" {
			hint = "Did you mean --" + near + "? " + allFlags
		}
	}
	return &UsageError{Text: "unknown flag " + typed, Hint: hint}
}
