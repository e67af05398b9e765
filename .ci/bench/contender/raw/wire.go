package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// leaders gives the partitions that each address leads.
func leaders(brokers []string, topic string) (map[string][]int32, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	defer client.Close()
	metadata, err := kadm.NewClient(client).Metadata(context.Background(), topic)
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	addresses := make(map[int32]string)
	for _, b := range metadata.Brokers {
		addresses[b.NodeID] = net.JoinHostPort(b.Host, fmt.Sprint(b.Port))
	}
	led := make(map[string][]int32)
	for _, p := range metadata.Topics[topic].Partitions.Sorted() {
		led[addresses[p.Leader]] = append(led[addresses[p.Leader]], p.Partition)
	}
	return led, nil
}

// What ktm asks for: see consumer/kafka/config.go.
const (
	fetchVersion = 12
	maxWait      = 500
	partFetch    = 1 << 20
	wholeFetch   = 8 << 20
)

// drain fetches partitions for ever and tells how many records came.
func drain(addr, topic string, partitions []int32, came func(records int64)) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("raw: %w", err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	formatter := kmsg.NewRequestFormatter(kmsg.FormatterClientID("raw"))
	next := make(map[int32]int64)
	var out, body []byte
	for {
		request := kmsg.NewPtrFetchRequest()
		request.Version, request.MaxWaitMillis, request.MinBytes, request.MaxBytes, request.SessionEpoch = fetchVersion, maxWait, 1, wholeFetch, -1
		asked := kmsg.NewFetchRequestTopic()
		asked.Topic = topic
		for _, p := range partitions {
			part := kmsg.NewFetchRequestTopicPartition()
			part.Partition, part.FetchOffset, part.PartitionMaxBytes = p, next[p], partFetch
			asked.Partitions = append(asked.Partitions, part)
		}
		request.Topics = append(request.Topics, asked)
		out = formatter.AppendRequest(out[:0], request, 0)
		if _, err := conn.Write(out); err != nil {
			return fmt.Errorf("raw: %w", err)
		}
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return fmt.Errorf("raw: %w", err)
		}
		if n := int(binary.BigEndian.Uint32(size[:])); n > cap(body) {
			body = make([]byte, n)
		} else {
			body = body[:n]
		}
		if _, err := io.ReadFull(in, body); err != nil {
			return fmt.Errorf("raw: %w", err)
		}
		const header = 4 + 1 // the correlation id, and no tags
		var answer kmsg.FetchResponse
		answer.Version = fetchVersion
		if err := answer.ReadFrom(body[header:]); err != nil {
			return fmt.Errorf("raw: %w", err)
		}
		if err := kerr.ErrorForCode(answer.ErrorCode); err != nil {
			return fmt.Errorf("raw: %w", err)
		}
		for _, t := range answer.Topics {
			for i := range t.Partitions {
				p := &t.Partitions[i]
				if err := kerr.ErrorForCode(p.ErrorCode); err != nil {
					return fmt.Errorf("raw: %s/%d: %w", topic, p.Partition, err)
				}
				records, to := count(p.RecordBatches, next[p.Partition])
				next[p.Partition] = to
				came(records)
			}
		}
	}
}
