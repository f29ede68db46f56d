"""Shows that weights travel between Gradus and PyTorch, both ways.

    swift build --product PythonRoundTrip
    python Tests/PythonRoundTrip/roundtrip.py .build/debug/PythonRoundTrip

Needs torch, safetensors and numpy. Exit code 1: outputs differ by more than 1e-6 of the largest.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Network(nn.Module):
    """The structure of RoundTrip.swift's Network."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 64)
        self.body = nn.Sequential(
            nn.Unflatten(1, (1, 8, 8)),
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(),
            nn.Conv2d(4, 8, 3, stride=2, padding=1, groups=2),
            nn.GroupNorm(2, 8),
            nn.ConvTranspose2d(8, 4, 2, stride=2),
            nn.Sequential(nn.ReLU(), nn.Conv2d(4, 4, 1, bias=False)),
            nn.Flatten(), nn.Linear(256, 24), nn.LayerNorm(24), nn.RMSNorm(24),
            nn.Unflatten(1, (3, 8)), nn.Conv1d(3, 4, 3), nn.BatchNorm1d(4),
            nn.Flatten(), nn.Linear(24, 5))

    def forward(self, tokens):
        return self.body(self.embedding(tokens))


def outputs(model, tokens):
    model.eval()
    with torch.no_grad():
        return model(torch.from_numpy(tokens)).numpy()


def write_sequences(kind, folder):
    """A recurrent network and padded sequences; returns its outputs and its last h in one row."""
    network = getattr(nn, kind)(5, 24, 2, batch_first=True, bidirectional=True)
    lengths = torch.tensor([9, 4, 1, 7])
    sequences = torch.randn(4, 9, 5)
    save_file(network.state_dict(), folder / f"{kind}.safetensors")
    np.savez(folder / f"{kind}.npz", sequences=sequences.numpy(), lengths=lengths.numpy())
    with torch.no_grad():
        packed = pack_padded_sequence(sequences, lengths, batch_first=True, enforce_sorted=False)
        packed, state = network(packed)
        outputs, _ = pad_packed_sequence(packed, batch_first=True)
        hidden = state[0] if kind == "LSTM" else state
    return torch.cat([outputs.flatten(), hidden.flatten()]).numpy()


def report(title, found, expected):
    difference = np.abs(found - expected).max() / np.abs(expected).max()
    print(f"{title}: {expected.size} outputs, largest difference {difference:.1e} of the largest")
    return difference <= 1e-6


def main():
    tool = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/PythonRoundTrip"
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        subprocess.run([tool, "write", folder], check=True)
        arrays = np.load(folder / "ours.npz")
        model = Network()
        model.load_state_dict(load_file(folder / "ours.safetensors"))
        right = report(
            "trained by Gradus, run by PyTorch", outputs(model, arrays["tokens"]), arrays["outputs"])

        model = Network()
        checkpoint = load_file(folder / "ours-checkpoint.safetensors")
        model.load_state_dict({k: v for k, v in checkpoint.items() if "/" not in k})
        right &= report(
            "the same out of a checkpoint     ", outputs(model, arrays["tokens"]), arrays["outputs"])

        model = Network()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
        tokens = torch.arange(10)
        for _ in range(20):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tokens), tokens % 5).backward()
            optimizer.step()
        save_file(model.state_dict(), folder / "theirs.safetensors")
        expected = outputs(model, tokens.numpy())
        np.savez(folder / "theirs.npz", tokens=tokens.numpy(), outputs=expected)
        sequences = {kind: write_sequences(kind, folder) for kind in ("LSTM", "GRU")}
        subprocess.run([tool, "read", folder], check=True)
        right &= report(
            "trained by PyTorch, run by Gradus", np.load(folder / "theirs-here.npz")["outputs"],
            expected)
        for kind, expected in sequences.items():
            right &= report(
                f"{kind} of PyTorch, run by Gradus".ljust(33),
                np.load(folder / f"{kind}-here.npz")["outputs"], expected)
    print(f"{len(model.state_dict())} tensors" if right else "They differ.")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
