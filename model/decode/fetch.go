package decode

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/kafkathreadmanager/ktm/model"
)

// errMissing: the registry answers that it does not have it.
var errMissing = errors.New("the registry does not have it")

// refusal is an answer that is no schema, and says nothing of the other schemas.
type refusal struct{ fault *model.Fault }

func (r *refusal) Error() string { return r.fault.Error() }

// maxReferences bounds the schemas that one schema refers to, all in all.
const maxReferences = 500

// reference is one version of a subject.
type reference struct {
	subject string
	version int
}

// fetch gets a schema and those it refers to. An error that is a *model.Fault
// says that the registry cannot be asked now, a *refusal that it does not give the
// schema now, errMissing that it does not have it; any other, that the schema cannot
// be used.
func (r *Registry) fetch(id int) (*schema, error) {
	s, err := r.client.SchemaByID(r.ctx, id)
	if err != nil {
		if err = r.explain(err); errors.Is(err, errMissing) {
			return nil, fmt.Errorf("schema %d: %w", id, err)
		}
		return nil, err
	}
	c := collector{registry: r, have: map[reference]bool{}}
	if err := c.all(s.References); err != nil {
		return nil, err
	}
	compiled, err := compile(s, c.found)
	if err != nil {
		return nil, fmt.Errorf("schema %d cannot be used: %w", id, err)
	}
	return compiled, nil
}

// collector gets what a schema refers to, the deepest first.
type collector struct {
	registry *Registry
	have     map[reference]bool
	found    []dependency
}

func (c *collector) all(list []sr.SchemaReference) error {
	for _, ref := range list {
		at := reference{ref.Subject, ref.Version}
		if c.have[at] {
			continue
		}
		if len(c.have) >= maxReferences {
			return fmt.Errorf("the schema refers to more than %d others", maxReferences)
		}
		c.have[at] = true
		s, err := c.registry.byReference(at)
		if errors.Is(err, errMissing) {
			return fmt.Errorf("the schema refers to version %d of %q: %w", at.version, at.subject, err)
		}
		if err != nil {
			return err
		}
		if err := c.all(s.References); err != nil {
			return err
		}
		c.found = append(c.found, dependency{ref.Name, s.Schema.Schema})
	}
	return nil
}

// byReference gets a version of a subject, which never changes.
func (r *Registry) byReference(at reference) (sr.SubjectSchema, error) {
	if s, ok := r.references[at]; ok {
		return s, nil
	}
	// Versions that were deleted softly are still referred to.
	ctx := sr.WithParams(r.ctx, sr.ShowDeleted)
	s, err := r.client.SchemaByVersion(ctx, at.subject, at.version)
	if err != nil {
		return s, r.explain(err)
	}
	if len(r.references) >= maxEntries {
		clear(r.references)
	}
	r.references[at] = s
	return s, nil
}

const registryHint = "Messages with a schema are shown raw until it is there. "

func (r *Registry) fault(kind model.FaultKind, text, hint string, cause error) *model.Fault {
	f := model.NewFault(kind, text, cause)
	f.Broker, f.Hint = r.host, registryHint+hint
	return f
}

// explain says in our words why a question failed. The client's own words may
// hold the whole URL or what a proxy answered.
func (r *Registry) explain(err error) error {
	if answer, ok := errors.AsType[*sr.ResponseError](err); ok {
		return r.refused(answer)
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // without the URL
	}
	var network net.Error
	var operation *net.OpError
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, new(*tls.CertificateVerificationError)), errors.As(err, new(x509.UnknownAuthorityError)), errors.As(err, new(tls.RecordHeaderError)):
		return r.fault(model.FaultConnection, "the schema registry cannot be trusted: TLS failed", "Check the registry's certificate and whether it speaks https.", err)
	case errors.As(err, &operation) && operation.Op == "remote error": // crypto/tls calls an alert so
		return r.fault(model.FaultAuth, "the schema registry breaks TLS off: "+operation.Err.Error(), "It may want a certificate of ours, or another one.", nil)
	case errors.As(err, &syntax), errors.As(err, &shape):
		return &refusal{r.fault(model.FaultProtocol, "the schema registry answers something that is no schema", "Check the URL.", nil)}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return r.fault(model.FaultTimeout, "the schema registry does not answer", "Check the URL and the network.", nil)
	default:
		return r.fault(model.FaultConnection, "the schema registry cannot be reached", "Check the URL, and that the registry runs.", err)
	}
}

// refused is the answer of a registry that is up.
func (r *Registry) refused(answer *sr.ResponseError) error {
	fault := func(kind model.FaultKind, text, hint string) error {
		return &refusal{r.fault(kind, text, hint, nil)}
	}
	switch code := answer.StatusCode; {
	case code == http.StatusNotFound && answer.ErrorCode != 0 && answer.ErrorCode != http.StatusNotFound:
		return errMissing
	case code == http.StatusNotFound:
		return fault(model.FaultConfig, "there is no schema registry at this URL", "Check its path.")
	case code == http.StatusUnauthorized:
		return fault(model.FaultAuth, "the schema registry refuses the credentials", "Check the user and the password, or the token.")
	case code == http.StatusForbidden:
		return fault(model.FaultAuthorization, "the schema registry does not let this user read schemas", "The user needs the right to read them.")
	default:
		return fault(model.FaultProtocol, fmt.Sprintf("the schema registry answers %d %s", code, http.StatusText(code)), "")
	}
}
