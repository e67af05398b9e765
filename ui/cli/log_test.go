package cli

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

func TestLogOfHostileTexts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	logger, closeLog, err := OpenLog(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range hostile.Items() {
		logger.Warn(item.Text, "where", item.Text, "err", errors.New(item.Text), item.Text, 1)
	}
	closeLog()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n, want := strings.Count(string(text), "\n"), len(hostile.Items()); n != want {
		t.Errorf("%d lines for %d entries", n, want)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("a line has %.10q: %q", line[i:], line)
		}
	}
}

func TestLogIsForItsOwnerAndAppends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	for range 2 {
		logger, closeLog, err := OpenLog(path)
		if err != nil {
			t.Fatal(err)
		}
		logger.Info("entry")
		closeLog()
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "entry") != 2 {
		t.Errorf("%v: %q, want two entries", err, text)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, mode %v, want 0600", err, info.Mode())
	}
	if _, _, err := OpenLog(filepath.Join(path, "below")); err == nil {
		t.Error("a path that cannot be opened is no error")
	}
}
