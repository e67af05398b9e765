package kafka

import (
	"crypto/tls"
	"errors"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
)

// SchemaRegistry is where schemas are and who asks for them, in the words of
// Confluent's clients. It can be printed: no form of it shows a secret.
type SchemaRegistry struct {
	URLs []string // as given; a URL may hold a user and a password

	User     string // for basic authentication; "" is none
	Password Secret
	Token    Secret // a bearer token; empty is none
	TLS      *TLS   // for https; nil trusts what the system trusts
}

// Secrets gives the password and the token to who makes the client.
func (r *SchemaRegistry) Secrets() (password, token string) {
	return r.Password.reveal(), r.Token.reveal()
}

// TLSConfig is for a client of HTTP; nil for its own.
func (r *SchemaRegistry) TLSConfig() *tls.Config {
	if r.TLS == nil {
		return nil
	}
	return r.TLS.config()
}

// String is where the registry is, without what a URL may hold besides.
func (r *SchemaRegistry) String() string {
	var list []string
	for _, u := range r.URLs {
		protocol, rest, ok := strings.Cut(u, "://")
		if !ok {
			protocol, rest = "http", u
		}
		if i := strings.LastIndexByte(rest, '@'); i >= 0 {
			rest = rest[i+1:]
		}
		list = append(list, protocol+"://"+rest)
	}
	return strings.Join(list, ",")
}

// GoString is String, so that %#v shows no more.
func (r *SchemaRegistry) GoString() string { return "kafka.SchemaRegistry(" + r.String() + ")" }

// registryPrefix stands before the properties that are for the registry. Java's
// serializers take some of them also without it.
const registryPrefix = "schema.registry."

const (
	registryURL  = registryPrefix + "url"
	basicUser    = "basic.auth.user.info"
	basicSource  = "basic.auth.credentials.source"
	bearerToken  = "bearer.auth.token"
	bearerSource = "bearer.auth.credentials.source"
	hintUserInfo = "Write it as USER:PASSWORD, in a file for -F or in the environment as KTM_SCHEMA_REGISTRY_USER_INFO."
	hintToken    = "Give schema.registry.bearer.auth.token in a file for -F, or in the environment as KTM_SCHEMA_REGISTRY_TOKEN."
	reasonNoURL  = registryURL + " is not set"
)

// registry reads schema.registry.* once the rest is read; nil where none is
// named.
func (p *properties) registry(sasl *SASL) *SchemaRegistry {
	url := p.one(registryURL)
	user, source := p.ofRegistry(basicUser), p.ofRegistry(basicSource)
	token, tokenSource := p.ofRegistry(bearerToken), p.ofRegistry(bearerSource)
	encryption := p.registryTLS()
	if url == "" {
		p.without(reasonNoURL)
		return nil
	}
	r := &SchemaRegistry{Token: NewSecret(token), TLS: encryption}
	for part := range strings.SplitSeq(url, ",") {
		if part = strings.TrimSpace(part); part != "" {
			r.URLs = append(r.URLs, part)
		}
	}
	p.registryUser(r, user, source, sasl)
	switch strings.ToUpper(tokenSource) {
	case "":
	case "STATIC_TOKEN":
		if token == "" {
			p.fail(hintToken, "%s%s is missing", registryPrefix, bearerToken)
		}
	default:
		p.fail("Use STATIC_TOKEN. "+hintToken, "%s%s %q is not supported", registryPrefix, bearerSource, tokenSource)
	}
	if r.User != "" && token != "" {
		p.fail("Give one of them.", "the schema registry takes a user and a password, or a token, not both")
	}
	return r
}

// registryUser reads who asks, by the source that is named for it.
func (p *properties) registryUser(r *SchemaRegistry, user, source string, sasl *SASL) {
	switch strings.ToUpper(source) {
	case "", "USER_INFO", "URL":
		if strings.EqualFold(source, "URL") {
			user = "" // it stands in the URL
		}
		name, password, ok := strings.Cut(user, ":")
		if user != "" && (!ok || name == "") {
			p.fail(hintUserInfo, "%s%s is not valid", registryPrefix, basicUser)
		}
		if user == "" && strings.EqualFold(source, "USER_INFO") {
			p.fail(hintUserInfo, "%s%s is missing", registryPrefix, basicUser)
		}
		r.User, r.Password = name, NewSecret(password)
	case "SASL_INHERIT":
		if sasl == nil {
			p.fail("Set security.protocol and sasl.username, or use USER_INFO.", "%s%s is SASL_INHERIT, and there is no SASL login", registryPrefix, basicSource)
			return
		}
		r.User, r.Password = sasl.Username, sasl.Password
	default:
		p.fail("Use USER_INFO, URL or SASL_INHERIT.", "%s%s %q is not known", registryPrefix, basicSource, source)
	}
}

// ofRegistry gives a property of the registry, with its prefix or without.
func (p *properties) ofRegistry(name string) string { return p.one(registryPrefix+name, name) }

// without passes over all that is for a registry.
func (p *properties) without(reason string) {
	for name, value := range p.values {
		known := name == basicUser || name == basicSource || name == bearerToken || name == bearerSource
		if value != "" && (known || strings.HasPrefix(name, registryPrefix)) && p.used[name] {
			p.ignored = append(p.ignored, Ignored{name, reason})
		}
	}
}

// registryTLS reads schema.registry.ssl.*, which are the names of ssl.* behind
// the prefix; nil where there are none.
func (p *properties) registryTLS() *TLS {
	const prefix = registryPrefix + "ssl."
	inner := properties{values: map[string]string{}, used: map[string]bool{}}
	for name, value := range p.values {
		if strings.HasPrefix(name, prefix) || name == registryPrefix+certVerification {
			inner.values[strings.TrimPrefix(name, registryPrefix)] = value
		}
	}
	if len(inner.values) == 0 {
		return nil
	}
	t := inner.tls()
	if f, ok := errors.AsType[*model.Fault](inner.err); ok && p.err == nil {
		f.Text = "for the schema registry: " + f.Text
		p.err = f
	}
	ignored, _ := inner.rest() // what is unknown stays unknown
	for _, i := range ignored {
		p.ignored = append(p.ignored, Ignored{registryPrefix + i.Name, i.Reason})
		p.used[registryPrefix+i.Name] = true
	}
	for name := range inner.used {
		p.used[registryPrefix+name] = true
	}
	return t
}
