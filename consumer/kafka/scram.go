package kafka

import (
	"fmt"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

// scramHashes has the hash of each SCRAM mechanism.
var scramHashes = map[Mechanism]scram.HashGeneratorFcn{
	ScramSHA256: scram.SHA256,
	ScramSHA512: scram.SHA512,
}

// scram makes the client's side of one login.
func (m Mechanism) scram() sarama.SCRAMClient {
	return &scramLogin{hash: scramHashes[m]}
}

// scramLogin is one conversation. The server proves in it that it knows the
// password too: Step fails where it does not.
type scramLogin struct {
	hash         scram.HashGeneratorFcn
	conversation *scram.ClientConversation
}

// Begin starts the conversation. The password is used as it is, without
// SASLprep: so does Kafka when it stores one.
func (l *scramLogin) Begin(username, password, authzID string) error {
	client, err := l.hash.NewClientUnprepped(username, password, authzID)
	if err != nil {
		return fmt.Errorf("SCRAM: %w", err)
	}
	l.conversation = client.NewConversation()
	return nil
}

// Step answers a challenge of the server; the first one is empty.
func (l *scramLogin) Step(challenge string) (string, error) {
	answer, err := l.conversation.Step(challenge)
	if err != nil {
		return "", fmt.Errorf("SCRAM: %w", err)
	}
	return answer, nil
}

// Done says that the conversation is over.
func (l *scramLogin) Done() bool { return l.conversation.Done() }
