import Gradus

/// Lesson 9, solved. The signatures are those of `Lessons/09-remembering/Exercises.swift`, so that this
/// file can be pasted over it.
enum Remembering {
  static func step(
    _ x: Tensor<Double>, _ state: Tensor<Double>, _ weights: CellWeights
  ) throws -> Tensor<Double> {
    (matmul(x, weights.w) + matmul(state, weights.u) + weights.b).tanh()
  }

  static func stepBackward(
    _ x: Tensor<Double>, _ state: Tensor<Double>, next: Tensor<Double>, _ weights: CellWeights,
    upstream: Tensor<Double>
  ) throws -> CellGradients {
    let ofSum = upstream * (1 - next * next)
    return CellGradients(
      x: matmul(ofSum, weights.w.transposed()), state: matmul(ofSum, weights.u.transposed()),
      weights: CellWeights(
        w: matmul(x.transposed(), ofSum), u: matmul(state.transposed(), ofSum),
        b: ofSum.sum(along: 0)))
  }

  static func unroll(
    _ x: Tensor<Double>, from start: Tensor<Double>, _ weights: CellWeights
  ) throws -> Tensor<Double> {
    var state = start
    var states: [Tensor<Double>] = []
    for t in 0..<x.shape[1] {
      state = try step(x[0..., t], state, weights)
      states.append(state)
    }
    return .stack(states, along: 1)
  }

  static func backwardThroughTime(
    _ x: Tensor<Double>, from start: Tensor<Double>, states: Tensor<Double>,
    _ weights: CellWeights, upstream: Tensor<Double>
  ) throws -> CellGradients {
    var gradients = CellGradients(
      x: .zeros(x.shape), state: .zeros(start.shape), weights: weights.zeros)
    for t in (0..<x.shape[1]).reversed() {
      let ofStep = try stepBackward(
        x[0..., t], t > 0 ? states[0..., t - 1] : start, next: states[0..., t], weights,
        upstream: upstream[0..., t] + gradients.state)
      gradients.x[0..., t] = ofStep.x
      gradients.state = ofStep.state
      gradients.weights.add(ofStep.weights)
    }
    return gradients
  }

  static func truncated(
    _ x: Tensor<Double>, from start: Tensor<Double>, _ weights: CellWeights, length: Int,
    upstream: Tensor<Double>
  ) throws -> (states: Tensor<Double>, gradient: CellWeights) {
    var (state, gradient) = (start, weights.zeros)
    var parts: [Tensor<Double>] = []
    for first in stride(from: 0, to: x.shape[1], by: length) {
      let times = first..<min(first + length, x.shape[1])
      let part = x[0..., times]
      let states = try unroll(part, from: state, weights)
      let gradients = try backwardThroughTime(
        part, from: state, states: states, weights, upstream: upstream[0..., times])
      gradient.add(gradients.weights)
      state = states[0..., times.count - 1]
      parts.append(states)
    }
    return (.concatenate(parts, along: 1), gradient)
  }

  static func lstmStep(
    _ x: Tensor<Double>, hidden: Tensor<Double>, cell: Tensor<Double>, _ weights: CellWeights
  ) throws -> (hidden: Tensor<Double>, cell: Tensor<Double>) {
    let gates = (matmul(x, weights.w) + matmul(hidden, weights.u) + weights.b)
      .split(into: 4, along: 1)
    let (input, forget, output) = (gates[0].sigmoid(), gates[1].sigmoid(), gates[3].sigmoid())
    let next = forget * cell + input * gates[2].tanh()
    return (output * next.tanh(), next)
  }

  static func gruStep(
    _ x: Tensor<Double>, _ state: Tensor<Double>, _ weights: CellWeights,
    stateBias: Tensor<Double>
  ) throws -> Tensor<Double> {
    let ofInput = (matmul(x, weights.w) + weights.b).split(into: 3, along: 1)
    let ofState = (matmul(state, weights.u) + stateBias).split(into: 3, along: 1)
    let reset = (ofInput[0] + ofState[0]).sigmoid()
    let keep = (ofInput[1] + ofState[1]).sigmoid()
    let new = (ofInput[2] + reset * ofState[2]).tanh()
    return (1 - keep) * new + keep * state
  }

  static func streams(
    _ tokens: Tensor<Int>, count: Int, length: Int
  ) throws -> [TextBatch] {
    let each = (tokens.shape[0] - 1) / count
    let inputs = tokens[0..<count * each].reshaped(to: [count, each])
    let targets = tokens[1..<count * each + 1].reshaped(to: [count, each])
    return (0..<each / length).map { batch in
      let times = batch * length..<(batch + 1) * length
      return TextBatch(inputs: inputs[0..., times], targets: targets[0..., times])
    }
  }

  static func sample(
    _ logits: Tensor<Double>, temperature: Double, draw: Double
  ) throws -> Int {
    if temperature == 0 { return logits.argmax() }
    let weights = ((logits - logits.max()) / temperature).exp()
    var rest = draw * weights.sum()
    for k in 0..<weights.shape[0] {
      if rest < weights[k] { return k }
      rest -= weights[k]
    }
    return weights.shape[0] - 1
  }

  static func windows(
    of series: Tensor<Double>, length: Int, heldOut: Int
  ) throws -> (training: SeriesWindows, test: SeriesWindows) {
    let (count, end) = (series.shape[0], series.shape[0] - heldOut)
    let known = series[0..<end]
    let scaled = (series - known.mean()) / known.variance().squareRoot()
    func windows(ofTargets places: Range<Int>) -> SeriesWindows {
      SeriesWindows(
        inputs: .stack(places.map { scaled[$0 - length..<$0] }), targets: scaled[places])
    }
    return (windows(ofTargets: length..<end), windows(ofTargets: end..<count))
  }
}
