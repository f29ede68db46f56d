#!/usr/bin/env python3
"""How fast Gradus is beside NumPy, PyTorch and JAX, on the workloads of `gradus benchmark`.

    python3 Sources/Benchmarks/peers.py [WORKLOAD ...] [--threads N] [--rounds R] [--gradus PATH]

Each round measures Gradus and then every peer that is installed on one workload, so that what
disturbs the machine for a while disturbs all of them. A ratio is the median over the rounds of how
many times as fast as the peer Gradus was in the same round: above 1, Gradus is faster. Beside it
stand the targets. Nothing is installed: what is missing is said.

Every peer runs in a process of its own, because the number of threads must be set before it is
imported. Shapes are those of `gradus benchmark`, numbers are float32 (float64 in matmul_f64_512),
PyTorch is eager. JAX is compiled with jit and may run ahead: it is waited for at the end of a sample
of about a millisecond, and not after each step.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time

PEERS = {"numpy": "NumPy", "torch": "PyTorch", "cells": "PyTorch by cells",
         "sparse": "PyTorch sparse", "jax": "JAX"}
# The Python module of a peer that has another name.
MODULES = {"cells": "torch", "sparse": "torch"}
MILLION = 1_000_000
# (name, steps) of the workloads that are whole processes.
PROCESSES = {"startup": ("digits_mlp_64_32_10_b32", 1),
             "mnist_cnn_memory": ("mnist_cnn_16_32_b64", 3),
             "char_gpt_memory": ("char_gpt_4x64_b16_t64", 3)}
# (kind of network, shape of a batch) of the predictions.
PREDICTIONS = {"predict_digits_mlp_b1": ("digits", (1, 64)),
               "predict_mnist_cnn_b1": ("cnn", (1, 1, 28, 28)),
               "predict_mnist_cnn_b64": ("cnn", (64, 1, 28, 28)),
               "predict_gpt_4x64_t64": ("gpt", (1, 64))}
BATCH = {"digits_mlp_64_32_10_b32": (32, 64), "mnist_mlp_784_256_128_10_b64": (64, 784),
         "mnist_cnn_16_32_b64": (64, 1, 28, 28)}


def targets(workload, threads):
    """The least ratio to each peer that the project aims at."""
    if workload in PREDICTIONS:
        return {"torch": 3} if workload.endswith("_b1") else {}
    if workload.startswith("matmul"):
        if "f64" in workload:
            return {"numpy": 0.9, "torch": 0.9}
        if threads > 1:
            return {"numpy": 0.95, "torch": 0.95}
        if workload.split("_")[1] in ("256", "512", "1024", "2048"):
            return {"numpy": 1.0, "torch": 0.95}
        return {"numpy": 0.9, "torch": 0.9}
    if workload.startswith(("linear_regression", "digits_mlp")):
        return {"torch": 10, "jax": 2}
    if workload.startswith("deep_q"):
        return {"torch": 10}
    if workload.startswith("mnist_mlp"):
        return {"torch": 1.5, "jax": 1.2}
    if workload == "mnist_cnn_memory":
        return {"torch": 5}
    if workload == "char_gpt_memory":
        return {"torch": 4}
    if workload.startswith(("mnist_cnn", "residual")):
        return {"torch": 1.5}
    if workload.startswith(("char_gpt", "gpt_text")):
        return {"torch": 2}
    if workload.startswith("skip_gram"):
        return {"torch": 5, "sparse": 1.5}
    if workload == "muon_512":
        return {"torch": 1}
    if workload.startswith("char"):
        return {"torch": 1.3, "cells": 2}
    if workload.startswith("small"):
        return {"torch": 5}
    if workload in ("exp_1M", "tanh_1M", "relu_1M", "add_1M", "sum_1M", "softmax_64x1000"):
        return {"numpy": 1.0, "torch": 1.0}
    return {}


class Product:
    """A matrix product as its workload's name describes it: matmul_64, matmul_f64_ta_b16_64x32x16."""

    def __init__(self, name):
        *words, shape = name.split("_")[1:]
        extents = [int(extent) for extent in shape.split("x")]
        self.rows, self.inner, self.columns = extents if len(extents) == 3 else extents * 3
        self.is_double = "f64" in words
        self.flips = ("ta" in words, "tb" in words)
        self.batch = [int(word[1:]) for word in words if word[0] == "b"]
        shapes = (self.rows, self.inner), (self.inner, self.columns)
        # The factors as they are stored.
        self.shapes = [tuple(self.batch) + (shape[::-1] if flip else shape)
                       for shape, flip in zip(shapes, self.flips)]
        self.operations = 2 * self.rows * self.inner * self.columns * (self.batch or [1])[0]

    def factors(self, stored):
        """The factors as they are multiplied: those that are stored transposed are seen so."""
        return [x.swapaxes(-1, -2) if flip else x for x, flip in zip(stored, self.flips)]


def operations(name):
    if name == "matvec_1024":
        return 2 * 1024**2
    # A step of Muon is five times three products.
    return (15 if name.startswith("muon") else 1) * Product(name).operations


# What each peer does. A function takes a workload's name and returns a function that does its work
# so many times, or None when the peer cannot do it.


def numpy_work(name, threads):
    import numpy as np

    random = np.random.default_rng(1)

    def normal(*shape, type=np.float32):
        return random.standard_normal(shape).astype(type)

    def repeat(once):
        def run(times):
            for _ in range(times):
                once()
        return run

    if name.startswith("matmul"):
        product = Product(name)
        type = np.float64 if product.is_double else np.float32
        a, b = product.factors([normal(*shape, type=type) for shape in product.shapes])
        return repeat(lambda: a @ b)
    if name == "matvec_1024":
        a, x = normal(1024, 1024), normal(1024)
        return repeat(lambda: a @ x)
    x = normal(MILLION)
    functions = {"exp_1M": lambda: np.exp(x), "tanh_1M": lambda: np.tanh(x),
                 "relu_1M": lambda: np.maximum(x, 0), "add_1M": lambda: x + x,
                 "sum_1M": lambda: x.sum()}
    if name in functions:
        return repeat(functions[name])
    if name == "softmax_64x1000":
        y = normal(64, 1000)

        def softmax():
            e = np.exp(y - y.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)
        return repeat(softmax)
    a, b, w = normal(16, 16), normal(16), normal(16, 16) / 4
    if name == "small_add_16x16":
        return repeat(lambda: a + w)
    if name == "small_forward_backward_16":
        # There is no differentiation in NumPy: the gradient by hand.
        def forward_backward():
            y = np.tanh(a @ w + b)
            return y.sum(), a.T @ (1 - y * y)
        return repeat(forward_backward)
    return None


def torch_work(name, threads):
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(1)

    def repeat(once):
        def run(times):
            for _ in range(times):
                once()
        return run

    def training(model, optimizer, loss):
        def once():
            optimizer.zero_grad()
            loss(model).backward()
            optimizer.step()
        return repeat(once)

    if name.startswith("matmul"):
        product = Product(name)
        type = torch.float64 if product.is_double else torch.float32
        a, b = product.factors([torch.randn(shape, dtype=type) for shape in product.shapes])
        return repeat(lambda: a @ b)
    if name == "matvec_1024":
        a, x = torch.randn(1024, 1024), torch.randn(1024)
        return repeat(lambda: a @ x)
    if name == "linear_regression_b32":
        x = torch.randn(32, 1)
        y = 3 * x + 1
        model = nn.Linear(1, 1)
        return training(model, torch.optim.SGD(model.parameters(), lr=0.1),
                        lambda model: nn.functional.mse_loss(model(x), y))
    if name == "deep_q_4_64_64_2_b64":
        states, next_states, rewards = torch.randn(64, 4), torch.randn(64, 4), torch.rand(64)
        actions = torch.randint(2, (64, 1))
        model, target = (nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(),
                                       nn.Linear(64, 2)) for _ in range(2))

        def loss(model):
            with torch.no_grad():
                targets = rewards + 0.99 * target(next_states).max(1).values
            chosen = model(states).gather(1, actions).squeeze(1)
            return nn.functional.huber_loss(chosen, targets)
        return training(model, torch.optim.Adam(model.parameters(), lr=1e-3), loss)

    def predicting(model, x):
        model.eval()

        @torch.inference_mode()
        def run(times):
            for _ in range(times):
                model(x)
        return run

    def classifier(kind):
        return nn.Sequential(*{
            "digits": [nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)],
            "mlp": [nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                    nn.Linear(128, 10)],
            "cnn": [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                    nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                    nn.Linear(1568, 64), nn.ReLU(), nn.Linear(64, 10)],
        }[kind])
    if name in PREDICTIONS and name != "predict_gpt_4x64_t64":
        kind, shape = PREDICTIONS[name]
        return predicting(classifier(kind), torch.rand(shape))
    if name in BATCH:
        shape = BATCH[name]
        x, labels = torch.rand(shape), torch.randint(10, (shape[0],))
        model = classifier("digits" if "digits" in name else "mlp" if "mlp" in name else "cnn")
        return training(model, torch.optim.Adam(model.parameters(), lr=1e-3),
                        lambda model: nn.functional.cross_entropy(model(x), labels))
    if name == "residual_16_32_64_b64":
        x, labels = torch.rand(64, 1, 28, 28), torch.randint(10, (64,))

        class Block(nn.Module):
            def __init__(self, inputs, outputs, stride=1):
                super().__init__()
                self.body = nn.Sequential(
                    nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs),
                    nn.ReLU(), nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
                    nn.BatchNorm2d(outputs))
                self.projection = nn.Identity() if stride == 1 else nn.Sequential(
                    nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

            def forward(self, x):
                return (self.projection(x) + self.body(x)).relu()
        model = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
            Block(16, 16), Block(16, 32, 2), Block(32, 64, 2), nn.AdaptiveAvgPool2d(1),
            nn.Flatten(), nn.Linear(64, 10))
        return training(model, torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9),
                        lambda model: nn.functional.cross_entropy(model(x), labels))
    if name in ("char_gpt_4x64_b16_t64", "gpt_text_4x64_t64", "predict_gpt_4x64_t64"):
        class Block(nn.Module):
            def __init__(self):
                super().__init__()
                self.qkv, self.out = nn.Linear(64, 192), nn.Linear(64, 64)
                self.linear1, self.linear2 = nn.Linear(64, 256), nn.Linear(256, 64)
                self.norm1, self.norm2 = nn.LayerNorm(64), nn.LayerNorm(64)

            def forward(self, x, cache=None):
                q, k, v = (y.unflatten(-1, (4, 16)).transpose(1, 2)
                           for y in self.qkv(self.norm1(x)).chunk(3, -1))
                if cache is not None:
                    if cache:
                        k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
                    cache[:] = k, v
                y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=cache is None)
                x = x + self.out(y.transpose(1, 2).flatten(2))
                return x + self.linear2(nn.functional.gelu(self.linear1(self.norm2(x))))

        class GPT(nn.Module):
            def __init__(self):
                super().__init__()
                self.table = nn.Embedding(65, 64)
                self.places = nn.Parameter(0.02 * torch.randn(64, 64))
                self.blocks = nn.ModuleList([Block() for _ in range(4)])
                self.norm = nn.LayerNorm(64)

            def forward(self, text, start=0, caches=(None,) * 4):
                x = self.table(text) + self.places[start:start + text.shape[1]]
                for block, cache in zip(self.blocks, caches):
                    x = block(x, cache)
                return self.norm(x) @ self.table.weight.T
        model = GPT()
        if name == "predict_gpt_4x64_t64":
            return predicting(model, torch.randint(65, (1, 64)))
        if name == "gpt_text_4x64_t64":
            text = torch.randint(65, (1, 64))

            @torch.inference_mode()
            def write():
                caches = [[] for _ in range(4)]
                for i in range(64):
                    model(text[:, i:i + 1], i, caches)
            return repeat(write)
        text = torch.randint(65, (16, 64))
        return training(
            model, torch.optim.AdamW(model.parameters(), lr=1e-3),
            lambda model: nn.functional.cross_entropy(model(text).flatten(0, 1), text.flatten()))
    if name.startswith("skip_gram"):
        return repeat(skip_gram(is_sparse=False))
    if name in ("char_lstm_2x128_b32_t64", "char_gru_2x128_b32_t64"):
        text = torch.randint(65, (32, 64))
        body = (nn.LSTM if "lstm" in name else nn.GRU)(128, 128, 2, batch_first=True)
        parts = nn.ModuleList([nn.Embedding(65, 128), body, nn.Linear(128, 65)])
        return training(parts, torch.optim.Adam(parts.parameters(), lr=1e-3),
                        lambda parts: nn.functional.cross_entropy(
                            parts[2](body(parts[0](text))[0]).flatten(0, 1), text.flatten()))
    if name == "muon_512":
        return repeat(muon_step())
    if name == "adam_1M":
        p = nn.Parameter(torch.randn(MILLION))
        p.grad = torch.randn(MILLION)
        optimizer = torch.optim.Adam([p], lr=1e-3)
        return repeat(optimizer.step)
    x = torch.randn(MILLION)
    functions = {"exp_1M": x.exp, "tanh_1M": x.tanh, "relu_1M": x.relu, "add_1M": lambda: x + x,
                 "sum_1M": x.sum}
    if name in functions:
        return repeat(functions[name])
    if name == "softmax_64x1000":
        y = torch.randn(64, 1000)
        return repeat(lambda: y.softmax(1))
    a, b, w = torch.randn(16, 16), torch.randn(16), torch.randn(16, 16) / 4
    if name == "small_add_16x16":
        return repeat(lambda: a + w)
    if name == "small_forward_backward_16":
        w.requires_grad_()
        return repeat(lambda: torch.autograd.grad((a @ w + b).tanh().sum(), w))
    return None


def cells_work(name, threads):
    """Recurrent networks as loops of cells, which is how one writes a network of one's own."""
    if name not in ("char_lstm_2x128_b32_t64", "char_gru_2x128_b32_t64"):
        return None
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    text = torch.randint(65, (32, 64))
    cell = nn.LSTMCell if "lstm" in name else nn.GRUCell
    embedding, output = nn.Embedding(65, 128), nn.Linear(128, 65)
    cells = nn.ModuleList([cell(128, 128) for _ in range(2)])
    parameters = [p for part in (embedding, cells, output) for p in part.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def once():
        optimizer.zero_grad()
        states, outputs = [None, None], []
        for x in embedding(text).unbind(1):
            for layer, cell in enumerate(cells):
                states[layer] = cell(x, states[layer])
                x = states[layer][0] if "lstm" in name else states[layer]
            outputs.append(x)
        logits = output(torch.stack(outputs, 1))
        nn.functional.cross_entropy(logits.flatten(0, 1), text.flatten()).backward()
        optimizer.step()

    def run(times):
        for _ in range(times):
            once()
    return run


def muon_step():
    """A step of Muon in float32 (PyTorch's own optimizer iterates in bfloat16)."""
    import torch

    weight, gradient = torch.randn(512, 512), torch.randn(512, 512)
    mean = torch.zeros(512, 512)

    @torch.no_grad()
    def once():
        mean.lerp_(gradient, 0.05)
        x = gradient.lerp(mean, 0.95)
        x /= x.norm().clamp(min=1e-7)
        for _ in range(5):
            gram = x @ x.T
            polynomial = torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315)
            x = torch.addmm(x, polynomial, x, beta=3.4445)
        weight.mul_(1 - 1e-3 * 0.1).add_(x, alpha=-1e-3)
    return once


def skip_gram(is_sparse):
    """A step of skip-gram, each on the next of 16 batches."""
    import torch
    from torch import nn

    centers, neighbors = (nn.Embedding(100_000, 100, sparse=is_sparse) for _ in range(2))
    nn.init.uniform_(centers.weight, -0.005, 0.005)
    nn.init.zeros_(neighbors.weight)
    parameters = [centers.weight, neighbors.weight]
    optimizer = (torch.optim.SparseAdam if is_sparse else torch.optim.Adam)(parameters, lr=1e-3)
    batches = [(torch.randint(100_000, (256,)), torch.randint(100_000, (256, 6)))
               for _ in range(16)]
    labels = torch.tensor([1.0, 0, 0, 0, 0, 0]).expand(256, 6)
    step = 0

    def once():
        nonlocal step
        center, others = batches[step % 16]
        step += 1
        optimizer.zero_grad()
        scores = (centers(center).unsqueeze(1) * neighbors(others)).sum(-1)
        nn.functional.binary_cross_entropy_with_logits(scores, labels).backward()
        optimizer.step()
    return once


def sparse_work(name, threads):
    """Tables whose gradients are those of the rows that a batch uses."""
    if not name.startswith("skip_gram"):
        return None
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    once = skip_gram(is_sparse=True)

    def run(times):
        for _ in range(times):
            once()
    return run


def jax_work(name, threads):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", "f64" in name)
    keys = iter(jax.random.split(jax.random.key(1), 30))

    def normal(*shape, type=jnp.float32):
        return jax.random.normal(next(keys), shape, type)

    def repeat(function, *arguments):
        function = jax.jit(function)

        def run(times):
            for _ in range(times):
                result = function(*arguments)
            jax.block_until_ready(result)
        return run

    def training(step, state, batch=()):
        # The state's buffers are donated, so that parameters are updated in place.
        step = jax.jit(step, donate_argnums=0)

        def run(times):
            nonlocal state
            for _ in range(times):
                state, loss = step(state, *batch)
            jax.block_until_ready((state, loss))
        return run

    def adam(state, gradients):
        parameters, means, squares, t = state
        t = t + 1
        tree = jax.tree.map
        means = tree(lambda m, g: 0.9 * m + 0.1 * g, means, gradients)
        squares = tree(lambda v, g: 0.999 * v + 0.001 * g * g, squares, gradients)
        rate, weight = 1e-3 / (1 - 0.9**t), 1 - 0.999**t
        parameters = tree(lambda p, m, v: p - rate * m / (jnp.sqrt(v / weight) + 1e-8),
                          parameters, means, squares)
        return parameters, means, squares, t

    def adam_state(parameters):
        means, squares = (jax.tree.map(jnp.zeros_like, parameters) for _ in range(2))
        return parameters, means, squares, jnp.float32(0)

    if name.startswith("matmul"):
        product = Product(name)
        type = jnp.float64 if product.is_double else jnp.float32
        return repeat(lambda *stored: jnp.matmul(*product.factors(stored)),
                      *(normal(*shape, type=type) for shape in product.shapes))
    if name == "matvec_1024":
        return repeat(jnp.matmul, normal(1024, 1024), normal(1024))
    if name == "linear_regression_b32":
        x = normal(32, 1)

        def step(state, x, y):
            loss, slopes = jax.value_and_grad(
                lambda state: jnp.mean((x @ state[0] + state[1] - y) ** 2))(state)
            return [p - 0.1 * slope for p, slope in zip(state, slopes)], loss
        return training(step, [normal(1, 1), jnp.zeros(1)], (x, 3 * x + 1))
    if name in BATCH:
        shape = BATCH[name]
        x = jax.random.uniform(next(keys), shape)
        labels = jax.random.randint(next(keys), shape[:1], 0, 10)
        sizes = ([64, 32, 10] if "digits" in name else [784, 256, 128, 10] if "mlp" in name
                 else [1568, 64, 10])
        dense = [(normal(i, o) / i**0.5, jnp.zeros(o)) for i, o in zip(sizes, sizes[1:])]
        kernels = []
        if "cnn" in name:
            kernels = [(normal(o, i, 3, 3) / (9 * i) ** 0.5, jnp.zeros((o, 1, 1)))
                       for i, o in ((1, 16), (16, 32))]

        def loss(parameters, h, labels):
            kernels, dense = parameters
            for w, b in kernels:
                h = jax.nn.relu(jax.lax.conv(h, w, (1, 1), "SAME") + b)
                h = jax.lax.reduce_window(h, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2),
                                          "VALID")
            h = h.reshape(h.shape[0], -1)
            for w, b in dense[:-1]:
                h = jax.nn.relu(h @ w + b)
            logits = h @ dense[-1][0] + dense[-1][1]
            return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(len(labels)), labels])

        def step(state, x, labels):
            value, gradients = jax.value_and_grad(loss)(state[0], x, labels)
            return adam(state, gradients), value
        return training(step, adam_state((kernels, dense)), (x, labels))
    if name == "adam_1M":
        return training(lambda state, g: (adam(state, g), ()), adam_state(normal(MILLION)),
                        (normal(MILLION),))
    functions = {"exp_1M": jnp.exp, "tanh_1M": jnp.tanh, "relu_1M": jax.nn.relu,
                 "add_1M": lambda x: x + x, "sum_1M": jnp.sum}
    if name in functions:
        return repeat(functions[name], normal(MILLION))
    if name == "softmax_64x1000":
        return repeat(jax.nn.softmax, normal(64, 1000))
    if name == "small_add_16x16":
        return repeat(jnp.add, normal(16, 16), normal(16, 16))
    if name == "small_forward_backward_16":
        a, b = normal(16, 16), normal(16)
        return repeat(jax.value_and_grad(lambda w: jnp.tanh(a @ w + b).sum()), normal(16, 16) / 4)
    return None


WORK = {"numpy": numpy_work, "torch": torch_work, "cells": cells_work, "sparse": sparse_work,
        "jax": jax_work}


# The process of a peer.


def measure(run, seconds):
    """The median and the best time of doing the work once, and how many cores it kept busy."""
    sample = min(seconds / 100, 1e-3)  # Short, so that most pass without an interruption.

    def time_of(times):
        start = time.perf_counter()
        run(times)
        return time.perf_counter() - start

    times, elapsed = 1, time_of(1)
    elapsed = time_of(1)  # The first one may have compiled.
    while elapsed < sample / 2:
        times *= 2
        elapsed = time_of(times)
    times = max(1, int(times * sample / elapsed))
    samples, start, busy = [], time.perf_counter(), time.process_time()
    while len(samples) < 3 or time.perf_counter() - start < seconds:
        samples.append(time_of(times) / times)
    cores = (time.process_time() - busy) / (time.perf_counter() - start)
    return {"median": statistics.median(samples), "best": min(samples), "cores": cores}


def serve(peer, threads, seconds):
    """Answers each line of standard input, a workload's name, with a line of JSON."""
    version = __import__(MODULES.get(peer, peer)).__version__
    print(json.dumps({"version": version}), flush=True)
    kept = (None, None)
    for line in sys.stdin:
        name = line.strip()
        if kept[0] != name:
            kept = (name, WORK[peer](name, threads))
        print(json.dumps(measure(kept[1], seconds) if kept[1] else {}), flush=True)


def peak_memory():
    """The most bytes of this process that were in memory at a time."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# The process that compares.


def environment(threads):
    count = str(threads)
    variables = dict(os.environ, CUDA_VISIBLE_DEVICES="", JAX_PLATFORMS="cpu", NPROC=count,
                     OMP_NUM_THREADS=count, OPENBLAS_NUM_THREADS=count, MKL_NUM_THREADS=count)
    if threads == 1:
        variables["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    return variables


class Peer:
    """A process that measures one peer."""

    def __init__(self, name, threads, seconds):
        self.name, self.threads = name, threads
        self.command = [sys.executable, os.path.abspath(__file__), "--threads", str(threads)]
        self.process = subprocess.Popen(
            self.command + ["--serve", name, "--seconds", str(seconds)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(threads))
        self.version = self.answer()["version"]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"peers.py: the process of {PEERS[self.name]} ended: see above")
        return json.loads(line)

    def measure(self, workload, unit, statistic):
        """A value in Gradus's unit, or None when the peer cannot do the work."""
        if workload in PROCESSES:
            if self.name in ("numpy", "cells", "sparse"):
                return None
            name, steps = PROCESSES[workload]
            start = time.perf_counter()
            run = subprocess.run(self.command + ["--steps", str(steps), "--serve", self.name, name],
                                 text=True, check=True, capture_output=True,
                                 env=environment(self.threads))
            elapsed = time.perf_counter() - start
            if not run.stdout:
                return None
            return elapsed * 1e3 if unit == "ms" else int(run.stdout) / 2**20
        print(workload, file=self.process.stdin, flush=True)
        answer = self.answer()
        if not answer:
            return None
        if answer["cores"] > self.threads + 0.3:
            print(f"{workload}: {PEERS[self.name]} used {answer['cores']:.1f} cores",
                  file=sys.stderr)
        if unit == "GFLOP/s":
            return operations(workload) / answer[statistic] / 1e9
        if unit in ("pictures/s", "tokens/s"):
            shape = PREDICTIONS[workload][1]
            return (shape[0] if unit == "pictures/s" else shape[1]) / answer[statistic]
        return answer[statistic] * {"us/step": 1e6, "ms": 1e3, "ns": 1e9}[unit]


def find_gradus():
    """The tool as it was last built, for debugging or for release: both are optimized."""
    here = os.path.dirname(os.path.abspath(__file__))
    built = []
    for configuration in ("debug", "release"):
        try:
            folder = subprocess.run(
                ["swift", "build", "-c", configuration, "--show-bin-path"], cwd=here, text=True,
                check=True, capture_output=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"peers.py: {error}. Name the tool: --gradus PATH")
        path = os.path.join(folder, "gradus")
        if os.path.exists(path):
            built.append(path)
    if not built:
        sys.exit("peers.py: gradus is not built. Build it: swift build")
    return max(built, key=os.path.getmtime)


def measure_gradus(tool, workloads, threads, seconds):
    """The lines of `gradus benchmark --json` on the SIMD backend."""
    run = subprocess.run(
        [tool, "benchmark", *workloads, "--json", "--backend", "simd", "--threads", str(threads),
         "--seconds", str(seconds)], text=True, stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit(run.returncode)
    return [json.loads(line) for line in run.stdout.splitlines()]


def processor(tool):
    """What stands above a table of `gradus benchmark`: the processor and its caches."""
    run = subprocess.run([tool, "benchmark", "small_add_16x16", "--backend", "simd", "--seconds",
                          "0.01"], text=True, stdout=subprocess.PIPE)
    return run.stdout.split("\n\n")[0]


def digits(value):
    return "" if value is None else f"{value:.0f}" if value >= 99.95 else f"{value:.3g}"


def row(workload, unit, gradus, peers, threads):
    """The medians of the rounds, the ratios, the targets, and whether they are met."""
    values = {name: statistics.median(rounds) if rounds else None for name, rounds in peers.items()}
    ratios = {
        name: statistics.median(g / p if unit.endswith("/s") else p / g
                                for g, p in zip(gradus, rounds))
        for name, rounds in peers.items() if rounds}
    aims = {name: aim for name, aim in targets(workload, threads).items() if name in ratios}
    told = ", ".join(f"{PEERS[name]} {aim:g}" for name, aim in aims.items())
    met = all(ratios[name] >= aim for name, aim in aims.items())
    if workload == "startup":
        told, met = "at most 50 ms", statistics.median(gradus) <= 50
    return ([workload, unit, digits(statistics.median(gradus))]
            + [digits(values[name]) for name in peers]
            + [f"{ratios[name]:.2f}" if name in ratios else "" for name in peers]
            + [told, ("yes" if met else "NO") if told else ""])


def show(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    for cells in rows:
        texts = [cell.ljust(width) if index in (0, 1, len(cells) - 2) else cell.rjust(width)
                 for index, (cell, width) in enumerate(zip(cells, widths))]
        print("  ".join(texts).rstrip())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", help="names; all of gradus benchmark without")
    parser.add_argument("--threads", type=int, default=1, help="for everyone (default 1)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--seconds", type=float, default=0.3, help="how long each time (0.3)")
    parser.add_argument("--best", action="store_true",
                        help="compare best times, not medians: steadier on a busy machine")
    parser.add_argument("--gradus", metavar="PATH", help="the built tool, if it is elsewhere")
    parser.add_argument("--serve", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--steps", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.steps:
        work = WORK[options.serve](options.workloads[0], options.threads)
        if work:  # Otherwise the peer cannot do it, and prints nothing.
            work(options.steps)
            print(peak_memory())
        return
    if options.serve:
        serve(options.serve, options.threads, options.seconds)
        return
    if options.rounds < 1 or options.threads < 1 or options.seconds <= 0:
        parser.error("--rounds, --threads and --seconds must be above zero")

    tool = options.gradus or find_gradus()
    # The shortest run tells which workloads there are, in which units; and an unknown name ends it.
    units = {line["workload"]: line["unit"]
             for line in measure_gradus(tool, options.workloads, options.threads, 0.01)}
    found = [name for name in PEERS if importlib.util.find_spec(MODULES.get(name, name))]
    peers = [Peer(name, options.threads, options.seconds) for name in found]
    statistic = "best" if options.best else "median"
    print(processor(tool))
    print(f"{options.rounds} rounds, {options.threads} thread{'s' if options.threads > 1 else ''}, "
          f"{statistic} times: Gradus, "
          + ", ".join(f"{PEERS[peer.name]} {peer.version}" for peer in peers))
    for name in PEERS:
        if name not in found:
            print(f"{PEERS[name]} is missing: this Python finds no module {MODULES.get(name, name)}")
    rows = [["workload", "unit", "Gradus"] + [PEERS[name] for name in found]
            + [f"x {PEERS[name]}" for name in found] + ["target", "met"]]
    for workload, unit in units.items():
        print(workload, file=sys.stderr)
        gradus, others = [], {name: [] for name in found}
        for _ in range(options.rounds):
            gradus += [line["best" if options.best else "value"] for line in
                       measure_gradus(tool, [workload], options.threads, options.seconds)]
            for peer in peers:
                value = peer.measure(workload, unit, statistic)
                if value is not None:
                    others[peer.name].append(value)
        rows.append(row(workload, unit, gradus, others, options.threads))
    show(rows)


if __name__ == "__main__":
    main()
