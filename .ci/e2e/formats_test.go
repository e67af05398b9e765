package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// decodedLine is what a line says of what was decoded.
type decodedLine struct {
	Topic         string
	Offset        int64
	Key, Value    json.RawMessage
	ValueError    string `json:"value_error"`
	ValueSchemaID int    `json:"value_schema_id"`
}

func decodedLines(t *testing.T, out string) (list []decodedLine) {
	t.Helper()
	for text := range strings.Lines(out) {
		var l decodedLine
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		list = append(list, l)
	}
	return list
}

// What groups commit and what transactions do is read from Kafka's own topics.
func TestKafkasOwnTopicsAreDecoded(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "own-orders", 1)
	client := c.Client(t)
	admin := kadm.NewClient(client)
	offsets := kadm.Offsets{}
	offsets.AddOffset("own-orders", 0, 41, -1)
	if answer, err := admin.CommitOffsets(t.Context(), "own-readers", offsets); err != nil || answer.Error() != nil {
		t.Fatal(err, answer.Error())
	}
	writer := c.Client(t, kgo.TransactionalID("own-writer"))
	if err := writer.BeginTransaction(); err != nil {
		t.Fatal(err)
	}
	if err := writer.ProduceSync(t.Context(), &kgo.Record{Topic: "own-orders", Value: []byte("paid")}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	if err := writer.EndTransaction(t.Context(), kgo.TryCommit); err != nil {
		t.Fatal(err)
	}
	for topic, want := range map[string][2]string{
		"__consumer_offsets":  {`{"group":"own-readers","topic":"own-orders","partition":0}`, `"offset":41`},
		"__transaction_state": {`{"transactionalId":"own-writer"}`, `"topic":"own-orders"`},
	} {
		out := succeed(t, nil, "-b", c.Bootstrap(), topic, "-o", "start", "-e", "-J")
		found := false
		for _, l := range decodedLines(t, out) {
			if l.ValueError != "" {
				t.Errorf("%s@%d: %s", l.Topic, l.Offset, l.ValueError)
			}
			found = found || string(l.Key) == want[0] && strings.Contains(string(l.Value), want[1])
		}
		if !found {
			t.Errorf("%s shows no %s with %s:\n%s", topic, want[0], want[1], out)
		}
		out = succeed(t, nil, "-b", c.Bootstrap(), topic, "-o", "start", "-e", "-J", "--filter", "value:own-orders")
		if lines := decodedLines(t, out); topic == "__transaction_state" && len(lines) == 0 {
			t.Errorf("a filter finds nothing in %s", topic)
		}
	}
}
