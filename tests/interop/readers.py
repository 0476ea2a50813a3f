"""Run by the interop venv's Python: `readers.py LIBRARY` reads a request from stdin and prints what was understood.

Request: {"sealed": hex, "text": Base45 or null, "x": hex, "y": hex, "kid": hex}. Answer: JSON; a refusal is
{"refused": name of the exception}. LIBRARY: cwt, pycose or claim169.
"""

import json
import sys


def read_with_cwt(request):
    """Verify and decode with `cwt`, as a CWT."""
    import cwt

    key = cwt.COSEKey.new({1: 2, 2: request["kid"], 3: -7, -1: 1, -2: request["x"], -3: request["y"]})
    return cwt.decode(request["sealed"], key)


def read_with_pycose(request):
    """Verify with `pycose`, then decode the payload with cbor2."""
    import cbor2
    from pycose.keys import EC2Key
    from pycose.keys.curves import P256
    from pycose.messages import CoseMessage

    message = CoseMessage.decode(request["sealed"])
    message.key = EC2Key(crv=P256, x=request["x"], y=request["y"])
    if not message.verify_signature():
        raise ValueError("signature")
    return cbor2.loads(message.payload)


def read_with_claim169(request):
    """Read the Base45 text with `claim169`, times checked too."""
    import claim169

    result = claim169.decode_with_ecdsa_p256(request["text"], b"\x04" + request["x"] + request["y"])
    identity, meta = result.claim169, result.cwt_meta
    return {
        "verified": result.is_verified(),
        "number": identity.id,
        "name": identity.full_name,
        "second_name": identity.secondary_full_name,
        "second_language": identity.secondary_language,
        "photo": identity.photo and bytes(identity.photo),
        "issuer": meta.issuer,
        "not_before": meta.not_before,
        "issued_at": meta.issued_at,
    }


READERS = {"cwt": read_with_cwt, "pycose": read_with_pycose, "claim169": read_with_claim169}


def plain(value):
    """Return a value as JSON can hold it: keys as text, bytes as hex."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value


def main():
    """Answer one request."""
    request = json.load(sys.stdin)
    for name in ("sealed", "x", "y", "kid"):
        request[name] = bytes.fromhex(request[name])
    try:
        answer = READERS[sys.argv[1]](request)
    except Exception as fault:
        answer = {"refused": type(fault).__name__, "detail": str(fault)}
    json.dump(plain(answer), sys.stdout)


if __name__ == "__main__":
    main()
