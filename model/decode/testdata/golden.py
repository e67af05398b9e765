"""Writes the golden files of this folder: bytes made by encoders that have
nothing to do with ours, each with the text that it must be shown as.

    python3 -m venv venv && venv/bin/pip install \
        fastavro==1.13.1 protobuf==7.36.2 grpcio-tools==1.85.1 cbor2==6.3.0 msgpack==1.2.4
    cd model/decode/testdata && venv/bin/python golden.py

A line is: bytes in hex, a tab, the text. For avro a first column names the
schema's file, for protobuf the message type.
"""
import datetime, decimal, io, math, os, subprocess, sys, uuid

import cbor2, fastavro, msgpack
from datetime import timezone, timedelta

here = os.path.dirname(os.path.abspath(__file__))
UTC = timezone.utc
order_id = uuid.UUID("123e4567-e89b-12d3-a456-426614174000")

def write(name, rows):
    with open(os.path.join(here, name), "w", encoding="utf-8") as f:
        for row in rows:
            row = [c.hex() if isinstance(c, bytes) else c for c in row]
            assert all("\t" not in c and "\n" not in c for c in row), row
            f.write("\t".join(row) + "\n")

# ---- MessagePack
m = lambda v, **k: msgpack.packb(v, datetime=True, **k)
write("msgpack.golden", [
    (m(None), "null"), (m(True), "true"), (m(False), "false"),
    (m(0), "0"), (m(127), "127"), (m(128), "128"), (m(65535), "65535"), (m(2**32 - 1), "4294967295"), (m(2**64 - 1), "18446744073709551615"),
    (m(-1), "-1"), (m(-32), "-32"), (m(-33), "-33"), (m(-129), "-129"), (m(-32769), "-32769"), (m(-2**63), "-9223372036854775808"),
    (m(0.1), "0.1"), (m(1e21), "1e+21"), (m(1.5, use_single_float=True), "1.5"), (m(0.1, use_single_float=True), "0.1"), (m(-0.0), "-0"),
    (m(math.nan), '"NaN"'), (m(math.inf), '"Infinity"'), (m(-math.inf), '"-Infinity"'),
    (m("grüße"), '"grüße"'), (m('"\\\n\x01'), r'"\"\\\n\u0001"'), (m("a" * 40), '"' + "a" * 40 + '"'), (m("b" * 300), '"' + "b" * 300 + '"'),
    (m(b"\x00\xff"), '"AP8="'), (m(b""), '""'),
    (m([]), "[]"), (m([1, [2, [3]]]), "[1,[2,[3]]]"), (m(list(range(20))), str(list(range(20))).replace(" ", "")),
    (m({}), "{}"), (m({"z": 1, "a": {"b": None}}), '{"z":1,"a":{"b":null}}'),
    (m({1: "one", True: "x", "s": 2}), '{"1":"x","s":2}'),
    (m({i: i for i in range(17)}), "{" + ",".join(f'"{i}":{i}' for i in range(17)) + "}"),
    (m(msgpack.ExtType(5, b"abc")), '{"ext":5,"data":"YWJj"}'), (m(msgpack.ExtType(42, b"abcd")), '{"ext":42,"data":"YWJjZA=="}'),
    (m(datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)), '"2026-11-23T12:00:00Z"'),
    (m(datetime.datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)), '"2026-11-23T12:00:00.123456Z"'),
    (m(datetime.datetime(1960, 1, 1, tzinfo=UTC)), '"1960-01-01T00:00:00Z"'),
])

# ---- CBOR
c = cbor2.dumps
write("cbor.golden", [
    (c(None), "null"), (c(cbor2.undefined), "null"), (c(True), "true"), (c(False), "false"), (c(cbor2.CBORSimpleValue(99)), '{"simple":99}'),
    (c(0), "0"), (c(23), "23"), (c(24), "24"), (c(256), "256"), (c(65536), "65536"), (c(2**64 - 1), "18446744073709551615"),
    (c(2**64), "18446744073709551616"), (c(-1), "-1"), (c(-2**64), "-18446744073709551616"), (c(-2**64 - 1), "-18446744073709551617"),
    (c(2**200), str(2**200)), (c(-2**200), str(-2**200)),
    (c(0.1), "0.1"), (c(1.5, canonical=True), "1.5"), (c(65504.0, canonical=True), "65504"), (c(5.960464477539063e-08, canonical=True), "5.9604645e-8"),
    (c(-0.0, canonical=True), "-0"), (c(100000.0, canonical=True), "100000"), (c(math.nan), '"NaN"'), (c(-math.inf), '"-Infinity"'),
    (c("grüße"), '"grüße"'), (c(b"\x00\xff"), '"AP8="'),
    (c([1, [2, []]]), "[1,[2,[]]]"), (c({"z": 1, "a": {"b": None}}), '{"z":1,"a":{"b":null}}'), (c({1: 2, -3: 4, b"k": 5, 1.5: 6}), '{"1":2,"-3":4,"aw==":5,"1.5":6}'),
    (c([1, 2], indefinite_containers=True), "[1,2]"), (c({"a": [1]}, indefinite_containers=True), '{"a":[1]}'),
    (bytes.fromhex("7f657374726561646d696e67ff"), '"streaming"'), (bytes.fromhex("5f42010243030405ff"), '"AQIDBAU="'),  # RFC 8949, appendix A
    (c(datetime.datetime(2026, 11, 23, 12, 0, tzinfo=UTC)), '"2026-11-23T12:00:00Z"'),
    (c(datetime.datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime_as_timestamp=True), '"2026-11-23T12:00:00Z"'),
    (c(datetime.datetime(2026, 11, 23, 12, 0, 0, 500000, tzinfo=UTC), datetime_as_timestamp=True), '"2026-11-23T12:00:00.5Z"'),
    (c(datetime.date(1940, 10, 9), date_as_datetime=False), '"1940-10-09"'), (c(cbor2.CBORTag(100, -10676)), '"1940-10-09"'),
    (c(order_id), f'"{order_id}"'), (c(cbor2.CBORTag(32, "http://a.example")), '"http://a.example"'),
    (c(cbor2.CBORTag(55799, [1])), "[1]"), (c(cbor2.CBORTag(1234, {"a": 1})), '{"tag":1234,"value":{"a":1}}'),
    (c(decimal.Decimal("273.15")), '{"tag":4,"value":[-2,27315]}'), (c(cbor2.CBORTag(37, "no")), '{"tag":37,"value":"no"}'), (c(cbor2.CBORTag(1, "no")), '{"tag":1,"value":"no"}'),
])

# ---- Avro
def avro(file, value):
    schema = fastavro.schema.load_schema(os.path.join(here, file))
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, value)
    return out.getvalue()

order = {
    "id": 9007199254740993, "note": None, "total": decimal.Decimal("-1234.50"), "tiny": decimal.Decimal("0.05"), "state": "OPEN",
    "items": [{"sku": "a-1", "count": 2, "gift": True}, {"sku": "b-2", "count": -1, "gift": False}],
    "tags": {"zeta": "1", "alpha": "2"}, "hash": b"\x00\x01\xff\xfe", "raw": b"\xff", "ratio": 0.1, "score": 1e300,
    "day": datetime.date(2026, 11, 23), "clock": datetime.time(10, 30, 0, 5000), "clock2": datetime.time(10, 30, 0, 123456),
    "ms": datetime.datetime(2026, 11, 23, 9, 40, 1, 123000, UTC), "us": datetime.datetime(2026, 11, 23, 9, 40, 1, 123456, UTC),
    "wall": datetime.datetime(2026, 11, 23, 9, 40, 1), "key": order_id,
    "choice": ("shop.Paid", {"by": "card"}),
}
order_text = ('{"id":9007199254740993,"note":null,"total":-1234.50,"tiny":0.05,"state":"OPEN","items":[{"sku":"a-1","count":2,"gift":true},{"sku":"b-2","count":-1,"gift":false}],'
    '"tags":{"zeta":"1","alpha":"2"},"hash":"AAH//g==","raw":"/w==","ratio":0.1,"score":1e+300,"day":"2026-11-23","clock":"10:30:00.005","clock2":"10:30:00.123456",'
    f'"ms":"2026-11-23T09:40:01.123Z","us":"2026-11-23T09:40:01.123456Z","wall":"2026-11-23T09:40:01","key":"{order_id}","choice":{{"by":"card"}}}}')
write("avro.golden", [
    ("order.avsc", avro("order.avsc", order), order_text),
    ("list.avsc", avro("list.avsc", {"v": 1, "next": {"v": 2, "next": None}}), '{"v":1,"next":{"v":2,"next":null}}'),
])

# ---- Protobuf
subprocess.run([sys.executable, "-m", "grpc_tools.protoc", "-I.", "--python_out=/tmp", "--include_imports", "--descriptor_set_out=order.binpb", "order.proto"], cwd=here, check=True)
subprocess.run([sys.executable, "-m", "grpc_tools.protoc", "-I.", "--python_out=/tmp", "shop/item.proto"], cwd=here, check=True)
sys.path.insert(0, "/tmp")
import order_pb2, shop.item_pb2 as item_pb2
from google.protobuf import any_pb2

o = order_pb2.Order(id=-9007199254740993, name="grüße", state=order_pb2.STATE_PAID, total=0.1, raw=b"\x00\xff", big=2**64 - 1, small=-5, fixed=7)
o.items.add(sku="a-1", count=2); o.items.add(sku="b-2")
o.stock["z"] = 1; o.stock["a"] = 2
o.by_id[10].sku = "ten"; o.by_id[9].sku = "nine"
o.marks.extend([1, 2, 300])
o.at.FromDatetime(datetime.datetime(2026, 11, 23, 12, 0, 0, 500000))
o.took.FromTimedelta(timedelta(seconds=1, milliseconds=500))
o.limit.value = 2**53 + 1
o.extra.update({"k": [1, None, True]})
o.card = "visa"
box = any_pb2.Any(); box.Pack(item_pb2.Item(sku="boxed")); o.box.CopyFrom(box)
text = ('{"id":-9007199254740993,"name":"grüße","state":"STATE_PAID","total":0.1,"raw":"AP8=","big":18446744073709551615,"small":-5,"fixed":7,'
    '"items":[{"sku":"a-1","count":2},{"sku":"b-2"}],"stock":{"a":2,"z":1},"byId":{"10":{"sku":"ten"},"9":{"sku":"nine"}},"marks":[1,2,300],'
    '"at":"2026-11-23T12:00:00.500Z","took":"1.500s","limit":9007199254740993,"extra":{"k":[1,null,true]},"card":"visa","box":{"@type":"type.googleapis.com/shop.Item","sku":"boxed"}}')
unknown = order_pb2.Order(name="x").SerializeToString() + bytes.fromhex("f80101") + bytes.fromhex("8202036f6c64") + bytes.fromhex("1863")
write("protobuf.golden", [
    ("test.Order", o.SerializeToString(), text),
    ("test.Order", b"", "{}"),
    ("test.Order", unknown, '{"name":"x","state":99,"?":{"31":1,"32":"old"}}'),
    ("test.Order.Inner", order_pb2.Order.Inner(deep=order_pb2.Order.Inner(n=1)).SerializeToString(), '{"deep":{"n":1}}'),
    ("shop.Item", item_pb2.Item(sku="a", count=3).SerializeToString(), '{"sku":"a","count":3}'),
])
w = order_pb2.Order(id=5, name="plain text", state=1, total=0.1, raw=b"\x00\xff\xfe", big=7, fixed=7)
w.items.add(sku="a-1", count=2); w.items.add(sku="b-2")
write("wire.golden", [
    (w.SerializeToString(), '{"1":5,"2":"plain text","3":1,"4":0.1,"5":"AP/+","6":7,"8":7,"9":[{"1":"a-1","2":2},{"1":"b-2"}]}'),
    (order_pb2.Order(id=-1).SerializeToString(), '{"1":-1}'),
    (order_pb2.Order(name="two\nlines").SerializeToString(), '{"2":"two\\nlines"}'),
    (b"", "{}"),
])
