package state

import (
	"os"
	"path/filepath"
	"runtime"
)

// Dir is where ktm's state belongs: $XDG_STATE_HOME/ktm, by default
// ~/.local/state/ktm; ~/Library/Application Support/ktm on macOS and
// %LocalAppData%\ktm on Windows. It is "" where there is no home.
func Dir() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ktm")
	}
	var base string
	var err error
	switch runtime.GOOS {
	case "windows":
		base, err = os.UserCacheDir()
	case "darwin", "ios":
		base, err = os.UserConfigDir()
	default:
		if base, err = os.UserHomeDir(); err == nil {
			base = filepath.Join(base, ".local", "state")
		}
	}
	if err != nil || !filepath.IsAbs(base) {
		return ""
	}
	return filepath.Join(base, "ktm")
}
