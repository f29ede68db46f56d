import Curriculum
import Gradus

extension SeeingLesson {
  typealias InputGradient = @Sendable (Images, Images, Size2D, Int, Int) throws -> Images

  static let inputGradient = Exercise<Answers>(
    "inputGradient", "The gradient of a convolution's input",
    hints: [
      "The loops of convolve, once more; but now the pixel gets something, for each product that it was in.",
      "Begin with Tensor<Double>.zeros([b, c, size.height, size.width]): what no window has seen stays 0.",
      "gradient[b, c, row, column] += upstream[b, o, y, x] * weight[o, c, i, j], with row = y * stride - padding "
        + "+ i, if that lies inside.",
    ],
    learned:
      "A pixel gets a gradient from each window that saw it. Seen from the pixel, the filter is turned around: "
      + "that is where the famous flip comes from.",
    landmark: Landmark("Sources/TensorCore/Kernels/Convolving.swift", "func imageGradient"),
    solution: { $0.inputGradient = Seeing.inputGradient },
    check: { answers in
      let text = "inputGradient([[[[1, 20]]]], weight: [[[[1, 100], [7, 700]]]], size: [2, 3], "
      try expect(
        answers.inputGradient([[[[1, 20]]]], [[[[1, 100], [7, 700]]]], [2, 3], 1, 0),
        equals: [[[[1, 120, 2000], [7, 840, 14_000]]]], in: "\(text)stride: 1, padding: 0)",
        suspects: inputMistakes.suspects {
          try $0([[[[1, 20]]]], [[[[1, 100], [7, 700]]]], [2, 3], 1, 0)
        })
      // A row and a column at the end that no window has seen.
      try expect(
        answers.inputGradient([[[[1, 20]]]], [[[[1, 100], [7, 700]]]], [3, 6], 3, 0),
        equals: [[[[1, 100, 0, 20, 2000, 0], [7, 700, 0, 140, 14_000, 0], [0, 0, 0, 0, 0, 0]]]],
        in:
          "inputGradient([[[[1, 20]]]], weight: [[[[1, 100], [7, 700]]]], size: [3, 6], stride: 3, "
          + "padding: 0)",
        suspects: inputMistakes.suspects {
          try $0([[[[1, 20]]]], [[[[1, 100], [7, 700]]]], [3, 6], 3, 0)
        })
      for sample in ConvolutionCase.all(seed: 86) {
        let (upstream, weight) = (sample.upstream, sample.filters.weight)
        let found = try answers.inputGradient(
          upstream, weight, sample.size, sample.stride, sample.padding)
        try expect(
          found, equals: sample.gradients.images, in: "inputGradient of \(sample)",
          suspects: !sample.isGeneral
            ? []
            : inputMistakes.suspects {
              try $0(upstream, weight, sample.size, sample.stride, sample.padding)
            })
      }
      try checkAdjoint(answers.inputGradient)
    },
    wrongAnswers: inputMistakes.wrongAnswers(\.inputGradient),
    rightAnswers: [
      RightAnswer("columns, added where they came from") {
        $0.inputGradient = { upstream, weight, size, stride, padding in
          let (u, w) = (upstream.shape, weight.shape)
          let kernel = Size2D(height: w[2], width: w[3])
          let sizes = WindowSizes(input: size, kernel: kernel, stride: stride, padding: padding)
          let matrix = weight.reshaped(to: [w[0], w[1] * w[2] * w[3]])
          var gradient = Images.zeros([u[0], w[1], size.height, size.width])
          for b in 0..<u[0] {
            let columns = matmul(
              matrix, upstream[b].reshaped(to: [u[1], u[2] * u[3]]), transposeA: true)
            for c in 0..<w[1] {
              for tap in WindowMistake.none.taps(sizes) {
                gradient[b, c, tap.row, tap.column] +=
                  columns[(c * w[2] + tap.i) * w[3] + tap.j, tap.y * u[3] + tap.x]
              }
            }
          }
          return gradient
        }
      },
      RightAnswer("from the pixel, with the filter turned around") {
        $0.inputGradient = { upstream, weight, size, stride, padding in
          let (u, w) = (upstream.shape, weight.shape)
          var gradient = Images.zeros([u[0], w[1], size.height, size.width])
          for (row, column) in (0..<size.height).flatMap({ r in (0..<size.width).map { (r, $0) } })
          {
            for y in 0..<u[2] where 0..<w[2] ~= row + padding - y * stride {
              for x in 0..<u[3] where 0..<w[3] ~= column + padding - x * stride {
                let (i, j) = (row + padding - y * stride, column + padding - x * stride)
                for (b, o) in (0..<u[0]).flatMap({ b in (0..<u[1]).map { (b, $0) } }) {
                  for c in 0..<w[1] {
                    gradient[b, c, row, column] += upstream[b, o, y, x] * weight[o, c, i, j]
                  }
                }
              }
            }
          }
          return gradient
        }
      },
      RightAnswer("the framework's differentiation") {
        $0.inputGradient = { upstream, weight, size, stride, padding in
          let shape: Shape = [upstream.shape[0], weight.shape[1], size.height, size.width]
          return gradient(at: .zeros(shape)) {
            (conv2D(
              $0, Variable(weight), stride: Size2D(height: stride, width: stride),
              padding: Size2D(height: padding, width: padding)) * Variable(upstream)).sum()
          }
        }
      },
    ])

  /// The identity ⟨columns of x, g⟩ = ⟨x, g brought back⟩, for every g: with filters that are each 1 at one
  /// element of the window, a convolution makes the columns, and its input gradient brings them back.
  private static func checkAdjoint(_ inputGradient: InputGradient) throws {
    for sample in ConvolutionCase.all(seed: 186).prefix(5) {
      let (image, kernel): (Images, Size2D) = (sample.images[0], sample.kernel)
      let columns = try columns(of: image, kernel, sample.stride, sample.padding)
      let places = [sample.upstream.shape[2], sample.upstream.shape[3]]
      var generator = RandomGenerator(seed: 7)
      let g = Images.normal(columns.shape, using: &generator)
      let back = try inputGradient(
        g.reshaped(to: Shape([1, columns.shape[0]] + places)),
        oneHotFilters(channels: image.shape[0], kernel), sample.size, sample.stride, sample.padding)
      try expect(
        (image * back[0, 0...]).sum(), equals: (columns * g).sum(),
        in: "the sum of image · inputGradient(g), which is that of imageColumns(image) · g, for "
          + "filters with a single 1, \(sample)")
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongInputGradient
  ) -> Mistake<InputGradient> {
    Mistake(name, why) { try wrong($0, $1, $2, $3, $4) }
  }

  private static let inputMistakes: [Mistake<InputGradient>] =
    WindowMistake.all.map { mistake($0.name, $0.why, WrongInputGradient(windows: $0)) }
    + mistakesOfProducts + mistakesOfSize

  private static let noMean =
    "That is divided by the number of pictures or of filters: here nothing is averaged."

  private static let mistakesOfProducts: [Mistake<InputGradient>] = [
    mistake(
      "filters and channels exchanged",
      "The weight is read as [C, O, KH, KW]: the filter is its first axis, the channel its second.",
      WrongInputGradient(weight: { weight, o, c, tap in
        let (outputs, h, w) = (weight.shape[0], weight.shape[2], weight.shape[3])
        return weight.elements[((c * outputs + o) * h + tap.i) * w + tap.j]
      })),
    mistake(
      "the first channel's weights for all",
      "Every channel has weights of its own: weight[o, c, i, j].",
      WrongInputGradient(weight: { weight, o, _, tap in weight[o, 0, tap.i, tap.j] })),
    mistake(
      "the first filter's weights for all",
      "Every filter has weights of its own: weight[o, c, i, j].",
      WrongInputGradient(weight: { weight, _, c, tap in weight[0, c, tap.i, tap.j] })),
    mistake(
      "weights missing", "The weight is missing: what a pixel gets is upstream times its weight.",
      WrongInputGradient(weight: { _, _, _, _ in 1 })),
    mistake(
      "the first filter alone", "Every filter has seen the pixel: add over o.",
      WrongInputGradient(sees: { o, _, _ in o == 0 })),
    mistake(
      "a filter for each channel",
      "Every filter has seen all channels: go through all c for each o.",
      WrongInputGradient(sees: { o, c, channels in c == o % channels })),
    mistake(
      "upstream missing", "Upstream is missing: it says how much each place counts.",
      WrongInputGradient(upstream: { _, _, _, _ in 1 })),
    mistake(
      "upstream of the first picture for all",
      "Every picture has its own upstream: upstream[b, o, y, x].",
      WrongInputGradient(upstream: { upstream, _, o, tap in upstream[0, o, tap.y, tap.x] })),
    mistake(
      "the last window alone",
      "A pixel that several windows have seen gets the sum: add with +=, do not assign.",
      WrongInputGradient(isAdded: false)),
    mistake(
      "only picture 0", "Only picture 0 has a gradient: go through all b.",
      WrongInputGradient(pictures: { _ in 0..<1 })),
    mistake(
      "only channel 0", "Only channel 0 has a gradient: go through all c.",
      WrongInputGradient(channels: { _ in 0..<1 })),
    Mistake(
      "all into the first picture",
      "All pictures have given to picture 0: the pixel is gradient[b, c, row, column]."
    ) { (upstream, weight, size, stride, padding) -> Images in
      let right = try WrongInputGradient()(upstream, weight, size, stride, padding)
      let first = right.sum(along: 0, keepingDimensions: true)
      guard right.shape[0] > 1 else { return right }
      return .concatenate([first, 0 * right.slice(1..<right.shape[0], along: 0)], along: 0)
    },
    Mistake(
      "a mean over the batch",
      noMean
    ) {
      (upstream, weight, size, stride, padding) -> Images in
      try WrongInputGradient()(upstream, weight, size, stride, padding) / Double(upstream.shape[0])
    },
    Mistake("a mean over the filters", noMean) {
      (upstream, weight, size, stride, padding) -> Images in
      try WrongInputGradient()(upstream, weight, size, stride, padding) / Double(weight.shape[0])
    },
  ]

  private static let mistakesOfSize: [Mistake<InputGradient>] = [
    Mistake(
      "no zeros between the places",
      "With a stride, the places are stride pixels apart: a filter that goes over upstream needs stride − 1 zeros "
        + "between its numbers first."
    ) { (upstream, weight, size, stride, padding) -> Images in
      // As large as an input of stride 1 would be.
      let height = upstream.shape[2] + weight.shape[2] - 1 - 2 * padding
      let width = upstream.shape[3] + weight.shape[3] - 1 - 2 * padding
      guard min(height, width) > 0 else {
        return .zeros([upstream.shape[0], weight.shape[1], 1, 1])
      }
      return try WrongInputGradient()(
        upstream, weight, stride == 1 ? size : Size2D(height: height, width: width), 1, padding)
    },
    Mistake(
      "too short",
      "The gradient has to be as large as the input: what a stride leaves over at the far edge is 0, but there."
    ) { (upstream, weight, size, stride, padding) -> Images in
      let right = try WrongInputGradient()(upstream, weight, size, stride, padding)
      let height = (upstream.shape[2] - 1) * stride + weight.shape[2] - 2 * padding
      let width = (upstream.shape[3] - 1) * stride + weight.shape[3] - 2 * padding
      return right.slice(0..<min(size.height, max(1, height)), along: 2)
        .slice(0..<min(size.width, max(1, width)), along: 3)
    },
    Mistake(
      "with the padding",
      "The padding is still there: its gradient belongs to no pixel, cut it off."
    ) { (upstream, weight, size, stride, padding) -> Images in
      try WrongInputGradient()(
        upstream, weight,
        Size2D(height: size.height + 2 * padding, width: size.width + 2 * padding), stride, 0)
    },
    Mistake(
      "height and width exchanged", "Height and width are exchanged: rows come before columns."
    ) { (upstream, weight, size, stride, padding) -> Images in
      try WrongInputGradient()(upstream, weight, size, stride, padding).permuted(to: [0, 1, 3, 2])
    },
  ]
}

/// The gradient of a convolution's input in loops, with something done otherwise than it should be.
private struct WrongInputGradient: Sendable {
  var windows = WindowMistake.none
  var weight: @Sendable (_ weight: Tensor<Double>, _ o: Int, _ c: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.i, $3.j]
  }
  var upstream: @Sendable (_ upstream: Tensor<Double>, _ b: Int, _ o: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.y, $3.x]
  }
  /// Which filters count for a channel.
  var sees: @Sendable (_ o: Int, _ c: Int, _ channels: Int) -> Bool = { _, _, _ in true }
  /// Which pictures and which channels get something, of how many there are.
  var pictures: @Sendable (_ count: Int) -> Range<Int> = { 0..<$0 }
  var channels: @Sendable (_ count: Int) -> Range<Int> = { 0..<$0 }
  /// Whether what one window gives is added to what the others have given.
  var isAdded = true

  func callAsFunction(
    _ upstream: Tensor<Double>, _ weight: Tensor<Double>, _ size: Size2D, _ stride: Int,
    _ padding: Int
  ) throws -> Tensor<Double> {
    let w = weight.shape
    let sizes = WindowSizes(
      input: size, kernel: Size2D(height: w[2], width: w[3]), stride: stride, padding: padding)
    let taps = windows.taps(sizes)
    var gradient = Tensor<Double>.zeros([upstream.shape[0], w[1], size.height, size.width])
    for b in pictures(upstream.shape[0]) {
      for c in channels(w[1]) {
        for tap in taps {
          var sum = 0.0
          for o in 0..<w[0] where sees(o, c, w[1]) {
            sum += self.upstream(upstream, b, o, tap) * self.weight(weight, o, c, tap)
          }
          gradient[b, c, tap.row, tap.column] =
            sum + (isAdded ? gradient[b, c, tap.row, tap.column] : 0)
        }
      }
    }
    return gradient
  }
}
