package kafka

import "errors"

// carefulFetches is how many single batches a partition is read in after an
// answer for it could not be decoded: what lies before the damaged batch is
// read, and the fault names the right offset.
const carefulFetches = 64

// isolate deals with an answer that is not what was asked for, or is larger
// than is believed. The partitions are asked for one by one, so that the
// others go on; the one that fails alone is read batch by batch, and when one
// batch fails, that is it.
func (l *leader) isolate(parts []*partition, err error) {
	if len(parts) > 1 {
		for _, p := range parts {
			p.alone = 1
		}
		return
	}
	p := parts[0]
	if p.alone == 0 || p.bytes != oneBatch {
		p.alone, p.bytes = carefulFetches, oneBatch
		return
	}
	l.unreadable(p, err)
}

// share is how many bytes to ask for of a partition. It is only a part of the
// whole, so that what each partition brings fits, whole batches as they are, and
// none fills an answer: kfake, which the demo reads from, forgets the aborted
// transactions of the one that does.
func (l *leader) share(p *partition) int32 {
	if p.bytes > 0 {
		return p.bytes
	}
	return min(max(l.window/min(4, l.parts+1), oneBatch), partFetch)
}

// size decides how much the next fetch of a partition asks for, after an answer
// that brought some bytes of it, or moved it, or ended with err. It reports
// false where the partition stands before something that cannot be read.
func (l *leader) size(p *partition, err error, some, moved bool) bool {
	var partial *partialError
	switch {
	case isA[*batchError](err):
		l.unreadable(p, err)
		return false
	case errors.As(err, &partial) && !moved:
		if l.share(p) >= maxPartFetch || partial.need > maxPartFetch {
			l.unreadable(p, errPartial)
		} else {
			p.bytes = min(max(l.share(p)*4, firstFetch, int32(partial.need)), maxPartFetch)
		}
		return false
	case p.alone > 1:
		p.alone--
	case p.alone == 1:
		p.alone, p.bytes = 0, 0
	case some:
		p.bytes = 0
	}
	return true
}
