"""Recurrent cells and layers: outputs, final states, and the gradients of everything."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from case import Case, layer_case, run_module


def cases():
    cells = [("RNNCell", nn.RNNCell), ("LSTMCell", nn.LSTMCell), ("GRUCell", nn.GRUCell)]
    for subject, cell in cells:
        for batch, inputs, width in [(3, 2, 4), (1, 1, 1)]:
            state = [(batch, width)] * (2 if subject == "LSTMCell" else 1)
            yield layer_case(
                subject, WithState(cell(inputs, width), state), (batch, inputs), width=width)
    for subject, layer in [("RNN", nn.RNN), ("LSTM", nn.LSTM), ("GRU", nn.GRU)]:
        for layers, bidirectional, lengths in [
            (1, False, None), (2, False, None), (1, True, None), (2, True, None),
            (1, False, (5, 2, 4)), (2, True, (3, 5, 1)),
        ]:
            batch, steps, inputs, width = 3, 5, 2, 4
            body = layer(
                inputs, width, layers, batch_first=True, bidirectional=bidirectional)
            shape = (layers * (2 if bidirectional else 1), batch, width)
            module = WithState(body, [shape] * (2 if subject == "LSTM" else 1), lengths)
            case = Case(
                subject, shape=(batch, steps, inputs), width=width, layers=layers,
                bidirectional=bidirectional, **({"lengths": lengths} if lengths else {}))
            yield run_module(case, module, case.draw("input", (batch, steps, inputs)))


class WithState(nn.Module):
    """A recurrent module whose initial state is a parameter; all that it gives out in one row."""

    def __init__(self, body, shapes, lengths=None):
        super().__init__()
        self.body, self.lengths = body, lengths
        for name, shape in zip(["hidden", "cell"], shapes):
            self.register_parameter(name, nn.Parameter(torch.zeros(shape)))

    def forward(self, input):
        has_cell = hasattr(self, "cell")
        state = (self.hidden, self.cell) if has_cell else self.hidden
        if isinstance(self.body, nn.RNNCellBase):
            outputs, last = [], self.body(input, state)
        elif self.lengths:
            packed = pack_padded_sequence(
                input, torch.tensor(self.lengths), batch_first=True, enforce_sorted=False)
            packed, last = self.body(packed, state)
            outputs = [pad_packed_sequence(
                packed, batch_first=True, total_length=input.shape[1])[0]]
        else:
            output, last = self.body(input, state)
            outputs = [output]
        return torch.cat([x.flatten() for x in [*outputs, *(last if has_cell else [last])]])
