package cli

import "errors"

const (
	themeForms = `Type the name of a theme, or the path of a file with one: --theme contrast`
	maskForms  = `Type names of JSON fields and headers, as a regular expression: --mask 'email|phone'`
)

// notEmpty takes any word. What it stands for is looked up by whoever needs it.
func notEmpty(s string) (string, error) {
	if s == "" {
		return "", errors.New("there is nothing in it")
	}
	return s, nil
}
