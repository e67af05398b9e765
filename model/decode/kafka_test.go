package decode

import (
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kmsg"
)

var ownTopics = map[string]string{"group": "__consumer_offsets", "txn": "__transaction_state"}

// TestGoldenKafka reads what Kafka's own classes wrote (testdata/kafka.py):
// each type of record in each of its versions.
func TestGoldenKafka(t *testing.T) {
	golden(t, "kafka.golden", func(columns []string, value []byte, want string) {
		key := unhex(t, columns[1])
		for _, format := range []string{"auto", ownTopics[columns[0]]} {
			d := decoder(t, format)
			k := d.Decode(ownTopics[columns[0]], true, key)
			if string(k.Text) != columns[2] || k.Err != nil || !k.JSON || k.Kind != "Kafka "+k.Schema {
				t.Errorf("%x: %s, want %s", key, shown(k), columns[2])
			}
			v := d.DecodeValue(ownTopics[columns[0]], key, value)
			if string(v.Text) != want || v.Err != nil || !v.JSON || v.Schema != k.Schema {
				t.Errorf("%s %x:\n%s\nwant\n%s", k.Schema, value, shown(v), want)
			}
		}
	})
}

func TestKafkaGroupMembers(t *testing.T) {
	subscription := kmsg.ConsumerMemberMetadata{Version: 3, Topics: []string{"orders"}, Generation: 5}
	subscription.OwnedPartitions = []kmsg.ConsumerMemberMetadataOwnedPartition{{Topic: "orders", Partitions: []int32{0, 2}}}
	assignment := kmsg.ConsumerMemberAssignment{Version: 1, Topics: []kmsg.ConsumerMemberAssignmentTopic{{Topic: "orders", Partitions: []int32{1}}}}
	protocol := "range"
	value := kmsg.GroupMetadataValue{
		Version: 3, ProtocolType: "consumer", Generation: 7, Protocol: &protocol, CurrentStateTimestamp: 1795426801123,
		Members: []kmsg.GroupMetadataValueMember{
			{MemberID: "m", ClientID: "c", ClientHost: "/h", RebalanceTimeoutMillis: 1, SessionTimeoutMillis: 2, Subscription: subscription.AppendTo(nil), Assignment: assignment.AppendTo(nil)},
			{MemberID: "other", Subscription: []byte("mine"), Assignment: nil},
		},
	}
	const want = `Kafka GroupMetadata {"protocolType":"consumer","generation":7,"protocol":"range","leader":null,"currentStateTimestamp":"2026-11-23T09:40:01.123Z","members":[` +
		`{"memberId":"m","groupInstanceId":null,"clientId":"c","clientHost":"/h","rebalanceTimeout":1,"sessionTimeout":2,` +
		`"subscription":{"topics":["orders"],"userData":null,"ownedPartitions":[{"topic":"orders","partitions":[0,2]}],"generationId":5,"rackId":null},` +
		`"assignment":{"assignedPartitions":[{"topic":"orders","partitions":[1]}],"userData":null}},` +
		`{"memberId":"other","groupInstanceId":null,"clientId":"","clientHost":"","rebalanceTimeout":0,"sessionTimeout":0,"subscription":"bWluZQ==","assignment":""}]}`
	b := value.AppendTo(nil)
	d := decoder(t, "auto")
	// With its key, and without it.
	key := kmsg.GroupMetadataKey{Version: 2, Group: "g"}
	if got := shown(d.DecodeValue("__consumer_offsets", key.AppendTo(nil), b)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := shown(d.Decode("__consumer_offsets", false, b)); got != want {
		t.Errorf("without the key: %s", got)
	}
}

func TestKafkaOffsets(t *testing.T) {
	d := decoder(t, "__consumer_offsets")
	for version, want := range []string{
		`{"offset":42,"metadata":"m","commitTimestamp":"2026-11-23T09:40:01.123Z"}`,
		`{"offset":42,"metadata":"m","commitTimestamp":"2026-11-23T09:40:01.123Z","expireTimestamp":null}`,
		`{"offset":42,"metadata":"m","commitTimestamp":"2026-11-23T09:40:01.123Z"}`,
		`{"offset":42,"leaderEpoch":3,"metadata":"m","commitTimestamp":"2026-11-23T09:40:01.123Z"}`,
	} {
		v := kmsg.OffsetCommitValue{Version: int16(version), Offset: 42, LeaderEpoch: 3, Metadata: "m", CommitTimestamp: 1795426801123, ExpireTimestamp: -1}
		if got := string(d.Decode("__consumer_offsets", false, v.AppendTo(nil)).Text); got != want {
			t.Errorf("version %d: %s, want %s", version, got, want)
		}
		for _, kind := range []int16{0, 1} {
			k := kmsg.OffsetCommitKey{Version: kind, Group: "g", Topic: "orders", Partition: 3}
			if got := string(d.DecodeValue("__consumer_offsets", k.AppendTo(nil), v.AppendTo(nil)).Text); got != want {
				t.Errorf("version %d behind a key of type %d: %s, want %s", version, kind, got, want)
			}
			if got := shown(d.Decode("__consumer_offsets", true, k.AppendTo(nil))); got != `Kafka OffsetCommit {"group":"g","topic":"orders","partition":3}` {
				t.Error(got)
			}
		}
	}
}

func TestKafkaMistakes(t *testing.T) {
	for _, tt := range []struct{ key, value, want string }{
		{"0001", "0009", "version 9 of OffsetCommit is not among those of Kafka 4.1"},
		{"0001", "0001", "it ends in the middle of a value"},
		{"0001", "00", "it ends in the middle of a value"},
		{"7fff", "0000", "its type, 32767, is not among those of Kafka 4.1"},
		{"00", "0000", "the key is too short to say what it is"},
		{"0003", "0000000000010a", "it ends in the middle of a value"},
		{"0003", "000000000001ffffffff0f", "it ends in the middle of a value"}, // 4 billion tagged fields
		{"0005", "0000000000ffffffff0f", "it ends in the middle of a value"},   // 4 billion topics
		{"0003", "00000000000100ff", "there is 1 byte behind the end of the value"},
	} {
		r := decoder(t, "__consumer_offsets").DecodeValue("__consumer_offsets", unhex(t, tt.key), unhex(t, tt.value))
		if r.Err == nil || r.Err.Error() != tt.want || r.Kind != "hex" {
			t.Errorf("%s %s: %s", tt.key, tt.value, shown(r))
		}
	}
	if got := shown(decoder(t, "__consumer_offsets").DecodeValue("__consumer_offsets", unhex(t, "0003"), unhex(t, "000000000001010902abcd"))); got != `Kafka ConsumerGroupMetadata {"epoch":1,"tag9":"q80="}` {
		t.Error("a field that is not known:", got)
	}
}

// TestLayoutsAreUnderstood: every kind of field can be read.
func TestLayoutsAreUnderstood(t *testing.T) {
	if n := len(layouts()); n < 40 {
		t.Errorf("%d layouts", n)
	}
	var each func(fields []field)
	each = func(fields []field) {
		for _, f := range fields {
			kind := strings.TrimPrefix(f.kind, "[]")
			switch kind {
			case "{}":
				each(f.fields)
			case "string", "bytes", "uuid":
			default:
				if _, number := numberSizes[kind]; !number && layouts()[layoutKey{topic: "group", part: "part", name: kind}] == nil {
					t.Errorf("%s is of kind %q", f.name, f.kind)
				}
			}
			if f.versions.low > f.versions.high {
				t.Errorf("%s is in no version", f.name)
			}
		}
	}
	for _, l := range layouts() {
		each(l.fields)
	}
}
