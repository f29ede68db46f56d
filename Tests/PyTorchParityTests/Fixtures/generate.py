"""Writes what PyTorch computes for each layer, activation, loss and initializer of Gradus, and for operations.

Usage, where Python 3.10 or newer can import PyTorch (`pip install torch`; NumPy is not needed):

    python generate.py             writes index.json and tensors.f64 beside this script
    python generate.py --check     computes everything again and compares it with these two files

The tests need neither Python nor PyTorch; run this only to add a case. On one machine the two files
come out the same to the bit. On another, libraries may add in another order: `--check` accepts
1e-13 of the largest magnitude of each tensor, and says whether all bits agree.

index.json has one case a line: the subject (what Gradus calls it), its configuration, and for each
tensor its shape and where it begins in tensors.f64, counted in numbers. tensors.f64 is nothing but
float64 numbers, little-endian, row-major; labels and tokens are numbers there, too.

Random numbers are Python's own (Mersenne Twister, the same everywhere), and the seed of a case is its
name: adding one changes no other. Everything runs in float64 on one thread.
"""

import array
import json
import pathlib
import sys

import torch

sys.dont_write_bytecode = True  # Nothing but the two files is left in this folder.

import attention_cases
import convolution_cases
import initializer_cases
import layer_cases
import loss_cases
import normalization_cases
import operation_cases
import recurrence_cases

FOLDER = pathlib.Path(__file__).parent
INDEX, TENSORS = FOLDER / "index.json", FOLDER / "tensors.f64"
TOLERANCE = 1e-13


def all_cases():
    families = [
        layer_cases, loss_cases, convolution_cases, normalization_cases, initializer_cases,
        operation_cases, recurrence_cases, attention_cases,
    ]
    return [case for family in families for case in family.cases()]


def encode(cases):
    """The text of index.json and the bytes of tensors.f64."""
    lines, numbers = [], array.array("d")
    for case in cases:
        tensors = {}
        for name, tensor in case.tensors.items():
            tensors[name] = {"shape": list(tensor.shape), "offset": len(numbers)}
            numbers.extend(tensor.detach().reshape(-1).tolist())
        entry = {
            "subject": case.subject, "configuration": case.configuration, "tensors": tensors
        }
        lines.append(json.dumps(entry, separators=(",", ":")))
    names = [case.name for case in cases]
    assert len(names) == len(set(names)), "two cases have the same name"
    if sys.byteorder == "big":
        numbers.byteswap()
    version = json.dumps(torch.__version__)
    return (
        f'{{"pytorch":{version},"cases":[\n' + ",\n".join(lines) + "\n]}\n",
        numbers.tobytes(),
    )


def write(path, content):
    """Writes beside the file and renames, so that no reader ever sees half of it."""
    temporary = path.with_suffix(path.suffix + ".new")
    temporary.write_bytes(content)
    temporary.replace(path)


def check(index, tensors):
    """Compares with the files; returns whether they are the same but for rounding."""
    def without_version(text):
        return text.split('"cases":', 1)[1]

    if without_version(INDEX.read_text()) != without_version(index):
        print("index.json lists other cases than this script makes")
        return False
    committed, computed = array.array("d", TENSORS.read_bytes()), array.array("d", tensors)
    if sys.byteorder == "big":
        committed.byteswap(), computed.byteswap()
    worst = 0.0
    for case in json.loads(index)["cases"]:
        for name, place in case["tensors"].items():
            start = place["offset"]
            end = start + torch.Size(place["shape"]).numel()
            size = max(map(abs, committed[start:end]), default=0)
            error = max(
                (abs(x - y) for x, y in zip(committed[start:end], computed[start:end])), default=0)
            if not error <= TOLERANCE * size:
                print(case["subject"], case["configuration"], name, "differs by", error)
                return False
            worst = max(worst, error / size if size else 0)
    same = "to the bit" if TENSORS.read_bytes() == tensors else f"within {worst:.1e}"
    print(f"{len(json.loads(index)['cases'])} cases are the same {same}")
    return True


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    index, tensors = encode(all_cases())
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if check(index, tensors) else 1)
    if sys.argv[1:]:
        sys.exit(__doc__)
    write(INDEX, index.encode())
    write(TENSORS, tensors)
    print(f"{len(json.loads(index)['cases'])} cases, {len(index) + len(tensors)} bytes")
