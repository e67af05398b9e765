package cli

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
)

// offsetForms says what may be typed as an offset. Every rejection ends in it.
const offsetForms = `Type start, end, an offset such as 1042, or -100 for the last 100 messages.`

// offsetWords are the names of the two ends: ours and rpk's first, then those
// of kcat, of Kafka's tools and of sarama.
var offsetWords = map[string]model.StartKind{
	"start": model.StartOldest, "beginning": model.StartOldest,
	"earliest": model.StartOldest, "oldest": model.StartOldest,
	"end": model.StartNewest, "latest": model.StartNewest, "newest": model.StartNewest,
}

// parseOffset reads a start position:
//
//	start, beginning, earliest, oldest   the oldest message still kept
//	end, latest, newest                  only what arrives from now on
//	N                                    offset N in every partition
//	-N                                   the last N messages of each topic
//
// Where the text goes wrong, the error names the character, counted from 1.
func parseOffset(s string) (model.Start, error) {
	if s == "" {
		return model.Start{}, errors.New("the value is empty")
	}
	if kind, ok := offsetWords[strings.ToLower(s)]; ok {
		return model.Start{Kind: kind}, nil
	}
	digits, last := strings.CutPrefix(s, "-")
	if digits == "" {
		return model.Start{}, fmt.Errorf("%q lacks a number after the minus", s)
	}
	place := 1 + len(s) - len(digits)
	for _, r := range digits {
		if r < '0' || r > '9' {
			return model.Start{}, fmt.Errorf("%q has %q at character %d, where a digit should be", s, r, place)
		}
		place++
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return model.Start{}, fmt.Errorf("%q is more than the largest offset, %d", s, int64(math.MaxInt64))
	case last && n == 0:
		return model.Start{}, fmt.Errorf("%q asks for the last 0 messages; end reads only new ones", s)
	case last:
		return model.Start{Kind: model.StartTail, N: n}, nil
	default:
		return model.Start{Kind: model.StartOffset, N: n}, nil
	}
}
