package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// hostile is a server that answers as no Kafka would. It tells its versions
// like a good one; what comes next is spoiled.
type hostile struct {
	listener net.Listener
	spoil    func(c net.Conn, correlation int32, answer kmsg.Response) error
	done     sync.WaitGroup
	stopped  chan struct{}

	mu       sync.Mutex
	accepted int
}

func newHostile(spoil func(net.Conn, int32, kmsg.Response) error) (*hostile, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("hostile server: %w", err)
	}
	h := &hostile{listener: l, spoil: spoil, stopped: make(chan struct{})}
	h.done.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			h.mu.Lock()
			h.accepted++
			h.mu.Unlock()
			h.done.Go(func() { h.serve(c) })
		}
	})
	return h, nil
}

func (h *hostile) address() string { return h.listener.Addr().String() }

func (h *hostile) attempts() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.accepted
}

func (h *hostile) close() error {
	close(h.stopped)
	err := h.listener.Close()
	h.done.Wait()
	return err
}

func (h *hostile) serve(c net.Conn) {
	served := make(chan struct{})
	defer close(served)
	h.done.Go(func() { // a connection ends with the server
		select {
		case <-served:
		case <-h.stopped:
		}
		_ = c.Close() // it is given up
	})
	for {
		var head [12]byte // length, API key, version, correlation id
		if _, err := io.ReadFull(c, head[:]); err != nil {
			return
		}
		length := int64(binary.BigEndian.Uint32(head[:]))
		if _, err := io.CopyN(io.Discard, c, length-8); err != nil {
			return
		}
		key, version := int16(binary.BigEndian.Uint16(head[4:])), int16(binary.BigEndian.Uint16(head[6:]))
		correlation := int32(binary.BigEndian.Uint32(head[8:]))
		request := kmsg.RequestForKey(key)
		if request == nil {
			return
		}
		answer := request.ResponseKind()
		answer.SetVersion(version)
		send := h.spoil
		if versions, ok := answer.(*kmsg.ApiVersionsResponse); ok {
			fillVersions(versions)
			send = sendAnswer
		}
		if err := send(c, correlation, answer); err != nil {
			return
		}
	}
}

// fillVersions says that Kafka's requests for reading are known.
func fillVersions(answer *kmsg.ApiVersionsResponse) {
	for _, request := range []kmsg.Request{kmsg.NewPtrFetchRequest(), kmsg.NewPtrListOffsetsRequest(), kmsg.NewPtrMetadataRequest(), kmsg.NewPtrApiVersionsRequest()} {
		key := kmsg.NewApiVersionsResponseApiKey()
		key.ApiKey, key.MaxVersion = request.Key(), request.MaxVersion()
		answer.ApiKeys = append(answer.ApiKeys, key)
	}
}

// sendAnswer sends an answer as it should be.
func sendAnswer(c net.Conn, correlation int32, answer kmsg.Response) error {
	_, err := c.Write(encode(correlation, answer))
	return err
}

func encode(correlation int32, answer kmsg.Response) []byte {
	bytes := binary.BigEndian.AppendUint32(make([]byte, 4), uint32(correlation))
	if _, versions := answer.(*kmsg.ApiVersionsResponse); answer.IsFlexible() && !versions {
		bytes = append(bytes, 0) // no tagged fields in the header
	}
	bytes = answer.AppendTo(bytes)
	binary.BigEndian.PutUint32(bytes, uint32(len(bytes)-4))
	return bytes
}

// sendForeign answers to a request that was never sent.
func sendForeign(c net.Conn, correlation int32, answer kmsg.Response) error {
	return sendAnswer(c, correlation+1000, answer)
}

// sendHuge announces 2 GB.
func sendHuge(c net.Conn, correlation int32, _ kmsg.Response) error {
	head := binary.BigEndian.AppendUint32([]byte{0x7f, 0xff, 0xff, 0xff}, uint32(correlation))
	_, err := c.Write(head)
	return err
}

// sendEndless announces 1 MiB and sends it drop by drop, so that the connection
// is never silent and the answer not whole for minutes.
func sendEndless(c net.Conn, correlation int32, _ kmsg.Response) error {
	if _, err := c.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 1<<20), uint32(correlation))); err != nil {
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := c.Write(make([]byte, 256)); err != nil {
			return err
		}
	}
	return nil
}

// sendCrowd answers with metadata of a million partitions, tens of megabytes.
func sendCrowd(c net.Conn, correlation int32, answer kmsg.Response) error {
	if metadata, ok := answer.(*kmsg.MetadataResponse); ok {
		topic := kmsg.NewMetadataResponseTopic()
		topic.Topic = kmsg.StringPtr(hostileTopic)
		for i := range int32(1_000_000) {
			p := kmsg.NewMetadataResponseTopicPartition()
			p.Partition, p.Leader, p.Replicas, p.ISR = i, -1, []int32{1}, []int32{1}
			p.ErrorCode = 5 // LEADER_NOT_AVAILABLE
			topic.Partitions = append(topic.Partitions, p)
		}
		metadata.Topics = append(metadata.Topics, topic)
	}
	return sendAnswer(c, correlation, answer)
}
