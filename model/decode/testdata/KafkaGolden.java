import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.*;
import java.util.HexFormat;
import org.apache.kafka.common.protocol.*;

/** Reads lines "package class version json", writes each message as Kafka does, in hex behind its version. See kafka.py. */
public class KafkaGolden {
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            String[] w = line.split(" ", 4);
            short version = Short.parseShort(w[2]);
            JsonNode json = new ObjectMapper().readTree(w[3]);
            Message m = (Message) Class.forName(w[0] + "." + w[1] + "JsonConverter")
                .getMethod("read", JsonNode.class, short.class).invoke(null, json, version);
            System.out.println(HexFormat.of().formatHex(MessageUtil.toVersionPrefixedBytes(version, m)));
        }
    }
}
