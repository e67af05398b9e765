package decode

import (
	"math"
	"time"
)

// The tags of CBOR that have a form of their own here; what stands behind any
// other is shown with the tag's number.
const (
	cborDateTime  = 0     // text of RFC 3339
	cborEpoch     = 1     // seconds since 1970
	cborBig       = 2     // a large number
	cborBigMinus  = 3     // -1 minus a large number
	cborURI       = 32    // text
	cborUUID      = 37    // 16 bytes
	cborEpochDays = 100   // days since 1970
	cborFullDate  = 1004  // text of RFC 3339 without a time
	cborSelf      = 55799 // "this is CBOR"
)

func (p *concise) tag(w *writer, tag uint64) error {
	switch tag {
	case cborDateTime, cborURI, cborFullDate, cborSelf:
		return p.value(w)
	case cborEpoch, cborEpochDays, cborUUID:
		if p.short(w, tag) {
			return nil
		}
	case cborBig, cborBigMinus:
		return p.bignum(w, tag == cborBigMinus)
	}
	w.raw(`{"tag":`)
	w.uint(tag)
	w.raw(`,"value":`)
	if err := p.value(w); err != nil {
		return err
	}
	w.raw("}")
	return nil
}

// short writes an instant, a date or a UUID; false where what stands behind
// the tag is not made for it, and then nothing has been read or written.
func (p *concise) short(w *writer, tag uint64) bool {
	ahead := *p
	major, info, n, err := ahead.head()
	if err != nil {
		return false
	}
	switch {
	case tag == cborUUID && major == cborBytes && n == 16 && info != endless:
		b, err := ahead.take(n)
		if err != nil {
			return false
		}
		w.b = append(appendUUID(append(w.b, '"'), b), '"')
	case tag == cborEpoch && (major == cborUint || major == cborNegative):
		seconds, err := asInt(major, n)
		if err != nil {
			return false
		}
		w.instant(time.Unix(seconds, 0))
	case tag == cborEpoch && major == cborSimple && info == 27:
		f := math.Float64frombits(n)
		if math.IsNaN(f) || math.Abs(f) > 1<<40 {
			return false
		}
		seconds := math.Floor(f)
		w.instant(time.Unix(int64(seconds), int64((f-seconds)*1e9)).Round(time.Microsecond))
	case tag == cborEpochDays && (major == cborUint || major == cborNegative):
		days, err := asInt(major, n)
		if err != nil || !w.date(days) {
			return false
		}
	default:
		return false
	}
	*p = ahead
	return true
}
