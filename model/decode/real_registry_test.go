//go:build registry

package decode

import (
	"net/http"
	"os"
	"testing"

	"github.com/twmb/franz-go/pkg/sr"
)

// TestRealRegistry asks a registry that is not a fake: Apicurio, which answers
// as Confluent's does, runs from Maven Central's io.apicurio:
// apicurio-registry-app:2.6.13.Final:tar.gz:all with
//
//	java -Dquarkus.http.port=18381 -jar apicurio-registry-app-2.6.13.Final-runner.jar
//	KTM_SCHEMA_REGISTRY=http://127.0.0.1:18381/apis/ccompat/v7 go test -tags registry -run RealRegistry ./model/decode/
func TestRealRegistry(t *testing.T) {
	url := os.Getenv("KTM_SCHEMA_REGISTRY")
	if url == "" {
		t.Fatal("KTM_SCHEMA_REGISTRY names no registry")
	}
	web := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(web.CloseIdleConnections)
	client, err := sr.NewClient(sr.URLs(url), sr.HTTPClient(web))
	if err != nil {
		t.Fatal(err)
	}
	create := func(subject string, s sr.Schema) sr.SubjectSchema {
		t.Helper()
		made, err := client.CreateSchema(t.Context(), subject, s)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	money := create("ktm-money", sr.Schema{Schema: `{"type":"fixed","name":"Money","namespace":"shop","size":2,"logicalType":"decimal","precision":4,"scale":2}`})
	bill := create("ktm-bill", sr.Schema{
		Schema:     `{"type":"record","name":"Bill","fields":[{"name":"total","type":"shop.Money"}]}`,
		References: []sr.SchemaReference{{Name: "shop.Money", Subject: "ktm-money", Version: money.Version}},
	})
	item := create("ktm-item", sr.Schema{Schema: file(t, "shop/item.proto"), Type: sr.TypeProtobuf})
	order := create("ktm-order", sr.Schema{
		Schema: `syntax = "proto3"; import "shop/item.proto"; message First { shop.Item item = 1; } message Second { message B { sint64 n = 1; } }`,
		Type:   sr.TypeProtobuf, References: []sr.SchemaReference{{Name: "shop/item.proto", Subject: "ktm-item", Version: item.Version}},
	})
	json := create("ktm-json", sr.Schema{Schema: `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object"}`, Type: sr.TypeJSON})

	a := ask(t, RegistryConfig{URLs: []string{url}})
	d := a.decoder(t, "auto")
	for _, tt := range []struct {
		b    []byte
		want string
	}{
		{frame(bill.ID, unhex(t, "007b")), `Avro {"total":1.23}`},
		{frame(order.ID, unhex(t, "000a050a036f6e65")), `Protobuf {"item":{"sku":"one"}}`},
		{frame(order.ID, unhex(t, "0402000803")), `Protobuf {"n":-2}`},
		{frame(json.ID, []byte(`{"a": 1}`)), `JSON {"a":1}`},
		{frame(987654, nil), "hex 00000f1206 (schema 987654: the registry does not have it)"},
	} {
		if got := shown(a.settled(t, d, tt.b)); got != tt.want {
			t.Errorf("%x: %s, want %s", tt.b, got, tt.want)
		}
	}
	if len(a.faults) > 0 {
		t.Error(<-a.faults)
	}
}
