package cli

import (
	"strings"
	"testing"
)

func TestStateVariable(t *testing.T) {
	for value, want := range map[string]struct {
		code int
		off  bool
	}{"": {0, false}, "on": {0, false}, "off": {0, true}, "OFF": {2, false}, "/tmp": {2, false}} {
		s := &session{env: map[string]string{"KTM_STATE": value}}
		code := s.execute("-b", "localhost", "orders")
		if code != want.code || s.options.NoState != want.off {
			t.Errorf("%q: code %d, off %v", value, code, s.options.NoState)
		}
		if code == 2 && !strings.Contains(s.stderr.String(), "Set it to off") {
			t.Errorf("%q: %q", value, s.stderr.String())
		}
	}
}

func TestNoStateFlag(t *testing.T) {
	s := &session{}
	if code := s.execute("-b", "localhost", "orders", "--no-state"); code != 0 || !s.options.NoState {
		t.Errorf("code %d, off %v", code, s.options.NoState)
	}
}
