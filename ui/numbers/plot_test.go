package numbers

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model/tally"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func pane() *Pane { return &Pane{theme: theme.New(true), glyphs: &theme.Unicode} }

// The highest value is as high as the plot, and none but 0 is nothing.
func TestPlot(t *testing.T) {
	for _, tt := range []struct {
		name   string
		values []float64
		height int
		want   []string
	}{
		{"one line", []float64{0, 1, 4, 8}, 1, []string{" ▁▄█"}},
		{"two lines", []float64{1, 8, 9, 16}, 2, []string{"  ▁█", "▁███"}},
		{"small beside large", []float64{0.001, 1e9}, 2, []string{" █", "▁█"}},
		{"nothing", []float64{0, 0}, 2, []string{"  ", "  "}},
		{"fractions", []float64{0.25, 0.5}, 1, []string{"▄█"}},
	} {
		if got := pane().plot(tt.values, tt.height); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBar(t *testing.T) {
	for _, tt := range []struct {
		n, most int64
		want    string
	}{
		{10, 10, "━━━━━━━━━━"}, {5, 10, "━━━━━─────"}, {1, 20, "╸─────────"}, {1, 1_000_000, "╸─────────"}, {0, 10, "──────────"}, {0, 0, "──────────"},
	} {
		p := pane()
		l := paint.New(p.theme, p.glyphs, 40)
		p.bar(l, p.theme.Accent, tt.n, tt.most, 10)
		if got := ansi.Strip(l.String()); strings.TrimRight(got, " ") != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.n, tt.most, got, tt.want)
		}
	}
}

// Every count is in some column, however many there are, and small values are left
// of large ones.
func TestTheScaleHoldsAllValues(t *testing.T) {
	var h tally.Histogram
	for _, v := range []int64{0, 1, 7, 100, 4096, 1 << 20, 1 << 40} {
		h.Add(v, 10)
	}
	var s scale
	s.take(&h)
	for _, width := range []int{1, 7, 40, 200} {
		columns, sum := s.columns(&h, width), 0.0
		for _, n := range columns {
			sum += n
		}
		if sum < 69.999 || sum > 70.001 {
			t.Errorf("%d columns: %f of 70 values are shown", width, sum)
		}
		if columns[0] == 0 {
			t.Errorf("%d columns: the first is empty: %v", width, columns)
		}
	}
	low, high := s.low, s.high
	var other tally.Histogram
	other.Add(50, 1)
	if s.take(&other); s.low != low || s.high != high {
		t.Errorf("the scale shrank from %f–%f to %f–%f", low, high, s.low, s.high)
	}
	var few scale
	if few.take(&other); few.high-few.low < leastOctaves {
		t.Errorf("one value has a scale of %f–%f", few.low, few.high)
	}
}

// Few values are no comb: between bins that hold some, none is empty only because
// it is narrow. Many are shown as finely as they are counted.
func TestBinsAreAsWideAsFewValuesNeed(t *testing.T) {
	for _, width := range []int{60, 100, 150} {
		var few, many tally.Histogram
		for v := int64(1); v < 500; v += 3 { // one of three
			few.Add(v, 1)
		}
		for v := range int64(500) {
			many.Add(v, 100)
		}
		many.Add(20, 10_000)
		var s scale
		s.take(&few)
		s.take(&many)
		columns := s.columns(&few, width)
		last := width - 1
		for columns[last] == 0 {
			last--
		}
		if i := slices.Index(columns[:last], 0); i >= 0 && i > width/8 {
			t.Errorf("%d columns: %d of %d is empty: %.1f", width, i, last, columns)
		}
		columns = s.columns(&many, width)
		peak := slices.Index(columns, slices.Max(columns))
		if want := int((place(20) - s.low) / (s.high - s.low) * float64(width)); peak < want-2 || peak > want+2 {
			t.Errorf("%d columns: the peak is in column %d, want %d", width, peak, want)
		}
	}
}

// Marks stand where their values do, and never in one another. There are as many
// as fit.
func TestTheAxis(t *testing.T) {
	s, p := scale{0, 20}, pane()
	draw := func(s scale, width int, sets [][]mark) string {
		l := paint.New(p.theme, p.glyphs, 300)
		s.axis(l, p.theme.Dim, width, sets)
		return strings.TrimRight(ansi.Strip(l.String()), " ")
	}
	if got := draw(s, 100, sizeMarks); strings.Index(got, "'1 KiB") != 50 || !strings.HasPrefix(got, "'0 ") {
		t.Errorf("1 KiB is not in the middle of 0 to 1 MiB: %q", got)
	}
	for _, tt := range []struct {
		s     scale
		width int
		sets  [][]mark
		want  []string
	}{
		{scale{5, 10}, 60, sizeMarks, []string{"'32 B", "'64 B", "'128 B", "'256 B", "'512 B"}},
		{scale{5, 10}, 30, sizeMarks, []string{"'64 B", "'256 B"}},
		{scale{3, 9}, 70, delayMarks, []string{"'10 ms", "'20 ms", "'50 ms", "'100 ms", "'200 ms"}},
		{scale{0, 20}, 60, delayMarks, []string{"'0", "'10 ms", "'100 ms", "'1 s", "'10 s", "'1 min"}},
	} {
		var got []string
		for word := range strings.SplitSeq(draw(tt.s, tt.width, tt.sets), "  ") {
			if word = strings.TrimSpace(word); word != "" {
				got = append(got, word)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v in %d columns: %q, want %q", tt.s, tt.width, got, tt.want)
		}
	}
	for width := range 250 {
		got := draw(s, width, sizeMarks)
		if ansi.StringWidth(got) > width {
			t.Errorf("%d columns: %q", width, got)
		}
		for word := range strings.SplitSeq(got, "'") {
			if word = strings.TrimSpace(word); word != "" && !slices.ContainsFunc(sizeMarks[0], func(m mark) bool { return m.text == word }) {
				t.Errorf("%d columns: %q is no mark: %q", width, word, got)
			}
		}
	}
}

func TestWordsForNumbers(t *testing.T) {
	for _, tt := range []struct {
		n, of int64
		want  string
	}{{0, 10, "0 %"}, {1, 0, "0 %"}, {1, 101, "<1 %"}, {1, 100, "1 %"}, {1, 3, "33 %"}, {10, 10, "100 %"}} {
		if got := percent(tt.n, tt.of); got != tt.want {
			t.Errorf("%d of %d is %s, want %s", tt.n, tt.of, got, tt.want)
		}
	}
	for ms, want := range map[int64]string{
		0: "0 ms", 999: "999 ms", 1000: "1.0 s", 9940: "9.9 s", 9960: "10 s", 119_000: "119 s", 2 * minute: "2.0 min", 90 * minute: "90 min", 3 * hour: "3.0 h", 3 * day: "3.0 d",
	} {
		if got := delay(ms); got != want {
			t.Errorf("%d ms are %s, want %s", ms, got, want)
		}
	}
}

// A rate takes two looks: until then its place is blank, for the header has one
// already.
func TestARateThatIsNotKnownIsBlank(t *testing.T) {
	for r, want := range map[float64]string{-1: "", 0: "0", 0.02: "0.1", 3.14: "3.1", 1234: "1,234"} {
		if got := rate(r); got != want {
			t.Errorf("%v a second is %q, want %q", r, got, want)
		}
	}
}
