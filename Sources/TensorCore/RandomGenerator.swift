/// A source of random numbers that is a value: the same seed gives the same numbers on every
/// platform, and a copy repeats them.
///
/// Nothing in Gradus draws from a hidden global generator. What needs randomness takes
/// `using generator: inout RandomGenerator`.
///
/// The algorithm is xoshiro256\*\* (Blackman and Vigna, 2018, *Scrambled Linear Pseudorandom Number
/// Generators*): 256 bits of state, period 2²⁵⁶ − 1. The seed is spread over the state by SplitMix64
/// (Steele, Lea and Flood, 2014), as its authors recommend.
public struct RandomGenerator: RandomNumberGenerator, Sendable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Makes a generator from a seed; any number will do.
  public init(seed: UInt64) {
    var spread = SplitMix64(state: seed)
    self.init(state: (spread.next(), spread.next(), spread.next(), spread.next()))
  }

  /// Makes a generator from its whole state, of which not all may be zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (s0, s1, s2, s3) = state
  }

  /// The whole state, for saving it.
  package var state: (UInt64, UInt64, UInt64, UInt64) { (s0, s1, s2, s3) }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotateLeft(s1 &* 5, by: 7) &* 9
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = rotateLeft(s3, by: 45)
    return result
  }

  /// A new generator whose numbers are statistically independent of those that this one will give.
  ///
  /// Use it to give each part of a program randomness of its own: a further draw in one part then
  /// changes nothing in another. The new state is 256 bits drawn from this generator, each 64 of
  /// them scrambled by SplitMix64; that two of n streams overlap within 2⁶⁴ draws has a probability
  /// of about n²·2⁻¹⁹¹.
  public mutating func split() -> RandomGenerator {
    func scrambled() -> UInt64 {
      var scrambler = SplitMix64(state: next())
      return scrambler.next()
    }
    return RandomGenerator(state: (scrambled(), scrambled(), scrambled(), scrambled()))
  }
}

private func rotateLeft(_ x: UInt64, by count: UInt64) -> UInt64 {
  (x << count) | (x >> (64 - count))
}

/// SplitMix64: a counter that is scrambled at each step.
package struct SplitMix64 {
  var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
