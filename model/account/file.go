package account

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf16"

	"github.com/kafkathreadmanager/ktm/model/files"
)

// WriteFile writes the report to path as indented JSON, readable by its owner
// only. A regular file appears whole or not at all: it is written beside path
// and renamed. A device or a named pipe is written to as it is.
func (a *Account) WriteFile(path string) error {
	data, err := a.Report().encode()
	if err == nil {
		err = writeWhole(path, data)
	}
	if err != nil {
		return fmt.Errorf("the report cannot be written: %w", files.Why(path, err))
	}
	return nil
}

// encode gives indented JSON in which every character outside ASCII is an
// escape, so that a look at the report cannot drive the terminal or deceive.
// encoding/json leaves DEL, C1 controls and bidi marks as they are.
func (r Report) encode() ([]byte, error) {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	out := make([]byte, 0, len(raw)+1)
	for _, c := range string(raw) {
		switch {
		case c < 0x7f: // control characters in JSON strings are escaped already
			out = append(out, byte(c))
		case c > 0xffff:
			hi, lo := utf16.EncodeRune(c)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, c)
		}
	}
	return append(out, '\n'), nil
}

func writeWhole(path string, data []byte) error {
	if st, err := os.Stat(path); err == nil {
		if !st.Mode().IsRegular() {
			return writeInto(path, data)
		}
		// A rename would replace a link by the file; go on with what it names.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		// Nothing can be done about a leftover that cannot be removed either.
		_ = os.Remove(f.Name())
	}
	return err
}

func writeInto(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
