package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// ruling is how an error is told: its kind, a sentence in which the first %s
// is the place, a hint, and whether one can go on.
type ruling struct {
	kind  model.FaultKind
	text  string
	hint  string
	fatal bool
}

const (
	hintMoving  = "Nothing to do: ktm asks who leads it now and goes on."
	hintACL     = "Ask for an ACL that allows READ and DESCRIBE on the topic."
	hintLogin   = "Check the user name, the password and the SASL mechanism."
	hintCerts   = "Check the CA certificate and the host name the broker is addressed by."
	hintCA      = "Set ssl.ca.location=FILE, with the certificate of the authority that signed it, as PEM."
	hintPort    = "Check host and port, and that a broker listens there."
	hintSpeak   = "Check the security protocol: TLS or plaintext, with or without SASL."
	hintDisk    = "Look at the broker's log and its disks."
	hintVersion = "ktm reads from Kafka 0.11 on; is there a proxy in between?"
)

// links rules what happens to connections, in order: the first that is so.
var links = []struct {
	is func(error) bool
	ruling
}{
	{isFrame((*frameError).tlsAlert), ruling{model.FaultConnection, "%s speaks TLS, ktm spoke plaintext to it", "Set security.protocol to SSL or SASL_SSL.", false}},
	{isFrame((*frameError).http), ruling{model.FaultConnection, "%s is a web server, not a Kafka broker", hintPort, false}},
	{isFrame(nil), ruling{model.FaultProtocol, "%s sent something that is not Kafka", hintSpeak, false}},
	{isA[sarama.PacketDecodingError], ruling{model.FaultProtocol, "%s sent an answer that cannot be understood", "ktm connects anew; is there a proxy in between?", false}},
	{isA[tls.RecordHeaderError], ruling{model.FaultConnection, "%s does not speak TLS", "Set security.protocol to PLAINTEXT or SASL_PLAINTEXT, or use the TLS port.", false}},
	{isA[x509.HostnameError], ruling{model.FaultAuth, "the certificate of %s is for another host", hintCerts, true}},
	{isA[x509.UnknownAuthorityError], ruling{model.FaultAuth, "the certificate of %s is signed by an unknown authority", hintCA, true}},
	{isA[x509.CertificateInvalidError], ruling{model.FaultAuth, "the certificate of %s is not valid", hintCerts, true}},
	{isA[*tls.CertificateVerificationError], ruling{model.FaultAuth, "the certificate of %s cannot be verified", hintCerts, true}},
	{isRemoteAlert, ruling{model.FaultAuth, "%s refuses the TLS handshake", "Does it ask for a client certificate?", true}},
	{isA[*net.DNSError], ruling{model.FaultConnection, "the host of %s cannot be found", "Check the name; brokers inside Docker or Kubernetes advertise names only known there.", false}},
	{isErrno(syscall.ECONNREFUSED), ruling{model.FaultConnection, "%s refuses connections", "Is its listener up? ktm tries again every second.", false}},
	{isErrno(syscall.EHOSTUNREACH, syscall.ENETUNREACH), ruling{model.FaultConnection, "%s cannot be reached", "Check the network, the VPN and the firewall.", false}},
	{isTimeout, ruling{model.FaultTimeout, "%s does not answer", "Is it overloaded, stopped or behind a firewall?", false}},
	{isLogin, ruling{model.FaultConnection, "%s hung up during the login", hintLogin + " " + hintSpeak, false}},
	{isHangup, ruling{model.FaultConnection, "%s closed the connection", "Is it restarting? If this never works, check the security protocol: TLS or plaintext, with or without SASL.", false}},
}

// linkFault tells that a broker cannot be reached, or what it refused.
func linkFault(addr string, err error) *model.Fault {
	r := ruling{model.FaultConnection, "the connection to %s failed", hintPort, false}
	if code, ok := codeOf(err); ok {
		r = codeRuling(code)
	} else {
		for _, l := range links {
			if l.is(err) {
				r = l.ruling
				break
			}
		}
	}
	f := model.NewFault(r.kind, fmt.Sprintf(r.text, addr), err)
	f.Broker, f.Hint, f.Fatal = addr, r.hint, r.fatal
	return f
}

// codeFault tells what a broker answered for partitions of a topic, or for the
// topic where there are none.
func codeFault(addr, topic string, ids []int32, code sarama.KError) *model.Fault {
	r := codeRuling(code)
	f := model.NewFault(r.kind, fmt.Sprintf(r.text, placeName(topic, ids)), code)
	f.Broker, f.Topic, f.Hint, f.Fatal = addr, topic, r.hint, r.fatal
	if len(ids) == 1 {
		f.Partition = ids[0]
	}
	return f
}

// placeName names partitions of a topic: "orders", "orders/3", "orders/0, 1 and 2",
// "12 partitions of orders".
func placeName(topic string, ids []int32) string {
	slices.Sort(ids)
	switch n := len(ids); {
	case n == 0:
		return topic
	case n == 1:
		return fmt.Sprintf("%s/%d", topic, ids[0])
	case n > mostPlaces:
		return fmt.Sprintf("%d partitions of %s", n, topic)
	default:
		names := make([]string, n)
		for i, id := range ids {
			names[i] = fmt.Sprint(id)
		}
		return topic + "/" + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// mostPlaces is how many partitions a fault names.
const mostPlaces = 6

func codeRuling(code sarama.KError) ruling {
	if r, ok := codes[code]; ok {
		return r
	}
	return ruling{model.FaultProtocol, fmt.Sprintf("the broker answered error %d for %%s", int16(code)), "Look at the broker's log.", false}
}

// codeOf finds the code in an error. Sarama's wrapping of a refused login
// answers errors.Is only.
func codeOf(err error) (code sarama.KError, ok bool) {
	if errors.As(err, &code) {
		return code, true
	}
	for code := range codes {
		if errors.Is(err, code) {
			return code, true
		}
	}
	return 0, false
}

// batchFault tells that what lies at an offset cannot be read.
func batchFault(addr string, tp model.TopicPartition, offset int64, err error) *model.Fault {
	f := model.NewFault(model.FaultCorrupt, "the batch at "+tp.At(offset)+" is damaged", err)
	f.Hint = "ktm tries again every second. Press S on the screen to leave it out."
	var frame *frameError
	switch {
	case errors.Is(err, errTooLarge):
		f.Kind, f.Text = model.FaultTooLarge, "the batch at "+tp.At(offset)+" unpacks to more than 128 MiB"
	case errors.As(err, &frame), errors.Is(err, errPartial):
		f.Kind, f.Text = model.FaultTooLarge, "the batch at "+tp.At(offset)+" is larger than 128 MiB, or its length is damaged"
	}
	f.Broker, f.Topic, f.Partition, f.Offset, f.Gap = addr, tp.Topic, tp.Partition, offset, true
	return f
}

func isA[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func isFrame(is func(*frameError) bool) func(error) bool {
	return func(err error) bool {
		var f *frameError
		return errors.As(err, &f) && (is == nil || is(f))
	}
}

func isErrno(nos ...syscall.Errno) func(error) bool {
	return func(err error) bool {
		for _, no := range nos {
			if errors.Is(err, no) {
				return true
			}
		}
		return false
	}
}

// isRemoteAlert knows an alert of the peer by its words: crypto/tls has no
// exported type for it outside QUIC.
func isRemoteAlert(err error) bool {
	return strings.Contains(err.Error(), "remote error: tls:")
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, &n) && n.Timeout()
}

func isLogin(err error) bool {
	var l *linkError
	return errors.As(err, &l) && l.loginOn && isHangup(err)
}

func isHangup(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		isErrno(syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED)(err)
}
