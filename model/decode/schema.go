package decode

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/twmb/franz-go/pkg/sr"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// schemaKind is the type of a schema in the registry.
type schemaKind uint8

const (
	schemaAny schemaKind = iota
	schemaAvro
	schemaProtobuf
	schemaJSON
)

func (k schemaKind) String() string {
	return [...]string{"any format", "Avro", "Protobuf", "JSON Schema"}[k]
}

// schema is one of the registry, compiled.
type schema struct {
	kind   schemaKind
	name   string
	decode func(content []byte, most int) (Result, error) // most = bytes of text; 0 = MaxText
}

// dependency is a schema that another one uses, by the name it has there.
type dependency struct{ name, text string }

// compile makes a schema ready to use. Those it refers to come before those
// that refer to them.
func compile(s sr.Schema, uses []dependency) (*schema, error) {
	switch s.Type {
	case sr.TypeAvro:
		var all []string
		for _, d := range uses {
			all = append(all, d.text)
		}
		t, err := compileAvro(append(all, s.Schema))
		if err != nil {
			return nil, err
		}
		return &schema{schemaAvro, t.name, t.decode}, nil
	case sr.TypeProtobuf:
		return compileRegistered(s.Schema, uses)
	case sr.TypeJSON:
		return &schema{schemaJSON, jsonTitle(s.Schema), func(b []byte, most int) (Result, error) {
			if most > 0 && len(b) > most {
				return jsonBeginning(b[:most]), nil
			}
			r, ok := compactJSON(b)
			if !ok {
				return Result{}, errors.New("it is no valid JSON")
			}
			return r, nil
		}}, nil
	default:
		return nil, fmt.Errorf("schemas of type %s are not known", s.Type)
	}
}

// jsonTitle is what a JSON schema calls itself.
func jsonTitle(text string) string {
	var head struct {
		Title string
		ID    string `json:"$id"`
	}
	if json.Unmarshal([]byte(text), &head) != nil {
		return ""
	}
	if head.Title != "" {
		return head.Title
	}
	return head.ID
}

// compileRegistered compiles a Protobuf schema of the registry. Which of its
// message types is meant, each message says itself.
func compileRegistered(text string, uses []dependency) (*schema, error) {
	const self = "the schema.proto" // no import has this name
	sources := map[string]string{self: text}
	for name, text := range builtin {
		sources[name] = text
	}
	for _, d := range uses {
		sources[d.name] = d.text
	}
	file, err := compileProto(func(name string) (io.ReadCloser, error) {
		if text, ok := sources[name]; ok {
			return io.NopCloser(strings.NewReader(text)), nil
		}
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}, self)
	if err != nil {
		return nil, err
	}
	resolver := typesOf(file)
	decode := func(b []byte, most int) (Result, error) {
		path, content, err := messageIndex(b)
		if err != nil {
			return Result{}, err
		}
		d := byPath(file, path)
		if d == nil {
			return Result{}, fmt.Errorf("the schema has no message type %v", path)
		}
		t := protoType{message: d, resolver: resolver}
		return t.decode(content, most)
	}
	return &schema{kind: schemaProtobuf, decode: decode}, nil
}

// byPath finds a message type by the places of it and of those around it.
func byPath(file protoreflect.FileDescriptor, path []int) protoreflect.MessageDescriptor {
	types := file.Messages()
	var d protoreflect.MessageDescriptor
	for _, i := range path {
		if i >= types.Len() {
			return nil
		}
		d = types.Get(i)
		types = d.Messages()
	}
	return d
}

// builtin are files that Confluent's registry has without being told, so that
// schemas import them and do not refer to them.
var builtin = map[string]string{
	"confluent/meta.proto": `syntax = "proto3"; package confluent;
import "google/protobuf/descriptor.proto";
message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }
extend google.protobuf.FileOptions { Meta file_meta = 1088; }
extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }`,
	"confluent/type/decimal.proto": `syntax = "proto3"; package confluent.type;
message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }`,
}
