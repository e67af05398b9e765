package decode

import (
	"errors"
	"fmt"
)

// Decoder reads bytes by one format. It is safe for use by several goroutines
// at a time and keeps nothing of what it decodes.
type Decoder struct {
	format Format
	asIs   asIs
	codec  codec
}

// message is what a codec is given: bytes that are not null.
type message struct {
	topic string
	isKey bool
	key   []byte // of a value where it is known
	b     []byte
	most  int // bytes of text that are wanted; 0 = MaxText
}

// raw shows the bytes as they are, as far as they are wanted.
func (m message) raw() Result {
	if m.most > 0 && len(m.b) > m.most {
		return rawBeginning(m.b[:m.most])
	}
	return raw(m.b)
}

// codec reads one message. Its error says in words why the bytes do not fit;
// they are then shown raw, beside what else the result says.
type codec func(m message) (Result, error)

// New makes a decoder. It reads the files that the format names and compiles
// their schemas; its errors say what is wrong with them. The registry is for
// formats that need one and for Auto; it may be nil.
func New(f Format, r *Registry) (*Decoder, error) {
	c, err := newCodec(f, r)
	if err != nil {
		return nil, err
	}
	return &Decoder{format: f, asIs: asIsOf(f, r), codec: c}, nil
}

func newCodec(f Format, r *Registry) (codec, error) {
	if f.NeedsRegistry() && r == nil {
		return nil, noRegistry(f)
	}
	switch f.name {
	case nameAuto:
		return autoCodec(r), nil
	case nameAvro:
		if f.file != "" {
			return avroFile(f.file)
		}
		return registered(r, schemaAvro), nil
	case nameProtobuf:
		switch f.file {
		case schemaless:
			return wireMessage, nil
		case "":
			return registered(r, schemaProtobuf), nil
		}
		return protobufFile(f.file, f.message)
	case nameJSONSchema:
		return registered(r, schemaJSON), nil
	}
	if c, ok := simple(f); ok {
		return c, nil
	}
	return nil, fmt.Errorf("format %s cannot be read", f)
}

// simple gives the codec of a format that needs nothing but the bytes.
func simple(f Format) (codec, bool) {
	codecs := map[name]codec{
		nameText: textMessage, nameJSON: jsonMessage, nameHex: hexMessage, nameBase64: base64Message,
		nameInt32: int32Message(f.little), nameInt64: int64Message(f.little), nameFloat: floatMessage(f.little), nameDouble: doubleMessage(f.little),
		nameUUID: uuidMessage, nameMsgpack: msgpackMessage, nameCBOR: cborMessage,
		nameOffsets: offsetsMessage, nameTxnState: txnMessage,
	}
	c, ok := codecs[f.name]
	return c, ok
}

func noRegistry(f Format) error {
	e := &ParseError{Text: fmt.Sprintf("format %s needs a schema registry, and none is set", f), Hint: "Set schema.registry.url"}
	switch f.name {
	case nameAvro:
		e.Hint += ", or write avro:FILE.avsc"
	case nameProtobuf:
		e.Hint += ", or write protobuf:FILE.proto#Message or protobuf:raw"
	}
	return e
}

// Format is what the decoder was made of.
func (d *Decoder) Format() Format { return d.format }

// Decode reads a key or a value of a topic; nil is Kafka's null. It never
// waits for anything and never fails: see Result.Err.
func (d *Decoder) Decode(topic string, isKey bool, b []byte) Result {
	return d.decode(message{topic: topic, isKey: isKey, b: b})
}

// DecodeValue reads a value of which the key is known. For Kafka's own topics
// the key says what the value is; for all others it is the same as Decode.
func (d *Decoder) DecodeValue(topic string, key, value []byte) Result {
	return d.decode(message{topic: topic, key: key, b: value})
}

// DecodeUpTo reads a key or a value for somebody who looks at no more than most
// bytes of its text, and costs no more than that is worth: it may not find out what
// is wrong behind them. The key of a value is for Kafka's own topics.
func (d *Decoder) DecodeUpTo(topic string, isKey bool, key, b []byte, most int) Result {
	if len(b) > most && d.shows(topic, b) {
		r := d.DecodeBeginning(b[:most])
		if len(r.Text) > most { // hex and base64 are longer than what they show
			r.Text = r.Text[:most]
		}
		r.Cut = true
		return r
	}
	return d.decode(message{topic: topic, isKey: isKey, key: key, b: b, most: most})
}

// shows says that the beginning of the bytes is all that the beginning of the
// text is made of.
func (d *Decoder) shows(topic string, b []byte) bool {
	return d.format.name == nameHex || d.format.name == nameBase64 || d.AsIs(topic, b)
}

// asIs says which bytes a format leaves as they are.
type asIs uint8

const (
	never asIs = iota
	always
	unlessOwn    // unless they are of a topic of Kafka's own
	unlessFramed // nor have the id of a schema in front
)

func asIsOf(f Format, r *Registry) asIs {
	switch {
	case f.name == nameText, f.name == nameJSON:
		return always
	case f.name != nameAuto:
		return never
	case r == nil:
		return unlessOwn
	default:
		return unlessFramed
	}
}

// AsIs says that the bytes themselves are what is to be read: they are text, or
// JSON, or would be shown raw by Auto. It looks at their beginning only.
func (d *Decoder) AsIs(topic string, b []byte) bool {
	switch d.asIs {
	case never:
		return false
	case always:
		return true
	default:
		return !isOwn(topic) && (d.asIs == unlessOwn || !framed(b))
	}
}

// isOwn says that a topic is one of Kafka's own that can be read.
func isOwn(topic string) bool {
	return len(topic) > 2 && topic[:2] == "__" && (topic == string(nameOffsets) || topic == string(nameTxnState))
}

// DecodeBeginning reads the first bytes of a key or a value that has more of
// them. Text and its like is shown as far as it goes; what only makes sense as
// a whole is shown raw and says why.
func (d *Decoder) DecodeBeginning(b []byte) Result {
	switch d.format.name {
	case nameText, nameHex, nameBase64:
		return d.Decode("", false, b)
	case nameAuto, nameJSON:
		if d.asIs != unlessFramed || !framed(b) {
			return jsonBeginning(b)
		}
	}
	r := rawBeginning(b)
	r.Err = errBeginning
	return r
}

var errBeginning = errors.New("only the beginning of it is here")

func (d *Decoder) decode(m message) (r Result) {
	if m.b == nil {
		return Result{Kind: "null"}
	}
	// What decodes foreign bytes is in part foreign itself.
	defer func() {
		if recover() != nil {
			r = m.raw()
			r.Err = errors.New("the decoder broke on it")
		}
	}()
	return run(d.codec, m)
}

// run shows raw what the codec cannot read, and keeps what it knows of it.
func run(c codec, m message) Result {
	r, err := c(m)
	if err == nil {
		return r
	}
	shown := m.raw()
	shown.Schema, shown.SchemaID, shown.Pending, shown.Err = r.Schema, r.SchemaID, r.Pending, err
	return shown
}
