package cli

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// maxLifetime is the longest limit that is taken for one: a year.
const maxLifetime = 365 * 24 * time.Hour

const lifetimeForms = `Type seconds or a duration, such as 40, 90s, 15m or 1h30m; 0 is no limit.`

// parseLifetime reads a duration; a bare number is in seconds. 0 is no limit.
func parseLifetime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		seconds, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(seconds) {
			return 0, fmt.Errorf("%q is no duration", s)
		}
		// Out of range is out of range, whatever time.Duration makes of it.
		d = time.Duration(max(-1, min(seconds, maxLifetime.Seconds()+1)) * float64(time.Second))
		if seconds > 0 && d == 0 {
			d = 1
		}
	}
	if d < 0 || d > maxLifetime {
		return 0, fmt.Errorf("%q is outside of 0 to %dh (a year)", s, int(maxLifetime.Hours()))
	}
	return d, nil
}
