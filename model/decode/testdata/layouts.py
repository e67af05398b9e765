"""Writes ../layouts.txt from Kafka's own definitions of its messages.

They lie in the jars of a Kafka distribution, here of 4.1.0:

    mkdir msgs && cd msgs
    unzip -o libs/kafka-group-coordinator-4.1.0.jar 'common/message/*'
    unzip -o libs/kafka-transaction-coordinator-4.1.0.jar 'common/message/*'
    unzip -o libs/kafka-clients-4.1.0.jar 'common/message/ConsumerProtocol*'
    python3 testdata/layouts.py msgs/common/message > layouts.txt
"""
import glob, json, os, re, sys

def load(path):
    lines = [l for l in open(path) if not re.match(r"\s*//", l)]
    return json.loads("".join(lines))

def low(s): return s[0].lower() + s[1:]

# Bytes that have a layout of their own, numbers that have names.
special = {
    ("GroupMetadataValue", "subscription"): "ConsumerProtocolSubscription",
    ("GroupMetadataValue", "assignment"): "ConsumerProtocolAssignment",
    ("TransactionLogValue", "transactionStatus"): "transaction-state",
}

def fields(message, common, list_, depth):
    for f in list_:
        name, kind = low(f["name"]), f["type"]
        inner = f.get("fields") or common.get(kind.removeprefix("[]"))
        if inner:
            kind = "[]{}" if kind.startswith("[]") else "{}"
        kind = special.get((message, name), kind)
        if kind == "int64" and "timestamp" in name.lower():
            kind = "time"
        out = "\t" * depth + name + " " + kind + " " + f.get("versions", f.get("taggedVersions"))
        if "nullableVersions" in f: out += " null " + f["nullableVersions"]
        if "tag" in f: out += " tag " + str(f["tag"])
        print(out)
        if inner: fields(message, common, inner, depth + 1)

def message(d):
    kind = {"coordinator-key": "key", "coordinator-value": "value", "data": "part"}[d["type"]]
    name = d["name"] if kind == "part" else re.sub(r"^Legacy|(Key|Value)$", "", d["name"])
    topic = "txn" if name == "TransactionLog" else "group"
    print(topic, kind, d.get("apiKey", "-"), name, d["validVersions"], d["flexibleVersions"])
    common = {c["name"]: c["fields"] for c in d.get("commonStructs", [])}
    fields(d["name"], common, d["fields"], 1)

if __name__ == "__main__":
    print("# Written by testdata/layouts.py from the definitions in Apache Kafka 4.1.0 (Apache License 2.0).")
    all_ = [load(p) for p in sorted(glob.glob(os.path.join(sys.argv[1], "*.json")))]
    # Type 0 is read as type 1, of which it is the first version.
    all_ = [d for d in all_ if not d["name"].startswith("Legacy")]
    for d in sorted(all_, key=lambda d: (d["name"].startswith("Transaction"), d.get("apiKey", 99), d["type"])):
        message(d)
