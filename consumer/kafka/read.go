package kafka

import (
	"context"
	"errors"
	"fmt"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// readTries is how often Read asks who leads the partition, and then that
// broker, while that may help.
const readTries = 3

// Read reads one record whole, over short connections of its own; the record's
// bytes are the caller's. Of cfg it uses Brokers, Isolation, ClientID and
// Security. It takes as long as brokers do; ctx ends it at once. An error is a
// *model.Fault that names the place, or what ctx ended with.
func Read(ctx context.Context, cfg Config, at model.TopicPartition, offset int64) (model.Record, error) {
	cfg.Topics = []string{at.Topic}
	cfg.Rack = ""
	cfg, err := cfg.validate()
	if err != nil {
		return model.Record{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		retry backoff.Backoff
		f     *model.Fault
	)
	for try := range readTries {
		if try > 0 {
			pause(ctx, retry.Next())
		}
		var r model.Record
		r, f = read(ctx, cfg, at, offset)
		if err := context.Cause(ctx); err != nil {
			return model.Record{}, fmt.Errorf("reading %s: %w", at.At(offset), err)
		}
		if f == nil {
			return r, nil
		}
		if f.Kind != model.FaultLeader && f.Kind != model.FaultConnection {
			break
		}
	}
	cfg.Security.hide(f)
	f.Topic, f.Partition, f.Offset, f.Fatal = at.Topic, at.Partition, offset, false
	return model.Record{}, f
}

// read tries once.
func read(ctx context.Context, cfg Config, at model.TopicPartition, offset int64) (model.Record, *model.Fault) {
	addr, epoch, f := findLeader(ctx, cfg, at)
	if f != nil {
		return model.Record{}, f
	}
	s := &scout{ctx: ctx, cfg: cfg, addr: addr, at: at, epoch: epoch, room: roomForOne}
	defer s.close()
	most := int32(firstFetch)
	for {
		a, err := s.look(offset, most, cfg.Isolation)
		var code sarama.KError
		switch {
		case errors.As(err, &code) && code == sarama.ErrOffsetOutOfRange:
			return model.Record{}, outOfLog(s, offset)
		case errors.As(err, &code):
			return model.Record{}, codeFault(addr, at.Topic, []int32{at.Partition}, code)
		case unreadableAnswer(err):
			return model.Record{}, batchFault(addr, at, offset, err)
		case err != nil:
			return model.Record{}, linkFault(addr, err)
		}
		r, err := pick(a, at, offset, cfg.Isolation)
		var partial *partialError
		switch {
		case err == nil:
			return r, nil
		case errors.As(err, &partial) && most < maxPartFetch && partial.need <= maxPartFetch:
			most = min(max(4*most, int32(partial.need)), maxPartFetch)
		case errors.As(err, &partial):
			return model.Record{}, batchFault(addr, at, offset, errPartial)
		case isA[*batchError](err):
			return model.Record{}, batchFault(addr, at, offset, err)
		default:
			return model.Record{}, goneFault(s, offset, err.Error(), "")
		}
	}
}

// Why there is no record at an offset. They are told as they are.
var (
	errMarker    = errors.New("a transaction marker is there")
	errAborted   = errors.New("its transaction was aborted; read_uncommitted shows it")
	errOpen      = errors.New("its transaction is still open; read_uncommitted shows it")
	errCompacted = errors.New("compaction has removed it")
	errUnwritten = errors.New("nothing is written there yet")
	errOutside   = errors.New("it is not in the log any more")
)

// roomForOne makes room for a giant where nothing else is kept.
func roomForOne(int64) bool {
	freeBefore(giant)
	return true
}

// pick finds one record in an answer and copies it.
func pick(a *partAnswer, at model.TopicPartition, offset int64, isolation model.Isolation) (r model.Record, err error) {
	switch {
	case offset >= a.end:
		return r, errUnwritten
	case isolation == model.ReadCommitted && offset >= a.stable:
		return r, errOpen
	}
	u := &unpacker{room: roomForOne}
	for log := a.log; len(log) > 0; {
		b, rest, need, whole := nextPacked(log)
		switch {
		case !whole:
			return r, &partialError{need}
		case b.err == nil && b.base <= b.last && b.last < offset:
			log = rest
			continue
		case b.err == nil && b.base > offset:
			return r, errCompacted
		}
		one := *a
		one.log = log[:b.size]
		st, _, err := sorted(&one, offset, offset+1, isolation, u).next()
		switch {
		case err != nil:
			return r, err
		case len(st.batches) > 0:
			r.TopicPartition = at
			r.Headers = st.batches[0].pop(&r, nil)
			return r.Clone(), nil
		case b.control:
			return r, errMarker
		case b.inTxn && isolation == model.ReadCommitted && len(a.aborted) > 0:
			return r, errAborted
		}
		return r, errCompacted
	}
	return r, errCompacted
}

// outOfLog says on which side of the log an offset lies.
func outOfLog(s *scout, offset int64) *model.Fault {
	rq := sarama.NewOffsetRequest(sarama.MaxVersion)
	rq.AddBlock(s.at.Topic, s.at.Partition, sarama.OffsetOldest, 1)
	answer, err := ask(s.link, (*sarama.Broker).GetAvailableOffsets, rq)
	if err != nil {
		return linkFault(s.addr, err)
	}
	b := answer.GetBlock(s.at.Topic, s.at.Partition)
	switch {
	case b == nil || b.Err != sarama.ErrNoError || len(b.Offsets) == 0:
		return goneFault(s, offset, errOutside.Error(), "")
	case offset < b.Offsets[0]:
		return goneFault(s, offset, "it has expired", "The log begins at "+format.Count(b.Offsets[0])+" now.")
	default:
		return goneFault(s, offset, errOutside.Error(), "The log was truncated, or the topic was created again.")
	}
}

// goneFault tells why there is no record at an offset.
func goneFault(s *scout, offset int64, why, hint string) *model.Fault {
	f := model.NewFault(model.FaultOffset, "no message at "+s.at.At(offset)+": "+why, nil)
	f.Broker, f.Hint = s.addr, hint
	return f
}

// findLeader asks any broker who leads a partition.
func findLeader(ctx context.Context, cfg Config, at model.TopicPartition) (addr string, epoch int32, f *model.Fault) {
	l := dialAny(ctx, cfg.connect, cfg.Brokers, func(failed *model.Fault) {
		if f == nil {
			f = failed
		}
	})
	if l == nil {
		return "", 0, f
	}
	defer l.close()
	l.bound(longSilence, maxMetadata)
	answer, err := ask(l, (*sarama.Broker).GetMetadata, sarama.NewMetadataRequest(sarama.MaxVersion, []string{at.Topic}))
	if err != nil {
		return "", 0, linkFault(l.addr, err)
	}
	for _, t := range answer.Topics {
		if t.Name != at.Topic {
			continue
		}
		if t.Err != sarama.ErrNoError {
			return "", 0, codeFault(l.addr, at.Topic, nil, t.Err)
		}
		for _, p := range t.Partitions {
			if p.ID != at.Partition {
				continue
			}
			for _, b := range answer.Brokers {
				if b.ID() == p.Leader {
					return b.Addr(), -1, nil
				}
			}
			return "", 0, codeFault(l.addr, at.Topic, []int32{at.Partition}, sarama.ErrLeaderNotAvailable)
		}
	}
	return "", 0, codeFault(l.addr, at.Topic, []int32{at.Partition}, sarama.ErrUnknownTopicOrPartition)
}
