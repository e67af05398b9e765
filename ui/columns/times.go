package columns

import (
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// TimeFormat is how timestamps are shown.
type TimeFormat uint8

// The formats, in the order in which a key steps through them.
const (
	LocalTime TimeFormat = iota
	UTCTime
	Age
	EpochTime
	timeFormats
)

// String names the format for the column head.
func (f TimeFormat) String() string {
	return [...]string{"time", "time UTC", "age", "epoch ms"}[f]
}

// width is what the record's time takes; a day other than today's needs more.
func (f TimeFormat) width(r *model.Record, now time.Time) int {
	main, rest := f.text(r, now)
	return len(main) + len(rest)
}

// next is the format that a key steps to.
func (f TimeFormat) next() TimeFormat { return (f + 1) % timeFormats }

// text writes a record's time in two parts: the second is of less weight.
func (f TimeFormat) text(r *model.Record, now time.Time) (main, rest string) {
	if r.Timestamp < 0 {
		return "-", ""
	}
	at := r.Time()
	switch f {
	case Age:
		d := now.Sub(at)
		if d < 0 {
			return "in " + format.Span((-d).Round(time.Second)), ""
		}
		return format.Seconds(d), ""
	case EpochTime:
		s := strconv.FormatInt(r.Timestamp, 10)
		return s[:max(0, len(s)-3)], s[max(0, len(s)-3):]
	case UTCTime:
		at, now = at.UTC(), now.UTC()
	}
	if y, m, d := at.Date(); y != now.Year() || m != now.Month() || d != now.Day() {
		if y != now.Year() {
			return at.Format("2006-01-02"), at.Format(" 15:04")
		}
		return at.Format("01-02"), at.Format(" 15:04:05")
	}
	return at.Format("15:04:05"), at.Format(".000")
}
