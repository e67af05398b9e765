package meter

import (
	"math"
	"testing"
	"time"
)

func TestScaleOf(t *testing.T) {
	for _, tt := range []struct {
		name      string
		values    []int64
		low, high float64
	}{
		{"nothing", nil, 0, 0},
		{"silence", []int64{0, 0}, 0, 0},
		{"from nothing", []int64{0, 10, 50, 100}, 0, 100},
		{"far from nothing", []int64{600, 800, 1000}, 600, 1000},
		{"a second without any", []int64{600, 0, 800, 1000}, 600, 1000},
		{"a second that was not whole", []int64{3, 800, 600, 700, 800, 900, 1000, 700, 800, 900, 900}, 600, 1000},
		{"the same", []int64{100, 100}, 87.5, 112.5},
		{"nearly the same", []int64{98, 100}, 86.5, 111.5},
	} {
		s := ScaleOf(tt.values)
		if math.Abs(s.Low-tt.low) > 1e-9 || math.Abs(s.High-tt.high) > 1e-9 {
			t.Errorf("%s: %v, want from %g to %g", tt.name, s, tt.low, tt.high)
		}
	}
}

func TestLevels(t *testing.T) {
	s := Scale{Low: 600, High: 1000}
	for v, want := range map[float64]int{0: 0, 3: 1, 600: 1, 700: 2, 800: 4, 1000: 8, 2000: 8} {
		if got := s.Level(v, 8); got != want {
			t.Errorf("%g has level %d, want %d", v, got, want)
		}
	}
	if got := (Scale{}).Level(5, 8); got != 0 {
		t.Errorf("without a scale it has level %d", got)
	}
}

// A steady load is a line that moves, not a block.
func TestSparkOfASteadyLoad(t *testing.T) {
	var m Meter
	total := int64(0)
	for s, n := range []int64{100, 100, 90, 110, 120, 80, 100, 0} {
		total += n
		m.Add(time.Unix(1000+int64(s), 0), total)
	}
	if got, want := m.Spark(5, levels), "13412"; got != want {
		t.Errorf("it is drawn as %q, want %q", got, want)
	}
}
