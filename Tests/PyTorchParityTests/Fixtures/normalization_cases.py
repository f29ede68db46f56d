"""Normalisation in training and inference, and embeddings."""

from torch import nn

from case import Case, layer_case, run_module


def cases():
    yield from batch_norm()
    yield from layer_norm()
    yield from group_norm()
    yield from rms_norm()
    yield from embedding()


# At least three values share a mean in every case: two alone become ±1 whatever they are, and what is
# left of their gradient is rounding.
#
# Where a configuration names no value, both sides use their default.
OPTIONS = [{}, {"epsilon": 1e-2}, {"affine": False}]


def named(options, affine="affine"):
    """Options under PyTorch's names."""
    names = {"epsilon": "eps", "momentum": "momentum", "affine": affine}
    return {names[key]: value for key, value in options.items()}


def batch_norm():
    for shape in [(5, 3), (3, 1), (3, 2, 4), (2, 3, 5, 3), (1, 2, 3, 1)]:
        layer = nn.BatchNorm2d if len(shape) == 4 else nn.BatchNorm1d
        for mode in ["training", "inference"]:
            for options in OPTIONS + [{"momentum": 0.3}, {"momentum": 1.0}]:
                module = layer(shape[1], **named(options))
                yield layer_case("BatchNorm", module, shape, mode=mode, **options)


def layer_norm():
    for shape, normalized in [
        ((4, 5), (5,)), ((2, 3, 5), (5,)), ((2, 3, 5), (3, 5)), ((2, 3, 2, 5), (3, 2, 5))
    ]:
        for options in OPTIONS:
            module = nn.LayerNorm(normalized, **named(options, "elementwise_affine"))
            yield layer_case("LayerNorm", module, shape, normalized=normalized, **options)


def group_norm():
    for shape, groups in [
        ((2, 6, 3, 5), 1), ((2, 6, 3, 5), 2), ((2, 6, 3, 5), 3), ((2, 6, 3, 5), 6),
        ((3, 6), 2), ((2, 4, 5), 2)
    ]:
        for options in OPTIONS:
            module = nn.GroupNorm(groups, shape[1], **named(options))
            yield layer_case("GroupNorm", module, shape, groups=groups, **options)


def rms_norm():
    for shape, normalized in [((4, 5), (5,)), ((2, 3, 5), (5,)), ((2, 3, 5), (3, 5))]:
        for options in OPTIONS:
            module = nn.RMSNorm(normalized, **named(options, "elementwise_affine"))
            yield layer_case("RMSNorm", module, shape, normalized=normalized, **options)


def embedding():
    # More tokens than the vocabulary has: some rows are used several times.
    for shape, vocabulary, width in [((7,), 3, 4), ((2, 5), 6, 3), ((2, 3, 2), 5, 1)]:
        case = Case("Embedding", shape=shape, vocabulary=vocabulary, width=width)
        tokens = case.keep("tokens", case.integers(shape, vocabulary))
        yield run_module(case, nn.Embedding(vocabulary, width), tokens)
