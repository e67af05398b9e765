package decode

import (
	"fmt"

	"github.com/twmb/avro"

	"github.com/kafkathreadmanager/ktm/model/files"
)

// avroFile makes a codec of an .avsc file.
func avroFile(file string) (codec, error) {
	file = files.AtHome(file)
	b, err := readSchema(file)
	if err != nil {
		return nil, err
	}
	t, err := compileAvro([]string{string(b)})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return unframed(t.decode, func(b []byte) ([]byte, bool) { return b, true }), nil
}

// compileAvro makes a type of the last of several schemas, each of which may
// use the named types of those before it. Names are taken as they are: who
// reads does not object to what has been written.
func compileAvro(schemas []string) (*avroType, error) {
	var cache avro.SchemaCache
	c := avroCompiler{named: map[string]*avroType{}}
	var last *avroType
	for _, text := range schemas {
		s, err := cache.Parse(text, avro.WithLaxNames(nil))
		if err != nil {
			return nil, fmt.Errorf("the Avro schema is not valid: %w", err)
		}
		if last, err = c.compile(s.Root(), ""); err != nil {
			return nil, err
		}
	}
	return last, nil
}

// avroCompiler knows the named types that were met.
type avroCompiler struct {
	named map[string]*avroType
	depth int
}

// maxSchemaDepth is how deep types may be nested in one another.
const maxSchemaDepth = 1000

func (c *avroCompiler) compile(n *avro.SchemaNode, namespace string) (*avroType, error) {
	if c.depth >= maxSchemaDepth {
		return nil, fmt.Errorf("the Avro schema is nested deeper than %d levels", maxSchemaDepth)
	}
	c.depth++
	defer func() { c.depth-- }()

	t := &avroType{kind: n.Type, logical: n.LogicalType, scale: n.Scale, size: n.Size, symbols: n.Symbols}
	switch n.Type {
	case "null", "boolean", "int", "long", "float", "double", "bytes", "string":
		return t, nil
	case "record", "error", "enum", "fixed":
		namespace = n.Namespace
		t.name = n.Name
		if namespace != "" {
			t.name = namespace + "." + n.Name
		}
		c.named[t.name] = t
	case "array":
		return t, c.add(t, n.Items, namespace)
	case "map":
		return t, c.add(t, n.Values, namespace)
	case "union":
		for i := range n.Branches {
			if err := c.add(t, &n.Branches[i], namespace); err != nil {
				return nil, err
			}
		}
		return t, nil
	default:
		return c.byName(n.Type, namespace)
	}
	if n.Type == "error" {
		t.kind = "record"
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		kind, err := c.compile(&f.Type, namespace)
		if err != nil {
			return nil, err
		}
		t.fields = append(t.fields, avroField{f.Name, kind})
	}
	return t, nil
}

func (c *avroCompiler) add(t *avroType, n *avro.SchemaNode, namespace string) error {
	inner, err := c.compile(n, namespace)
	if err == nil {
		t.inner = append(t.inner, inner)
	}
	return err
}

func (c *avroCompiler) byName(name, namespace string) (*avroType, error) {
	for _, full := range []string{name, namespace + "." + name} {
		if t := c.named[full]; t != nil {
			return t, nil
		}
	}
	return nil, fmt.Errorf("the Avro schema names a type that it does not have, %q", name)
}
