"""From which distribution PyTorch draws each initial weight, as numbers: not the draws themselves."""

import math
from unittest import mock

import torch
from torch import nn

from case import Case

# Fully connected, convolutions, and a convolution in groups.
SHAPES = [(5, 3), (4, 16), (8, 3, 3, 3), (6, 2, 5), (1, 7)]


def cases():
    truncated = truncated_deviation(0.5)
    for shape in SHAPES:
        weight = torch.zeros(shape)
        for name, initialize, options in [
            ("glorotUniform", nn.init.xavier_uniform_, {}),
            ("heUniform", nn.init.kaiming_uniform_, {"nonlinearity": "relu"}),
            ("lecunUniform", nn.init.kaiming_uniform_, {"nonlinearity": "linear"}),
            ("pytorchDefault", nn.init.kaiming_uniform_, {"a": 5**0.5}),
            ("uniform", nn.init.uniform_, {"a": -0.5, "b": 1.5}),
        ]:
            low, high = asked_of("uniform_", lambda: initialize(weight, **options))
            yield distribution(name, shape, low, high, (low + high) / 2, (high - low) / 12**0.5)
        for name, initialize, options in [
            ("glorotNormal", nn.init.xavier_normal_, {}),
            ("heNormal", nn.init.kaiming_normal_, {"nonlinearity": "relu"}),
            ("lecunNormal", nn.init.kaiming_normal_, {"nonlinearity": "linear"}),
            ("normal", nn.init.normal_, {"mean": 0.5, "std": 2.0}),
        ]:
            mean, deviation = asked_of("normal_", lambda: initialize(weight, **options))
            yield distribution(name, shape, None, None, mean, deviation)
        # Gradus cuts at two standard deviations, which trunc_normal_ is told.
        yield distribution("truncatedNormal", shape, -0.5, 1.5, 0.5, truncated)
        for name, value in [("zeros", 0.0), ("constant", 0.25)]:
            filled = nn.init.constant_(weight.clone(), value)
            yield distribution(name, shape, filled.min(), filled.max(), filled.mean(), 0.0)
        for gain in [1.0, 1.5]:
            case = Case("orthogonal", shape=shape, gain=gain)
            matrix = nn.init.orthogonal_(weight.clone(), gain).reshape(shape[0], -1)
            rows, columns = matrix.shape
            case.keep("gram", matrix @ matrix.T if rows <= columns else matrix.T @ matrix)
            yield case


def distribution(name, shape, low, high, mean, deviation):
    case = Case(name, shape=shape)
    for key, number in [
        ("low", low), ("high", high), ("mean", mean), ("standardDeviation", deviation)
    ]:
        # A normal distribution has no bounds.
        if number is not None:
            case.keep(key, torch.tensor(float(number)))
    return case


def asked_of(method, initialize):
    """The two numbers with which an initializer calls a drawing method of its tensor."""
    with mock.patch.object(torch.Tensor, method) as drawing:
        initialize()
    (call,) = drawing.call_args_list
    return call.args


def truncated_deviation(deviation):
    """The standard deviation of a normal distribution cut at two of its standard deviations.

    PyTorch tells it to nobody, so it is computed, and a million draws confirm it.
    """
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    result = deviation * math.sqrt(1 - 4 * density / math.erf(math.sqrt(2)))
    draws = nn.init.trunc_normal_(
        torch.empty(1_000_000), 0.0, deviation, -2 * deviation, 2 * deviation,
        generator=torch.Generator().manual_seed(0))
    assert abs(draws.std() / result - 1) < 0.005
    return result
