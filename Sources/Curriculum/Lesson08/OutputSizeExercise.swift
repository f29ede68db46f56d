import Curriculum
import Gradus

extension SeeingLesson {
  typealias OutputSize = @Sendable (Int, Int, Int, Int) throws -> Int

  static let outputSize = Exercise<Answers>(
    "outputSize", "How many places a window takes",
    hints: [
      "The last place begins at padded − kernel at most, where padded = input + 2 * padding.",
      "From 0 to there in steps of stride: (padded - kernel) / stride of them, and the first place besides.",
      "Int's / cuts off, so a window that would reach beyond is not counted. But it also makes 0 of −1 / 2: "
        + "ask for kernel <= padded first.",
    ],
    learned:
      "A convolution's output has (H + 2·padding − K) / stride + 1 rows, rounded down: a stride may leave "
      + "pixels at the far edge that no window sees.",
    landmark: Landmark("Sources/TensorCore/Windows/WindowPlan.swift", "package init"),
    solution: { $0.outputSize = Seeing.outputSize },
    check: { answers in
      // All calls are looked at before the first difference is told: only together do they tell one
      // mistake from another.
      let right = try sizeCalls.map { try outcome(Seeing.outputSize, $0) }
      try expect(
        sizeCalls.map { try outcome(answers.outputSize, $0) }, equals: right, in: "outputSize",
        parts: sizeCalls.indices.map { index in
          .value(text(sizeCalls[index])) { $0[index] ?? "DoesNotFit" }
        },
        suspects: sizeMistakes.suspects { function in
          try sizeCalls.map { try outcome(function, $0) }
        })
      // Last, because a division by zero ends everything.
      try expectDoesNotFit(
        in: "outputSize(of: 4, kernel: 2, stride: 0, padding: 1)", why: noStride
      ) { "\(try answers.outputSize(4, 2, 0, 1))" }
    },
    wrongAnswers: sizeMistakes.wrongAnswers(\.outputSize),
    rightAnswers: [
      RightAnswer("a loop over the places") {
        $0.outputSize = { input, kernel, stride, padding in
          guard kernel > 0, stride > 0, padding >= 0 else { throw DoesNotFit("out of range") }
          var (count, start) = (0, -padding)
          while start + kernel <= input + padding {
            count += 1
            start += stride
          }
          if count == 0 { throw DoesNotFit("the kernel is too large") }
          return count
        }
      },
      RightAnswer("the starts counted") {
        $0.outputSize = { input, kernel, stride, padding in
          guard kernel > 0, stride > 0, padding >= 0, kernel <= input + 2 * padding else {
            throw DoesNotFit("out of range")
          }
          return Swift.stride(from: 0, through: input + 2 * padding - kernel, by: stride)
            .reduce(0) { count, _ in count + 1 }
        }
      },
      RightAnswer("rounded down as a fraction") {
        $0.outputSize = { input, kernel, stride, padding in
          let rest = Double(input + 2 * padding - kernel)
          if min(kernel, stride, padding + 1) < 1 || rest < 0 { throw DoesNotFit("out of range") }
          return Int((rest / Double(stride)).rounded(.down)) + 1
        }
      },
    ])

  private struct SizeCall: Sendable {
    let input: Int
    let kernel: Int
    let stride: Int
    let padding: Int

    init(_ input: Int, _ kernel: Int, _ stride: Int, _ padding: Int) {
      (self.input, self.kernel, self.stride, self.padding) = (input, kernel, stride, padding)
    }

    var padded: Int { input + 2 * padding }
    /// The last row at which a window may begin.
    var last: Int { padded - kernel }
    /// How many steps there are to it.
    var steps: Int { last / stride }
  }

  /// What fits, from small to large, and then what does not.
  private static let sizeCalls: [SizeCall] = {
    var (calls, wrong): ([SizeCall], [SizeCall]) = (
      [SizeCall(7, 3, 2, 0), SizeCall(5, 3, 1, 2), SizeCall(8, 3, 2, 0)], []
    )
    for input in [1, 2, 3, 4, 5, 7, 8, 13, 28] {
      for kernel in [1, 2, 3, 5, 10] {
        for stride in [1, 2, 3, 11] {
          for padding in [0, 1, 2, 9] {
            let call = SizeCall(input, kernel, stride, padding)
            if call.last >= 0 { calls.append(call) } else { wrong.append(call) }
          }
        }
      }
    }
    return calls + [SizeCall(0, 2, 1, 1)] + wrong
      + [
        SizeCall(4, 0, 1, 0), SizeCall(4, -1, 1, 0), SizeCall(4, 2, -1, 0), SizeCall(4, 2, 1, -1),
        SizeCall(0, 1, 1, 0),
      ]
  }()

  /// A size as a text; nil where it does not fit.
  private static func outcome(_ function: OutputSize, _ call: SizeCall) throws -> String? {
    do {
      return "\(try function(call.input, call.kernel, call.stride, call.padding))"
    } catch is DoesNotFit { return nil }
  }

  private static func text(_ call: SizeCall) -> String {
    "of \(call.input) with kernel \(call.kernel), stride \(call.stride) and padding \(call.padding)"
  }

  private static let noStride =
    "A window that does not move has no last place: the stride is at least 1."

  /// Counts otherwise, or accepts or refuses something else.
  ///
  /// - Parameter paddings: How many times the padding is added to the input.
  private static func sizeMistake(
    _ name: String, _ why: String, paddings: Int = 2,
    refusesKernel: @escaping @Sendable (SizeCall) -> Bool = { $0.kernel < 1 },
    refusesStride: @escaping @Sendable (SizeCall) -> Bool = { $0.stride < 1 },
    refusesPadding: @escaping @Sendable (SizeCall) -> Bool = { $0.padding < 0 },
    refusesFit: @escaping @Sendable (SizeCall) -> Bool = { $0.last < 0 },
    count: @escaping @Sendable (SizeCall) -> Int = { $0.steps + 1 }
  ) -> Mistake<OutputSize> {
    Mistake(name, why) { input, kernel, stride, padding in
      let call = SizeCall(input + (paddings - 2) * padding, kernel, stride, padding)
      let isRefused =
        refusesKernel(call) || refusesStride(call) || refusesPadding(call) || refusesFit(call)
      if isRefused { throw DoesNotFit("does not fit") }
      return count(call)
    }
  }

  private static let sizeMistakes = countMistakes + refusalMistakes

  private static let paddingOnce = "The padding is added on both sides: 2 * padding."
  private static let paddingIgnored = "The padding is missing: it is added on both sides."

  private static let dividedTwice =
    "Add and subtract first, and divide once: of two quotients, each is rounded by itself."
  private static let largePadding =
    "The padding may be as large as the kernel, or larger: then some windows see zeros alone."
  private static let negativeStride =
    "The stride is at least 1: throw DoesNotFit where it is below."

  private static let countMistakes: [Mistake<OutputSize>] = [
    sizeMistake("without + 1", "The first place is missing: steps + 1.", count: { $0.steps }),
    sizeMistake("padding once", paddingOnce, paddings: 1),
    sizeMistake(
      "padding once in the count alone", paddingOnce,
      count: { ($0.last - $0.padding) / $0.stride + 1 }),
    sizeMistake("padding ignored", paddingIgnored, paddings: 0),
    sizeMistake(
      "padding ignored in the count alone", paddingIgnored,
      count: { ($0.input - $0.kernel) / $0.stride + 1 }),
    sizeMistake(
      "padding taken away", "The padding makes the input larger, and not smaller.", paddings: -2),
    sizeMistake(
      "stride ignored", "The stride is missing: divide the steps by it.", count: { $0.last + 1 }),
    sizeMistake(
      "rounded up", "A window that would reach beyond the edge is not counted: round down.",
      count: { ($0.last + $0.stride - 1) / $0.stride + 1 }),
    sizeMistake(
      "rounded to the nearest", "Round down, not to the nearest: half a step is none.",
      count: { Int((Double($0.last) / Double($0.stride)).rounded()) + 1 }),
    sizeMistake(
      "+ 1 before the division", "Add 1 after the division: it is a place, not a pixel.",
      count: { ($0.last + 1) / $0.stride }),
    sizeMistake(
      "the kernel's size ignored", "The kernel's size is missing: it has to fit at the last place.",
      count: { ($0.padded - 1) / $0.stride + 1 }),
    sizeMistake(
      "the kernel ignored", "The kernel is missing: the last place begins at padded − kernel.",
      count: { $0.padded / $0.stride }),
    sizeMistake(
      "divided twice", dividedTwice,
      count: { $0.padded / $0.stride - $0.kernel / $0.stride + 1 }),
    sizeMistake(
      "the padding divided by itself", dividedTwice,
      count: { ($0.input - $0.kernel) / $0.stride + 2 * $0.padding / $0.stride + 1 }),
    sizeMistake(
      "input by stride",
      "That is input / stride, rounded up, which is right for one padding alone: count with the kernel and the "
        + "padding.",
      count: { ($0.input + $0.stride - 1) / $0.stride }),
    sizeMistake(
      "half of the kernel",
      "The whole kernel has to fit: a place is where it begins, not its middle.",
      count: { ($0.padded - $0.kernel / 2) / $0.stride + 1 }),
  ]

  private static let refusalMistakes: [Mistake<OutputSize>] = [
    sizeMistake(
      "a kernel that is too large",
      "That kernel is larger than the padded input, and / makes 0 of what is between −1 and 0: throw "
        + "DoesNotFit.",
      refusesFit: { _ in false }),
    sizeMistake(
      "no place instead of an error",
      "Where the kernel does not fit there is no size to return, not even 0: throw DoesNotFit.",
      refusesFit: { _ in false }, count: { $0.last < 0 ? 0 : $0.steps + 1 }),
    sizeMistake(
      "a kernel as large as the input refused",
      "A kernel as large as the padded input fits, in one place: refuse what is larger.",
      refusesFit: { $0.last <= 0 }),
    sizeMistake(
      "the kernel compared with the bare input",
      "The kernel has to fit into the padded input: compare it with input + 2 * padding.",
      refusesFit: { $0.kernel > $0.input }),
    sizeMistake(
      "what is left over refused",
      "A stride may leave pixels over at the far edge: that is no error, they are not looked at.",
      refusesFit: { $0.last < 0 || $0.last % $0.stride != 0 }),
    sizeMistake(
      "a stride above the kernel refused",
      "A stride may be larger than the kernel: then no window sees the pixels between two of them.",
      refusesStride: { $0.stride < 1 || $0.stride > $0.kernel }),
    sizeMistake(
      "a padding as large as the kernel refused", largePadding,
      refusesPadding: { $0.padding < 0 || $0.padding >= $0.kernel }),
    sizeMistake(
      "a padding above half of the kernel refused", largePadding,
      refusesPadding: { $0.padding < 0 || $0.padding > $0.kernel / 2 }),
    sizeMistake(
      "an input of 0 refused",
      "An input of 0 is no error: the kernel has to fit into it with its padding.",
      refusesFit: { $0.input < 1 || $0.last < 0 }),
    sizeMistake(
      "an empty kernel", "A kernel has at least one pixel: throw DoesNotFit where it is below 1.",
      refusesKernel: { _ in false }),
    sizeMistake(
      "a negative stride", negativeStride, refusesStride: { $0.stride == 0 }),
    sizeMistake(
      "a negative stride as 1", negativeStride, refusesStride: { $0.stride == 0 },
      count: { $0.last / max(1, $0.stride) + 1 }),
    sizeMistake(
      "a negative padding", "The padding is at least 0: throw DoesNotFit where it is below.",
      refusesPadding: { _ in false }),
    sizeMistake(
      "a stride of 0", noStride, refusesStride: { $0.stride < 0 },
      count: { $0.stride == 0 ? 1 : $0.steps + 1 }),
  ]
}
