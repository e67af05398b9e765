package decode

import (
	"fmt"
	"path"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// Format says how bytes are read. The zero value is Auto. Formats can be
// compared with ==.
type Format struct {
	name   name
	little bool   // numbers: the least significant byte comes first
	file   string // avro, nameProtobuf: where the schema is; "" means the registry
	// message is the full name of a Protobuf message; "" means the only one.
	message string
}

// Auto looks at the bytes, JSON takes them for that.
var (
	Auto = Format{}
	JSON = Format{name: nameJSON}
)

// name is the first word of a format; "" is auto.
type name string

const (
	nameAuto       name = ""
	nameText       name = "text"
	nameJSON       name = "json"
	nameHex        name = "hex"
	nameBase64     name = "base64"
	nameInt32      name = "int32"
	nameInt64      name = "int64"
	nameFloat      name = "float"
	nameDouble     name = "double"
	nameUUID       name = "uuid"
	nameMsgpack    name = "msgpack"
	nameCBOR       name = "cbor"
	nameAvro       name = "avro"
	nameProtobuf   name = "protobuf"
	nameJSONSchema name = "json-schema"
	nameOffsets    name = "__consumer_offsets"
	nameTxnState   name = "__transaction_state"
)

// schemaless is what stands in place of a file for Protobuf without a schema.
const schemaless = "raw"

// registryWord may stand in place of a file.
const registryWord = "registry"

// Info describes one format for a menu or a help page.
type Info struct {
	Name  string // the word itself
	Forms string // how it is written: "avro[:FILE.avsc]"
	Means string // what it reads, in a few words
}

// Formats lists all formats in the order of a menu.
func Formats() []Info {
	return []Info{
		{"auto", "auto", "what the bytes look like"},
		{"text", "text", "UTF-8 text"},
		{"json", "json", "JSON"},
		{"hex", "hex", "the bytes in hex"},
		{"base64", "base64", "the bytes in base64"},
		{"int32", "int32[:le]", "a number of 4 bytes, big endian; :le is little endian"},
		{"int64", "int64[:le]", "a number of 8 bytes"},
		{"float", "float[:le]", "a floating point number of 4 bytes"},
		{"double", "double[:le]", "a floating point number of 8 bytes"},
		{"uuid", "uuid", "a UUID of 16 bytes"},
		{"msgpack", "msgpack", "MessagePack"},
		{"cbor", "cbor", "CBOR"},
		{"avro", "avro[:FILE.avsc]", "Avro, by a file or by the schema registry"},
		{"protobuf", "protobuf[:FILE.proto#MESSAGE|:raw]", "Protobuf, by a file or a descriptor set, by the registry, or raw: field numbers only"},
		{"json-schema", "json-schema", "JSON behind a schema id of the registry"},
		{"__consumer_offsets", "__consumer_offsets", "Kafka's own topic of groups and their offsets"},
		{"__transaction_state", "__transaction_state", "Kafka's own topic of transactions"},
	}
}

// known maps each word that is accepted to its format: those of Formats, and
// what other tools call them.
var known = map[string]name{
	"auto": nameAuto, "text": nameText, "json": nameJSON, "hex": nameHex, "base64": nameBase64,
	"int32": nameInt32, "int64": nameInt64, "float": nameFloat, "double": nameDouble, "uuid": nameUUID,
	"msgpack": nameMsgpack, "cbor": nameCBOR, "avro": nameAvro, "protobuf": nameProtobuf, "json-schema": nameJSONSchema,
	"__consumer_offsets": nameOffsets, "__transaction_state": nameTxnState,

	"string": nameText, "utf8": nameText, "utf-8": nameText, "raw": nameHex, "binary": nameHex, "bytes": nameHex, "b64": nameBase64,
	"int": nameInt32, "integer": nameInt32, "long": nameInt64, "float32": nameFloat, "float64": nameDouble,
	"messagepack": nameMsgpack, "proto": nameProtobuf, "jsonschema": nameJSONSchema,
	"consumer-offsets": nameOffsets, "transaction-state": nameTxnState,
}

// ParseError says what is wrong with the text of a format.
type ParseError struct {
	Text string // one sentence without a full stop
	Hint string // what to write instead; may be ""
}

func (e *ParseError) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + ". " + e.Hint
}

// Parse reads a format as it is typed. It opens no file; New does. Its errors
// are of type *ParseError.
func Parse(text string) (Format, error) {
	word, argument, hasArgument := strings.Cut(strings.TrimSpace(text), ":")
	n, ok := known[strings.ToLower(word)]
	if !ok {
		return Format{}, unknown(word)
	}
	f := Format{name: n}
	if !hasArgument {
		return f, nil
	}
	switch n {
	case nameInt32, nameInt64, nameFloat, nameDouble:
		switch strings.ToLower(argument) {
		case "be":
		case "le":
			f.little = true
		default:
			return Format{}, &ParseError{
				Text: fmt.Sprintf("%q is no byte order", argument),
				Hint: fmt.Sprintf("Write %s:le for little endian; without it, big endian is meant", n),
			}
		}
		return f, nil
	case nameAvro:
		return parseAvro(f, argument)
	case nameProtobuf:
		return parseProtobuf(f, argument)
	}
	return Format{}, &ParseError{
		Text: fmt.Sprintf("%s takes nothing behind a colon", f),
		Hint: fmt.Sprintf("Write only %s", f),
	}
}

func parseAvro(f Format, file string) (Format, error) {
	switch {
	case file == "":
		return Format{}, &ParseError{Text: "the schema's file is missing behind avro:", Hint: "Write avro:FILE.avsc, or avro alone for the schema registry"}
	case file == registryWord:
		return f, nil
	case strings.EqualFold(path.Ext(file), ".proto"):
		return Format{}, &ParseError{Text: fmt.Sprintf("%q is a Protobuf schema", file), Hint: "Write protobuf:" + file}
	}
	f.file = file
	return f, nil
}

func parseProtobuf(f Format, argument string) (Format, error) {
	if argument == registryWord {
		return f, nil
	}
	file, message := argument, ""
	if i := strings.LastIndexByte(argument, '#'); i >= 0 {
		file, message = argument[:i], strings.TrimPrefix(argument[i+1:], ".")
		if message == "" {
			return Format{}, &ParseError{Text: "the message's name is missing behind #", Hint: "Write protobuf:FILE.proto#package.Message"}
		}
	}
	switch {
	case file == "":
		return Format{}, &ParseError{
			Text: "the schema's file is missing behind protobuf:",
			Hint: "Write protobuf:FILE.proto#Message, protobuf alone for the schema registry, or protobuf:raw without a schema",
		}
	case file == schemaless && message != "":
		return Format{}, &ParseError{Text: "protobuf:raw knows no message types", Hint: "Write protobuf:FILE.proto#" + message}
	case strings.EqualFold(path.Ext(file), ".avsc"):
		return Format{}, &ParseError{Text: fmt.Sprintf("%q is an Avro schema", file), Hint: "Write avro:" + file}
	}
	f.file, f.message = file, message
	return f, nil
}

// String is the format as Parse reads it.
func (f Format) String() string {
	switch {
	case f.name == nameAuto:
		return "auto"
	case f.little:
		return string(f.name) + ":le"
	case f.message != "":
		return string(f.name) + ":" + f.file + "#" + f.message
	case f.file != "":
		return string(f.name) + ":" + f.file
	default:
		return string(f.name)
	}
}

// File is the path of the schema that the format names; "" where it names none.
func (f Format) File() string {
	if f.file == schemaless {
		return ""
	}
	return f.file
}

// NeedsRegistry says that the format cannot be read without a schema registry.
func (f Format) NeedsRegistry() bool {
	return f.file == "" && (f.name == nameAvro || f.name == nameProtobuf) || f.name == nameJSONSchema
}

// unknown is the error of a word that is no format.
func unknown(word string) error {
	if word == "" {
		return &ParseError{Text: "the format's name is missing", Hint: listed()}
	}
	e := &ParseError{Text: fmt.Sprintf("%q is no format", word), Hint: listed()}
	low := strings.ToLower(word)
	switch path.Ext(low) {
	case ".avsc":
		e.Hint = "Did you mean avro:" + word + "?"
		return e
	case ".proto":
		e.Hint = "Did you mean protobuf:" + word + "?"
		return e
	}
	fewest := 3
	for _, i := range Formats() {
		edits := names.Edits(low, i.Name)
		if len(low) > 2 && (strings.HasPrefix(i.Name, low) || strings.HasPrefix(i.Name, "__"+low)) {
			edits = 1
		}
		if edits < fewest && edits < len(low) {
			fewest = edits
			e.Hint = "Did you mean " + i.Name + "? " + listed()
		}
	}
	return e
}

func listed() string {
	var words []string
	for _, i := range Formats() {
		words = append(words, i.Name)
	}
	return "Formats: " + strings.Join(words, ", ")
}
