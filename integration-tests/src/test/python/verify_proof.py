#!/usr/bin/env python3
"""Checks a tlog-proof against a log's verifier key: verify_proof.py PROOF KEY [RECORD]. Python's standard library alone."""
import base64, hashlib, struct, sys

P = 2**255 - 19  # Ed25519: RFC 8032, sections 5.1 and 6
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)

def add(p, q):
    a, b, c, d = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0]), 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    r = (0, 1, 1, 0)
    while n:
        r, p, n = add(r, p) if n & 1 else r, add(p, p), n >> 1
    return r

def point(b):
    y, sign = int.from_bytes(b, "little") & (2**255 - 1), b[31] >> 7
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * I % P
    assert y < P and x * x % P == x2 and not (x == 0 and sign), "not a point of the curve"
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P
BASE = point(bytes([0x58]) + b"\x66" * 31)

def signed_by(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    p, q = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    return len(signature) == 64 and s < L and (p[0] * q[2] - q[0] * p[2]) % P == 0 == (p[1] * q[2] - q[1] * p[2]) % P

def root(leaf, index, size, proof):  # RFC 9162, section 2.1.3.2
    r, fn, sn = hashlib.sha256(b"\0" + leaf).digest(), index, size - 1
    for p in proof:
        assert sn, "the proof is too long"
        left = fn & 1 or fn == sn
        r = hashlib.sha256(b"\1" + (p + r if left else r + p)).digest()
        while left and fn and not fn & 1:
            fn, sn = fn >> 1, sn >> 1
        fn, sn = fn >> 1, sn >> 1
    assert index < size and sn == 0, "the proof is too short"
    return r

def check(proof, record=None):
    assert proof.count("\n\n") == 2, "not a proof"
    head, text, signatures = proof.split("\n\n")  # C2SP tlog-proof
    lines, (origin, size, tree), text = head.split("\n"), text.split("\n")[:3], text + "\n"
    assert lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof"
    leaf = base64.b64decode(lines.pop(0)[6:]) if lines[0].startswith("extra ") else open(record, "rb").read()
    index = int(lines.pop(0).removeprefix("index "))
    name, key_id, key = sys.argv[2].split("+", 2)  # C2SP signed-note
    key, mine = base64.b64decode(key), [s.split(" ")[2] for s in signatures.splitlines() if s.startswith("— " + name + " ")]
    assert key_id == hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] and key[0] == 1 and name == origin, "wrong key"
    mine = [s[4:] for s in map(base64.b64decode, mine) if s[:4].hex() == key_id]
    assert mine and all(signed_by(key[1:], text.encode(), s) for s in mine), "the checkpoint is not signed by this key"
    assert root(leaf, index, int(size), [base64.b64decode(h) for h in lines]) == base64.b64decode(tree), "not in the tree"
    boot, seq, n = struct.unpack_from(">xQQH", leaf)
    return leaf[19:19 + n], boot, seq, leaf[19 + n:], "leaf %d of %s in %s" % (index, size, origin)  # node, run, record, body

WORDS = "PENDING COMMITTED ROLLED_BACK UNKNOWN SUCCEEDED FAILED".split()
proof, *outcome = open(sys.argv[1], encoding="utf-8", newline="\n").read().split("\n\nc2sp.org/tlog-proof@v1\n")
node, boot, seq, body, where = check(proof + "\n" * bool(outcome), *sys.argv[3:])
print("sound: %s: record %d of run %016x" % (where, seq, boot))
if body[0] in (1, 24):  # an operation; its outcome is in it, or in the second leaf
    transaction, ordinal, word = *struct.unpack_from(">qq", body, 49), WORDS[body[75]]
    if outcome and word == "PENDING":
        by, run, _, body, where = check("c2sp.org/tlog-proof@v1\n" + outcome[0])
        if body[0] == 26:  # resolved: node, run, transaction
            n = int.from_bytes(body[9:11], "big")
            by, run, decided, word = body[11:11 + n], *struct.unpack_from(">Qq8xB", body, 11 + n)
            first, end = 0, ordinal + 1
        else:
            assert body[0] == 2, "the second leaf is no outcome"
            decided, first, end, word = struct.unpack_from(">qqqB", body, 9)
        assert (by, run, decided) == (node, boot, transaction) and first <= ordinal < end, "the outcome of something else"
        print("%s, proven by %s" % (WORDS[word], where))
    else:
        print(word + (", not proven" if word == "PENDING" else ", proven"))
