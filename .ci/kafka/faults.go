package kafkatest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// KillNode ends node i (from 0) as kill -9 does. Its data and ports stay.
func (c *Cluster) KillNode(i int) error { return c.nodes[i].kill() }

// StartNode starts a killed node on its old data and ports, and waits until
// all nodes that run answer.
func (c *Cluster) StartNode(ctx context.Context, i int) error {
	if err := c.nodes[i].start(); err != nil {
		return err
	}
	return c.awaitBrokers(ctx)
}

// FreezeNode stops node i where it is: its connections stay open and nothing
// is answered, as with a machine that hangs.
func (c *Cluster) FreezeNode(i int) error {
	if err := freeze(c.nodes[i].cmd.Process); err != nil {
		return fmt.Errorf("freezing node %d: %w", c.nodes[i].id, err)
	}
	return nil
}

// ThawNode lets a frozen node go on.
func (c *Cluster) ThawNode(i int) error {
	if err := thaw(c.nodes[i].cmd.Process); err != nil {
		return fmt.Errorf("thawing node %d: %w", c.nodes[i].id, err)
	}
	return nil
}

// Kill is KillNode for a test.
func (c *Cluster) Kill(t testing.TB, i int) {
	t.Helper()
	must(t, c.KillNode(i))
}

// StartAgain is StartNode for a test.
func (c *Cluster) StartAgain(t testing.TB, i int) {
	t.Helper()
	must(t, c.StartNode(t.Context(), i))
}

// Freeze is FreezeNode for a test.
func (c *Cluster) Freeze(t testing.TB, i int) {
	t.Helper()
	must(t, c.FreezeNode(i))
}

// Thaw is ThawNode for a test.
func (c *Cluster) Thaw(t testing.TB, i int) {
	t.Helper()
	must(t, c.ThawNode(i))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// LogFile is where node i (from 0) keeps the first segment of a partition. A
// broker sends what lies there as it is, so what is damaged in it is served so.
func (c *Cluster) LogFile(i int, topic string, partition int32) string {
	return filepath.Join(c.nodes[i].dir, "data", fmt.Sprintf("%s-%d", topic, partition), "00000000000000000000.log")
}
