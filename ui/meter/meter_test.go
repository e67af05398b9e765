package meter

import (
	"testing"
	"time"
)

var levels = []string{"1", "2", "3", "4"}

func TestRateIsOfTheLastSecond(t *testing.T) {
	var m Meter
	at := time.Unix(1000, 0)
	for i := range int64(31) { // 100 a second for 3 s
		m.Add(at.Add(time.Duration(i)*100*time.Millisecond), 10*i)
	}
	if got := m.Rate(); got != 100 {
		t.Errorf("steady: %d/s, want 100", got)
	}
	m.Add(at.Add(5*time.Second), 300)
	m.Add(at.Add(6*time.Second), 300)
	if got := m.Rate(); got != 0 {
		t.Errorf("silent: %d/s, want 0", got)
	}
}

func TestRateRightAfterTheStartIsNotBlownUp(t *testing.T) {
	var m Meter
	at := time.Unix(1000, 0)
	m.Add(at, 0)
	m.Add(at.Add(time.Millisecond), 100)
	if got := m.Rate(); got != 100 {
		t.Errorf("%d/s, want 100: 100 in the first second so far", got)
	}
}

func TestSparkScalesToItsHighest(t *testing.T) {
	var m Meter
	at := time.Unix(1000, 0)
	total := int64(0)
	for i, n := range []int64{0, 1, 2, 3, 4, 0, 8, 0} {
		total += n
		m.Add(at.Add(time.Duration(i)*time.Second), total)
	}
	if got, want := m.Spark(6, levels), "1122 4"; got != want {
		t.Errorf("spark %q, want %q", got, want)
	}
	if got := m.Spark(8, levels); got != "  1122 4" {
		t.Errorf("wider spark %q", got)
	}
}

func TestSparkAfterALongSilence(t *testing.T) {
	var m Meter
	m.Add(time.Unix(1000, 0), 50)
	m.Add(time.Unix(1000+Seconds*10, 0), 50)
	if got := m.Spark(5, levels); got != "     " {
		t.Errorf("spark %q, want blanks", got)
	}
}

func TestTimeGoingBackIsLeftOut(t *testing.T) {
	var m Meter
	m.Add(time.Unix(1000, 0), 10)
	m.Add(time.Unix(999, 0), 20)
	m.Add(time.Unix(1001, 0), 30)
	if got := m.Rate(); got != 20 {
		t.Errorf("%d/s, want 20", got)
	}
}

func TestRateOverLongerSpans(t *testing.T) {
	var m Meter
	at, total := time.Unix(1000, 0), int64(0)
	m.Add(at, 0)
	for i, n := range []int64{100, 100, 10, 10, 10, 10} { // a second each
		total += n
		m.Add(at.Add(time.Duration(i)*time.Second+500*time.Millisecond), total)
	}
	m.Add(at.Add(6*time.Second), total)
	for seconds, want := range map[int]int64{2: 10, 4: 10, 6: 40, 60: 40} {
		if got := m.Over(seconds); got != want {
			t.Errorf("over %d s: %d/s, want %d", seconds, got, want)
		}
	}
	if past := m.Past(); past[len(past)-6] != 100 || past[len(past)-1] != 10 {
		t.Errorf("the past is %v", past)
	}
	if m.Total() != total {
		t.Errorf("total %d", m.Total())
	}
}
