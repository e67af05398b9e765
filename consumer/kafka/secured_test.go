package kafka

import (
	"crypto/x509"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/sasl/plain"

	"github.com/kafkathreadmanager/ktm/model"
)

// A whole session over TLS with a client certificate and a login.
func TestReadOverTLSWithCertificateAndLogin(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.sign("client", false)
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(4, "orders"),
		kfake.TLS(ca.mutual(ca.server("127.0.0.1"))), kfake.EnableSASL(), kfake.Superuser("PLAIN", "alice", canary))
	settings, err := FromProperties(map[string]string{
		"security.protocol": "SASL_SSL",
		"sasl.mechanism":    "PLAIN", "sasl.username": "alice", "sasl.password": canary,
		"ssl.ca.pem": ca.pem(), "ssl.certificate.pem": certPEM(cert), "ssl.key.pem": keyPEM(t, key),
	})
	if err != nil {
		t.Fatal(err)
	}
	client := settings.Security.TLS.config()
	client.ServerName = "127.0.0.1"
	producer := newProducer(t, cluster, kgo.DialTLSConfig(client), kgo.SASL(plain.Auth{User: "alice", Pass: canary}.AsMechanism()))
	for partition := range int32(4) {
		produce(t, producer, "orders", partition, numbers("a", 10)...)
	}
	c := mustOpen(t, Config{Brokers: cluster.ListenAddrs(), Topics: []string{"orders"}, Start: oldest, ExitAtEnd: true, Security: settings.Security}, nil)
	c.end()
	if len(c.records) != 40 || len(c.faults) > 0 {
		t.Errorf("%d records, faults %s", len(c.records), c.faultTexts())
	}
}

// Refusals are told as what they are, and show no secret.
func TestOpenTellsWhyTheConnectionIsRefused(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	right := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"), kfake.TLS(ca.server("127.0.0.1")))
	wrong := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"), kfake.TLS(ca.server("other.example")))
	for _, tt := range []struct {
		name     string
		cluster  *kfake.Cluster
		security Security
		kind     model.FaultKind
		text     string
	}{
		{"plaintext to TLS", right, Security{}, model.FaultConnection, "closed the connection"},
		{"untrusted", right, Security{TLS: &TLS{Roots: roots(t, stranger)}}, model.FaultAuth, "unknown authority"},
		{"wrong host", wrong, Security{TLS: &TLS{Roots: roots(t, ca)}}, model.FaultAuth, "another host"},
		{"untrusted, whatever the host", wrong, Security{TLS: &TLS{Roots: roots(t, stranger), Verify: VerifyChain}}, model.FaultAuth, "unknown authority"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := config(tt.cluster, oldest, "orders")
			cfg.Security = tt.security
			f := mustOpen(t, cfg, nil).awaitFault(tt.kind)
			if !strings.Contains(f.Text, tt.text) || f.Hint == "" {
				t.Errorf("fault = %v (%s), want %q", f, f.Hint, tt.text)
			}
		})
	}
}

func TestOpenTellsThatTheLoginIsRefused(t *testing.T) {
	for _, mechanism := range []Mechanism{Plain, ScramSHA256, ScramSHA512} {
		t.Run(string(mechanism), func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"),
				kfake.EnableSASL(), kfake.Superuser(string(mechanism), "alice", "right"))
			cfg := config(cluster, oldest, "orders")
			cfg.Security.SASL = &SASL{Mechanism: mechanism, Username: "alice", Password: NewSecret(canary)}
			c := mustOpen(t, cfg, nil)
			c.until("a fault", func() bool { return len(c.faults) > 0 })
			// The embedded broker hangs up without an answer; Kafka says why.
			f := c.faults[0]
			if !strings.Contains(f.Text, "login") || strings.Contains(f.Error()+f.Hint, canary) {
				t.Errorf("fault = %v (%s)", f, f.Hint)
			}
		})
	}
}

// A login that is refused is tried once a second, at all brokers together.
func TestRefusedLoginIsTriedOnceASecond(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(3), kfake.SeedTopics(1, "orders"), kfake.EnableSASL(), kfake.Superuser(string(Plain), "alice", "right"))
	var tries atomic.Int32
	cluster.ControlKey(int16(kmsg.SASLAuthenticate), func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		tries.Add(1)
		return nil, nil, false
	})
	cfg := config(cluster, oldest, "orders")
	cfg.Security.SASL = &SASL{Mechanism: Plain, Username: "alice", Password: NewSecret(canary)}
	began := time.Now()
	x := mustOpen(t, cfg, nil)
	x.until("four tries", func() bool { return tries.Load() >= 4 })
	if took := time.Since(began); took < 3*time.Second-100*time.Millisecond {
		t.Errorf("four tries within %v", took)
	}
}

func roots(t *testing.T, a *authority) *x509.CertPool {
	t.Helper()
	pool, err := parseRoots(a.pem())
	if err != nil {
		t.Fatal(err)
	}
	return pool
}
