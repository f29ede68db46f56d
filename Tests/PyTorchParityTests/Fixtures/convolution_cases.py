"""Convolutions and pooling, on odd sizes."""

from itertools import product

from torch import nn

from case import Case, layer_case, run_module


def cases():
    yield from convolutions_2d()
    yield from convolutions_1d()
    yield from transposed()
    yield from pooling()


def convolutions_2d():
    def case(shape, outputs, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1,
             bias=True):
        module = nn.Conv2d(shape[1], outputs, kernel, stride, padding, dilation, groups, bias)
        return layer_case(
            "Conv2D", module, shape, outputs=outputs, kernel=kernel, stride=stride,
            padding=padding, dilation=dilation, groups=groups, bias=bias)

    for stride, padding, dilation, groups in product([1, 2, 3], [0, 1, 2], [1, 2], [1, 2]):
        yield case(
            (2, 2, 7, 5), 4, (3, 2), (stride,) * 2, (padding,) * 2, (dilation,) * 2, groups)
    # Where a configuration names nothing but the kernel, both sides use their defaults.
    yield layer_case("Conv2D", nn.Conv2d(2, 3, 3), (1, 2, 4, 5), outputs=3, kernel=(3, 3))
    # The two axes differ in everything.
    yield case((2, 3, 9, 7), 2, (2, 3), (1, 2), (2, 1), (3, 1))
    yield case((1, 3, 7, 9), 2, (3, 1), (3, 1), (0, 2), (1, 2))
    # A kernel of one pixel, one as large as the input, and one larger without its padding.
    yield case((3, 3, 5, 3), 2, (1, 1))
    yield case((2, 2, 5, 3), 3, (5, 3))
    yield case((2, 1, 3, 3), 2, (5, 5), padding=(1, 1))
    # A stride past the kernel leaves pixels that no output sees.
    yield case((1, 2, 8, 7), 1, (2, 2), (3, 3))
    # Depthwise, with one and with two outputs for each channel.
    yield case((2, 3, 5, 5), 3, (3, 3), padding=(1, 1), groups=3)
    yield case((2, 3, 5, 5), 6, (3, 3), (2, 2), (1, 1), groups=3)
    yield case((2, 4, 5, 5), 6, (3, 3), padding=(1, 1), groups=2, bias=False)
    yield case((2, 3, 5, 4), 2, (3, 2), (2, 1), bias=False)
    # "Same" padding, with odd and even kernels and dilations, and an input of one pixel.
    for shape, kernel, dilation, groups in [
        ((2, 2, 5, 4), (3, 5), (1, 1), 1), ((2, 2, 5, 4), (2, 4), (1, 1), 2),
        ((1, 2, 6, 7), (2, 3), (3, 2), 1), ((1, 2, 1, 1), (4, 2), (1, 1), 1),
    ]:
        module = nn.Conv2d(
            shape[1], 4, kernel, padding="same", dilation=dilation, groups=groups)
        yield layer_case(
            "Conv2D", module, shape, outputs=4, kernel=kernel, keepsSize=True, dilation=dilation,
            groups=groups)


def convolutions_1d():
    for kernel, stride, padding, dilation, groups in product(
        [1, 3, 4], [1, 2], [0, 2], [1, 2], [1, 2]
    ):
        bias = (kernel + stride + padding + dilation + groups) % 2 == 0
        module = nn.Conv1d(4, 2, kernel, stride, padding, dilation, groups, bias)
        yield layer_case(
            "Conv1D", module, (2, 4, 9), outputs=2, kernel=kernel, stride=stride,
            padding=padding, dilation=dilation, groups=groups, bias=bias)
    yield layer_case("Conv1D", nn.Conv1d(2, 3, 3), (1, 2, 5), outputs=3, kernel=3)
    for kernel, dilation in [(3, 1), (4, 1), (2, 3)]:
        module = nn.Conv1d(2, 3, kernel, padding="same", dilation=dilation)
        yield layer_case(
            "Conv1D", module, (2, 2, 5), outputs=3, kernel=kernel, keepsSize=True,
            dilation=dilation, groups=1)


def transposed():
    def case(shape, outputs, kernel, stride, padding, output_padding, dilation, groups, bias):
        module = nn.ConvTranspose2d(
            shape[1], outputs, kernel, stride, padding, output_padding, groups, bias, dilation)
        return layer_case(
            "TransposedConv2D", module, shape, outputs=outputs, kernel=kernel,
            stride=stride, padding=padding, outputPadding=output_padding, dilation=dilation,
            groups=groups, bias=bias)

    for stride, padding, output_padding, dilation, groups in product(
        [1, 2, 3], [0, 1], [0, 1], [1, 2], [1, 2]
    ):
        if output_padding < max(stride, dilation):
            yield case(
                (2, 2, 4, 3), 4, (3, 2), (stride,) * 2, (padding,) * 2, (output_padding,) * 2,
                (dilation,) * 2, groups, True)
    yield layer_case(
        "TransposedConv2D", nn.ConvTranspose2d(2, 3, 3), (1, 2, 4, 5), outputs=3,
        kernel=(3, 3))
    yield case((1, 3, 3, 5), 2, (2, 4), (3, 2), (1, 2), (2, 0), (2, 1), 1, False)
    yield case((2, 4, 3, 3), 6, (3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 2, False)


def pooling():
    windows = [
        ((2, 2), (2, 2), (0, 0)), ((3, 3), (3, 3), (0, 0)), ((3, 2), (3, 2), (0, 0)),
        ((3, 3), (1, 1), (0, 0)), ((3, 3), (2, 2), (1, 1)), ((2, 3), (1, 2), (1, 0)),
        ((1, 1), (2, 2), (0, 0)), ((5, 4), (3, 3), (2, 2)), ((7, 5), (1, 1), (0, 0)),
    ]
    shape = (2, 3, 7, 5)
    for subject, layer in [("MaxPool2D", nn.MaxPool2d), ("AveragePool2D", nn.AvgPool2d)]:
        yield layer_case(subject, layer((3, 2)), shape, kernel=(3, 2))
    yield layer_case(
        "AveragePool2D", nn.AvgPool2d(3, 2, 1), shape, kernel=(3, 3), stride=(2, 2),
        padding=(1, 1))
    for kernel, stride, padding in windows:
        configuration = {"kernel": kernel, "stride": stride, "padding": padding}
        module = nn.MaxPool2d(kernel, stride, padding)
        yield layer_case("MaxPool2D", module, shape, **configuration)
        # Ties: the first of the largest receives the gradient. All are negative, so that a border
        # of zeros would win.
        case = Case("MaxPool2D", shape=shape, ties=True, **configuration)
        yield run_module(case, module, case.keep("input", case.integers(shape, 3) - 3.0))
        for counts_padding in [True, False] if padding != (0, 0) else [False]:
            module = nn.AvgPool2d(kernel, stride, padding, count_include_pad=counts_padding)
            yield layer_case(
                "AveragePool2D", module, shape, countsPadding=counts_padding, **configuration)
    # Gradus leaves the two axes of length 1 out.
    average = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    for shape in [(2, 3, 5, 7), (1, 1, 1, 1), (3, 2, 1, 4)]:
        yield layer_case("GlobalAveragePool2D", average, shape)
    for shape, size in [
        ((2, 3, 5, 7), (2, 3)), ((2, 3, 6, 4), (3, 2)), ((1, 2, 3, 2), (5, 4)), ((1, 2, 4, 4), (1, 1))
    ]:
        yield layer_case("AdaptiveAveragePool2D", nn.AdaptiveAvgPool2d(size), shape, size=size)
    for shape, factor in [((2, 3, 2, 3), (2, 2)), ((1, 2, 3, 1), (3, 1))]:
        for mode in ["nearest", "bilinear"]:
            yield layer_case(
                "Upsample2D", nn.Upsample(scale_factor=factor, mode=mode), shape, factor=factor,
                interpolation=mode)
