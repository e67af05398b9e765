package kafka

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestTheBrokersWordsHoldNoPassword(t *testing.T) {
	s := Security{SASL: &SASL{Mechanism: Plain, Username: "ann", Password: NewSecret(canary)}}
	cause := fmt.Errorf("wrong: ann/%s, %s: %w", canary, canary, sarama.ErrSASLAuthenticationFailed)
	f := linkFault("kafka:9092", cause)
	s.hide(f)
	if text := f.Error(); strings.Contains(text, canary) || !strings.Contains(text, "wrong: ann/***, ***: ") {
		t.Errorf("the fault says %q", text)
	}
	if !errors.Is(f, sarama.ErrSASLAuthenticationFailed) {
		t.Error("the cause is lost")
	}
	for _, s := range []Security{s, {}, {SASL: &SASL{}}} {
		other := model.NewFault(model.FaultAuth, "refused", errors.New("not ours"))
		if s.hide(other); other.Error() != "refused: not ours" {
			t.Errorf("the fault says %q", other.Error())
		}
	}
	// Elsewhere a short password is a part of words.
	f = model.NewFault(model.FaultConnection, "closed", errors.New(canary))
	if s.hide(f); f.Err.Error() != canary {
		t.Errorf("the fault says %q", f.Error())
	}
}
