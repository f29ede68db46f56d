import Synchronization
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
/// A class, because all variables of a computation write to the same list. It is not public: whoever
/// differentiates gets gradients, or a ``RecordedPullback``, which can be asked as often as one likes and
/// has no rules of when to be asked.
///
/// `@unchecked Sendable`, because a variable holds its tape, and a model may go to another task. A
/// differentiation runs on one thread from its beginning to its end, and that thread alone writes here: an
/// operation elsewhere stops the program before it touches the lists. What is left when the gradients have been
/// taken does not change any more.
package final class Tape<Scalar: TensorScalar>: @unchecked Sendable {
  private typealias Record = RecordedOperations<Scalar>.Record
  private typealias Contribution = RecordedOperations<Scalar>.Contribution

  // That no two accesses overlap need not be checked at each: none of them runs other code meanwhile.
  @exclusivity(unchecked) private var records: [Record] = []
  @exclusivity(unchecked) private var contributions: [Contribution] = []
  /// Whether the gradients have been taken: what is left of its variables are constants.
  @inline(__always)
  var isOver: Bool { over.load(ordering: .relaxed) }
  /// Atomic, because a variable on another thread asks before it is stopped.
  private let over = Atomic(false)
  /// The layer in which each record was made; only kept for a tracer, which names it in the backward
  /// pass too.
  private var layers: [Int: String] = [:]
  /// The rows of its input that a contribution is to, by its place in `contributions`, if not to the whole
  /// input.
  private var rows: [Int: [Int]] = [:]

  /// Looks on, if somebody wants to know where a NaN appears, or where the time goes.
  let tracer: (any TapeTracer)?

  /// Watches the backward pass, if a check of gradients wants to.
  package var observer: BackwardObserver<Scalar>?

  /// In how many closures of `withoutRecording` the tape was made; inside of a further one it rests.
  private let depth: Int

  /// The thread on which the differentiation runs.
  private let thread = runningThread()

  /// Whose differentiation it is: the file and the line, for a message.
  private let origin: (file: StaticString, line: UInt)

  /// Makes an empty tape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(file: StaticString = #fileID, line: UInt = #line) {
    tracer = Tracing.current
    tracer?.tapeBegan()
    depth = RecordingPause.isPossible ? RecordingPause.depth : 0
    origin = (file, line)
    // Enough for a small network, so that its lists never move.
    records.reserveCapacity(32)
    contributions.reserveCapacity(32)
  }

  /// The number of variables recorded.
  package var count: Int { records.count }

  /// Whether nothing is to be recorded at the moment.
  @inline(__always)
  var rests: Bool { RecordingPause.isPossible && RecordingPause.isDeeper(than: depth) }

  /// A variable whose gradient will be asked for.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func track(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    Variable(
      value, at: append("parameter", value.shape, contributionsFrom: contributions.count), of: self)
  }

  // An operation is recorded in three steps, which run no code but the tape's own: where its
  // contributions begin, one call for each input, and its place on the tape.

  /// Where the contributions of the next operation begin; traps on another thread than the tape's.
  @inline(__always)
  func beginRecord(of operation: StaticString) -> Int {
    require(
      runningThread() == thread,
      "\(operation): a variable of the differentiation at \(origin.file):\(origin.line) is used in another "
        + "task or thread, while one thread alone may record. Hint: hand tasks a model that is not being "
        + "differentiated, or a detached() variable; parallelGradients differentiates in several at once.",
      file: origin.file, line: origin.line)
    return contributions.count
  }

  /// Notes that the operation being recorded depends on an input, if that is not a constant.
  @inline(__always)
  func contribute(
    to input: Variable<Scalar>, _ pullback: @escaping Pullback<Scalar>, of operation: StaticString
  ) {
    guard let node = input.node else { return }
    // An operator cannot know its caller's line, so the lines are those of the two differentiations.
    require(
      node.tape === self,
      "\(operation): two inputs are variables of different tapes, those of the differentiations at "
        + "\(origin.file):\(origin.line) and \(node.tape.origin.file):\(node.tape.origin.line). "
        + "Hint: detached() makes a constant of one.",
      file: origin.file, line: origin.line)
    contributions.append(Contribution(input: node.position, pullback: pullback))
  }

  /// Notes that the last contribution, the only one of its operation, is to rows of its input: its pullback
  /// gives a part for each of these indices.
  func limitContribution(toRows indices: [Int]) { rows[contributions.count - 1] = indices }

  /// Records an operation and returns its place.
  @inline(__always)
  func record(
    _ operation: StaticString, _ value: Tensor<Scalar>, contributionsFrom start: Int
  ) -> Int {
    if let tracer {
      tracer.operationRan(operation, value, layer: tracer.layer, isBackward: false)
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

  /// What has been recorded. The tape is over, and its variables are constants from now on.
  func takeRecords() -> RecordedOperations<Scalar> {
    defer { release() }
    return RecordedOperations(
      records: records, contributions: contributions, rows: rows, layers: layers, tracer: tracer,
      observer: observer)
  }

  /// The gradient of a variable on which nothing depends.
  func zeros(likeRecord position: Int) -> Tensor<Scalar> {
    Tensor(repeating: 0, shape: records[position].shape)
  }

  /// Forgets all records, and with them the values that the pullbacks have kept.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func release() {
    records = []
    contributions = []
    rows = [:]
    if tracer != nil { layers = [:] }
    over.store(true, ordering: .relaxed)
  }
}
