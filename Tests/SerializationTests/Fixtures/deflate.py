"""Writes deflate.json: streams in DEFLATE with zlib's verdict on each, and archives by NumPy.

    python3 Tests/SerializationTests/Fixtures/deflate.py [MUTANTS [FILE]]

Three kinds of streams: what zlib writes at all levels, strategies and windows; blocks written by hand
that zlib never writes but has to read; and damaged ones. A stream is accepted when zlib reads it to the
end of its last block and nothing is left. What comes out is told by its size and its CRC-32.
"""

import base64
import io
import json
import os
import random
import sys
import zipfile
import zlib

import numpy

random.seed(1)
MUTANTS = int(sys.argv[1]) if len(sys.argv) > 1 else 400
FILE = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "deflate.json")
LIMIT = 1 << 20  # What damaged streams may give at most.

streams = []


def verdict(packed):
    """What comes out, or None when zlib refuses the stream."""
    reader = zlib.decompressobj(-15)
    try:
        plain = reader.decompress(packed, LIMIT)
    except zlib.error:
        return None
    return plain if reader.eof and not reader.unused_data else None


def add(name, packed, is_valid=None):
    plain = verdict(packed)
    assert is_valid is None or is_valid == (plain is not None), name
    entry = {"name": name, "packed": base64.b64encode(packed).decode()}
    if plain is not None:
        entry |= {"size": len(plain), "crc": zlib.crc32(plain)}
    streams.append(entry)


# What zlib writes.
words = "the of gradient and a layer to in weight is that for it as was with be by on not he".split()
texts = {
    "nothing": b"",
    "a byte": b"x",
    "a run": b"ab" * 700,
    "zeros": bytes(70000),
    "text": " ".join(random.choice(words) for _ in range(1500)).encode(),
    "noise": random.randbytes(1000),
    "bits": bytes(random.choice([0, 0, 0, 1, 255]) for _ in range(2000)),
}
strategies = {
    "default": zlib.Z_DEFAULT_STRATEGY, "filtered": zlib.Z_FILTERED, "Huffman": zlib.Z_HUFFMAN_ONLY,
    "runs": zlib.Z_RLE, "fixed": zlib.Z_FIXED,
}
for text_name, text in texts.items():
    for level in range(10):
        writer = zlib.compressobj(level, wbits=-15)
        add(f"{text_name}, level {level}", writer.compress(text) + writer.flush(), True)
    for name, strategy in strategies.items():
        writer = zlib.compressobj(6, wbits=-9, memLevel=1, strategy=strategy)
        add(f"{text_name}, {name}", writer.compress(text) + writer.flush(), True)
    writer = zlib.compressobj(6, wbits=-15)
    packed = b""
    for start in range(0, len(text), len(text) // 3 + 1):
        packed += writer.compress(text[start : start + len(text) // 3 + 1])
        packed += writer.flush(random.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH]))
    add(f"{text_name}, flushed", packed + writer.flush(), True)


# Blocks written by hand.
class Bits:
    def __init__(self):
        self.bits = []

    def number(self, value, count):
        self.bits += [value >> i & 1 for i in range(count)]
        return self

    def code(self, value, count):
        self.bits += [value >> i & 1 for i in reversed(range(count))]
        return self

    def align(self):
        self.bits += [0] * (-len(self.bits) % 8)
        return self

    def bytes(self):
        bits = self.bits + [0] * (-len(self.bits) % 8)
        return bytes(sum(bit << i for i, bit in enumerate(bits[p : p + 8])) for p in range(0, len(bits), 8))


def fixed(bits, symbol):
    if symbol < 144:
        bits.code(0x30 + symbol, 8)
    elif symbol < 256:
        bits.code(0x190 + symbol - 144, 9)
    elif symbol < 280:
        bits.code(symbol - 256, 7)
    else:
        bits.code(0xC0 + symbol - 280, 8)


def fixed_block(symbols):
    """Symbols: a byte, or (length symbol, extra, extra bits, distance symbol, extra, extra bits)."""
    bits = Bits().number(1, 1).number(1, 2)
    for symbol in symbols:
        if isinstance(symbol, int):
            fixed(bits, symbol)
        else:
            fixed(bits, symbol[0])
            bits.number(symbol[1], symbol[2]).code(symbol[3], 5).number(symbol[4], symbol[5])
    fixed(bits, 256)
    return bits.bytes()


def length_bits(symbol):
    return 0 if symbol < 265 or symbol == 285 else (symbol - 261) // 4


def distance_bits(symbol):
    return max(0, symbol // 2 - 1)


for extra in (0, 1):
    symbols = list(range(256)) * 2
    for symbol in range(257, 286):
        count = length_bits(symbol)
        symbols.append((symbol, extra * ((1 << count) - 1), count, 10, 0, 4))
    add(f"every length, extra bits all {extra}", fixed_block(symbols), True)
    # 130 copies of 258 bytes make room for the largest distance.
    symbols = list(range(256)) + [(285, 0, 0, 15, 63, 6)] * 130
    for symbol in range(30):
        count = distance_bits(symbol)
        symbols.append((260, 0, 0, symbol, extra * ((1 << count) - 1), count))
    add(f"every distance, extra bits all {extra}", fixed_block(symbols), True)
add("a distance beyond the beginning", fixed_block([1, 2, 3, (257, 0, 0, 3, 0, 0)]), False)
add("the whole distance there is", fixed_block([1, 2, 3, (257, 0, 0, 2, 0, 0)]), True)
for symbol in (286, 287):
    add(f"length symbol {symbol}", fixed_block([1, (symbol, 0, 0, 0, 0, 0)]), False)
for symbol in (30, 31):
    # After as many bytes as any distance that it might mean.
    before = [1] + [(285, 0, 0, 0, 0, 0)] * 400
    add(f"distance symbol {symbol}", fixed_block(before + [(257, 0, 0, symbol, 0, 14)]), False)
add("258 by 31 extra bits all one", fixed_block([1, (284, 31, 5, 0, 0, 0)]), True)


def canonical(lengths):
    codes, code = {}, 0
    for length in range(1, 16):
        code <<= 1
        for symbol, its in enumerate(lengths):
            if its == length:
                codes[symbol] = (code, length)
                code += 1
    return codes


ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]


def dynamic_block(literals, distances, symbols, length_lengths=None, written=None):
    """Lengths by symbol; symbols: numbers, or (length symbol, distance symbol), without extra bits."""
    literals = [literals.get(i, 0) for i in range(max(257, max(literals) + 1))]
    distances = [distances.get(i, 0) for i in range(max(1, max(distances, default=0) + 1))]
    bits = Bits().number(1, 1).number(2, 2)
    bits.number(len(literals) - 257, 5).number(len(distances) - 1, 5).number(15, 4)
    # Sixteen lengths of four bits each: a complete code without 16, 17 and 18.
    length_lengths = length_lengths or [4] * 16 + [0] * 3
    for symbol in ORDER:
        bits.number(length_lengths[symbol], 3)
    codes = canonical(length_lengths)
    for length in literals + distances if written is None else written:
        if isinstance(length, tuple):
            bits.code(*codes[length[0]]).number(length[1], {16: 2, 17: 3, 18: 7}[length[0]])
        else:
            bits.code(*codes[length])
    literal_codes, distance_codes = canonical(literals), canonical(distances)
    for symbol in symbols:
        if isinstance(symbol, tuple):
            bits.code(*literal_codes[symbol[0]]).code(*distance_codes[symbol[1]])
        else:
            bits.code(*literal_codes[symbol])
    return bits.bytes()


three = {65: 2, 66: 2, 256: 2, 257: 2}
add("no code of a distance", dynamic_block({65: 1, 256: 1}, {}, [65, 256]), True)
add("one code of a distance", dynamic_block(three, {0: 1}, [65, (257, 0), 256]), True)
add("one code of a distance, two bits long", dynamic_block(three, {0: 2}, [65, 256]), False)
add("only the end has a code", dynamic_block({256: 1}, {}, [256]), True)
add("no end", dynamic_block({65: 1, 66: 1}, {0: 1}, [65]), False)
add("codes that leave one without a symbol", dynamic_block({65: 2, 66: 2, 256: 2}, {0: 1}, [65, 256]), False)
add("too many codes", dynamic_block(three | {67: 2}, {0: 1}, [65, 256]), False)
add("too many codes of distances", dynamic_block(three, {0: 1, 1: 1, 2: 1}, [65, 256]), False)
long = {i: i + 1 for i in range(14)} | {256: 15, 257: 15}
add("codes of 15 bits", dynamic_block(long, {0: 1}, [0, 13, (257, 0), 5, 256]), True)
all_literals = {i: 8 if i < 226 else 9 for i in range(286)}
add("286 literals", dynamic_block(all_literals, {0: 1}, [65, (285, 0), 256]), True)
add("287 literals", dynamic_block({65: 2, 66: 2, 256: 2, 286: 2}, {0: 1}, [65, 256]), False)
add("a distance without a code", dynamic_block(three, {1: 1}, [65, (257, 1), 256]), False)
lengths = [4] * 13 + [0, 0, 0] + [4, 4, 4]
add("a repetition with nothing before it", dynamic_block(three, {}, [], lengths, [(16, 0)]), False)
add("a repetition beyond the end", dynamic_block(three, {}, [], lengths, [1, 1] + [(18, 127)] * 2), False)
add(
    "a repetition across both lists",
    dynamic_block(three, {0: 2, 1: 2, 2: 2, 3: 2}, [65, (257, 0), 256], lengths,
                  [(18, 54), 2, 2, (18, 127), (18, 40), 2, (16, 2)]), True)
add("a code for lengths that leaves one out", dynamic_block(three, {0: 1}, [256], [5] * 16 + [0] * 3), False)

stored = Bits().number(0, 1).number(0, 2).align().number(3, 16).number(3 ^ 0xFFFF, 16).bytes() + b"abc"
last = Bits().number(1, 1).number(0, 2).align().number(0, 16).number(0xFFFF, 16).bytes()
add("a stored block and an empty one", stored + last, True)
add("a stored block, and then one that copies from it", stored + fixed_block([(257, 0, 0, 2, 0, 0)]), True)
add("a stored block of another length", stored[:3] + b"\0" + stored[4:] + last, False)
add("a stored block cut short", stored[:-1], False)
add("a block of kind 3", Bits().number(1, 1).number(3, 2).bytes(), False)
add("something after the last block", stored + last + b"\0", False)
add("no last block", stored, False)
add("no bytes", b"", False)

# Damaged ones.
small = [base64.b64decode(s["packed"]) for s in streams if "crc" in s]
small = [packed for packed in small if 2 < len(packed) < 160]
for number in range(MUTANTS):
    packed = bytearray(random.choice(small))
    for _ in range(random.choice([1, 1, 2, 4])):
        place = random.randrange(len(packed))
        kind = random.randrange(5)
        if kind == 0:
            packed[place] ^= 1 << random.randrange(8)
        elif kind == 1:
            packed[place] = random.randrange(256)
        elif kind == 2 and len(packed) > 1:
            del packed[place]
        elif kind == 3:
            packed.insert(place, random.randrange(256))
        else:
            # Early bits, where a block's codes are.
            packed[min(place, random.randrange(12))] ^= 1 << random.randrange(8)
    add(f"damaged {number}", bytes(packed))

# NumPy's archives: as it writes them, and at every level.
arrays = {
    "counts": numpy.arange(600),
    "weights": (numpy.arange(300, dtype="<f4") % 7 / 4).reshape(20, 15),
    "turned": numpy.asfortranarray(numpy.arange(24, dtype=">f8").reshape(2, 3, 4)),
    "scalar": numpy.array(numpy.float16(1.5)),
    "nothing": numpy.zeros((0, 3), dtype="<f8"),
}
archives = []
file = io.BytesIO()
numpy.savez_compressed(file, **arrays)
archives.append({"name": "savez_compressed", "bytes": base64.b64encode(file.getvalue()).decode()})
for level in range(10):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            numpy.save(member, array)
            archive.writestr(f"{name}.npy", member.getvalue())
    archives.append({"name": f"level {level}", "bytes": base64.b64encode(file.getvalue()).decode()})

with open(FILE, "w") as file:
    lines = lambda entries: ",\n".join(json.dumps(entry) for entry in entries)
    file.write(f'{{"streams": [\n{lines(streams)}\n], "archives": [\n{lines(archives)}\n]}}\n')
accepted = sum("crc" in stream for stream in streams)
print(f"{len(streams)} streams, {accepted} of them accepted, {len(archives)} archives")
