"""Runs each exported model in onnxruntime and writes Fixtures/onnxruntime.tsv.

    swift build --build-tests
    python Tests/InteropTests/onnx_check.py

The models are those of ExportedModels.swift. ONNX's own checker reads each, with its inference of shapes, and
onnxruntime computes the output for the input that Gradus was given. The difference stands in the report relative to
the largest magnitude of the output. Each model runs a second time with twice as many samples: extents with a name fit
any. Exit code 1 when a difference is above 1e-5. Needs onnx, onnxruntime and numpy.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

ROOT = Path(__file__).resolve().parents[2]
REPORT = Path(__file__).parent / "Fixtures" / "onnxruntime.tsv"
BOUND = 1e-5


def difference(folder, index):
    """The digest of a model's bytes, and how far onnxruntime is off."""
    data = (folder / f"{index}.onnx").read_bytes()
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    arrays = np.load(folder / f"{index}.npz")
    x, expected = arrays["input"], arrays["output"]
    found = session.run(None, {"input": x})[0]
    assert found.shape == expected.shape and found.dtype == expected.dtype, found.shape
    twice = session.run(None, {"input": np.concatenate([x, x])})[0]
    assert np.allclose(twice, np.concatenate([found, found]), atol=1e-5)
    return hashlib.sha256(data).hexdigest(), np.abs(found - expected).max() / np.abs(expected).max()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            ["swift", "test", "--skip-build", "--filter", "ONNXExportTests/bytes"], cwd=ROOT,
            env=os.environ | {"GRADUS_ONNX": name}, check=True, stdout=subprocess.DEVNULL)
        rows, worst = [], 0
        for index in range(len(list(folder.glob("*.onnx")))):
            title = (folder / f"{index}.txt").read_text()
            try:
                digest, off = difference(folder, index)
            except Exception as error:
                print(f"{title}: {error}")
                worst = 1
                continue
            worst = max(worst, off)
            rows.append(f"{title}\t{off:.1e}\t{digest}\n")
            print(f"{off:.1e}  {title}")
    head = f"onnxruntime {onnxruntime.__version__}, opset 21\tlargest difference\tSHA-256 of the file\n"
    REPORT.write_text(head + "".join(rows))
    return int(worst > BOUND)


sys.exit(main())
