package decode

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"

	"github.com/kafkathreadmanager/ktm/model"
)

var node = frame(17, []byte{2, 0})

const nodeText = `Avro {"v":1,"next":null}`

func TestRegistryCredentials(t *testing.T) {
	const basic = "Basic cmVhZGVyOmh1bnRlcjI=" // reader:hunter2
	for name, tt := range map[string]struct {
		expects string
		config  func(url string) RegistryConfig
		want    string
	}{
		"basic": {basic, func(url string) RegistryConfig {
			return RegistryConfig{URLs: []string{url}, User: "reader", Password: "hunter2"}
		}, nodeText},
		"basic in the URL": {basic, func(url string) RegistryConfig {
			return RegistryConfig{URLs: []string{strings.Replace(url, "://", "://reader:hunter2@", 1)}}
		}, nodeText},
		"bearer": {"Bearer hunter2", func(url string) RegistryConfig {
			return RegistryConfig{URLs: []string{url}, Token: "hunter2"}
		}, nodeText},
		"wrong": {basic, func(url string) RegistryConfig {
			return RegistryConfig{URLs: []string{url}, User: "reader", Password: "hunter3"}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := fake(t, srfake.WithAuth(tt.expects))
			f.SeedSchema("nodes-value", 1, 17, sr.Schema{Schema: file(t, "list.avsc")})
			a := ask(t, tt.config(f.URL()))
			d := a.decoder(t, "avro")
			if tt.want != "" {
				if got := shown(a.settled(t, d, node)); got != tt.want {
					t.Error(got)
				}
				return
			}
			d.Decode("orders", false, node)
			fault := <-a.faults
			if fault.Kind != model.FaultAuthorization { // the fake answers 403
				t.Errorf("%+v", fault)
			}
			if all := fmt.Sprintf("%+v %v", fault, fault.Error()); strings.Contains(all, "hunter") {
				t.Error("the fault has the password: ", all)
			}
		})
	}
}

func TestRegistryMutualTLS(t *testing.T) {
	f := srfake.NewRegistry()
	f.SeedSchema("nodes-value", 1, 17, sr.Schema{Schema: file(t, "list.avsc")})
	s := httptest.NewUnstartedServer(f.Handler())
	ours := certificate(t)
	clients := x509.NewCertPool()
	clients.AddCert(ours.Leaf)
	s.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	servers := x509.NewCertPool()
	servers.AddCert(s.Certificate())

	a := ask(t, RegistryConfig{URLs: []string{s.URL}, TLS: &tls.Config{RootCAs: servers, Certificates: []tls.Certificate{ours}}})
	if got := shown(a.settled(t, a.decoder(t, "avro"), node)); got != nodeText {
		t.Error(got)
	}
	for name, tt := range map[string]struct {
		url  string
		tls  *tls.Config
		text string
	}{
		"without our certificate": {s.URL, &tls.Config{RootCAs: servers}, "the schema registry breaks TLS off: tls: certificate required"},
		"not trusted":             {s.URL, nil, "the schema registry cannot be trusted: TLS failed"},
		"http to https":           {strings.Replace(s.URL, "https", "http", 1), nil, "the schema registry answers 400 Bad Request"},
	} {
		a := ask(t, RegistryConfig{URLs: []string{tt.url}, TLS: tt.tls})
		a.decoder(t, "avro").Decode("orders", false, node)
		if fault := <-a.faults; fault.Text != tt.text {
			t.Errorf("%s: %v", name, fault)
		}
	}
}

// certificate makes one that signs itself, for both sides of TLS.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ktm"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func TestRegistryConfigMistakes(t *testing.T) {
	for _, tt := range []struct {
		config RegistryConfig
		want   string
	}{
		{RegistryConfig{}, "the schema registry's URL is missing"},
		{RegistryConfig{URLs: []string{"http://a:hunter2@"}}, "the schema registry's URL is not valid; write it as http://HOST:8081"},
		{RegistryConfig{URLs: []string{"http://a:hunter2@h:x"}}, "the schema registry's URL is not valid; write it as http://HOST:8081"},
		{RegistryConfig{URLs: []string{"http://h/?token=hunter2"}}, "the schema registry's URL is not valid; write it as http://HOST:8081"},
		{RegistryConfig{URLs: []string{"ftp://a:hunter2@h"}}, "the schema registry's URL begins with neither http:// nor https://"},
		{RegistryConfig{URLs: []string{"h"}, User: "a", Token: "hunter2"}, "the schema registry takes a user and a password, or a token, not both"},
	} {
		_, err := NewRegistry(tt.config, Events{})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%v: %v", tt.config.URLs, err)
		}
	}
}

func TestRegistryConfigShowsNoSecret(t *testing.T) {
	c := RegistryConfig{URLs: []string{"https://a:hunter2@h:8081/x", "http://%zz:hunter2@h"}, User: "a", Password: "hunter2", Token: "hunter2"}
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(form, c); strings.Contains(s, "hunter") || !strings.Contains(s, "https://h:8081/x") {
			t.Errorf("%s: %s", form, s)
		}
	}
}
