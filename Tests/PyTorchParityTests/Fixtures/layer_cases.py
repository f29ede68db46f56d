"""Linear, the activations, and the layers that only rearrange, drop or contain."""

import torch
from torch import nn
from torch.nn import functional as F

from case import Case, layer_case

# The points at which a formula changes, and numbers at which careless ones overflow or cancel.
KINKS = [-300, -40, -3, -1, -1e-9, 0.0, 1e-9, 1, 3, 40, 300]


def cases():
    yield from linear()
    yield from activations()
    yield from shapes()
    yield from containers()


def linear():
    for inputs, outputs, batch in [(3, 2, (4,)), (1, 1, (1,)), (7, 5, (2, 3)), (2, 9, (2, 1, 3))]:
        for bias in [True, False]:
            module = nn.Linear(inputs, outputs, bias=bias)
            yield layer_case("Linear", module, batch + (inputs,), bias=bias)


def activations():
    # Where a configuration names no value, both sides use their default.
    #
    # PyTorch's softplus is x itself above a threshold of 20: an error of 2e-9 that Gradus has not.
    modules = [
        ("ReLU", nn.ReLU(), {}),
        ("Sigmoid", nn.Sigmoid(), {}),
        ("Tanh", nn.Tanh(), {}),
        ("SiLU", nn.SiLU(), {}),
        ("Mish", nn.Mish(), {}),
        ("HardSwish", nn.Hardswish(), {}),
        ("SELU", nn.SELU(), {}),
        ("Softplus", nn.Softplus(threshold=700), {}),
        ("GELU", nn.GELU(), {}),
        ("GELU", nn.GELU(approximate="tanh"), {"formula": "tanh"}),
        ("ELU", nn.ELU(), {}),
        ("ELU", nn.ELU(alpha=0.3), {"alpha": 0.3}),
        ("LeakyReLU", nn.LeakyReLU(), {}),
        ("LeakyReLU", nn.LeakyReLU(0.2), {"slope": 0.2}),
        ("Softplus", nn.Softplus(2.5, threshold=700), {"beta": 2.5}),
        ("ReLU6", nn.ReLU6(), {}),
        ("Softsign", nn.Softsign(), {}),
    ]
    for subject, module, configuration in modules:
        for reach in [0.01, 1.0, 5.0, 30.0]:
            case = Case(subject, **configuration, reach=reach)
            yield case.differentiate(module, case.uniform((3, 7), -reach, reach))
        # A number a case, so that a small one is not measured against a large one.
        for point in KINKS:
            case = Case(subject, **configuration, at=point)
            yield case.differentiate(module, torch.tensor([float(point)]))
    for subject, function in [("Softmax", F.softmax), ("LogSoftmax", F.log_softmax)]:
        for shape, axis in [((5,), -1), ((3, 7), -1), ((3, 7), 0), ((2, 3, 4), 1), ((2, 1, 3), 1)]:
            for reach in [2.0, 300.0]:
                case = Case(subject, shape=shape, axis=axis, reach=reach)
                input = case.uniform(shape, -reach, reach)
                yield case.differentiate(lambda x: function(x, dim=axis), input)


    for shape, axis in [((3, 8), -1), ((4, 3), 0), ((2, 6, 3), 1)]:
        yield layer_case("GLU", nn.GLU(axis), shape, axis=axis)
    for shape, channels in [((3, 7), 1), ((3, 4), 4), ((2, 3, 2, 5), 3)]:
        yield layer_case("PReLU", nn.PReLU(channels), shape, channels=channels)


def shapes():
    for shape, axis in [((2, 3, 5), 1), ((2, 3, 1, 5), 1), ((2, 3, 1, 5), 2), ((4, 3), 0)]:
        yield layer_case("Flatten", nn.Flatten(axis), shape, startAxis=axis)
    yield layer_case("Reshape", nn.Unflatten(1, (2, 3)), (4, 6), extents=(2, 3))
    for subject, layer, shape in [
        ("Dropout", nn.Dropout, (3, 5)), ("SpatialDropout", nn.Dropout2d, (2, 3, 2, 3))
    ]:
        yield layer_case(subject, layer(0.5), shape, mode="inference", probability=0.5)
        yield layer_case(subject, layer(0.0), shape, mode="training", probability=0.0)


class Residual(nn.Module):
    """x + body(x)."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return x + self.body(x)


def containers():
    stack = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2, bias=False))
    yield layer_case("Sequential", stack, (4, 3), body="Linear(3,5) Tanh Linear(5,2,bias=false)")
    yield layer_case("Residual", Residual(nn.Linear(3, 3)), (4, 3), body="Linear(3,3)")
