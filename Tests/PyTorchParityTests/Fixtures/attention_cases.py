"""Attention: the operation, the layer, blocks of a transformer, and a whole GPT."""


import torch
from torch import nn
from torch.nn import functional as F

from case import Case, layer_case, run_module


def cases():
    yield from operations()
    yield from layers()
    yield from blocks()
    yield from models()


def operations():
    # Queries, keys and values come one after the other along the first axis.
    for heads, groups, queries, keys, width, mask in [
        (1, 1, 3, 5, 2, "none"), (2, 2, 4, 4, 3, "causal"), (4, 2, 3, 3, 2, "causal"),
        (2, 2, 3, 5, 4, "allowed"), (2, 1, 3, 4, 2, "added"),
    ]:
        case = Case(
            "scaledDotProductAttention", heads=heads, groups=groups, queries=queries, keys=keys,
            width=width, mask=mask)
        sizes = [heads * queries * width, groups * keys * width, groups * keys * width]
        allowed = added = None
        if mask == "allowed":
            allowed = case.keep("mask", case.integers((queries, keys), 2)) > 0
            # Whoever sees nothing is defined here and NaN in some versions of PyTorch.
            allowed[:, 0] = True
            case.tensors["mask"] = allowed.to(torch.float64)
        if mask == "added":
            added = case.draw("mask", (heads, queries, keys))

        def attend(x):
            q, k, v = x.split(sizes)
            return F.scaled_dot_product_attention(
                q.reshape(1, heads, queries, width), k.reshape(1, groups, keys, width),
                v.reshape(1, groups, keys, width), attn_mask=allowed if added is None else added,
                is_causal=mask == "causal", enable_gqa=True)

        yield case.differentiate(attend, case.uniform((sum(sizes),)))


class SelfAttention(nn.Module):
    """`nn.MultiheadAttention` of a sequence; true in the mask means that a query may look."""

    def __init__(self, width, heads, bias, memory=None, mask=None):
        super().__init__()
        self.body = nn.MultiheadAttention(width, heads, bias=bias, batch_first=True)
        self.mask = mask
        if memory:
            self.memory = nn.Parameter(torch.zeros(memory))

    def forward(self, x):
        memory = getattr(self, "memory", x)
        blocked = None if self.mask is None else ~self.mask
        return self.body(x, memory, memory, attn_mask=blocked, need_weights=False)[0]


def causal(size):
    return torch.ones(size, size).tril() > 0


def layers():
    for batch, steps, width, heads, bias, others, isCausal in [
        (2, 5, 4, 2, True, 0, False), (1, 3, 6, 3, False, 0, True), (2, 3, 4, 1, True, 5, False),
        (3, 1, 4, 4, True, 2, False),
    ]:
        module = SelfAttention(
            width, heads, bias, (batch, others, width) if others else None,
            causal(steps) if isCausal else None)
        yield layer_case(
            "MultiHeadAttention", module, (batch, steps, width), heads=heads, bias=bias,
            others=others, causal=isCausal)


class Block(nn.Module):
    def __init__(self, *arguments, **options):
        super().__init__()
        self.body = nn.TransformerEncoderLayer(
            *arguments, dropout=0.0, batch_first=True, **options)

    def forward(self, x):
        return self.body(x, src_mask=~causal(x.shape[1]))


def blocks():
    for batch, steps, width, heads, hidden, kind, isPreNorm in [
        (2, 4, 4, 2, 6, "gelu", True), (2, 3, 4, 2, 6, "relu", False), (1, 1, 2, 1, 3, "gelu", False),
    ]:
        module = Block(width, heads, hidden, activation=kind, norm_first=isPreNorm)
        yield layer_case(
            "TransformerBlock", module, (batch, steps, width), heads=heads, hidden=hidden, kind=kind,
            preNorm=isPreNorm)


class Attention(nn.Module):
    """The attention of the GPT: heads may share keys and values, and positions may be angles."""

    def __init__(self, width, heads, groups, isRotary):
        super().__init__()
        self.heads, self.groups, self.isRotary = heads, groups, isRotary
        rows = width + 2 * groups * (width // heads)
        self.in_proj_weight = nn.Parameter(torch.zeros(rows, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(rows))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x):
        batch, steps, width = x.shape
        size = width // self.heads
        q, k, v = F.linear(x, self.in_proj_weight, self.in_proj_bias).split(
            [width, self.groups * size, self.groups * size], -1)
        q, k, v = [y.reshape(batch, steps, -1, size).transpose(1, 2) for y in (q, k, v)]
        if self.isRotary:
            q, k = turned(q), turned(k)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return self.out_proj(y.transpose(1, 2).reshape(batch, steps, width))


def turned(x):
    """Pairs as complex numbers, times e^(i·angle)."""
    steps, size = x.shape[-2:]
    rates = 10_000 ** (-torch.arange(0, size, 2) / size)
    angles = torch.arange(steps)[:, None] * rates
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], size // 2, 2))
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2)


class GPTBlock(nn.Module):
    def __init__(self, width, heads, groups, hidden, kind, isRotary):
        super().__init__()
        self.self_attn = Attention(width, heads, groups, isRotary)
        self.kind = kind
        self.linear1 = nn.Linear(width, hidden * (2 if kind == "swiGLU" else 1))
        self.linear2 = nn.Linear(hidden, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        x = x + self.self_attn(self.norm1(x))
        y = self.linear1(self.norm2(x))
        if self.kind == "swiGLU":
            a, b = y.chunk(2, -1)
            return x + self.linear2(F.silu(a) * b)
        return x + self.linear2(F.gelu(y))


class GPT(nn.Module):
    def __init__(self, vocabulary, context, width, heads, groups, layers, hidden, kind, positions):
        super().__init__()
        self.positions = positions
        self.table = nn.Embedding(vocabulary, width)
        if positions == "learned":
            self.places = nn.Parameter(torch.zeros(context, width))
        self.blocks = nn.ModuleList([
            GPTBlock(width, heads, groups, hidden, kind, positions == "rotary")
            for _ in range(layers)])
        self.norm = nn.LayerNorm(width)

    def forward(self, tokens):
        x = self.table(tokens)
        steps, width = x.shape[1:]
        if self.positions == "learned":
            x = x + self.places[:steps]
        if self.positions == "sinusoidal":
            rates = torch.tensor([10_000 ** (-(i // 2 * 2) / width) for i in range(width)])
            angles = torch.arange(steps)[:, None] * rates
            isEven = torch.arange(width) % 2 == 0
            x = x + torch.where(isEven, angles.sin(), angles.cos())
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.table.weight.T


def models():
    for vocabulary, context, width, heads, groups, count, hidden, kind, positions in [
        (5, 6, 4, 2, 2, 2, 8, "gelu", "learned"), (3, 4, 4, 2, 1, 1, 3, "swiGLU", "rotary"),
        (4, 5, 6, 3, 3, 1, 5, "gelu", "sinusoidal"), (4, 5, 4, 1, 1, 1, 5, "gelu", "none"),
    ]:
        case = Case(
            "GPT", vocabulary=vocabulary, context=context, width=width, heads=heads, groups=groups,
            layers=count, hidden=hidden, kind=kind, positions=positions)
        tokens = case.keep("tokens", case.integers((2, 4), vocabulary)).long()
        module = GPT(vocabulary, context, width, heads, groups, count, hidden, kind, positions)
        yield run_module(case, module, tokens)
