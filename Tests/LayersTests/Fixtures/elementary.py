"""Writes elementary.f64: elementary functions and their derivatives, computed by mpmath with 80 digits.

    python3 elementary.py

The file holds little-endian numbers of 64 bits: how many inputs there are, the inputs, and then for each
function of FUNCTIONS, in this order, its values and its derivatives there, each rounded once. The first
inputs are numbers of 32 bits, too.
"""

import math
import random
import struct
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 80
ZERO, ONE, TWO = mpf(0), mpf(1), mpf(2)


def share(x):
    """The normal distribution function; far out, mpmath's has no room for its exponents."""
    if abs(x) > 1000:
        return ONE if x > 0 else ZERO
    return mp.erfc(-x / mp.sqrt(2)) / 2


def density(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def sigmoid(x):
    return ONE / (ONE + mp.exp(-x))


def gelu_argument(x):
    return 2 * mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3)


def gelu_argument_slope(x):
    return 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mpf("0.044715") * x**2)


def tanh_of_softplus(x):
    """tanh(ln(1 + eˣ)) = n/(n + 2) with n = eˣ·(eˣ + 2)."""
    e = mp.exp(x)
    n = e * (e + 2)
    return n / (n + 2)


def mish_slope(x):
    t = tanh_of_softplus(x)
    e = mp.exp(x)
    n = e * (e + 2)
    # 1 − t² = 4·(n + 1)/(n + 2)², without a difference.
    return t + x * 4 * (n + 1) / (n + 2) ** 2 * sigmoid(x)


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x))


def elu(x):
    return x if x > 0 else mp.expm1(x)


def elu_slope(x):
    return ONE if x > 0 else mp.exp(x)


LAMBDA = mpf("1.0507009873554804934193349852946")
ALPHA = mpf("1.6732632423543772848170429916717")


def selu(x):
    return LAMBDA * (x if x > 0 else ALPHA * mp.expm1(x))


def selu_slope(x):
    return LAMBDA * (1 if x > 0 else ALPHA * mp.exp(x))


def hard_swish(x):
    return ZERO if x <= -3 else x if x >= 3 else x * (x + 3) / 6


def hard_swish_slope(x):
    return ZERO if x <= -3 else ONE if x >= 3 else (2 * x + 3) / 6


NAN = mpf("nan")


def positive(f):
    return lambda x: f(x) if x > 0 else NAN


# In the order of `ElementaryFunction` in Tests/TestSupport.
FUNCTIONS = [
    ("exp", mp.exp, mp.exp),
    ("expm1", mp.expm1, mp.exp),
    ("log", positive(mp.log), lambda x: 1 / x),
    ("log1p", lambda x: mp.log1p(x) if x > -1 else -mp.inf if x == -1 else NAN, lambda x: 1 / (1 + x)),
    ("sqrt", positive(mp.sqrt), positive(lambda x: 1 / (2 * mp.sqrt(x)))),
    ("squared", lambda x: x * x, lambda x: 2 * x),
    ("abs", abs, mp.sign),
    ("sin", mp.sin, mp.cos),
    ("cos", mp.cos, lambda x: -mp.sin(x)),
    ("tanh", mp.tanh, lambda x: mp.sech(x) ** 2),
    ("erf", mp.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)),
    ("sigmoid", sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    ("softplus", softplus, sigmoid),
    ("relu", lambda x: max(x, ZERO), lambda x: ONE if x > 0 else ZERO),
    ("leakyReLU", lambda x: x if x > 0 else x / 4, lambda x: ONE if x > 0 else ONE / 4),
    ("elu", elu, elu_slope),
    ("selu", selu, selu_slope),
    ("gelu", lambda x: x * share(x), lambda x: share(x) + x * density(x)),
    (
        "geluTanh",
        lambda x: x * sigmoid(gelu_argument(x)),
        lambda x: sigmoid(gelu_argument(x))
        * (1 + x * sigmoid(-gelu_argument(x)) * gelu_argument_slope(x)),
    ),
    ("silu", lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    ("mish", lambda x: x * tanh_of_softplus(x), mish_slope),
    ("hardSwish", hard_swish, hard_swish_slope),
    ("reciprocal", lambda x: 1 / x, lambda x: -1 / (x * x)),
    ("squareTimesRoot", positive(lambda x: x**2 * mp.sqrt(x)), positive(lambda x: 5 * x * mp.sqrt(x) / 2)),
]


def float32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def inputs():
    """Numbers of every exponent and both signs, many of them where functions bend."""
    random.seed(14)

    def draw(exponent, digits, lowest):
        size = random.getrandbits(digits - 1) / (1 << (digits - 1)) + 1
        x = math.ldexp(size, exponent)
        unit = math.ldexp(1, lowest)
        # A subnormal number has fewer digits.
        return x if abs(x) > unit * (1 << digits) else max(1, int(x / unit)) * unit

    single = [draw(e, 24, -149) for e in range(-149, 128)]
    single += [draw(e, 24, -149) for e in range(-6, 10) for _ in range(10)]
    single += [float32(x) for x in [17, 9, 5, 6, 88.7, 87.3, 103.2, 1e20, 1.2784645, 0.7517916, 0.5, 1, 2, 3]]
    double = [draw(e, 53, -1074) for e in range(-1074, 1024, 16)]
    double += [draw(e, 53, -1074) for e in range(-6, 11) for _ in range(6)]
    return [s * x for x in single + double for s in (1, -1) if math.isfinite(x)]


def rounded(f, x):
    try:
        return float(f(mpf(x)))
    except ZeroDivisionError:
        # Only the derivative of ln(1 + x) is asked for at its pole.
        return math.inf


if __name__ == "__main__":
    x = inputs()
    columns = [x]
    for name, f, slope in FUNCTIONS:
        columns.append([rounded(f, x) for x in x])
        columns.append([rounded(slope, x) for x in x])
    data = struct.pack("<d", len(x)) + b"".join(struct.pack(f"<{len(c)}d", *c) for c in columns)
    (Path(__file__).parent / "elementary.f64").write_bytes(data)
    print(len(x), "inputs,", len(FUNCTIONS), "functions,", len(data), "bytes")
