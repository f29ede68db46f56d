import Curriculum
import Gradus

extension SeeingLesson {
  static let convolve = Exercise<Answers>(
    "convolve", "A convolution in loops",
    hints: [
      "Four loops name a number of the output: b, o, y, x. Three more, c, i and j, add up what it is made of.",
      "let row = y * stride - padding + i. Only where 0 <= row < images.shape[2], and the column likewise, is "
        + "there a pixel; elsewhere nothing is added.",
      "var sum = filters.bias[o], then sum += images[b, c, row, column] * filters.weight[o, c, i, j].",
    ],
    learned:
      "A convolution is one small weighted sum at every place: the same weights everywhere, so what it "
      + "finds in one corner it finds in all.",
    landmark: Landmark("Sources/Autograd/Convolution.swift", "func conv2D"),
    solution: { $0.convolve = Seeing.convolve },
    check: { try check("convolve", $0.convolve, convolveMistakes, seed: 82) },
    wrongAnswers: convolveMistakes.wrongAnswers(\.convolve),
    rightAnswers: [
      RightAnswer("a padded copy, so that nothing is outside") {
        $0.convolve = { images, filters, stride, padding in
          let (x, w) = (images.shape, filters.weight.shape)
          if x[1] != w[1] { throw DoesNotFit("channels") }
          let height = try Seeing.outputSize(
            of: x[2], kernel: w[2], stride: stride, padding: padding)
          let width = try Seeing.outputSize(
            of: x[3], kernel: w[3], stride: stride, padding: padding)
          var padded = Images.zeros([x[0], x[1], x[2] + 2 * padding, x[3] + 2 * padding])
          for b in 0..<x[0] {
            for c in 0..<x[1] {
              for y in 0..<x[2] {
                for z in 0..<x[3] { padded[b, c, y + padding, z + padding] = images[b, c, y, z] }
              }
            }
          }
          var output = Images.zeros([x[0], w[0], height, width])
          for b in 0..<x[0] {
            for y in 0..<height {
              for x in 0..<width {
                let window = padded[b].slice(y * stride..<y * stride + w[2], along: 1)
                  .slice(x * stride..<x * stride + w[3], along: 2)
                for o in 0..<w[0] {
                  output[b, o, y, x] = (window * filters.weight[o, 0...]).sum() + filters.bias[o]
                }
              }
            }
          }
          return output
        }
      },
      RightAnswer("from each pixel to all places that see it") {
        $0.convolve = { images, filters, stride, padding in
          let (x, w) = (images.shape, filters.weight.shape)
          if x[1] != w[1] { throw DoesNotFit("channels") }
          let (b, o) = (x[0], w[0])
          let height = try Seeing.outputSize(
            of: x[2], kernel: w[2], stride: stride, padding: padding)
          let width = try Seeing.outputSize(
            of: x[3], kernel: w[3], stride: stride, padding: padding)
          var output =
            filters.bias.reshaped(to: [o, 1, 1]) + Images.zeros([b, o, height, width])
          for (row, column) in (0..<x[2]).flatMap({ r in (0..<x[3]).map { (r, $0) } }) {
            for y in 0..<height where 0..<w[2] ~= row + padding - y * stride {
              for x in 0..<width where 0..<w[3] ~= column + padding - x * stride {
                let (i, j) = (row + padding - y * stride, column + padding - x * stride)
                for (b, o) in (0..<b).flatMap({ b in (0..<o).map { (b, $0) } }) {
                  for c in 0..<w[1] {
                    output[b, o, y, x] += images[b, c, row, column] * filters.weight[o, c, i, j]
                  }
                }
              }
            }
          }
          return output
        }
      },
      RightAnswer("the framework's convolution") {
        $0.convolve = { images, filters, stride, padding in
          let (x, w) = (images.shape, filters.weight.shape)
          if x[1] != w[1] { throw DoesNotFit("channels") }
          for axis in [2, 3] {
            _ = try Seeing.outputSize(
              of: x[axis], kernel: w[axis], stride: stride, padding: padding)
          }
          return conv2D(
            Variable(images), Variable(filters.weight), Variable(filters.bias),
            stride: Size2D(height: stride, width: stride),
            padding: Size2D(height: padding, width: padding)
          ).value
        }
      },
    ])

  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongConvolution
  ) -> Mistake<Convolution> {
    Mistake(name, why) { try wrong($0, $1, $2, $3) }
  }

  private static let convolveMistakes =
    WindowMistake.all.map { mistake($0.name, $0.why, WrongConvolution(windows: $0)) }
    + mistakesOfProducts + outputMistakes

  private static let mistakesOfProducts: [Mistake<Convolution>] = [
    mistake(
      "no bias", "The bias is missing: each sum begins with that of its filter.",
      WrongConvolution(bias: { _, _ in 0 })),
    mistake(
      "the first bias for all", "Every filter has a bias of its own: bias[o].",
      WrongConvolution(bias: { filters, _ in filters.bias[0] })),
    mistake(
      "the bias for each channel", "The bias is added once for each channel: once is enough.",
      WrongConvolution(bias: { $0.bias[$1] * Double($0.weight.shape[1]) })),
    mistake(
      "the bias for each element",
      "The bias is added with each product: a sum begins with it, once.",
      WrongConvolution(bias: { $0.bias[$1] * Double($0.weight.elementCount / $0.weight.shape[0]) })
    ),
    mistake(
      "the first channel alone", "Only the first channel is seen: add up all of them.",
      WrongConvolution(sees: { _, c, _ in c == 0 })),
    mistake(
      "a filter for each channel",
      "Each filter sees one channel alone: it has weights for all of them, and adds up.",
      WrongConvolution(sees: { o, c, channels in c == o % channels })),
    mistake(
      "the first channel's weights for all",
      "Every channel has weights of its own: weight[o, c, i, j].",
      WrongConvolution(weight: { weight, o, _, tap in weight[o, 0, tap.i, tap.j] })),
    mistake(
      "the first filter for all", "All outputs are those of filter 0: weight[o, c, i, j].",
      WrongConvolution(weight: { weight, _, c, tap in weight[0, c, tap.i, tap.j] })),
    mistake(
      "the first picture for all", "All outputs are those of picture 0: images[b, c, row, column].",
      WrongConvolution(pixel: { images, _, c, tap in images[0, c, tap.row, tap.column] })),
    mistake(
      "channels last",
      "The pictures are read as [B, H, W, C]: the channel is their second axis, and not the last one.",
      WrongConvolution(pixel: { images, b, c, tap in
        let (h, w, channels) = (images.shape[2], images.shape[3], images.shape[1])
        return images.elements[((b * h + tap.row) * w + tap.column) * channels + c]
      })),
    mistake(
      "filters and channels exchanged",
      "The weight is read as [C, O, KH, KW]: the filter is its first axis, the channel its second.",
      WrongConvolution(weight: { weight, o, c, tap in
        let (outputs, h, w) = (weight.shape[0], weight.shape[2], weight.shape[3])
        return weight.elements[((c * outputs + o) * h + tap.i) * w + tap.j]
      })),
    Mistake(
      "no bias where no pixel is seen",
      "A window that sees no pixel at all gives the bias, and not 0: each sum begins with it."
    ) { (images, filters, stride, padding) -> Images in
      let right = try WrongConvolution()(images, filters, stride, padding)
      let ones = Filters(weight: .ones(filters.weight.shape), bias: 0 * filters.bias)
      let pixelsSeen = try WrongConvolution()(.ones(images.shape), ones, stride, padding)
      return select(pixelsSeen .> 0, right, .zeros(right.shape))
    },
    Mistake("a mean", "That is the mean of the products: a convolution is their sum.") {
      (images, filters, stride, padding) -> Images in
      let count = Double(filters.weight.elementCount / filters.weight.shape[0])
      let filters = Filters(weight: filters.weight / count, bias: filters.bias)
      return try WrongConvolution()(images, filters, stride, padding)
    },
    Mistake(
      "rows and columns of the output exchanged",
      "Rows and columns of the output are exchanged: y counts its rows, and x its columns."
    ) { (images, filters, stride, padding) -> Images in
      try WrongConvolution()(images, filters, stride, padding).permuted(to: [0, 1, 3, 2])
    },
    Mistake(
      "all in one sum",
      "The sum goes on from one place to the next: it has to begin with the bias each time."
    ) { (images, filters, stride, padding) -> Images in
      let right = try WrongConvolution()(images, filters, stride, padding)
      var sum = 0.0
      return right.map {
        sum += $0
        return sum
      }
    },
  ]
}
