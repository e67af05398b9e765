package kafkatest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
)

// Start runs a cluster for one test and ends it with the test. The brokers'
// logs are kept when the test fails. The test is skipped where Kafka cannot
// run, see [Require].
func Start(t testing.TB, opts ...Option) *Cluster {
	t.Helper()
	Require(t, "kafka")
	c, err := Open(t.Context(), opts...)
	if err != nil {
		t.Fatalf("starting Kafka: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			if err := c.killAll(); err != nil {
				t.Error(err)
			}
			t.Logf("the brokers' logs are kept in %s/node-*/server.log", c.dir)
			return
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// shared is the one cluster of a test binary.
var shared struct {
	sync.Mutex
	cluster *Cluster
	err     error
	failed  bool
}

// Shared gives the test binary's one cluster and starts it when first asked:
// a single node with [WithSASL]. A test does no harm to it. The package's
// TestMain must run its tests through [Main], which ends the cluster.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	Require(t, "kafka")
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster == nil && shared.err == nil {
		shared.cluster, shared.err = Open(context.Background(), WithSASL())
	}
	if shared.err != nil {
		t.Fatalf("starting Kafka: %v", shared.err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			shared.Lock()
			defer shared.Unlock()
			shared.failed = true
		}
	})
	return shared.cluster
}

// Suite runs tests and then ends the shared cluster. It is what goleak's
// VerifyTestMain takes in place of a *testing.M.
type Suite struct{ m interface{ Run() int } }

// Main wraps a test binary's tests:
//
//	func TestMain(m *testing.M) { goleak.VerifyTestMain(kafkatest.Main(m)) }
func Main(m *testing.M) Suite { return Suite{m} }

// Run runs the tests and gives the exit code.
func (s Suite) Run() int {
	code := s.m.Run()
	shared.Lock()
	defer shared.Unlock()
	c := shared.cluster
	if c == nil {
		return code
	}
	end := c.Close
	if shared.failed {
		end = c.killAll
		fmt.Fprintf(os.Stderr, "the broker's log is kept in %s/node-1/server.log\n", c.dir)
	}
	if err := end(); err != nil {
		fmt.Fprintln(os.Stderr, "ending Kafka:", err)
		code = max(code, 1)
	}
	return code
}
