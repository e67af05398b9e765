package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"runtime"
	"strings"
	"syscall"

	"github.com/kafkathreadmanager/ktm/model/files"
)

const propertyForms = `Type NAME=VALUE, such as security.protocol=SASL_SSL.`

const configForms = `Type the path of a file of client properties, with a line NAME=VALUE for each, such as security.protocol=SASL_SSL.`

const secretForms = `Everybody on this machine can read a program's arguments. Give it as
  a file:         -F FILE (or KTM_CONFIG), with the property in it
  a variable:     KTM_SASL_PASSWORD, for the SASL password;
                  KTM_SCHEMA_REGISTRY_USER_INFO (USER:PASSWORD), KTM_SCHEMA_REGISTRY_TOKEN
  an answer:      ktm asks for a missing SASL password on a terminal`

// environment names the variables that stand for a property.
var environment = []struct{ variable, property string }{
	{"KTM_BROKERS", propBrokers},
	{"KTM_SASL_USERNAME", propUsername},
	{"KTM_SASL_PASSWORD", propPassword},
	{"KTM_SCHEMA_REGISTRY_URL", propRegistry},
	{"KTM_SCHEMA_REGISTRY_USER_INFO", propRegistryUser},
	{"KTM_SCHEMA_REGISTRY_TOKEN", propRegistryToken},
}

// propertyName keeps a secret that stands where a name should out of the
// errors that quote names.
var propertyName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// parseProperty reads one -X. Its errors never quote the value.
func (p Program) parseProperty(s string) (Properties, error) {
	name, value, ok := strings.Cut(s, "=")
	name = strings.TrimSpace(name)
	switch {
	case !propertyName.MatchString(name):
		return nil, errors.New("a property's name has letters, digits, dots and dashes")
	case p.IsSecret(name):
		return nil, &UsageError{Text: name + " is a secret, and secrets are not accepted as an argument", Hint: secretForms}
	case !ok:
		return nil, errors.New(name + " lacks its value")
	case name == propRegistry && withPassword(value):
		return nil, &UsageError{Text: name + " holds a password, and secrets are not accepted as an argument", Hint: secretForms}
	}
	return Properties{name: strings.TrimSpace(value)}, nil
}

// withPassword says that there is a password in one of several URLs.
func withPassword(urls string) bool {
	for u := range strings.SplitSeq(urls, ",") {
		_, host, _ := strings.Cut(u, "://")
		if user, _, ok := strings.Cut(host, "@"); ok && strings.Contains(user, ":") {
			return true
		}
	}
	return false
}

// mergeProperties lays the file, the environment and -X over each other, and asks
// for a password that is missing. Warnings are for the user, not errors.
func (in *input) mergeProperties(ctx context.Context, sys System, p Program) (merged Properties, warning string, err error) {
	file, from := in.config, "--config"
	if file == "" {
		file, from = sys.Getenv("KTM_CONFIG"), "KTM_CONFIG"
	}
	merged = Properties{}
	if file != "" {
		if warning, err = p.readConfig(file, merged); err != nil {
			return nil, "", &UsageError{Text: from, Err: err, Hint: configForms}
		}
	}
	variables := map[string]string{}
	for _, e := range environment {
		if v := sys.Getenv(e.variable); v != "" {
			variables[e.property] = v
		}
	}
	// Credentials in the environment are for all clusters that want some.
	if !merged.asksSASL() && !in.properties.asksSASL() {
		delete(variables, propUsername)
		delete(variables, propPassword)
	}
	if merged[propRegistry]+variables[propRegistry]+in.properties[propRegistry] == "" {
		delete(variables, propRegistryUser)
		delete(variables, propRegistryToken)
	}
	merged.lay(variables)
	merged.lay(in.properties)
	if err := merged.askPassword(ctx, sys); err != nil {
		return nil, "", err
	}
	return merged, warning, nil
}

// asksSASL says that p is about a login.
func (p Properties) asksSASL() bool {
	for name := range p {
		if strings.HasPrefix(name, "sasl.") {
			return true
		}
	}
	return strings.HasPrefix(strings.ToUpper(p[propProtocol]), "SASL_")
}

// lay puts a nearer layer over a farther one. The two names of one property
// hide each other.
func (p Properties) lay(layer map[string]string) {
	for _, twin := range [][2]string{
		{propBrokers, propBrokersC},
		{propMechanism, propMechanismC},
		{propRegistryUser, propRegistryUserJ},
		{propRegistryToken, propRegistryTokenJ},
	} {
		_, java := layer[twin[0]]
		if _, c := layer[twin[1]]; java || c {
			delete(p, twin[0])
			delete(p, twin[1])
		}
	}
	maps.Copy(p, layer)
}

// readConfig reads a properties file into merged.
func (p Program) readConfig(file string, merged Properties) (warning string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return "", files.Why(file, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = syscall.EISDIR
	}
	if err != nil {
		return "", files.Why(file, err)
	}
	read, err := p.ParseProperties(f)
	if err != nil {
		return "", fmt.Errorf("the file %q cannot be used: %w", file, err)
	}
	merged.lay(read)
	if runtime.GOOS == "windows" || !info.Mode().IsRegular() || info.Mode().Perm()&0o044 == 0 {
		return "", nil
	}
	for name := range read {
		if p.IsSecret(name) {
			return fmt.Sprintf("warning: others can read %q, and there is a secret in it; chmod 600 is the remedy", file), nil
		}
	}
	return "", nil
}

// askPassword asks for a SASL password where a user is named and nothing else
// was given. Without a terminal the properties stay as they are, and whoever
// connects says what is missing.
func (p Properties) askPassword(ctx context.Context, sys System) error {
	mechanism := strings.ToUpper(p[propMechanism] + p[propMechanismC])
	takesPassword := mechanism == "" || mechanism == "PLAIN" || strings.HasPrefix(mechanism, "SCRAM-")
	_, given := p[propPassword]
	if p[propUsername] == "" || given || p[propJAAS] != "" || !takesPassword {
		return nil
	}
	password, err := sys.AskSecret(ctx, fmt.Sprintf("SASL password of %q: ", p[propUsername]))
	switch {
	case errors.Is(err, ErrNoTerminal):
		return nil
	case err != nil:
		return fmt.Errorf("asking for the SASL password: %w", err)
	}
	p[propPassword] = password
	return nil
}
