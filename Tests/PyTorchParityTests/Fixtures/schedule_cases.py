"""Learning-rate schedules: the rates of 60 steps."""

import warnings

import torch
from torch.optim import SGD, lr_scheduler

from case import Case

STEPS = 60
RATE = 0.3


def cases():
    yield from functions_of_the_step()
    yield from plateaus()


def rates(schedule):
    """The rate at each step, as an optimizer sees it."""
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = schedule(optimizer)
    result = []
    for _ in range(STEPS):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return torch.tensor(result)


def warmed_up(steps, schedule):
    """A rise to the full rate at the last of some steps, and a schedule behind it."""
    def make(optimizer):
        rise = lr_scheduler.LinearLR(optimizer, 1 / steps, 1.0, total_iters=steps - 1)
        return lr_scheduler.SequentialLR(optimizer, [rise, schedule(optimizer)], [steps])
    return make


def functions_of_the_step():
    s = lr_scheduler
    table = [
        ("ConstantRate", {}, lambda o: s.LambdaLR(o, lambda step: 1.0)),
        ("StepDecay", {"interval": 7}, lambda o: s.StepLR(o, 7)),
        ("StepDecay", {"interval": 1, "factor": 0.9}, lambda o: s.StepLR(o, 1, 0.9)),
        ("StepDecay", {"interval": 25, "factor": 0.5}, lambda o: s.StepLR(o, 25, 0.5)),
        ("MultiStepDecay", {"milestones": (10, 15, 40)}, lambda o: s.MultiStepLR(o, [10, 15, 40])),
        ("MultiStepDecay", {"milestones": (5, 5, 30), "factor": 0.7},
         lambda o: s.MultiStepLR(o, [5, 5, 30], 0.7)),
        ("ExponentialDecay", {"factor": 0.95}, lambda o: s.ExponentialLR(o, 0.95)),
        ("ExponentialDecay", {"factor": 1.01}, lambda o: s.ExponentialLR(o, 1.01)),
        ("PolynomialDecay", {"steps": 40}, lambda o: s.PolynomialLR(o, 40)),
        ("PolynomialDecay", {"steps": 70, "power": 2.5}, lambda o: s.PolynomialLR(o, 70, 2.5)),
        ("PolynomialDecay", {"steps": 50, "power": 0.5}, lambda o: s.PolynomialLR(o, 50, 0.5)),
        ("LinearDecay", {"steps": 40}, lambda o: s.LinearLR(o, 1.0, 0.0, 40)),
        ("LinearDecay", {"steps": 25, "lastRate": 0.06}, lambda o: s.LinearLR(o, 1.0, 0.2, 25)),
        ("CyclicRate", {"peak": 0.9, "risingSteps": 7},
         lambda o: s.CyclicLR(o, RATE, 0.9, 7, cycle_momentum=False)),
        ("CyclicRate", {"peak": 0.1, "risingSteps": 5, "fallingSteps": 13, "heightFactor": 0.5},
         lambda o: s.CyclicLR(o, RATE, 0.1, 5, 13, mode="triangular2", cycle_momentum=False)),
        # No more than 60 steps: behind its end, PyTorch's rises again.
        ("CosineDecay", {"steps": 60}, lambda o: s.CosineAnnealingLR(o, 60)),
        ("CosineDecay", {"steps": 100, "lastRate": 0.05},
         lambda o: s.CosineAnnealingLR(o, 100, 0.05)),
        ("CosineRestarts", {"firstCycle": 15}, lambda o: s.CosineAnnealingWarmRestarts(o, 15)),
        ("CosineRestarts", {"firstCycle": 4, "multiplier": 2, "lastRate": 0.01},
         lambda o: s.CosineAnnealingWarmRestarts(o, 4, 2, 0.01)),
        ("CosineRestarts", {"firstCycle": 1, "multiplier": 3},
         lambda o: s.CosineAnnealingWarmRestarts(o, 1, 3)),
        ("LinearWarmup", {"warmup": 10, "then": "CosineDecay", "steps": 50},
         warmed_up(10, lambda o: s.CosineAnnealingLR(o, 50))),
        ("LinearWarmup", {"warmup": 5, "then": "StepDecay", "interval": 12},
         warmed_up(5, lambda o: s.StepLR(o, 12))),
        ("LinearWarmup", {"warmup": 20, "then": "ConstantRate"},
         warmed_up(20, lambda o: s.LambdaLR(o, lambda step: 1.0))),
        ("OneCycle", {"steps": 60}, lambda o: s.OneCycleLR(o, RATE, 60, cycle_momentum=False)),
        ("OneCycle", {"steps": 60, "risingShare": 0.45, "curve": "linear"},
         lambda o: s.OneCycleLR(
             o, RATE, 60, pct_start=0.45, anneal_strategy="linear", cycle_momentum=False)),
        ("OneCycle", {"steps": 80, "risingShare": 0.11, "startDivisor": 5, "endDivisor": 20},
         lambda o: s.OneCycleLR(
             o, RATE, 80, pct_start=0.11, div_factor=5, final_div_factor=20, cycle_momentum=False)),
    ]
    for subject, options, schedule in table:
        case = Case(subject, learningRate=RATE, **options)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            case.keep("rates", rates(schedule))
        yield case


def plateaus():
    """A loss that falls, stands, falls a little and rises, with noise; and one NaN."""
    table = [
        ({}, {}),
        ({"patience": 2, "factor": 0.5}, {"patience": 2, "factor": 0.5}),
        ({"patience": 0, "cooldown": 4, "factor": 0.7}, {"patience": 0, "cooldown": 4, "factor": 0.7}),
        ({"patience": 3, "falls": 0.05}, {"patience": 3, "threshold": 0.05, "threshold_mode": "abs"}),
        ({"patience": 3, "fallsByShare": 0.1}, {"patience": 3, "threshold": 0.1}),
        ({"patience": 2, "rises": 0.02},
         {"patience": 2, "mode": "max", "threshold": 0.02, "threshold_mode": "abs"}),
        ({"patience": 2, "risesByShare": 0.05, "smallestRate": 0.01},
         {"patience": 2, "mode": "max", "threshold": 0.05, "min_lr": 0.01}),
        # A change below 1e-8 is not made.
        ({"patience": 0, "factor": 0.01, "cooldown": 1}, {"patience": 0, "factor": 0.01, "cooldown": 1}),
    ]
    for options, theirs in table:
        case = Case("ReduceOnPlateau", learningRate=RATE, **options)
        t = torch.arange(STEPS)
        losses = torch.exp(-t / 8) + 0.02 * torch.sin(t / 3) + case.uniform((STEPS,), 0, 0.03) + 0.2
        losses[30] = float("nan")
        optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
        scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, **theirs)
        result = []
        for loss in losses:
            scheduler.step(loss)
            result.append(optimizer.param_groups[0]["lr"])
        # A fixture has no NaN; the test puts it back.
        case.keep("losses", torch.nan_to_num(losses, nan=-1.0))
        case.keep("rates", torch.tensor(result))
        yield case
