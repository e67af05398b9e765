//go:build !windows

package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// A backlog is read with a bar; the one message that is looked for stays on the
// screen though the table has forgotten its place, and esc brings the stream back.
func TestTheNeedleStaysOnTheScreen(t *testing.T) {
	t.Parallel()
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "needle", 2)
	feed := func(records string) {
		cmd := exec.CommandContext(t.Context(), "go", "run", "../bench/feed", "-b", c.Bootstrap(), "-t", "needle", "-n", records)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	feed("300000")
	c.Produce(t, &kgo.Record{Topic: "needle", Value: []byte(`{"text":"the needle","total":41}`)})
	feed("700000")
	for _, filter := range []string{"needle", `value.total > 40`} {
		s := onScreen(t, nil, "-b", c.Bootstrap(), "needle", "-o", "start", "--filter", filter)
		if filter != "needle" { // text is looked for too fast for one to see it
			s.sees(`/s +[━─]+ +\d+ % .*behind [\d,]{5}`)
		}
		s.sees(`1 of 1,000,001 match`)
		s.sees(row(0, `∅ +\{"text":"the needle"`))
		s.sees(`behind 0`)
		s.types("\r")
		s.sees(`"total": 41`)
		s.closes()
		s.types("\x1b")
		s.sees(`key-\d+ +\{"id":`)
		s.quits()
	}
}

// While the registry is away, rows are hex and one error says why; when it is there
// they are decoded where they stand.
func TestRowsAreDecodedWhenTheRegistryIsBack(t *testing.T) {
	t.Parallel()
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "screen-avro", 1)
	registry, address := newFake(t)
	registry.SeedSchema("screen-avro-value", 1, 7, sr.Schema{Schema: `{"type":"record","name":"Order","fields":[{"name":"state","type":"string"}]}`})
	for range 3 {
		c.Produce(t, &kgo.Record{Topic: "screen-avro", Value: []byte("\x00\x00\x00\x00\x07\x08paid")})
	}
	config := filepath.Join(t.TempDir(), "client.properties")
	if err := os.WriteFile(config, []byte("schema.registry.url=http://"+address+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := onScreen(t, nil, "-b", c.Bootstrap(), "-F", config, "screen-avro", "-o", "start")
	s.sees(`(?s)\? 00000000070870616964.*errors 1 .*the schema registry cannot be reached`)
	serve(t, registry, address)
	s.sees(row(0, `∅ +\{"state":"paid"\}`))
	s.types("\r")
	s.sees(`(?s)"state": "paid".*avro · Order · schema 7.*errors 1 `)
	s.closes()
	s.quits()
}

// newFake makes a registry that does not run yet, and finds an address for it.
func newFake(t *testing.T) (r *srfake.Registry, address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return srfake.New(), l.Addr().String()
}

func serve(t *testing.T, r *srfake.Registry, address string) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: r.Handler()}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
}

// What a group committed is read in a row of its own columns, and opened.
func TestCommittedOffsetsAreRead(t *testing.T) {
	t.Parallel()
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "committed", 1)
	offsets := kadm.Offsets{}
	offsets.AddOffset("committed", 0, 4711, -1)
	if answer, err := kadm.NewClient(c.Client(t)).CommitOffsets(t.Context(), "committers", offsets); err != nil || answer.Error() != nil {
		t.Fatal(err, answer.Error())
	}
	s := onScreen(t, nil, "-b", c.Bootstrap(), "__consumer_offsets", "-o", "start", "--filter", "key.group == \"committers\"")
	s.sees(`key\.group +key\.topic +key\.partition +value`)
	s.sees(`committers +committed +0 +\{"offset":4711,`)
	s.types("\r")
	s.sees(`(?s)"offset": 4711,.*key +\{"group":"committers","topic":"committed","partition":0\}`)
	s.closes()
	s.quits()
}

// What is exported is what kcat reads, whatever the bytes, with the marker; a file
// is not written over; the command that is copied gives the message.
func TestWhatIsKeptIsWhatKcatReads(t *testing.T) {
	t.Parallel()
	c := kafkatest.Shared(t)
	kafkatest.Require(t, "kcat")
	c.CreateTopic(t, "keep", 1)
	values := []string{`{"a":"x, \"y\""}`, "=1+1", "line\nline\t", "'quoted' $(false) `false`", "Zoë 東京", "\x1b[31mred"}
	for i, v := range values {
		c.Produce(t, &kgo.Record{Topic: "keep", Key: fmt.Append(nil, "+k", i), Value: []byte(v)})
	}
	dir := t.TempDir()
	s := onScreen(t, nil, "-b", c.Bootstrap(), "keep", "-o", "start")
	s.sees(`received 6 `)
	s.types("Mdeploy 2\r")
	s.sees(`── marker .* deploy 2 `)
	for _, name := range []string{"all.ndjson", "all.csv"} {
		s.types("e\x15" + filepath.Join(dir, name) + "\r")
		s.sees(`exported 6 messages, .* to .*` + name)
	}
	s.types("e\x15" + filepath.Join(dir, "all.csv") + "\r")
	s.sees(`there is a file all\.csv already`)
	s.types("\x1b")
	s.sees(`(stop|start) .* q quit`)
	s.types("kkyc") // the last row is the marker
	s.sees(`kcat command copied`)
	s.quits()

	lines := strings.Split(strings.TrimSpace(read(t, filepath.Join(dir, "all.ndjson"))), "\n")
	rows, err := csv.NewReader(strings.NewReader(read(t, filepath.Join(dir, "all.csv")))).ReadAll()
	if err != nil || len(rows) != 8 || len(lines) != 7 {
		t.Fatalf("%d lines, %d rows of CSV: %v", len(lines), len(rows), err)
	}
	if !strings.HasPrefix(lines[6], `{"marker":"deploy 2"`) || rows[7][5] != "deploy 2" {
		t.Errorf("the marker is %s, in CSV %q", lines[6], rows[7])
	}
	unsafe := map[string]string{"=1+1": "'=1+1", "'quoted' $(false) `false`": "''quoted' $(false) `false`", "\x1b[31mred": "base64:G1szMW1yZWQ="}
	for i, v := range values {
		var m struct{ Key, Value string }
		if err := json.Unmarshal([]byte(lines[i]), &m); err != nil {
			t.Fatal(err)
		}
		if got := c.Kcat(t, "-C", "-t", "keep", "-p", "0", "-o", fmt.Sprint(i), "-c", "1", "-e", "-f", "%s"); string(got) != m.Value || m.Value != v {
			t.Errorf("%q is exported as %q, kcat reads %q", v, m.Value, got)
		}
		want := v
		if other, ok := unsafe[v]; ok {
			want = other
		}
		if rows[i+1][5] != want || rows[i+1][4] != fmt.Sprint("'+k", i) {
			t.Errorf("in CSV %q is %q", v, rows[i+1])
		}
	}
	pasted := exec.CommandContext(t.Context(), "sh", "-c", s.Clipboard())
	if got, err := pasted.Output(); err != nil || !bytes.Equal(bytes.TrimSuffix(got, []byte("\n")), []byte(values[4])) {
		t.Errorf("%s gives %q, %v", s.Clipboard(), got, err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Columns that were chosen, and how times are shown, are there in the next session.
func TestTheScreenIsRemembered(t *testing.T) {
	t.Parallel()
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "remembered", 12)
	for i := range 40 {
		c.Produce(t, &kgo.Record{Topic: "remembered", Partition: int32(i % 12), Key: fmt.Append(nil, "user-", i%3), Value: fmt.Appendf(nil, `{"user":{"city":"city %d"},"tags":["old","new"]}`, i)})
	}
	home := []string{"KTM_STATE=on", "XDG_STATE_HOME=" + t.TempDir()}
	s := onScreen(t, home, "-b", c.Bootstrap(), "remembered")
	s.sees(`received 40 `)
	s.types("|")
	s.sees(`\.user\.city +in 40 of 40 +city 39`)
	s.types("city ")
	s.sees(`6 shown`)
	s.types("\x1b")
	s.sees(`type to narrow`)
	s.types(".tags[1]\r")
	s.sees(`\.tags\[1\] +in 40 of 40 +new`)
	s.types("\x1b")
	s.sees(`type to narrow`)
	s.closes()
	s.sees(`(?m)^ time .* \.user\.city +\.tags\[1\] +value`)
	s.types("t")
	s.sees(`(?m)^ time UTC `)
	s.quits()
	again := onScreen(t, home, "-b", c.Bootstrap(), "remembered")
	again.sees(`(?m)^ time UTC .* \.user\.city +\.tags\[1\] +value`)
	again.sees(`city 39 +new +\{`)
	again.types("u")
	again.sees(`(?s)latest per key +3 keys.*14 +user-0.*city 39 `)
	again.closes()
	again.quits()
}
