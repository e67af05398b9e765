package position

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// most bounds what is read: a text that is longer was not typed, and a range of
// partitions that is longer was not meant.
const (
	MaxText       = 4096
	maxPartitions = 10_000
)

// Parse reads a position at a time, of which times of day and the local zone
// are taken. An error is an *Error.
func Parse(text string, now time.Time) (model.Scope, error) {
	scope, err := parse(whole(text), now)
	if err != nil {
		return model.Scope{}, err // a nil *Error is no nil error
	}
	return scope, nil
}

func parse(all within, now time.Time) (model.Scope, *Error) {
	scope := model.Scope{Closed: true}
	if len(all.text) > MaxText {
		return scope, all.wrong(0, "this is too long for a position", Forms)
	}
	if strings.TrimSpace(all.text) == "" {
		return scope, all.wrong(0, "the position is empty", Forms)
	}
	for rest, more := all, true; more; {
		item := rest
		if comma := strings.IndexByte(rest.text, ','); comma >= 0 {
			item, rest = rest.to(comma), rest.from(comma+1)
		} else {
			more = false
		}
		if err := addItem(&scope, item.trim(), now); err != nil {
			return scope, err
		}
	}
	return scope, nil
}

// addItem reads a span, or partitions and theirs.
func addItem(scope *model.Scope, item within, now time.Time) *Error {
	if item.text == "" {
		return item.wrong(0, "nothing stands here", "leave out the comma, or type a position behind it")
	}
	equals := strings.IndexByte(item.text, '=')
	if equals < 0 {
		own, err := parseSpan(item, now)
		switch {
		case err != nil:
			return err
		case !scope.Closed:
			return item.wrong(0, "there is a second position for all partitions",
				"give one, or say which partition: 0=100,1=end; numbers have no commas")
		}
		scope.Span, scope.Closed = own, false
		return nil
	}
	first, last, err := parsePartitions(item.to(equals))
	if err != nil {
		return err
	}
	value := item.from(equals + 1).trim()
	if value.text == "" {
		return value.wrong(0, "a position is missing behind the =", "type one, such as "+item.text[:equals+1]+"100 or "+item.text[:equals+1]+"end")
	}
	own, err := parseSpan(value, now)
	if err != nil {
		return err
	}
	if scope.Apart == nil {
		scope.Apart = make(map[int32]model.Span)
	}
	for p := first; p <= last; p++ {
		if _, twice := scope.Apart[int32(p)]; twice {
			return item.wrong(0, fmt.Sprintf("partition %d has a position already", p), "give it once")
		}
		scope.Apart[int32(p)] = own
	}
	return nil
}

// parsePartitions reads "2" or "2-5".
func parsePartitions(w within) (first, last int64, err *Error) {
	w = w.trim()
	if w.text == "" {
		return 0, 0, w.wrong(0, "a partition is missing before the =", "type its number, such as 0=100")
	}
	dash := strings.IndexByte(w.text, '-')
	if dash < 0 {
		first, err = parsePartition(w)
		return first, first, err
	}
	if first, err = parsePartition(w.to(dash).trim()); err != nil {
		return 0, 0, err
	}
	if last, err = parsePartition(w.from(dash + 1).trim()); err != nil {
		return 0, 0, err
	}
	switch {
	case last < first:
		return 0, 0, w.wrong(0, "these partitions run backwards", fmt.Sprintf("type %d-%d", last, first))
	case last-first >= maxPartitions:
		return 0, 0, w.wrong(0, "these are too many partitions", fmt.Sprintf("name %d at most", maxPartitions))
	}
	return first, last, nil
}

func parsePartition(w within) (int64, *Error) {
	const hint = "before the = stands the number of a partition, as in 0=100, or a range, as in 0-5=end"
	if i := notDigits(w.text); i >= 0 {
		return 0, w.wrong(i, fmt.Sprintf("%q is not a partition", w.text), hint)
	}
	n, err := strconv.ParseUint(w.text, 10, 31)
	if err != nil {
		return 0, w.wrong(0, fmt.Sprintf("%q is not a partition", w.text), hint)
	}
	return int64(n), nil
}

// notDigits is where something else stands than a digit; -1 where there are
// digits only, and one at least.
func notDigits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	if s == "" {
		return 0
	}
	return -1
}
