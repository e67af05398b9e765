package kafka

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"io"
	"net"
	"testing"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kbin"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// recordBatchBytes is a record batch of offsets first to last without records,
// as compaction leaves it.
func recordBatchBytes(first, last int64) []byte {
	batch := kmsg.RecordBatch{
		FirstOffset: first, Length: 49, Magic: 2, LastOffsetDelta: int32(last - first),
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1,
	}
	return withCRC(batch.AppendTo(nil))
}

// withCRC sets the checksum of an encoded record batch.
func withCRC(raw []byte) []byte {
	binary.BigEndian.PutUint32(raw[17:], crc32.Checksum(raw[21:], crc32.MakeTable(crc32.Castagnoli)))
	return raw
}

// messageBytes is one message of format 0 or 1 as it lies in a log.
func messageBytes(offset int64, magic, attributes int8, timestamp int64, key, value []byte) []byte {
	var body []byte
	body = kbin.AppendInt8(body, magic)
	body = kbin.AppendInt8(body, attributes)
	if magic == 1 {
		body = kbin.AppendInt64(body, timestamp)
	}
	body = kbin.AppendNullableBytes(body, key)
	body = kbin.AppendNullableBytes(body, value)
	out := kbin.AppendInt64(nil, offset)
	out = kbin.AppendInt32(out, int32(4+len(body)))
	out = kbin.AppendInt32(out, int32(crc32.ChecksumIEEE(body)))
	return append(out, body...)
}

// decodeAnswer is tryDecode of what must be decodable.
func decodeAnswer(t *testing.T, raw []byte) *sarama.FetchResponseBlock {
	t.Helper()
	answer, err := tryDecode(t, raw)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// tryDecode lets sarama decode a fetch answer that carries raw as the log of
// t/0, over a connection, for it does so nowhere else.
func tryDecode(t *testing.T, raw []byte) (*sarama.FetchResponseBlock, error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		answerOnce(ln, raw)
	}()
	defer func() {
		_ = ln.Close()
		<-done
	}()
	sc := sarama.NewConfig()
	sc.Version = sarama.V0_11_0_0
	sc.ApiVersionsRequest = false
	b := sarama.NewBroker(ln.Addr().String())
	if err := b.Open(sc); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	rq := &sarama.FetchRequest{Version: 4}
	rq.AddBlock("t", 0, 0, 1<<20, -1)
	answer, err := ask(&link{broker: b, dialer: &dialer{ctx: context.Background()}}, (*sarama.Broker).Fetch, rq)
	if err != nil {
		return nil, err
	}
	return answer.GetBlock("t", 0), nil
}

// answerOnce answers the first request of a connection as a fetch of t/0.
func answerOnce(ln net.Listener, raw []byte) {
	conn, err := ln.Accept()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	head := make([]byte, 12)
	if _, err := io.ReadFull(conn, head); err != nil {
		return
	}
	if _, err := io.CopyN(io.Discard, conn, int64(binary.BigEndian.Uint32(head))-8); err != nil {
		return
	}
	rs := kmsg.NewPtrFetchResponse()
	rs.Version = 4
	topic := kmsg.NewFetchResponseTopic()
	topic.Topic = "t"
	part := kmsg.NewFetchResponseTopicPartition()
	part.RecordBatches = raw
	topic.Partitions = append(topic.Partitions, part)
	rs.Topics = append(rs.Topics, topic)
	body := rs.AppendTo(append([]byte(nil), head[8:12]...))
	_, _ = conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...))
}
