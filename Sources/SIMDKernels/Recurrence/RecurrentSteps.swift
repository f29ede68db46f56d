// One step of a recurrent network, and the way back through it: sequence by sequence, so that the gates of one
// stay in the first cache from the sums to the new state. The plain loops that these are compared with, and what
// they compute, stand in the naive kernels.

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

private func stepOfRNN<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  let hidden = step.hidden + row * width
  addUp(step, row * width, into: hidden, count: width)
  applyTanh(hidden, into: hidden, count: width)
}

private func stepOfLSTM<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  let gates = step.gates + row * 4 * width
  let (kept, hidden) = (step.kept + row * width, step.hidden + row * width)
  let previous = step.previousCell + row * width
  addUp(step, row * 4 * width, into: gates, count: 4 * width)
  applySigmoid(gates, count: 2 * width)
  applyTanh(gates + 2 * width, into: gates + 2 * width, count: width)
  applySigmoid(gates + 3 * width, count: width)
  forEachRegister(Scalar.self, width) { units in
    let (write, keep) = (units.load(gates), units.load(gates + width))
    units.store(keep * units.load(previous) + write * units.load(gates + 2 * width), to: kept)
  }
  applyTanh(kept, into: hidden, count: width)
  forEachRegister(Scalar.self, width) { units in
    units.store(units.load(gates + 3 * width) * units.load(hidden), to: hidden)
  }
}

private func stepOfGRU<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, _ width: Int
) {
  let gates = step.gates + row * 3 * width
  let new = gates + 2 * width
  let (kept, hidden) = (step.kept + row * width, step.hidden + row * width)
  let previous = step.previous + row * width
  let (ofInput, ofState) = (step.ofInput + row * 3 * width, step.ofState + row * 3 * width)
  addUp(step, row * 3 * width, into: gates, count: 2 * width)
  applySigmoid(gates, count: 2 * width)
  forEachRegister(Scalar.self, width) { units in
    let newOfInput =
      units.load(ofInput + 2 * width) + units.load(step.inputBias + 2 * width)
    let newOfState =
      units.load(ofState + 2 * width) + units.load(step.stateBias + 2 * width)
    units.store(newOfState, to: kept)
    units.store(newOfInput + units.load(gates) * newOfState, to: new)
  }
  applyTanh(new, into: new, count: width)
  forEachRegister(Scalar.self, width) { units in
    let (keep, new) = (units.load(gates + width), units.load(new))
    units.store(new + keep * (units.load(previous) - new), to: hidden)
  }
}

private func gradientOfRNN<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  let (gates, upstream) = (step.gates + row * width, step.hidden + row * width)
  forEachRegister(Scalar.self, width) { units in
    let hidden = units.load(gates)
    units.store(
      units.load(upstream) * (Vector(1) - hidden * hidden), to: step.ofInput + row * width)
    units.store(Vector(0), to: upstream)
  }
}

private func gradientOfLSTM<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  let gates = step.gates + row * 4 * width
  let gradients = step.ofInput + row * 4 * width
  let (upstream, cellGradient) = (step.hidden + row * width, step.cell + row * width)
  let previous = step.previousCell + row * width
  // tanh c′, where there is room for a moment.
  applyTanh(step.kept + row * width, into: gradients, count: width)
  forEachRegister(Scalar.self, width) { units in
    let one = Vector(1)
    let (write, keep) = (units.load(gates), units.load(gates + width))
    let (new, show) = (units.load(gates + 2 * width), units.load(gates + 3 * width))
    let (shown, hidden) = (units.load(gradients), units.load(upstream))
    let cell = units.load(cellGradient) + hidden * show * (one - shown * shown)
    units.store(cell * new * (write * (one - write)), to: gradients)
    units.store(cell * units.load(previous) * (keep * (one - keep)), to: gradients + width)
    units.store(cell * write * (one - new * new), to: gradients + 2 * width)
    units.store(hidden * shown * (show * (one - show)), to: gradients + 3 * width)
    units.store(cell * keep, to: cellGradient)
    units.store(Vector(0), to: upstream)
  }
}

private func gradientOfGRU<Scalar: VectorScalar>(
  _ step: RecurrentStepGradient<Scalar>, _ row: Int, _ width: Int
) {
  typealias Vector = Scalar.Vector
  let gates = step.gates + row * 3 * width
  let (ofInput, ofState) = (step.ofInput + row * 3 * width, step.ofState + row * 3 * width)
  let upstream = step.hidden + row * width
  forEachRegister(Scalar.self, width) { units in
    let one = Vector(1)
    let (reset, keep) = (units.load(gates), units.load(gates + width))
    let (new, hidden) = (units.load(gates + 2 * width), units.load(upstream))
    let ofNew = hidden * (one - keep) * (one - new * new)
    let ofKeep = hidden * (units.load(step.previous + row * width) - new) * (keep * (one - keep))
    let ofReset = ofNew * units.load(step.kept + row * width) * (reset * (one - reset))
    units.store(ofReset, to: ofInput)
    units.store(ofKeep, to: ofInput + width)
    units.store(ofNew, to: ofInput + 2 * width)
    units.store(ofReset, to: ofState)
    units.store(ofKeep, to: ofState + width)
    units.store(ofNew * reset, to: ofState + 2 * width)
    units.store(hidden * keep, to: upstream)
  }
}

/// (W·x + b) + (U·h + b′) for so many numbers of a row of gates.
@inline(never)
private func addUp<Scalar: VectorScalar>(
  _ step: RecurrentStep<Scalar>, _ row: Int, into sums: UnsafeMutablePointer<Scalar>, count: Int
) {
  let (ofInput, ofState) = (step.ofInput + row, step.ofState + row)
  let (inputBias, stateBias) = (step.inputBias, step.stateBias)
  forEachRegister(Scalar.self, count) { units in
    units.store(
      (units.load(ofInput) + units.load(inputBias)) + (units.load(ofState) + units.load(stateBias)),
      to: sums)
  }
}

@inline(never)
private func applySigmoid<Scalar: VectorScalar>(_ x: UnsafeMutablePointer<Scalar>, count: Int) {
  typealias Vector = Scalar.Vector
  @inline(__always) func sigmoid(_ x: Vector) -> Vector { x.sigmoid }
  Scalar.mapLong(x, into: x, count: count, sigmoid)
}

@inline(never)
private func applyTanh<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, count: Int
) {
  typealias Vector = Scalar.Vector
  @inline(__always) func tanh(_ x: Vector) -> Vector { x.hyperbolicTangent }
  Scalar.mapLong(x, into: y, count: count, tanh)
}

/// Runs a short function for each register of so many numbers; the last one may be filled in part. Its instructions
/// are written twice.
@inline(__always)
private func forEachRegister<Scalar: VectorScalar>(
  _: Scalar.Type, _ count: Int, _ body: (Units<Scalar>) -> Void
) {
  let rest = count % Scalar.Vector.count
  let whole = count - rest
  for start in stride(from: 0, to: whole, by: Scalar.Vector.count) {
    body(Units(start: start, rest: nil))
  }
  if rest > 0 { body(Units(start: whole, rest: rest)) }
}

/// As many numbers as a register holds, or the last ones of a row.
private struct Units<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector
  let start: Int
  /// How many there are; nil for a whole register.
  let rest: Int?

  @inline(__always)
  func load(_ row: UnsafePointer<Scalar>) -> Vector {
    guard let rest else { return Vector(loading: row + start) }
    return Vector(loading: row + start, count: rest, filler: 0)
  }

  @inline(__always)
  func load(_ row: UnsafeMutablePointer<Scalar>) -> Vector { load(UnsafePointer(row)) }

  @inline(__always)
  func store(_ numbers: Vector, to row: UnsafeMutablePointer<Scalar>) {
    guard let rest else { return numbers.store(to: row + start) }
    numbers.store(to: row + start, count: rest)
  }
}
