package decode

// autoCodec looks at the bytes, in the order from what is sure to what is
// left: Kafka's own topics, an id of the registry, JSON, text, hex. It costs
// one pass over the bytes, or less.
func autoCodec(r *Registry) codec {
	return func(m message) (Result, error) {
		switch m.topic {
		case string(nameOffsets):
			return offsetsMessage(m)
		case string(nameTxnState):
			return txnMessage(m)
		}
		if len(m.b) == 0 {
			return Result{Kind: "empty", Text: m.b}, nil
		}
		if r != nil && framed(m.b) {
			return registered(r, schemaAny)(m)
		}
		if looksJSON(m.b) {
			if r, ok := compactJSON(m.b); ok {
				return r, nil
			}
		}
		return raw(m.b), nil
	}
}

// looksJSON says that bytes begin as an object, an array or a string. A bare
// number or word is text to a reader.
func looksJSON(b []byte) bool {
	for _, c := range b {
		switch c {
		case ' ', '\t', '\r', '\n':
		case '{', '[', '"':
			return true
		default:
			return false
		}
	}
	return false
}
