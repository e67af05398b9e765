// Command run starts a Kafka broker for a person: it prints the addresses, and
// ends the broker on Ctrl-C. From the top of the repository:
//
//	go run ./.ci/kafka/run [-nodes N] [-sasl]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

func main() {
	nodes := flag.Int("nodes", 1, "number of nodes")
	sasl := flag.Bool("sasl", false, "add a SASL_SSL listener")
	flag.Parse()
	if err := run(*nodes, *sasl); err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1)
	}
}

func run(nodes int, sasl bool) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	opts := []kafkatest.Option{kafkatest.WithNodes(nodes)}
	if sasl {
		opts = append(opts, kafkatest.WithSASL())
	}
	c, err := kafkatest.Open(ctx, opts...)
	if err != nil {
		return err
	}
	fmt.Println("PLAINTEXT ", c.Bootstrap())
	if sasl {
		fmt.Println("SASL_SSL  ", c.SASLBootstrap())
		fmt.Printf("user %s, password %s, ssl.ca.location=%s\n", kafkatest.User, kafkatest.Password, c.CAFile())
	}
	fmt.Println("Ctrl-C ends it.")
	<-ctx.Done()
	return c.Close()
}
