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
// one connection and sends one request at a time: first where partitions are
// to begin, then fetch after fetch for all that it is in charge of. What a
// fetch brings is decoded, sorted out and put into a channel; [Consumer.Poll]
// takes it out and hands over one record after the other, whose bytes are
// those of the answer. When nobody polls, at most two answers wait there and
// one with every worker, and the brokers are asked for no more. How much a fetch
// asks for follows what the last answer unpacked to, so that what is kept stays
// within 48 MiB and a batch of every worker.
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
// clocks. A partition that cannot be read within a second of the first one is
// left out, and is read for its part of N when it comes back. Beyond 10,000
// messages each partition gives its part, in no order.
//
// # When something is wrong
//
// Whatever happens is told by Poll as a *model.Fault, one a second at most of
// each kind and place, with a count; and the consumer goes on trying, after
// 100 ms to 1 s. Only what cannot mend itself is fatal: a refused login, a
// certificate that cannot be verified, a broker of another age. A broker that
// says nothing for three and a half seconds while it should is taken for hung,
// its connection is given up and made anew. A batch that cannot be decoded
// stops its own partition, and no other. Close takes effect at once, for every
// connection dies with the consumer.
package kafka
