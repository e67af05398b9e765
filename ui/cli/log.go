package cli

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/kafkathreadmanager/ktm/model/files"
)

// OpenLog makes the logger of --log-file: it appends to a file that only its
// owner may read. Without a path it discards. closeLog ends it.
func OpenLog(path string) (logger *slog.Logger, closeLog func(), err error) {
	if path == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("the log cannot be written: %w", files.Why(path, err))
	}
	return slog.New(slog.NewTextHandler(visible{f}, nil)), func() { _ = f.Close() }, nil
}

// visible writes DEL as an escape. All else that cannot be seen, the text
// handler has escaped already.
type visible struct{ io.Writer }

func (w visible) Write(line []byte) (int, error) {
	if _, err := w.Writer.Write(bytes.ReplaceAll(line, []byte{0x7f}, []byte(`\x7f`))); err != nil {
		return 0, fmt.Errorf("writing the log: %w", err)
	}
	return len(line), nil
}
