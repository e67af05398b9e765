//go:build registry

package e2e

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// realRegistry is an Apicurio, which answers as Confluent's registry does. It
// keeps its schemas in memory: each start begins with none.
//
//	KTM_SCHEMA_REGISTRY_JAR=apicurio-registry-app-2.6.13.Final-runner.jar go test -tags registry -run Registry ./.ci/e2e
type realRegistry struct {
	address string
	program *exec.Cmd
}

func newRegistry(t *testing.T) *realRegistry {
	t.Helper()
	if os.Getenv("KTM_SCHEMA_REGISTRY_JAR") == "" {
		t.Fatal("KTM_SCHEMA_REGISTRY_JAR names no registry")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = free.Close() }()
	return &realRegistry{address: free.Addr().String()}
}

func (r *realRegistry) url() string { return "http://" + r.address + "/apis/ccompat/v7" }

// start runs the registry and gives it schemas, whose ids are those of their order.
func (r *realRegistry) start(t *testing.T, schemas ...sr.Schema) {
	t.Helper()
	host, port, _ := net.SplitHostPort(r.address)
	r.program = exec.Command("java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dquarkus.http.host="+host, "-Dquarkus.http.port="+port,
		"-jar", os.Getenv("KTM_SCHEMA_REGISTRY_JAR"))
	if err := r.program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.stop(t) })
	web := &http.Client{Transport: &http.Transport{}}
	defer web.CloseIdleConnections()
	client, err := sr.NewClient(sr.URLs(r.url()), sr.HTTPClient(web))
	if err != nil {
		t.Fatal(err)
	}
	up := func() (bool, error) { _, err := client.Subjects(t.Context()); return err == nil, nil }
	if err := kafkatest.Until(t.Context(), patience, "the registry", up); err != nil {
		t.Fatal(err)
	}
	for i, s := range schemas {
		made, err := client.CreateSchema(t.Context(), fmt.Sprintf("e2e-%d-value", i), s)
		if err != nil || made.ID != i+1 {
			t.Fatalf("schema %d has id %d: %v", i+1, made.ID, err)
		}
	}
}

func (r *realRegistry) stop(t *testing.T) {
	t.Helper()
	if r.program == nil {
		return
	}
	if err := r.program.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	_ = r.program.Wait() // it was killed
	r.program = nil
}

// While the registry is down, its topics go on as raw bytes with a reason and one
// folded fault; when it is there again they are decoded, and nothing is missing.
func TestTopicsGoOnWithoutTheirRegistry(t *testing.T) {
	c := kafkatest.Shared(t)
	schemas := []sr.Schema{
		{Schema: `{"type":"record","name":"Order","fields":[{"name":"state","type":"string"}]}`},
		{Schema: `syntax = "proto3"; message Order { string state = 1; }`, Type: sr.TypeProtobuf},
		{Schema: `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object"}`, Type: sr.TypeJSON},
	}
	topics := []string{"registry-avro", "registry-proto", "registry-json"}
	contents := []string{"\x08paid", "\x00\x0a\x04paid", `{"state": "paid"}`}
	for _, topic := range topics {
		c.CreateTopic(t, topic, 1)
	}
	produce := func() {
		var records []*kgo.Record
		for i, topic := range topics {
			value := append(binary.BigEndian.AppendUint32([]byte{0}, uint32(i+1)), contents[i]...)
			records = append(records, &kgo.Record{Topic: topic, Value: value})
		}
		c.Produce(t, records...)
	}
	r := newRegistry(t)
	produce() // while it is down

	config := filepath.Join(t.TempDir(), "client.properties")
	if err := os.WriteFile(config, []byte("schema.registry.url="+r.url()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), ktm, append([]string{"-b", c.Bootstrap(), "-F", config, "-o", "start", "-J"}, topics...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	next := map[string]int64{} // offsets, one after the other
	read := func() decodedLine {
		t.Helper()
		if !lines.Scan() {
			t.Fatalf("the output ends: %v\n%s", lines.Err(), &stderr)
		}
		l := decodedLines(t, lines.Text())[0]
		if l.Offset != next[l.Topic] {
			t.Errorf("%s@%d comes, want %d", l.Topic, l.Offset, next[l.Topic])
		}
		next[l.Topic]++
		return l
	}
	for range topics {
		if l := read(); !strings.Contains(l.ValueError, "cannot be fetched: the schema registry cannot be reached") {
			t.Errorf("while it is down: %+v", l)
		}
	}
	decodes := func(when string) {
		t.Helper()
		decoded := map[string]bool{}
		err := kafkatest.Until(t.Context(), 2*patience, "all to be decoded", func() (bool, error) {
			produce()
			for range topics {
				l := read()
				if string(l.Value) == `{"state":"paid"}` && l.ValueError == "" && l.ValueSchemaID > 0 {
					decoded[l.Topic] = true
				}
			}
			return len(decoded) == len(topics), nil
		})
		if err != nil {
			t.Fatalf("%s: %v: only %v are", when, err, decoded)
		}
	}
	r.start(t, schemas...)
	decodes("when it is up")
	r.stop(t)
	produce() // what is known stays known
	for range topics {
		if l := read(); string(l.Value) != `{"state":"paid"}` {
			t.Errorf("when it is down again: %+v", l)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was interrupted
	if n := strings.Count(stderr.String(), "the schema registry cannot be reached"); n == 0 || n > 6 {
		t.Errorf("the fault is told %d times:\n%s", n, stderr.String())
	}
}
