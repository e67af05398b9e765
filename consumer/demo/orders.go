package demo

import (
	"math"
	"slices"
	"strconv"

	"github.com/twmb/franz-go/pkg/kgo"
)

// maxOpen bounds how many open orders and payments a shop has.
const maxOpen = 200

// order is the value of an order's messages. It grows on its way: paid adds
// the payment, packed and shipped the parcel.
type order struct {
	Type     string    `json:"type"`
	ID       string    `json:"id"`
	Status   string    `json:"status"`
	Total    float64   `json:"total"`
	Currency string    `json:"currency"`
	Items    []item    `json:"items"`
	Customer customer  `json:"customer"`
	Payment  *paidWith `json:"payment,omitempty"`
	Parcel   *parcel   `json:"parcel,omitempty"`
	Revision int       `json:"revision"`
}

type item struct {
	SKU   string  `json:"sku"`
	Name  string  `json:"name"`
	Qty   int     `json:"qty"`
	Price float64 `json:"price"`
}

type customer struct {
	Name string `json:"name"`
	City string `json:"city"`
	VIP  bool   `json:"vip"`
}

type paidWith struct {
	Method string `json:"method"`
	Ref    string `json:"ref"`
}

type parcel struct {
	WeightKg float64 `json:"weight_kg"`
	Carrier  string  `json:"carrier,omitempty"`
	Tracking string  `json:"tracking,omitempty"`
}

// cart is the value of a cart's messages; a deleted cart is a tombstone.
type cart struct {
	Type  string  `json:"type"`
	ID    string  `json:"id"`
	User  string  `json:"user"`
	Items []item  `json:"items"`
	Total float64 `json:"total"`
}

// orderMessage is one of: an order's next step, a cart, a cart's end, or a
// touch, which is a key with a value of no bytes.
func (s *shop) orderMessage() *kgo.Record {
	switch n := s.rng.IntN(100); {
	case n < 2:
		return s.record(orders, s.user(), []byte{}, "checkout", "")
	case n < 5 && len(s.carts) > 0:
		return s.record(orders, take(&s.carts, s.rng.IntN(len(s.carts))), nil, "cart-janitor", "")
	case n < 20:
		return s.cartMessage()
	case len(s.open) == 0, n < 40 && len(s.open) < maxOpen:
		return s.newOrder()
	default:
		return s.nextStep(s.rng.IntN(len(s.open)))
	}
}

func (s *shop) cartMessage() *kgo.Record {
	c := cart{Type: "cart.updated", ID: "cart-" + strconv.Itoa(1+s.rng.IntN(60)), User: s.user()}
	c.Items, c.Total = s.basket()
	if !slices.Contains(s.carts, c.ID) {
		s.carts = append(s.carts, c.ID)
	}
	return s.jsonRecord(orders, c.ID, c, "cart")
}

func (s *shop) newOrder() *kgo.Record {
	who := pick(s.rng, people)
	o := &order{
		Type: "order.created", ID: "o-" + strconv.Itoa(s.orderNo), Status: "created", Currency: currency, Revision: 1,
		Customer: customer{Name: who.name, City: who.city, VIP: s.chance(8)},
	}
	s.orderNo++
	o.Items, o.Total = s.basket()
	s.open = append(s.open, o)
	return s.jsonRecord(orders, o.ID, o, "checkout")
}

// nextStep moves the open order i on: created, paid, packed, shipped.
func (s *shop) nextStep(i int) *kgo.Record {
	o, source := s.open[i], "warehouse"
	switch o.Status {
	case "created":
		o.Status, source = "paid", "billing"
		o.Payment = &paidWith{Method: pick(s.rng, methods), Ref: "pay-" + strconv.Itoa(s.rng.IntN(s.payNo))}
	case "paid":
		o.Status = "packed"
		o.Parcel = &parcel{WeightKg: s.amount(1, 9)}
	default:
		o.Status = "shipped"
		o.Parcel.Carrier = pick(s.rng, carriers)
		o.Parcel.Tracking = strconv.FormatUint(1e11+s.rng.Uint64N(9e11), 10)
		take(&s.open, i)
	}
	o.Type = "order." + o.Status
	o.Revision++
	return s.jsonRecord(orders, o.ID, o, source)
}

// basket fills one to four lines and adds them up.
func (s *shop) basket() (items []item, total float64) {
	for range 1 + s.rng.IntN(4) {
		g := pick(s.rng, goods)
		it := item{SKU: g.sku, Name: g.name, Qty: 1 + s.rng.IntN(3), Price: g.price}
		items = append(items, it)
		total += float64(it.Qty) * it.Price
	}
	return items, math.Round(total*100) / 100
}
