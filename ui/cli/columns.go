package cli

import (
	"errors"

	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/ui/columns"
)

// parseColumns reads the columns of the screen. A mistake is answered with what to
// write instead.
func parseColumns(s string) ([]columns.Column, error) {
	list, err := columns.Parse(s)
	if m, ok := errors.AsType[*field.Mistake](err); ok {
		return nil, &UsageError{Text: "--columns: " + m.Text, Hint: sentence(m.Hint) + "\n" + columns.Forms}
	}
	return list, err
}
