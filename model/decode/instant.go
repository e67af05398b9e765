package decode

import "time"

// instant writes a time in UTC in the form of RFC 3339, with as many digits of
// a second as it has. Years that RFC 3339 cannot write are told in seconds
// since 1970.
func (w *writer) instant(t time.Time) {
	t = t.UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		w.int(t.Unix())
		return
	}
	w.b = append(w.b, '"')
	w.b = t.AppendFormat(w.b, time.RFC3339Nano)
	w.b = append(w.b, '"')
}

// date writes a day since 1970 as "2026-11-23"; false where its year has not
// four digits, and then it writes nothing.
func (w *writer) date(days int64) bool {
	const span = 3_000_000 // days from 1970, more than to the year 9999
	if days < -span || days > span {
		return false
	}
	t := time.Unix(days*86400, 0).UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		return false
	}
	w.b = append(w.b, '"')
	w.b = t.AppendFormat(w.b, time.DateOnly)
	w.b = append(w.b, '"')
	return true
}
