package query

import (
	"math"
	"strconv"
	"strings"
)

// ranges is a set of numbers, each range with both its ends.
type ranges [][2]int64

func (s ranges) has(n int64) bool {
	for _, r := range s {
		if r[0] <= n && n <= r[1] {
			return true
		}
	}
	return false
}

// parseRanges reads "0,2-5,9-". Where it cannot, at is where in the text.
func parseRanges(text string, most int64) (s ranges, at int, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		low, high, isRange := strings.Cut(part, "-")
		first, err := parseNumber(low, most)
		last, err2 := first, error(nil)
		if isRange {
			if last = math.MaxInt64; high != "" {
				last, err2 = parseNumber(high, most)
			}
		}
		if err != nil || err2 != nil || last < first {
			return nil, at, false
		}
		s = append(s, [2]int64{first, last})
		at += len(part) + 1
	}
	return s, 0, true
}

// parseNumber reads digits alone, no sign.
func parseNumber(s string, most int64) (int64, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err == nil && n > uint64(most) {
		err = strconv.ErrRange
	}
	return int64(n), err
}
