/// SplitMix64 (Steele, Lea and Flood, 2014): random bits for tests of modules that know no tensors.
public struct RepeatableGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts from a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Numbers between −`limit` and `limit`.
  public mutating func numbers<Scalar: BinaryFloatingPoint>(
    _ count: Int, limit: Double = 4, as: Scalar.Type = Scalar.self
  ) -> [Scalar] {
    (0..<count).map { _ in Scalar((Double(next() >> 11) * 0x1p-52 - 1) * limit) }
  }
}
