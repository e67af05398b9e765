package kafka

import (
	"maps"
	"strings"
	"testing"
)

func TestParseJAAS(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		module     string
		options    map[string]string
	}{
		{"usual", plainModule + `username="alice" password="s3cret";`, "PlainLoginModule", map[string]string{"username": "alice", "password": "s3cret"}},
		{"space and lines", "\n a.b.X\tRequired\n username = \"a\"\n password\t=\n'b' ;\n", "X", map[string]string{"username": "a", "password": "b"}},
		{"bare words", "X sufficient a=1 b=x-y_$.z;", "X", map[string]string{"a": "1", "b": "x-y_$.z"}},
		{"no package, no option", "X optional;", "X", map[string]string{}},
		{"quotes", `X requisite a="'" b='"' c="" d="\"" e="\\" f='\'';`, "X", map[string]string{"a": "'", "b": `"`, "c": "", "d": `"`, "e": `\`, "f": "'"}},
		{"meaning ends within quotes", `X required p="a;b=c d#//";`, "X", map[string]string{"p": "a;b=c d#//"}},
		{"escapes", `X required p="\a\b\f\n\r\t\v\z\0\101\3771\400é";`, "X", map[string]string{"p": "\a\b\f\n\r\t\vz\x00Aÿ1 0é"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseJAAS(tt.text)
			if err != nil || got.module != tt.module || !maps.Equal(got.options, tt.options) {
				t.Errorf("got %q %q, %v; want %q %q", got.module, got.options, err, tt.module, tt.options)
			}
		})
	}
}

func TestParseJAASErrorsShowNothing(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "a login module is missing at character 1",
		"X":                               "a control flag such as required is missing at character 2",
		"X canary;":                       "a control flag such as required is missing at character 9",
		"X required":                      "an option or ; at the end is missing at character 11",
		"X required password":             "= after the name of an option is missing at character 20",
		"X required password=":            "a value is missing at character 21",
		"X required password=canary":      "an option or ; at the end is missing at character 27",
		`X required password="canary;`:    "the closing quote is missing at character 29",
		`X required password="ca"nary";`:  "= after the name of an option is missing at character 29",
		`X required password="canary\`:    "the closing quote is missing at character 29",
		"X required a=canary; Y required": "there is more than one login module",
	} {
		_, err := parseJAAS(text)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v shows the password", text, err)
		}
	}
}

func FuzzParseJAAS(f *testing.F) {
	f.Add(plainModule + `username="alice" password="\"\\\101";`)
	f.Fuzz(func(t *testing.T, text string) {
		entry, err := parseJAAS(text)
		if err == nil && entry.options == nil {
			t.Errorf("%q: no options and no error", text)
		}
	})
}
