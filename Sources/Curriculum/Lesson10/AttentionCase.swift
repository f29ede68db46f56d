import Curriculum
import Gradus

/// Queries, keys, values and a mask to call an answer with.
///
/// Q, M, d and e differ in the first ones, so that what has been exchanged does not fit or gives other numbers.
struct AttentionCase: CustomStringConvertible {
  /// Where queries may look.
  enum Sight: String, CaseIterable {
    case all = "all allowed"
    case causal = "causal"
    case random = "a random mask"
    case nothing = "a mask with a row that allows nothing"
  }

  let queries, keys: Tensor<Double>
  private(set) var values, upstream: Tensor<Double>
  let mask: Tensor<Bool>
  private let what: String

  var description: String {
    "queries \(queries.shape), keys \(keys.shape), values \(values.shape), \(what)"
  }

  init(
    front: [Int], _ sizes: (q: Int, m: Int, d: Int, e: Int), _ sight: Sight, _ input: inout Input
  ) {
    let (q, m) = (sizes.q, sizes.m)
    func tensor(_ rows: Int, _ columns: Int) -> Tensor<Double> {
      input.tensor(Shape(front + [rows, columns]))
    }
    (queries, keys) = (tensor(q, sizes.d), tensor(m, sizes.d))
    (values, upstream) = (tensor(m, sizes.e), tensor(q, sizes.e))
    let draws = input.labels([q, m], below: 3).elements
    // A random mask lets each query look somewhere.
    let elements = (0..<q * m).map { place in
      let (query, key) = (place / m, place % m)
      return switch sight {
      case .all: true
      case .causal: key <= max(m - q, 0) + query
      case .random: draws[place] > 0 || key == query % m
      case .nothing: query != q / 2 && (draws[place] > 0 || key == query % m)
      }
    }
    mask = Tensor(shape: [q, m], elements: elements)
    what = "\(sight.rawValue), \(input.numbers.rawValue)"
  }

  /// Without any coincidence: what mistakes are told apart by.
  static func general(seed: UInt64, _ sight: Sight = .random) -> AttentionCase {
    var input = Input.all(seed: seed)[0]
    return AttentionCase(front: [2, 3], (q: 4, m: 5, d: 6, e: 3), sight, &input)
  }

  /// All sorts of numbers, shapes and masks.
  static func all(seed: UInt64) -> [AttentionCase] {
    let fronts = [[2, 3], [], [1], [3, 1], [2], [9]]
    let sizes: [(q: Int, m: Int, d: Int, e: Int)] = [
      (4, 5, 3, 2), (1, 1, 1, 1), (3, 3, 3, 3), (1, 6, 2, 3), (5, 2, 4, 1),
      (2, 7, 1, 4), (10, 9, 2, 2),
    ]
    return Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      return AttentionCase(
        front: fronts[place % fronts.count], sizes[place % sizes.count],
        Sight.allCases[place / 2 % 4], &input)
    }
  }
}

extension AttentionCase {
  /// The first query is 0, so that all of its scores are, and its weights are equal.
  static let zeros: AttentionCase = {
    let input = general(seed: 1012)
    var queries = input.queries
    queries[0..., 0..., 0] *= 0
    return AttentionCase(input, queries: queries, keys: input.keys, "a query of zeros")
  }()

  /// Scores of some ten thousands, the largest of each row where the mask is false.
  static let large: AttentionCase = {
    let input = general(seed: 1013, .causal)
    // The last key is as the first query, which may not look at it.
    var keys = input.keys
    keys[0..., 0..., 4] = input.queries[0..., 0..., 0] * 3
    return AttentionCase(
      input, queries: input.queries * 200, keys: keys * 100, "causal, scores of some ten thousands")
  }()

  /// The same with values and an upstream gradient between −1 and 1.
  ///
  /// Where a softmax is sure, the gradient of a score is what two numbers of this size leave of each other. Of
  /// thousands, right ways to add up would leave different remains.
  var withModestValues: AttentionCase {
    var modest = self
    modest.values = values / max(1, values.abs().max())
    modest.upstream = upstream / max(1, upstream.abs().max())
    return modest
  }

  private init(
    _ other: AttentionCase, queries: Tensor<Double>, keys: Tensor<Double>, _ what: String
  ) {
    (self.queries, self.keys) = (queries, keys)
    (values, upstream, mask) = (other.values, other.upstream, other.mask)
    self.what = what
  }
}
