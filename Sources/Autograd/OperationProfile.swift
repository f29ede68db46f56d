import TensorCore

/// Where the time of computations with gradients went, by operation.
///
/// What is measured is the time between two operations, which counts for the later of them: reading a clock
/// takes some 50 ns, so that operations on few numbers look more expensive than they are.
public struct OperationProfile: Sendable {
  /// All uses of an operation in one layer.
  public struct Entry: Sendable, Equatable {
    /// What the operation is called, such as "matmul".
    public let operation: String
    /// The layers in which it ran, such as "3.body"; empty outside of layers.
    public let layer: String
    /// How many values it computed.
    public fileprivate(set) var forwardCount = 0
    /// The time in which it computed them, in seconds.
    public fileprivate(set) var forwardSeconds = 0.0
    /// How many gradients of inputs it computed.
    public fileprivate(set) var backwardCount = 0
    /// The time in which it computed them, in seconds.
    public fileprivate(set) var backwardSeconds = 0.0

    /// The time of both directions, in seconds.
    public var seconds: Double { forwardSeconds + backwardSeconds }
  }

  /// The operations in each layer, the most expensive first.
  public let entries: [Entry]
  /// The time outside of forward and backward passes, in seconds: optimizer, loading of data.
  public let secondsOutside: Double

  /// All of the time, in seconds.
  public var seconds: Double { entries.reduce(secondsOutside) { $0 + $1.seconds } }

  /// The same with one entry for each operation, whatever the layer.
  public var byOperation: OperationProfile {
    var sums: [String: Entry] = [:]
    for entry in entries {
      var sum = sums[entry.operation] ?? Entry(operation: entry.operation, layer: "")
      sum.forwardCount += entry.forwardCount
      sum.forwardSeconds += entry.forwardSeconds
      sum.backwardCount += entry.backwardCount
      sum.backwardSeconds += entry.backwardSeconds
      sums[entry.operation] = sum
    }
    return OperationProfile(Array(sums.values), secondsOutside: secondsOutside)
  }

  fileprivate init(_ entries: [Entry], secondsOutside: Double) {
    self.entries = entries.sorted {
      ($1.seconds, $0.operation, $0.layer) < ($0.seconds, $1.operation, $1.layer)
    }
    self.secondsOutside = secondsOutside
  }
}

/// Runs a closure, such as some training steps, and says where its time went, by operation and layer.
///
/// ```swift
/// let (_, profile) = profilingOperations { step(&model) }
/// for entry in profile.byOperation.entries { print(entry.operation, entry.seconds) }
/// ```
public func profilingOperations<Result>(
  _ body: () throws -> Result
) rethrows -> (result: Result, profile: OperationProfile) {
  let clock = ContinuousClock()
  let start = clock.now
  return try profilingOperations(secondsSinceStart: { (clock.now - start) / .seconds(1) }, body)
}

/// The same by another clock, which never goes back.
func profilingOperations<Result>(
  secondsSinceStart: @escaping @Sendable () -> Double, _ body: () throws -> Result
) rethrows -> (result: Result, profile: OperationProfile) {
  let timer = OperationTimer(seconds: secondsSinceStart)
  let result = try withTracer(timer, body)
  return (result, timer.profile())
}

/// Adds up the times between operations.
///
/// A class, because all tapes that are made while it is active report to the same place. `@unchecked
/// Sendable`, because a task-local value must be sendable, while only the task that runs the measured
/// closure writes to it.
private final class OperationTimer: TapeTracer, @unchecked Sendable {
  var path: [String] = []
  private let seconds: @Sendable () -> Double
  private var last: Double
  private var outside = 0.0
  private var entries: [Place: OperationProfile.Entry] = [:]

  private struct Place: Hashable {
    let operation: String
    let layer: String
  }

  init(seconds: @escaping @Sendable () -> Double) {
    self.seconds = seconds
    last = seconds()
  }

  func tapeBegan() { outside += secondsSinceLast() }

  func operationRan<Scalar: TensorScalar>(
    _ operation: StaticString, _ value: Tensor<Scalar>, layer: String, isBackward: Bool
  ) {
    let elapsed = secondsSinceLast()
    let place = Place(operation: "\(operation)", layer: layer)
    var entry =
      entries[place] ?? OperationProfile.Entry(operation: place.operation, layer: place.layer)
    if isBackward {
      entry.backwardCount += 1
      entry.backwardSeconds += elapsed
    } else {
      entry.forwardCount += 1
      entry.forwardSeconds += elapsed
    }
    entries[place] = entry
    // What has just been done for the profile is no time of the next operation.
    last = seconds()
  }

  func profile() -> OperationProfile {
    outside += secondsSinceLast()
    return OperationProfile(Array(entries.values), secondsOutside: outside)
  }

  private func secondsSinceLast() -> Double {
    let now = seconds()
    defer { last = now }
    return now - last
  }
}
