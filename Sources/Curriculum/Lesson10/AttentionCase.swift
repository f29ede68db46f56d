import Curriculum
import Gradus

/// Queries, keys, values and a mask to call an answer with.
///
/// All sizes differ in the general ones, so that what has been exchanged does not fit or gives other numbers.
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
  let sight: Sight
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
    self.sight = sight
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
    return AttentionCase(front: [2, 3], (q: 4, m: 5, d: 6, e: 7), sight, &input)
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

extension AttendingLesson {
  /// Says where NaN comes from when a result has it, for inputs that have one usual reason.
  static func expectNoNaN(
    _ results: [Matrix], in call: String, from input: AttentionCase
  ) throws {
    guard let reason = input.reasonForNaN else { return }
    try expect(
      !results.contains { $0.elements.contains(where: \.isNaN) }, "\(call): found NaN.",
      why: reason)
  }

  /// Says where a row of zeros comes from when scores are some thousands below 0.
  static func expectNoLostRow(
    _ found: Matrix, insteadOf expected: Matrix, in call: String, from input: AttentionCase
  ) throws {
    guard found.shape == expected.shape, input.hasLargeNumbers else { return }
    let rows = zip(
      found.abs().max(along: -1).elements, expected.abs().max(along: -1).elements)
    try expect(
      !rows.contains { $0 == 0 && $1 > 0 },
      "\(call): found a row of zeros, of a query that looks somewhere.", why: notLargestOfRow)
  }

  static let notLargestOfRow =
    "What is subtracted is larger than all scores that the row may look at, so that e to each of them is 0: "
    + "subtract the largest of those, of each row its own."
}

extension AttentionCase {
  fileprivate var hasLargeNumbers: Bool { queries.abs().max() > 100 }

  /// The usual reason for NaN with this input, if there is one.
  fileprivate var reasonForNaN: String? {
    if hasLargeNumbers {
      return
        "e to a score of some thousands is infinite, and ∞ / ∞ is NaN: subtract the row's largest score first, of "
        + "those that the mask allows."
    }
    return sight == .nothing
      ? "A row that may look nowhere has the largest score −∞, and −∞ − (−∞) is NaN; or the sum 0, and 0 / 0 is. "
        + "Give hidden keys a share of 0, and divide by 1 where the sum is 0."
      : nil
  }

  /// The first query is 0, so that all of its scores are, and its weights are equal.
  static let zeros: AttentionCase = {
    let input = general(seed: 1012)
    var queries = input.queries
    queries[0..., 0..., 0] *= 0
    return AttentionCase(input, queries: queries, keys: input.keys, "a query of zeros")
  }()

  /// Scores of some ten thousands: the largest of the first row where the mask is false, and far below 0 where it
  /// is true.
  static let large: AttentionCase = {
    let input = general(seed: 1013, .causal)
    // The last key is as the first query, which may not look at it; the first two, at which it may, are opposite.
    var keys = input.keys
    keys[0..., 0..., 0] = input.queries[0..., 0..., 0] * -1
    keys[0..., 0..., 1] = input.queries[0..., 0..., 0] * -2
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
    (values, upstream, mask, sight) = (other.values, other.upstream, other.mask, other.sight)
    self.what = what
  }
}
