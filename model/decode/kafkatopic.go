package decode

import (
	"errors"
	"fmt"
)

// offsetsMessage reads a key or a value of __consumer_offsets: what groups
// have committed, who is in them and what they were assigned.
func offsetsMessage(m message) (Result, error) { return own("group", m) }

// txnMessage reads a key or a value of __transaction_state.
func txnMessage(m message) (Result, error) { return own("txn", m) }

// own reads a message of one of Kafka's own topics. A key begins with the type
// of both; a value alone does not say its type, so that without its key those
// that are known longest are tried.
func own(topic string, m message) (Result, error) {
	if m.isKey {
		l, err := layoutOf(topic, "key", m.b)
		if err != nil {
			return Result{}, err
		}
		return ownPart(l, m.b, true, m.most)
	}
	if m.key != nil {
		l, err := layoutOf(topic, "value", m.key)
		if err != nil {
			return Result{}, err
		}
		return ownPart(l, m.b, false, m.most)
	}
	for kind := range int16(3) {
		if l := layouts()[layoutKey{topic: topic, part: "value", number: kind}]; l != nil {
			if r, err := ownPart(l, m.b, false, m.most); err == nil {
				return r, nil
			}
		}
	}
	return Result{}, errors.New("what type it is of stands in its key, which is not here")
}

// layoutOf finds the layout of a key, or of the value that belongs to it.
func layoutOf(topic, part string, key []byte) (*layout, error) {
	p := packed{b: key}
	n, err := p.uint(2)
	if err != nil {
		return nil, errors.New("the key is too short to say what it is")
	}
	kind := int16(n)
	if kind == 0 && topic == "group" {
		kind = 1 // type 0 was type 1 before it had an epoch
	}
	l := layouts()[layoutKey{topic: topic, part: part, number: kind}]
	if l == nil {
		return nil, fmt.Errorf("its type, %d, is not among those of Kafka 4.1", kind)
	}
	return l, nil
}

func ownPart(l *layout, b []byte, key bool, most int) (Result, error) {
	w := writer{most: most}
	p := kafkaBytes{packed: packed{b: b}}
	err := p.message(&w, l, key)
	r, err := w.result("Kafka "+l.name, err)
	r.Schema = l.name
	return r, err
}
