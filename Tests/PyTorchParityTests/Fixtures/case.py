"""One case: what goes into PyTorch, and what comes out."""

import random

import torch


class Case:
    """A subject in one configuration, and the tensors that were seen."""

    def __init__(self, subject, **configuration):
        self.subject = subject
        self.configuration = {key: text(value) for key, value in configuration.items()}
        self.name = f"{subject} {self.configuration}"
        self.tensors = {}
        self.random = random.Random(self.name)

    def keep(self, name, tensor):
        """Remembers a copy of a tensor under a name, and returns the tensor."""
        assert name not in self.tensors, f"{self.name}: {name} is there already"
        self.tensors[name] = tensor.detach().clone().to(torch.float64)
        return tensor

    def uniform(self, shape, low=-2.0, high=2.0):
        """A tensor of uniform random numbers."""
        count = torch.Size(shape).numel()
        return torch.tensor([self.random.uniform(low, high) for _ in range(count)]).reshape(shape)

    def integers(self, shape, limit):
        """A tensor of random integers from 0 up to but not including a limit."""
        count = torch.Size(shape).numel()
        return torch.tensor([self.random.randrange(limit) for _ in range(count)]).reshape(shape)

    def draw(self, name, shape, low=-2.0, high=2.0):
        """Uniform random numbers, kept under a name."""
        return self.keep(name, self.uniform(shape, low, high))

    def differentiate(self, function, input):
        """Keeps the input, function(input), a random upstream gradient, and the input's gradient."""
        input = self.keep("input", input).detach().requires_grad_()
        self.backward(self.keep("output", function(input)), {"input": input})
        return self

    def backward(self, output, inputs):
        """Draws an upstream gradient and keeps it with the gradients of the inputs."""
        upstream = self.draw("upstream", output.shape)
        gradients = torch.autograd.grad(output, list(inputs.values()), upstream)
        for name, gradient in zip(inputs, gradients):
            self.keep(name + ".gradient", gradient)


def text(value):
    """How a value is written in a configuration: 2, 0.1, true, 3,2."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(text, value)) if isinstance(value, tuple) else str(value)


def layer_case(subject, module, shape, **configuration):
    """A case of a module with random parameters and buffers, on a random input of a shape."""
    case = Case(subject, shape=tuple(shape), **configuration)
    return run_module(case, module, case.draw("input", shape))


# What Gradus calls PyTorch's buffers. Parameters have the same names in both.
BUFFERS = {"running_mean": "runningMean", "running_var": "runningVariance"}


def run_module(case, module, input):
    """Fills the module with random numbers, runs it once forward and back, and keeps everything."""
    module = module.train(case.configuration.get("mode", "training") == "training")
    parameters = dict(module.named_parameters())
    buffers = {BUFFERS[name]: b for name, b in module.named_buffers() if name in BUFFERS}
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(case.draw(name, parameter.shape, -1, 1))
        for name, buffer in buffers.items():
            # A variance must be positive.
            low, high = (0.5, 2) if name == "runningVariance" else (-1, 1)
            buffer.copy_(case.draw(name, buffer.shape, low, high))
    if input.is_floating_point():
        parameters = {"input": input.requires_grad_(), **parameters}
    output = case.keep("output", module(input))
    case.backward(output, parameters)
    for name, buffer in buffers.items():
        case.keep(name + ".after", buffer)
    return case
