import TensorCore

/// Gives, from the gradient of the output of an operation, that of one of its inputs.
public typealias Pullback<Scalar: TensorScalar> = (_ upstream: Tensor<Scalar>) -> Tensor<Scalar>

/// A list of the operations that led to a result, in the order in which they ran.
///
/// Each operation comes after those that it uses, so the gradients are found in one loop from the
/// last to the first: no sorting, no recursion. This is reverse-mode differentiation on a Wengert list
/// (Wengert, 1964; Linnainmaa, 1970). The same on single numbers, in twelve lines, is `Value.backward()`
/// of the module ScalarAutograd.
///
/// A class, because all variables of a computation write to the same list.
package final class Tape<Scalar: TensorScalar> {
  /// What is known of one variable.
  private struct Record {
    let operation: StaticString
    let shape: Shape
    /// Where this record's entries in `contributions` begin; they end where the next record's begin.
    let startOfContributions: Int
  }

  /// How one variable's gradient contributes to that of an input.
  private struct Contribution {
    let input: Int
    let pullback: Pullback<Scalar>
  }

  // That no two accesses overlap need not be checked at each: none of them runs other code meanwhile.
  @exclusivity(unchecked) private var records: [Record] = []
  @exclusivity(unchecked) private var contributions: [Contribution] = []
  /// Whether the gradients have been taken: what is left of its variables are constants.
  @exclusivity(unchecked) private(set) var isOver = false
  /// The layer in which each record was made; only kept for a tracer, which names it in the backward
  /// pass too.
  private var layers: [Int: String] = [:]

  /// Notes where the first NaN or infinity appears, if that is wanted.
  let tracer: NonFiniteTracer?

  /// Watches the backward pass, if a check of gradients wants to.
  package var observer: BackwardObserver<Scalar>?

  /// Makes an empty tape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init() {
    tracer = NonFiniteTracer.current
    // Enough for a small network, so that its lists never move.
    records.reserveCapacity(32)
    contributions.reserveCapacity(32)
  }

  /// The number of variables recorded.
  package var count: Int { records.count }

  /// A variable whose gradient will be asked for.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func track(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    Variable(
      value, at: append("parameter", value.shape, contributionsFrom: contributions.count), of: self)
  }

  // An operation is recorded in three steps, which run no code but the tape's own: where its
  // contributions begin, one call for each input, and its place on the tape.

  /// Where the contributions of the next operation begin.
  @inline(__always)
  var contributionCount: Int { contributions.count }

  /// Notes that the operation being recorded depends on an input, if that is not a constant.
  @inline(__always)
  func contribute(
    to input: Variable<Scalar>, _ pullback: @escaping Pullback<Scalar>, of operation: StaticString
  ) {
    guard let node = input.node else { return }
    require(
      node.tape === self,
      "\(operation): two inputs are variables of different tapes. "
        + "Hint: detached() makes a constant of one.")
    contributions.append(Contribution(input: node.position, pullback: pullback))
  }

  /// Records an operation and returns its place.
  @inline(__always)
  func record(
    _ operation: StaticString, _ value: Tensor<Scalar>, contributionsFrom start: Int
  ) -> Int {
    if let tracer {
      tracer.inspect(value, operation: operation, layer: tracer.layer, isBackward: false)
    }
    return append(operation, value.shape, contributionsFrom: start)
  }

  @inline(__always)
  private func append(_ operation: StaticString, _ shape: Shape, contributionsFrom start: Int)
    -> Int
  {
    if let tracer { layers[records.count] = tracer.layer }
    records.append(Record(operation: operation, shape: shape, startOfContributions: start))
    return records.count - 1
  }

  /// Finds the gradients of everything that led to a variable, and releases the records: a tape is used
  /// once.
  ///
  /// - Parameters:
  ///   - output: A variable of this tape.
  ///   - upstream: The gradient of whatever is differentiated with respect to `output`; ones for the
  ///     output itself.
  /// - Returns: The gradients with respect to the tracked variables, in the order in which they were
  ///   tracked at the beginning of the tape; zeros where the output does not depend on one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(
    from output: Int, upstream: Tensor<Scalar>, tracked: Int
  ) -> [Tensor<Scalar>] {
    var rest = takeRecords()
    var gradients = [Tensor<Scalar>?](repeating: nil, count: rest.records.count)
    gradients[output] = upstream
    while rest.records.count > tracked {
      if let upstream = gradients[rest.records.count - 1].take() {
        observer?.operationReceived(rest.operation, upstream)
        while let contribution = rest.nextContribution() {
          let part = contribution.pullback(upstream)
          guard isSound(part, for: contribution.input, rest) else { continue }
          add(part, to: &gradients[contribution.input])
        }
      }
      rest.forgetLast()
    }
    return (0..<tracked).map {
      gradients[$0] ?? Tensor(repeating: 0, shape: rest.records[$0].shape)
    }
  }

  /// The first contribution is stored, later ones are added in place: n − 1 additions for n uses.
  @inline(__always)
  private func add(_ part: Tensor<Scalar>, to gradient: inout Tensor<Scalar>?) {
    if gradient == nil { gradient = part } else { gradient! += part }
  }

  /// What the backward pass has still to go through, the last operation first. What it forgets on its way
  /// frees its memory for the steps to come.
  private struct Rest {
    var records: [Record]
    var contributions: [Contribution]
    let layers: [Int: String]

    var operation: StaticString { records[records.count - 1].operation }

    /// A contribution of the last operation, each once; then nil.
    mutating func nextContribution() -> Contribution? {
      contributions.count > records[records.count - 1].startOfContributions
        ? contributions.removeLast() : nil
    }

    mutating func forgetLast() {
      let start = records.removeLast().startOfContributions
      contributions.removeLast(contributions.count - start)
    }
  }

  /// Empties the tape. Out of the object, because there each access would be checked against others at the
  /// same time.
  private func takeRecords() -> Rest {
    defer { release() }
    return Rest(records: records, contributions: contributions, layers: layers)
  }

  /// The gradient of a variable on which nothing depends.
  func zeros(likeRecord position: Int) -> Tensor<Scalar> {
    Tensor(repeating: 0, shape: records[position].shape)
  }

  /// Whether the last operation's pullback has given a gradient of its input's shape; if not, the program
  /// stops, unless an observer wants to report it. A tracer looks at what is in it.
  private func isSound(_ gradient: Tensor<Scalar>, for input: Int, _ rest: Rest) -> Bool {
    let (operation, expected) = (rest.operation, rest.records[input].shape)
    if gradient.shape == expected {
      tracer?.inspect(
        gradient, operation: operation, layer: rest.layers[rest.records.count - 1] ?? "",
        isBackward: true)
      return true
    }
    guard let observer else {
      fatalError(
        "\(operation): the pullback gives a gradient of shape \(gradient.shape) for an input of "
          + "shape \(expected)")
    }
    observer.wrongShapeGiven(operation, input, gradient.shape, expected)
    return false
  }

  /// Forgets all records, and with them the values that the pullbacks have kept.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func release() {
    records = []
    contributions = []
    layers = [:]
    isOver = true
  }
}
