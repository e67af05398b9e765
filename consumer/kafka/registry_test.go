package kafka

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

const registryHost = "http://registry:8081"

func TestRegistryOfProperties(t *testing.T) {
	login := []string{"security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.username", "bob", "sasl.password", canary}
	for name, tt := range map[string]struct {
		props                 []string
		user, password, token string
	}{
		"nothing else":       {},
		"user info":          {props: []string{"schema.registry.basic.auth.user.info", "al:" + canary}, user: "al", password: canary},
		"as Java has it":     {props: []string{"basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "al:a:b"}, user: "al", password: "a:b"},
		"in the URL":         {props: []string{"basic.auth.credentials.source", "URL"}},
		"as for the brokers": {props: append([]string{"schema.registry.basic.auth.credentials.source", "sasl_inherit"}, login...), user: "bob", password: canary},
		"token":              {props: []string{"schema.registry.bearer.auth.token", canary}, token: canary},
		"token by its source": {
			props: []string{"bearer.auth.token", canary, "bearer.auth.credentials.source", "STATIC_TOKEN"}, token: canary,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := FromProperties(with(map[string]string{"schema.registry.url": registryHost + ", http://other"}, tt.props...))
			if err != nil {
				t.Fatal(err)
			}
			r := s.Registry
			if got := strings.Join(r.URLs, " "); got != registryHost+" http://other" {
				t.Errorf("URLs %s", got)
			}
			if password, token := r.Secrets(); r.User != tt.user || password != tt.password || token != tt.token {
				t.Errorf("%q with %q, token %q", r.User, password, token)
			}
			if len(s.Ignored)+len(s.Unknown) > 0 {
				t.Errorf("ignored %v, unknown %v", s.Ignored, s.Unknown)
			}
			if shown := fmt.Sprintf("%v %+v %#v", s, r, r); strings.Contains(shown, canary) {
				t.Errorf("a secret is shown: %s", shown)
			}
		})
	}
}

// Mistakes name the property and what to write, and never a secret.
func TestMistakesInRegistryProperties(t *testing.T) {
	for _, tt := range []struct {
		props []string
		want  string
		hint  string
	}{
		{[]string{"schema.registry.basic.auth.user.info", canary}, "schema.registry.basic.auth.user.info is not valid", "USER:PASSWORD"},
		{[]string{"basic.auth.credentials.source", "USER_INFO"}, "schema.registry.basic.auth.user.info is missing", "USER:PASSWORD"},
		{[]string{"basic.auth.credentials.source", "SASL_INHERIT"}, "there is no SASL login", "USER_INFO"},
		{[]string{"basic.auth.credentials.source", "KEYTAB"}, `"KEYTAB" is not known`, "SASL_INHERIT"},
		{[]string{"bearer.auth.credentials.source", "STATIC_TOKEN"}, "schema.registry.bearer.auth.token is missing", "KTM_SCHEMA_REGISTRY_TOKEN"},
		{[]string{"bearer.auth.credentials.source", "OAUTHBEARER"}, `"OAUTHBEARER" is not supported`, "STATIC_TOKEN"},
		{[]string{"basic.auth.user.info", "a:" + canary, "bearer.auth.token", canary}, "not both", "one of them"},
		{[]string{"basic.auth.user.info", "a:b", "schema.registry.basic.auth.user.info", "a:" + canary}, "mean the same and differ", "one of them"},
		{[]string{"schema.registry.ssl.ca.location", "/no/such/ca.pem"}, "for the schema registry: ssl.ca.location", ""},
		{[]string{"schema.registry.ssl.endpoint.identification.algorithm", "ftp"}, `for the schema registry: ssl.endpoint.identification.algorithm "ftp"`, "https or none"},
	} {
		_, err := FromProperties(with(map[string]string{"schema.registry.url": registryHost}, tt.props...))
		f, ok := errors.AsType[*model.Fault](err)
		if !ok || f.Kind != model.FaultConfig || !strings.Contains(f.Text, tt.want) || !strings.Contains(f.Hint, tt.hint) {
			t.Errorf("%v: %v, want %q and %q", tt.props, err, tt.want, tt.hint)
		}
		if err != nil && strings.Contains(err.Error()+f.Hint, canary) {
			t.Errorf("a secret is shown: %v", err)
		}
	}
}

// What is set for a registry that is not named has no effect, which is told.
func TestRegistryWithoutURL(t *testing.T) {
	s, err := FromProperties(map[string]string{
		"schema.registry.basic.auth.user.info": "a:b", "schema.registry.ssl.endpoint.identification.algorithm": "https", "schema.registry.urll": "x",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "no effect: schema.registry.urll (unknown; did you mean schema.registry.url?)\n" +
		"no effect: schema.registry.basic.auth.user.info, schema.registry.ssl.endpoint.identification.algorithm (schema.registry.url is not set)"
	if got := strings.Join(s.Warnings(), "\n"); got != want || s.Registry != nil {
		t.Errorf("%v\ngot  %s\nwant %s", s.Registry, got, want)
	}
}

// The TLS of the registry is its own: that of the brokers says nothing of it.
func TestTLSOfTheRegistry(t *testing.T) {
	s, err := FromProperties(map[string]string{
		"schema.registry.url": "https://registry", "schema.registry.enable.ssl.certificate.verification": "true",
		"schema.registry.ssl.endpoint.identification.algorithm": "", "schema.registry.ssl.truststore.password": canary,
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Security.TLS != nil || s.Registry.TLS == nil || s.Registry.TLS.Verify != VerifyChain || s.Unknown != nil {
		t.Errorf("brokers %v, registry %+v", s.Security, s.Registry.TLS)
	}
	if !s.Registry.TLSConfig().InsecureSkipVerify || (&SchemaRegistry{}).TLSConfig() != nil {
		t.Error("the configuration of TLS is another")
	}
	got := strings.Join(s.Warnings(), "\n")
	for _, part := range []string{"schema.registry.ssl.truststore.password (certificates come as PEM", "schema registry: host names in TLS certificates are not verified"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in %q", part, got)
		}
	}
}
