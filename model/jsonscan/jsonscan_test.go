package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// member gives the value of a field as it is cut from an object.
func member(text, name string) string {
	w := Members([]byte(text))
	for w.Next() {
		if w.Is(name) {
			v, _ := Value(w.Rest())
			return string(v)
		}
	}
	return "none"
}

func TestMembers(t *testing.T) {
	for _, tt := range []struct{ text, name, want string }{
		{`{"a":1,"b":"x"}`, "b", `"x"`},
		{" \n{ \"a\" : [1, {\"b\":2}] ,\t\"b\" : true }", "b", "true"},
		{`{"a":{"b":1},"b":{"b":2}}`, "b", `{"b":2}`},
		{`{"a":"},\"b\":1","b":2}`, "b", "2"},
		{`{"a":"\\","b":2}`, "b", "2"},
		{`{"\u0062":3}`, "b", "3"},
		{`{"é":1}`, "é", "1"},
		{`{"b":1,"b":2}`, "b", "1"},
		{`{"":1}`, "", "1"},
		{`{"b":-1.5e3}`, "b", "-1.5e3"},
		{`{}`, "b", "none"},
		{`[{"b":1}]`, "b", "none"},
		{`{"a":{"b":1}}`, "b", "none"},
		{`{"a":1 "b":2}`, "b", "none"},
		{`{"a" 1,"b":2}`, "b", "none"},
		{`{"a":1,b:2}`, "b", "none"},
		{`"b"`, "b", "none"},
		{``, "b", "none"},
		// Cut short: what is whole before the cut is there, nothing else.
		{`{"a":1,"b":2,"c`, "b", "2"},
		{`{"a":1,"b":2`, "b", ""},
		{`{"a":1,"b":"x`, "b", ""},
		{`{"a":1,"b":`, "b", "none"},
		{`{"a":[1,2,"b":2}`, "b", "none"},
	} {
		if got := member(tt.text, tt.name); got != tt.want {
			t.Errorf("field %q of %s is %s, want %s", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestElements(t *testing.T) {
	for text, want := range map[string]string{
		`[1,"a",[2,3],{"b":4},null]`: `1|"a"|[2,3]|{"b":4}|null`,
		` [ 1 , 2 ] `:                "1|2",
		`[]`:                         "",
		`{"a":1}`:                    "",
		`[1,2,"cut`:                  "1|2|",
		`[1,2 3]`:                    "1|2",
		`[1,,2]`:                     "1|",
	} {
		var got []string
		for w := Elements([]byte(text)); w.Next(); {
			v, _ := Value(w.Rest())
			got = append(got, string(v))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("the elements of %s are %s, want %s", text, s, want)
		}
	}
}

func TestUnquote(t *testing.T) {
	for quoted, want := range map[string]string{
		`"plain"`:              "plain",
		`"a\"b\\c\n"`:          "a\"b\\c\n",
		`"\u00e9\ud83d\ude00"`: "é😀",
		`""`:                   "",
		"\"\xff\"":             "\xff",
	} {
		if got, ok := Unquote([]byte(quoted)); !ok || string(got) != want {
			t.Errorf("Unquote(%s) = %q, %v; want %q", quoted, got, ok, want)
		}
	}
	for _, quoted := range []string{``, `"`, `"a`, `a"`, `"a"b`, `"\x"`, `"\"`} {
		if got, ok := Unquote([]byte(quoted)); ok {
			t.Errorf("Unquote(%s) = %q, want none", quoted, got)
		}
	}
}

// A field behind a large one costs the reading of that, and a field before it
// nothing of it; no depth of nesting is too deep.
func TestReadsNoFurtherThanTheField(t *testing.T) {
	deep := strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20)
	text := []byte(`{"first":1,"deep":` + deep + `,"last":2}`)
	w := Members(text)
	if !w.Next() || !w.Is("first") || w.Read() > 20 {
		t.Fatalf("read %d bytes to the first field", w.Read())
	}
	for w.Next() {
		if w.Is("last") {
			if v, ok := Value(w.Rest()); !ok || string(v) != "2" || w.Read() < len(deep) {
				t.Fatalf("the last field is %q after %d bytes", v, w.Read())
			}
			return
		}
	}
	t.Fatal("the field behind the deep one was not found")
}

// Whatever is JSON is read as encoding/json reads it; whatever is not is read
// without a panic and never beyond its end.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":[1,"x\"",{"c":null}]}`, `[[],{}]`, `{"a`, `[1,`, `{"\u0061":"\ud83d"}`, `{"a":"` + "\xff" + `"}`, `"x"`, ` {"a": -1e5 } `} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var names, values [][]byte
		for _, w := range []Walk{Members(b), Elements(b)} {
			for w.Next() {
				if w.Read() > len(b) {
					t.Fatalf("read %d bytes of %d", w.Read(), len(b))
				}
				v, _ := Value(w.Rest())
				values = append(values, v)
				if w.object {
					names = append(names, w.Name())
				}
			}
		}
		if !json.Valid(b) {
			return
		}
		var want []json.RawMessage
		var object map[string]json.RawMessage
		if json.Unmarshal(b, &object) == nil && object != nil {
			if len(names) < len(object) {
				t.Fatalf("%d members of %s, want %d", len(names), b, len(object))
			}
			for i := len(names) - 1; i >= 0; i-- { // encoding/json takes the last of a name
				name := strings.ToValidUTF8(string(names[i]), "�")
				if raw, ok := object[name]; ok && !bytes.Equal(bytes.TrimSpace(raw), values[i]) {
					t.Fatalf("member %q of %s is %s, want %s", name, b, values[i], raw)
				}
				delete(object, name)
			}
			return
		}
		if json.Unmarshal(b, &want) != nil {
			return
		}
		if len(values) != len(want) {
			t.Fatalf("%d elements of %s, want %d", len(values), b, len(want))
		}
		for i := range want {
			if !bytes.Equal(bytes.TrimSpace(want[i]), values[i]) {
				t.Fatalf("element %d of %s is %s, want %s", i, b, values[i], want[i])
			}
		}
	})
}
