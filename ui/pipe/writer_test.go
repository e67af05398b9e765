package pipe

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// recorder keeps each write by itself.
type recorder struct {
	mu     sync.Mutex
	writes [][]byte
	err    error
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return 0, r.err
	}
	r.writes = append(r.writes, bytes.Clone(p))
	return len(p), nil
}

func closeOrFail(t testing.TB, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.writes)
}

func TestWriterFlushesWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out recorder
		w := NewWriter(&out)
		defer closeOrFail(t, w)
		r := usual()
		for round := range 3 {
			for range 2 {
				if err := w.write(&r, fields{}); err != nil {
					t.Fatal(err)
				}
			}
			if out.count() != round {
				t.Fatalf("%d writes before the time is over, want %d", out.count(), round)
			}
			time.Sleep(flushAfter)
			synctest.Wait()
			if out.count() != round+1 {
				t.Fatalf("%d writes after it, want %d", out.count(), round+1)
			}
		}
		if w.Written() != 6 {
			t.Errorf("written = %d, want 6", w.Written())
		}
	})
}

func TestWriterWritesWholeLinesAndAllOfThem(t *testing.T) {
	var out recorder
	w := NewWriter(&out)
	r := usual()
	const n = 5000
	for i := range n {
		r.Offset = int64(i)
		if err := w.write(&r, fields{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, p := range out.writes {
		if p[len(p)-1] != '\n' {
			t.Fatalf("a write ends within a line: …%q", p[max(0, len(p)-40):])
		}
		all = append(all, p...)
	}
	lines := bytes.SplitAfter(all, []byte("\n"))
	if len(lines) != n+1 {
		t.Fatalf("%d lines, want %d", len(lines)-1, n)
	}
	for i, data := range lines[:n] {
		if l, err := decodeLine(data); err != nil || *l.Offset != int64(i) {
			t.Fatalf("line %d is %s (%v)", i, data, err)
		}
	}
}

// A giant is written in pieces; its line is as whole as any other, and the
// buffer stays what it was.
func TestALongLineIsWrittenInPieces(t *testing.T) {
	var out recorder
	w := NewWriter(&out)
	small := usual()
	text := bytes.Repeat([]byte("aé日🏳\n\x1b\u202e"), 1<<17)
	records := []model.Record{
		small,
		{Key: []byte("text"), Value: text},
		small,
		{Key: []byte("binary"), Value: bytes.Repeat([]byte{0, 0xff, 0x9b, 'a'}, 1<<18)},
		{Key: text[:200_002], Value: nil, Headers: []model.Header{{Key: text[:60_000], Value: append([]byte{0xff}, text[:70_000]...)}, {Key: []byte("k")}}},
		{Key: []byte("headers"), Headers: make([]model.Header, 10_000)},
		small,
	}
	for i := range records {
		if err := w.write(&records[i], fields{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, p := range out.writes {
		if most := bufferSize + 6*pieceSize; len(p) > most {
			t.Errorf("a write has %d bytes, want at most %d", len(p), most)
		}
		all = append(all, p...)
	}
	lines := bytes.SplitAfter(all, []byte("\n"))
	if len(lines) != len(records)+1 || w.Written() != int64(len(records)) {
		t.Fatalf("%d lines, %d written; want %d", len(lines)-1, w.Written(), len(records))
	}
	for i := range records {
		if want := string(appendRecord(nil, &records[i], fields{}, nil)); string(lines[i]) != want {
			t.Errorf("record %d in pieces is another line than as a whole", i)
		}
	}
	if most := 2 * (bufferSize + 6*pieceSize); cap(w.buf) > most {
		t.Errorf("a buffer of %d bytes is kept, want at most %d", cap(w.buf), most)
	}
}

// Only whole lines count as written.
func TestALineThatIsCutShortIsNotCounted(t *testing.T) {
	var out recorder
	w := NewWriter(&brokenAfter{&out, 3})
	small, giant := usual(), model.Record{Value: make([]byte, 1<<20)}
	if err := w.write(&small, fields{}); err != nil {
		t.Fatal(err)
	}
	if err := w.write(&giant, fields{}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want ENOSPC", err)
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) || w.Written() != 1 {
		t.Errorf("%v, %d written; want ENOSPC and the first line", err, w.Written())
	}
	if n := out.count(); n != 3 {
		t.Errorf("%d writes, want none after the failure", n)
	}
}

// brokenAfter fails after some writes.
type brokenAfter struct {
	*recorder
	left int
}

func (b *brokenAfter) Write(p []byte) (int, error) {
	if b.left == 0 {
		return 0, syscall.ENOSPC
	}
	b.left--
	return b.recorder.Write(p)
}

func TestWriterSaysThatTheReaderHasGone(t *testing.T) {
	pr, pw, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closeOrFail(t, pw)
	closeOrFail(t, pr)
	w := NewWriter(pw)
	r := usual()
	if err := w.write(&r, fields{}); err != nil {
		t.Fatal(err)
	}
	<-w.Failed() // by the timer: a quiet topic ends too
	for range 2 {
		if err := w.write(&r, fields{}); !errors.Is(err, ErrReaderGone) {
			t.Errorf("Write = %v, want ErrReaderGone", err)
		}
		if err := w.Close(); !errors.Is(err, ErrReaderGone) {
			t.Errorf("Close = %v, want ErrReaderGone", err)
		}
	}
	if w.Written() != 0 {
		t.Errorf("written = %d, want 0", w.Written())
	}
}

func TestWriterKeepsItsFirstFailure(t *testing.T) {
	out := recorder{err: syscall.ENOSPC}
	w := NewWriter(&out)
	r := usual()
	if err := w.write(&r, fields{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrReaderGone) {
		t.Errorf("Close = %v, want ENOSPC", err)
	}
	out.err = nil
	if err := w.write(&r, fields{}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Write = %v, want the first failure", err)
	}
}

func TestWriterAfterClose(t *testing.T) {
	w := NewWriter(io.Discard)
	for range 2 {
		if err := w.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	}
	r := usual()
	if err := w.write(&r, fields{}); !errors.Is(err, ErrWriterClosed) {
		t.Errorf("Write = %v, want ErrWriterClosed", err)
	}
}

func BenchmarkWriter(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer closeOrFail(b, null)
	w := NewWriter(null)
	defer closeOrFail(b, w)
	r := usual()
	b.ReportAllocs()
	for b.Loop() {
		if err := w.write(&r, fields{}); err != nil {
			b.Fatal(err)
		}
	}
}
