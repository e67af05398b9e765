package kafka

import "github.com/kafkathreadmanager/ktm/consumer"

// Health implements consumer.Reporter.
func (c *Consumer) Health() consumer.Health { return consumer.Health(c.health.Load()) }

// assess works out the health anew. The caller holds mu and has changed what a
// partition's reading says, or the partitions there are.
func (c *Consumer) assess() {
	health := consumer.Opening
	switch {
	case c.anyReading(), c.settled && c.nothingToRead():
		health = consumer.Live
		c.everLive = true
	case c.everLive:
		health = consumer.Down
	}
	c.health.Store(uint32(health))
}

// nothingToRead says that no topic exists, or that none has a partition that
// was asked for.
func (c *Consumer) nothingToRead() bool {
	for _, t := range c.topics {
		if absent := t.gone || t.known && len(t.parts) == 0; !absent {
			return false
		}
	}
	return true
}

func (c *Consumer) anyReading() bool {
	for _, p := range c.parts {
		if p.reading {
			return true
		}
	}
	return false
}

// setReading notes how the last request for partitions went. The caller holds
// mu.
func (c *Consumer) setReading(reading bool, parts ...*partition) {
	changed := false
	for _, p := range parts {
		changed = changed || p.reading != reading
		p.reading = reading
	}
	if changed {
		c.assess()
	}
}
