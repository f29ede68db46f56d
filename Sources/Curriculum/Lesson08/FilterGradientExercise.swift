import Curriculum
import Gradus

extension SeeingLesson {
  typealias FilterGradient = @Sendable (Images, Images, Size2D, Int, Int) throws -> Filters

  static let filterGradient = Exercise<Answers>(
    "filterGradient", "The gradient of filters",
    hints: [
      "The loops of convolve, once more; but now the weight gets something, for each product that it was in.",
      "weight[o, c, i, j] += upstream[b, o, y, x] * images[b, c, row, column], and bias[o] += upstream[b, o, y, x].",
      "As products: for each b, matmul(upstream[b, 0...].reshaped(to: [o, places]), columns, transposeB: true); the "
        + "bias is upstream.sum(along: [0, 2, 3]).",
    ],
    learned:
      "A weight that is used at every place has a gradient that is summed over all of them: sharing weights "
      + "costs nothing on the way back.",
    landmark: Landmark("Sources/TensorCore/Kernels/Convolving.swift", "func weightGradient"),
    solution: { $0.filterGradient = Seeing.filterGradient },
    check: { answers in
      func compare(
        _ images: Images, _ upstream: Images, _ sizes: WindowSizes, in call: String
      ) throws {
        let (kernel, stride, padding) = (sizes.kernel, sizes.stride, sizes.padding)
        try expect(
          answers.filterGradient(images, upstream, kernel, stride, padding),
          equals: WrongFilterGradient()(images, upstream, kernel, stride, padding), in: call,
          parts: parts,
          suspects: filterMistakes.suspects { try $0(images, upstream, kernel, stride, padding) })
      }
      try compare(
        [[[[1, 2, 4], [7, 3, 9]]]], [[[[1, 100]]]],
        WindowSizes(input: [2, 3], kernel: 2, stride: 1, padding: 0),
        in:
          "filterGradient(of: [[[[1, 2, 4], [7, 3, 9]]]], upstream: [[[[1, 100]]]], kernel: [2, 2], "
          + "stride: 1, padding: 0)")
      for sample in ConvolutionCase.all(seed: 85) {
        try expect(
          answers.filterGradient(
            sample.images, sample.upstream, sample.kernel, sample.stride, sample.padding),
          equals: sample.gradients.filters, in: "filterGradient of \(sample)", parts: parts,
          suspects: !sample.isGeneral
            ? []
            : filterMistakes.suspects {
              try $0(sample.images, sample.upstream, sample.kernel, sample.stride, sample.padding)
            })
      }
    },
    wrongAnswers: filterMistakes.wrongAnswers(\.filterGradient),
    rightAnswers: [
      RightAnswer("loops") {
        $0.filterGradient = { try WrongFilterGradient()($0, $1, $2, $3, $4) }
      },
      RightAnswer("windows weighted by upstream") {
        $0.filterGradient = { images, upstream, kernel, stride, padding in
          let (x, u) = (images.shape, upstream.shape)
          var weight = Images.zeros([u[1], x[1], kernel.height, kernel.width])
          for b in 0..<x[0] {
            let columns = try columns(of: images[b], kernel, stride, padding)
            let product = matmul(
              columns, upstream[b].reshaped(to: [u[1], u[2] * u[3]]).transposed())
            weight += product.transposed().reshaped(to: weight.shape)
          }
          return Filters(
            weight: weight, bias: upstream.sum(along: 3).sum(along: 2).sum(along: 0))
        }
      },
      RightAnswer("the framework's differentiation") {
        $0.filterGradient = { images, upstream, kernel, stride, padding in
          let weight = Images.zeros([
            upstream.shape[1], images.shape[1], kernel.height, kernel.width,
          ])
          let gradients = valueWithGradients(at: [weight, .zeros([upstream.shape[1]])]) {
            (conv2D(
              Variable(images), $0[0], $0[1], stride: Size2D(height: stride, width: stride),
              padding: Size2D(height: padding, width: padding)) * Variable(upstream)).sum()
          }.1
          return Filters(weight: gradients[0], bias: gradients[1])
        }
      },
    ])

  private static var parts: [Part<Filters>] {
    [.tensor("weight", \.weight), .tensor("bias", \.bias)]
  }

  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongFilterGradient
  ) -> Mistake<FilterGradient> {
    Mistake(name, why) { try wrong($0, $1, $2, $3, $4) }
  }

  private static let onePicture = "Only one picture counts: add what each of them gives, with +=."

  private static let biasOfOnePicture =
    "The bias gets something from every picture: add over b, too."

  private static let biasTooOften =
    "The bias is counted once for each channel or each element of the window: add upstream to it outside of "
    + "the loops over c, i and j."

  /// Counts each upstream several times for the bias.
  private static func mistakeOfBias(
    _ name: String, times: @escaping @Sendable (_ images: Images, _ kernel: Size2D) -> Int
  ) -> Mistake<FilterGradient> {
    Mistake(name, biasTooOften) { images, upstream, kernel, stride, padding in
      let right = try WrongFilterGradient()(images, upstream, kernel, stride, padding)
      return Filters(weight: right.weight, bias: right.bias * Double(times(images, kernel)))
    }
  }

  private static let filterMistakes =
    WindowMistake.all.map { mistake($0.name, $0.why, WrongFilterGradient(windows: $0)) }
    + mistakesOfSums

  private static let mistakesOfSums: [Mistake<FilterGradient>] = [
    mistake(
      "bias for the last picture alone", biasOfOnePicture,
      WrongFilterGradient(bias: { upstream, o in upstream[upstream.shape[0] - 1][o].sum() })),
    mistake(
      "bias for the first picture alone", biasOfOnePicture,
      WrongFilterGradient(bias: { upstream, o in upstream[0][o].sum() })),
    mistake(
      "bias for the first place alone", "The bias is used at every place: add over y and x, too.",
      WrongFilterGradient(bias: { upstream, o in
        (0..<upstream.shape[0]).reduce(0) { $0 + upstream[$1, o, 0, 0] }
      })),
    mistake(
      "bias as a mean", "That is the mean of upstream for the bias: it is a sum.",
      WrongFilterGradient(bias: { upstream, o in
        (0..<upstream.shape[0]).reduce(0) { $0 + upstream[$1][o].mean() }
          / Double(upstream.shape[0])
      })),
    mistake(
      "bias counted",
      "That is how often the bias is used: each time, upstream says how much it counts.",
      WrongFilterGradient(bias: { upstream, _ in
        Double(upstream.elementCount / upstream.shape[1])
      })),
    mistake(
      "one bias for all", "Every bias gets its own filter's upstream alone: do not add over o.",
      WrongFilterGradient(bias: { upstream, _ in upstream.sum() })),
    mistake(
      "no gradient of the bias", "The bias has a gradient, too: the sum of upstream.",
      WrongFilterGradient(bias: { _, _ in 0 })),
    mistake(
      "upstream missing", "Upstream is missing in the weight: it says how much each place counts.",
      WrongFilterGradient(upstream: { _, _, _, _ in 1 })),
    mistake(
      "upstream of the first filter for all",
      "Every filter gets its own upstream: upstream[b, o, y, x].",
      WrongFilterGradient(upstream: { upstream, b, _, tap in upstream[b, 0, tap.y, tap.x] })),
    mistake(
      "upstream of the first picture for all",
      "Every picture has its own upstream: upstream[b, o, y, x].",
      WrongFilterGradient(upstream: { upstream, _, o, tap in upstream[0, o, tap.y, tap.x] })),
    mistake(
      "pixels of the first channel for all",
      "Every channel has its own pixels: images[b, c, row, column].",
      WrongFilterGradient(pixel: { images, b, _, tap in images[b, 0, tap.row, tap.column] })),
    mistake(
      "channels last",
      "The pictures are read as [B, H, W, C]: the channel is their second axis, and not the last one.",
      WrongFilterGradient(pixel: { images, b, c, tap in
        let (h, w, channels) = (images.shape[2], images.shape[3], images.shape[1])
        return images.elements[((b * h + tap.row) * w + tap.column) * channels + c]
      })),
    mistake(
      "the last picture alone", onePicture,
      WrongFilterGradient(pictures: { $0 - 1..<$0 })),
    mistake(
      "the first picture alone", onePicture, WrongFilterGradient(pictures: { _ in 0..<1 })),
    mistake(
      "the last product alone",
      "Only the last product is left: each place of each picture adds to the weight, with +=.",
      WrongFilterGradient(isAdded: false)),
    mistakeOfBias("bias for each channel") { images, _ in images.shape[1] },
    mistakeOfBias("bias for each element of the window") { _, kernel in
      kernel.height * kernel.width
    },
    mistakeOfBias("bias for each weight") { images, kernel in
      images.shape[1] * kernel.height * kernel.width
    },
    Mistake("bias for each product", biasTooOften) {
      (images, upstream, kernel, stride, padding) -> Filters in
      let right = try WrongFilterGradient()(images, upstream, kernel, stride, padding)
      // With pictures of ones, a weight gets the upstream of each place at which it met a pixel.
      let ofOnes = try WrongFilterGradient()(
        .ones(images.shape), upstream, kernel, stride, padding)
      return Filters(weight: right.weight, bias: ofOnes.weight.sum(along: [1, 2, 3]))
    },
    Mistake(
      "a mean over pictures and places",
      "That is the mean over the pictures and the places: here it is their sum."
    ) { (images, upstream, kernel, stride, padding) -> Filters in
      let right = try WrongFilterGradient()(images, upstream, kernel, stride, padding)
      let n = Double(upstream.elementCount / upstream.shape[1])
      return Filters(weight: right.weight / n, bias: right.bias / n)
    },
    Mistake("a mean over the batch", "That is the mean over the pictures: here it is their sum.") {
      (images, upstream, kernel, stride, padding) -> Filters in
      let right = try WrongFilterGradient()(images, upstream, kernel, stride, padding)
      let n = Double(images.shape[0])
      return Filters(weight: right.weight / n, bias: right.bias / n)
    },
    Mistake(
      "filters and channels exchanged",
      "The gradient was put down as [C, O, KH, KW]: the filter is the first axis."
    ) { (images, upstream, kernel, stride, padding) -> Filters in
      let right = try WrongFilterGradient()(images, upstream, kernel, stride, padding)
      return Filters(
        weight: right.weight.permuted(to: [1, 0, 2, 3]).reshaped(to: right.weight.shape),
        bias: right.bias)
    },
  ]
}

/// The gradient of a convolution's filters in loops, with something done otherwise than it should be.
private struct WrongFilterGradient: Sendable {
  var windows = WindowMistake.none
  var pixel: @Sendable (_ images: Tensor<Double>, _ b: Int, _ c: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.row, $3.column]
  }
  var upstream: @Sendable (_ upstream: Tensor<Double>, _ b: Int, _ o: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.y, $3.x]
  }
  var bias: @Sendable (_ upstream: Tensor<Double>, _ o: Int) -> Double = { upstream, o in
    (0..<upstream.shape[0]).reduce(0) { $0 + upstream[$1][o].sum() }
  }
  /// Which pictures count, of how many there are.
  var pictures: @Sendable (_ count: Int) -> Range<Int> = { 0..<$0 }
  /// Whether what one product gives is added to what the others have given.
  var isAdded = true

  func callAsFunction(
    _ images: Tensor<Double>, _ upstream: Tensor<Double>, _ kernel: Size2D, _ stride: Int,
    _ padding: Int
  ) throws -> Filters {
    let (x, outputs) = (images.shape, upstream.shape[1])
    let sizes = WindowSizes(
      input: Size2D(height: x[2], width: x[3]), kernel: kernel, stride: stride, padding: padding)
    let taps = windows.taps(sizes)
    var weight = Tensor<Double>.zeros([outputs, x[1], kernel.height, kernel.width])
    for b in pictures(x[0]) {
      for o in 0..<outputs {
        for c in 0..<x[1] {
          for tap in taps {
            weight[o, c, tap.i, tap.j] =
              self.upstream(upstream, b, o, tap) * pixel(images, b, c, tap)
              + (isAdded ? weight[o, c, tap.i, tap.j] : 0)
          }
        }
      }
    }
    return Filters(weight: weight, bias: Tensor((0..<outputs).map { bias(upstream, $0) }))
  }
}
