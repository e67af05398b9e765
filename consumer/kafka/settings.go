package kafka

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/files"
)

// Settings is what properties say, but for the brokers, which are the caller's
// to name. Java's names and those of librdkafka are understood.
type Settings struct {
	ClientID  string
	Rack      string
	Isolation model.Isolation
	Security  Security
	Registry  *SchemaRegistry // nil where none is named

	// Ignored are properties that are known and have no effect here; Unknown
	// are all others. Both are sorted by name.
	Ignored []Ignored
	Unknown []string
}

// Ignored is a property without effect and why it has none.
type Ignored struct {
	Name, Reason string
}

const (
	hintPassword = "Give it as sasl.password or sasl.jaas.config in a file for -F, " +
		"in the environment as KTM_SASL_PASSWORD, or run ktm in a terminal to be asked."
	hintMechanism = "Set sasl.mechanism to PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."
)

// FromProperties reads settings from properties. Files that they name are read
// at once. An error is a *model.Fault of kind config; it names the property
// and never quotes a secret.
func FromProperties(props map[string]string) (Settings, error) {
	p := properties{values: props, used: map[string]bool{}}
	s := Settings{ClientID: p.one("client.id"), Rack: p.one("client.rack")}
	_ = p.one("bootstrap.servers", "metadata.broker.list") // they must agree, and have an effect elsewhere
	switch level := p.one("isolation.level"); strings.ToLower(level) {
	case "", model.ReadCommitted.String():
	case model.ReadUncommitted.String():
		s.Isolation = model.ReadUncommitted
	default:
		p.fail("Use read_committed or read_uncommitted.", "isolation.level %q is not known", level)
	}
	s.Security = p.security()
	s.Registry = p.registry(s.Security.SASL)
	if p.err != nil {
		return Settings{}, p.err
	}
	s.Ignored, s.Unknown = p.rest()
	if p.misspelt(s.Unknown); p.err != nil {
		return Settings{}, p.err
	}
	return s, nil
}

// properties is what FromProperties works on. The first error is kept.
type properties struct {
	values  map[string]string
	used    map[string]bool
	ignored []Ignored
	err     error
}

// fail keeps an error, unless there is one already.
func (p *properties) fail(hint, format string, args ...any) {
	if p.err == nil {
		p.err = configFault(fmt.Sprintf(format, args...), hint)
	}
}

// one gives the value of a property that has several names. Two of them may
// be given if they agree.
func (p *properties) one(names ...string) string {
	value, from := "", ""
	for _, name := range names {
		p.used[name] = true
		v := p.values[name]
		if v == "" {
			continue
		}
		if from != "" && v != value {
			p.fail("Give one of them.", "%s and %s mean the same and differ", from, name)
		}
		value, from = v, name
	}
	return value
}

// given says which of the properties have a value.
func (p *properties) given(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return p.values[name] == "" })
}

// security reads security.protocol and what belongs to it.
func (p *properties) security() Security {
	protocol := p.one("security.protocol")
	var overTLS, login bool
	switch strings.ToUpper(protocol) {
	case "", "PLAINTEXT":
	case "SSL":
		overTLS = true
	case "SASL_PLAINTEXT":
		login = true
	case "SASL_SSL":
		overTLS, login = true, true
	default:
		p.fail("Use PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.", "security.protocol %q is not known", protocol)
		return Security{}
	}
	var s Security
	if overTLS {
		s.TLS = p.tls()
	} else {
		p.leave(tlsProperties, protocol, "SSL or SASL_SSL")
	}
	if login {
		s.SASL = p.sasl()
	} else {
		p.leave(saslProperties, protocol, "SASL_SSL or SASL_PLAINTEXT")
	}
	return s
}

// leave passes over properties that the protocol does not use. Where the
// protocol was chosen that is an answer to give; where it was left out it is
// most likely a slip, and to go on in the clear would be wrong.
func (p *properties) leave(names []string, protocol, wanted string) {
	for _, name := range p.given(names...) {
		if protocol == "" && name != hostVerification && name != certVerification {
			p.fail("Set security.protocol to "+wanted+".", "%s is set, but security.protocol is not", name)
			return
		}
		p.used[name] = true
		p.ignored = append(p.ignored, Ignored{name, "security.protocol is " + orPlaintext(protocol)})
	}
}

func orPlaintext(protocol string) string {
	if protocol == "" {
		return "PLAINTEXT"
	}
	return strings.ToUpper(protocol)
}

var saslProperties = []string{"sasl.mechanism", "sasl.mechanisms", "sasl.username", "sasl.password", "sasl.jaas.config"}

// loginModules are the classes of Kafka's login modules and the mechanisms
// that they are for.
var loginModules = map[string][]Mechanism{
	"PlainLoginModule": {Plain},
	"ScramLoginModule": {ScramSHA256, ScramSHA512},
}

func (p *properties) sasl() *SASL {
	s := &SASL{Username: p.one("sasl.username")}
	given := p.one("sasl.mechanism", "sasl.mechanisms")
	s.Mechanism = Mechanism(strings.ToUpper(given))
	password := p.one("sasl.password")
	if text := p.one("sasl.jaas.config"); text != "" {
		entry, err := parseJAAS(text)
		if err != nil {
			p.fail("", "sasl.jaas.config cannot be read: %v", err)
			return nil
		}
		modules, ok := loginModules[entry.module]
		switch {
		case !ok:
			p.fail("Use PlainLoginModule or ScramLoginModule.", "the login module in sasl.jaas.config is not supported")
			return nil
		case s.Mechanism == "" && len(modules) == 1:
			s.Mechanism = modules[0]
		case s.Mechanism != "" && !slices.Contains(modules, s.Mechanism):
			p.fail("", "the login module in sasl.jaas.config is not the one of sasl.mechanism %q", given)
			return nil
		}
		// A nearer sasl.username or sasl.password, as from the environment,
		// wins over what the file's jaas.config says.
		if s.Username == "" || s.Username == entry.options["username"] {
			s.Username = entry.options["username"]
			if password == "" {
				password = entry.options["password"]
			}
		}
	}
	s.Password = NewSecret(password)
	switch {
	case s.Mechanism == "":
		p.fail(hintMechanism, "the SASL mechanism is missing")
	case !slices.Contains([]Mechanism{Plain, ScramSHA256, ScramSHA512}, s.Mechanism):
		p.fail(hintMechanism, "the SASL mechanism %q is not supported", given)
	case s.Username == "":
		p.fail("Set sasl.username or sasl.jaas.config.", "the SASL login has no user name")
	case password == "":
		p.fail(hintPassword, "there is no password for the SASL user %q", s.Username)
	}
	return s
}

const (
	hostVerification = "ssl.endpoint.identification.algorithm"
	certVerification = "enable.ssl.certificate.verification"
)

// Where PEM text comes from: files, and properties that hold it themselves.
var (
	rootFiles     = []string{"ssl.ca.location", "ssl.truststore.location"}
	rootTexts     = []string{"ssl.ca.pem", "ssl.truststore.certificates"}
	identityFiles = []string{"ssl.certificate.location", "ssl.key.location", "ssl.keystore.location"}
	identityTexts = []string{"ssl.certificate.pem", "ssl.key.pem", "ssl.keystore.certificate.chain", "ssl.keystore.key"}

	tlsProperties = slices.Concat(rootFiles, rootTexts, identityFiles, identityTexts,
		[]string{"ssl.truststore.type", "ssl.keystore.type", "ssl.key.password", hostVerification, certVerification})
)

func (p *properties) tls() *TLS {
	t := &TLS{}
	p.storeType("ssl.truststore.type")
	p.storeType("ssl.keystore.type")
	password := NewSecret(p.one("ssl.key.password"))
	if text, from := p.pem(rootFiles, rootTexts); from != "" && p.err == nil {
		roots, err := parseRoots(text)
		if err != nil {
			p.fail("It holds the certificates of the authorities to trust, as PEM.", "%s: %v", from, err)
		}
		t.Roots = roots
	}
	if text, from := p.pem(identityFiles, identityTexts); from != "" && p.err == nil {
		identity, err := parseIdentity(text, password)
		if err != nil {
			p.fail("A client certificate needs the certificate and its private key, as PEM.", "%s: %v", from, err)
		}
		t.Certificate = identity
	}
	// The empty value means something here: it is how Java switches it off.
	algorithm, set := p.values[hostVerification]
	p.used[hostVerification] = true
	switch strings.ToLower(algorithm) {
	case "https":
	case "", "none":
		if set {
			t.Verify = VerifyChain
		}
	default:
		p.fail("Use https or none.", "%s %q is not known", hostVerification, algorithm)
	}
	switch v := p.one(certVerification); strings.ToLower(v) {
	case "", "true":
	case "false":
		t.Verify = VerifyNone
	default:
		p.fail("", "%s %q is neither true nor false", certVerification, v)
	}
	return t
}

// pem joins what the properties hold and what the files hold that they name,
// and says which properties that were.
func (p *properties) pem(paths, texts []string) (text, from string) {
	var parts []string
	for _, name := range paths {
		path := p.one(name)
		if path == "" {
			continue
		}
		path = files.AtHome(path)
		data, err := os.ReadFile(path)
		if err = files.Why(path, err); err == nil {
			err = checkPEM(data, path, name)
		}
		if err != nil {
			p.fail(storeHint(path, name), "%s: %v", name, err)
		}
		parts = append(parts, string(data))
	}
	for _, name := range texts {
		parts = append(parts, p.one(name))
	}
	return strings.Join(parts, "\n"), strings.Join(p.given(slices.Concat(paths, texts)...), ", ")
}

// storeHint is what to give instead of a store of Java that is told by its name.
func storeHint(path, name string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jks", ".p12", ".pfx", ".keystore", ".truststore":
	default:
		return ""
	}
	if slices.Contains(rootFiles, name) {
		return "Truststores of Java are not read: set ssl.ca.location to the authority's certificate, as PEM."
	}
	return "Keystores of Java are not read: set ssl.certificate.location and ssl.key.location to files of PEM."
}

// storeType reads the type of a store. It only has to be one that exists: the
// store itself is judged by what it holds.
func (p *properties) storeType(name string) {
	switch v := p.one(name); strings.ToUpper(v) {
	case "", "PEM", "JKS", "PKCS12":
	default:
		p.fail("Use PEM.", "%s %q is not known", name, v)
	}
}

// checkPEM says how to convert a store of Java. name is the property.
func checkPEM(data []byte, path, name string) error {
	text := string(data)
	switch {
	case strings.Contains(text, "-----BEGIN "):
		return nil
	case strings.HasPrefix(text, "\xfe\xed\xfe\xed"), strings.HasPrefix(text, "\x30\x82"), strings.HasPrefix(text, "\x30\x80"):
	default:
		return fmt.Errorf("%q holds no PEM", path)
	}
	if slices.Contains(rootFiles, name) {
		return fmt.Errorf("%q is a binary store (JKS, PKCS12 or DER), and ktm reads PEM; convert it with: "+
			"keytool -list -rfc -keystore %q > ca.pem; and set ssl.ca.location=ca.pem", path, path)
	}
	if strings.HasPrefix(text, "\xfe\xed") {
		return fmt.Errorf("%q is a JKS store, and ktm reads PEM; convert it with: "+
			"keytool -importkeystore -srckeystore %q -destkeystore store.p12 -deststoretype PKCS12; "+
			"openssl pkcs12 -in store.p12 -out client.pem; "+
			"and set ssl.keystore.location=client.pem and ssl.key.password", path, path)
	}
	return fmt.Errorf("%q is a binary store (PKCS12 or DER), and ktm reads PEM; convert it with: "+
		"openssl pkcs12 -in %q -out client.pem; "+
		"and set ssl.keystore.location=client.pem and ssl.key.password", path, path)
}
