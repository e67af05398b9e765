// Package format writes numbers, sizes and times for people, the same way
// everywhere: on the screen, in faults and in the summary. Numbers are grouped,
// sizes and times short and in one unit.
package format

import (
	"strconv"
	"time"
)

// Count groups the digits of n: 12842 is "12,842".
func Count(n int64) string { return string(AppendCount(nil, n)) }

// AppendCount is Count without an allocation.
func AppendCount(dst []byte, n int64) []byte {
	var digits [20]byte
	b := strconv.AppendInt(digits[:0], n, 10)
	if b[0] == '-' {
		dst, b = append(dst, '-'), b[1:]
	}
	for i, c := range b {
		if i > 0 && (len(b)-i)%3 == 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, c)
	}
	return dst
}

// CountWidth is the number of columns Count(n) takes.
func CountWidth(n int64) int {
	w := 1
	if n < 0 {
		w, n = 2, -n
	}
	for i := 1; n >= 10; i++ {
		n /= 10
		w++
		if i%3 == 0 {
			w++
		}
	}
	return w
}

// Bytes writes a size in powers of 1024, as Kafka's own limits are set: "214 B",
// "3.4 MiB", "96 MiB". "1 MiB" is exactly that, "1.0 MiB" is about.
func Bytes(n int64) string {
	const step = 1024
	f, unit, exact := float64(n), 0, true
	for ; f >= step-0.5 && unit < 5; unit++ {
		exact = exact && n%step == 0
		f, n = f/step, n/step
	}
	prec := 1
	if exact || f >= 9.95 {
		prec = 0
	}
	return strconv.FormatFloat(f, 'f', prec, 64) + " " + [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}[unit]
}

// Seconds writes a duration for a countdown: "27.4 s", "4:05" minutes, "2:04:05" hours.
func Seconds(d time.Duration) string {
	switch {
	case d < time.Minute:
		tenths := int64(d / (100 * time.Millisecond))
		return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + ":" + two(d/time.Second%60)
	default:
		return strconv.Itoa(int(d/time.Hour)) + ":" + two(d/time.Minute%60) + ":" + two(d/time.Second%60)
	}
}

// Span names a length of time as a person would set it: "40 s", "2 min",
// "1 h 30 min", "0.3 s".
func Span(d time.Duration) string {
	switch {
	case d%time.Second != 0 && d < time.Minute:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
	case d < 2*time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return join(int(d/time.Minute), " min", int(d/time.Second%60), " s")
	default:
		return join(int(d/time.Hour), " h", int(d/time.Minute%60), " min")
	}
}

func join(a int, unitA string, b int, unitB string) string {
	s := strconv.Itoa(a) + unitA
	if b > 0 {
		s += " " + strconv.Itoa(b) + unitB
	}
	return s
}

func two(n time.Duration) string {
	if n < 10 {
		return "0" + strconv.Itoa(int(n))
	}
	return strconv.Itoa(int(n))
}

// Plural gives "1 partition", "3 partitions", "1,204 messages".
func Plural(n int64, one string) string { return Count(n) + " " + Noun(n, one) }

// Noun is Plural without the number, which is painted in a style of its own.
func Noun(n int64, one string) string {
	if n == 1 {
		return one
	}
	return one + "s"
}
