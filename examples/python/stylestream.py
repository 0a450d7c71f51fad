#!/usr/bin/env python3
"""Asks a StyleStream engine for a picture, with Python's standard library only.

Requests and events go over the engine's TCP bridge, pictures over its HTTP port. The bridge's
frames are those of Vert.x' TCP event bus bridge: a big-endian 32-bit length, then JSON. What is
said in them is described in protocols/WIRE.md.
"""

import argparse
import hashlib
import http.client
import json
import os
import socket
import struct
import sys
import time
import uuid
import zlib

VERSION = 1
RENEWAL_SECONDS = 5
PATIENCE_SECONDS = 30
GRANT_EVERY = 128
LARGEST_FRAME = 2 << 20
ENDINGS = ("completed", "failed", "cancelled")


class Problem(Exception):
    """One sentence for the user."""


# Pictures


def read_picture(path):
    """Returns width, height and RGB bytes, row by row, of a PNG or PPM file."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise Problem(f"{path} can't be read: {error.strerror}") from None
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return decode_png(path, data)
    if data.startswith(b"P6"):
        return decode_ppm(path, data)
    raise Problem(f"{path} is neither a PNG nor a binary PPM picture; convert it to one")


def decode_ppm(path, data):
    """P6: https://netpbm.sourceforge.net/doc/ppm.html"""
    at, numbers = 2, []
    while len(numbers) < 3:
        while data[at : at + 1].isspace():
            at += 1
        if data[at : at + 1] == b"#":
            at = data.index(b"\n", at)
            continue
        end = at
        while data[end : end + 1].isdigit():
            end += 1
        if end == at:
            raise Problem(f"{path} is damaged: its header must give width, height and 255")
        numbers.append(int(data[at:end]))
        at = end
    width, height, largest = numbers
    pixels = data[at + 1 : at + 1 + 3 * width * height]
    if largest != 255 or len(pixels) != 3 * width * height:
        raise Problem(f"{path} must have {width}×{height} pixels of 8 bits a channel")
    return width, height, pixels


def decode_png(path, data):
    """8 bits a channel, not interlaced: https://www.w3.org/TR/png-3/"""
    header, palette, compressed, at = b"", b"", b"", 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = body
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            compressed += body
        at += 12 + length
    if len(header) != 13:
        raise Problem(f"{path} is damaged: it has no PNG header")
    width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 0)
    if bits != 8 or interlaced or not channels:
        raise Problem(f"{path} must have 8 bits a channel and not be interlaced; convert it")
    try:
        rows = unfilter(zlib.decompress(compressed), width * channels, height, channels)
    except (zlib.error, IndexError):
        raise Problem(f"{path} is damaged: its pixels can't be read") from None
    if colour == 3:
        return width, height, b"".join(palette[3 * i : 3 * i + 3] for i in rows)
    return width, height, to_rgb(rows, channels)


def unfilter(raw, stride, height, step):
    """Undoes the filters of a PNG's rows, chapter 9 of its standard."""
    if len(raw) != (stride + 1) * height:
        raise IndexError
    result, above = bytearray(), bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for x in range(stride if kind else 0):
            left = row[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            row[x] = (row[x] + predicted(kind, left, above[x], corner)) & 255
        result += row
        above = row
    return bytes(result)


def predicted(kind, left, up, corner):
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) // 2
    if kind != 4:
        raise IndexError
    estimate = left + up - corner
    near = [abs(estimate - left), abs(estimate - up), abs(estimate - corner)]
    return (left, up, corner)[near.index(min(near))]


def to_rgb(rows, channels):
    """RGB of grey, grey with alpha, RGB or RGBA; alpha is left out."""
    if channels == 3:
        return rows
    rgb = bytearray(len(rows) // channels * 3)
    for channel in range(3):
        rgb[channel::3] = rows[channel if channels == 4 else 0 :: channels]
    return bytes(rgb)


# The bridge


class Bridge:
    """The event bus, as far as the bridge lets us see it."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), PATIENCE_SECONDS)
        self.received = b""
        self.waiting = []

    def send(self, **frame):
        data = json.dumps(frame).encode()
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.sendall(struct.pack(">I", len(data)) + data)

    def receive(self, seconds):
        """The next frame; None if none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            if len(self.received) >= 4:
                (length,) = struct.unpack_from(">I", self.received)
                if length > LARGEST_FRAME:
                    raise Problem(f"the bridge sends a frame of {length} bytes; is it a bridge?")
                if len(self.received) >= 4 + length:
                    frame = json.loads(self.received[4 : 4 + length])
                    self.received = self.received[4 + length :]
                    return frame
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.socket.settimeout(left)
            try:
                part = self.socket.recv(1 << 16)
            except socket.timeout:
                return None
            if not part:
                raise Problem("the engine has closed the connection")
            self.received += part

    def next(self, seconds):
        """The next frame that is no reply; None if none comes in time."""
        return self.waiting.pop(0) if self.waiting else self.receive(seconds)

    def request(self, address, body):
        """The reply to a request; other frames that come before it are kept for later."""
        reply_address = str(uuid.uuid4())
        self.send(type="send", address=address, body=body, replyAddress=reply_address)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            frame = self.receive(deadline - time.monotonic())
            if frame is None:
                raise Problem("the engine doesn't answer")
            if frame["type"] == "err":
                raise Problem(frame["message"])
            if frame.get("address") == reply_address:
                return frame["body"]
            self.waiting.append(frame)


class Http:
    """The engine's HTTP port."""

    def __init__(self, host, port):
        self.host, self.port = host, port

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise Problem(json.loads(data)["error"])
        return data


# The job


def described(picture):
    width, height, pixels = picture
    digest = hashlib.sha256(pixels).hexdigest()
    return {"height": height, "width": width, "datatype": "u8", "sha256": digest}


def submission(options, content, styles):
    changes = {}
    if options.size:
        changes["size"] = options.size
    if options.iterations:
        changes["iterations"] = options.iterations
    return {
        "type": "submit",
        "version": VERSION,
        "jobId": options.id,
        "clientId": options.id,
        "priority": "normal",
        "request": {
            "type": "style-transfer",
            "network": options.network,
            "preset": options.preset,
            "changes": changes,
            "content": described(content),
            "styles": [{"image": described(style), "weight": 1.0} for style in styles],
            "seed": options.seed,
        },
        "delivery": {
            "keepEvery": 0,
            "keptDatatype": "u8",
            "resultDatatype": "f32",
            "checkpointEvery": 20,
            "checkpointsToClient": False,
            "onClientLoss": "cancel",
        },
        "chunks": False,
    }


def submitted(bridge, request):
    """Submits, and again while the engine is busy."""
    while True:
        reply = bridge.request("stylestream.engine", request)
        if reply["type"] == "submitted":
            return reply
        if reply["type"] == "refused":
            raise Problem(reply["fault"]["message"])
        print(f"the engine is busy, {reply['queued']} jobs wait", file=sys.stderr)
        time.sleep(reply["retryAfterMillis"] / 1000)


def run(options):
    content = read_picture(options.content)
    styles = [read_picture(path) for path in options.styles]
    bridge = Bridge(options.host, options.bridge_port)
    files = Http(options.host, options.http_port)
    bridge.send(type="register", address="stylestream.client." + options.id)
    reply = submitted(bridge, submission(options, content, styles))
    for picture in [content, *styles]:
        if described(picture)["sha256"] in reply["missing"]:
            path = f"/uploads/{options.id}/{described(picture)['sha256']}"
            files.ask("PUT", path, picture[2])
    try:
        ending = follow(bridge, reply, options.id)
    except KeyboardInterrupt:
        bridge.request(address_of(reply), {"type": "cancel", "jobId": options.id})
        raise Problem(f"job {options.id} is cancelled") from None
    if ending["type"] == "failed":
        raise Problem(ending["fault"]["message"])
    save(options.output, files.ask("GET", f"/jobs/{options.id}/result.png?bits={options.bits}"))
    print(f"{options.output} after {ending['iterations']} iterations", file=sys.stderr)


def address_of(reply):
    return "stylestream.engine." + reply["engineId"]


def follow(bridge, reply, job_id):
    """Takes events until the last, grants credit for more, and renews the lease."""
    engine, attachment = address_of(reply), reply["attachment"]
    consumed, renewed = 0, time.monotonic()

    def credit():
        return {
            "jobId": job_id, "attachment": attachment, "consumed": consumed,
            "partial": 0, "bytes": 0, "frames": 0, "previews": 0,
        }  # fmt: skip

    while True:
        if time.monotonic() - renewed >= RENEWAL_SECONDS:
            renewed = time.monotonic()
            answer = bridge.request(
                engine, {"type": "renew", "clientId": job_id, "credits": [credit()]}
            )
            if answer["type"] != "renewed" or job_id in answer["unknown"]:
                raise Problem(f"the engine doesn't have the job {job_id} any more")
        frame = bridge.next(max(0.0, renewed + RENEWAL_SECONDS - time.monotonic()))
        if frame is None:
            continue
        if frame["type"] == "err":
            raise Problem(frame["message"])
        message = frame.get("body", {})
        if message.get("attachment") != attachment or message["sequence"] != consumed + 1:
            continue
        consumed += 1
        event = message["event"]
        show(event)
        if event["type"] in ENDINGS or consumed % GRANT_EVERY == 0:
            bridge.send(
                type="send", address=engine, body={"type": "grant", "credit": credit()}
            )
        if event["type"] in ENDINGS:
            return event


def show(event):
    if event["type"] == "accepted":
        print(f"runs on {event['device']['name']} with {event['network']}", file=sys.stderr)
        for note in event["notes"]:
            print(note, file=sys.stderr)
    elif event["type"] == "queued":
        print(f"waits at place {event['position']}", file=sys.stderr)
    elif event["type"] == "progress":
        line = f"{event['iteration']}/{event['plannedIterations']} loss {event['loss']['total']:.5g}"
        print(line, file=sys.stderr)


def save(path, data):
    """Writes beside the file and moves it into place."""
    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except OSError as error:
        raise Problem(f"{path} can't be written: {error.strerror}") from None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("content", help="PNG or PPM picture")
    parser.add_argument("styles", nargs="+", help="PNG or PPM pictures, blended alike")
    parser.add_argument("-o", "--output", default="result.png", help="PNG picture to write")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--bridge-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--network", default="auto")
    parser.add_argument("--preset", default="stylestream")
    parser.add_argument("--size", help="as 512, s512, h400, w600, 640x480 or native")
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bits", type=int, choices=(8, 16), default=8)
    parser.add_argument("--id", default=str(uuid.uuid4()), help="of the job; unique")
    try:
        run(parser.parse_args())
    except Problem as problem:
        sys.exit(f"stylestream.py: {problem}")
    except OSError as error:
        sys.exit(f"stylestream.py: {error}; is the engine running, with both ports?")


if __name__ == "__main__":
    main()
