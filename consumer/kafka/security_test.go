package kafka

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/kafkathreadmanager/ktm/model"
)

const canary = "canary-7f3a"

// login opens one connection with what the properties say and asks for the
// cluster's metadata.
func login(t *testing.T, addr string, props map[string]string) error {
	t.Helper()
	s, err := FromProperties(props)
	if err != nil {
		t.Fatal(err)
	}
	c := sarama.NewConfig()
	c.Version = sarama.MaxVersion
	if err := s.Security.apply(c); err != nil {
		t.Fatal(err)
	}
	b := sarama.NewBroker(addr)
	if err := b.Open(c); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }() // fails where the connection did
	if _, err := b.Connected(); err != nil {
		return err
	}
	_, err = b.GetMetadata(sarama.NewMetadataRequest(c.Version, nil))
	return err
}

func with(props map[string]string, more ...string) map[string]string {
	props = maps.Clone(props)
	for i := 0; i < len(more); i += 2 {
		props[more[i]] = more[i+1]
	}
	return props
}

func TestLogin(t *testing.T) {
	ca := newAuthority(t)
	for _, mechanism := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		for _, protocol := range []string{"SASL_PLAINTEXT", "SASL_SSL"} {
			t.Run(mechanism+"/"+protocol, func(t *testing.T) {
				opts := []kfake.Opt{kfake.NumBrokers(1), kfake.EnableSASL(), kfake.Superuser(mechanism, "al=ice,", canary)}
				props := map[string]string{
					"security.protocol": protocol, "sasl.mechanism": mechanism,
					"sasl.username": "al=ice,", "sasl.password": canary,
				}
				if protocol == "SASL_SSL" {
					opts = append(opts, kfake.TLS(ca.server("127.0.0.1")))
					props["ssl.ca.pem"] = ca.pem()
				}
				addr := newCluster(t, opts...).ListenAddrs()[0]
				if err := login(t, addr, props); err != nil {
					t.Errorf("right password: %v", err)
				}
				err := login(t, addr, with(props, "sasl.password", canary+"x"))
				if err == nil {
					t.Error("a wrong password is accepted")
				}
				if fmt.Sprint(err) != strings.ReplaceAll(fmt.Sprint(err), canary, "") {
					t.Errorf("the error shows the password: %v", err)
				}
				if protocol == "SASL_SSL" {
					err = login(t, addr, with(props, "security.protocol", "SASL_PLAINTEXT"))
					if err == nil {
						t.Error("a plaintext login at a TLS port succeeded")
					}
				}
			})
		}
	}
}

// A server that does not know the password must not be believed.
func TestScramVerifiesTheServer(t *testing.T) {
	l := ScramSHA256.scram()
	if err := l.Begin("alice", canary, ""); err != nil {
		t.Fatal(err)
	}
	first, err := l.Step("")
	if err != nil {
		t.Fatal(err)
	}
	_, nonce, _ := strings.Cut(first, "r=")
	if _, err := l.Step("r=" + nonce + "server,s=c2FsdHNhbHQ=,i=4096"); err != nil {
		t.Fatal(err)
	}
	_, err = l.Step("v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	if err == nil {
		t.Error("a wrong signature of the server is accepted")
	}
	if strings.Contains(fmt.Sprint(err), canary) {
		t.Errorf("the error shows the password: %v", err)
	}
}

func TestTLS(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	right := newCluster(t, kfake.NumBrokers(1), kfake.TLS(ca.server("127.0.0.1"))).ListenAddrs()[0]
	wrong := newCluster(t, kfake.NumBrokers(1), kfake.TLS(ca.server("other.example"))).ListenAddrs()[0]

	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	ssl := map[string]string{"security.protocol": "ssl"}
	for _, tt := range []struct {
		name, addr string
		props      map[string]string
		want       any // the error, as a target of errors.As; nil for none
	}{
		{"trusted", right, with(ssl, "ssl.ca.pem", ca.pem()), nil},
		{"trusted by a file", right, with(ssl, "ssl.ca.location", file(t, ca.pem())), nil},
		{"one of several", right, with(ssl, "ssl.ca.location", file(t, stranger.pem()+"\n# comment\n"+ca.pem())), nil},
		{"Java's store", right, with(ssl, "ssl.truststore.type", "PEM", "ssl.truststore.location", file(t, ca.pem())), nil},
		{"Java's store on one line", right, with(ssl, "ssl.truststore.type", "PEM",
			"ssl.truststore.certificates", strings.ReplaceAll(ca.pem(), "\n", " ")), nil},
		{"https asked for", right, with(ssl, "ssl.ca.pem", ca.pem(), hostVerification, "https"), nil},
		{"system's authorities", right, ssl, &unknown},
		{"untrusted", right, with(ssl, "ssl.ca.pem", stranger.pem()), &unknown},
		{"wrong host", wrong, with(ssl, "ssl.ca.pem", ca.pem()), &host},
		{"wrong host allowed", wrong, with(ssl, "ssl.ca.pem", ca.pem(), hostVerification, ""), nil},
		{"wrong host allowed, untrusted", wrong, with(ssl, "ssl.ca.pem", stranger.pem(), hostVerification, "none"), &unknown},
		{"nothing verified", wrong, with(ssl, certVerification, "false"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := login(t, tt.addr, tt.props)
			if tt.want == nil && err != nil || tt.want != nil && !errors.As(err, tt.want) {
				t.Errorf("error = %v, want %T", err, tt.want)
			}
		})
	}
}

// A client certificate is shown also where SASL logs in as well.
func TestMutualTLS(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	cert, key := ca.sign("client", false)
	foreign, foreignKey := stranger.sign("client", false)

	for _, protocol := range []string{"SSL", "SASL_SSL"} {
		opts := []kfake.Opt{kfake.NumBrokers(1), kfake.TLS(ca.mutual(ca.server("127.0.0.1")))}
		props := map[string]string{"security.protocol": protocol, "ssl.ca.pem": ca.pem()}
		if protocol == "SASL_SSL" {
			opts = append(opts, kfake.EnableSASL(), kfake.Superuser("PLAIN", "alice", canary))
			props = with(props, "sasl.jaas.config",
				`org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="`+canary+`";`)
		}
		addr := newCluster(t, opts...).ListenAddrs()[0]
		for _, tt := range []struct {
			name  string
			props map[string]string
			ok    bool
		}{
			{"librdkafka's names", with(props, "ssl.certificate.location", file(t, certPEM(cert)), "ssl.key.location", file(t, keyPEM(t, key))), true},
			{"Java's names", with(props, "ssl.keystore.certificate.chain", certPEM(cert), "ssl.keystore.key", keyPEM(t, key)), true},
			{"one file, authority first", with(props, "ssl.keystore.type", "PEM", "ssl.keystore.location", file(t, ca.pem()+keyPEM(t, key)+certPEM(cert))), true},
			{"of a stranger", with(props, "ssl.certificate.pem", certPEM(foreign), "ssl.key.pem", keyPEM(t, foreignKey)), false},
			{"none", props, false},
		} {
			t.Run(protocol+"/"+tt.name, func(t *testing.T) {
				if err := login(t, addr, tt.props); (err == nil) != tt.ok {
					t.Errorf("error = %v, want success: %v", err, tt.ok)
				}
			})
		}
	}
}

func TestApplyRefusesWhatIsHalfGiven(t *testing.T) {
	for text, s := range map[string]SASL{
		"no user name":  {Mechanism: Plain, Password: NewSecret(canary)},
		"no password":   {Mechanism: Plain, Username: "alice"},
		"not supported": {Mechanism: "GSSAPI", Username: "alice", Password: NewSecret(canary)},
	} {
		err := Security{SASL: &s}.apply(sarama.NewConfig())
		f, ok := errors.AsType[*model.Fault](err)
		if !ok || f.Kind != model.FaultConfig || !f.Fatal || !strings.Contains(f.Text, text) || f.Hint == "" {
			t.Errorf("%+v: %v, want %q", s, err, text)
		}
	}
}

func TestSecurityNeverShowsASecret(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.sign("client", false)
	settings, err := FromProperties(map[string]string{
		"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "sasl.username": "alice", "sasl.password": canary,
		"ssl.keystore.certificate.chain": certPEM(cert), "ssl.keystore.key": keyPEM(t, key), certVerification: "false",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := settings.Security
	want := `SASL_SSL, PLAIN as "alice", client certificate, TLS certificates are not verified`
	if s.String() != want {
		t.Errorf("String = %s\nwant     %s", s, want)
	}
	shown := map[string]string{}
	holder := struct{ s Security }{s} // fmt asks no method of an unexported field
	secret := struct{ s Secret }{s.SASL.Password}
	for name, v := range map[string]any{
		"Security": s, "*Security": &s, "SASL": *s.SASL, "*SASL": s.SASL, "TLS": *s.TLS, "*TLS": s.TLS,
		"Secret": s.SASL.Password, "*Secret": &s.SASL.Password, "Settings": settings, "holder": holder, "secret": secret,
		"slice": []Security{s}, "map": map[string]Secret{"a": s.SASL.Password},
	} {
		for _, verb := range strings.Fields("%v %+v %#v %s %q %x %X %d %o %b %c %U %t %e %g %p %T %20.3s %z") {
			shown[name+" "+verb] = fmt.Sprintf(verb, v)
		}
		if data, err := json.Marshal(v); err == nil {
			shown[name+" JSON"] = string(data)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("connect", "v", v)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("connect", "v", v)
		shown[name+" slog"] = log.String()
	}
	_, err = FromProperties(map[string]string{"security.protocol": "SASL_SSL", "sasl.mechanism": "OTHER", "sasl.password": canary})
	shown["error"] = fmt.Sprintf("%v %+v %#v", err, err, err)

	number := secretKey(t, key)
	private := new(big.Int).SetBytes(number).String()
	for how, text := range shown {
		lower := strings.ToLower(text)
		for _, secret := range []string{canary, fmt.Sprintf("%x", canary), private, fmt.Sprintf("%x", number)} {
			if strings.Contains(lower, strings.ToLower(secret)) {
				t.Errorf("%s shows a secret: %s", how, text)
			}
		}
	}
}

func TestInsecure(t *testing.T) {
	for _, tt := range []struct {
		s    Security
		want string
	}{
		{Security{}, ""},
		{Security{TLS: &TLS{}}, ""},
		{Security{TLS: &TLS{Verify: VerifyChain}}, "host names in TLS certificates are not verified"},
		{Security{TLS: &TLS{Verify: VerifyNone}}, "TLS certificates are not verified"},
	} {
		if got := tt.s.Insecure(); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.s, got, tt.want)
		}
	}
}

// What another client is told names the protocol, and nobody.
func TestPropertiesNameNobody(t *testing.T) {
	login := &SASL{Mechanism: ScramSHA512, Username: "ann", Password: NewSecret("canary")}
	for _, tt := range []struct {
		s    Security
		want string
	}{
		{Security{}, ""},
		{Security{TLS: &TLS{}}, "security.protocol=SSL"},
		{Security{SASL: login}, "security.protocol=SASL_PLAINTEXT sasl.mechanism=SCRAM-SHA-512"},
		{Security{TLS: &TLS{}, SASL: login}, "security.protocol=SASL_SSL sasl.mechanism=SCRAM-SHA-512"},
	} {
		if got := strings.Join(tt.s.Properties(), " "); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.s, got, tt.want)
		}
	}
}
