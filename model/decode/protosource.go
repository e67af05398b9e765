package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/kafkathreadmanager/ktm/model/files"
	"github.com/kafkathreadmanager/ktm/model/names"
)

// maxSchema bounds the text of a schema, in a file or in the registry.
const maxSchema = 16 << 20

// compileTime bounds the compilation of a schema.
const compileTime = 10 * time.Second

// protobufFile makes a codec of a .proto file or a descriptor set.
func protobufFile(file, message string) (codec, error) {
	file = files.AtHome(file)
	var types []protoreflect.MessageDescriptor
	var resolver protoResolver
	var err error
	if strings.EqualFold(filepath.Ext(file), ".proto") {
		types, resolver, err = protoFromSource(file)
	} else {
		types, resolver, err = protoFromSet(file)
	}
	if err != nil {
		return nil, err
	}
	d, err := pick(types, file, message)
	if err != nil {
		return nil, err
	}
	t := &protoType{message: d, resolver: resolver}
	return unframed(t.decode, func(b []byte) ([]byte, bool) {
		_, rest, err := messageIndex(b)
		return rest, err == nil
	}), nil
}

// protoFromSource compiles a file and what it imports. Imports are looked for
// in the file's folder and in those above it.
func protoFromSource(file string) ([]protoreflect.MessageDescriptor, protoResolver, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, nil, err
	}
	if err := checkSchema(file); err != nil {
		return nil, nil, err
	}
	folder, base := filepath.Split(file)
	open := func(name string) (io.ReadCloser, error) {
		if name == base {
			return openSchema(file)
		}
		for dir := filepath.Clean(folder); ; dir = filepath.Dir(dir) {
			r, err := openSchema(filepath.Join(dir, filepath.FromSlash(name)))
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return r, err
			}
			if dir == filepath.Dir(dir) {
				return nil, fmt.Errorf("the import %q is neither in %q nor in a folder above it", name, filepath.Clean(folder))
			}
		}
	}
	compiled, err := compileProto(open, base)
	if err != nil {
		return nil, nil, err
	}
	return messagesOf(compiled), typesOf(compiled), nil
}

// compileProto compiles the file of a name; open gives sources by name.
func compileProto(open func(name string) (io.ReadCloser, error), name string) (protoreflect.FileDescriptor, error) {
	ctx, cancel := context.WithTimeout(context.Background(), compileTime)
	defer cancel()
	c := protocompile.Compiler{
		MaxParallelism: 1,
		Resolver:       protocompile.WithStandardImports(&protocompile.SourceResolver{Accessor: open}),
	}
	compiled, err := c.Compile(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("the Protobuf schema does not compile: %w", err)
	}
	return compiled[0], nil
}

// typesOf resolves what is in a file and in all that it imports.
func typesOf(f protoreflect.FileDescriptor) protoResolver {
	var all protoregistry.Files
	var add func(protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if f.IsPlaceholder() || all.RegisterFile(f) != nil {
			return // it is there already
		}
		imports := f.Imports()
		for i := range imports.Len() {
			add(imports.Get(i).FileDescriptor)
		}
	}
	add(f)
	return dynamicpb.NewTypes(&all)
}

// protoFromSet reads a descriptor set, as protoc writes it.
func protoFromSet(file string) ([]protoreflect.MessageDescriptor, protoResolver, error) {
	b, err := readSchema(file)
	if err != nil {
		return nil, nil, err
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(b, &set); err != nil || len(set.GetFile()) == 0 {
		return nil, nil, fmt.Errorf("%s is neither a .proto file nor a descriptor set; make one with: protoc --include_imports --descriptor_set_out=FILE", file)
	}
	addStandard(&set)
	registered, err := protodesc.NewFiles(&set)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is not whole: %s; make it with: protoc --include_imports --descriptor_set_out=FILE", file, protoReason(err))
	}
	var types []protoreflect.MessageDescriptor
	registered.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(f.Path(), "google/protobuf/") {
			types = append(types, messagesOf(f)...)
		}
		return true
	})
	return types, dynamicpb.NewTypes(registered), nil
}

// addStandard adds Protobuf's own files where a set leaves them out.
func addStandard(set *descriptorpb.FileDescriptorSet) {
	have := map[string]bool{}
	for _, f := range set.GetFile() {
		have[f.GetName()] = true
	}
	for _, f := range set.GetFile() {
		for _, name := range f.GetDependency() {
			if d, err := protoregistry.GlobalFiles.FindFileByPath(name); err == nil && !have[name] {
				have[name] = true
				set.File = append(set.File, protodesc.ToFileDescriptorProto(d))
			}
		}
	}
}

// messagesOf lists the message types of a file with those inside of them.
func messagesOf(f protoreflect.FileDescriptor) []protoreflect.MessageDescriptor {
	var list []protoreflect.MessageDescriptor
	var add func(protoreflect.MessageDescriptors)
	add = func(ms protoreflect.MessageDescriptors) {
		for i := range ms.Len() {
			if m := ms.Get(i); !m.IsMapEntry() {
				list = append(list, m)
				add(m.Messages())
			}
		}
	}
	add(f.Messages())
	return list
}

// pick finds the type that is asked for: by its full name, or by the last part
// of it where that says enough, or the only one there is.
func pick(types []protoreflect.MessageDescriptor, file, message string) (protoreflect.MessageDescriptor, error) {
	var outer, alike []protoreflect.MessageDescriptor
	for _, t := range types {
		if string(t.FullName()) == message {
			return t, nil
		}
		if string(t.Name()) == message {
			alike = append(alike, t)
		}
		if _, top := t.Parent().(protoreflect.FileDescriptor); top {
			outer = append(outer, t)
		}
	}
	switch {
	case message == "" && len(outer) == 1:
		return outer[0], nil
	case message == "" && len(outer) == 0:
		return nil, fmt.Errorf("%s has no message type", file)
	case message == "":
		return nil, &ParseError{Text: fmt.Sprintf("%s has several message types", file), Hint: "Write one of them behind a #: " + listTypes(outer)}
	case len(alike) == 1:
		return alike[0], nil
	case len(alike) > 1:
		return nil, &ParseError{Text: fmt.Sprintf("%s has several types that end in %s", file, message), Hint: "Write one of them whole: " + listTypes(alike)}
	}
	e := &ParseError{Text: fmt.Sprintf("%s has no message type %q", file, message), Hint: "It has: " + listTypes(types)}
	fewest := 4
	for _, t := range types {
		if edits := min(names.Edits(message, string(t.FullName())), names.Edits(message, string(t.Name()))); edits < fewest {
			fewest = edits
			e.Hint = fmt.Sprintf("Did you mean %s?", t.FullName())
		}
	}
	return nil, e
}

// listTypes names at most a dozen.
func listTypes(types []protoreflect.MessageDescriptor) string {
	const most = 12
	var list []string
	for _, t := range types[:min(most, len(types))] {
		list = append(list, string(t.FullName()))
	}
	if len(types) > most {
		list = append(list, fmt.Sprintf("and %d more", len(types)-most))
	}
	return strings.Join(list, ", ")
}

// readSchema reads a schema's file whole.
func readSchema(file string) ([]byte, error) {
	if err := checkSchema(file); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(file)
	return b, files.Why(file, err)
}

func openSchema(file string) (io.ReadCloser, error) {
	if err := checkSchema(file); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, files.Why(file, err)
	}
	return f, nil
}

func checkSchema(file string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return fmt.Errorf("the schema cannot be read: %w", files.Why(file, err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("the schema %s is no regular file", file)
	case info.Size() > maxSchema:
		return fmt.Errorf("the schema %s is larger than %d MiB", file, maxSchema>>20)
	}
	return nil
}
