package mask

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func masker(t testing.TB, pattern string) *Mask {
	t.Helper()
	m, err := New(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestText(t *testing.T) {
	m := masker(t, "email|phone")
	for in, want := range map[string]string{
		`{"email":"ann@x.org","id":1}`:                        `{"email":"••••","id":1}`,
		`{"id":1,"userEmail" : "ann"}`:                        `{"id":1,"userEmail" : "••••"}`,
		`{"user":{"EMAIL":"a","n":2}}`:                        `{"user":{"EMAIL":"••••","n":2}}`,
		`{"phone":[1,{"a":"]"},3],"b":2}`:                     `{"phone":"••••","b":2}`,
		`{"phone":{"home":"1","x":"}"}}`:                      `{"phone":"••••"}`,
		`{"phone":4670,"b":2}`:                                `{"phone":"••••","b":2}`,
		`{"phone":null}`:                                      `{"phone":"••••"}`,
		`{"a":"email","b":"phone: 1"}`:                        `{"a":"email","b":"phone: 1"}`,
		`{"e\u006dail":"ann"}`:                                `{"e\u006dail":"••••"}`,
		`{"email":"quote \" and }","b":1}`:                    `{"email":"••••","b":1}`,
		"[\n {\"email\":\n  \"ann\"},\n {\"b\":1}]":           "[\n {\"email\":\n  \"••••\"},\n {\"b\":1}]",
		`{"email":"cut off in the mid`:                        `{"email":"••••"`,
		`{"email":{"deep":"cut`:                               `{"email":"••••"`,
		`{"email":ann at x.org,"b":1}`:                        `{"email":"••••","b":1}`,
		`{"email":`:                                           `{"email":"••••"`,
		`{"email`:                                             `{"email`,
		`email: ann@x.org`:                                    `email: ann@x.org`,
		`{"p":"{\"email\":\"ann\",\"id\":1}","q":2}`:          `{"p":"{\"email\":\"••••\",\"id\":1}","q":2}`,
		`{"p":"[{\"e\\u006dail\":\"ann\"}]"}`:                 `{"p":"[{\"e\\u006dail\":\"••••\"}]"}`,
		`{"p":"{\u0022email\u0022:\u0022ann\u0022}"}`:         `{"p":"{\"email\":\"••••\"}"}`,
		`"{\"email\":\"ann <a&b>\",\"a\":\"<\"}"`:             `"{\"email\":\"••••\",\"a\":\"<\"}"`,
		`"\"{\\\"email\\\":\\\"ann\\\"}\""`:                   `"\"{\\\"email\\\":\\\"••••\\\"}\""`,
		`{"p":"{\"email\":\"cut off`:                          `{"p":"{\"email\":\"••••\""`,
		`{"p":"{\"email\":\"cut off\u00`:                      `{"p":"{\"email\":\"••••\""`,
		`{"p":"{\"email\":\"not \x valid JSON, nor read\"}"}`: `{"p":"••••"}`,
		`{"p":"{\"id\":\"ann\"}","q":"say \"email\": x"}`:     `{"p":"{\"id\":\"ann\"}","q":"say \"email\": x"}`,
		"\ufeff" + `{"email":"ann"}`:                          "\ufeff" + `{"email":"••••"}`,
		`{"p":"\ufeff{\"email\":\"ann\"}"}`:                   "{\"p\":\"\ufeff" + `{\"email\":\"••••\"}"}`,
		``:                                                    ``,
		`{"list":[{"email":"a"},{"email":"b"}],"c":"d"}`:      `{"list":[{"email":"••••"},{"email":"••••"}],"c":"d"}`,
	} {
		text := []byte(in)
		if got := string(m.Text(text)); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if string(text) != in {
			t.Errorf("%s was changed to %s", in, text)
		}
	}
}

func TestHides(t *testing.T) {
	for pattern, hidden := range map[string]string{"email|phone": "email Email userEmail PHONE_2", "^id$": "id ID"} {
		m := masker(t, pattern)
		for _, name := range []string{"email", "Email", "userEmail", "PHONE_2", "id", "ID", "grid", ""} {
			if want := name != "" && strings.Contains(" "+hidden+" ", " "+name+" "); m.Hides([]byte(name)) != want {
				t.Errorf("%s hides %q: %t", pattern, name, !want)
			}
		}
	}
	var none *Mask
	if none.Hides([]byte("x")) || string(none.Text([]byte(`{"x":1}`))) != `{"x":1}` {
		t.Error("no mask hides something")
	}
}

func TestPatternsThatCannotBeUsed(t *testing.T) {
	for _, pattern := range []string{"(email", "email)", `email\`, "[", "*", `(?P<x`} {
		if _, err := New(pattern); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q cannot be used", pattern)) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

// A pattern may quote up to its end, and choose.
func TestPatternsInAnyCase(t *testing.T) {
	for _, pattern := range []string{`\Qemail`, `id|\Qemail`, "id|email", "id|(?i:EMAIL)"} {
		m := masker(t, pattern)
		if !m.Hides([]byte("myEmail")) || m.Hides([]byte("name")) {
			t.Errorf("%s hides the wrong names", pattern)
		}
	}
}

// JSON in strings of strings is looked into, and hidden where that goes too deep.
func TestStringsInStrings(t *testing.T) {
	m := masker(t, "email")
	text := []byte(`{"email":"canary","id":"seen"}`)
	for depth := range 2 * mostWithin {
		text = append(append([]byte(`{"p":`), quote(text)...), '}')
		got := string(m.Text(text))
		if strings.Contains(got, "canary") || !strings.Contains(got, Hidden) || !json.Valid([]byte(got)) {
			t.Fatalf("%d deep: %s", depth, got)
		}
		if strings.Contains(got, "seen") != (depth < mostWithin) {
			t.Errorf("%d deep: %s", depth, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"localhost:9092 closed the connection.":       "•••• closed the connection.",
		"kafka-1.eu.example.org:9093 refuses":         "•••• refuses",
		"dial tcp 10.0.0.7:9092: connection refused":  "dial tcp ••••: connection refused",
		"[::1]:9092 and 127.0.0.1:9092":               "•••• and ••••",
		"lookup kafka-2.eu.example.org: no such host": "lookup ••••: no such host",
		"10-0-0-7.eu.internal:9092 refuses":           "•••• refuses",
		"[fe80::1%eth0]:9092 hangs":                   "•••• hangs",
		"at 12:03:41 orders/3@1042, 5:30":             "at 12:03:41 orders/3@1042, 5:30",
	} {
		if got := Addresses(in, "kafka-2.eu.example.org", "b", ""); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Of whole JSON nothing that was under a hidden name is left, wherever it is cut,
// and what was JSON stays it.
func FuzzText(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"secret":{"x":["canary"]}}],"b":"\"canary"}`), 10)
	f.Add([]byte(`{"p":"{\"secret\":[\"canary\"]}","q":"[\"{}\"]"}`), 20)
	f.Add([]byte(`{"secret" : "canary", "c":null}`), 20)
	f.Fuzz(func(t *testing.T, text []byte, cut int) {
		m := masker(t, "^secret$")
		var whole any
		valid := json.Unmarshal(text, &whole) == nil
		got := m.Text(text)
		if valid && !json.Valid(got) {
			t.Fatalf("%s is no JSON any more: %s", text, got)
		}
		if !valid {
			return
		}
		all, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(all, []byte("canary")) < bytes.Count(text, []byte("canary")) {
			return // a name that comes twice: the oracle knows one of them
		}
		hide(whole)
		left, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(left, []byte("canary")) {
			return // elsewhere too
		}
		cut = min(max(0, cut), len(text))
		for _, shown := range [][]byte{got, m.Text(text[:cut])} {
			if bytes.Contains(shown, []byte("canary")) {
				t.Fatalf("%s shows %s", text, shown)
			}
		}
	})
}

// hide takes away what is under the name secret.
func hide(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if strings.EqualFold(name, "secret") {
				delete(v, name)
			} else {
				hide(member)
			}
		}
	case []any:
		for _, e := range v {
			hide(e)
		}
	}
}
