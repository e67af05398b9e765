import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what ktm's tests read, with Kafka's own producer.
 *
 *   Feed BOOTSTRAP mixed TOPIC PARTITIONS COUNT
 *       COUNT records with each codec, round robin over the partitions: text,
 *       binary, empty and null keys and values, headers with repeated keys and
 *       null, empty and ordinary values.
 *   Feed BOOTSTRAP transactions TOPIC PARTITION COUNT OUTCOME...
 *       One transaction of COUNT records for each OUTCOME: commit, abort, or
 *       open (last: the program ends and leaves the transaction open). Values
 *       say which: "commit-0-0" is the first record of the first transaction.
 */
public class Feed {
    static final String[] CODECS = {"none", "gzip", "snappy", "lz4", "zstd"};

    public static void main(String[] args) throws Exception {
        switch (args[1]) {
            case "mixed" -> mixed(args[0], args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            case "transactions" -> transactions(args);
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrap, String property, Object value) {
        return new KafkaProducer<>(Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
            ProducerConfig.LINGER_MS_CONFIG, 20,
            property, value), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void mixed(String bootstrap, String topic, int partitions, int count) {
        byte[][] keys = {null, {}, text("key"), {0, (byte) 0xff, '\n', 0x1b}};
        byte[][] values = {null, {}, text("{\"n\":1}"), {(byte) 0x80, 0, '\r', '\n'}, text("x".repeat(5000))};
        for (String codec : CODECS) {
            try (var producer = producer(bootstrap, ProducerConfig.COMPRESSION_TYPE_CONFIG, codec)) {
                for (int i = 0; i < count; i++) {
                    byte[] value = i % 6 == 5 ? text(codec + " " + i) : values[i % 6 % values.length];
                    var record = new ProducerRecord<>(topic, i % partitions, 1_700_000_000_000L + i, keys[i / 6 % keys.length], value);
                    if (i % 4 == 0) {
                        record.headers().add("trace", text(codec + i)).add("trace", text("again"));
                    }
                    if (i % 7 == 0) {
                        record.headers().add("null", null).add("empty", new byte[0]);
                    }
                    producer.send(record);
                }
            }
        }
    }

    static void transactions(String[] args) throws Exception {
        String topic = args[2];
        int partition = Integer.parseInt(args[3]);
        int count = Integer.parseInt(args[4]);
        var producer = producer(args[0], ProducerConfig.TRANSACTIONAL_ID_CONFIG, "feed-" + topic);
        producer.initTransactions();
        for (int n = 5; n < args.length; n++) {
            producer.beginTransaction();
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, partition, text("k"), text(args[n] + "-" + (n - 5) + "-" + i))).get();
            }
            switch (args[n]) {
                case "commit" -> producer.commitTransaction();
                case "abort" -> producer.abortTransaction();
                case "open" -> Runtime.getRuntime().halt(0);
                default -> throw new IllegalArgumentException(args[n]);
            }
        }
        producer.close();
    }

    static byte[] text(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }
}
