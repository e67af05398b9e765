//go:build unix

package ui_test

import (
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// requests is what a broker was asked.
type requests struct {
	mu     sync.Mutex
	seen   map[kmsg.Key]int
	create bool // a question would have created its topic
}

// listens notes every request a cluster gets from now on.
func listens(cluster *kfake.Cluster) *requests {
	r := &requests{seen: map[kmsg.Key]int{}}
	cluster.Control(func(req kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.seen[kmsg.Key(req.Key())]++
		if m, ok := req.(*kmsg.MetadataRequest); ok && m.AllowAutoTopicCreation {
			r.create = true
		}
		return nil, nil, false
	})
	return r
}

// onlyLooks fails unless all that was asked was what there is to read.
func (r *requests) onlyLooks(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	looks := map[kmsg.Key]bool{kmsg.ApiVersions: true, kmsg.Metadata: true, kmsg.ListOffsets: true, kmsg.Fetch: true}
	for key, n := range r.seen {
		if !looks[key] {
			t.Errorf("%d requests of kind %v", n, key)
		}
	}
	if r.create {
		t.Error("a question about metadata lets topics be created")
	}
	if r.seen[kmsg.Fetch] == 0 {
		t.Errorf("nothing was fetched: %v", r.seen)
	}
}

// A whole session of the program, with every key that talks to the manager,
// on a screen and in a pipe, leaves the cluster as it was.
func TestSessionsOnlyLook(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := kfake.NewCluster(kfake.NumBrokers(2), kfake.SeedTopics(2, "orders"), kfake.AllowAutoTopicCreation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	asked := listens(cluster)
	address := cluster.ListenAddrs()[0]

	term := open(t, 100, 30, fmt.Sprintf("-b %s orders missing", address))
	term.waits(`● running`)
	term.waits(`missing`)
	term.press("+", "-", "s")
	term.waits(`● stopped`)
	term.press("s")
	term.waits(`● running  run 2`)
	term.press("r")
	term.waits(`● running  run 3`)
	term.press("Space", "m", "q")
	term.leaves(0)

	for _, args := range []string{"-e orders", "-o start --lifetime 1s orders missing", "-o end -n 1 --lifetime 1s orders"} {
		cmd := exec.Command(program, strings.Fields("-J -b "+address+" "+args)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("ktm %s: %v: %s", args, err, out)
		}
	}
	asked.onlyLooks(t)
	if cluster.TopicInfo("missing") != nil {
		t.Error("looking at a topic has created it")
	}
}
