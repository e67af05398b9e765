package kafkatest_test

import (
	"fmt"
	"strings"
	"testing"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// verdict keeps what a requirement does to a test.
type verdict struct {
	testing.TB
	skipped, failed string
}

func (v *verdict) Helper() {}

func (v *verdict) Skipf(format string, args ...any) { v.skipped = fmt.Sprintf(format, args...) }

func (v *verdict) Fatalf(format string, args ...any) { v.failed = fmt.Sprintf(format, args...) }

func TestRequireOnAMachineWithNothing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for name, says := range map[string]string{"kafka": "javac is not installed", "kcat": "kcat is not installed", "tmux": "tmux is not installed"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KTM_REQUIRE", "")
			skips := &verdict{TB: t}
			kafkatest.Require(skips, name)
			if !strings.Contains(skips.skipped, says) || skips.failed != "" {
				t.Errorf("skipped with %q, failed with %q; want a skip that says %q", skips.skipped, skips.failed, says)
			}
			t.Setenv("KTM_REQUIRE", "other,"+name)
			fails := &verdict{TB: t}
			kafkatest.Require(fails, name)
			if !strings.Contains(fails.failed, says) || fails.skipped != "" {
				t.Errorf("failed with %q, skipped with %q; want a failure that says %q", fails.failed, fails.skipped, says)
			}
		})
	}
}
