package listing

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// cluster is a source in a test: what it answers, and what it was asked about.
type cluster struct {
	topics  []model.Topic
	figures map[string]model.TopicFigures
	err     error
	asked   []string
}

func (c *cluster) Topics() ([]model.Topic, error) { return c.topics, c.err }

func (c *cluster) Figures(names []string) (map[string]model.TopicFigures, error) {
	c.asked = names
	return c.figures, c.err
}

func shop() *cluster {
	return &cluster{
		topics: []model.Topic{
			{Name: "__consumer_offsets", Partitions: 50, Replicas: 3, Internal: true},
			{Name: "clicks", Partitions: 1000},
			{Name: "orders", Partitions: 12, Replicas: 3},
			{Name: "payments", Partitions: 3, Replicas: 1},
		},
		figures: map[string]model.TopicFigures{
			"__consumer_offsets": {Messages: 1234, Written: 2000, Bytes: 5 << 20, Policy: "compact"},
			"orders":             {Messages: 1_234_567, Written: 2_000_000, Bytes: 5 << 30, Policy: "delete"},
			"payments":           {Messages: 7, Written: -1, Missing: 1, Bytes: -1},
		},
	}
}

func TestTheTable(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, shop(), nil, false); err != nil {
		t.Fatal(err)
	}
	want := `
topic               partitions   messages  bytes  cleanup
__consumer_offsets          50    <=1,234  5 MiB  compact
clicks                   1,000
orders                      12  1,234,567  5 GiB  delete
payments                     3         7+
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, shop(), nil, true); err != nil {
		t.Fatal(err)
	}
	want := `
{"topic":"__consumer_offsets","partitions":50,"replicas":3,"internal":true,"messages":1234,"bytes":5242880,"cleanup":"compact"}
{"topic":"clicks","partitions":1000,"replicas":null,"internal":false,"messages":null,"bytes":null,"cleanup":null}
{"topic":"orders","partitions":12,"replicas":3,"internal":false,"messages":1234567,"bytes":5368709120,"cleanup":"delete"}
{"topic":"payments","partitions":3,"replicas":1,"internal":false,"messages":7,"bytes":null,"cleanup":null,"partitions_without_figures":1}
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// Only what is named is asked about; a name that is not there is told with what it
// may be a slip of, and the others are listed all the same.
func TestNamedTopics(t *testing.T) {
	var out bytes.Buffer
	c := shop()
	err := Write(&out, c, []string{"payments", "ordres", "nowhere"}, true)
	f, ok := errors.AsType[*model.Fault](err)
	if !ok || f.Kind != model.FaultTopic || f.Text != "there is no topic ordres" || !strings.HasPrefix(f.Hint, "Did you mean orders? ") || !strings.Contains(f.Hint, "DESCRIBE") {
		t.Errorf("the error is %#v", err)
	}
	if !slices.Equal(c.asked, []string{"payments"}) || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), `"topic":"payments"`) {
		t.Errorf("asked about %q, wrote %s", c.asked, &out)
	}
}

func TestWhatIsWrongIsTold(t *testing.T) {
	var out bytes.Buffer
	away := errors.New("kafka-1:9092 refuses connections")
	c := shop()
	c.err = away
	if err := Write(&out, c, nil, false); !errors.Is(err, away) || out.Len() > 0 {
		t.Errorf("%v; wrote %q", err, &out)
	}
	refused := model.NewFault(model.FaultConnection, "kafka-1:9092 refuses connections", away)
	refused.Hint = "Is its listener up? ktm tries again every second."
	c.err = refused
	f, _ := errors.AsType[*model.Fault](Write(&out, c, nil, false))
	if f == nil || f.Error() != "kafka-1:9092 refuses connections" || f.Hint != "Is its listener up?" {
		t.Errorf("a broker that is away is told as %+v", f)
	}
	full := errors.New("no space left on device")
	if err := Write(broken{full}, shop(), nil, true); !errors.Is(err, full) || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("a full disk is told as %v", err)
	}
	if err := Write(&out, &cluster{}, nil, false); err != nil || out.Len() > 0 {
		t.Errorf("of an empty cluster: %v, %q", err, &out)
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// Names and settings come from the cluster.
func TestHostileNames(t *testing.T) {
	evil := "evil\x1b]52;c;SGk=\x07\u202e\n"
	c := &cluster{
		topics:  []model.Topic{{Name: evil, Partitions: 1}},
		figures: map[string]model.TopicFigures{evil: {Bytes: 1 << 62, Policy: "\x1b[2J"}},
	}
	for _, asJSON := range []bool{false, true} {
		var out bytes.Buffer
		if err := Write(&out, c, nil, asJSON); err != nil {
			t.Fatal(err)
		}
		if s := out.String(); strings.ContainsAny(s, "\x1b\x07") || !asJSON && strings.Contains(s, "\u202e") || strings.Count(s, "evil") != 1 {
			t.Errorf("%q", s)
		}
		if n := strings.Count(out.String(), "\n"); asJSON && n != 1 || !asJSON && n != 2 {
			t.Errorf("%d lines: %q", n, &out)
		}
	}
}
