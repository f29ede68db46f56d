#!/usr/bin/env python3
"""How fast Gradus multiplies matrices of every kind of shape, beside NumPy, PyTorch and JAX.

    python3 Sources/Benchmarks/sweep.py [--threads N] [--only WORD] [--gradus PATH]

Square products of powers of two, of sizes beside them and of primes, from 64 to 4096; tall, wide,
skinny, batched and transposed ones; in float32 and float64. Each is measured in three rounds, of
Gradus and of every peer that is installed. One at which Gradus is less than 0.95 times as fast as
the best peer is measured again, in nine rounds. The last line is the worst ratio of all.
"""

import argparse
import importlib.util
import statistics
import sys

from peers import (PEERS, Peer, digits, find_gradus, measure_gradus, processor, show)

LIMIT = 0.95
PRIMES = [67, 97, 131, 191, 257, 383, 509, 769, 1021, 1531, 2039]
SHAPES = [
    # Tall and wide, [M, K] · [K, N] as MxKxN.
    "4096x64x64", "64x64x4096", "64x4096x64", "2048x2048x64", "2048x2048x128", "2048x2048x256",
    "64x2048x2048", "128x1024x1024", "2048x64x2048", "64x784x256", "256x64x784",
    # Skinny.
    "1024x1024x1", "1x1024x1024", "1024x1024x2", "1024x1024x4", "1024x1024x8", "1024x1024x16",
    "2x1024x1024", "4x1024x1024", "8x1024x1024", "16x1024x1024", "32x1024x1024", "64x256x10",
    # Batched, and stored transposed.
    "b64_64x64x64", "b128_64x32x64", "b16_128x128x128", "tb_b64_64x32x64", "ta_512x512x512",
    "tb_512x512x512", "ta_tb_512x512x512", "ta_1024x1024x1024", "tb_1024x1024x1024",
    "ta_784x64x256", "tb_64x784x256", "ta_1000x1000x1000", "tb_1000x1000x1000",
]


def products():
    """The names of all products, as `gradus benchmark` knows them."""
    sizes = set(PRIMES)
    for power in (64, 128, 256, 512, 1024, 2048):
        sizes |= {power + step for step in (-8, -1, 0, 1, 8) if power + step >= 64}
        sizes.add(power * 3 // 2)
    sizes |= {100, 1000, 4096}
    shapes = [f"{size}x{size}x{size}" for size in sorted(sizes)] + SHAPES
    return [f"matmul_{type}{shape}" for type in ("", "f64_") for shape in shapes]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1, help="for everyone (default 1)")
    parser.add_argument("--seconds", type=float, default=0.05, help="of each measurement (0.05)")
    parser.add_argument("--only", metavar="WORD", default="", help="only names with this in them")
    parser.add_argument("--best", action="store_true",
                        help="compare best times, not medians: steadier on a busy machine")
    parser.add_argument("--gradus", metavar="PATH", help="the built tool, if it is elsewhere")
    options = parser.parse_args()
    tool = options.gradus or find_gradus()
    peers = [Peer(name, options.threads, options.seconds) for name in PEERS
             if importlib.util.find_spec(name)]
    if not peers:
        sys.exit("sweep.py: this Python finds no peer: install numpy or torch")
    statistic = "best" if options.best else "median"

    def measure(workload, rounds):
        """The figures of Gradus and of each peer, and the ratio to the best peer of each round."""
        figures, ratios = [], []
        for _ in range(rounds):
            [line] = measure_gradus(tool, [workload], options.threads, options.seconds)
            figures.append([line["best" if options.best else "value"]] + [
                peer.measure(workload, "GFLOP/s", statistic) for peer in peers])
            ratios.append(figures[-1][0] / max(figures[-1][1:]))
        return [statistics.median(column) for column in zip(*figures)], statistics.median(ratios)

    print(processor(tool))
    print(f"GFLOP/s, {options.threads} thread{'s' if options.threads > 1 else ''}, {statistic} times; "
          + ", ".join(f"{PEERS[peer.name]} {peer.version}" for peer in peers))
    rows = [["product", "Gradus"] + [PEERS[peer.name] for peer in peers]
            + ["x best peer", f"below {LIMIT}", ""]]
    results = {}
    for workload in (name for name in products() if options.only in name):
        figures, ratio = measure(workload, 3)
        if ratio < LIMIT:
            figures, ratio = measure(workload, 9)
        # At once, too: the large ones take minutes, and the table comes at the end.
        print(workload, *map(digits, figures), f"{ratio:.2f}", file=sys.stderr)
        results[workload] = ratio
        rows.append([workload] + [digits(value) for value in figures]
                    + [f"{ratio:.2f}", "yes" if ratio < LIMIT else "", ""])
    if not results:
        sys.exit(f"sweep.py: no product has \"{options.only}\" in its name")
    show(rows)
    worst = min(results, key=results.get)
    below = sum(ratio < LIMIT for ratio in results.values())
    print(f"worst: {worst}, {results[worst]:.2f} times the best peer; "
          f"{below} of {len(results)} below {LIMIT}")


if __name__ == "__main__":
    main()
