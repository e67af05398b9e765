package decode

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/kafkathreadmanager/ktm/model"
)

// A registry that answers and refuses one schema has the others, and that one when
// it gives it. It is told once.
func TestARefusedSchemaHoldsUpNoOther(t *testing.T) {
	for code, text := range map[int]string{
		http.StatusUnauthorized:        "refuses the credentials",
		http.StatusForbidden:           "does not let this user read schemas",
		http.StatusInternalServerError: "answers 500 Internal Server Error",
		http.StatusOK:                  "answers something that is no schema",
	} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			t.Parallel()
			f := fake(t)
			f.SeedSchema("secret-value", 1, 7, sr.Schema{Schema: file(t, "list.avsc")})
			f.SeedSchema("nodes-value", 1, 8, sr.Schema{Schema: file(t, "list.avsc")})
			f.SeedSchema("others-value", 1, 9, sr.Schema{Schema: file(t, "list.avsc")})
			var given atomic.Bool
			questions := make(chan struct{}, 100)
			f.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, "/7") || given.Load() {
					return false
				}
				questions <- struct{}{}
				w.WriteHeader(code)
				_, _ = w.Write([]byte("<html>"))
				return true
			})
			a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
			d := a.decoder(t, "avro")
			content := []byte{2, 0}
			d.Decode("orders", false, frame(7, content)) // the first in the queue
			for _, id := range []int{8, 9} {
				if got := shown(a.settled(t, d, frame(id, content))); got != `Avro {"v":1,"next":null}` {
					t.Errorf("schema %d: %s", id, got)
				}
			}
			r := d.Decode("orders", false, frame(7, content))
			if !r.Pending || r.Err == nil || !strings.Contains(r.Err.Error(), "schema 7 cannot be fetched: the schema registry "+text) {
				t.Errorf("the one that is refused: %s", shown(r))
			}
			<-questions
			<-questions // it is asked for again
			given.Store(true)
			if got := shown(a.settled(t, d, frame(7, content))); got != `Avro {"v":1,"next":null}` {
				t.Errorf("when it is given: %s", got)
			}
			if fault := <-a.faults; !strings.Contains(fault.Text, text) || len(a.faults) > 0 {
				t.Errorf("told: %v, and %d more", fault, len(a.faults))
			}
		})
	}
}

// However many are refused, the next one is asked for.
func TestManyRefusedSchemasAreBounded(t *testing.T) {
	r := &Registry{entries: map[int]*entry{}}
	fault := r.fault(model.FaultProtocol, "no", "", nil)
	for id := range 2 * maxQueue {
		r.queue = append(r.queue, id)
		r.refuse(id, fault)
	}
	if len(r.queue) != 0 || len(r.later) != maxQueue {
		t.Errorf("%d wait, %d are refused", len(r.queue), len(r.later))
	}
	if e := r.entries[0]; e.pending || e.expires.IsZero() {
		t.Error("the first one is not given up")
	}
}
