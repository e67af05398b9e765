"""Writes kafka.golden: keys and values of Kafka's own topics, made by Kafka's
own classes (4.1.0) of content that this script makes up, and what they must be
shown as. See layouts.py for where the definitions come from.

    python3 testdata/kafka.py msgs/common/message KAFKA/libs > testdata/kafka.golden

A line is: topic, key in hex, text of the key, value in hex, text of the value.
"""
import base64, datetime, glob, json, os, subprocess, sys
from layouts import load, low

folder, libs = sys.argv[1], sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
package = {"group": "org.apache.kafka.coordinator.group.generated", "txn": "org.apache.kafka.coordinator.transaction.generated"}
instant = 1795426801123  # 2026-11-23T09:40:01.123Z
states = ["Empty", "Ongoing", "PrepareCommit"]

def has(versions, v):
    if versions in (None, "none"): return False
    if versions.endswith("+"): return v >= int(versions[:-1])
    first, _, last = versions.partition("-")
    return int(first) <= v <= int(last or first)

n = 0
def made(f, v, common, special):
    """What goes into Kafka's JSON, and what must come out of ours."""
    global n
    n += 1
    kind = f["type"]
    if has(f.get("nullableVersions"), v) and n % 3 == 0 and not special: return None, None
    if kind.startswith("[]"):
        both = [made({"type": kind[2:], "name": f["name"], "fields": f.get("fields")}, v, common, False) for _ in range(n % 3)]
        return [b[0] for b in both], [b[1] for b in both]
    inner = f.get("fields") or common.get(kind)
    if inner:
        return object_(inner, v, common)
    name = low(f["name"])
    if kind == "string": return f"{name}-{n}é", f"{name}-{n}é"
    if kind == "uuid":
        raw = bytes(range(n % 100, n % 100 + 16)); h = raw.hex()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), "-".join([h[:8], h[8:12], h[12:16], h[16:20], h[20:]])
    if kind == "bytes":
        raw = bytes([0, 255, n % 256]); b = base64.b64encode(raw).decode()
        return b, b
    if kind == "int64" and "timestamp" in name.lower(): return instant, "2026-11-23T09:40:01.123Z"
    if name == "transactionStatus": return n % 3, states[n % 3]
    size = int(kind.removeprefix("u").removeprefix("int"))
    value = (n * 7919 + 2**(size - 2)) % 2**(size - 1)
    if n % 2 and kind[0] != "u": value = -value - 1
    return value, value

def object_(fields, v, common):
    sent, shown, tagged = {}, {}, []
    for f in fields:
        if not has(f.get("versions", f.get("taggedVersions")), v): continue
        a, b = made(f, v, common, False)
        sent[low(f["name"])] = a
        if "tag" in f: tagged.append((f["tag"], low(f["name"]), b))
        else: shown[low(f["name"])] = b
    for _, name, b in sorted(tagged): shown[name] = b
    return sent, shown

def message(d, v):
    common = {c["name"]: c["fields"] for c in d.get("commonStructs", [])}
    return object_(d["fields"], v, common)

def versions(d):
    first, _, last = d["validVersions"].partition("-")
    return range(int(first), int(last or first) + 1)

all_ = {d["name"]: d for d in map(load, glob.glob(os.path.join(folder, "*.json")))}
lines, asked = [], []
def ask(topic, d, v, sent): asked.append(f"{package[topic]} {d['name']} {v} {json.dumps(sent)}")
for name, d in sorted(all_.items()):
    if d["type"] != "coordinator-key": continue
    value = all_[name[:-3] + "Value"]
    topic = "txn" if name.startswith("Transaction") else "group"
    for v in versions(value):
        (ks, kt), (vs, vt) = message(d, 0), message(value, v)
        ask(topic, d, 0, ks); ask(topic, value, v, vs)
        lines.append((topic, d["apiKey"], kt, vt))
subprocess.run(["javac", "-d", "/tmp/kafkagolden", "-cp", libs + "/*", os.path.join(here, "KafkaGolden.java")], check=True)
out = subprocess.run(["java", "-cp", "/tmp/kafkagolden:" + libs + "/*", "KafkaGolden"], input="\n".join(asked) + "\n", capture_output=True, text=True)
if out.returncode: sys.exit(out.stderr)
made_ = out.stdout.split()
compact = lambda x: json.dumps(x, separators=(",", ":"), ensure_ascii=False)
for i, (topic, number, kt, vt) in enumerate(lines):
    key = f"{number:04x}" + made_[2 * i][4:]  # the version of a key is its type
    print(topic, key, compact(kt), made_[2 * i + 1], compact(vt), sep="\t")
