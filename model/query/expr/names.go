package expr

import "strings"

// nouns are what an expression may ask of a message.
var nouns = map[string]struct {
	eval  eval
	shape shape
}{
	"key":       {func(m *machine) value { return field(m.record.Key) }, shapeAny},
	"value":     {func(m *machine) value { return field(m.record.Value) }, shapeAny},
	"headers":   {func(*machine) value { return value{kind: isHeaders} }, shapeAny},
	"header":    {func(*machine) value { return value{kind: isHeaders} }, shapeAny},
	"partition": {func(m *machine) value { return integer(int64(m.record.Partition)) }, shapeNumber},
	"offset":    {func(m *machine) value { return integer(m.record.Offset) }, shapeNumber},
	"topic":     {(*machine).topic, shapeText},
	"timestamp": {(*machine).timestamp, shapeTime},
	"size":      {(*machine).size, shapeNumber},
	"true":      {func(*machine) value { return boolean(true) }, shapeBool},
	"false":     {func(*machine) value { return boolean(false) }, shapeBool},
	"nil":       {func(*machine) value { return value{} }, shapeNil},
	"null":      {func(*machine) value { return value{} }, shapeNil},
}

// topic keeps the bytes of the name for the next message.
func (m *machine) topic() value {
	if string(m.topicName) != m.record.Topic {
		m.topicName = []byte(m.record.Topic)
	}
	return text(m.topicName)
}

func (m *machine) timestamp() value {
	if m.record.Timestamp < 0 {
		return value{}
	}
	return instant(m.record.Timestamp)
}

func (m *machine) size() value {
	if m.record.Whole != nil {
		return integer(m.record.Whole.Size())
	}
	return integer(int64(m.record.Size()))
}

// named makes a node of a name, or of a call.
func (p *parser) named(t token) node {
	if p.token().is("(") && p.token().pos == t.end {
		return p.call(t)
	}
	if n, ok := nouns[t.text]; ok {
		return node{eval: n.eval, shape: n.shape, pos: t.pos, end: t.end}
	}
	return p.unknown(t)
}

// unknown tells of a name that is none, with what was probably meant.
func (p *parser) unknown(t token) node {
	first, sign := p.at == 1, p.token()
	defer func() { p.err.Word = first }()
	problem := "there is no " + quote(t.text)
	if name, ok := p.dashed(); ok {
		return p.fail(t.pos, problem, "a name with a dash is written in brackets: "+name)
	}
	if hint, ok := otherNames[strings.ToLower(t.text)]; ok {
		return p.fail(t.pos, problem, hint)
	}
	if f, ok := functions[t.text]; ok {
		return p.fail(t.pos, quote(t.text)+" is a function", "write "+f.usage)
	}
	if near := nearest(t.text, nouns); near != "" {
		return p.fail(t.pos, problem, "did you mean "+near+"?")
	}
	switch {
	case first && (sign.is("&&") || sign.is("||")):
		return p.fail(t.pos, problem, "for two words leave && out, for one of two write /this|that/; a condition is as in value.total > 40")
	case first:
		return p.fail(t.pos, problem, "a field of the message is value."+t.text)
	}
	return p.fail(t.pos, problem, `text stands in quotes: "`+t.text+`"; a field of the message is value.`+t.text)
}

// dashed gives the right way to write a field with a dash in its name, where
// the name just read is the end of one.
func (p *parser) dashed() (string, bool) {
	at := p.at - 1
	if at < 2 || !p.tokens[at-1].is("-") || p.tokens[at-1].end != p.tokens[at].pos || p.tokens[at-2].kind != aName {
		return "", false
	}
	of := "value"
	if at > 3 && p.tokens[at-3].is(".") && p.tokens[at-4].kind == aName {
		of = p.tokens[at-4].text
	}
	return of + `["` + p.tokens[at-2].text + "-" + p.tokens[at].text + `"]`, true
}

// otherNames are those of other tools, in lower case.
var otherNames = map[string]string{
	"msg": "the message's value is value, its fields value.name", "message": "the message's value is value, its fields value.name",
	"record": "the message's value is value, its fields value.name", "this": "the message's value is value, its fields value.name",
	"payload": "the message's value is value, its fields value.name", "body": "the message's value is value, its fields value.name",
	"val": "the message's value is value", "keyastext": "the key is key", "valueastext": "the value is value",
	"ts": "the message's time is timestamp", "time": "the message's time is timestamp", "date": "the message's time is timestamp",
	"timestampms": "the message's time is timestamp", "today": `write a time, as in timestamp > "2026-11-23" or now() - 1d`,
	"yesterday": "write a time, as in timestamp > now() - 1d", "tombstone": "a tombstone is value == nil", "istombstone": "a tombstone is value == nil",
	"none": "none is written nil", "undefined": "what is missing is nil", "length": "write size, or len(value.items)", "bytes": "write size",
	"lag": "a filter sees one message at a time and knows no lag", "select": "write what stands inside, as in value.total > 40",
	"where": "write what stands behind it, as in value.total > 40", "exists": "write value.total != nil",
}
