import SIMDKernels

// One step of a recurrent network, and the way back through it, as plain loops over sequences and units. What the
// pointers lead to is said in `RecurrentStep`; the formulas are those of the cells, in the same order.

/// The gates and the new state of so many rows of H = `width` numbers.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func naiveRecurrentStep<Scalar: TensorScalar>(
  _ rule: RecurrentRule, _ step: RecurrentStep<Scalar>, rows: Int, width: Int
) {
  for row in 0..<rows {
    let first = row * rule.gateCount * width
    for unit in 0..<width {
      let place = row * width + unit
      /// W·x + b of a gate.
      func ofInput(_ gate: Int) -> Scalar {
        step.ofInput[first + gate * width + unit] + step.inputBias[gate * width + unit]
      }
      /// U·h + b of a gate.
      func ofState(_ gate: Int) -> Scalar {
        step.ofState[first + gate * width + unit] + step.stateBias[gate * width + unit]
      }
      func keep(_ value: Scalar, of gate: Int) { step.gates[first + gate * width + unit] = value }
      switch rule {
      case .rnn:
        step.hidden[place] = .tanh(ofInput(0) + ofState(0))
      case .lstm:
        let (i, f) = (sigmoid(ofInput(0) + ofState(0)), sigmoid(ofInput(1) + ofState(1)))
        let (g, o) = (Scalar.tanh(ofInput(2) + ofState(2)), sigmoid(ofInput(3) + ofState(3)))
        let cell = f * step.previousCell[place] + i * g
        keep(i, of: 0)
        keep(f, of: 1)
        keep(g, of: 2)
        keep(o, of: 3)
        step.kept[place] = cell
        step.hidden[place] = o * .tanh(cell)
      case .gru:
        let (r, z) = (sigmoid(ofInput(0) + ofState(0)), sigmoid(ofInput(1) + ofState(1)))
        let newOfState = ofState(2)
        let n = Scalar.tanh(ofInput(2) + r * newOfState)
        keep(r, of: 0)
        keep(z, of: 1)
        keep(n, of: 2)
        step.kept[place] = newOfState
        step.hidden[place] = n + z * (step.previous[place] - n)
      }
    }
  }
}

/// The gradients of what goes into a step, of so many rows of H = `width` numbers.
///
/// With the gradient u of h′, and v of c′ before what comes through h′:
///
///     RNN    a: u·(1 − h′²)
///     LSTM   c′: v + u·o·(1 − tanh² c′) = w      c: w·f
///            i: w·g·i·(1 − i)     f: w·c·f·(1 − f)     g: w·i·(1 − g²)     o: u·tanh c′·o·(1 − o)
///     GRU    n: u·(1 − z)·(1 − n²) = w           h: u·z
///            z: u·(h − n)·z·(1 − z)     r: w·(U_n·h + b)·r·(1 − r)     U_n·h: w·r
///
/// The derivatives of σ and tanh are taken from their values: where a unit is saturated, they are off by as much
/// as an ulp of 1.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func naiveRecurrentStepGradient<Scalar: TensorScalar>(
  _ rule: RecurrentRule, _ step: RecurrentStepGradient<Scalar>, rows: Int, width: Int
) {
  for row in 0..<rows {
    let first = row * rule.gateCount * width
    for unit in 0..<width {
      let place = row * width + unit
      func index(_ gate: Int) -> Int { first + gate * width + unit }
      func gate(_ gate: Int) -> Scalar { step.gates[index(gate)] }
      let u = step.hidden[place]
      switch rule {
      case .rnn:
        step.ofInput[index(0)] = u * (1 - gate(0) * gate(0))
        step.hidden[place] = 0
      case .lstm:
        let (i, f, g, o) = (gate(0), gate(1), gate(2), gate(3))
        let shown = Scalar.tanh(step.kept[place])
        let w = step.cell[place] + u * o * (1 - shown * shown)
        step.ofInput[index(0)] = w * g * (i * (1 - i))
        step.ofInput[index(1)] = w * step.previousCell[place] * (f * (1 - f))
        step.ofInput[index(2)] = w * i * (1 - g * g)
        step.ofInput[index(3)] = u * shown * (o * (1 - o))
        step.cell[place] = w * f
        step.hidden[place] = 0
      case .gru:
        let (r, z, n) = (gate(0), gate(1), gate(2))
        let w = u * (1 - z) * (1 - n * n)
        step.ofInput[index(0)] = w * step.kept[place] * (r * (1 - r))
        step.ofInput[index(1)] = u * (step.previous[place] - n) * (z * (1 - z))
        step.ofInput[index(2)] = w
        step.ofState[index(0)] = step.ofInput[index(0)]
        step.ofState[index(1)] = step.ofInput[index(1)]
        step.ofState[index(2)] = w * r
        step.hidden[place] = u * z
      }
    }
  }
}

/// 1/(1 + e⁻ˣ), as ``Tensor/sigmoid()`` has it.
@inline(__always)
private func sigmoid<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  let e = Scalar.exp(-x.magnitude)
  return (x < 0 ? e : 1) / (1 + e)
}

extension RecurrentRule {
  /// G, how many gates there are.
  var gateCount: Int {
    switch self {
    case .rnn: 1
    case .lstm: 4
    case .gru: 3
    }
  }
}
