"""Makes checkpoints in the layouts of well-known models, with an input and an output of each.

    python Tests/InteropTests/foreign_checkpoints.py

A GPT in the names and layouts of GPT-2 (matrices as [inputs, outputs], queries, keys and values in one), PyTorch's own
nn.TransformerEncoder with its queries, keys and values kept apart, and a residual network with the names of torchvision.
All weights are random. Needs torch, safetensors and numpy.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

FIXTURES = Path(__file__).parent / "Fixtures"


def save(name, weights, x, y):
    save_file({k: v.contiguous() for k, v in weights.items()}, FIXTURES / f"{name}.safetensors")
    save_file({"input": x, "output": y.detach()}, FIXTURES / f"{name}-example.safetensors")


def fill(module):
    for name, tensor in module.state_dict().items():
        if tensor.is_floating_point():
            tensor.uniform_(0.5 if name.endswith("running_var") else -0.4, 0.8)
    return module.eval()


def gpt2(width=8, heads=2, layers=2, vocabulary=11, context=6):
    def uniform(*shape):
        return torch.rand(shape) * 1.2 - 0.4

    weights = {"transformer.wte.weight": uniform(vocabulary, width),
               "transformer.wpe.weight": uniform(context, width),
               "transformer.ln_f.weight": uniform(width), "transformer.ln_f.bias": uniform(width)}
    for i in range(layers):
        for name, inputs, outputs in [("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width),
                                      ("mlp.c_fc", width, 4 * width), ("mlp.c_proj", 4 * width, width)]:
            weights[f"transformer.h.{i}.{name}.weight"] = uniform(inputs, outputs)
            weights[f"transformer.h.{i}.{name}.bias"] = uniform(outputs)
        for name in ["ln_1", "ln_2"]:
            weights[f"transformer.h.{i}.{name}.weight"] = uniform(width)
            weights[f"transformer.h.{i}.{name}.bias"] = uniform(width)
        weights[f"transformer.h.{i}.attn.bias"] = torch.ones(context, context).tril()
    tokens = torch.randint(vocabulary, (2, 5))
    w = {k.removeprefix("transformer."): v for k, v in weights.items()}
    x = w["wte.weight"][tokens] + w["wpe.weight"][:5]
    for i in range(layers):
        def part(name, x):
            return x @ w[f"h.{i}.{name}.weight"] + w[f"h.{i}.{name}.bias"]

        def norm(name, x):
            return F.layer_norm(x, (width,), w[f"h.{i}.{name}.weight"], w[f"h.{i}.{name}.bias"])

        q, k, v = (t.view(2, 5, heads, -1).transpose(1, 2)
                   for t in part("attn.c_attn", norm("ln_1", x)).split(width, -1))
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + part("attn.c_proj", seen.transpose(1, 2).reshape(2, 5, width))
        x = x + part("mlp.c_proj", F.gelu(part("mlp.c_fc", norm("ln_2", x))))
    x = F.layer_norm(x, (width,), w["ln_f.weight"], w["ln_f.bias"])
    save("gpt2", weights, tokens, x @ w["wte.weight"].T)


def encoder(width=8):
    layer = nn.TransformerEncoderLayer(width, 2, 12, activation="gelu", batch_first=True)
    model = fill(nn.TransformerEncoder(layer, 2, enable_nested_tensor=False))
    x = torch.rand(2, 5, width)
    weights = {}
    for name, tensor in model.state_dict().items():
        if "in_proj_" in name:
            for part, piece in zip("qkv", tensor.chunk(3)):
                weights[name.replace("in_proj_", f"{part}_proj.")] = piece.clone()
        else:
            weights[name] = tensor
    save("encoder", weights, x, model(x))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None if stride == 1 and inputs == outputs else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.layer1 = nn.Sequential(Block(4, 4, 1), Block(4, 4, 1))
        self.layer2 = nn.Sequential(Block(4, 6, 2), Block(6, 6, 1))
        self.fc = nn.Linear(6, 5)

    def forward(self, x):
        x = self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x)))))
        return self.fc(x.mean((2, 3)))


def resnet():
    model = fill(ResNet())
    x = torch.rand(2, 3, 6, 6)
    save("resnet", model.state_dict(), x, model(x))


torch.manual_seed(26)
with torch.no_grad():
    gpt2()
    encoder()
    resnet()
