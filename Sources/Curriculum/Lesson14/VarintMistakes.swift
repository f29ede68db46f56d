import Curriculum

extension LeavingLesson {
  private typealias Bytes = @Sendable (UInt64) -> [UInt8]

  /// The groups of so many bits, the lowest first.
  private static func groups(_ value: UInt64, bits: UInt64 = 7) -> [UInt8] {
    var (groups, rest): ([UInt8], UInt64) = ([], value)
    repeat {
      groups.append(UInt8(truncatingIfNeeded: rest & (1 << bits - 1)))
      rest >>= bits
    } while rest != 0
    return groups
  }

  private static func marked(_ groups: [UInt8], with mark: UInt8 = 128) -> [UInt8] {
    groups.dropLast().map { $0 | mark } + groups.suffix(1)
  }

  private static func mistake(_ name: String, _ why: String, _ bytes: @escaping Bytes)
    -> Mistake<Answers.Varint>
  { Mistake(name, why) { bytes($0) } }

  static let varintMistakes: [Mistake<Answers.Varint>] = [
    mistake("the highest group first", "The lowest seven bits are written first.") {
      marked(groups($0).reversed())
    },
    mistake("all bytes in reverse order", "The lowest seven bits are written first.") {
      marked(groups($0)).reversed()
    },
    mistake("no mark", "Each byte that is followed by another has its highest bit set: add 128.") {
      groups($0)
    },
    mistake("each byte marked", "The last byte has no mark: nothing follows it.") {
      groups($0).map { $0 | 128 }
    },
    mistake(
      "the last marked and not the others",
      "It is the other way around: the mark says that another byte follows."
    ) { value in
      let all = groups(value)
      return all.dropLast() + all.suffix(1).map { $0 | 128 }
    },
    mistake("groups of eight bits", "A group has seven bits: the eighth is for the mark.") {
      groups($0, bits: 8)
    },
    mistake("groups of six bits", "A group has seven bits: divide by 128.") {
      marked(groups($0, bits: 6))
    },
    mistake("marked by 64", "The mark is the highest bit of the byte, 128.") {
      marked(groups($0), with: 64)
    },
    mistake("nothing for 0", "0 takes a byte, too: [0].") { $0 == 0 ? [] : marked(groups($0)) },
    mistake(
      "128 in one byte", "128 takes two bytes, since only numbers below 128 fit into seven bits."
    ) { value in
      var (bytes, rest): ([UInt8], UInt64) = ([], value)
      while rest > 128 {
        bytes.append(UInt8(rest % 128) + 128)
        rest /= 128
      }
      return bytes + [UInt8(rest)]
    },
    mistake(
      "a zero at the end", "Nothing is left, so nothing follows: the last byte is one too many."
    ) { groups($0).map { $0 | 128 } + [0] },
    mistake("always ten bytes", "Zeros at the end are not written: small numbers take one byte.") {
      value in
      marked((0..<10).map { UInt8(value >> (7 * UInt64($0)) & 127) })
    },
    mistake("32 bits", "The number has 64 bits, and may take ten bytes.") {
      marked(groups($0 & 0xFFFF_FFFF))
    },
    mistake("63 bits", "The highest bit of 64 is lost: stay with UInt64, and take ten bytes.") {
      marked(groups($0 & (.max >> 1)))
    },
    mistake(
      "zigzag", "That is zigzag, value·2, which is for signed numbers: write the value as it is."
    ) { marked(groups($0 << 1)) },
  ]

  /// One that traps, and so cannot be asked what it gives.
  static let varintAsInt = WrongAnswer<Answers>("converted to Int") {
    $0.varint = { value in
      var (bytes, rest): ([UInt8], Int) = ([], Int(value))
      while rest >= 128 {
        bytes.append(UInt8(rest % 128) + 128)
        rest /= 128
      }
      return bytes + [UInt8(rest)]
    }
  }
}
