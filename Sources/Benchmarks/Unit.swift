extension Workload {
  /// What the time of a workload is told in.
  public enum Unit: Sendable, Equatable {
    /// 10⁹ floating-point operations per second, for work of so many operations; more is better.
    case gigaflops(operations: Int)
    /// Microseconds a training step.
    case microsecondsPerStep
    /// Milliseconds, for operations on many elements.
    case milliseconds
    /// Nanoseconds, for operations on few.
    case nanoseconds
    /// So many of a kind of thing a second, such as pictures, for work on a number of them; more is better.
    case perSecond(_ things: String, count: Int)
    /// Mebibytes of memory, for what is not a time.
    case mebibytes

    /// Its sign.
    public var symbol: String {
      switch self {
      case .gigaflops: "GFLOP/s"
      case .microsecondsPerStep: "us/step"
      case .milliseconds: "ms"
      case .nanoseconds: "ns"
      case .perSecond(let things, _): "\(things)/s"
      case .mebibytes: "MiB"
      }
    }

    /// Whether a higher value is a better one.
    public var isRate: Bool {
      switch self {
      case .gigaflops, .perSecond: true
      default: false
      }
    }

    /// The value of what was measured: seconds, or for ``mebibytes`` bytes.
    public func value(of measured: Double) -> Double {
      switch self {
      case .gigaflops(let operations): Double(operations) / measured / 1e9
      case .microsecondsPerStep: measured * 1e6
      case .milliseconds: measured * 1e3
      case .nanoseconds: measured * 1e9
      case .perSecond(_, let count): Double(count) / measured
      case .mebibytes: measured / 0x1p20
      }
    }
  }
}
