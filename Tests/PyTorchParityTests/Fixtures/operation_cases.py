"""Operations on tensors: those with gradients, and those that give places, order or truth values."""

import torch
from torch.nn import functional as F

from case import Case


def cases():
    yield from rearranging()
    yield from reductions()
    yield from steps()
    yield from products_of_two()
    yield from resizing()
    yield from without_gradients()


def rearranging():
    for shape, axis, count in [((3, 4), 1, 5), ((3, 4), 0, 2), ((2, 3, 4), 1, 4), ((2, 3, 4), 2, 1)]:
        case = Case("gather", shape=shape, axis=axis, count=count)
        places = list(shape)
        places[axis] = count
        indices = case.keep("indices", case.integers(places, shape[axis]))
        yield case.differentiate(
            lambda x: torch.gather(x, axis, indices.long()), case.uniform(shape))
    # The parts are joined in the opposite order.
    for shape, axis, count in [((6, 2), 0, 3), ((2, 3, 4), 2, 2)]:
        case = Case("split", shape=shape, axis=axis, parts=count)
        yield case.differentiate(
            lambda x: torch.cat(list(reversed(torch.chunk(x, count, axis))), axis),
            case.uniform(shape))
    for shape, axis, sizes in [((6, 2), 0, (1, 3, 2)), ((2, 3, 5), 2, (0, 4, 1))]:
        case = Case("split", shape=shape, axis=axis, sizes=sizes)
        yield case.differentiate(
            lambda x: torch.cat(list(reversed(torch.split(x, sizes, axis))), axis),
            case.uniform(shape))
    case = Case("flattened", shape=(2, 3, 4))
    yield case.differentiate(lambda x: x.flatten(), case.uniform((2, 3, 4)))
    for axis in [0, 1, -1]:
        case = Case("expandingDimension", axis=axis)
        yield case.differentiate(lambda x: x.unsqueeze(axis), case.uniform((3, 4)))
    for shape, axis in [((1, 3), 0), ((3, 1, 2), 1), ((3, 2, 1), -1)]:
        case = Case("squeezingDimension", shape=shape, axis=axis)
        yield case.differentiate(lambda x: x.squeeze(axis), case.uniform(shape))
    for left, right, top, bottom in [(1, 1, 1, 1), (3, 0, 0, 2), (0, 2, 2, 1)]:
        case = Case("paddedByReflection", left=left, right=right, top=top, bottom=bottom)
        yield case.differentiate(
            lambda x: F.pad(x, (left, right, top, bottom), mode="reflect"),
            case.uniform((2, 3, 3, 4)))


def reductions():
    axes = [(0,), (1,), (-1,), (0, 2), (0, 1, 2)]
    for axis in axes:
        for reach in [1.0, 1e-170, 1e170]:
            case = Case("norm", axes=axis, reach=reach)
            yield case.differentiate(
                # PyTorch's overflows where Gradus's does not; it is linear in the length.
                lambda x: torch.linalg.vector_norm(x / reach, dim=axis) * reach,
                case.uniform((2, 3, 4), -reach, reach))
    case = Case("norm", axes=(1,), zeros=True)
    yield case.differentiate(
        lambda x: torch.linalg.vector_norm(x, dim=1), torch.tensor([[0.0, 0, 0], [0, -2, 0]]))
    for axis in [0, 1, -1]:
        for zeros in [0, 1, 2]:
            for subject, function in [("product", torch.prod), ("cumulativeProduct", torch.cumprod)]:
                case = Case(subject, axis=axis, zeros=zeros)
                input = case.uniform((3, 4, 2))
                input[1, :zeros, 1] = 0
                input[:zeros, 2, 0] = 0
                yield case.differentiate(lambda x: function(x, dim=axis), input)


def steps():
    points = torch.tensor([-2.5, -1.5, -1.0, -0.5, -0.3, 0.0, 0.3, 0.5, 1.0, 1.5, 2.5, 1e18])
    for subject, function in [("sign", torch.sign), ("floor", torch.floor), ("round", torch.round)]:
        yield Case(subject).differentiate(function, points.clone())


def of_two(case, function, first, second):
    """Two inputs with gradients; the second is called "other"."""
    inputs = {"input": first, "other": second}
    for name, tensor in inputs.items():
        inputs[name] = case.keep(name, tensor).detach().requires_grad_()
    case.backward(case.keep("output", function(*inputs.values())), inputs)
    return case


def products_of_two():
    for formula, first, second in [
        ("ij,jk->ik", (2, 3), (3, 4)), ("ij,kj->ki", (2, 3), (4, 3)), ("i,j->ij", (3,), (4,)),
        ("ij,ij->", (2, 3), (2, 3)), ("bqhd,bkhd->bhqk", (2, 3, 2, 4), (2, 5, 2, 4)),
        ("ij,jk->k", (2, 3), (3, 4)), ("abc,cb->a", (2, 3, 4), (4, 3)), ("i,->i", (3,), ()),
        ("ijk,ilk->jl", (2, 3, 4), (2, 5, 4)),
    ]:
        # A comma separates the inputs of a formula, and the options of a configuration.
        case = Case("einsum", formula=formula.replace(",", ";"))
        yield of_two(
            case, lambda x, y: torch.einsum(formula, x, y), case.uniform(first),
            case.uniform(second))

    def replaced(x, y):
        result = x.clone()
        result[1:3, 0:2] = y
        return result

    case = Case("replacing")
    yield of_two(case, replaced, case.uniform((4, 3)), case.uniform((2, 2)))


def resizing():
    for size in [(6, 8), (3, 4), (1, 1), (7, 3), (2, 9)]:
        for interpolation in ["nearest", "bilinear"]:
            case = Case("resized2D", size=size, interpolation=interpolation)
            options = {} if interpolation == "nearest" else {"align_corners": False}
            yield case.differentiate(
                lambda x: F.interpolate(x, size=size, mode=interpolation, **options),
                case.uniform((2, 2, 3, 4)))


def without_gradients():
    def kept(case, input, output):
        case.keep("input", input)
        case.keep("output", output)
        return case

    for axis in [0, 1, 2]:
        case = Case("argmin", axis=axis)
        # Without ties: PyTorch does not say which of them it takes.
        input = case.uniform((3, 4, 2))
        yield kept(case, input, input.argmin(axis))
        for descending in [False, True]:
            case = Case("argsort", axis=axis, descending=descending)
            input = case.integers((3, 4, 2), 3) - 1.0
            yield kept(
                case, input, torch.argsort(input, dim=axis, descending=descending, stable=True))
        case = Case("topK", axis=axis, k=2)
        input = case.uniform((3, 4, 2))
        values, indices = input.topk(2, axis)
        case.keep("values", values)
        yield kept(case, input, indices)
    for diagonal in [-2, -1, 0, 1, 3]:
        ones = torch.ones(4, 4)
        yield kept(Case("lowerTriangle", diagonal=diagonal), ones, torch.tril(ones, diagonal))
        yield kept(Case("upperTriangle", diagonal=diagonal), ones, torch.triu(ones, diagonal))
    for relative, absolute in [(1e-5, 1e-8), (0.1, 0.0), (0.0, 0.05)]:
        case = Case("isClose", relative=relative, absolute=absolute)
        input = case.uniform((40,), -1, 1)
        other = case.keep("other", input * (1 + case.uniform((40,), -0.2, 0.2)) ** 3)
        yield kept(
            case, input, torch.isclose(input, other, rtol=relative, atol=absolute))
