// Package kafkatest gives tests a real Apache Kafka.
//
// A [Cluster] is one or more KRaft nodes, each a Java process of its own on
// 127.0.0.1, with its data in a temporary folder. The nodes are Kafka's own
// jars: Maven fetches them once into the user's cache folder, where every
// later run finds them. Nothing else is downloaded, and no container is used.
//
// Most tests share one cluster per test binary ([Shared]); a test that hurts
// the brokers, with [Cluster.Kill] or [Cluster.Freeze], starts its own
// ([Start]). Topics belong to the test that created them and are deleted at
// its end.
//
// What a machine lacks makes a test skip, with the reason; where the
// environment variable KTM_REQUIRE names it ("kafka,kcat,tmux"), the test
// fails instead ([Require]). Nothing here sleeps for a fixed time: it waits
// for the condition it needs, and says what it waited for when that does not
// come.
//
// Records are written by Kafka's Java producer ([Cluster.Feed]) or by franz-go
// ([Cluster.Produce]) and read back by kcat ([Cluster.Kcat]), so that what ktm
// shows is compared with code that shares nothing with it.
package kafkatest
