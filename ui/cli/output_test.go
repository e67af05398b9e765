package cli

import (
	"errors"
	"strings"
	"testing"
)

// Who asks for fields to be hidden does not get them written out in full.
func TestMaskedFieldsAreNotWritten(t *testing.T) {
	o := Options{Topics: []string{"orders"}, Mask: "email"}
	usage, ok := errors.AsType[*UsageError](CheckOutput(o, false))
	if !ok || !strings.Contains(usage.Text, "--mask is for the screen") || !strings.Contains(usage.Hint, "jq") {
		t.Errorf("in a pipe: %v", usage)
	}
	o.Mask = ""
	if err := CheckOutput(o, false); err != nil {
		t.Error(err)
	}
}
