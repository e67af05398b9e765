package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestFormats(t *testing.T) {
	for args, want := range map[string]string{
		"orders":                  "",
		"orders -d avro":          "value avro",
		"orders -k int64 -d json": "key int64, value json",
		"orders payments -d avro -d payments=hex":  "value avro, value payments hex",
		"orders --key-format=orders=int32:le":      "key orders int32:le",
		"orders -d protobuf:a=b/pay.proto#shop.P":  "value protobuf:a=b/pay.proto#shop.P",
		"orders -d orders=protobuf:pay.proto#shop": "value orders protobuf:pay.proto#shop",
		"orders -dorders=avro:x=y.avsc":            "value orders avro:x=y.avsc",
		"orders -d STRING":                         "value text",
	} {
		s := &session{}
		code := s.execute(append([]string{"-b", "localhost"}, strings.Fields(args)...)...)
		var got []string
		for _, f := range s.options.Formats {
			got = append(got, strings.Join(strings.Fields(f.Part.String()+" "+f.Topic+" "+f.Format.String()), " "))
		}
		if code != 0 || strings.Join(got, ", ") != want {
			t.Errorf("%s: exit %d, %q, want %q; %s", args, code, got, want, s.stderr.String())
		}
	}
}

// What a new user types wrong is answered with what to type.
func TestMistakesInFormats(t *testing.T) {
	for args, want := range map[string][2]string{
		"orders -d avor":                  {`--value-format: "avor" is no format`, "Did you mean avro?"},
		"orders -k int64:little":          {`--key-format: "little" is no byte order`, "int64:le"},
		"orders -d order.avsc":            {`"order.avsc" is no format`, "Did you mean avro:order.avsc?"},
		"orders -d orders=":               {"the format's name is missing", "Formats: auto"},
		"orders -d":                       {"--value-format lacks its value", "-d avro"},
		"orders -d order=avro":            {"the topic order is not among those that are read", "Did you mean orders=avro?"},
		"orders -k payments=avro":         {"the topic payments is not among those that are read", "Read: orders"},
		"orders -d or/ders=avro":          {"before the =: ", "-d orders=avro"},
		"orders -d avro:order.proto":      {`"order.proto" is a Protobuf schema`, "protobuf:order.proto"},
		"orders -s value=avro":            {"unknown flag -s", "-d FORMAT"},
		"orders -r http://localhost:8081": {"unknown flag -r", "-X schema.registry.url"},
		"orders -X schema.registry.url=http://u:" + secret + "@h": {"schema.registry.url holds a password", "KTM_SCHEMA_REGISTRY_USER_INFO"},
	} {
		s := &session{}
		code := s.execute(append([]string{"-b", "localhost"}, strings.Fields(args)...)...)
		if got := s.stderr.String(); code != exitUsage || !strings.Contains(got, want[0]) || !strings.Contains(got, want[1]) || strings.Contains(got, secret) {
			t.Errorf("%s: exit %d, %s\nwant %q", args, code, got, want)
		}
	}
}

func TestRegistryFromTheEnvironment(t *testing.T) {
	login := map[string]string{"KTM_SCHEMA_REGISTRY_USER_INFO": "a:" + secret, "KTM_SCHEMA_REGISTRY_TOKEN": secret}
	with := map[string]string{"KTM_SCHEMA_REGISTRY_URL": "http://r"}
	for name, v := range login {
		with[name] = v
	}
	for _, tt := range []struct {
		env  map[string]string
		args string
		want []string
	}{
		{login, "orders", nil}, // it is for a registry, and there is none
		{with, "orders", []string{propRegistryToken, propRegistryUser, propRegistry}},
		{login, "orders -X schema.registry.url=http://x", []string{propRegistryToken, propRegistryUser, propRegistry}},
	} {
		s := &session{env: tt.env}
		code := s.execute(append([]string{"-b", "localhost"}, strings.Fields(tt.args)...)...)
		var names []string
		for n := range s.options.Properties {
			names = append(names, n)
		}
		slices.Sort(names)
		slices.Sort(tt.want)
		if code != 0 || !slices.Equal(names, tt.want) {
			t.Errorf("%s: exit %d, %v, want %v", tt.args, code, names, tt.want)
		}
	}
}

func TestCompletionOfFormats(t *testing.T) {
	s := &session{}
	if code := s.execute("__complete", "orders", "-d", "av"); code != 0 || !strings.Contains(s.stdout.String(), "avro\tAvro, by a file") {
		t.Errorf("exit %d, %q", code, s.stdout.String())
	}
}
