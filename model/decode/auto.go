package decode

import "github.com/kafkathreadmanager/ktm/model/jsonscan"

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
		// A bare number or word is text to a reader.
		if jsonscan.Opens(m.b) != 0 {
			if r, ok := compactJSON(m.b); ok {
				return r, nil
			}
		}
		return raw(m.b), nil
	}
}
