package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/names"
)

const formatForms = `Type a format, such as -d avro, or one for a topic: -d orders=avro. All of them are in ktm --help.`

// TopicFormat is what -k or -d gave: a format, and the topic that it is for.
type TopicFormat struct {
	Topic  string // "" = all that have none of their own
	Part   decoded.Part
	Format decode.Format
}

// flag is how the format was given, for errors.
func (f TopicFormat) flag() string {
	if f.Part == decoded.Key {
		return "--key-format"
	}
	return "--value-format"
}

// Mistake turns an error of [decode.New] for this format into an answer.
func (f TopicFormat) Mistake(err error) error {
	text := f.flag() + " " + f.Format.String() + ": " + err.Error()
	hint := fileHint(f.Format)
	if e, ok := errors.AsType[*decode.ParseError](err); ok {
		text, hint = f.flag()+": "+e.Text, e.Hint
	}
	if f.Format.NeedsRegistry() {
		hint += ".\nThe registry: -X schema.registry.url=http://HOST:8081, a file with it for -F, or KTM_SCHEMA_REGISTRY_URL."
	}
	return &UsageError{Text: text, Hint: hint}
}

// fileHint says what the file of a format is to be; what may be typed where the
// format has none.
func fileHint(f decode.Format) string {
	name, _, ok := strings.Cut(f.String(), ":")
	switch {
	case ok && name == "avro":
		return "Type avro:FILE.avsc with the path of a file that holds an Avro schema, which is JSON, or avro alone for the schema registry."
	case ok && name == "protobuf":
		return "Type protobuf:FILE.proto#MESSAGE with the path of a file that holds a Protobuf schema, protobuf alone for the registry, or protobuf:raw without a schema."
	}
	return formatForms
}

// formatFlag reads -k and -d.
func formatFlag(part decoded.Part, store func([]TopicFormat)) *value[[]TopicFormat] {
	var choices []string
	for _, i := range decode.Formats() {
		choices = append(choices, i.Name+"\t"+i.Means)
	}
	parse := func(s string) ([]TopicFormat, error) {
		f, err := parseFormat(s)
		f.Part = part
		if e, ok := errors.AsType[*decode.ParseError](err); ok {
			return nil, &UsageError{Text: f.flag() + ": " + e.Text, Hint: e.Hint}
		}
		return []TopicFormat{f}, err
	}
	return &value[[]TopicFormat]{name: "FORMAT", parse: parse, store: store, forms: formatForms, choices: choices}
}

// parseFormat reads FORMAT or TOPIC=FORMAT. No format has a = before its first
// colon, and no topic a colon.
func parseFormat(s string) (f TopicFormat, err error) {
	topic, format, ok := strings.Cut(s, "=")
	if !ok || strings.Contains(topic, ":") {
		topic, format = "", s
	} else if err := names.CheckTopic(strings.TrimSpace(topic)); err != nil {
		return f, fmt.Errorf("before the =: %w", err)
	}
	f.Topic = strings.TrimSpace(topic)
	f.Format, err = decode.Parse(format)
	return f, err
}

// checkFormats: a format for a topic that is not read would have no effect, and
// is most likely a slip.
func (o *Options) checkFormats() error {
	for _, f := range o.Formats {
		if f.Topic == "" || len(o.Topics) == 0 || slices.Contains(o.Topics, f.Topic) {
			continue
		}
		e := &UsageError{Text: f.flag() + ": the topic " + f.Topic + " is not among those that are read"}
		if near := nearest(f.Topic, o.Topics); near != "" {
			e.Hint = "Did you mean " + near + "=" + f.Format.String() + "?"
		} else {
			e.Hint = "Read: " + strings.Join(o.Topics, ", ")
		}
		return e
	}
	return nil
}

// formatEntries writes the formats for the help.
func formatEntries(b *strings.Builder) {
	for _, i := range decode.Formats() {
		writeEntry(b, "      "+i.Forms, i.Means)
	}
}
