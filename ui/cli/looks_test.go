package cli

import (
	"strings"
	"testing"
)

func TestLooks(t *testing.T) {
	s := &session{}
	if code := s.execute("-b", "localhost", "orders", "--theme", "contrast", "--mask", "email|phone", "--present"); code != 0 {
		t.Fatalf("code %d: %s", code, s.stderr.String())
	}
	if o := s.options; o.Theme != "contrast" || o.Mask != "email|phone" || !o.Present {
		t.Errorf("%+v", o)
	}
	for flag, want := range map[string]string{"--theme=": "--theme contrast", "--mask=": "'email|phone'", "--presen": "Did you mean --present?"} {
		s := &session{}
		if code := s.execute("-b", "localhost", "orders", flag); code != 2 || !strings.Contains(s.stderr.String(), want) {
			t.Errorf("%s: code %d, %q", flag, code, s.stderr.String())
		}
	}
}
