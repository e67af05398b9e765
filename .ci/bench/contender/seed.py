"""The seed's thread manager around confluent-kafka, with a callback that counts.

The flags are those of every contender (-b, -t, -n), and -X NAME=VALUE for a
property of librdkafka.
"""
import argparse
import os
import threading

from confluent_kafka import Consumer, OFFSET_BEGINNING, TopicPartition


class KafkaThreadManager:
    def __init__(self, consumer, callback):
        self.consumer, self.callback, self.running = consumer, callback, False

    def start(self):
        self.running = True
        self.thread = threading.Thread(target=self._consume_loop, daemon=True)
        self.thread.start()

    def _consume_loop(self):
        while self.running:
            msg = self.consumer.poll(timeout=1)
            if msg is not None:
                self.callback(msg)


parser = argparse.ArgumentParser()
parser.add_argument("-b")
parser.add_argument("-t")
parser.add_argument("-n", type=int)
parser.add_argument("-X", action="append", default=[])
args = parser.parse_args()

config = {"bootstrap.servers": args.b, "group.id": "seed", "enable.auto.commit": False}
config.update(x.split("=", 1) for x in args.X)
consumer = Consumer(config)
partitions = consumer.list_topics(args.t).topics[args.t].partitions
consumer.assign([TopicPartition(args.t, p, OFFSET_BEGINNING) for p in partitions])
count, done = 0, threading.Event()


def callback(msg):
    global count
    if msg.error():
        raise SystemExit(msg.error())
    count += 1
    if count == args.n:
        done.set()


KafkaThreadManager(consumer, callback).start()
done.wait()
print(count, flush=True)
os._exit(0)
