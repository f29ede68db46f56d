import Curriculum
import Gradus

/// What goes into a transformer's block: the sum so far, and parts with random weights.
struct BlockCase: CustomStringConvertible {
  let x, upstream: Tensor<Double>
  let parts: BlockParts
  private let numbers: String

  var description: String { "x \(x.shape), heads \(parts.heads), \(numbers)" }

  /// What comes out, how often it has looked, and the gradients of x and of all parts.
  struct Outcome {
    let result: Tensor<Double>
    let calls: Int
    let gradients: [Tensor<Double>]
  }

  /// All sizes with all sorts of numbers; the first one is without any coincidence.
  static func all(seed: UInt64) -> [BlockCase] {
    let sizes: [(b: Int, t: Int, h: Int, d: Int, hidden: Int)] = [
      (2, 5, 3, 6, 7), (1, 1, 1, 1, 1), (3, 4, 1, 3, 3), (1, 3, 4, 4, 5),
      (1, 6, 2, 2, 4), (10, 2, 2, 4, 3), (2, 9, 9, 9, 10),
    ]
    return Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      let size = sizes[place % sizes.count]
      var generator = RandomGenerator(seed: seed &+ 1000 &+ UInt64(place))
      let shape: Shape = [size.b, size.t, size.d]
      var parts = BlockParts(size.d, heads: size.h, hidden: size.hidden, using: &generator)
      if input.numbers == .positive {
        parts.visitParameters { _, parameter in parameter = Variable(parameter.value.abs()) }
      }
      return BlockCase(
        x: input.tensor(shape), upstream: .normal(shape, using: &generator), parts: parts,
        numbers: input.numbers.rawValue)
    }
  }

  /// Calls an answer, with attention without a softmax.
  func outcome(
    of answer: (Variable<Double>, BlockParts, Attend) throws -> Variable<Double>
  ) rethrows -> Outcome {
    var calls = 0
    func attend(
      _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>
    ) -> Variable<Double> {
      calls += 1
      return HeadsCase.mixed(queries, keys, values)
    }
    var found = Tensor<Double>(0)
    var model = Inputs(x: Variable(x), parts: parts)
    let gradients = try valueWithGradients(at: &model) { model in
      let result = try answer(model.x, model.parts, attend)
      found = result.value
      let loss = result.shape == upstream.shape ? (result * Variable(upstream)).sum() : result.sum()
      // So that there is a gradient where the answer gives none.
      return loss + (model.x * Variable(Tensor(0))).sum()
    }.gradients
    return Outcome(result: found, calls: calls, gradients: gradients.tensors)
  }

  /// All that there is a gradient of.
  private struct Inputs: Module {
    var x: Variable<Double>
    var parts: BlockParts

    mutating func visitParameters(_ visit: ParameterVisit<Double>) {
      visit("x", &x)
      parts.visitParameters(as: "parts", visit)
    }
  }
}

extension BlockParts {
  /// Random parts, of which none is 0 or 1.
  init(_ width: Int, heads: Int, hidden: Int, using generator: inout RandomGenerator) {
    func affine(_ inputs: Int, _ outputs: Int) -> Affine {
      Affine(
        weight: .normal(
          [inputs, outputs], standardDeviation: 1 / Double(inputs).squareRoot(),
          using: &generator),
        bias: .normal([outputs], standardDeviation: 0.5, using: &generator))
    }
    func norm() -> Norm {
      Norm(
        scale: .uniform([width], from: 0.5, to: 1.5, using: &generator),
        shift: .normal([width], standardDeviation: 0.5, using: &generator))
    }
    self.init(
      heads: heads, norms: (norm(), norm()), query: affine(width, width),
      key: affine(width, width), value: affine(width, width), output: affine(width, width),
      up: affine(width, hidden), down: affine(hidden, width))
  }
}
