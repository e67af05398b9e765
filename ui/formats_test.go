package ui

import (
	"encoding/binary"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// onRegistry is a driver with a schema registry, which answers once it is up.
func onRegistry(t *testing.T) (*driver, *atomic.Bool) {
	t.Helper()
	up := new(atomic.Bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"schema":"{\"type\":\"record\",\"name\":\"shop.Order\",\"fields\":[{\"name\":\"state\",\"type\":\"string\"}]}"}`))
	}))
	t.Cleanup(server.Close)
	var d *driver
	r, err := decoded.WithRegistry(decode.RegistryConfig{URLs: []string{server.URL}}, decode.Events{
		Changed: func() { d.feed.Wake() },
		Failed:  func(f *model.Fault) { d.feed.Notify(model.Event{Fault: f}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	d = newDriver(t, 120, 40, func(s *Session) { s.Reader = r })
	return d, up
}

// order is an Avro message behind the id of a schema.
func order(state string) []byte {
	return append(append(binary.BigEndian.AppendUint32([]byte{0}, 7), byte(2*len(state))), state...)
}

// next takes the next frame of the feed, and runs the retry that it causes.
func (d *driver) next() {
	d.t.Helper()
	b, ok := d.feed.Next()
	if !ok {
		d.t.Fatal("the feed is closed")
	}
	cmd := d.send(recordsMsg{b})
	if !d.app.matches.Busy() {
		return
	}
	batch, _ := cmd().(tea.BatchMsg)
	d.run(batch[len(batch)-1])
}

// until takes frames of the feed until something is on the screen.
func (d *driver) until(word string) *driver {
	d.t.Helper()
	for !strings.Contains(d.view(), word) {
		d.next()
	}
	return d
}

func avro(key, state string) func(*model.Record) {
	return func(r *model.Record) { r.Key, r.Value = []byte(key), order(state) }
}

// While the registry is down its messages are raw with a sign, and it is one line
// among the errors; when it is there, rows and the open message are decoded.
func TestMessagesDecodeWhenTheRegistryComes(t *testing.T) {
	d, up := onRegistry(t)
	d.record(avro("key-1", "paid")).frame(d.status(model.Running))
	d.sees("? 00000000070870616964")
	d.press("enter").until("not read yet: schema 7 cannot be fetched").sees("key text", "value hex")
	d.press("!").until("the schema registry answers 503")
	up.Store(true)
	d.until("shop.Order").sees(`{"state":"paid"}`, `"state": "paid"`, "schema 7", "avro 10 B").seesNot("not read yet", "? 0000")
}

// A filter finds what was decoded, also what could not be judged when it came.
func TestAFilterFindsWhatIsDecodedLate(t *testing.T) {
	d, up := onRegistry(t)
	d.record(avro("key-1", "paid")).record(avro("key-2", "open")).frame(d.status(model.Running))
	d.press("/").types(`value.state == "paid"`).press("enter")
	d.record(avro("key-3", "paid")).until("3 wait for a schema").seesNot("key-1", "key-3")
	up.Store(true)
	d.until("2 of 3 match").sees("key-1", "key-3", `{"state":"paid"}`).seesNot("key-2", "wait for")
}

// commands are those of a batch.
func commands(cmd tea.Cmd) []tea.Cmd {
	if batch, ok := cmd().(tea.BatchMsg); ok {
		return batch
	}
	return nil
}
