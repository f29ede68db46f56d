"""Trains models of the lessons in PyTorch and in Gradus side by side, and writes twin.tsv.

    swift build --product PythonRoundTrip
    python Tests/PythonRoundTrip/twin.py .build/debug/PythonRoundTrip

Gradus trains each model of TwinModels.swift for 200 steps, in Double and in Float, and hands over the weights before
the first step and the batches in their order. PyTorch does the same from there. What is compared is the loss of each
step: the largest difference, relative to the loss, stands in the report, with some of Gradus's losses in Double,
which a test computes again. Exit code 1: a difference is above 1e-9 in Double or 1e-4 in Float. Needs torch,
safetensors and numpy.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

REPORT = Path(__file__).parent / "twin.tsv"
BOUNDS = {"float64": 1e-9, "float32": 1e-4}


class Reader(nn.Module):
    def __init__(self, count):
        super().__init__()
        self.table = nn.Embedding(count, 32)
        self.reader = nn.GRU(32, 64, batch_first=True)
        self.head = nn.Linear(64, count)

    def forward(self, tokens):
        return self.head(self.reader(self.table(tokens))[0])


class GPT(nn.Module):
    def __init__(self, count):
        super().__init__()
        self.table = nn.Embedding(count, 64)
        self.places = nn.Parameter(torch.zeros(32, 64))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(64, 4, 256, 0, "gelu", batch_first=True, norm_first=True)
            for _ in range(2))
        self.norm = nn.LayerNorm(64)

    def forward(self, tokens):
        x = self.table(tokens) + self.places
        mask = nn.Transformer.generate_square_subsequent_mask(32, dtype=x.dtype)
        for block in self.blocks:
            x = block(x, mask, is_causal=True)
        return self.norm(x) @ self.table.weight.T


def digits(weights):
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return model, torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)


def pictures(weights):
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(784, 10))
    return model, torch.optim.Adam(model.parameters(), lr=3e-4)


def reader(weights):
    model = Reader(len(weights["table.weight"]))
    return model, torch.optim.Adam(model.parameters(), lr=3e-3)


def gpt(weights):
    model = GPT(len(weights["table.weight"]))
    return model, torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.1)


def losses(make, weights, arrays, kind):
    """The loss of each step, from these weights, rounded to the type of this name."""
    torch.set_default_dtype(getattr(torch, kind))
    model, optimizer = make(weights)
    model.load_state_dict({name: value.to(torch.get_default_dtype()) for name, value in weights.items()})
    inputs, labels = (torch.from_numpy(arrays[name]) for name in ("inputs", "labels"))
    if inputs.is_floating_point():
        inputs = inputs.to(torch.get_default_dtype())
    size = int(arrays["batch"])
    found = []
    for x, y in zip(inputs.split(size), labels.split(size)):
        loss = nn.functional.cross_entropy(model(x).flatten(0, -2), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return np.array(found)


def main():
    tool = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/PythonRoundTrip"
    rows, is_right = [], True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([tool, "twin", folder], check=True)
        for make in (digits, pictures, reader, gpt):
            arrays = np.load(folder / f"{make.__name__}.npz")
            weights = load_file(folder / f"{make.__name__}.safetensors")
            row = [make.__name__, str(len(arrays["float64"]))]
            for kind, bound in BOUNDS.items():
                expected = arrays[kind]
                off = np.abs(losses(make, weights, arrays, kind) - expected) / np.abs(expected)
                is_right &= bool(off.max() <= bound)
                row += [f"{off.max():.1e}", str(off.argmax() + 1)]
            row += [repr(float(arrays["float64"][step - 1])) for step in (1, 10, 200)]
            rows.append(row)
            print(f"{row[0]}: {row[1]} steps, loss {float(row[6]):.4f} to {float(row[8]):.4f}; largest difference "
                  f"{row[2]} in Double (step {row[3]}), {row[4]} in Float (step {row[5]})")
    head = ["model", "steps", "in Double", "at step", "in Float", "at step", "loss 1", "loss 10", "loss 200"]
    REPORT.write_text("".join("\t".join(row) + "\n" for row in [head] + rows))
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
