package kafkatest

import (
	"context"
	"fmt"
	"time"
)

// Until polls until done, for commands that are no tests; those have [Await]. It
// fails with done's error, or when that takes longer than patience or ctx ends.
func Until(ctx context.Context, patience time.Duration, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waited %s for %s", patience, what)
		}
	}
}
