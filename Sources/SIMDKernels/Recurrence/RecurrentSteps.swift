// One step of a recurrent network, and the way back through it, in one pass each. The plain loops that these are
// compared with, and what they compute, stand in the naive kernels.

/// The gates and the new state of so many rows of H = `width` numbers.
///
/// Bit for bit what plain loops compute, but for the functions: σ and tanh are off by at most 3 ulp.
func recurrentStep<Scalar: VectorScalar>(
  _ rule: RecurrentRule, _ step: RecurrentStep<Scalar>, rows: Int, width: Int
) {
  for row in 0..<rows {
    switch rule {
    case .rnn: stepOfRNN(step, row, width)
    case .lstm: stepOfLSTM(step, row, width)
    case .gru: stepOfGRU(step, row, width)
    }
  }
}

/// The gradients of what goes into a step, of so many rows of H = `width` numbers.
func recurrentStepGradient<Scalar: VectorScalar>(
  _ rule: RecurrentRule, _ step: RecurrentStepGradient<Scalar>, rows: Int, width: Int
) {
  for row in 0..<rows {
    switch rule {
    case .rnn: gradientOfRNN(step, row, width)
    case .lstm: gradientOfLSTM(step, row, width)
    case .gru: gradientOfGRU(step, row, width)
    }
  }
}

@inline(never)
private func stepOfRNN<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  forEachRegister(Scalar.self, width) { units in
    let a = units.sum(step, row * width, 0)
    units.store(a.hyperbolicTangent, to: step.hidden + row * width)
  }
}

@inline(never)
private func stepOfLSTM<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  let first = row * 4 * width
  forEachRegister(Scalar.self, width) { units in
    let write = units.sum(step, first, 0).sigmoid
    let keep = units.sum(step, first, width).sigmoid
    let new = units.sum(step, first, 2 * width).hyperbolicTangent
    let show = units.sum(step, first, 3 * width).sigmoid
    let cell = keep * units.load(step.previousCell + row * width) + write * new
    units.store(write, to: step.gates + first)
    units.store(keep, to: step.gates + first + width)
    units.store(new, to: step.gates + first + 2 * width)
    units.store(show, to: step.gates + first + 3 * width)
    units.store(cell, to: step.kept + row * width)
    units.store(show * cell.hyperbolicTangent, to: step.hidden + row * width)
  }
}

@inline(never)
private func stepOfGRU<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  let first = row * 3 * width
  forEachRegister(Scalar.self, width) { units in
    let reset = units.sum(step, first, 0).sigmoid
    let keep = units.sum(step, first, width).sigmoid
    let newOfInput =
      units.load(step.ofInput + first + 2 * width) + units.load(step.inputBias + 2 * width)
    let newOfState =
      units.load(step.ofState + first + 2 * width) + units.load(step.stateBias + 2 * width)
    let new = (newOfInput + reset * newOfState).hyperbolicTangent
    let previous = units.load(step.previous + row * width)
    units.store(reset, to: step.gates + first)
    units.store(keep, to: step.gates + first + width)
    units.store(new, to: step.gates + first + 2 * width)
    units.store(newOfState, to: step.kept + row * width)
    units.store(new + keep * (previous - new), to: step.hidden + row * width)
  }
}

@inline(never)
private func gradientOfRNN<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  forEachRegister(Scalar.self, width) { units in
    let hidden = units.load(step.gates + row * width)
    let upstream = units.load(UnsafePointer(step.hidden) + row * width)
    units.store(upstream * (Vector(1) - hidden * hidden), to: step.ofInput + row * width)
    units.store(Vector(0), to: step.hidden + row * width)
  }
}

@inline(never)
private func gradientOfLSTM<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  let first = row * 4 * width
  let one = Vector(1)
  forEachRegister(Scalar.self, width) { units in
    let write = units.load(step.gates + first)
    let keep = units.load(step.gates + first + width)
    let new = units.load(step.gates + first + 2 * width)
    let show = units.load(step.gates + first + 3 * width)
    let shown = units.load(step.kept + row * width).hyperbolicTangent
    let hidden = units.load(UnsafePointer(step.hidden) + row * width)
    let cell =
      units.load(UnsafePointer(step.cell) + row * width) + hidden * show * (one - shown * shown)
    let previous = units.load(step.previousCell + row * width)
    units.store(cell * new * (write * (one - write)), to: step.ofInput + first)
    units.store(cell * previous * (keep * (one - keep)), to: step.ofInput + first + width)
    units.store(cell * write * (one - new * new), to: step.ofInput + first + 2 * width)
    units.store(hidden * shown * (show * (one - show)), to: step.ofInput + first + 3 * width)
    units.store(cell * keep, to: step.cell + row * width)
    units.store(Vector(0), to: step.hidden + row * width)
  }
}

@inline(never)
private func gradientOfGRU<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  let first = row * 3 * width
  let one = Vector(1)
  forEachRegister(Scalar.self, width) { units in
    let reset = units.load(step.gates + first)
    let keep = units.load(step.gates + first + width)
    let new = units.load(step.gates + first + 2 * width)
    let hidden = units.load(UnsafePointer(step.hidden) + row * width)
    let previous = units.load(step.previous + row * width)
    let ofNew = hidden * (one - keep) * (one - new * new)
    let ofKeep = hidden * (previous - new) * (keep * (one - keep))
    let ofReset = ofNew * units.load(step.kept + row * width) * (reset * (one - reset))
    units.store(ofReset, to: step.ofInput + first)
    units.store(ofKeep, to: step.ofInput + first + width)
    units.store(ofNew, to: step.ofInput + first + 2 * width)
    units.store(ofReset, to: step.ofState + first)
    units.store(ofKeep, to: step.ofState + first + width)
    units.store(ofNew * reset, to: step.ofState + first + 2 * width)
    units.store(hidden * keep, to: step.hidden + row * width)
  }
}

/// Runs a function for each register of so many units; the last one may be filled in part. Its instructions are
/// written once.
@inline(__always)
private func forEachRegister<Scalar: VectorScalar>(
  _: Scalar.Type, _ width: Int, _ body: (Units<Scalar>) -> Void
) {
  var start = 0
  while start < width {
    body(Units(start: start, count: min(Scalar.Vector.count, width - start)))
    start &+= Scalar.Vector.count
  }
}

/// As many units as a register holds, or the last ones of a row.
private struct Units<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector
  let start: Int
  let count: Int

  /// The numbers of these units in a row.
  @inline(__always)
  func load(_ row: UnsafePointer<Scalar>) -> Vector {
    count == Vector.count
      ? Vector(loading: row + start) : Vector(loading: row + start, count: count, filler: 0)
  }

  @inline(__always)
  func store(_ numbers: Vector, to row: UnsafeMutablePointer<Scalar>) {
    if count == Vector.count {
      numbers.store(to: row + start)
    } else {
      numbers.store(to: row + start, count: count)
    }
  }

  /// W·x + b + U·h + b′ of a gate, whose units begin at a column of the row.
  @inline(__always)
  func sum(_ step: RecurrentStep<Scalar>, _ row: Int, _ column: Int) -> Vector {
    (load(step.ofInput + row + column) + load(step.inputBias + column))
      + (load(step.ofState + row + column) + load(step.stateBias + column))
  }
}
