package format

import (
	"math"
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12842: "12,842", 1234567: "1,234,567", -1000: "-1,000",
		math.MaxInt64: "9,223,372,036,854,775,807",
	} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
		if got := CountWidth(n); got != len(want) {
			t.Errorf("CountWidth(%d) = %d, want %d", n, got, len(want))
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 214: "214 B", 1023: "1023 B", 1024: "1 KiB", 1025: "1.0 KiB", 3_400_000: "3.2 MiB", 1<<20 - 100: "1.0 MiB", 1<<20 - 700: "1023 KiB",
		1 << 20: "1 MiB", 96 << 20: "96 MiB", 123_456_789: "118 MiB", 100<<20 + 1: "100 MiB", 3 << 19: "1.5 MiB", 5 << 30: "5 GiB", math.MaxInt64: "8192 PiB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 s", 27449 * time.Millisecond: "27.4 s", 59999 * time.Millisecond: "59.9 s", time.Minute: "1:00", 245 * time.Second: "4:05", 2*time.Hour + 245*time.Second: "2:04:05",
	} {
		if got := Seconds(d); got != want {
			t.Errorf("Seconds(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		300 * time.Millisecond: "0.3 s", 40 * time.Second: "40 s", 90 * time.Second: "90 s", 2 * time.Minute: "2 min", 150 * time.Second: "2 min 30 s", 90 * time.Minute: "1 h 30 min", 24 * time.Hour: "24 h",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	if got := Plural(1, "partition") + ", " + Plural(1204, "message"); got != "1 partition, 1,204 messages" {
		t.Error(got)
	}
}
