package kafka

import (
	"context"
	"errors"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// scout looks at single places of one partition's log, over a connection of its
// own that it makes when it first needs it.
type scout struct {
	ctx   context.Context // ends the connection
	cfg   Config
	addr  string // of the leader
	at    model.TopicPartition
	epoch int32 // the leader's, -1 for unknown
	room  func(size int64) bool
	link  *link
}

// look asks for the log from an offset on, at most so many bytes, or else one
// batch. An error is a *linkError where the connection broke, a sarama.KError
// where the broker refuses.
func (s *scout) look(offset int64, most int32, isolation model.Isolation) (*partAnswer, error) {
	if s.link == nil {
		l, err := s.cfg.connect(s.ctx, s.ctx, s.addr)
		if err != nil {
			return nil, err
		}
		s.link = l
	}
	rq := &fetchRequest{wait: 1, most: most, isolation: isolation, parts: []fetchPart{
		{TopicPartition: s.at, offset: offset, epoch: s.epoch, last: -1, most: most},
	}}
	s.link.patience(longSilence)
	answer, err := ask(s.link, func(_ *sarama.Broker, q *fetchRequest) (*fetchAnswer, error) {
		return s.link.fetch(q, s.room, nil)
	}, rq)
	if err != nil {
		s.close() // what comes next over it is of no use
		return nil, err
	}
	part := answer.parts[s.at]
	switch {
	case answer.code != sarama.ErrNoError:
		return nil, answer.code
	case part == nil:
		return nil, errAnswer
	case part.code != sarama.ErrNoError:
		return part, part.code
	}
	return part, nil
}

func (s *scout) close() {
	if s.link != nil {
		s.link.close()
		s.link = nil
	}
}

// unreadableAnswer says that a broker cannot give what lies somewhere, or gives
// something that is not believed, while it is well otherwise.
func unreadableAnswer(err error) bool {
	return err != nil && (isFrame(nil)(err) || errors.Is(err, errAnswer) || errors.Is(err, sarama.ErrInvalidMessage) || errors.Is(err, sarama.ErrUnknown))
}
