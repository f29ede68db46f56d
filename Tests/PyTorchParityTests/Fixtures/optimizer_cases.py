"""Optimizers, parameter groups, clipping, and the average of a model: 50 steps on one surface."""

from unittest import mock

import torch
from torch import optim
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from case import Case

STEPS = 50
SHAPES = {"weight": (2, 3), "bias": (3,), "scale": ()}


class Lion(optim.Optimizer):
    """Algorithm 2 of Chen et al., 2023, Symbolic Discovery of Optimization Algorithms."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (torch.sign(c) + group["weight_decay"] * p)
                self.state[p]["m"] = beta2 * m + (1 - beta2) * p.grad


def adafactor(params, epsilon1=None, epsilon2=1e-3, decayExponent=0.8, **options):
    return optim.Adafactor(
        params, eps=(epsilon1, epsilon2), beta2_decay=-decayExponent, **options)


class Amsgrad(optim.Adam):
    def __init__(self, params, **options):
        super().__init__(params, amsgrad=True, **options)


def make_surface():
    """The surface on which all optimizers run, as a case of its own."""
    case = Case("surface")
    for name, shape in SHAPES.items():
        curvature = 10 ** case.uniform(shape, -1.0, 1.0)
        cubic = case.uniform(shape, 0.0, 0.2)
        noise = case.uniform((STEPS, *shape), -1.0, 1.0)
        if name == "bias":  # Its middle element never has a gradient.
            curvature[1], cubic[1], noise[:, 1] = 0, 0, 0
        case.draw(name + ".start", shape)
        case.draw(name + ".target", shape)
        case.keep(name + ".curvature", curvature)
        case.keep(name + ".cubic", cubic)
        case.keep(name + ".noise", noise)
    return case


SURFACE = make_surface()


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for name in SHAPES:
            start = SURFACE.tensors[name + ".start"].clone()
            self.register_parameter(name, torch.nn.Parameter(start))

    def set_gradients(self, step, factor=1.0):
        for name, p in self.named_parameters():
            s = {key: SURFACE.tensors[f"{name}.{key}"]
                 for key in ["target", "curvature", "cubic", "noise"]}
            with torch.no_grad():
                p.grad = factor * (
                    s["curvature"] * (p - s["target"]) + s["cubic"] * p ** 3 + s["noise"][step])


def run(case, model, optimizer, before_step=lambda model, optimizer, step: None, watch=None):
    """Takes 50 steps, and keeps each parameter after each of them."""
    paths = {name: [] for name in SHAPES}
    for step in range(STEPS):
        model.set_gradients(step)
        before_step(model, optimizer, step)
        optimizer.step()
        for name, p in (watch(model) if watch else model).named_parameters():
            paths[name.split(".")[-1]].append(p.detach().clone())
    for name, path in paths.items():
        case.keep(name, torch.stack(path))
    return case


def cases():
    yield SURFACE
    yield from optimizers()
    yield from matrices()
    yield from groups()
    yield from several()
    yield from clipping()
    yield from averages()



def sparse():
    """SparseAdam on some rows of a table, some of them several times in a step.

    Its ε is not divided by the bias correction, as Adam's is: so it is made too small to show.
    """
    for options in ({"learningRate": 0.1}, {"learningRate": 0.02, "beta1": 0.5, "beta2": 0.9}):
        case = Case("SparseAdam", **options, epsilon=1e-30)
        table = torch.nn.Parameter(case.draw("start", (12, 3)).clone())
        rows = case.keep("rows", case.integers((STEPS, 5), 10))
        parts = case.draw("parts", (STEPS, 5, 3))
        optimizer = optim.SparseAdam(
            [table], lr=options["learningRate"], eps=1e-30,
            betas=(options.get("beta1", 0.9), options.get("beta2", 0.999)))
        path = []
        for step in range(STEPS):
            table.grad = torch.sparse_coo_tensor(rows[step][None], parts[step], table.shape)
            optimizer.step()
            path.append(table.detach().clone())
        case.keep("path", torch.stack(path))
        yield case


# What Gradus calls PyTorch's options. Both betas go into one pair.
OPTIONS = {
    "learningRate": "lr", "weightDecay": "weight_decay", "epsilon": "eps", "isNesterov": "nesterov",
    "isCentered": "centered", "rateDecay": "lr_decay", "initialSum": "initial_accumulator_value",
    "momentumDecay": "momentum_decay", "isAMSGrad": "amsgrad", "threshold": "d",
}


def case_of(subject, make, options, **configuration):
    """An optimizer on the surface, in a configuration of which some options are PyTorch's."""
    model, case = Model(), Case(subject, **options, **configuration)
    theirs = {OPTIONS.get(key, key): value for key, value in options.items()
              if not key.startswith("beta")}
    if "beta1" in options:
        theirs["betas"] = (options["beta1"], options["beta2"])
    return case, model, lambda parameters: make(parameters, **theirs)


def optimizers():
    adam = [
        {"learningRate": 0.1}, {"learningRate": 0.03, "weightDecay": 0.1},
        {"learningRate": 0.05, "beta1": 0.5, "beta2": 0.9},
        {"learningRate": 0.2, "beta1": 0.95, "beta2": 0.99, "epsilon": 0.01, "weightDecay": 0.01},
        {"learningRate": 0.1, "beta1": 0.0, "beta2": 0.0, "epsilon": 0.1},
    ]
    table = [
        ("SGD", optim.SGD, [
            {"learningRate": 0.01}, {"learningRate": 0.1, "weightDecay": 0.2},
            {"learningRate": 0.02, "momentum": 0.9},
            {"learningRate": 0.05, "momentum": 0.5, "dampening": 0.3, "weightDecay": 0.05},
            {"learningRate": 0.02, "momentum": 0.9, "dampening": 0.9},
            {"learningRate": 0.02, "momentum": 0.9, "isNesterov": True},
            {"learningRate": 0.01, "momentum": 0.99, "isNesterov": True, "weightDecay": 0.1},
        ]),
        ("Adam", optim.Adam, [{}, *adam]),
        ("AdamW", optim.AdamW, [
            {}, *adam, {"learningRate": 0.1, "weightDecay": 0.0}, {"isAMSGrad": True},
            {"learningRate": 0.1, "beta2": 0.5, "beta1": 0.8, "isAMSGrad": True}]),
        ("AMSGrad", Amsgrad, [{}, *adam]),
        ("AdaMax", optim.Adamax, [{}, *adam]),
        ("NAdam", optim.NAdam, [
            {}, *adam, {"learningRate": 0.05, "momentumDecay": 0.5},
            {"learningRate": 0.05, "momentumDecay": 0.0}]),
        # With β₂ of 0.5 the rectification never sets in.
        ("RAdam", optim.RAdam, [
            {}, *adam, {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.5}]),
        ("AdaGrad", optim.Adagrad, [
            {}, {"learningRate": 0.3}, {"learningRate": 0.2, "rateDecay": 0.1},
            {"learningRate": 0.2, "initialSum": 0.5, "weightDecay": 0.1},
            {"learningRate": 0.5, "epsilon": 0.1},
        ]),
        ("AdaDelta", optim.Adadelta, [
            {}, {"learningRate": 3.0, "rho": 0.5}, {"rho": 0.99, "epsilon": 0.001},
            {"learningRate": 2.0, "weightDecay": 0.2},
        ]),
        ("RMSProp", optim.RMSprop, [
            {}, {"learningRate": 0.03, "alpha": 0.9}, {"learningRate": 0.02, "isCentered": True},
            {"learningRate": 0.01, "momentum": 0.8},
            {"learningRate": 0.01, "alpha": 0.95, "momentum": 0.5, "isCentered": True,
             "epsilon": 0.001, "weightDecay": 0.1},
            {"learningRate": 0.02, "epsilon": 0.5, "weightDecay": 0.3},
        ]),
        ("Lion", Lion, [
            {}, {"learningRate": 0.03}, {"learningRate": 0.01, "beta1": 0.5, "beta2": 0.8},
            {"learningRate": 0.02, "weightDecay": 0.5},
        ]),
        # The largest rates are above 1/√t in the end, and the last case begins below ε₂.
        ("Adafactor", adafactor, [
            {}, {"learningRate": 0.3}, {"learningRate": 0.1, "weightDecay": 0.2},
            {"learningRate": 0.05, "decayExponent": 0.5, "threshold": 2.0},
            {"learningRate": 0.1, "epsilon1": 1.0, "epsilon2": 3.0},
        ]),
    ]
    for subject, make, configurations in table:
        for options in configurations:
            case, model, optimizer = case_of(subject, make, options)
            yield run(case, model, optimizer(model.parameters()))


def matrices():
    """Muon, which is for matrices alone. PyTorch orthogonalizes in bfloat16; here it does in double precision."""
    for options in [{}, {"learningRate": 0.02, "weightDecay": 0.0}, {"learningRate": 0.05, "momentum": 0.5},
                    {"learningRate": 0.03, "isNesterov": False, "weightDecay": 0.3}]:
        case, model, optimizer = case_of("Muon", optim.Muon, options, rule="matricesOnly")
        model.bias.requires_grad_(False)
        model.scale.requires_grad_(False)
        with mock.patch.object(torch, "bfloat16", torch.float64):
            yield run(case, model, optimizer([model.weight]))


def groups():
    """Parameter groups, frozen parameters, and a rate that is set again at each step."""
    decaying = {"learningRate": 0.05, "weightDecay": 0.5}
    for subject, make in [("SGD", optim.SGD), ("Adam", optim.Adam), ("AdamW", optim.AdamW)]:
        case, model, optimizer = case_of(subject, make, decaying, rule="decayMatricesOnly")
        yield run(case, model, optimizer([
            {"params": [model.weight]}, {"params": [model.bias, model.scale], "weight_decay": 0.0}]))

        case, model, optimizer = case_of(subject, make, decaying, rule="slowWeightFrozenBias")
        model.bias.requires_grad_(False)
        yield run(
            case, model,
            optimizer([{"params": [model.weight], "lr": 0.05 * 0.1}, {"params": [model.scale]}]))

        # Without a gradient, PyTorch leaves a parameter and its count of steps alone.
        case, model, optimizer = case_of(subject, make, decaying, rule="biasFrozenUntil20")

        def freeze(model, optimizer, step):
            if step < 20:
                model.bias.grad = None

        yield run(case, model, optimizer(model.parameters()), freeze)

        options = {"learningRate": 0.1, **({"momentum": 0.9} if make is optim.SGD else {})}
        case, model, optimizer = case_of(subject, make, options, schedule="CosineDecay")
        scheduled = optimizer(model.parameters())
        rates = case.keep("rates", 0.1 * (1 + torch.cos(torch.pi * torch.arange(50) / 50)) / 2)

        def set_rate(model, optimizer, step):
            optimizer.param_groups[0]["lr"] = rates[step].item()

        yield run(case, model, scheduled, set_rate)


def several():
    """Momentum for the matrix and AdamW for the rest, under one schedule."""
    model, case = Model(), Case("OptimizerGroups", schedule="CosineDecay")
    optimizers = [
        optim.SGD([model.weight], lr=0.02, momentum=0.9),
        optim.AdamW([model.bias, model.scale], lr=0.1, weight_decay=0.5),
    ]
    factors = case.keep("factors", (1 + torch.cos(torch.pi * torch.arange(50) / 50)) / 2)

    def set_rates(model, optimizer, step):
        for own, rate in zip(optimizers, [0.02, 0.1]):
            own.param_groups[0]["lr"] = rate * factors[step].item()

    class Both:
        def step(self):
            for own in optimizers:
                own.step()

    yield run(case, model, Both(), set_rates)


def clipping():
    for limit in [0.5, 5.0, 1000.0]:
        for kind, clip in [("norm", clip_grad_norm_), ("magnitude", clip_grad_value_)]:
            case, model, optimizer = case_of(
                "SGD", optim.SGD, {"learningRate": 0.05, "momentum": 0.5}, clipping=kind, limit=limit)
            norms = []

            def clip_gradients(model, optimizer, step):
                norms.append(clip(model.parameters(), limit))

            run(case, model, optimizer(model.parameters()), clip_gradients)
            if kind == "norm":
                case.keep("norms", torch.stack(norms))
            yield case


def averages():
    for decay in [0.0, 0.9, 0.999]:
        case, model, optimizer = case_of(
            "SGD", optim.SGD, {"learningRate": 0.05, "momentum": 0.5}, average=decay)
        average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
        average.update_parameters(model)  # The first call copies.

        def update(model):
            average.update_parameters(model)
            return average

        yield run(case, model, optimizer(model.parameters()), watch=update)
