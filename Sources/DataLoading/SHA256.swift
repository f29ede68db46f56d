import Foundation

/// The SHA-256 hash function of FIPS 180-4: any change to a file changes its 256-bit digest.
public enum SHA256 {
  /// The digest of `message` as 64 lowercase hexadecimal digits, as `sha256sum` prints it.
  public static func hexDigest(of message: [UInt8]) -> String {
    var state = initialState
    var words = [UInt32](repeating: 0, count: 64)
    let blockCount = message.count / 64
    for block in 0..<blockCount {
      update(&state, with: message, at: block * 64, &words)
    }

    // The rest of the message, a 1 bit, zeros up to a whole block, and the length in bits.
    var tail = Array(message[(blockCount * 64)...]) + [0x80]
    while tail.count % 64 != 56 {
      tail.append(0)
    }
    let bitCount = UInt64(message.count) * 8
    tail += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bitCount >> $0) }
    for start in stride(from: 0, to: tail.count, by: 64) {
      update(&state, with: tail, at: start, &words)
    }

    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static let primes = (2...311).filter { n in !(2..<n).contains { n.isMultiple(of: $0) } }

  /// The constants are defined as the first 32 bits of the fractions of square and cube roots of
  /// primes. A `Double` holds some 50 bits of each fraction, which is plenty.
  private static let initialState = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
  private static let roundConstants = primes.map { fraction(cbrt(Double($0))) }

  private static func fraction(_ root: Double) -> UInt32 {
    UInt32((root - root.rounded(.down)) * 0x1p32)
  }

  /// Mixes the 64-byte block of `bytes` at `start` into the state. `w` is scratch space of 64
  /// words, handed in so that it is allocated once a message instead of once a block.
  private static func update(
    _ state: inout [UInt32], with bytes: [UInt8], at start: Int, _ w: inout [UInt32]
  ) {
    for t in 0..<16 {
      w[t] = (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[start + 4 * t + $1]) }
    }
    for t in 16..<64 {
      let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
      let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
      w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }

    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let choice = (e & f) ^ (~e & g)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let next = h &+ sum1 &+ choice &+ roundConstants[t] &+ w[t]
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ next, c, b, a, next &+ sum0 &+ majority)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() {
      state[index] &+= word
    }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }
}
