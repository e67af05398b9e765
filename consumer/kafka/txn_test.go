package kafka

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/model"
)

// transact writes values in one transaction and ends it as told; end may be
// left out to keep it open.
func transact(t *testing.T, cl *kgo.Client, topic string, values []string, end ...kgo.TransactionEndTry) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := cl.BeginTransaction(); err != nil {
		t.Fatal(err)
	}
	produce(t, cl, topic, 0, values...)
	if len(end) == 0 {
		return
	}
	if err := cl.EndTransaction(ctx, end[0]); err != nil {
		t.Fatal(err)
	}
}

func TestTransactions(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	plain := newProducer(t, cluster)
	txn := newProducer(t, cluster, kgo.TransactionalID("t1"))
	open := newProducer(t, cluster, kgo.TransactionalID("t2"))
	produce(t, plain, "orders", 0, "a")
	transact(t, txn, "orders", []string{"committed 1", "committed 2"}, kgo.TryCommit)
	transact(t, txn, "orders", []string{"aborted 1", "aborted 2"}, kgo.TryAbort)
	produce(t, plain, "orders", 0, "b")
	transact(t, open, "orders", []string{"open"})
	produce(t, plain, "orders", 0, "behind the open one")

	committed := []string{"a", "committed 1", "committed 2", "b"}
	all := []string{"a", "committed 1", "committed 2", "aborted 1", "aborted 2", "b", "open", "behind the open one"}
	for _, tt := range []struct {
		isolation model.Isolation
		want      []string
		next      int64
	}{
		{model.ReadCommitted, committed, 8},
		{model.ReadUncommitted, all, 10},
	} {
		t.Run(tt.isolation.String(), func(t *testing.T) {
			cfg := config(cluster, oldest, "orders")
			cfg.Isolation = tt.isolation
			x := mustOpen(t, cfg, nil)
			x.read(len(tt.want))
			x.quiet(100 * time.Millisecond)
			if !slices.Equal(x.values(), tt.want) {
				t.Errorf("read %q, want %q", x.values(), tt.want)
			}
			if p := x.position("orders", 0); p.Next != tt.next || p.End != 10 || p.Stable != 8 {
				t.Errorf("position %+v, want next %d of 10, stable 8", p, tt.next)
			}

			cfg.ExitAtEnd = true
			y := mustOpen(t, cfg, nil)
			y.end()
			if !slices.Equal(y.values(), tt.want) {
				t.Errorf("to the end: read %q, want %q", y.values(), tt.want)
			}

			cfg.ExitAtEnd, cfg.Start = false, tailOf(3)
			z := mustOpen(t, cfg, nil)
			z.read(3)
			z.quiet(50 * time.Millisecond)
			if !slices.Equal(z.values(), tt.want[len(tt.want)-3:]) {
				t.Errorf("the last 3 are %q", z.values())
			}
		})
	}

	// The open transaction commits: what waited behind it comes.
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(len(committed))
	if err := open.EndTransaction(context.Background(), kgo.TryCommit); err != nil {
		t.Fatal(err)
	}
	x.read(len(committed) + 2)
	if want := append(committed, "open", "behind the open one"); !slices.Equal(x.values(), want) {
		t.Errorf("after the commit: %q, want %q", x.values(), want)
	}
	x.until("the position after the marker", func() bool { return x.position("orders", 0).Next == 11 })
}

// A log that ends with a transaction marker has an end that no record has the
// offset before.
func TestEndBehindAMarker(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	txn := newProducer(t, cluster, kgo.TransactionalID("t1"))
	transact(t, txn, "orders", []string{"a"}, kgo.TryCommit)
	transact(t, txn, "orders", []string{"gone"}, kgo.TryAbort)
	for _, isolation := range []model.Isolation{model.ReadCommitted, model.ReadUncommitted} {
		cfg := config(cluster, oldest, "orders")
		cfg.Isolation, cfg.ExitAtEnd = isolation, true
		x := mustOpen(t, cfg, nil)
		x.end()
		if p := x.position("orders", 0); p.Next != 4 {
			t.Errorf("%v: ended at %d, want 4", isolation, p.Next)
		}
	}
}
