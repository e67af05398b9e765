package demo

import (
	"strconv"

	"github.com/twmb/franz-go/pkg/kgo"
)

// payment is the value of a payment's messages.
type payment struct {
	Type     string  `json:"type"`
	ID       string  `json:"id"`
	Order    string  `json:"order"`
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency"`
	Method   string  `json:"method"`
	Card     *card   `json:"card,omitempty"`
	Risk     float64 `json:"risk"`
	Captured bool    `json:"captured"`
}

type card struct {
	Brand string `json:"brand"`
	Last4 string `json:"last4"`
}

// paymentMessage authorizes a payment, or captures or refuses one that is
// authorized. An authorization that ran out is a tombstone.
func (s *shop) paymentMessage() *kgo.Record {
	if len(s.paying) == 0 || len(s.paying) < maxOpen && s.chance(50) {
		return s.newPayment()
	}
	p := take(&s.paying, s.rng.IntN(len(s.paying)))
	switch {
	case s.chance(4):
		return s.record(payments, p.ID, nil, "ledger", "")
	case s.chance(10):
		p.Type = "payment.refused"
	default:
		p.Type, p.Captured = "payment.captured", true
	}
	return s.jsonRecord(payments, p.ID, p, "ledger")
}

func (s *shop) newPayment() *kgo.Record {
	p := &payment{
		Type: "payment.authorized", ID: "pay-" + strconv.Itoa(s.payNo), Order: "o-" + strconv.Itoa(s.orderNo-s.rng.IntN(50)),
		Amount: s.amount(5, 240), Currency: currency, Method: pick(s.rng, methods), Risk: float64(s.rng.IntN(100)) / 100,
	}
	s.payNo++
	if p.Method == "card" {
		p.Card = &card{Brand: pick(s.rng, brands), Last4: strconv.Itoa(1000 + s.rng.IntN(9000))}
	}
	s.paying = append(s.paying, p)
	return s.jsonRecord(payments, p.ID, p, "gateway")
}
