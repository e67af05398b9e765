package query

import (
	"bytes"
	"errors"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestKeyIsWritesWhatPeopleType(t *testing.T) {
	for _, tt := range []struct {
		key  []byte
		want string
	}{
		{[]byte("user-17"), `key:=user-17`},
		{[]byte("東京"), `key:=東京`},
		{[]byte(`a\b"c`), `key:=a\b"c`},
		{[]byte(`"quoted"`), `key:="\"quoted\""`},
		{[]byte("two words"), `key:="two words"`},
		{[]byte{0, 0, 0, 42}, `key:="\x00\x00\x00*"`},
		{[]byte("a\xffb"), `key:="a\xffb"`},
		{[]byte("a\u200bb"), `key:="a\xe2\x80\x8bb"`},
		{[]byte{}, `key:=""`},
		{nil, `=key == nil`},
	} {
		if got := KeyIs(tt.key); got != tt.want {
			t.Errorf("KeyIs(%q) = %s, want %s", tt.key, got, tt.want)
		}
	}
}

// For any key, the filter that is written for it is read, and matches it and no
// other.
func FuzzKeyIs(f *testing.F) {
	for _, key := range []string{"", "user-1", "\x00\xff", `a "b" \x41 \`, "a == b", "-x", "=x", " ", "\"", "\u202e", "\ufffd"} {
		f.Add([]byte(key), []byte("user-1"))
	}
	f.Fuzz(func(t *testing.T, key, other []byte) {
		if len(key) > MaxText/5 {
			t.Skip("too long for a filter")
		}
		text := KeyIs(key)
		is, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, k := range [][]byte{key, other, append(bytes.Clone(key), 0), nil} {
			want := k != nil && key != nil && bytes.Equal(k, key) || k == nil && key == nil
			if got := is.Match(&model.Record{Key: k}); got != want {
				t.Errorf("%s matches %q: %t", text, k, got)
			}
		}
	})
}

func TestMistakesInAWholeKey(t *testing.T) {
	for _, tt := range []struct {
		text, problem string
		pos           int
	}{
		{"key:=", "nothing stands behind key:=", 4},
		{"paid value:= x", "nothing stands behind value:=", 11},
		{`key:="a`, "this quote is not closed", 5},
		{`key:="a"b`, "something stands behind the closing quote", 8},
		{`key:="\x4"`, `\x needs two hexadecimal digits`, 6},
		{`key:="\xzz"`, `\x needs two hexadecimal digits`, 6},
	} {
		_, err := Parse(tt.text)
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok {
			t.Errorf("%s: %v", tt.text, err)
		} else if e.Text != tt.problem || e.Pos != tt.pos || e.Hint == "" {
			t.Errorf("%s: %v at %d, want %q at %d", tt.text, err, e.Pos, tt.problem, tt.pos)
		}
	}
}

func TestAWholeKeyStandsOut(t *testing.T) {
	f, err := Parse("key:=user-17")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		field Field
		text  string
		want  int
	}{{Key, "user-17", 7}, {Key, "user-1", 6}, {Key, "user-177", 0}, {Value, "user-17", 0}} {
		n := 0
		for _, s := range f.Spans(tt.field, []byte(tt.text), nil) {
			n += s.End - s.Start
		}
		if n != tt.want {
			t.Errorf("%d bytes of %q stand out, want %d", n, tt.text, tt.want)
		}
	}
}
