package kafka

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/youmark/pkcs8"
)

// TLS is how the encrypted connection is made. The zero value trusts what the
// system trusts and verifies everything.
type TLS struct {
	// Roots are the authorities that may sign a broker's certificate; nil
	// means the system's.
	Roots *x509.CertPool
	// Certificate is ours, for brokers that ask for one (mutual TLS), also
	// where SASL logs in as well; nil means none.
	Certificate *tls.Certificate `json:"-"`
	Verify      Verification
}

// Verification says what is verified of a broker's certificate.
type Verification uint8

// From all to nothing.
const (
	VerifyAll   Verification = iota // who signed it, its dates, and that it names the host
	VerifyChain                     // not that it names the host
	VerifyNone                      // nothing
)

var insecure = map[Verification]string{
	VerifyChain: "host names in TLS certificates are not verified",
	VerifyNone:  "TLS certificates are not verified",
}

// config makes the configuration of crypto/tls, without a server name.
func (t *TLS) config() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: t.Roots}
	if t.Certificate != nil {
		// Not Certificates: that shows none to a broker whose list of
		// authorities does not fit, and the broker's refusal then misleads.
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return t.Certificate, nil
		}
	}
	switch t.Verify {
	case VerifyChain:
		c.InsecureSkipVerify = true // the chain is verified below
		c.VerifyConnection = t.verifyChain
	case VerifyNone:
		c.InsecureSkipVerify = true
	}
	return c
}

// verifyChain is what crypto/tls does, but for the host name.
func (t *TLS) verifyChain(state tls.ConnectionState) error {
	certs := state.PeerCertificates
	if len(certs) == 0 {
		return errors.New("the broker shows no certificate")
	}
	options := x509.VerifyOptions{Roots: t.Roots, Intermediates: x509.NewCertPool()}
	for _, c := range certs[1:] {
		options.Intermediates.AddCert(c)
	}
	if _, err := certs[0].Verify(options); err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: certs, Err: err}
	}
	return nil
}

// pemBlock finds one block of PEM. Java's properties have a whole block on one
// line, which encoding/pem does not accept.
var pemBlock = regexp.MustCompile(`(?s)-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END ([A-Z0-9 ]+)-----`)

// pemContent is what was found in PEM text.
type pemContent struct {
	certificates []*x509.Certificate
	key          crypto.Signer // nil where there is none
}

// parsePEM reads all certificates and at most one private key. Its errors
// quote nothing of the text.
func parsePEM(text string, password Secret) (content pemContent, err error) {
	for i, m := range pemBlock.FindAllStringSubmatch(text, -1) {
		kind, body := m[1], m[2]
		if kind != m[3] {
			return content, fmt.Errorf("PEM block %d begins as %s and does not end as one", i+1, kind)
		}
		if strings.Contains(body, "ENCRYPTED") {
			return content, errors.New("the private key is encrypted in the old way of OpenSSL; " +
				"convert it with: openssl pkcs8 -topk8 -in OLD.pem -out NEW.pem")
		}
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
		if err != nil {
			return content, fmt.Errorf("PEM block %d (%s) is damaged", i+1, kind)
		}
		switch {
		case kind == "CERTIFICATE" || kind == "TRUSTED CERTIFICATE":
			c, err := x509.ParseCertificate(der)
			if err != nil {
				return content, fmt.Errorf("PEM block %d is no certificate: %w", i+1, err)
			}
			content.certificates = append(content.certificates, c)
		case strings.HasSuffix(kind, "PRIVATE KEY"):
			if content.key != nil {
				return content, errors.New("there is more than one private key")
			}
			if content.key, err = parseKey(kind, der, password); err != nil {
				return content, err
			}
		}
	}
	return content, nil
}

// errKeyPassword: a private key could not be decrypted.
var errKeyPassword = errors.New("the private key cannot be decrypted: ssl.key.password is wrong, or the encryption is not one of PKCS #5 v2 (convert it with openssl pkcs8 -topk8)")

func parseKey(kind string, der []byte, password Secret) (crypto.Signer, error) {
	var key any
	var err error
	switch kind {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(der)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(der)
	case "ENCRYPTED PRIVATE KEY":
		if password.empty() {
			return nil, errors.New("the private key is encrypted and ssl.key.password is not set")
		}
		if key, err = decryptKey(der, password); err != nil {
			return nil, err
		}
	default:
		key, err = x509.ParsePKCS8PrivateKey(der)
	}
	if err != nil {
		return nil, errors.New("the private key is damaged or of a kind that is not known")
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case *ecdsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	default:
		return nil, errors.New("the private key is of a kind that TLS does not use")
	}
}

// decryptKey guards against the library, which panics on an initialisation
// vector or a text that is not a whole number of blocks.
func decryptKey(der []byte, password Secret) (key any, err error) {
	defer func() {
		if recover() != nil {
			err = errKeyPassword
		}
	}()
	key, _, err = pkcs8.ParsePrivateKey(der, []byte(password.reveal()))
	if err != nil {
		return nil, errKeyPassword
	}
	return key, nil
}

// parseRoots reads the authorities to trust.
func parseRoots(text string) (*x509.CertPool, error) {
	content, err := parsePEM(text, Secret{})
	if err != nil {
		return nil, err
	}
	if len(content.certificates) == 0 {
		return nil, errors.New("there is no certificate in it")
	}
	pool := x509.NewCertPool()
	for _, c := range content.certificates {
		pool.AddCert(c)
	}
	return pool, nil
}

// parseIdentity reads our certificate, those between it and its authority, and
// its private key.
func parseIdentity(text string, password Secret) (*tls.Certificate, error) {
	content, err := parsePEM(text, password)
	switch {
	case err != nil:
		return nil, err
	case content.key == nil:
		return nil, errors.New("the private key is missing: set ssl.key.location or ssl.keystore.key")
	case len(content.certificates) == 0:
		return nil, errors.New("the certificate is missing: set ssl.certificate.location or ssl.keystore.certificate.chain")
	}
	identity := &tls.Certificate{PrivateKey: content.key}
	for _, c := range content.certificates {
		public, ok := content.key.Public().(interface{ Equal(crypto.PublicKey) bool })
		if ok && identity.Leaf == nil && public.Equal(c.PublicKey) {
			identity.Leaf = c
			identity.Certificate = append([][]byte{c.Raw}, identity.Certificate...)
			continue
		}
		identity.Certificate = append(identity.Certificate, c.Raw)
	}
	if identity.Leaf == nil {
		return nil, errors.New("the private key does not belong to the certificate")
	}
	return identity, nil
}
