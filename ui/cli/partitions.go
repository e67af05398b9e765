package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxPartitions bounds how many partitions may be named. A range is written
// faster than it is meant.
const maxPartitions = 10_000

const partitionForms = `Type partition numbers and ranges, such as 0,2-5.`

// parsePartitions reads numbers and ranges such as "0,2-5" into a sorted list
// without repetition.
func parsePartitions(s string) ([]int32, error) {
	var list []int32
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			return nil, errors.New("an empty place in the list")
		}
		first, last, ranged := strings.Cut(part, "-")
		from, err := parsePartition(first, part)
		if err != nil {
			return nil, err
		}
		to := from
		if ranged {
			if to, err = parsePartition(last, part); err != nil {
				return nil, err
			}
		}
		switch {
		case to < from:
			return nil, fmt.Errorf("the range %q runs backwards", part)
		case to-from >= maxPartitions || len(list) >= maxPartitions:
			return nil, fmt.Errorf("more than %d partitions", maxPartitions)
		}
		for p := from; p <= to; p++ {
			list = append(list, int32(p))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

func parsePartition(s, part string) (int64, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%q is out of range: partitions go from 0 to %d", part, math.MaxInt32)
	case err != nil:
		return 0, fmt.Errorf("%q is neither a number nor a range", part)
	}
	return int64(n), nil
}
