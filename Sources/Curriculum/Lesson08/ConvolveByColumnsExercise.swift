import Curriculum
import Gradus

extension SeeingLesson {
  static let convolveByColumns = Exercise<Answers>(
    "convolveByColumns", "A convolution as a matrix product",
    hints: [
      "The product is [O, C·KH·KW] · [C·KH·KW, OH·OW]. Each of its rows belongs to one filter, each column to "
        + "one place of the output.",
      "filters.weight.reshaped(to: [o, c * kh * kw]) is the matrix, and filters.bias.reshaped(to: [o, 1]) is "
        + "added to each column.",
      "For each b: (matmul(matrix, columns) + bias).reshaped(to: [o, height, width]); then .stack(outputs).",
    ],
    learned:
      "The filters as rows, times the windows as columns: the whole convolution of a picture is one matrix "
      + "product, and lesson 7's loops make it fast.",
    landmark: Landmark("Sources/TensorCore/Kernels/Convolving.swift", "func convolve"),
    solution: { $0.convolveByColumns = Seeing.convolveByColumns },
    check: { answers in
      // One place, whichever of height and width is that of the kernel, and whatever the padding.
      let images: Images = [[[[1, 2, 4], [7, 3, 9], [5, 8, 6]]]]
      let filters = Filters(weight: [[[[1, 10, 100], [2, 30, 500]]]], bias: [70_000])
      let call =
        "convolveByColumns([[[[1, 2, 4], [7, 3, 9], [5, 8, 6]]]], Filters(weight: [[[[1, 10, 100], "
        + "[2, 30, 500]]]], bias: [70_000]), stride: 5, padding: 1)"
      try expect(
        fitting(call, why: channelsFit) { try answers.convolveByColumns(images, filters, 5, 1) },
        equals: WrongConvolution()(images, filters, 5, 1), in: call,
        suspects: productMistakes.suspects { try $0(images, filters, 5, 1) })
      try check("convolveByColumns", answers.convolveByColumns, productMistakes, seed: 84)
    },
    wrongAnswers: productMistakes.wrongAnswers(\.convolveByColumns),
    rightAnswers: [
      RightAnswer("columns on the left, all transposed") {
        $0.convolveByColumns = { images, filters, stride, padding in
          let w = filters.weight.shape
          if images.shape[1] != w[1] { throw DoesNotFit("channels") }
          let height = try Seeing.outputSize(
            of: images.shape[2], kernel: w[2], stride: stride, padding: padding)
          let matrix = filters.weight.reshaped(to: [w[0], w[1] * w[2] * w[3]]).transposed()
          return .stack(
            try (0..<images.shape[0]).map { b in
              let columns = try Seeing.imageColumns(
                of: images[b], kernel: Size2D(height: w[2], width: w[3]), stride: stride,
                padding: padding)
              let output = matmul(columns.transposed(), matrix) + filters.bias
              return output.transposed().reshaped(
                to: [w[0], height, columns.shape[1] / height])
            })
        }
      },
      RightAnswer("all pictures side by side in one product") {
        $0.convolveByColumns = { images, filters, stride, padding in
          let (b, w) = (images.shape[0], filters.weight.shape)
          if images.shape[1] != w[1] { throw DoesNotFit("channels") }
          let height = try Seeing.outputSize(
            of: images.shape[2], kernel: w[2], stride: stride, padding: padding)
          let columns = try (0..<b).map {
            try Seeing.imageColumns(
              of: images[$0], kernel: Size2D(height: w[2], width: w[3]), stride: stride,
              padding: padding)
          }
          let matrix = filters.weight.reshaped(to: [w[0], w[1] * w[2] * w[3]])
          let product = matmul(matrix, Images.concatenate(columns, along: 1))
          let width = product.shape[1] / b / height
          return product.reshaped(to: [w[0], b, height, width]).permuted(to: [1, 0, 2, 3])
            + filters.bias.reshaped(to: [w[0], 1, 1])
        }
      },
      RightAnswer("the bias as a weight of 1 more") {
        $0.convolveByColumns = { images, filters, stride, padding in
          let w = filters.weight.shape
          if images.shape[1] != w[1] { throw DoesNotFit("channels") }
          let matrix = Images.concatenate(
            [
              filters.weight.reshaped(to: [w[0], w[1] * w[2] * w[3]]),
              filters.bias.reshaped(to: [w[0], 1]),
            ], along: 1)
          let height = try Seeing.outputSize(
            of: images.shape[2], kernel: w[2], stride: stride, padding: padding)
          return .stack(
            try (0..<images.shape[0]).map { b in
              let columns = try columns(
                of: images[b], Size2D(height: w[2], width: w[3]), stride, padding)
              let all = Images.concatenate([columns, .ones([1, columns.shape[1]])], along: 0)
              return matmul(matrix, all).reshaped(
                to: [w[0], height, columns.shape[1] / height])
            })
        }
      },
    ])

  /// Goes wrong between the columns and the output.
  private static func mistake(
    _ name: String, _ why: String,
    matrix: @escaping @Sendable (_ weight: Images, _ window: Int) -> Images = {
      $0.reshaped(to: [$0.shape[0], $1])
    },
    bias: @escaping @Sendable (_ bias: Images, _ places: Int) -> Images = { bias, _ in
      bias.reshaped(to: [bias.elementCount, 1])
    },
    picture: @escaping @Sendable (_ b: Int) -> Int = { $0 },
    kernel: @escaping @Sendable (_ kernel: Size2D) -> Size2D = { $0 },
    stride: @escaping @Sendable (_ stride: Int, _ padding: Int) -> (Int, Int) = { ($0, $1) }
  ) -> Mistake<Convolution> {
    Mistake(name, why) { images, filters, s, p in
      let (x, w) = (images.shape, filters.weight.shape)
      if x[1] != w[1] { throw DoesNotFit("channels") }
      let kernel = kernel(Size2D(height: w[2], width: w[3]))
      let (s, p) = stride(s, p)
      let height = try Seeing.outputSize(of: x[2], kernel: kernel.height, stride: s, padding: p)
      let rows = matrix(filters.weight, w[1] * w[2] * w[3])
      return .stack(
        try (0..<x[0]).map { b in
          let columns = try columns(of: images[picture(b)], kernel, s, p)
          return (matmul(rows, columns) + bias(filters.bias, columns.shape[1]))
            .reshaped(to: [w[0], height, columns.shape[1] / height])
        })
    }
  }

  private static func onePicture(
    _ name: String, which: @escaping @Sendable (_ count: Int) -> Int
  ) -> Mistake<Convolution> {
    Mistake(name, "Only one picture is there: collect one output for each of them.") {
      (images, filters, stride, padding) -> Images in
      let right = try Seeing.convolve(images, filters, stride: stride, padding: padding)
      let b = which(right.shape[0])
      return right.slice(b..<b + 1, along: 0)
    }
  }

  private static let picturesFirst =
    "Pictures come before filters: stack the outputs along axis 0; and where all pictures are in one product, "
    + "permute [O, B, …] to [B, O, …], do not reshape."

  private static let productMistakes = mistakesOfProduct + outputMistakes

  private static let mistakesOfProduct: [Mistake<Convolution>] = [
    mistake(
      "no bias", "The bias is missing: that of filter o is added to all of row o.",
      bias: { bias, _ in 0 * bias.reshaped(to: [bias.elementCount, 1]) }),
    mistake(
      "the bias twice", "The bias is added twice: once is enough.",
      bias: { bias, _ in 2 * bias.reshaped(to: [bias.elementCount, 1]) }),
    mistake(
      "the bias along the places",
      "The bias is added along the places: it belongs to the filters, which are rows, so its shape is [O, 1].",
      bias: { bias, places in
        Tensor(shape: [1, places], elements: (0..<places).map { bias[$0 % bias.elementCount] })
      }),
    mistake(
      "the first bias for all", "Every filter has a bias of its own: bias[o].",
      bias: { bias, _ in bias[0] + 0 * bias.reshaped(to: [bias.elementCount, 1]) }),
    mistake(
      "the first picture for all", "All outputs are those of picture 0: images[b].",
      picture: { _ in 0 }),
    mistake(
      "the stride not handed on", "The stride is missing: hand it on to imageColumns.",
      stride: { _, padding in (1, padding) }),
    mistake(
      "the padding not handed on", "The padding is missing: hand it on to imageColumns.",
      stride: { stride, _ in (stride, 0) }),
    mistake(
      "filters as columns",
      "Reshaped to [C·KH·KW, O] a filter is no longer in one line: reshape to [O, C·KH·KW].",
      matrix: { weight, window in
        weight.reshaped(to: [window, weight.shape[0]]).transposed()
      }),
    mistake(
      "filters and channels exchanged",
      "The weight is read as [C, O, KH, KW]: the filter is its first axis, the channel its second.",
      matrix: { weight, window in
        let s = weight.shape
        return weight.reshaped(to: [s[1], s[0], s[2], s[3]]).permuted(to: [1, 0, 2, 3])
          .reshaped(to: [s[0], window])
      }),
    mistake(
      "rows and columns of the window exchanged",
      "Rows and columns of the window are exchanged: i counts its rows, and j its columns.",
      matrix: { weight, window in
        weight.permuted(to: [0, 1, 3, 2]).reshaped(to: [weight.shape[0], window])
      }),
    mistake(
      "turned around",
      "The filter is turned around, as mathematicians do it: here element (i, j) stays where it is.",
      matrix: { weight, window in
        Tensor(
          shape: [weight.shape[0], window],
          elements: weight.reshaped(to: [
            weight.shape[0], weight.shape[1], window / weight.shape[1],
          ])
          .turned.elements)
      }),
    Mistake(
      "rows and columns of the output exchanged",
      "Rows and columns of the output are exchanged: place y·OW + x is row y and column x."
    ) { (images, filters, stride, padding) -> Images in
      let right = try Seeing.convolve(images, filters, stride: stride, padding: padding)
      let s = right.shape
      return right.reshaped(to: [s[0], s[1], s[3], s[2]])
    },
    Mistake(
      "places before filters",
      "The product was transposed before it was reshaped: a row of it is all places of one filter."
    ) { (images, filters, stride, padding) -> Images in
      let right = try Seeing.convolve(images, filters, stride: stride, padding: padding)
      let s = right.shape
      return right.reshaped(to: [s[0], s[1], s[2] * s[3]]).permuted(to: [0, 2, 1])
        .reshaped(to: s)
    },
    Mistake(
      "filters before pictures", picturesFirst
    ) { (images, filters, stride, padding) -> Images in
      let right = try Seeing.convolve(images, filters, stride: stride, padding: padding)
      return right.permuted(to: [1, 0, 2, 3]).reshaped(to: right.shape)
    },
    onePicture("the first picture alone") { _ in 0 },
    onePicture("the last picture alone") { $0 - 1 },
    Mistake("pictures along axis 1", picturesFirst) {
      (images, filters, stride, padding) -> Images in
      try Seeing.convolve(images, filters, stride: stride, padding: padding)
        .permuted(to: [1, 0, 2, 3])
    },
    mistake(
      "height and width of the kernel exchanged",
      "Height and width of the kernel are exchanged: KH is axis 2 of the weight, and KW axis 3.",
      kernel: { Size2D(height: $0.width, width: $0.height) }),
  ]
}

extension Tensor<Double> {
  /// [O, C, window] with each window in reverse order.
  fileprivate var turned: Tensor<Double> {
    let last = shape[2]
    return Tensor(
      shape: shape,
      elements: elements.indices.map { elements[$0 / last * last + last - 1 - $0 % last] })
  }
}
