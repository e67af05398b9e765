package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// maxProtobuf bounds a message that is decoded by a schema: it is what brokers
// take at most unless they are told otherwise. A tree is built of it, which can
// take 170 times its size.
const maxProtobuf = 1 << 20

// protoType is a message type that is ready to decode.
type protoType struct {
	message  protoreflect.MessageDescriptor
	resolver protoResolver // of extensions, and of what is in an Any
}

// protoResolver finds types by name, as protojson and proto need it.
type protoResolver interface {
	FindMessageByName(protoreflect.FullName) (protoreflect.MessageType, error)
	FindMessageByURL(string) (protoreflect.MessageType, error)
	FindExtensionByName(protoreflect.FullName) (protoreflect.ExtensionType, error)
	FindExtensionByNumber(protoreflect.FullName, protoreflect.FieldNumber) (protoreflect.ExtensionType, error)
}

// decode reads one message, as far as most bytes of text go.
func (t *protoType) decode(b []byte, most int) (Result, error) {
	known := Result{Schema: string(t.message.FullName())}
	if len(b) > maxProtobuf {
		return known, fmt.Errorf("it is larger than %d MiB", maxProtobuf>>20)
	}
	whole := b
	if most > 0 && len(b) > most {
		b = cutMessage(b, most, t.message)
	}
	m := dynamicpb.NewMessage(t.message)
	if err := t.unmarshal(b, m); err != nil {
		return known, fmt.Errorf("it is no message of type %s: %s", t.message.FullName(), protoReason(err))
	}
	w := protoWriter{resolver: t.resolver, writer: writer{most: most}}
	r, err := w.result("Protobuf", w.object(m))
	r.Schema = known.Schema
	if err == nil && len(b) < len(whole) {
		r.JSON, r.Cut = false, true
	}
	return r, err
}

// unmarshal guards against the library, which panics where the key of a map's
// entry comes twice, the second time on the wire as what it is not.
func (t *protoType) unmarshal(b []byte, m proto.Message) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the key of a map is not valid")
		}
	}()
	options := proto.UnmarshalOptions{AllowPartial: true, RecursionLimit: maxDepth, Resolver: t.resolver}
	return options.Unmarshal(b, m) //nolint:wrapcheck // the caller says what of
}

// protoReason is the library's error without its own name, whose blanks it
// varies.
func protoReason(err error) string {
	s := strings.ReplaceAll(err.Error(), "\u00a0", " ")
	s = strings.TrimPrefix(s, "proto: ")
	return strings.TrimPrefix(s, "cannot parse invalid wire-format data: ")
}

// protoWriter writes messages as JSON.
type protoWriter struct {
	writer
	resolver protoResolver
}

func (w *protoWriter) object(m protoreflect.Message) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	if w.wellKnown(m) {
		return nil
	}
	w.raw("{")
	first := true
	for _, f := range populated(m) {
		w.comma(first)
		first = false
		if f.IsExtension() {
			w.name("[" + string(f.FullName()) + "]")
		} else {
			w.name(f.JSONName())
		}
		if err := w.field(f, m.Get(f)); err != nil {
			return err
		}
	}
	if unknown := m.GetUnknown(); len(unknown) > 0 {
		w.comma(first)
		w.name("?")
		if err := w.wire(unknown); err != nil {
			return err
		}
	}
	w.raw("}")
	return nil
}

// populated gives the fields that are set: those of the type as it declares
// them, then extensions by number.
func populated(m protoreflect.Message) []protoreflect.FieldDescriptor {
	var list []protoreflect.FieldDescriptor
	m.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		list = append(list, f)
		return true
	})
	slices.SortFunc(list, func(a, b protoreflect.FieldDescriptor) int {
		switch {
		case a.IsExtension() != b.IsExtension():
			if a.IsExtension() {
				return 1
			}
			return -1
		case a.IsExtension():
			return int(a.Number()) - int(b.Number())
		default:
			return a.Index() - b.Index()
		}
	})
	return list
}

func (w *protoWriter) field(f protoreflect.FieldDescriptor, v protoreflect.Value) error {
	switch {
	case f.IsMap():
		return w.mapping(f, v.Map())
	case f.IsList():
		list := v.List()
		w.raw("[")
		for i := range list.Len() {
			w.comma(i == 0)
			if err := w.value(f, list.Get(i)); err != nil {
				return err
			}
		}
		w.raw("]")
		return nil
	default:
		return w.value(f, v)
	}
}

func (w *protoWriter) mapping(f protoreflect.FieldDescriptor, m protoreflect.Map) error {
	type entry struct {
		name string
		v    protoreflect.Value
	}
	var entries []entry
	m.Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
		entries = append(entries, entry{k.String(), v})
		return true
	})
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	w.raw("{")
	for i, e := range entries {
		w.comma(i == 0)
		w.name(e.name)
		if err := w.value(f.MapValue(), e.v); err != nil {
			return err
		}
	}
	w.raw("}")
	return nil
}

// value writes one value of a field.
func (w *protoWriter) value(f protoreflect.FieldDescriptor, v protoreflect.Value) error {
	if w.full() {
		return errFull
	}
	switch f.Kind() {
	case protoreflect.BoolKind:
		w.bool(v.Bool())
	case protoreflect.EnumKind:
		w.enum(f.Enum(), v.Enum())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind,
		protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		w.int(v.Int())
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		w.uint(v.Uint())
	case protoreflect.FloatKind:
		w.float(v.Float(), 32)
	case protoreflect.DoubleKind:
		w.float(v.Float(), 64)
	case protoreflect.StringKind:
		w.string(v.String())
	case protoreflect.BytesKind:
		w.bytes(v.Bytes())
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return w.object(v.Message())
	default:
		return errors.New("a field is of a kind that is not known")
	}
	return nil
}

func (w *protoWriter) enum(e protoreflect.EnumDescriptor, n protoreflect.EnumNumber) {
	if e.FullName() == "google.protobuf.NullValue" {
		w.raw("null")
	} else if v := e.Values().ByNumber(n); v != nil {
		w.string(string(v.Name()))
	} else {
		w.int(int64(n))
	}
}

// wellKnown writes a message of Protobuf's own types in the form that is made
// for it, such as an instant; false where it has none or breaks its rules, and
// then it writes nothing.
func (w *protoWriter) wellKnown(m protoreflect.Message) bool {
	name, own := strings.CutPrefix(string(m.Descriptor().FullName()), "google.protobuf.")
	if !own || len(m.GetUnknown()) > 0 {
		return false
	}
	switch name {
	case "BoolValue", "Int32Value", "Int64Value", "UInt32Value", "UInt64Value", "FloatValue", "DoubleValue", "StringValue", "BytesValue":
		f := m.Descriptor().Fields().ByNumber(1)
		return f != nil && w.value(f, m.Get(f)) == nil
	case "Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue", "Any", "Empty":
		text, err := protojson.MarshalOptions{AllowPartial: true, Resolver: w.resolver}.Marshal(m.Interface())
		if err != nil {
			return false
		}
		var out bytes.Buffer // the library varies its blanks
		if json.Compact(&out, text) != nil {
			return false
		}
		w.raw(out.String())
		return true
	}
	return false
}
