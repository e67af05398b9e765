package e2e

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// message is one line of "ktm -J". A key, a value or a header's value that is
// not text comes in the field named _base64.
type message struct {
	Topic     string
	Partition int32
	Offset    int64
	Timestamp int64
	field
	Key     *string
	Key64   *string `json:"key_base64"`
	Headers []struct {
		Key string
		field
	}
}

type field struct {
	Value   *string
	Value64 *string `json:"value_base64"`
}

// record gives the message in the form that is compared with kcat.
func (m *message) record(t *testing.T) *kgo.Record {
	t.Helper()
	r := &kgo.Record{
		Topic: m.Topic, Partition: m.Partition, Offset: m.Offset, Timestamp: time.UnixMilli(m.Timestamp),
		Key: content(t, m.Key, m.Key64), Value: content(t, m.Value, m.Value64),
	}
	for _, h := range m.Headers {
		r.Headers = append(r.Headers, kgo.RecordHeader{Key: h.Key, Value: content(t, h.Value, h.Value64)})
	}
	return r
}

// content gives the bytes, nil for null.
func content(t *testing.T, text, base *string) []byte {
	t.Helper()
	switch {
	case text != nil:
		return []byte(*text)
	case base != nil:
		raw, err := base64.StdEncoding.DecodeString(*base)
		if err != nil {
			t.Fatalf("base64: %v", err)
		}
		return raw
	default:
		return nil
	}
}

// records reads what ktm wrote.
func records(t *testing.T, written string) []*kgo.Record {
	t.Helper()
	var all []*kgo.Record
	for decoder := json.NewDecoder(strings.NewReader(written)); decoder.More(); {
		var m message
		if err := decoder.Decode(&m); err != nil {
			t.Fatalf("what ktm wrote is not JSON: %v", err)
		}
		all = append(all, m.record(t))
	}
	return all
}

func TestPipeEqualsKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "pipe", 3)
	c.Feed(t, "mixed", "pipe", "3", "240")
	written := succeed(t, nil, "-b", c.Bootstrap(), "-J", "-o", "start", "-e", "pipe")
	c.SameAsKcat(t, "pipe", 3, records(t, written))
}

func TestPipeOverSASL(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "secured", 1)
	c.Feed(t, "mixed", "secured", "1", "24")
	for _, mechanism := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		t.Run(mechanism, func(t *testing.T) {
			file := clientFile(t, c, mechanism)
			env := []string{"KTM_SASL_PASSWORD=" + kafkatest.Password}
			written := succeed(t, env, "-b", c.SASLBootstrap(), "-F", file, "-J", "-o", "start", "-e", "secured")
			c.SameAsKcat(t, "secured", 1, records(t, written))

			const wrong = "quite-another-secret"
			o := run(t, []string{"KTM_SASL_PASSWORD=" + wrong}, "-b", c.SASLBootstrap(), "-F", file, "-J", "-o", "start", "-e", "secured")
			if o.code != 1 || o.stdout != "" {
				t.Errorf("a wrong password: exit code %d, %d bytes written", o.code, len(o.stdout))
			}
			if !strings.Contains(strings.ToLower(o.stderr), "password") {
				t.Errorf("a wrong password is not told:\n%s", o.stderr)
			}
			if strings.Contains(o.stderr, wrong) {
				t.Error("the password is in what ktm says")
			}
		})
	}
}

// clientFile is a properties file as Kafka's own tools take it, less the secret.
func clientFile(t *testing.T, c *kafkatest.Cluster, mechanism string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "client.properties")
	text := "security.protocol=SASL_SSL\nsasl.mechanism=" + mechanism + "\nsasl.username=" + kafkatest.User +
		"\nssl.ca.location=" + c.CAFile() + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPipeEndsWhenItsReaderDoes(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "head", 1)
	c.Feed(t, "mixed", "head", "1", "600") // more than a pipe holds
	cmd := command(t, nil, "-b", c.Bootstrap(), "-J", "-o", "start", "head")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Errorf("no first message: %v", err)
	}
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ktm | head -1: %v", err)
	}
}

func TestPipeInterrupted(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "interrupted", 1)
	c.Produce(t, &kgo.Record{Topic: "interrupted", Value: []byte("x")})
	report := filepath.Join(t.TempDir(), "report.json")
	cmd := command(t, nil, "-b", c.Bootstrap(), "-J", "-o", "start", "--report", report, "interrupted")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Errorf("no first message: %v", err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("interrupted: %v, want exit code 130", err)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var account struct{ Received int64 }
	if err := json.Unmarshal(text, &account); err != nil || account.Received != 1 {
		t.Errorf("the report says %d received (%v), want 1", account.Received, err)
	}
}

// The first thing anybody tries needs no Kafka at all.
func TestDemo(t *testing.T) {
	written := succeed(t, nil, "--demo", "-J", "-n", "5")
	if n := strings.Count(written, "\n"); n != 5 {
		t.Errorf("%d lines, want 5:\n%s", n, written)
	}
}
