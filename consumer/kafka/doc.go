// Package kafka reads topics of a Kafka cluster.
package kafka
