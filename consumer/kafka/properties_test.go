package kafka

import (
	"maps"
	"strings"
	"testing"
)

func TestParsePropertiesAsJavaDoes(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       map[string]string
	}{
		{"empty", "", map[string]string{}},
		{"separators", "a=1\nb:2\nc 3\nd\t4\ne = 5\nf : 6\ng\nh=\ni==7\nj:=8", map[string]string{
			"a": "1", "b": "2", "c": "3", "d": "4", "e": "5", "f": "6", "g": "", "h": "", "i": "=7", "j": "=8",
		}},
		{"comments", "# a=1\n  ! b=2\n\t\n \\\n\n\\\n#x=9\nc=3 # no comment\n#d \\\ne=5", map[string]string{
			"c": "3 # no comment", "e": "5",
		}},
		{"line ends", "a=1\rb=2\r\nc=3\n", map[string]string{"a": "1", "b": "2", "c": "3"}},
		{"space stays at the end only", "  a  =  1  \n", map[string]string{"a": "1  "}},
		{"continued", "a=1,\\\n   2,\\\r\n\t3\nfo\\\n  o=4\nb=5\\\\\nc=6\\\\\\\n7\nd=8\\", map[string]string{
			"a": "1,2,3", "foo": "4", "b": `5\`, "c": `6\7`, "d": "8",
		}},
		{"a comment cannot go on", "#a\\\nb=1", map[string]string{"b": "1"}},
		{"no comment within a line that goes on", "a=1\\\n#2", map[string]string{"a": "1#2"}},
		{"escapes", `a\ b\:\=\#=\t\n\r\f\\\"\z\u00e9\uD83D\uDE00` + "\n", map[string]string{
			"a b:=#": "\t\n\r\f\\\"zé😀",
		}},
		{"no expansion", "a=${b}\nb=${a}", map[string]string{"a": "${b}", "b": "${a}"}},
		{"the last counts", "a=1\na=2", map[string]string{"a": "2"}},
		{"byte order mark", "\ufeffa=1", map[string]string{"a": "1"}},
		{"UTF-8", "a=K\u00f6ln", map[string]string{"a": "Köln"}},
		{"Latin-1", "a=K\xf6ln", map[string]string{"a": "Köln"}},
		{"no name", "=secret", map[string]string{"": "secret"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseProperties(strings.NewReader(tt.text))
			if err != nil || !maps.Equal(got, tt.want) {
				t.Errorf("got  %q, %v\nwant %q", got, err, tt.want)
			}
		})
	}
}

func TestParsePropertiesErrorsNameTheLineOnly(t *testing.T) {
	for text, line := range map[string]string{
		"a=1\n\n#\nsasl.password=canary\\u12x4": "line 4",
		"a=1\\\n2\\\ncanary\\u":                 "line 1",
		"canary\\u00=1":                         "line 1",
	} {
		_, err := ParseProperties(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), line) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v, want %s and no more", text, err, line)
		}
	}
}

func TestParsePropertiesIsBounded(t *testing.T) {
	if _, err := ParseProperties(strings.NewReader(strings.Repeat("#", maxProperties+1))); err == nil {
		t.Error("a file of any size was read")
	}
}

func FuzzParseProperties(f *testing.F) {
	f.Add("a=1\\\n 2\nb\\ c:\\u00e9\\")
	f.Fuzz(func(t *testing.T, text string) {
		// What was read can be written and read again.
		first, err := ParseProperties(strings.NewReader(text))
		if err != nil {
			return
		}
		var b strings.Builder
		for name, value := range first {
			b.WriteString(escapeAll(name) + "=" + escapeAll(value) + "\n")
		}
		second, err := ParseProperties(strings.NewReader(b.String()))
		if err != nil || !maps.Equal(first, second) {
			t.Errorf("%q became %q (%v) by way of %q", first, second, err, b.String())
		}
	})
}

// escapeAll writes a text so that no character has a meaning.
func escapeAll(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch c {
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t', '\f', ' ', '=', ':', '#', '!', '\\':
			b.WriteString(map[rune]string{'\t': `\t`, '\f': `\f`}[c])
			if c != '\t' && c != '\f' {
				b.WriteString(`\` + string(c))
			}
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func TestIsSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"sasl.password": true, "SASL.Password": true, "sasl.jaas.config": true, "ssl.key.password": true,
		"ssl.keystore.key": true, "ssl.keystore.password": true, "ssl.truststore.password": true, "ssl.key.pem": true,
		"listener.name.x.sasl.jaas.config": true, "sasl.oauthbearer.client.secret": true, "basic.auth.user.info": true, "schema.registry.bearer.auth.token": true,
		"sasl.oauthbearer.config": true,
		"sasl.username":           false, "bootstrap.servers": false, "ssl.key.location": false, "ssl.ca.pem": false,
		"sasl.mechanism": false, "basic.auth.credentials.source": false,
	} {
		if IsSecret(name) != want {
			t.Errorf("IsSecret(%q) = %v", name, !want)
		}
	}
}
