package main

import (
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A selection of the faults, each in its shortest form. What depends on how
// much time the machine has is left to the command.
func TestSelection(t *testing.T) {
	kafkatest.Require(t, "kafka", "tmux")
	b, err := open(t.Context(), options{rounds: 1, freeze: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.close(); err != nil {
			t.Error(err)
		}
	})
	chosen, err := choose([]string{"cut", "recreate-longer", "grow", "expire", "kill", "unclean-longer"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range chosen {
		t.Run(f.name, func(t *testing.T) {
			out := b.play(t.Context(), f)
			t.Log(out.line())
			if out.broken {
				t.Fatal(out.verdict())
			}
			if out.lost+out.doubled+out.unknown != 0 || out.produced == 0 {
				t.Errorf("of %d records %d were lost, %d doubled, %d never written", out.produced, out.lost, out.doubled, out.unknown)
			}
			if got, pipe := int(out.onScreen.Received)+out.onScreen.expired(), int(out.inPipe.Received)+out.inPipe.expired(); got != out.produced || pipe != out.produced {
				t.Errorf("the reports add up to %d (screen) and %d (pipe) of %d", got, pipe, out.produced)
			}
			if slices.ContainsFunc(out.said, func(s telling) bool { return s.words == "nothing" }) {
				t.Error("the screen did not say what happened")
			}
		})
	}
}
