import Curriculum
import Curriculum09
import Gradus
import Testing

@testable import OwnFramework

@Suite("one's own framework: the network for names")
struct OwnReaderTests {
  private static let text = TextBatch(
    inputs: [[0, 1, 2, 3], [3, 1, 0, 2]], targets: [[1, 2, 3, 0], [1, 0, 2, 3]])

  private func reader() -> OwnReader {
    var generator = RandomGenerator(seed: 2)
    return OwnReader(characters: 4, hidden: 6, using: &generator)
  }

  /// Three steps: all losses, and how likely the next characters are in the end.
  private func losses(_ parts: NamesParts) throws -> [Double] {
    var (reader, state) = (reader(), reader().start(2))
    let losses = try (0..<3).map { _ in
      let result = try reader.step(on: Self.text, from: state, rate: 0.02, by: parts)
      state = result.state
      return result.loss
    }
    return losses + [try reader.loss(of: Self.text, by: parts)]
  }

  @Test("has the losses of the framework's operations and its Adam, to rounding")
  func sameAsFramework() throws {
    var parameters = reader().parameters.values
    var memory = parameters.map {
      (mean: Tensor<Double>.zeros($0.shape), square: Tensor<Double>.zeros($0.shape))
    }
    let x: Tensor<Double> = oneHot(labels: Self.text.inputs.flattened(), classCount: 4)
      .reshaped(to: [2, 4, 4])
    var state = Tensor<Double>.zeros([2, 6])
    let found = try losses(.ours)
    for step in 1...3 {
      var last = state
      let (value, gradients) = valueWithGradients(at: parameters) { p in
        var hidden = Variable(state)
        var logits: [Variable<Double>] = []
        for t in 0..<4 {
          hidden =
            (matmul(Variable(x[0..., t]), p[0]) + matmul(hidden, p[1]) + p[2]).tanh()
          logits.append(matmul(hidden, p[3]) + p[4])
        }
        last = hidden.value
        // Row by row in the order of the targets.
        return softmaxCrossEntropy(
          logits: Variable<Double>.stack(logits, along: 1).reshaped(to: [8, 4]),
          labels: Self.text.targets.flattened())
      }
      state = last
      #expect(abs(found[step - 1] - value.scalar()) <= 1e-9 * value.scalar())
      let norm = gradients.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
      for place in parameters.indices {
        let gradient = gradients[place] / max(1, norm)
        memory[place].mean = 0.9 * memory[place].mean + 0.1 * gradient
        memory[place].square = 0.999 * memory[place].square + 0.001 * gradient.squared()
        let mean = memory[place].mean / (1 - Double.pow(0.9, Double(step)))
        let square = memory[place].square / (1 - Double.pow(0.999, Double(step)))
        parameters[place] -= 0.02 * mean / (square.sqrt() + 1e-8)
      }
    }
  }

  @Test("each function has a part in it")
  func sabotage() throws {
    let ours = NamesParts.ours
    let right = try losses(ours)
    var spoiled: [NamesParts] = Array(repeating: ours, count: 8)
    spoiled[0].unroll = { try -ours.unroll($0, $1, $2) }
    spoiled[1].backwardThroughTime = {
      var gradients = try ours.backwardThroughTime($0, $1, $2, $3, $4)
      gradients.weights.u *= -1
      return gradients
    }
    spoiled[2].product = { try 1.1 * ours.product($0, $1) }
    spoiled[3].softmaxCrossEntropy = {
      let (loss, gradient) = try ours.softmaxCrossEntropy($0, $1)
      return (loss, -gradient)
    }
    spoiled[4].matmulBackward = {
      let (a, b) = try ours.matmulBackward($0, $1, $2)
      return (-a, b)
    }
    spoiled[5].unbroadcast = { try ours.unbroadcast($0, $1) * 0 }
    spoiled[6].clip = { gradients, _ in gradients.map { $0 * 0 } }
    spoiled[7].adam = { parameter, state, gradient, rate, _, _, _ in
      (parameter - rate * gradient, state)
    }
    for (place, parts) in spoiled.enumerated() {
      #expect(try losses(parts) != right, "\(place)")
    }
    var generator = RandomGenerator(seed: 1)
    var silent = ours
    silent.sample = { _, _, _ in 0 }
    #expect(try reader().write(using: &generator, by: silent) == [])
    var talkative = ours
    talkative.sample = { _, _, _ in 2 }
    #expect(
      try reader().write(using: &generator, by: talkative) == Array(repeating: 2, count: 20))
  }
}
