package kafka

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
)

func encryptedKeyPEM(t *testing.T, key any, password string) string {
	t.Helper()
	der, err := pkcs8.MarshalPrivateKey(key, []byte(password), nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der}))
}

func TestParseIdentityReadsAllKindsOfKeys(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.sign("client", false)
	parsed, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secretKey(t, key))
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(parsed)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"PKCS #8":           keyPEM(t, key),
		"SEC 1":             string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1})),
		"PKCS #8 encrypted": encryptedKeyPEM(t, key, canary),
	} {
		t.Run(name, func(t *testing.T) {
			identity, err := parseIdentity(certPEM(ca.cert)+text+certPEM(cert), NewSecret(canary))
			if err != nil {
				t.Fatal(err)
			}
			if !identity.Leaf.Equal(cert) || string(identity.Certificate[0]) != string(cert.Raw) || len(identity.Certificate) != 2 {
				t.Errorf("the leaf is %v of %d certificates", identity.Leaf.Subject, len(identity.Certificate))
			}
		})
	}
}

func TestParseIdentityRefuses(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.sign("client", false)
	good := certPEM(cert)
	block := func(kind, body string) string {
		return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n"
	}
	// What is encrypted is not a whole number of cipher blocks.
	whole, _ := pem.Decode([]byte(encryptedKeyPEM(t, key, canary)))
	var info struct {
		Algorithm asn1.RawValue
		Data      []byte
	}
	if _, err := asn1.Unmarshal(whole.Bytes, &info); err != nil {
		t.Fatal(err)
	}
	info.Data = info.Data[:len(info.Data)-5]
	cut, err := asn1.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ text, password, want string }{
		"encrypted, no password":    {good + encryptedKeyPEM(t, key, canary), "", "ssl.key.password is not set"},
		"encrypted, wrong password": {good + encryptedKeyPEM(t, key, canary), canary + "x", "ssl.key.password is wrong"},
		"encrypted, damaged":        {good + string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: cut})), canary, "ssl.key.password is wrong"},
		"the old encryption":        {good + block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA"), canary, "openssl pkcs8 -topk8"},
		"not base64":                {good + block("PRIVATE KEY", "canary!"), "", "PEM block 2 (PRIVATE KEY) is damaged"},
		"not a key":                 {good + block("PRIVATE KEY", "Y2FuYXJ5"), "", "damaged"},
		"not a certificate":         {block("CERTIFICATE", "Y2FuYXJ5") + keyPEM(t, key), "", "PEM block 1 is no certificate"},
		"ends as another":           {"-----BEGIN CERTIFICATE-----AAAA-----END PRIVATE KEY-----", "", "does not end as one"},
		"a public key":              {good + block("PUBLIC KEY", "AAAA"), "", "private key is missing"},
		"nothing":                   {"", "", "private key is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseIdentity(tt.text, NewSecret(tt.password))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("%v shows what was read", err)
			}
		})
	}
}

func FuzzParsePEM(f *testing.F) {
	f.Add("-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----", "p")
	f.Add("-----BEGIN ENCRYPTED PRIVATE KEY-----MAA=-----END ENCRYPTED PRIVATE KEY-----", "p")
	f.Fuzz(func(t *testing.T, text, password string) {
		content, err := parsePEM(text, NewSecret(password))
		if n := strings.Count(text, "-----BEGIN "); err == nil && len(content.certificates) > n {
			t.Errorf("%d certificates in %d blocks", len(content.certificates), n)
		}
	})
}
