import Curriculum
import Gradus

extension AttendingLesson {
  /// What is said where the result is right and a gradient is not; nothing where the result is wrong already.
  static func lostGradient(
    where result: Tensor<Double>, is right: Tensor<Double>
  ) -> String? {
    guard result.shape == right.shape, (result - right).abs().max() <= 1e-9 * right.abs().max()
    else { return nil }
    return "Only what is computed with variables, without `.value`, has a gradient."
  }
}

/// Queries, keys and values that are to be cut into heads.
struct HeadsCase: CustomStringConvertible {
  let queries, keys, values, upstream: Tensor<Double>
  let heads: Int
  private let numbers: String

  var description: String {
    "queries \(queries.shape), keys \(keys.shape), values \(values.shape), heads \(heads), \(numbers)"
  }

  /// What comes of cutting, looking and putting together, the shapes of what each call of attend got, and the
  /// gradients.
  struct Outcome {
    let result: Tensor<Double>
    let shapes: [[Shape]]
    let gradients: [Tensor<Double>]
  }

  /// All sizes with all sorts of numbers; the first one has as many queries as keys, and no other coincidence.
  static func all(seed: UInt64) -> [HeadsCase] {
    let sizes: [(b: Int, q: Int, m: Int, h: Int, d: Int, e: Int)] = [
      (2, 5, 5, 3, 12, 12), (1, 1, 1, 1, 1, 1), (2, 3, 5, 2, 8, 6),
      (3, 4, 4, 1, 5, 2), (1, 2, 3, 4, 4, 8), (1, 6, 2, 3, 6, 3), (10, 2, 3, 2, 2, 4),
      (2, 9, 10, 9, 9, 9), (1, 3, 1, 2, 10, 2),
    ]
    return Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      let size = sizes[place % sizes.count]
      return HeadsCase(
        queries: input.tensor([size.b, size.q, size.d]),
        keys: input.tensor([size.b, size.m, size.d]),
        values: input.tensor([size.b, size.m, size.e]),
        upstream: input.tensor([size.b, size.q, size.e]), heads: size.h,
        numbers: input.numbers.rawValue)
    }
  }

  /// Attention without a softmax, Q·Kᵀ·V, which no exchange of axes leaves as it is.
  static func mixed(
    _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>
  ) -> Variable<Double> {
    matmul(matmul(queries, keys, transposeB: true), values)
  }

  /// Calls an answer, with this kind of attention.
  func outcome(
    of answer: (Variable<Double>, Variable<Double>, Variable<Double>, Attend) throws -> Variable<
      Double
    >
  ) rethrows -> Outcome {
    var shapes: [[Shape]] = []
    func attend(
      _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>
    ) -> Variable<Double> {
      shapes.append([queries.shape, keys.shape, values.shape])
      return Self.mixed(queries, keys, values)
    }
    var found = Tensor<Double>(0)
    let gradients = try valueWithGradients(at: [queries, keys, values]) { inputs in
      let result = try answer(inputs[0], inputs[1], inputs[2], attend)
      found = result.value
      return result.shape == upstream.shape ? (result * Variable(upstream)).sum() : result.sum()
    }.gradients
    return Outcome(result: found, shapes: shapes, gradients: gradients)
  }
}
