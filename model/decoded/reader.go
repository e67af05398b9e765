package decoded

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
)

// Part is the part of a message that has a format.
type Part uint8

// The parts.
const (
	Key Part = iota
	Value
)

// String is the word for a reader.
func (p Part) String() string { return [...]string{"key", "value"}[p] }

// Reader reads keys and values. Its methods may be called from any goroutine.
type Reader struct {
	registry *decode.Registry
	setting  sync.Mutex // one change after the other
	formats  atomic.Pointer[formats]
	version  atomic.Uint64

	waiting sync.Mutex
	changed chan struct{} // closed at the next change; nil where nobody waits

	conceal Concealer // set before it is used; nil conceals nothing
}

// formats are not changed any more once a Reader has them.
type formats struct {
	all    decoders
	topics map[string]decoders
}

// decoders are those of the parts; nil in a topic's stands for that of all.
type decoders [2]*decode.Decoder

// New makes a reader that looks at the bytes, without a registry.
func New() *Reader {
	r := &Reader{}
	r.begin()
	return r
}

// WithRegistry makes a reader that looks at the bytes, and has a schema registry.
// tell is told what the registry tells, when the reader knows it already. Close
// ends asking it.
func WithRegistry(c decode.RegistryConfig, tell decode.Events) (*Reader, error) {
	r := &Reader{}
	registry, err := decode.NewRegistry(c, decode.Events{
		Changed: func() {
			r.Changed()
			if tell.Changed != nil {
				tell.Changed()
			}
		},
		Failed: tell.Failed,
	})
	if err != nil {
		return nil, err
	}
	r.registry = registry
	r.begin()
	return r, nil
}

// Close ends asking the registry. What is known stays known.
func (r *Reader) Close() {
	if r.registry != nil {
		r.registry.Close()
	}
}

func (r *Reader) begin() {
	auto, _ := decode.New(decode.Auto, r.registry) // it reads no file and needs no registry
	r.formats.Store(&formats{all: decoders{auto, auto}})
}

// Set gives a part of a topic a format; of all topics that have none of their
// own where topic is "". It reads the files that the format names; its errors
// are those of [decode.New], and then nothing has changed.
func (r *Reader) Set(topic string, part Part, f decode.Format) error {
	d, err := decode.New(f, r.registry)
	if err != nil {
		return err
	}
	r.setting.Lock()
	defer r.setting.Unlock()
	next := *r.formats.Load()
	if topic == "" {
		next.all[part] = d
	} else {
		next.topics = maps.Clone(next.topics)
		if next.topics == nil {
			next.topics = map[string]decoders{}
		}
		own := next.topics[topic]
		own[part] = d
		next.topics[topic] = own
	}
	r.formats.Store(&next)
	r.Changed()
	return nil
}

// Format is what a part of a topic is read by.
func (r *Reader) Format(topic string, part Part) decode.Format {
	return r.decoder(topic, part).Format()
}

// Try reads a part of a record by another format, for a glance: of a long one only
// the first most bytes are taken. A format that cannot be used says so in the
// result's Err. What is concealed is not in it.
func (r *Reader) Try(rec *model.Record, part Part, format string, most int) decode.Result {
	return r.Shown(rec, part, r.try(rec, part, format, most))
}

func (r *Reader) try(rec *model.Record, part Part, format string, most int) decode.Result {
	f, err := decode.Parse(format)
	if err != nil {
		return decode.Result{Err: err}
	}
	d, err := decode.New(f, r.registry)
	if err != nil {
		return decode.Result{Err: err}
	}
	b := part.Of(rec)
	switch {
	case len(b) > most:
		return d.DecodeBeginning(b[:most])
	case part == Key:
		return d.Decode(rec.Topic, true, b)
	default:
		return d.DecodeValue(rec.Topic, rec.Key, b)
	}
}

// Version changes when the same bytes may be read as something else than before.
func (r *Reader) Version() uint64 { return r.version.Load() }

// Changed tells that a schema has come, or will not come. It is what a registry
// calls.
func (r *Reader) Changed() {
	r.version.Add(1)
	r.waiting.Lock()
	defer r.waiting.Unlock()
	if r.changed != nil {
		close(r.changed)
		r.changed = nil
	}
}

// Settled grows when something that was pending has been answered for good.
func (r *Reader) Settled() uint64 {
	if r.registry == nil {
		return 0
	}
	return r.registry.Settled()
}

// next is closed at the next change.
func (r *Reader) next() <-chan struct{} {
	r.waiting.Lock()
	defer r.waiting.Unlock()
	if r.changed == nil {
		r.changed = make(chan struct{})
	}
	return r.changed
}

// Await is Read for who has time: it waits for a schema that is being fetched, at
// most as long as patience and ctx last, and not for a registry that is down.
func (r *Reader) Await(ctx context.Context, rec *model.Record, part Part, patience time.Duration) decode.Result {
	var over <-chan time.Time
	for {
		next := r.next() // before the look, or a change between the two were missed
		res := r.Read(rec, part)
		if !res.Pending || !errors.Is(res.Err, decode.ErrFetching) {
			return res
		}
		if over == nil {
			over = time.After(patience)
		}
		select {
		case <-next:
		case <-over:
			return res
		case <-ctx.Done():
			return res
		}
	}
}

func (r *Reader) decoder(topic string, part Part) *decode.Decoder {
	f := r.formats.Load()
	if f.topics != nil {
		if d := f.topics[topic][part]; d != nil {
			return d
		}
	}
	return f.all[part]
}

// Key reads the key of a record.
func (r *Reader) Key(rec *model.Record) decode.Result {
	d := r.decoder(rec.Topic, Key)
	if Key.cut(rec) {
		return d.DecodeBeginning(rec.Key)
	}
	return d.Decode(rec.Topic, true, rec.Key)
}

// Value reads the value of a record.
func (r *Reader) Value(rec *model.Record) decode.Result {
	d := r.decoder(rec.Topic, Value)
	if Value.cut(rec) {
		return d.DecodeBeginning(rec.Value)
	}
	return d.DecodeValue(rec.Topic, rec.Key, rec.Value)
}

// Read reads a part of a record.
func (r *Reader) Read(rec *model.Record, part Part) decode.Result {
	if part == Key {
		return r.Key(rec)
	}
	return r.Value(rec)
}

// AsIs says that a part of a record is to be read as the bytes that it has.
func (r *Reader) AsIs(rec *model.Record, part Part) bool {
	return r.decoder(rec.Topic, part).AsIs(rec.Topic, part.Of(rec))
}

// Verbatim is AsIs, but for what is said to be JSON: who writes it out may write
// the value that it is.
func (r *Reader) Verbatim(rec *model.Record, part Part) bool {
	d := r.decoder(rec.Topic, part)
	return d.AsIs(rec.Topic, part.Of(rec)) && d.Format() != decode.JSON
}

// Glance is Read for somebody who looks at it. Of what is to be read as it is
// only the first bytes are looked at, most of them at most; the text is of those.
// What is concealed is not in it.
func (r *Reader) Glance(rec *model.Record, part Part, most int) decode.Result {
	return r.Shown(rec, part, r.glance(rec, part, most))
}

// Line is Read for a line of a table: of the text there are about most bytes at
// most, and of the bytes no more is looked at than those need. What is concealed is
// not in it.
func (r *Reader) Line(rec *model.Record, part Part, most int) decode.Result {
	d, b := r.decoder(rec.Topic, part), part.Of(rec)
	switch {
	case part.cut(rec):
		return r.Shown(rec, part, d.DecodeBeginning(b[:min(len(b), most)]))
	case part == Key:
		return r.Shown(rec, part, d.DecodeUpTo(rec.Topic, true, nil, b, most))
	default:
		return r.Shown(rec, part, d.DecodeUpTo(rec.Topic, false, rec.Key, b, most))
	}
}

func (r *Reader) glance(rec *model.Record, part Part, most int) decode.Result {
	if b := part.Of(rec); len(b) > most {
		if d := r.decoder(rec.Topic, part); d.AsIs(rec.Topic, b) {
			return d.DecodeBeginning(b[:most])
		}
	}
	return r.Read(rec, part)
}

// Of gives the bytes of the part.
func (p Part) Of(rec *model.Record) []byte {
	if p == Key {
		return rec.Key
	}
	return rec.Value
}

// cut says that only the beginning of the part is in the record.
func (p Part) cut(rec *model.Record) bool {
	w := rec.Whole
	if w == nil {
		return false
	}
	whole := [...]int64{Key: w.Key, Value: w.Value}[p]
	return whole > int64(len(p.Of(rec)))
}
