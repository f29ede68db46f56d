import Curriculum

extension LeavingLesson {
  static let varint = Exercise<Answers>(
    "varint", "Bytes of a file",
    hints: [
      "value % 128 are the lowest seven bits, value / 128 is what is left. They are written first.",
      "As long as something is left, a byte has 128 added: another one follows. The last has not, and there is "
        + "always a last one, also for 0.",
      "var rest = value; while rest >= 128 { bytes.append(UInt8(rest % 128) + 128); rest /= 128 }; then the rest.",
    ],
    learned:
      "A file format is a few rules on bytes: with one function for integers you can write an ONNX model.",
    landmark: Landmark("Sources/Interop/ONNX/ProtocolBuffer.swift", "func append"),
    solution: { $0.varint = Leaving.varint },
    check: checkVarint,
    wrongAnswers: varintMistakes.wrongAnswers(\.varint) + [varintAsInt],
    rightAnswers: [
      RightAnswer("shifts and masks") {
        $0.varint = { value in
          var (bytes, rest) = ([UInt8](), value)
          repeat {
            let group = UInt8(truncatingIfNeeded: rest & 0x7F)
            rest >>= 7
            bytes.append(rest == 0 ? group : group | 0x80)
          } while rest != 0
          return bytes
        }
      },
      RightAnswer("by itself") {
        $0.varint = { value in
          func bytes(_ value: UInt64) -> [UInt8] {
            value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + bytes(value >> 7)
          }
          return bytes(value)
        }
      },
      RightAnswer("how many groups, first") {
        $0.varint = { value in
          let count = max(1, (64 - value.leadingZeroBitCount + 6) / 7)
          return (0..<count).map { place in
            UInt8(value >> (7 * UInt64(place)) & 127) + (place < count - 1 ? 128 : 0)
          }
        }
      },
    ])

  @Sendable private static func checkVarint(_ answers: Answers) throws {
    var suspicion = Suspicion(varintMistakes)
    func compare(_ value: UInt64) throws {
      try suspicion.expect(
        try answers.varint(value), equals: try Leaving.varint(value), in: "varint(\(value))",
        parts: [.value("the bytes") { $0 }]
      ) { try $0(value) }
    }
    for value: UInt64 in [16_500, 1, 0, 127, 128, 255, 256, 1_000_000_007] { try compare(value) }
    for bits in 1..<64 as Range<UInt64> {
      for less in 0...1 as ClosedRange<UInt64> { try compare(1 << bits - less) }
    }
    try compare(1 << 63 | 12345)
    try compare(.max)
    var value: UInt64 = 14
    for shift in 0..<60 as Range<UInt64> {
      value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      try compare(value >> shift)
    }
  }
}
