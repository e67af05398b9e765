package clip

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/pipe"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// Most is how many bytes are copied at most.
const Most = 74_994

// mostRead is how many bytes are looked at for one copy: a giant holds nobody up.
const mostRead = 1 << 20

// Copy is a text for the clipboard.
type Copy struct {
	Name string // what it is: "value", "key as hex"
	Text string
}

// Part copies a record's key or value. Its error is a sentence for a reader.
func Part(r *decoded.Reader, rec *model.Record, part decoded.Part) (Copy, error) {
	b, whole := part.Of(rec), int64(0)
	switch {
	case rec.Whole == nil:
	case part == decoded.Key:
		whole = rec.Whole.Key
	default:
		whole = rec.Whole.Value
	}
	name := part.String()
	if here := int64(len(b)); 0 < here && here < whole {
		return Copy{}, fmt.Errorf("only %s of the %s are here: open it and load all", format.Bytes(here), name)
	}
	rec = r.Masked(rec)
	b = part.Of(rec)
	switch {
	case b == nil:
		return Copy{}, fmt.Errorf("the %s is null: there is nothing to copy", name)
	case len(b) == 0:
		return Copy{}, fmt.Errorf("the %s is empty: there is nothing to copy", name)
	case len(b) > mostRead, r.AsIs(rec, part) && len(b) > Most:
		return Copy{}, tooLarge(name)
	case r.AsIs(rec, part) && safetext.IsText(b):
		return bounded(name, string(b))
	}
	read := r.Shown(rec, part, r.Read(rec, part))
	switch raw := string(hexOf(b)); {
	case read.Cut:
		return Copy{}, tooLarge(name)
	case r.Concealing() && !r.AsIs(rec, part):
		return bounded(name+", as it is shown", string(bytes.ToValidUTF8(read.Text, []byte("\ufffd"))))
	case string(read.Text) == raw || !safetext.IsText(read.Text):
		return bounded(name+" as hex", raw)
	case read.Err != nil:
		return bounded(name+" as it is", string(read.Text))
	default:
		return bounded(name, string(read.Text))
	}
}

// Message copies a record as the object that a pipe writes of it.
func Message(r *decoded.Reader, rec *model.Record) (Copy, error) {
	if rec.Whole != nil {
		return Copy{}, fmt.Errorf("only %s of the message are here: open it and load all", format.Bytes(int64(rec.Size())))
	}
	if rec.Size() > Most { // before it is written out
		return Copy{}, tooLarge("message")
	}
	now, cancel := context.WithCancel(context.Background())
	cancel() // nothing is waited for
	line := pipe.NewEncoder(r).Append(now, nil, rec, nil)
	return bounded("message", string(bytes.TrimSuffix(line, []byte("\n"))))
}

func bounded(name, text string) (Copy, error) {
	if len(text) > Most {
		return Copy{}, tooLarge(name)
	}
	return Copy{Name: name, Text: text}, nil
}

func tooLarge(name string) error {
	return errors.New("the " + name + " is larger than what terminals copy, " + format.Bytes(Most) + ": export it")
}

func hexOf(b []byte) []byte { return hex.AppendEncode(nil, b) }
