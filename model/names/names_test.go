package names

import (
	"strings"
	"testing"
)

func TestBroker(t *testing.T) {
	for in, want := range map[string]string{
		"localhost:9092":     "localhost:9092",
		"kafka":              "kafka:9092",
		"10.0.0.1:9093":      "10.0.0.1:9093",
		"[::1]:9093":         "[::1]:9093",
		"[::1]":              "[::1]:9092",
		"::1":                "[::1]:9092",
		"my_host.example:19": "my_host.example:19",
	} {
		if got, err := Broker(in); err != nil || got != want {
			t.Errorf("Broker(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                      "empty",
		":9092":                 "no valid host",
		"a b:9092":              "no valid host",
		"a:1,b:2":               "no HOST:PORT",
		"a,b":                   "no valid host",
		"host/path:9092":        "no valid host",
		"host\r":                "no valid host",
		"\x1b[2J:9092":          "no HOST:PORT",
		"a\u202eb:9092":         "no valid host",
		"a\xff:9092":            "no valid host",
		"host:":                 "no valid port",
		"host:0":                "1 to 65535",
		"host:65536":            "1 to 65535",
		"host:kafka":            "1 to 65535",
		"a:b:c":                 "no HOST:PORT",
		"SASL_SSL://host:9092":  "leave out SASL_SSL:// and set security.protocol to SASL_SSL",
		"PLAINTEXT://host:9092": "leave out what is before the host",
		"http://host:9092":      "leave out what is before the host",
		"u:hunter2@host:9092":   "a user's name has no place",
		"k://u:hunter2@host:99": "a user's name has no place",
	} {
		got, err := Broker(in)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Broker(%q) = %q, %v; want an error with %q", in, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error of %q shows the password: %v", in, err)
		}
	}
}

func TestCheckTopic(t *testing.T) {
	for _, name := range []string{"orders", "A.b_c-9", "...", strings.Repeat("x", 249)} {
		if err := CheckTopic(name); err != nil {
			t.Errorf("CheckTopic(%q) = %v", name, err)
		}
	}
	for name, want := range map[string]string{
		"":                       "empty",
		".":                      "no topic's name",
		"..":                     "no topic's name",
		"a b":                    "letters, digits",
		"straße":                 "letters, digits",
		"orders*":                "letters, digits",
		"a\x1b[2J":               `"a\x1b[2J" is no topic's name`,
		strings.Repeat("x", 250): "at most 249",
	} {
		if err := CheckTopic(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CheckTopic(%q) = %v; want an error with %q", name, err, want)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"same", "same", 0},
		{"kitten", "sitting", 3},
		{"flaw", "lawn", 2},
		{"pyament", "payment", 1},
		{"ca", "abc", 3},
	} {
		if got := Edits(tt.a, tt.b); got != tt.want {
			t.Errorf("Edits(%q, %q) is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
