"""Compares lesson 8's residual network for clothes with the same recipe in PyTorch.

    swift build --product PythonRoundTrip
    python Tests/PythonRoundTrip/residual.py .build/debug/PythonRoundTrip
    python Tests/PythonRoundTrip/residual.py --seeds 10 --epochs 40

The first trains from Gradus's first weights, on its batches and without augmentation, for 50 steps in float64; exit
code 1 when a loss differs by more than 1e-4. In float32 rounding alone grows to 1e-2 in some 20 steps at these rates,
also between two kernels of the same framework. The second trains the whole recipe in PyTorch, with its own random numbers,
and compares the share of right answers with Lessons/Studies/08-seeing-clothes.tsv: the 95 % interval of the
difference of the means. Needs torch, safetensors and numpy.
"""

import argparse
import copy
import csv
import math
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
PEAK, DECAY, BATCH = 0.1, 5e-4, 64


class Residual(nn.Module):
    def __init__(self, body, projection=None):
        super().__init__()
        self.body, self.projection = body, projection

    def forward(self, x):
        return (x if self.projection is None else self.projection(x)) + self.body(x)


def block(inputs, outputs, stride=1):
    body = nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs))
    projection = None if stride == 1 and inputs == outputs else nn.Sequential(
        nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
    return nn.Sequential(Residual(body, projection), nn.ReLU())


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def network():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), block(16, 16),
        block(16, 32, 2), block(32, 64, 2), Mean(), nn.Linear(64, 10))


def descent(model, steps):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=PEAK, momentum=0.9, nesterov=True, weight_decay=DECAY)
    # The rate alone goes up and down: the momentum stays.
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK, total_steps=steps, cycle_momentum=False)
    return optimizer, schedule


def take_step(model, optimizer, schedule, images, labels):
    loss = nn.functional.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    return loss.item()


def compare_losses(tool):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([tool, "clothes", folder], check=True)
        arrays = np.load(folder / "clothes.npz")
        model = network().double()
        model.load_state_dict(load_file(folder / "clothes.safetensors"))
        images, labels = (torch.from_numpy(arrays[key]) for key in ("images", "labels"))
        expected = arrays["losses"]
    steps = len(expected)
    optimizer, schedule = descent(model, steps)
    found = [take_step(model, optimizer, schedule, *batch)
             for batch in zip(images.split(BATCH), labels.split(BATCH))]
    difference = np.abs(np.array(found) - expected)
    for step in sorted({0, 9, 19, 29, 39, steps - 1}):
        print(f"step {step + 1:2}: Gradus {expected[step]:.6f}, PyTorch {found[step]:.6f}")
    print(f"{steps} steps, largest difference {difference.max():.1e} at step {difference.argmax() + 1}")
    return difference.max() <= 1e-4


def idx(name):
    data = (ROOT / "Datasets/vision" / f"fashion10k-{name}-ubyte").read_bytes()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return torch.from_numpy(np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape).copy())


def pictures(part):
    images = idx(f"{part}-images-idx3").float().unsqueeze(1) / 255
    return images, idx(f"{part}-labels-idx1").long()


def augmented(images):
    """Mirrored, moved by up to two pixels and partly covered, each picture in its own way."""
    count = len(images)
    images = torch.where(torch.rand(count, 1, 1, 1) < 0.5, images.flip(3), images)
    padded = nn.functional.pad(images, (2, 2, 2, 2))
    moved = torch.empty_like(images)
    for n, (row, column) in enumerate(torch.randint(5, (count, 2)).tolist()):
        moved[n] = padded[n, :, row:row + 28, column:column + 28]
        if torch.rand(()) >= 0.5:
            continue
        for _ in range(10):
            pixels = 784 * (0.02 + 0.18 * torch.rand(()).item())
            aspect = 0.3 + 3.03 * torch.rand(()).item()
            height, width = round(math.sqrt(pixels * aspect)), round(math.sqrt(pixels / aspect))
            if height <= 28 and width <= 28:
                top = torch.randint(29 - height, ()).item()
                left = torch.randint(29 - width, ()).item()
                moved[n, :, top:top + height, left:left + width] = 0
                break
    return moved


def accuracy(seed, epochs):
    """The shares of right answers on the test pictures, alone and with the mirror image."""
    torch.manual_seed(seed)
    (images, labels), (test, truth) = pictures("train"), pictures("test")
    model = network()
    average = copy.deepcopy(model)
    batches = len(images) // BATCH
    optimizer, schedule = descent(model, epochs * batches)
    for _ in range(epochs):
        for chosen in torch.randperm(len(images))[:batches * BATCH].split(BATCH):
            take_step(model, optimizer, schedule, augmented(images[chosen]), labels[chosen])
            with torch.no_grad():
                for mean, latest in zip(average.parameters(), model.parameters()):
                    mean.lerp_(latest, 0.005)
    with torch.no_grad():
        average.load_state_dict(
            {k: v for k, v in model.state_dict().items() if "running" in k or "tracked" in k},
            strict=False)
        for n in range(64):
            average(images[[(50 * n + i) % len(images) for i in range(50)]])
        average.eval()
        alone, mirrored = (average(x).softmax(1) for x in (test, test.flip(3)))
    return [(p.argmax(1) == truth).float().mean().item() for p in (alone, alone + mirrored)]


def compare_accuracies(seeds, epochs):
    theirs = []
    for seed in range(1, seeds + 1):
        theirs.append(accuracy(seed, epochs))
        print(f"PyTorch, seed {seed}: {theirs[-1][0]:.2%} alone, {theirs[-1][1]:.2%} with mirror",
              flush=True)
    table = ROOT / "Lessons/Studies/08-seeing-clothes.tsv"
    with table.open() as lines:
        ours = [(int(row[1]) / 2000, int(row[3]) / 2000)
                for row in list(csv.reader(lines, delimiter="\t"))[1:]]
    for index, name in enumerate(("alone", "with mirror")):
        a, b = (np.array(rows)[:, index] for rows in (ours, theirs))
        text = f"{name}: Gradus {a.mean():.2%}, PyTorch {b.mean():.2%}"
        if min(len(a), len(b)) > 1:
            margin = 1.96 * math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
            text += f", difference {a.mean() - b.mean():+.2%} ± {margin:.2%}"
        print(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", nargs="?", default=".build/debug/PythonRoundTrip")
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=40)
    options = parser.parse_args()
    if options.seeds:
        compare_accuracies(options.seeds, options.epochs)
        return 0
    return 0 if compare_losses(options.tool) else 1


if __name__ == "__main__":
    raise SystemExit(main())
