#!/usr/bin/env python3
"""Reads what Heddle keeps, by docs/formats alone: read_home.py spool|archive HOME.

Prints an operation a line as JSON, in the order of node, boot and sequence number. With "archive" every leaf of the ledger
is laid out anew as well, and the tree's root compared with the newest checkpoint. Python's standard library alone.
"""
import base64, glob, hashlib, json, os, sqlite3, struct, sys
from datetime import datetime, timedelta, timezone

LAYERS = ["HTTP_SERVER", "HTTP_CLIENT", "JDBC", "AGENT"]
TYPES = ["OTHER", "CREATE", "READ", "UPDATE", "DELETE", "MERGE", "DDL", "CALL", "LOGIN", "CONFIG"]
OUTCOMES = ["PENDING", "COMMITTED", "ROLLED_BACK", "UNKNOWN", "SUCCEEDED", "FAILED"]
PENDING = 0


def crc32c(data):  # Castagnoli, reflected
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC32C[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def crc32c_of(byte):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


CRC32C = [crc32c_of(byte) for byte in range(256)]


# SPOOL.md


def texts(data, at, count):
    found = []
    for _ in range(count):
        size = struct.unpack_from("<H", data, at)[0]
        found.append(data[at + 2 : at + 2 + size].decode())
        at += 2 + size
    return found, at


def frames(path):
    data = open(path, "rb").read()
    header, at = data[:512], 512
    assert header[:8] == b"HEDDLESP" and struct.unpack_from("<HH", header, 8) == (1, 512), path
    assert crc32c(header[:12] + bytes(4) + header[16:]) == struct.unpack_from("<I", header, 12)[0], path
    while at + 24 <= len(data):
        length = struct.unpack_from("<i", data, at)[0]
        if length <= 0:
            return
        frame = data[at : at + length]
        assert crc32c(frame[:4] + frame[8:]) == struct.unpack_from("<I", frame, 4)[0], "a damaged frame in " + path
        yield frame
        at += (length + 7) // 8 * 8


def run_of(folder):
    """The operations of one run of a JVM, as they are decided when it has ended."""
    operations, pending, node, service, boot = [], {}, "", "", int(os.path.basename(folder), 16)
    expected = 1
    for path in sorted(glob.glob(folder + "/*.spool")):
        if os.path.getsize(path) == 0 or open(path, "rb").read(8) == bytes(8):
            continue  # not begun
        for frame in frames(path):
            seq, kind, version, flags = struct.unpack_from("<qBBH", frame, 8)
            assert seq == expected, "record %d is missing" % expected
            expected += 1
            if kind == 4:
                (node, service, _, _), _ = texts(frame, 40, 4)
            elif kind == 1:
                start, nanos, high, low, span, rows, txn, ordinal, status, layer, op, outcome = struct.unpack_from(
                    "<7qiHBBB", frame, 24
                )
                (tenant, actor, target, statement, error), behind = texts(frame, 90, 5)
                row = dict(start=start, nanos=nanos, high=high, low=low, span=span, rows=rows, txn=txn, ordinal=ordinal)
                row |= dict(status=status, layer=layer, type=op, outcome=outcome, truncated=flags & 1, tenant=tenant)
                row |= dict(actor=actor, target=target, statement=statement, error=error, extra=frame[behind:], seq=seq)
                operations.append(row)
                if outcome == PENDING:
                    pending.setdefault(txn, []).append(row)
            elif kind == 2:
                _, txn, first, end, outcome = struct.unpack_from("<qqiiB", frame, 24)
                for row in pending.get(txn, []):
                    if row["outcome"] == PENDING and first <= row["ordinal"] < end:
                        row["outcome"] = outcome
    for row in operations:
        row |= dict(node=node, service=service, boot=boot)
        if row["outcome"] == PENDING:
            row["outcome"] = OUTCOMES.index("UNKNOWN")
    return operations


def spool(home):
    for folder in sorted(glob.glob(home + "/spool/*/*/")):
        yield from run_of(folder.rstrip("/"))


# ARCHIVE.md and LEDGER.md


def leaf(node, boot, seq, body):
    return b"\1" + struct.pack(">qq", boot, seq) + text(node) + body


def text(value):
    value = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">H", len(value)) + value


def operation_body(row):
    names = ("start", "nanos", "high", "low", "span", "rows", "txn", "ordinal", "status")
    captured = PENDING if row["pending"] else row["outcome"]
    body = struct.pack(">9q4B", *(row[n] for n in names), row["layer"], row["type"], captured, row["truncated"])
    body += b"".join(text(row[n]) for n in ("tenant", "actor", "target", "statement", "error"))
    return (b"\x18" if row["extra"] else b"\x01") + body + row["extra"]


def archive(home, leaves):
    hot = sqlite3.connect("file:%s/archive/hot.db?mode=ro" % home, uri=True)
    next_segment = hot.execute("SELECT next_segment FROM file").fetchone()[0]
    files = [hot]
    for path in sorted(glob.glob(home + "/archive/segment-*.db")):
        if int(os.path.basename(path)[8:24]) < next_segment:
            files.append(sqlite3.connect("file:%s?immutable=1" % path, uri=True))
    logs_and_spans = []
    spans = {}
    for db in files:
        logs = {row[0]: row[1:] for row in db.execute("SELECT id, node, boot, service FROM log")}
        logs[0] = ("", 0, "")
        logs_and_spans.append((db, logs))
        for first_leaf, log, first_seq, records in db.execute("SELECT first_leaf, log, first_seq, records FROM span"):
            spans.setdefault(logs[log][:2], set()).add((first_seq, records, first_leaf))
    place = {run: {s + i: l + i for s, n, l in of for i in range(n)} for run, of in spans.items()}
    for db, logs in logs_and_spans:
        for log, seq, body in db.execute("SELECT log, seq, body FROM event"):
            node, boot, _ = logs[log]
            leaves[place[node, boot][seq]] = leaf(node, boot, seq, body)
        for row in rows(db, logs):
            body = operation_body(row)
            leaves[place[row["node"], row["boot"]][row["seq"]]] = leaf(row["node"], row["boot"], row["seq"], body)
            yield row


def rows(db, logs):
    columns = "start nanos high low span rows txn ordinal status layer type outcome truncated pending extra".split()
    names = "start_micros duration_nanos trace_high trace_low span row_count txn ordinal status layer type outcome"
    sql = "SELECT log, seq, " + ", ".join((names + " truncated pending extra").split())
    sql += ", tenant_id, actor_id, target_id, statement_id, error_id FROM entry"
    value = dict(db.execute("SELECT id, value FROM text"))
    for log, seq, *values in db.execute(sql):
        row = dict(zip(columns, values), seq=seq)
        row |= dict(zip("tenant actor target statement error".split(), (value[i] for i in values[-5:])))
        row |= dict(zip(("node", "boot", "service"), logs[log]), extra=row["extra"] or b"")
        yield row


def root(hashes):  # RFC 6962, section 2.1
    if len(hashes) < 2:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(hashes[:left]) + root(hashes[left:])).digest()


def compare_with_checkpoint(home, leaves):
    origin, size, tree = open(home + "/archive/tlog/checkpoint", encoding="utf-8").read().split("\n")[:3]
    size = int(size)
    hashes = [hashlib.sha256(b"\0" + leaves[i]).digest() for i in range(size)]
    assert root(hashes) == base64.b64decode(tree), "the records are not those that were signed"
    print("sound: %d leaves make the tree that %s has signed" % (size, origin), file=sys.stderr)


# What is printed


def record_id(row):  # ARCHIVE.md, "The name of a record"
    millis = min(max(row["start"] // 1000, 0), 2**46 - 1)
    bits = millis << 82 | (row["boot"] & 2**40 - 1) << 42 | row["seq"] & 2**42 - 1
    return "at-" + "".join("0123456789abcdefghjkmnpqrstvwxyz"[bits >> 5 * i & 31] for i in range(25, -1, -1))


def time_of(micros):
    moment = datetime.fromtimestamp(0, timezone.utc) + timedelta(microseconds=micros)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fields(block):
    """The extras as [tag, value]; what is no field has the tag 0."""
    found = []
    while len(block) >= 3 and block[0] and 3 + struct.unpack_from("<H", block, 1)[0] <= len(block):
        size = struct.unpack_from("<H", block, 1)[0]
        found.append([block[0], block[3 : 3 + size].hex()])
        block = block[3 + size :]
    return found + ([[0, block.hex()]] if block else [])


def printed(row):
    """As 'heddle audit query --format ndjson' has it, extras apart."""
    return {
        "id": record_id(row),
        "time": time_of(row["start"]),
        "tenant": row["tenant"],
        "actor": row["actor"] or None,
        "type": TYPES[row["type"]],
        "layer": LAYERS[row["layer"]],
        "target": row["target"] or None,
        "statement": row["statement"],
        "outcome": OUTCOMES[row["outcome"]],
        "rows": None if row["rows"] == -1 else row["rows"],
        "status": row["status"] or None,
        "error": row["error"] or None,
        "duration_nanos": row["nanos"],
        "trace_id": "%016x%016x" % (row["high"] % 2**64, row["low"] % 2**64),
        "span_id": "%016x" % (row["span"] % 2**64),
        "service": row["service"],
        "node": row["node"],
        "boot": "%x" % (row["boot"] % 2**64),
        "seq": row["seq"],
        "transaction": row["txn"],
        "ordinal": row["ordinal"],
        "truncated": bool(row["truncated"]),
        "extras": fields(row["extra"]) or None,
    }


what, home = sys.argv[1:]
leaves = {}
found = sorted(spool(home) if what == "spool" else archive(home, leaves), key=lambda r: (r["node"], r["boot"], r["seq"]))
for operation in found:
    print(json.dumps(printed(operation)))
if what == "archive":
    compare_with_checkpoint(home, leaves)
