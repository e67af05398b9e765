package cli

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

const sizeForms = `Type bytes or a size, such as 64M, 64MiB or 1G.`

// sizeUnits are those of the GNU tools: powers of 1024, and powers of 1000
// where a B follows the letter.
var sizeUnits = map[string]int64{
	"": 1, "b": 1,
	"k": 1 << 10, "kib": 1 << 10, "kb": 1e3,
	"m": 1 << 20, "mib": 1 << 20, "mb": 1e6,
	"g": 1 << 30, "gib": 1 << 30, "gb": 1e9,
}

// parseSize reads a number of bytes from low to high, such as "64MiB".
func parseSize(s string, low, high int64) (int64, error) {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	unit, known := sizeUnits[strings.ToLower(strings.TrimSpace(s[digits:]))]
	n, err := strconv.ParseInt(s[:digits], 10, 64)
	switch {
	case !known || errors.Is(err, strconv.ErrSyntax):
		return 0, fmt.Errorf("%q is no size", s)
	case err != nil:
		n = math.MaxInt64 // more digits than an int64 has
	}
	if n > high/unit || n*unit < low {
		return 0, fmt.Errorf("%q is outside of %s to %s", s, sizeText(low), sizeText(high))
	}
	return n * unit, nil
}

// sizeText writes a whole number of kibibytes, mebibytes or gibibytes.
func sizeText(n int64) string {
	switch {
	case n%(1<<30) == 0:
		return strconv.FormatInt(n>>30, 10) + "GiB"
	case n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + "MiB"
	default:
		return strconv.FormatInt(n>>10, 10) + "KiB"
	}
}

// parseMemory reads a size that the history of messages may have.
func parseMemory(s string) (int64, error) { return parseSize(s, minKeepBytes, maxKeepBytes) }

// parseMessage reads a size that is kept of one message.
func parseMessage(s string) (int64, error) { return parseSize(s, minKeepOne, maxKeepOne) }
