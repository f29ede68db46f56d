import TensorCore

/// Changes to bytes that know nothing of what they mean, except where numbers stand in files.
struct Mutation {
  /// Longer inputs are cut: a short one shows the same faults, faster.
  static let longestInput = 2048

  /// Words of the format.
  let words: [[UInt8]]

  /// Changes an input in one to four places; `other` is an input to take parts from.
  func callAsFunction(
    _ input: inout [UInt8], other: [UInt8], using generator: inout RandomGenerator
  ) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      changeOnce(&input, other, &generator)
    }
    if input.count > Mutation.longestInput {
      input.removeLast(input.count - Mutation.longestInput)
    }
  }

  private func changeOnce(
    _ input: inout [UInt8], _ other: [UInt8], _ generator: inout RandomGenerator
  ) {
    let place = Int.random(in: 0...input.count, using: &generator)
    let length = min(
      input.count - place, 1 << Int.random(in: 0...7, using: &generator))
    switch Int.random(in: 0..<10, using: &generator) {
    case 0 where place < input.count:
      input[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1 where place < input.count:
      input[place] = UInt8.random(in: .min ... .max, using: &generator)
    case 2: input.removeSubrange(place..<place + length)
    case 3: input.insert(contentsOf: input[place..<place + length], at: place)
    case 4: input.removeLast(input.count - place)
    case 5: writeBinaryNumber(&input, at: place, &generator)
    case 6: writeDecimalNumber(&input, &generator)
    case 7 where !other.isEmpty:
      let start = Int.random(in: 0..<other.count, using: &generator)
      let end = start + 1 << Int.random(in: 0...8, using: &generator)
      let part = other[start..<min(other.count, end)]
      input.replaceSubrange(place..<place + length, with: part)
    default:
      guard let word = words.randomElement(using: &generator) else { return }
      let replaced = Bool.random(using: &generator) ? 0 : min(word.count, input.count - place)
      input.replaceSubrange(place..<place + replaced, with: word)
    }
  }

  /// Overwrites 1, 2, 4 or 8 bytes with a number that readers tend to trip over, in either order.
  private func writeBinaryNumber(
    _ input: inout [UInt8], at place: Int, _ generator: inout RandomGenerator
  ) {
    let size = 1 << Int.random(in: 0...3, using: &generator)
    guard place + size <= input.count else { return }
    let number = UInt64(bitPattern: Int64(trickyNumber(input.count, &generator)))
    let isBigEndian = Bool.random(using: &generator)
    for index in 0..<size {
      let shift = UInt64(8 * (isBigEndian ? size - 1 - index : index))
      input[place + index] = UInt8(truncatingIfNeeded: number >> shift)
    }
  }

  /// Replaces digits by the digits of such a number.
  private func writeDecimalNumber(_ input: inout [UInt8], _ generator: inout RandomGenerator) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let start = Int.random(in: 0...input.count, using: &generator)
    guard let first = input[start...].firstIndex(where: digits.contains) else { return }
    let end = input[first...].firstIndex { !digits.contains($0) } ?? input.count
    input.replaceSubrange(first..<end, with: "\(trickyNumber(input.count, &generator))".utf8)
  }
}

/// Zero, the largest, powers of two and their neighbors, and numbers about the size of the input.
func trickyNumber(_ size: Int, _ generator: inout RandomGenerator) -> Int {
  switch Int.random(in: 0..<4, using: &generator) {
  case 0: [0, 1, -1, .max, .min, .max / 2, .max / 8 + 1, 1 << 62].randomElement(using: &generator)!
  case 1:
    (1 << Int.random(in: 0..<63, using: &generator)) + Int.random(in: -1...1, using: &generator)
  case 2: size + Int.random(in: -16...16, using: &generator)
  default: Int.random(in: 0...16, using: &generator)
  }
}
