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
	"strings"
	"syscall"
	"testing"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestLinkFaults(t *testing.T) {
	op := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	errno := func(no syscall.Errno) error { return op(os.NewSyscallError("connect", no)) }
	for _, tt := range []struct {
		err   error
		kind  model.FaultKind
		text  string
		fatal bool
	}{
		{errno(syscall.ECONNREFUSED), model.FaultConnection, "b:9092 refuses connections", false},
		{errno(syscall.EHOSTUNREACH), model.FaultConnection, "b:9092 cannot be reached", false},
		{errno(syscall.ENETUNREACH), model.FaultConnection, "b:9092 cannot be reached", false},
		{op(&net.DNSError{Err: "no such host", Name: "b", IsNotFound: true}), model.FaultConnection, "the host of b:9092 cannot be found", false},
		{op(os.ErrDeadlineExceeded), model.FaultTimeout, "b:9092 does not answer", false},
		{context.DeadlineExceeded, model.FaultTimeout, "b:9092 does not answer", false},
		{&linkError{err: io.EOF}, model.FaultConnection, "b:9092 closed the connection", false},
		{&linkError{err: errno(syscall.ECONNRESET)}, model.FaultConnection, "b:9092 closed the connection", false},
		{&linkError{io.EOF, true}, model.FaultConnection, "b:9092 hung up during the login", false},
		{&linkError{os.ErrDeadlineExceeded, true}, model.FaultTimeout, "b:9092 does not answer", false},
		{sarama.ErrNotConnected, model.FaultConnection, "the connection to b:9092 failed", false},
		{&linkError{err: &frameError{first: true, head: [4]byte{0x15, 3, 3, 0}}}, model.FaultConnection, "b:9092 speaks TLS, ktm spoke plaintext to it", false},
		{&linkError{err: &frameError{first: true, head: [4]byte{'H', 'T', 'T', 'P'}}}, model.FaultConnection, "b:9092 is a web server, not a Kafka broker", false},
		{&linkError{err: &frameError{first: true, head: [4]byte{'S', 'S', 'H', '-'}}}, model.FaultProtocol, "b:9092 sent something that is not Kafka", false},
		{&handshakeError{tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}}, model.FaultConnection, "b:9092 does not speak TLS", false},
		{&handshakeError{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "b"}}, model.FaultAuth, "the certificate of b:9092 is for another host", true},
		{&handshakeError{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}, model.FaultAuth, "the certificate of b:9092 is signed by an unknown authority", true},
		{&handshakeError{x509.CertificateInvalidError{Reason: x509.Expired}}, model.FaultAuth, "the certificate of b:9092 is not valid", true},
		{&handshakeError{&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}}, model.FaultAuth, "b:9092 refuses the TLS handshake", true},
		{sarama.Wrap(sarama.ErrSASLAuthenticationFailed, errors.New("invalid credentials")), model.FaultAuth, "b:9092 refuses the login", true},
		{sarama.ErrUnsupportedSASLMechanism, model.FaultAuth, "b:9092 does not offer this SASL mechanism", true},
		{sarama.ErrUnsupportedVersion, model.FaultProtocol, "the broker of b:9092 is too old or too new for ktm", true},
		{errors.New("what is this"), model.FaultConnection, "the connection to b:9092 failed", false},
	} {
		t.Run(tt.text, func(t *testing.T) {
			f := linkFault("b:9092", tt.err)
			if f.Kind != tt.kind || f.Text != tt.text || f.Fatal != tt.fatal || f.Broker != "b:9092" || f.Hint == "" {
				t.Errorf("%v gives %+v", tt.err, f)
			}
			if !errors.Is(f, tt.err) {
				t.Errorf("the fault does not wrap its cause")
			}
		})
	}
}

// A host name has nothing to do with an authority that is not known.
func TestAnUnknownAuthorityIsToBeNamed(t *testing.T) {
	f := linkFault("b:9092", &handshakeError{x509.UnknownAuthorityError{}})
	if !strings.HasPrefix(f.Hint, "Set ssl.ca.location=FILE") || strings.Contains(f.Hint, "host") {
		t.Errorf("%q", f.Hint)
	}
}

// Every code that brokers answer to what we ask is told as a sentence with its
// place, none as a bare number.
func TestCodeFaults(t *testing.T) {
	answers := []sarama.KError{-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 17, 29, 31, 35, 42, 43, 56, 57, 60, 70, 71, 72, 74, 75, 76, 78, 89, 100, 103, 109}
	for _, code := range answers {
		f := codeFault("b:9092", "orders", []int32{3}, code)
		if !strings.Contains(f.Text, "orders/3") || strings.Contains(f.Text, "%!") || strings.Contains(f.Text, "answered error") {
			t.Errorf("code %d is told as %q", code, f.Text)
		}
		if f.Where() != "orders/3" || !errors.Is(f, code) || f.Broker != "b:9092" {
			t.Errorf("code %d: %+v", code, f)
		}
	}
	if f := codeFault("b:9092", "orders", nil, sarama.ErrTopicAuthorizationFailed); f.Text != "reading orders is not allowed" || f.Fatal || f.Partition != -1 {
		t.Errorf("a refused topic gives %+v", f)
	}
	if f := codeFault("b:9092", "orders", nil, 9999); !strings.Contains(f.Text, "error 9999 for orders") {
		t.Errorf("an unknown code is told as %q", f.Text)
	}
}

func TestPlaceName(t *testing.T) {
	for _, tt := range []struct {
		ids  []int32
		want string
	}{
		{nil, "orders"},
		{[]int32{3}, "orders/3"},
		{[]int32{2, 0, 1}, "orders/0, 1 and 2"},
		{[]int32{7, 6, 5, 4, 3, 2, 1}, "7 partitions of orders"},
	} {
		if got := placeName("orders", tt.ids); got != tt.want {
			t.Errorf("place of %v is %q, want %q", tt.ids, got, tt.want)
		}
	}
}

func TestBatchFaults(t *testing.T) {
	tp := model.TopicPartition{Topic: "orders", Partition: 3}
	for _, tt := range []struct {
		err  error
		kind model.FaultKind
		text string
	}{
		{errors.New("crc"), model.FaultCorrupt, "the batch at orders/3@7 is damaged"},
		{fmt.Errorf("gzip: %w", errTooLarge), model.FaultTooLarge, "the batch at orders/3@7 unpacks to more than 128 MiB"},
		{&linkError{err: &frameError{length: 200 << 20}}, model.FaultTooLarge, "the batch at orders/3@7 is larger than 128 MiB, or its length is damaged"},
		{errPartial, model.FaultTooLarge, "the batch at orders/3@7 is larger than 128 MiB, or its length is damaged"},
	} {
		if f := batchFault("b:9092", tp, 7, tt.err); f.Kind != tt.kind || f.Text != tt.text || f.Where() != "orders/3@7" || f.Fatal {
			t.Errorf("%v gives %+v", tt.err, f)
		}
	}
}
