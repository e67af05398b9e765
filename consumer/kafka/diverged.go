package kafka

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model/format"
)

// lastRead is the leader epoch of the last batch read of a partition, and the
// offset after it. After an unclean election the log may hold other records
// there than the ones we read, and have grown beyond our position: only the
// epoch tells. A broker that is told it in a fetch (from version 12 on) answers
// with the place where the logs part.
type lastRead struct {
	known   bool
	epoch   int32
	offset  int64
	doubted bool // a broker said that the logs part; metadata is asked first
}

// lastReadOf is what an answer says of the batch before offset.
func lastReadOf(answer *sarama.FetchResponseBlock, offset int64) lastRead {
	for _, set := range answer.RecordsSet {
		if b := set.RecordBatch; b != nil && !b.PartialTrailingRecord && b.LastOffset()+1 == offset {
			return lastRead{known: b.PartitionLeaderEpoch >= 0, epoch: b.PartitionLeaderEpoch, offset: offset}
		}
	}
	return lastRead{}
}

// tellLastRead puts a partition's last epoch into a fetch, if it is that of the
// record before the position asked for. Sarama encodes the field but has no
// way to set it. The caller holds mu.
func (c *Consumer) tellLastRead(rq *sarama.FetchRequest, p *partition) {
	if !p.last.known || p.last.offset != p.offset || p.tail != nil || !identity(c.topics[p.Topic].id) {
		return
	}
	blocks := reflect.ValueOf(rq).Elem().FieldByName("blocks")
	if !blocks.IsValid() {
		return
	}
	block := blocks.MapIndex(reflect.ValueOf(p.Topic)).MapIndex(reflect.ValueOf(p.Partition)).Elem()
	field := block.FieldByName("lastFetchedEpoch")
	if !field.IsValid() || field.Kind() != reflect.Int32 {
		return
	}
	*(*int32)(unsafe.Pointer(field.UnsafeAddr())) = p.last.epoch
}

// diverged goes back to where the log that was read and the log that is now
// part. At first it is only doubted: the topic may be another one now.
func (l *leader) diverged(p *partition, at *sarama.FetchResponseDivergingEpoch) {
	was := p.offset
	switch {
	case !p.last.doubted:
		p.last.doubted = true
		l.c.doubt([]*partition{p})
	case at.EndOffset < 0 || at.EndOffset >= was:
		// More than one election went wrong; where the logs part is not known.
		p.last = lastRead{}
		l.tellLost(p, was, "the log is not the one that was read", "Leaders were elected that lacked messages; reading goes on here.")
	default:
		p.offset = at.EndOffset
		p.last = lastRead{known: at.Epoch >= 0, epoch: at.Epoch, offset: at.EndOffset}
		l.tellLost(p, was, fmt.Sprintf("the log was truncated by %s offsets", format.Count(was-p.offset)),
			"A leader was elected that lacked them; reading goes on at "+format.Count(p.offset)+".")
	}
}
