package kafka

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestConfigErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*Config)
		want string
	}{
		{"no broker", func(c *Config) { c.Brokers = nil }, "no broker is given"},
		{"no topic", func(c *Config) { c.Topics = nil }, "no topic is given"},
		{"a URL", func(c *Config) { c.Brokers = []string{"kafka://b:9092"} }, `"kafka://b:9092" has a protocol in it`},
		{"a port that is none", func(c *Config) { c.Brokers = []string{"b:99999"} }, `"b:99999" has no valid port`},
		{"two in one", func(c *Config) { c.Brokers = []string{"a:1,b:2"} }, `"a:1,b:2" is no HOST:PORT`},
		{"no host", func(c *Config) { c.Brokers = []string{":9092"} }, `":9092" has no valid host`},
		{"empty broker", func(c *Config) { c.Brokers = []string{""} }, "a broker's address is empty"},
		{"illegal topic", func(c *Config) { c.Topics = []string{"a b"} }, `"a b" is no topic's name`},
		{"dots", func(c *Config) { c.Topics = []string{".."} }, `".." is no topic's name`},
		{"long topic", func(c *Config) { c.Topics = []string{strings.Repeat("x", 250)} }, "at most 249"},
		{"partition", func(c *Config) { c.Partitions = []int32{0, -1} }, "partition -1 is not a partition"},
		{"offset", func(c *Config) { c.Start = model.Start{Kind: model.StartOffset, N: -1} }, "a start position of -1 is not possible"},
		{"start", func(c *Config) { c.Start.Kind = 99 }, "start kind 99 is unknown"},
		{"isolation", func(c *Config) { c.Isolation = 7 }, "isolation level 7 is unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := Config{Brokers: []string{"b:9092"}, Topics: []string{"t"}, Start: model.DefaultStart}
			tt.edit(&cfg)
			c, err := Open(context.Background(), cfg, nil)
			if err == nil {
				_ = c.Close()
				t.Fatal("opened")
			}
			var f *model.Fault
			if !errors.As(err, &f) || f.Kind != model.FaultConfig || !f.Fatal || !strings.Contains(f.Text, tt.want) {
				t.Errorf("error %v, want a fatal config fault with %q", err, tt.want)
			}
		})
	}
}

func TestConfigIsNormalised(t *testing.T) {
	cfg, err := Config{
		Brokers: []string{"b", "b:9092", "[::1]:1", "::1", "c:2"}, Topics: []string{"y", "x", "y"}, Partitions: []int32{3, 1, 3},
	}.validate()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"b:9092", "[::1]:1", "[::1]:9092", "c:2"}; !slices.Equal(cfg.Brokers, want) {
		t.Errorf("brokers %q, want %q", cfg.Brokers, want)
	}
	if !slices.Equal(cfg.Topics, []string{"x", "y"}) || !slices.Equal(cfg.Partitions, []int32{1, 3}) {
		t.Errorf("topics %q partitions %v", cfg.Topics, cfg.Partitions)
	}
	if cfg.ClientID != DefaultClientID || cfg.Start.Kind != model.StartNewest {
		t.Errorf("client %q start %v", cfg.ClientID, cfg.Start)
	}
}

func TestOpenWithEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, Config{Brokers: []string{"b"}, Topics: []string{"t"}}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
