package kafka

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	plainModule = "org.apache.kafka.common.security.plain.PlainLoginModule required "
	scramModule = "org.apache.kafka.common.security.scram.ScramLoginModule required "
)

func TestFromPropertiesReadsBothFamiliesOfNames(t *testing.T) {
	for _, props := range []map[string]string{
		{
			"bootstrap.servers": "a:9092, b:9093,", "client.id": "me", "client.rack": "r1", "isolation.level": "read_uncommitted",
			"security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512",
			"sasl.jaas.config": scramModule + `username="alice" password="` + canary + `";`,
		},
		{
			"metadata.broker.list": "a:9092,b:9093", "client.id": "me", "client.rack": "r1", "isolation.level": "READ_UNCOMMITTED",
			"security.protocol": "sasl_ssl", "sasl.mechanisms": "scram-sha-512", "sasl.username": "alice", "sasl.password": canary,
		},
	} {
		s, err := FromProperties(props)
		if err != nil {
			t.Fatal(err)
		}
		if s.ClientID != "me" || s.Rack != "r1" || s.Isolation != model.ReadUncommitted {
			t.Errorf("settings = %+v", s)
		}
		if got, want := s.Security.String(), `SASL_SSL, SCRAM-SHA-512 as "alice"`; got != want {
			t.Errorf("security = %s, want %s", got, want)
		}
		if s.Security.SASL.Password.reveal() != canary {
			t.Error("the password is another")
		}
		if len(s.Ignored) > 0 || len(s.Unknown) > 0 {
			t.Errorf("ignored %v, unknown %v", s.Ignored, s.Unknown)
		}
	}
}

func TestFromPropertiesOfNothing(t *testing.T) {
	s, err := FromProperties(nil)
	if err != nil || s.Security.Protocol() != "PLAINTEXT" || s.Isolation != model.ReadCommitted {
		t.Errorf("settings = %+v, %v", s, err)
	}
}

// The mechanism follows from the login module where there is only one; what
// is nearer wins over the file's jaas.config.
func TestFromPropertiesLogin(t *testing.T) {
	for _, tt := range []struct {
		name           string
		props          []string
		user, password string
	}{
		{"jaas alone", []string{"sasl.jaas.config", plainModule + "username=bob password='p w';"}, "bob", "p w"},
		{"password of the environment", []string{"sasl.jaas.config", plainModule + "username=bob password=file;", "sasl.password", "env"}, "bob", "env"},
		{"user and password of the environment", []string{
			"sasl.jaas.config", plainModule + "username=bob password=file;", "sasl.username", "eve", "sasl.password", "env",
		}, "eve", "env"},
		{"the same user twice", []string{"sasl.jaas.config", plainModule + "username=bob password=file;", "sasl.username", "bob"}, "bob", "file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := FromProperties(with(map[string]string{"security.protocol": "SASL_PLAINTEXT"}, tt.props...))
			if err != nil {
				t.Fatal(err)
			}
			l := s.Security.SASL
			if l.Mechanism != Plain || l.Username != tt.user || l.Password.reveal() != tt.password {
				t.Errorf("%s as %s with %s", l.Mechanism, l.Username, l.Password.reveal())
			}
		})
	}
}

func TestFromPropertiesRefuses(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.sign("client", false)
	_, other := ca.sign("other", false)
	sasl := map[string]string{"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "sasl.username": "alice", "sasl.password": canary}
	ssl := map[string]string{"security.protocol": "SSL"}
	missing := filepath.Join(t.TempDir(), "missing.pem")

	for _, tt := range []struct {
		name  string
		props map[string]string
		want  []string // in the text or in the hint
	}{
		{"protocol", map[string]string{"security.protocol": "TLS"}, []string{`"TLS"`, "SASL_SSL"}},
		{"isolation", map[string]string{"isolation.level": "none"}, []string{`"none"`, "read_committed"}},
		{"two names that differ", map[string]string{"bootstrap.servers": "a", "metadata.broker.list": "b"}, []string{"bootstrap.servers", "metadata.broker.list"}},
		{"mechanism", with(sasl, "sasl.mechanism", "GSSAPI"), []string{`"GSSAPI"`, "SCRAM-SHA-256"}},
		{"mechanism missing", with(sasl, "sasl.mechanism", ""), []string{"mechanism is missing", "PLAIN"}},
		{"mechanism of SCRAM missing", with(sasl, "sasl.mechanism", "", "sasl.jaas.config", scramModule+"username=a password=b;"), []string{"mechanism is missing"}},
		{"user name missing", with(sasl, "sasl.username", ""), []string{"no user name", "sasl.username"}},
		{"password missing", with(sasl, "sasl.password", ""), []string{`"alice"`, "sasl.password", "sasl.jaas.config", "KTM_SASL_PASSWORD", "terminal"}},
		{"login without a protocol", with(sasl, "security.protocol", ""), []string{"sasl.mechanism", "security.protocol", "SASL_SSL"}},
		{"module for another mechanism", with(sasl, "sasl.jaas.config", scramModule+"username=a password=b;"), []string{"login module", `"PLAIN"`}},
		{"module of another kind", with(sasl, "sasl.jaas.config", "com.example.X required password="+canary+";"), []string{"ScramLoginModule"}},
		{"jaas cut off", with(sasl, "sasl.jaas.config", plainModule+`username="alice" password="`+canary), []string{"closing quote", "character"}},
		{"TLS without a protocol", map[string]string{"ssl.ca.pem": ca.pem()}, []string{"ssl.ca.pem", "security.protocol", "SSL"}},
		{"no such file", with(ssl, "ssl.ca.location", missing), []string{"ssl.ca.location", missing}},
		{"no PEM", with(ssl, "ssl.ca.location", file(t, "hello")), []string{"ssl.ca.location", "no PEM"}},
		{"no certificate", with(ssl, "ssl.ca.location", file(t, keyPEM(t, key))), []string{"ssl.ca.location", "no certificate"}},
		{"JKS of authorities", with(ssl, "ssl.truststore.location", file(t, "\xfe\xed\xfe\xed\x00\x00")), []string{"keytool -list -rfc", "ssl.ca.location"}},
		{"PKCS12 of authorities", with(ssl, "ssl.truststore.location", file(t, "\x30\x82\x0a\x00")), []string{"keytool -list -rfc"}},
		{"JKS keystore", with(ssl, "ssl.keystore.location", file(t, "\xfe\xed\xfe\xed\x00\x00")), []string{"keytool -importkeystore", "openssl pkcs12"}},
		{"PKCS12 keystore", with(ssl, "ssl.keystore.location", file(t, "\x30\x82\x0a\x00")), []string{"openssl pkcs12", "ssl.keystore.location=client.pem"}},
		{"store type", with(ssl, "ssl.keystore.type", "BCFKS"), []string{`"BCFKS"`, "PEM"}},
		{"certificate without a key", with(ssl, "ssl.certificate.location", file(t, certPEM(cert))), []string{"ssl.certificate.location", "ssl.key.location"}},
		{"key without a certificate", with(ssl, "ssl.key.location", file(t, keyPEM(t, key))), []string{"ssl.key.location", "ssl.certificate.location"}},
		{"key of another certificate", with(ssl, "ssl.certificate.pem", certPEM(cert), "ssl.key.pem", keyPEM(t, other)), []string{"does not belong"}},
		{"two keys", with(ssl, "ssl.keystore.key", keyPEM(t, key), "ssl.key.pem", keyPEM(t, other)), []string{"more than one"}},
		{"host verification", with(ssl, hostVerification, "http"), []string{hostVerification, "https or none"}},
		{"certificate verification", with(ssl, certVerification, "no"), []string{certVerification, `"no"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := FromProperties(tt.props)
			f, ok := errors.AsType[*model.Fault](err)
			if !ok || f.Kind != model.FaultConfig {
				t.Fatalf("error = %v, want a fault of kind config", err)
			}
			text := f.Error() + " " + f.Hint
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q lacks %q", text, want)
				}
			}
			if strings.Contains(text, canary) {
				t.Errorf("%q shows the password", text)
			}
		})
	}
}

// Nothing is passed over in silence.
func TestFromPropertiesNamesWhatHasNoEffect(t *testing.T) {
	s, err := FromProperties(map[string]string{
		"security.protocol": "PLAINTEXT", "sasl.username": "alice", "ssl.ca.location": "/missing",
		"group.id": "g", "auto.offset.reset": "earliest", "compression.type": "zstd", "key.deserializer": "x.Y",
		"schema.registry.basic.auth.user.info": "u:" + canary, "auto.register.schemas": "true", "sasl.kerberos.service.name": "kafka", "ssl.keystore.password": canary,
		"bootstrap.server": "typo", "no.such.pasword": canary,
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"bootstrap.server", "no.such.pasword"}; !slices.Equal(s.Unknown, want) {
		t.Errorf("unknown = %v, want %v", s.Unknown, want)
	}
	var names []string
	for _, i := range s.Ignored {
		names = append(names, i.Name)
		if i.Reason == "" {
			t.Errorf("no reason for %s", i.Name)
		}
	}
	want := []string{
		"auto.offset.reset", "auto.register.schemas", "compression.type", "group.id", "key.deserializer", "sasl.kerberos.service.name",
		"sasl.username", "schema.registry.basic.auth.user.info", "ssl.ca.location", "ssl.keystore.password",
	}
	if !slices.Equal(names, want) {
		t.Errorf("ignored = %v, want %v", names, want)
	}
	if s.Security.Protocol() != "PLAINTEXT" {
		t.Errorf("security = %v", s.Security)
	}
	if strings.Contains(fmt.Sprintf("%v", s), canary) {
		t.Errorf("a secret is shown: %v", s)
	}
}

// A setting that has an effect must not be in the table of those without, and
// none may be there for two reasons.
func TestTableOfPropertiesWithoutEffect(t *testing.T) {
	source, err := os.ReadFile("ignored.go")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(string(source))
	for name, reason := range without {
		n := 0
		for _, w := range words {
			if strings.Trim(w, "`,") == name {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s is listed %d times", name, n)
		}
		if reason == "" {
			t.Errorf("%s has no reason", name)
		}
	}
	for _, name := range effective {
		if reason, ok := whyWithout(name); ok {
			t.Errorf("%s has an effect and is listed as %q", name, reason)
		}
	}
}

func TestWarnings(t *testing.T) {
	s, err := FromProperties(map[string]string{
		"acks": canary, "retries": canary, "group.id": canary, "no.such.thing": canary, "schema.registry.ur": canary,
		"security.protocol": "SSL", "enable.ssl.certificate.verification": "false",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"no effect: schema.registry.ur (unknown; did you mean schema.registry.url?)",
		"no effect: no.such.thing (unknown)",
		"no effect: group.id (ktm joins no consumer group and commits nothing)",
		"no effect: acks, retries (ktm writes nothing)",
		s.Security.Insecure(),
	}
	if got := s.Warnings(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if list := (Settings{}).Warnings(); list != nil {
		t.Errorf("settings that do what they say are warned of: %q", list)
	}
}

// What protects the connection is never passed over for a slip: ktm would go on
// in the clear.
func TestAMisspeltPropertyOfSecurityIsAMistake(t *testing.T) {
	for name, meant := range map[string]string{
		"securty.protocol": "security.protocol", "security.protocl": "security.protocol", "Security.Protocol": "security.protocol", "sasl.mechansim": "sasl.mechanism",
		"ssl.ca.locatoin": "ssl.ca.location", "sals.username": "sasl.username", "schema.registry.ssl.ca.locatoin": "schema.registry.ssl.ca.location",
	} {
		_, err := FromProperties(map[string]string{name: canary})
		f, ok := errors.AsType[*model.Fault](err)
		if !ok || f.Kind != model.FaultConfig || f.Text != "there is no property "+name || f.Hint != "Did you mean "+meant+"?" {
			t.Errorf("%s: %+v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), canary) {
			t.Errorf("%s: the value is told: %v", name, err)
		}
	}
	for _, name := range []string{"ssl.client.auth", "sasl.enabled.mechanisms", "security.inter.broker.protocol"} { // of a broker
		if s, err := FromProperties(map[string]string{name: canary}); err != nil || !slices.Equal(s.Unknown, []string{name}) {
			t.Errorf("%s: %v %q", name, err, s.Unknown)
		}
	}
}

func TestAStoreOfJavaThatIsNotThere(t *testing.T) {
	for name, want := range map[string]string{"ssl.keystore.location": "set ssl.certificate.location and ssl.key.location", "ssl.truststore.location": "set ssl.ca.location"} {
		_, err := FromProperties(map[string]string{"security.protocol": "SSL", name: "nowhere/client.jks"})
		f, ok := errors.AsType[*model.Fault](err)
		if !ok || !strings.Contains(f.Hint, "of Java are not read") || !strings.Contains(f.Hint, want) {
			t.Errorf("%s: %+v", name, err)
		}
	}
}
