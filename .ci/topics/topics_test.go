// Package topics_test looks at clusters of many topics as the screen's list of
// topics does.
package topics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/consumer/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// A cluster of 3,000 topics, and one that tells only a few of them to whom it
// does not trust.
func TestThousandsOfTopics(t *testing.T) {
	const many = 3000
	c := kafkatest.Start(t, kafkatest.WithSASL(), kafkatest.WithProperties(
		"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS"))
	createMany(t, c.Client(t), many)

	life, end := context.WithCancel(t.Context())
	defer end()
	b := kafka.NewBrowser(life, kafka.Config{Brokers: strings.Split(c.Bootstrap(), ",")})
	began := time.Now()
	topics := list(t, b)
	t.Logf("%d names came after %s", len(topics), time.Since(began))
	var names []string
	for _, topic := range topics {
		if !topic.Internal {
			names = append(names, topic.Name)
		}
	}
	if len(names) != many {
		t.Fatalf("%d topics are listed", len(names))
	}
	began = time.Now()
	figures, err := b.Figures(names)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("and all figures %s later", time.Since(began))
	for _, name := range names {
		if f := figures[name]; f.Messages != 0 || f.Missing != 0 || f.Bytes < 0 || f.Policy != "delete" {
			t.Fatalf("%s: %+v", name, f)
		}
	}

	// Who may not see topics is told of none; no error says so.
	restricted := secured(life, t, c)
	if topics := list(t, restricted); len(topics) != 0 {
		t.Errorf("%d topics are listed without an ACL", len(topics))
	}
	acl := kadm.NewACLs().Topics("topic-0042").ResourcePatternType(kadm.ACLPatternLiteral).Operations(kadm.OpDescribe).Allow("User:" + kafkatest.User).AllowHosts("*")
	if created, err := kadm.NewClient(c.Client(t)).CreateACLs(t.Context(), acl); err != nil || created[0].Err != nil {
		t.Fatal(err, created)
	}
	kafkatest.Await(t, "the topic that may be seen", func() bool { return len(list(t, restricted)) == 1 })
	figures, err = restricted.Figures([]string{"topic-0042"})
	if err != nil {
		t.Fatal(err)
	}
	if f := figures["topic-0042"]; f.Messages != 0 || f.Written != 0 || f.Bytes != -1 || f.Policy != "" {
		t.Errorf("with DESCRIBE alone: %+v", f)
	}
}

// secured is a browser with the cluster's one login.
func secured(life context.Context, t *testing.T, c *kafkatest.Cluster) *kafka.Browser {
	t.Helper()
	s, err := kafka.FromProperties(map[string]string{
		"security.protocol": "SASL_SSL", "ssl.ca.location": c.CAFile(),
		"sasl.mechanism": "PLAIN", "sasl.username": kafkatest.User, "sasl.password": kafkatest.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	return kafka.NewBrowser(life, kafka.Config{Brokers: strings.Split(c.SASLBootstrap(), ","), Security: s.Security})
}

// createMany creates topics of one partition, many with each request.
func createMany(t *testing.T, cl *kgo.Client, n int) {
	t.Helper()
	const atOnce = 500
	for from := 0; from < n; from += atOnce {
		req := kmsg.NewPtrCreateTopicsRequest()
		req.TimeoutMillis = 60_000
		for i := from; i < min(n, from+atOnce); i++ {
			topic := kmsg.NewCreateTopicsRequestTopic()
			topic.Topic, topic.NumPartitions, topic.ReplicationFactor = fmt.Sprintf("topic-%04d", i), 1, 1
			req.Topics = append(req.Topics, topic)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		answer, err := req.RequestWith(ctx, cl)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		for _, topic := range answer.Topics {
			if err := kerr.ErrorForCode(topic.ErrorCode); err != nil {
				t.Fatalf("creating %s: %v", topic.Topic, err)
			}
		}
	}
	admin := kadm.NewClient(cl)
	kafkatest.Await(t, "all topics have a leader", func() bool {
		ends, err := admin.ListEndOffsets(t.Context())
		led := 0
		ends.Each(func(o kadm.ListedOffset) {
			if o.Err == nil {
				led++
			}
		})
		return err == nil && led >= n
	})
}

func list(t *testing.T, b *kafka.Browser) []model.Topic {
	t.Helper()
	topics, err := b.Topics()
	if err != nil {
		t.Fatal(err)
	}
	return topics
}
