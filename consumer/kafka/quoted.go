package kafka

import (
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
)

// quoted is an error whose text quotes our password. What a broker says of a
// refused login is its own words, and goes to the screen, a report and a log.
type quoted struct {
	cause    error
	password Secret
}

func (q *quoted) Error() string {
	return strings.ReplaceAll(q.cause.Error(), q.password.reveal(), hidden)
}

func (q *quoted) Unwrap() error { return q.cause }

// hide takes the password out of what a fault of the login says.
func (s Security) hide(f *model.Fault) {
	if f.Kind != model.FaultAuth || f.Err == nil || s.SASL == nil || s.SASL.Password.empty() {
		return
	}
	if strings.Contains(f.Err.Error(), s.SASL.Password.reveal()) {
		f.Err = &quoted{f.Err, s.SASL.Password}
	}
}
