// Package position is the grammar in which people say what part of a topic is
// read: from where, and up to where. The command line and the prompt on the
// screen read it with [Parse], and whoever is mistaken is told by an [Error]
// where, and what to type instead.
//
// # Positions
//
//	start                  the oldest message there is, of each partition
//	end                    only what arrives from now on
//	1042                   offset 1042 of each partition
//	+100                   100 offsets after the start of each partition
//	-100                   the last 100 messages of the topic, all partitions together, in order of time
//	@2026-11-23T12:00      the first message of each partition that is as late; in local time
//	@12:00  @12:00:30      today, or yesterday where that is still to come
//	@2026-11-23T12:00Z     with a zone: Z, +02:00, -0500
//	@2026-11-23  @today  @yesterday
//	@-90m  @-1h30m  @-2d   so long before the run begins; units are ms s m h d w
//	@1763899200            seconds since 1970, or milliseconds with 13 digits (kcat: s@1763899200000)
//
// beginning, earliest and oldest are start; latest and newest are end.
//
// # Ranges
//
// Behind a colon stands where reading ends. What lies there is not read itself.
//
//	100:200                offsets 100 to 199 of each partition
//	:200  100:             from the start; without an end
//	-100:end               up to the end as it is when the run begins
//	100:+20                20 offsets from there on
//	-100:@12:00            the last 100 messages before that time
//	@12:00:13:00           up to the first message of each partition that is as late as that
//	@12:00:1h  @-1h:-30m   for an hour; from an hour ago to half an hour ago
//	:@12:00  @12:00:       as with offsets (kcat: e@…)
//
// Behind a time, an @ before the second one is needless, but takes away every
// doubt: @12:00:13:14:15 could be read in two ways, and is refused, while
// @12:00:@13:14:15 cannot. A time of day that ends something is the first one
// after where it began, and today's where nothing is known of that. An end that
// is still to come is waited for.
//
// # Partitions
//
//	0=100,1=end            of partition 0 from offset 100 on, of 1 what arrives; no others
//	0=100,2-5=end,-100     and of the others the last 100 messages
//
// The last messages of a partition that is named are those of that partition.
package position
