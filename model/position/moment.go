package position

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const timeForms = "type @12:00, @2026-11-23T12:00 or @-1h"

// momentKind says what a time is relative to.
type momentKind uint8

const (
	absolute momentKind = iota
	relative            // ms before now
	length              // ms long
	daily               // a time of day
)

// moment is a time as it was typed.
type moment struct {
	kind  momentKind
	ms    int64 // since 1970, before now, or long
	clock clock // of a daily one
}

// clock is a time of day. Its fields are in range.
type clock struct {
	hour, minute, second, nanos int
	zone                        *time.Location
}

// of is the moment of a daily one on the day of t.
func (m moment) of(t time.Time) time.Time { return m.clock.on(t.In(m.clock.zone)) }

func (c clock) on(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), c.hour, c.minute, c.second, c.nanos, c.zone)
}

// Shapes of times. What is in them is looked at afterwards, so that a mistake is
// told by its place.
var (
	dateShape  = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})`)
	clockShape = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?`)
	zoneShape  = regexp.MustCompile(`^([zZ]|[+-](\d{2}):?(\d{2}))$`)
)

// parseMoment reads one time.
func parseMoment(w within, now time.Time) (moment, *Error) {
	w = w.trim()
	midnight := clock{zone: now.Location()}
	lower := strings.ToLower(w.text)
	_, isWord := words[lower]
	switch {
	case lower == "now":
		return moment{kind: relative}, nil
	case lower == "today":
		return moment{ms: midnight.on(now).UnixMilli()}, nil
	case lower == "yesterday":
		return moment{ms: midnight.on(now.AddDate(0, 0, -1)).UnixMilli()}, nil
	case isWord:
		return moment{}, w.wrong(0, fmt.Sprintf("%q is not a time", w.text), "type "+lower+" without the @")
	case notDigits(w.text) < 0:
		return parseEpoch(w)
	case strings.HasPrefix(w.text, "+"):
		return moment{}, w.wrong(0, "a time has no plus", "so long ago is @-1h; type @now:1h for what comes within an hour")
	case strings.HasPrefix(w.text, "-"):
		ms, err := parseLength(w.from(1))
		return moment{kind: relative, ms: ms}, err
	case dateShape.MatchString(w.text):
		return parseDate(w, now.Location())
	case clockShape.MatchString(w.text):
		c, err := parseClock(w, now.Location())
		return moment{kind: daily, clock: c}, err
	case lasted.MatchString(lower):
		ms, err := parseLength(w)
		return moment{kind: length, ms: ms}, err
	}
	return moment{}, w.wrong(0, fmt.Sprintf("%q is not a time", w.text), timeForms)
}

// parseEpoch reads the seconds or milliseconds since 1970.
func parseEpoch(w within) (moment, *Error) {
	n, err := strconv.ParseInt(w.text, 10, 64)
	switch {
	case err == nil && len(w.text) == 10:
		return moment{ms: n * 1000}, nil
	case err == nil && len(w.text) == 13:
		return moment{ms: n}, nil
	case len(w.text) < 9:
		return moment{}, w.wrong(0, w.text+" is not a time", "an offset has no @; a time of day is @12:00, a length of time 30m")
	}
	return moment{}, w.wrong(0, fmt.Sprintf("a time of %d digits is not known", len(w.text)), "seconds since 1970 have 10, milliseconds 13")
}

// parseDate reads a day, and a time of it or midnight.
func parseDate(w within, zone *time.Location) (moment, *Error) {
	at := dateShape.FindStringSubmatchIndex(w.text)
	year, month, day := w.number(at, 1), w.number(at, 2), w.number(at, 3)
	switch last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day(); {
	case month < 1 || month > 12:
		return moment{}, w.wrong(at[4], fmt.Sprintf("there is no month %d", month), "type YEAR-MONTH-DAY, such as @2026-11-23")
	case day < 1 || day > last:
		return moment{}, w.wrong(at[6], fmt.Sprintf("%s has no day %d", time.Month(month), day), "type YEAR-MONTH-DAY, such as @2026-11-23")
	}
	c, rest := clock{zone: zone}, w.from(at[1])
	if rest.text != "" {
		if !strings.ContainsAny(rest.text[:1], "Tt ") || !clockShape.MatchString(rest.text[1:]) {
			return moment{}, rest.wrong(0, "a time of day should follow the date", "type @"+w.text[:at[1]]+"T12:00")
		}
		var err *Error
		if c, err = parseClock(rest.from(1), zone); err != nil {
			return moment{}, err
		}
	}
	return moment{ms: c.on(time.Date(year, time.Month(month), day, 0, 0, 0, 0, c.zone)).UnixMilli()}, nil
}

// parseClock reads a time of day, and a zone where one follows.
func parseClock(w within, zone *time.Location) (clock, *Error) {
	at := clockShape.FindStringSubmatchIndex(w.text)
	c := clock{hour: w.number(at, 1), minute: w.number(at, 2), second: w.number(at, 3), zone: zone}
	for i, f := range []struct {
		name    string
		n, most int
	}{{"hour", c.hour, 23}, {"minute", c.minute, 59}, {"second", c.second, 59}} {
		if f.n > f.most {
			return c, w.wrong(at[2*i+2], fmt.Sprintf("there is no %s %d", f.name, f.n), fmt.Sprintf("%ss go from 0 to %d", f.name, f.most))
		}
	}
	if at[8] >= 0 {
		fraction := w.text[at[8]:at[9]]
		c.nanos, _ = strconv.Atoi(fraction + strings.Repeat("0", 9-len(fraction)))
	}
	rest := w.from(at[1])
	if rest.text == "" {
		return c, nil
	}
	if next := rest.text[0]; at[6] >= 0 && next >= '0' && next <= '9' {
		rest = w.from(at[6] - 1) // these are no seconds
	}
	z := zoneShape.FindStringSubmatchIndex(rest.text)
	if z == nil {
		return c, rest.wrong(0, fmt.Sprintf("%q does not belong to a time", rest.text), "a zone is Z or +02:00; a range is @12:00:13:00")
	}
	c.zone = time.UTC
	if z[4] >= 0 {
		hours, minutes := rest.number(z, 2), rest.number(z, 3)
		if hours > 14 || minutes > 59 {
			return c, rest.wrong(0, fmt.Sprintf("there is no zone %s", rest.text), "a zone is Z or +02:00")
		}
		seconds := hours*3600 + minutes*60
		if rest.text[0] == '-' {
			seconds = -seconds
		}
		c.zone = time.FixedZone(rest.text, seconds)
	}
	return c, nil
}

// number is what a group of a shape holds; 0 where it is missing. Groups hold
// few digits.
func (w within) number(at []int, group int) int {
	if at[2*group] < 0 {
		return 0
	}
	n, _ := strconv.Atoi(w.text[at[2*group]:at[2*group+1]])
	return n
}

// units of a length of time, in milliseconds.
var units = map[string]float64{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}

var pieceShape = regexp.MustCompile(`^(\d+(?:\.\d+)?)([a-z]*)`)

// longest is what a length of time is at most: 100 years.
const longest = 100 * 365.25 * 86_400_000

// parseLength reads a length of time, such as 1h30m.
func parseLength(w within) (int64, *Error) {
	if w.text == "" {
		return 0, w.wrong(0, "a length of time is missing", "type @-1h, @-90s or @-2d")
	}
	total := 0.0
	for rest := w; rest.text != ""; {
		m := pieceShape.FindStringSubmatch(strings.ToLower(rest.text))
		if m == nil {
			return 0, rest.wrong(0, fmt.Sprintf("%q is not a length of time", rest.text), "type @-1h, @-90s or @-2d")
		}
		unit, known := units[m[2]]
		switch {
		case m[2] == "":
			return 0, rest.wrong(len(m[1]), "a unit is missing", "type "+m[1]+"s for seconds, "+m[1]+"m for minutes; also ms h d w")
		case !known:
			return 0, rest.wrong(len(m[1]), fmt.Sprintf("%q is not a unit", m[2]), "units are ms s m h d w")
		}
		n, _ := strconv.ParseFloat(m[1], 64) // beyond its range is too long as well
		total += n * unit
		rest = rest.from(len(m[0]))
	}
	switch {
	case total > longest:
		return 0, w.wrong(0, "this is more than 100 years", "type start for all there is")
	case total < 1:
		return 0, w.wrong(0, "this is no time at all", "type @now, or end for what arrives from now on")
	}
	return int64(total), nil
}
