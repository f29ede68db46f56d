import Curriculum
import Gradus

extension SeeingLesson {
  typealias ImageColumns = @Sendable (Images, Size2D, Int, Int) throws -> Images

  static let imageColumns = Exercise<Answers>(
    "imageColumns", "Windows side by side",
    hints: [
      "Each element of a window makes one row: c, i and j in the outer loops, y and x in the inner ones.",
      "The loops go through the numbers in the order in which a tensor keeps them: append each to an array, and 0 for what lies "
        + "outside.",
      "Tensor(shape: [channels * kernel.height * kernel.width, height * width], elements: columns)",
    ],
    learned:
      "With its windows side by side a convolution is a matrix product, which is where all the work on "
      + "speed has gone; the price is that each pixel is copied up to KH·KW times.",
    landmark: Landmark("Sources/TensorCore/Windows/ImageColumns.swift", "func writeColumns"),
    solution: { $0.imageColumns = Seeing.imageColumns },
    check: { answers in
      func compare(
        _ image: Images, _ kernel: Size2D, _ stride: Int, _ padding: Int, in call: String
      ) throws {
        try expect(
          answers.imageColumns(image, kernel, stride, padding),
          equals: try columns(of: image, kernel, stride, padding), in: call,
          suspects: columnMistakes.suspects { try $0(image, kernel, stride, padding) })
      }
      let image: Images = [[[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]
      let text = "[[[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]"
      try compare(
        image, 2, 1, 0, in: "imageColumns(of: \(text), kernel: [2, 2], stride: 1, padding: 0)")
      try compare(
        image, [2, 3], 2, 1, in: "imageColumns(of: \(text), kernel: [2, 3], stride: 2, padding: 1)")
      for sample in ConvolutionCase.all(seed: 83) {
        let (image, kernel): (Images, Size2D) = (sample.images[0], sample.kernel)
        try expect(
          answers.imageColumns(image, kernel, sample.stride, sample.padding),
          equals: columns(of: image, kernel, sample.stride, sample.padding),
          in: "imageColumns of the first of \(sample)",
          suspects: !sample.isGeneral
            ? [] : columnMistakes.suspects { try $0(image, kernel, sample.stride, sample.padding) })
      }
      for kernel in [Size2D(height: 12, width: 2), Size2D(height: 2, width: 12)] {
        try expectDoesNotFit(
          in: "imageColumns of a picture of shape [1, 9, 9], kernel \(kernel), stride 2, padding 1",
          why: notAsked
        ) { "\(try answers.imageColumns(.ones([1, 9, 9]), kernel, 2, 1))" }
      }
    },
    wrongAnswers: columnMistakes.wrongAnswers(\.imageColumns) + [
      WrongAnswer("a kernel that is too large", why: notAsked) {
        $0.imageColumns = { image, kernel, stride, padding in
          let isTooLarge =
            kernel.height > image.shape[1] + 2 * padding
            || kernel.width > image.shape[2] + 2 * padding
          if isTooLarge {
            return .zeros([kernel.height * kernel.width, 0])
          }
          return try Seeing.imageColumns(
            of: image, kernel: kernel, stride: stride, padding: padding)
        }
      }
    ],
    rightAnswers: [
      RightAnswer("each number to its place") {
        $0.imageColumns = { image, kernel, stride, padding in
          let sizes = WindowSizes(
            input: Size2D(height: image.shape[1], width: image.shape[2]), kernel: kernel,
            stride: stride, padding: padding)
          let height = try Seeing.outputSize(
            of: image.shape[1], kernel: kernel.height, stride: stride, padding: padding)
          let width = try Seeing.outputSize(
            of: image.shape[2], kernel: kernel.width, stride: stride, padding: padding)
          var columns = Images.zeros([
            image.shape[0] * kernel.height * kernel.width, height * width,
          ])
          for c in 0..<image.shape[0] {
            for tap in WindowMistake.none.taps(sizes) {
              let row = (c * kernel.height + tap.i) * kernel.width + tap.j
              columns[row, tap.y * width + tap.x] = image[c, tap.row, tap.column]
            }
          }
          return columns
        }
      },
      RightAnswer("window after window, then transposed") {
        $0.imageColumns = { image, kernel, stride, padding in
          let (h, w) = (image.shape[1], image.shape[2])
          let height = try Seeing.outputSize(
            of: h, kernel: kernel.height, stride: stride, padding: padding)
          let width = try Seeing.outputSize(
            of: w, kernel: kernel.width, stride: stride, padding: padding)
          var padded = Images.zeros([image.shape[0], h + 2 * padding, w + 2 * padding])
          for c in 0..<image.shape[0] {
            for (y, x) in (0..<h).flatMap({ y in (0..<w).map { (y, $0) } }) {
              padded[c, y + padding, x + padding] = image[c, y, x]
            }
          }
          var windows: [Images] = []
          for y in 0..<height {
            for x in 0..<width {
              windows.append(
                padded.slice(y * stride..<y * stride + kernel.height, along: 1)
                  .slice(x * stride..<x * stride + kernel.width, along: 2).flattened())
            }
          }
          return Images.stack(windows).transposed()
        }
      },
      RightAnswer("a convolution with filters of one 1") {
        $0.imageColumns = { try columns(of: $0, $1, $2, $3) }
      },
    ])

  /// A convolution with a filter for each element of the window, which is 1 there and 0 elsewhere, has the
  /// columns as its output.
  static func columns(
    of image: Images, _ kernel: Size2D, _ stride: Int, _ padding: Int
  ) throws -> Images {
    let (count, picture) = (image.shape[0] * kernel.height * kernel.width, image.shape.dimensions)
    for (extent, kernel) in [(picture[1], kernel.height), (picture[2], kernel.width)] {
      _ = try Seeing.outputSize(of: extent, kernel: kernel, stride: stride, padding: padding)
    }
    let filters = oneHotFilters(channels: image.shape[0], kernel)
    let output = conv2D(
      Variable(image.reshaped(to: Shape([1] + picture))), Variable(filters),
      stride: Size2D(height: stride, width: stride),
      padding: Size2D(height: padding, width: padding)
    ).value
    return output.reshaped(to: [count, output.elementCount / count])
  }

  /// For each element of a window the filter that is 1 there and 0 elsewhere: [C·KH·KW, C, KH, KW].
  static func oneHotFilters(channels: Int, _ kernel: Size2D) -> Images {
    let count = channels * kernel.height * kernel.width
    return Tensor(
      shape: [count, channels, kernel.height, kernel.width],
      elements: (0..<count * count).map { $0 % (count + 1) == 0 ? 1 : 0 })
  }

  /// Puts the numbers at other places, or takes others.
  private static func mistake(
    _ name: String, _ why: String, windows: WindowMistake = .none,
    pixel: @escaping @Sendable (_ image: Images, _ c: Int, _ tap: Tap) -> Double = {
      $0[$1, $2.row, $2.column]
    },
    row:
      @escaping @Sendable (_ channels: Int, _ kernel: Size2D, _ c: Int, _ i: Int, _ j: Int) -> Int =
      {
        ($2 * $1.height + $3) * $1.width + $4
      },
    column: @escaping @Sendable (_ output: Size2D, _ y: Int, _ x: Int) -> Int = {
      $1 * $0.width + $2
    }
  ) -> Mistake<ImageColumns> {
    Mistake(name, why) { image, kernel, stride, padding in
      let channels = image.shape[0]
      for (axis, kernel) in [(1, kernel.height), (2, kernel.width)] {
        _ = try Seeing.outputSize(
          of: image.shape[axis], kernel: kernel, stride: stride, padding: padding)
      }
      let sizes = WindowSizes(
        input: Size2D(height: image.shape[1], width: image.shape[2]), kernel: kernel,
        stride: stride, padding: padding)
      let output = sizes.output
      var columns = Images.zeros([
        channels * kernel.height * kernel.width, output.height * output.width,
      ])
      for c in 0..<channels {
        for tap in windows.taps(sizes) {
          columns[row(channels, kernel, c, tap.i, tap.j), column(output, tap.y, tap.x)] =
            pixel(image, c, tap)
        }
      }
      return columns
    }
  }

  private static let columnMistakes =
    // Exchanged within the window is, here, only another order of the rows.
    WindowMistake.all.filter { !$0.name.hasPrefix("rows and columns") }
    .map { mistake($0.name, $0.why, windows: $0) } + mistakesOfOrder

  private static let mistakesOfOrder: [Mistake<ImageColumns>] = [
    Mistake(
      "windows as rows", "The windows are rows here: each window is a column, so transpose."
    ) { (image, kernel, stride, padding) -> Images in
      try columns(of: image, kernel, stride, padding).transposed()
    },
    Mistake(
      "window by window",
      "The numbers come window by window, but each window is a column: y and x belong into the inner loops."
    ) { (image, kernel, stride, padding) -> Images in
      let right = try columns(of: image, kernel, stride, padding)
      return right.transposed().reshaped(to: right.shape)
    },
    mistake(
      "the channels innermost",
      "The channel goes fastest here: it goes slowest, as in a filter of shape [C, KH, KW].",
      row: { channels, kernel, c, i, j in (i * kernel.width + j) * channels + c }),
    mistake(
      "columns of the window before rows",
      "The rows of the matrix are in another order: j goes fastest, then i, then c.",
      row: { _, kernel, c, i, j in (c * kernel.width + j) * kernel.height + i }),
    mistake(
      "rows of the window counted by its height",
      "A row of the window has KW elements, and not KH: element (c, i, j) is row (c·KH + i)·KW + j.",
      // Beyond the last row a learner's program stops.
      row: { channels, kernel, c, i, j in
        min(
          (c * kernel.height + i) * kernel.height + j, channels * kernel.height * kernel.width - 1)
      }),
    mistake(
      "places column by column",
      "The places are in another order: x goes fastest, so place (y, x) is column y·OW + x.",
      column: { output, y, x in x * output.height + y }),
    mistake(
      "places counted by the height",
      "The places are counted with OH: a row of the output has OW of them, so place (y, x) is column y·OW + x.",
      // Beyond the last column a learner's program stops.
      column: { output, y, x in min(y * output.height + x, output.height * output.width - 1) }),
    mistake(
      "the first channel for all", "The first channel is taken for all: image[c, row, column].",
      pixel: { image, _, tap in image[0, tap.row, tap.column] }),
    mistake(
      "the first channel alone",
      "Only the first channel is there: each has rows of its own, C·KH·KW in all.",
      pixel: { image, c, tap in c == 0 ? image[0, tap.row, tap.column] : 0 }),
    mistake(
      "channels last",
      "The picture is read as [H, W, C]: its first axis is the channel.",
      pixel: { image, c, tap in
        image.elements[(tap.row * image.shape[2] + tap.column) * image.shape[0] + c]
      }),
    Mistake(
      "one column too few",
      "The last place is missing: there are outputSize of them in each direction."
    ) { (image, kernel, stride, padding) -> Images in
      let right = try columns(of: image, kernel, stride, padding)
      return right.slice(0..<right.shape[1] - 1, along: 1)
    },
    Mistake(
      "a row for each element of the window alone",
      "The channels are added up: each has rows of its own, C·KH·KW in all."
    ) { (image, kernel, stride, padding) -> Images in
      let right = try columns(of: image, kernel, stride, padding)
      let window = kernel.height * kernel.width
      return right.reshaped(to: [image.shape[0], window, right.shape[1]]).sum(along: 0)
    },
    Mistake(
      "height and width of the kernel exchanged",
      "Height and width of the kernel are exchanged: i runs to kernel.height, and j to kernel.width."
    ) { (image, kernel, stride, padding) -> Images in
      try columns(
        of: image, Size2D(height: kernel.width, width: kernel.height), stride, padding)
    },
  ]
}
