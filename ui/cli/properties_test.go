package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func writeConfig(t *testing.T, mode os.FileMode, lines ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "client.properties")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), mode); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheNearestLayerHolds(t *testing.T) {
	file := writeConfig(t, 0o600, "bootstrap.servers=file:1", "client.id=file", "sasl.username=file", "sasl.password=file", "sasl.mechanisms=PLAIN", "ssl.ca.location=/ca")
	s := &session{env: map[string]string{"KTM_CONFIG": file, "KTM_SASL_USERNAME": "env", "KTM_SASL_PASSWORD": secret}}
	if code := s.execute("orders", "-X", "client.id=x", "-X", "sasl.mechanism=SCRAM-SHA-256"); code != 0 {
		t.Fatalf("exit %d: %s", code, s.stderr.String())
	}
	want := Properties{
		propBrokers: "file:1", "client.id": "x", propUsername: "env", propPassword: secret,
		propMechanism: "SCRAM-SHA-256", "ssl.ca.location": "/ca",
	}
	if !reflect.DeepEqual(map[string]string(s.options.Properties), map[string]string(want)) {
		for name := range s.options.Properties {
			t.Log(name)
		}
		t.Error("the layers are not as they should be")
	}
}

func TestBrokersComeFromTheNearestPlace(t *testing.T) {
	file := writeConfig(t, 0o600, "metadata.broker.list=file:1,file:2")
	other := writeConfig(t, 0o600, "bootstrap.servers=other:1")
	env := map[string]string{"KTM_CONFIG": file}
	envBrokers := map[string]string{"KTM_CONFIG": file, "KTM_BROKERS": "env:1"}
	for _, c := range []struct {
		env  map[string]string
		args string
		want string
	}{
		{env, "orders", "file:1 file:2"},
		{env, "orders -F " + other, "other:1"},
		{env, "orders --command-config " + other, "other:1"},
		{envBrokers, "orders", "env:1"},
		{envBrokers, "orders -X metadata.broker.list=x:1", "x:1"},
		{envBrokers, "orders -X bootstrap.servers=x:1 -b flag:1", "flag:1"},
		{envBrokers, "orders --bootstrap-server a:1,b:1 -b b:1", "a:1 b:1"},
	} {
		s := &session{env: c.env}
		if code := s.execute(strings.Fields(c.args)...); code != 0 || strings.Join(s.options.Brokers, " ") != c.want {
			t.Errorf("%s: exit %d, %q; want %q; %s", c.args, code, s.options.Brokers, c.want, s.stderr.String())
		}
	}
}

func TestConfigThatOthersCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode on Windows")
	}
	for _, c := range []struct {
		name  string
		mode  os.FileMode
		line  string
		warns bool
	}{
		{"secret, for all", 0o644, "sasl.password=" + secret, true},
		{"secret, for the group", 0o640, "sasl.password=" + secret, true},
		{"secret, for the owner", 0o600, "sasl.password=" + secret, false},
		{"no secret, for all", 0o644, "client.id=x", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &session{}
			code := s.execute("-b", "x", "orders", "-F", writeConfig(t, c.mode, c.line))
			if warned := strings.Contains(s.stderr.String(), "others can read"); code != 0 || warned != c.warns {
				t.Errorf("exit %d, stderr %q; want a warning: %v", code, s.stderr.String(), c.warns)
			}
			if strings.Contains(s.stderr.String(), secret) {
				t.Errorf("the warning shows the secret: %s", s.stderr.String())
			}
		})
	}
}

func TestConfigThatCannotBeParsed(t *testing.T) {
	s := &session{env: map[string]string{"KTM_CONFIG": writeConfig(t, 0o600, "nonsense")}}
	code := s.execute("-b", "x", "orders")
	if code != 2 || !strings.Contains(s.stderr.String(), "KTM_CONFIG: the file") || !strings.Contains(s.stderr.String(), "line 1 has no =") {
		t.Errorf("exit %d: %s", code, s.stderr.String())
	}
}

func TestAskingForAPassword(t *testing.T) {
	for _, c := range []struct {
		name string
		args string
		env  map[string]string
		asks bool
	}{
		{"user without password", "-X sasl.username=ann", nil, true},
		{"user from the environment", "-X security.protocol=sasl_ssl", map[string]string{"KTM_SASL_USERNAME": "ann"}, true},
		{"a cluster without a login", "", map[string]string{"KTM_SASL_USERNAME": "ann"}, false},
		{"SCRAM", "-X sasl.username=ann -X sasl.mechanisms=SCRAM-SHA-512", nil, true},
		{"no user", "", nil, false},
		{"password given", "-X sasl.username=ann", map[string]string{"KTM_SASL_PASSWORD": secret}, false},
		{"Kerberos", "-X sasl.username=ann -X sasl.mechanism=GSSAPI", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &session{env: c.env, answer: "answered"}
			code := s.execute(append([]string{"-b", "x", "orders"}, strings.Fields(c.args)...)...)
			asked := s.options.Properties[propPassword] == "answered"
			if code != 0 || asked != c.asks || (s.question != "") != c.asks {
				t.Errorf("exit %d, asked %v with %q; want %v", code, asked, s.question, c.asks)
			}
		})
	}

	s := &session{} // no terminal
	if code := s.execute("-b", "x", "orders", "-X", "sasl.username=ann"); code != 0 || s.question == "" {
		t.Errorf("without a terminal: exit %d, %s", code, s.stderr.String())
	}
	if _, given := s.options.Properties[propPassword]; given {
		t.Error("a password out of nowhere")
	}
}
