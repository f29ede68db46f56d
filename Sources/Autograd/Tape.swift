import TensorCore

/// Gives, from the gradient of the output of an operation, that of one of its inputs.
public typealias Pullback<Scalar: TensorScalar> = (_ upstream: Tensor<Scalar>) -> Tensor<Scalar>

/// A list of the operations that led to a result, in the order in which they ran.
///
/// Each operation stands behind those that it uses, so the gradients are found in one loop from the
/// back to the front: no sorting, no recursion. This is reverse-mode differentiation on a Wengert list
/// (Wengert, 1964; Linnainmaa, 1970).
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

  /// Finds the gradients of everything that led to a variable, and releases the records.
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
    // Taken out of the object: there, each access would be checked against others at the same time.
    var (records, contributions) = (self.records, self.contributions)
    release()
    // What is forgotten on the way back frees its memory for the steps to come.
    func forgetLast() {
      let start = records.removeLast().startOfContributions
      contributions.removeLast(contributions.count - start)
    }
    var gradients = [Tensor<Scalar>?](repeating: nil, count: max(output + 1, tracked))
    gradients[output] = upstream
    while records.count > max(output + 1, tracked) { forgetLast() }
    while records.count > tracked {
      let position = records.count - 1
      guard let upstream = gradients[position].take() else {
        forgetLast()
        continue
      }
      let (operation, start) = (records[position].operation, records[position].startOfContributions)
      observer?.operationReceived(operation, upstream)
      while contributions.count > start {
        let contribution = contributions.removeLast()
        let input = contribution.input
        let part = contribution.pullback(upstream)
        guard hasRightShape(part, expected: records[input].shape, input: input, of: operation)
        else { continue }
        tracer?.inspect(
          part, operation: operation, layer: layers[position] ?? "", isBackward: true)
        // The first contribution is stored, later ones are added in place: n − 1 additions for n uses.
        if gradients[input] == nil {
          gradients[input] = part
        } else {
          gradients[input]! += part
        }
      }
      records.removeLast()
    }
    layers.removeAll()
    return (0..<tracked).map { gradients[$0] ?? Tensor(repeating: 0, shape: records[$0].shape) }
  }

  /// The gradient of a variable on which nothing depends.
  func zeros(likeRecord position: Int) -> Tensor<Scalar> {
    Tensor(repeating: 0, shape: records[position].shape)
  }

  /// Whether a pullback has given a gradient of its input's shape; if not, the program stops, unless an
  /// observer wants to report it.
  private func hasRightShape(
    _ gradient: Tensor<Scalar>, expected: Shape, input: Int, of operation: StaticString
  ) -> Bool {
    if gradient.shape == expected { return true }
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
  }
}
