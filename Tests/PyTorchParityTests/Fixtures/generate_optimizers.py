"""Writes what PyTorch's optimizers, schedules, clipping and averaging compute.

Usage, as of generate.py beside it, whose format this is:

    python generate_optimizers.py             writes Optimizers/index.json and Optimizers/tensors.f64
    python generate_optimizers.py --check     computes everything again and compares it with these

Each optimizer takes 50 steps on one surface. Its gradient is c·(p − target) + k·p³ + noise: curvatures c
differ by a factor of a hundred, the noise, recorded here, is that of mini-batches, and one element has a
gradient of zero throughout. SparseAdam runs on some rows of a table.
"""

import sys

import torch

sys.dont_write_bytecode = True  # Nothing but the data is left in these folders.

import generate
import optimizer_cases
import schedule_cases

FOLDER = generate.FOLDER / "Optimizers"
generate.INDEX, generate.TENSORS = FOLDER / "index.json", FOLDER / "tensors.f64"

if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    cases = [*optimizer_cases.cases(), *schedule_cases.cases(), *optimizer_cases.sparse()]
    index, tensors = generate.encode(cases)
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if generate.check(index, tensors) else 1)
    if sys.argv[1:]:
        sys.exit(__doc__)
    generate.write(generate.INDEX, index.encode())
    generate.write(generate.TENSORS, tensors)
    print(f"{len(cases)} cases, {len(index) + len(tensors)} bytes")
