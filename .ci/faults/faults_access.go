package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// The login that ktm uses, and the password the cluster knows at first. Ours
// is the wrong one until it is made the right one.
const (
	user          = "watcher"
	oldPassword   = "known-to-the-cluster"
	ourPassword   = "canary-7d1f-of-ktm"
	anyStart      = `ktm`
	scramRounds   = 4096
	quietTime     = 5 * time.Second
	deniedOutage  = 8 * time.Second
	proxyHost     = "127.0.0.1"
	foreignHost   = "another-host.example"
	certificateCA = "ca.pem"
)

var accessFaults = []fault{
	{
		name: "acl", does: "reading the topic is forbidden (ACL) for 8 s, and allowed again",
		way: login, play: forbid, args: withLogin,
		before: func(s *session) error { return s.setPassword(ourPassword) },
	},
	{
		name: "password", does: "the password is wrong; it becomes right, and s is pressed",
		way: login, play: wrongPassword, args: withLogin, starts: anyStart,
		before: func(s *session) error { return s.setPassword(oldPassword) },
	},
	{
		name: "cert-expired", does: "the certificate is expired; it is replaced, and s is pressed",
		way: proxied, args: withTLS, starts: anyStart,
		before: func(s *session) error { return s.identify(proxyHost, -time.Hour) },
		play:   func(s *session) error { return badCertificate(s, `certificate of \S+ is not valid`) },
	},
	{
		name: "cert-host", does: "the certificate is for another host; it is replaced, and s is pressed",
		way: proxied, args: withTLS, starts: anyStart,
		before: func(s *session) error { return s.identify(foreignHost, time.Hour) },
		play:   func(s *session) error { return badCertificate(s, `certificate of \S+ is for another host`) },
	},
	{
		name: "cert-rotated", does: "the certificate is replaced by another good one and all connections are cut, under 2,000 records/s",
		way: proxied, args: withTLS, play: rotate,
		before: func(s *session) error { return s.identify(proxyHost, time.Hour) },
	},
}

// setPassword makes the cluster know the user by a password.
func (s *session) setPassword(password string) error {
	set := kadm.UpsertSCRAM{User: user, Mechanism: kadm.ScramSha256, Iterations: scramRounds, Password: password}
	altered, err := s.admin.AlterUserSCRAMs(s.ctx, nil, []kadm.UpsertSCRAM{set})
	if err == nil {
		err = altered.Error()
	}
	if err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	return s.until("every broker to know the password", func() (bool, error) { return s.loginWorks(password) })
}

// loginWorks tries the password at every broker.
func (s *session) loginWorks(password string) (bool, error) {
	for i := range nodes {
		client, err := kgo.NewClient(kgo.SeedBrokers(s.cluster.ListenerAddress(loginListener, i)), kgo.RequestRetries(0),
			kgo.SASL(scram.Auth{User: user, Pass: password}.AsSha256Mechanism()))
		if err != nil {
			return false, fmt.Errorf("login: %w", err)
		}
		_, err = client.SeedBrokers()[0].Request(s.ctx, kmsg.NewPtrMetadataRequest())
		client.Close()
		if err != nil {
			return false, s.ctx.Err() // not yet
		}
	}
	return true, nil
}

// withLogin puts the login into a file, as a user would.
func withLogin(s *session) ([]string, error) {
	file := filepath.Join(s.dir, "client.properties")
	text := "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-256\nsasl.username=" + user + "\nsasl.password=" + ourPassword + "\n"
	return []string{"-F", file}, os.WriteFile(file, []byte(text), 0o600)
}

func withTLS(s *session) ([]string, error) {
	return []string{"-X", "security.protocol=SSL", "-X", "ssl.ca.location=" + filepath.Join(s.dir, certificateCA)}, nil
}

func forbid(s *session) error {
	if err := s.produce(usual / 4); err != nil {
		return err
	}
	if err := s.more(usual / 4); err != nil {
		return err
	}
	denial := kadm.NewACLs().Topics(s.topic).ResourcePatternType(kadm.ACLPatternLiteral).Operations(kadm.OpRead).Deny("User:" + user).DenyHosts("*")
	err := s.tells(`reading [^\n]* is not allowed`, func() error {
		s.ledger.beginOutage()
		created, err := s.admin.CreateACLs(s.ctx, denial)
		for _, c := range created {
			if err == nil {
				err = c.Err
			}
		}
		if err != nil {
			return fmt.Errorf("forbidding: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.last(deniedOutage); err != nil {
		return err
	}
	if _, err := s.admin.DeleteACLs(s.ctx, denial); err != nil {
		return fmt.Errorf("allowing again: %w", err)
	}
	s.ledger.endOutage()
	return s.more(usual)
}

// mend makes good what ktm was refused for, starts both ktm again and writes.
func (s *session) mend(mend func() error) error {
	if code := s.pipe.wait(); code != 1 {
		s.out.miss("the pipe ended with %d, want 1", code)
	}
	if bytes.Contains(s.pipe.stderr.Bytes(), []byte(ourPassword)) {
		s.out.miss("the password is in what the pipe says")
	}
	if text, err := s.screen.text(); err != nil || strings.Contains(text, ourPassword) {
		s.out.miss("the password is on the screen, or the screen is gone (%v)", err)
	}
	if err := mend(); err != nil {
		return err
	}
	if err := s.startPipe(); err != nil {
		return err
	}
	s.screen.hands.Lock()
	err := s.screen.press("s")
	s.screen.hands.Unlock()
	if err != nil {
		return err
	}
	if err := s.screen.shows(s.ctx, `● running`); err != nil {
		return err
	}
	return s.write(usual)
}

func wrongPassword(s *session) error {
	if err := s.says(`127\.0\.0\.1:\d+ refuses the login`); err != nil {
		return err
	}
	before := s.login.Attempts()
	if err := s.last(quietTime); err != nil {
		return err
	}
	n := s.login.Attempts() - before
	s.out.fact("%d attempts in %s after it", n, quietTime)
	if n > int(quietTime/time.Second) {
		s.out.miss("more than one attempt a second")
	}
	return s.mend(func() error { return s.setPassword(ourPassword) })
}

// identify gives the proxies a certificate of the session's authority.
func (s *session) identify(host string, lasts time.Duration) error {
	if s.authority == nil {
		a, err := newAuthority()
		if err != nil {
			return err
		}
		if err := a.write(filepath.Join(s.dir, certificateCA)); err != nil {
			return err
		}
		s.authority = a
	}
	identity, err := s.authority.sign(host, time.Now().Add(lasts))
	if err != nil {
		return err
	}
	s.plain.Set(network.Weather{Identity: identity})
	return nil
}

func badCertificate(s *session, pattern string) error {
	if err := s.says(pattern); err != nil {
		return err
	}
	return s.mend(func() error { return s.identify(proxyHost, time.Hour) })
}

func rotate(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	err := s.tells(away, func() error {
		if err := s.identify(proxyHost, time.Hour); err != nil {
			return err
		}
		s.plain.Cut()
		return nil
	})
	if err != nil {
		return err
	}
	return s.more(2 * usual)
}
