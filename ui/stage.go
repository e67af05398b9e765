package ui

import (
	"errors"
	"net"
	"slices"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/mask"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// stage hides where brokers are from those who watch. It is not changed, and so
// may be used by commands; off the stage it hides nothing.
type stage struct {
	on    bool
	hosts []string // of the brokers that were given
}

func (s *Session) stage() stage {
	st := stage{on: s.Looks.Present}
	for _, b := range s.Brokers {
		st.hosts = append(st.hosts, hostOf(b))
	}
	return st
}

// hostOf is an address without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}

// hush is a sentence as it may be told: without addresses of brokers.
func (s stage) hush(text string) string {
	if !s.on {
		return text
	}
	return mask.Addresses(text, s.hosts...)
}

// hushed is a fault as it may be shown.
func (s stage) hushed(f *model.Fault) *model.Fault {
	if !s.on {
		return f
	}
	s.hosts = append(slices.Clip(s.hosts), hostOf(f.Broker))
	quiet := *f
	quiet.Text, quiet.Hint, quiet.Broker = s.hush(f.Text), s.hush(f.Hint), s.hush(f.Broker)
	if f.Err != nil {
		quiet.Err = errors.New(s.hush(f.Err.Error()))
	}
	return &quiet
}

// error is an error as it may be shown.
func (s stage) error(err error) error {
	if f, ok := errors.AsType[*model.Fault](err); ok {
		return s.hushed(f)
	}
	if err == nil || !s.on {
		return err
	}
	return errors.New(s.hush(err.Error()))
}

// quietSource is a source of topics whose errors may be shown.
type quietSource struct {
	picker.Source
	stage stage
}

// Topics lists the topics that may be seen.
func (q quietSource) Topics() ([]model.Topic, error) {
	topics, err := q.Source.Topics()
	return topics, q.stage.error(err)
}

// Figures says what is in some of them.
func (q quietSource) Figures(names []string) (map[string]model.TopicFigures, error) {
	figures, err := q.Source.Figures(names)
	return figures, q.stage.error(err)
}
