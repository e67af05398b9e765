package decode

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
)

// RegistryConfig says where a schema registry is and who asks.
type RegistryConfig struct {
	// URLs are of the same registry; the first that answers is used. A user
	// and a password in one are taken as if they were given below.
	URLs []string

	User     string // for basic authentication; "" is none
	Password string `json:"-"`
	Token    string `json:"-"` // a bearer token; "" is none

	// TLS is for https: whom to trust, and the own certificate for mutual TLS;
	// nil trusts what the system trusts.
	TLS *tls.Config `json:"-"`

	UserAgent string // "" is the library's
}

// String shows where, and nothing that is secret.
func (c RegistryConfig) String() string {
	var list []string
	for _, text := range c.URLs {
		u, err := registryURL(text)
		if err != nil {
			list = append(list, "(not valid)")
			continue
		}
		u.User = nil
		list = append(list, u.String())
	}
	return strings.Join(list, ",")
}

// GoString is String, so that %#v shows no secret either.
func (c RegistryConfig) GoString() string { return c.String() }

// askTime bounds one question to the registry.
const askTime = 10 * time.Second

// client makes the client; host is where it goes, for faults. Its errors quote
// no URL: there may be a password in it.
func (c RegistryConfig) client() (client *sr.Client, transport *http.Transport, host string, err error) {
	if len(c.URLs) == 0 {
		return nil, nil, "", errors.New("the schema registry's URL is missing")
	}
	user, password := c.User, c.Password
	var urls []string
	for _, text := range c.URLs {
		u, err := registryURL(text)
		if err != nil {
			return nil, nil, "", err
		}
		if u.User != nil && user == "" {
			user = u.User.Username()
			password, _ = u.User.Password()
		}
		u.User = nil
		urls = append(urls, strings.TrimSuffix(u.String(), "/"))
		if host == "" {
			host = u.Host
		}
	}
	if user != "" && c.Token != "" {
		return nil, nil, "", errors.New("the schema registry takes a user and a password, or a token, not both")
	}
	transport = &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: c.TLS, ForceAttemptHTTP2: true,
		MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second, TLSHandshakeTimeout: askTime, MaxResponseHeaderBytes: 1 << 20,
	}
	options := []sr.ClientOpt{sr.URLs(urls...), sr.HTTPClient(&http.Client{Transport: bounded{transport}, Timeout: askTime})}
	if user != "" {
		options = append(options, sr.BasicAuth(user, password))
	}
	if c.Token != "" {
		options = append(options, sr.BearerToken(c.Token))
	}
	if c.UserAgent != "" {
		options = append(options, sr.UserAgent(c.UserAgent))
	}
	client, err = sr.NewClient(options...)
	if err != nil {
		return nil, nil, "", fmt.Errorf("the schema registry cannot be used: %w", err)
	}
	return client, transport, host, nil
}

// registryURL reads a URL; without a protocol it is http.
func registryURL(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the schema registry's URL is not valid; write it as http://HOST:8081")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the schema registry's URL begins with neither http:// nor https://")
	}
	return u, nil
}

// bounded is a transport whose answers end where no schema is as long.
type bounded struct{ next *http.Transport }

func (b bounded) RoundTrip(q *http.Request) (*http.Response, error) {
	a, err := b.next.RoundTrip(q)
	if err != nil {
		return nil, err //nolint:wrapcheck // http.Client wraps it
	}
	a.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(a.Body, maxSchema), a.Body}
	return a, nil
}
