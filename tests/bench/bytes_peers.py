"""Run by the interop venv's Python: how fast `cwt` and `pycose` verify, each to the bare verify beside it."""

import json
import sys
import time

import cwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cwt import COSE
from pycose.keys import EC2Key
from pycose.keys.curves import P256
from pycose.messages import CoseMessage

ROUNDS, CALLS = 15, 30


def seconds(function):
    """Return seconds a call, the best of many short rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(CALLS):
            function()
        best = min(best, (time.perf_counter() - started) / CALLS)
    return best


def main():
    """Print {library: bare seconds / its seconds}."""
    request = {name: bytes.fromhex(value) for name, value in json.load(sys.stdin).items()}
    sealed, x, y = request["sealed"], request["x"], request["y"]
    key = cwt.COSEKey.new({1: 2, 2: request["kid"], 3: -7, -1: 1, -2: x, -3: y})
    peer = EC2Key(crv=P256, x=x, y=y)

    def with_pycose():
        message = CoseMessage.decode(sealed)
        message.key = peer
        assert message.verify_signature()

    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
    public = numbers.public_key()
    signed, signature = request["signed"], request["signature"]
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    algorithm, context = ec.ECDSA(hashes.SHA256()), COSE.new()
    bare = seconds(lambda: public.verify(der, signed, algorithm))
    measured = {
        "cwt": bare / seconds(lambda: context.decode(sealed, key)),
        "pycose": bare / seconds(with_pycose),
    }
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
