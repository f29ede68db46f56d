"""The losses, each with all three reductions.

Gradus has the classes on the last axis, PyTorch on the second: they meet where the other axes are one.
"""

import torch
from torch.nn import functional as F

from case import Case

REDUCTIONS = ["mean", "sum", "none"]


def cases():
    for reduction in REDUCTIONS:
        for shape in [(5,), (3, 4), (2, 1, 3)]:
            yield from of_elements(shape, reduction)
        for shape in [(4, 3), (1, 5), (2, 3, 4)]:
            yield from of_classes(shape, reduction)


def of_elements(shape, reduction):
    def case(subject, **configuration):
        return Case(subject, shape=shape, reduction=reduction, **configuration)

    for subject, loss in [("meanSquaredError", F.mse_loss), ("meanAbsoluteError", F.l1_loss)]:
        c = case(subject)
        target = c.draw("target", shape)
        prediction = c.uniform(shape)
        # One sample without an error: the kink of the absolute value.
        prediction.view(-1)[0] = target.view(-1)[0]
        yield c.differentiate(lambda x: loss(x, target, reduction=reduction), prediction)
    for options in [{}, {"delta": 0.3}]:
        c = case("huber", **options)
        target = c.draw("target", shape)
        yield c.differentiate(
            lambda x: F.huber_loss(x, target, **options, reduction=reduction),
            c.uniform(shape))
    for options in [{}, {"beta": 0.3}]:
        c = case("smoothL1", **options)
        target = c.draw("target", shape)
        yield c.differentiate(
            lambda x: F.smooth_l1_loss(x, target, **options, reduction=reduction),
            c.uniform(shape))
    for reach in [3.0, 60.0]:
        c = case("binaryCrossEntropy", reach=reach, weighted=True)
        target = c.draw("targets", shape, 0, 1)
        weight = c.draw("positiveWeight", shape[-1:], 0, 5)
        yield c.differentiate(
            lambda x: F.binary_cross_entropy_with_logits(
                x, target, pos_weight=weight, reduction=reduction),
            c.uniform(shape, -reach, reach))
    for reach in [3.0, 60.0]:
        c = case("binaryCrossEntropy", reach=reach)
        target = c.draw("targets", shape, 0, 1)
        yield c.differentiate(
            lambda x: F.binary_cross_entropy_with_logits(x, target, reduction=reduction),
            c.uniform(shape, -reach, reach))
    c = case("hinge")
    label = c.keep("labels", 2.0 * c.integers(shape, 2) - 1)
    # PyTorch has it as a ranking: max(0, −y·(ŷ − 0) + 1).
    yield c.differentiate(
        lambda x: F.margin_ranking_loss(
            x, torch.zeros(shape), label, margin=1.0, reduction=reduction),
        c.uniform(shape))
    c = case("klDivergence")
    truth = torch.softmax(c.uniform(shape), -1)
    if truth.numel() > 3:
        # A zero among the probabilities costs nothing.
        truth.reshape(-1)[1] = 0
    c.keep("probabilities", truth)
    # The mean over all elements; PyTorch announces that its own will be one over the batch.
    divisor = truth.numel() if reduction == "mean" else 1
    yield c.differentiate(
        lambda x: F.kl_div(x, truth, reduction=reduction.replace("mean", "sum")) / divisor,
        c.uniform(shape, -4, 0))


def of_classes(shape, reduction):
    classes = shape[-1]

    def cross_entropy(x, target, **options):
        losses = F.cross_entropy(
            x.reshape(-1, classes),
            target.reshape(-1, classes) if target.is_floating_point() else target.reshape(-1),
            reduction=reduction, **options)
        return losses.reshape(shape[:-1]) if reduction == "none" else losses

    for weighted in [False, True]:
        for smoothing in [None, 0.0, 0.2]:
            # The first label does not count; PyTorch's mean of none is NaN.
            if shape[:-1] == (1,):
                continue
            subject = "negativeLogLikelihood" if smoothing is None else "softmaxCrossEntropy"
            options = {} if smoothing is None else {"labelSmoothing": smoothing, "targets": "labels"}
            c = Case(
                subject, shape=shape, reduction=reduction, weighted=weighted, ignoring=-100,
                **options)
            weights = c.draw("classWeights", (classes,), 0.2, 3) if weighted else None
            labels = c.integers(shape[:-1], classes)
            labels.view(-1)[0] = -100
            c.keep("labels", labels)

            def loss(x):
                if smoothing is not None:
                    return cross_entropy(x, labels, weight=weights, label_smoothing=smoothing)
                losses = F.nll_loss(
                    x.reshape(-1, classes), labels.reshape(-1), weight=weights, reduction=reduction)
                return losses.reshape(shape[:-1]) if reduction == "none" else losses

            yield c.differentiate(loss, c.uniform(shape, -4, 0))
        c = Case("negativeLogLikelihood", shape=shape, reduction=reduction, weighted=weighted)
        weights = c.draw("classWeights", (classes,), 0.2, 3) if weighted else None
        labels = c.keep("labels", c.integers(shape[:-1], classes))

        def likelihood(x):
            losses = F.nll_loss(
                x.reshape(-1, classes), labels.reshape(-1), weight=weights, reduction=reduction)
            return losses.reshape(shape[:-1]) if reduction == "none" else losses

        yield c.differentiate(likelihood, c.uniform(shape, -4, 0))
        for smoothing in [0.0, 0.1, 1.0]:
            for targets in ["labels", "probabilities"]:
                c = Case(
                    "softmaxCrossEntropy", shape=shape, reduction=reduction, weighted=weighted,
                    labelSmoothing=smoothing, targets=targets)
                weights = c.draw("classWeights", (classes,), 0.2, 3) if weighted else None
                if targets == "labels":
                    target = c.keep("labels", c.integers(shape[:-1], classes))
                else:
                    target = c.keep("probabilities", torch.softmax(c.uniform(shape), -1))
                yield c.differentiate(
                    lambda x: cross_entropy(x, target, weight=weights, label_smoothing=smoothing),
                    c.uniform(shape, -5, 5))
