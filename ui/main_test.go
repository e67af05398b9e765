package ui

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// TestMain puts the tests, and the programs they start, in one time zone. Once
// and before all else: whoever asks for the time reads time.Local.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	if err := os.Setenv("TZ", "UTC"); err != nil {
		panic(err)
	}
	if err := os.Setenv("KTM_STATE", "off"); err != nil { // for programs that tests start
		panic(err)
	}
	if err := os.Setenv("XDG_CONFIG_HOME", os.DevNull); err != nil { // and that know no settings
		panic(err)
	}
	// Who runs the tests under nohup passes an ignored SIGHUP on to the programs
	// that they start. A signal that is caught here is at its default there.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	os.Exit(m.Run())
}
