package decode

import (
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// cutMessage is the beginning of a message of a type, most bytes of it or a little
// less, as a message that is whole: fields that are cut through are cut within, or
// left out. Bytes that are no message stay none.
func cutMessage(b []byte, most int, t protoreflect.MessageDescriptor) []byte {
	const lengths = 2 * 10 // of a tag and of a length, at most
	at := 0
	for at < len(b) {
		number, kind, n := protowire.ConsumeTag(b[at:])
		if n < 0 {
			return b
		}
		size := protowire.ConsumeFieldValue(number, kind, b[at+n:])
		if size < 0 {
			return b
		}
		if at+n+size <= most {
			at += n + size
			continue
		}
		out := append([]byte(nil), b[:at]...)
		if content, n := protowire.ConsumeBytes(b[at+n:]); kind == protowire.BytesType && n >= 0 && at+lengths < most {
			if head, ok := cutField(content, most-at-lengths, t.Fields().ByNumber(number)); ok {
				out = protowire.AppendBytes(protowire.AppendTag(out, number, kind), head)
			}
		}
		return out
	}
	return b
}

// cutField is the beginning of what has a length; false where a part of it makes
// no sense.
func cutField(content []byte, most int, f protoreflect.FieldDescriptor) ([]byte, bool) {
	if f == nil {
		return nil, false
	}
	switch f.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind:
		return wholeRunes(content, most), true
	case protoreflect.MessageKind:
		return cutMessage(content, most, f.Message()), true
	default:
		return nil, false
	}
}
