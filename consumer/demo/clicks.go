package demo

import (
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"
)

// click is the value of a page view. A visitor who is not signed in has no
// user, and the message then has a null key.
type click struct {
	Type     string  `json:"type"`
	Path     string  `json:"path"`
	User     *string `json:"user"`
	Session  string  `json:"session"`
	Ms       int     `json:"ms"`
	Viewport [2]int  `json:"viewport"`
	Referrer string  `json:"referrer,omitempty"`
	Agent    string  `json:"agent"`
}

// clickMessage is a page view, or now and then a beacon: a value of no bytes.
func (s *shop) clickMessage() *kgo.Record {
	user := s.user()
	if s.chance(2) {
		return s.record(clicks, user, []byte{}, "beacon", "")
	}
	c := click{
		Type: "page.view", Path: pick(s.rng, paths), User: &user, Session: fmt.Sprintf("%08x", s.rng.Uint32()),
		Ms: 12 + s.rng.IntN(900), Viewport: pick(s.rng, viewports), Agent: pick(s.rng, agents),
	}
	if s.chance(30) {
		c.Referrer = pick(s.rng, referrers)
	}
	if s.chance(12) {
		c.User, user = nil, ""
	}
	return s.jsonRecord(clicks, user, c, "web")
}
