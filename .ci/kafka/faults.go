package kafkatest

import "testing"

// Kill ends node i (from 0) as kill -9 does. Its data and ports stay.
func (c *Cluster) Kill(t testing.TB, i int) {
	t.Helper()
	if err := c.nodes[i].kill(); err != nil {
		t.Fatal(err)
	}
}

// StartAgain starts a killed node on its old data and ports, and waits until
// it answers.
func (c *Cluster) StartAgain(t testing.TB, i int) {
	t.Helper()
	if err := c.nodes[i].start(); err != nil {
		t.Fatal(err)
	}
	if err := c.awaitBrokers(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Freeze stops node i where it is: its connections stay open and nothing is
// answered, as with a machine that hangs.
func (c *Cluster) Freeze(t testing.TB, i int) {
	t.Helper()
	if err := freeze(c.nodes[i].cmd.Process); err != nil {
		t.Fatalf("freezing node %d: %v", c.nodes[i].id, err)
	}
}

// Thaw lets a frozen node go on.
func (c *Cluster) Thaw(t testing.TB, i int) {
	t.Helper()
	if err := thaw(c.nodes[i].cmd.Process); err != nil {
		t.Fatalf("thawing node %d: %v", c.nodes[i].id, err)
	}
}
