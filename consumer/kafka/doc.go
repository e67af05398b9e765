// Package kafka reads topics of a Kafka cluster live, as a consumer.Consumer.
//
// # What it does to a cluster
//
// It reads. It joins no consumer group, commits no offset, writes nothing and
// creates no topic. All it sends are requests for versions, metadata, offsets
// and messages, and a login where there is one.
//
// # How it works
//
// One goroutine follows the metadata of the topics over a connection of its
// own: every three seconds, and at once when an answer did not fit the picture.
// It starts one worker for every broker that leads a partition. A worker has
// one connection: it asks first where partitions are to begin, then fetch after
// fetch for all that it is in charge of, in turn. While there is more than an answer
// holds it asks for the next before it takes over the last, so that the broker and
// the worker do not wait for each other, and of many partitions for some at a time.
// Sarama makes the connections, logs in and asks for metadata and offsets; fetches go past
// it, over the same connection. What a fetch brings is taken apart into the
// partitions' logs, and a log into batches. A batch is verified, unpacked and
// looked through by the worker and put into a channel; [Consumer.Poll] takes it
// out and hands over one record after the other, decoded on the spot, whose bytes
// are those of the answer or of what it was unpacked to. These bytes are used
// for another answer as soon as Poll has handed out the last record in them, so
// that a flood of records leaves next to nothing to the garbage collector.
//
// Memory is bounded by what batches unpack to, which nobody knows before. When
// nobody polls, at most two portions of 48 MiB shared out among the workers wait,
// and one with every worker; nothing more is unpacked or asked for. A batch that
// unpacks to more than 4 MiB is unpacked to nowhere first, to learn its size, and
// waits until there is room; there is one such giant at a time, of 128 MiB at
// most.
//
// A partition is in the hands of one worker at a time. When its leader moves,
// the next worker begins after the last one has delivered. So no record comes
// twice and none is left out, and the order within a partition is the log's.
//
// # Where it stands
//
// [Consumer.Positions] tells for every partition the offset to go on at. It
// follows what Poll has handed out, never what is merely fetched, and it goes
// past what is not handed out: records of aborted transactions, transaction
// markers, batches that compaction has emptied. A consumer opened at these
// offsets continues exactly there.
//
// When a position lies outside its log, both ends are looked up. A position
// that is inside after all stays. One before the start goes to the start, and
// a fault counts what expired. One after the end goes to the end, and a fault
// says that the log was truncated. Where a truncated log has grown beyond the
// position again, the epoch of the last record read tells, and reading goes on
// where the logs part. A topic that was deleted and created again, which its id
// tells, is read from its start. Brokers before Kafka 2.8 have no
// such ids; with them a position after the end goes to the start. A topic that
// is created again so quickly that no request fails meanwhile is noticed within
// three seconds and then read from its start: some messages may come twice,
// none is left out.
//
// A session may begin with the last N messages of each topic. They are read
// from all its partitions, put in order of time, cut to N, and handed out
// before what comes live. The order within a partition counts more than
// clocks. A partition in which compaction or transactions left fewer messages
// than offsets, or that has more than its part of the last N, is read from further
// back, until nothing older can belong to them. One of which nothing comes for a
// second is left out, and is read for its part of N when it comes back; a notice
// tells that. Beyond 10,000 messages each partition gives its part, in no order.
//
// # Where it ends
//
// A partition may have an end: an offset, the log's end as it was at opening, or
// the first message as late as a time. It ends when its position is there, whatever
// lies before that: records, markers, or nothing at all. Poll ends when every
// partition has. An end that is not written yet is waited for. A time that is still
// to come has come with the first record that is as late, or a second after the
// clock has passed it.
//
// # When something is wrong
//
// Whatever happens is told by Poll as a *model.Fault, one a second at most of
// each kind and place, with a count; and the consumer goes on trying, after
// 100 ms to 1 s. Only what cannot mend itself is fatal: a refused login, a
// certificate that cannot be verified, a broker of another age. A broker that
// says nothing for three and a half seconds while it should is taken for hung,
// its connection is given up and made anew; so is that of one whose answer comes
// at less than 4 KiB a second. A partition of which nothing comes for ten seconds
// although its log goes on does not count as read until it moves. A login that is
// refused is tried once a second, at all brokers together. Close takes effect at
// once, for every connection dies with the consumer.
//
// A batch that cannot be read, because it is damaged or larger than 128 MiB,
// stops its own partition and no other: what lies before it is handed out, a fault
// tells the offset, and it is tried again every second. [Consumer.Skip] leaves it
// out, and with it all that follows up to the next batch that can be read, which is
// looked for over a connection apart. A fault then tells the offsets that were left
// out, in its place among the records. Later runs of the same opener leave the same
// out again.
//
// [Read] reads one record whole, apart from any consumer.
package kafka
