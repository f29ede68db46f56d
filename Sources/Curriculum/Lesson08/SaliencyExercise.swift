import Curriculum
import Gradus

extension SeeingLesson {
  typealias Saliency = @Sendable (Images, Int, TinyNetwork) throws -> Images

  static let saliency = Exercise<Answers>(
    "saliency", "What a network looks at",
    hints: [
      "score[label] changes by head[o, label] / (OH·OW) with each place of map o, where relu lets it through.",
      "So upstream[0, o, y, x] is head[o, label] / (OH·OW) where the convolution is above 0, and 0 elsewhere: "
        + "`convolved .> 0` and `select(condition, a, b)` make it.",
      "inputGradient of that has shape [1, C, H, W]; then [0, 0...], .abs() and .max(along: 0).",
    ],
    learned:
      "The way back that trains the weights also leads to the picture: its gradient says which pixels a score "
      + "depends on.",
    landmark: Landmark("Sources/Autograd/Differentiation.swift", "func gradient"),
    solution: { $0.saliency = Seeing.saliency },
    check: { answers in
      func compare(
        _ image: Images, _ label: Int, _ network: TinyNetwork, in call: String,
        _ mistakes: [Mistake<Saliency>] = saliencyMistakes
      ) throws {
        try expect(
          answers.saliency(image, label, network), equals: WrongSaliency()(image, label, network),
          in: call, suspects: mistakes.suspects { try $0(image, label, network) })
      }
      let network = TinyNetwork(
        filters: Filters(weight: [[[[1]]], [[[-1]]], [[[2]]]], bias: [0, 0, -7]), stride: 1,
        padding: 0, head: [[10, 300], [2000, -40_000], [500, 6_000_000]])
      for label in [1, 0] {
        try compare(
          [[[3, -1, 4, 0]]], label, network,
          in:
            "saliency(of: [[[3, -1, 4, 0]]], label: \(label)) of a network with three filters of one "
            + "pixel, 1, −1 and 2, biases 0, 0 and −7, and the head [[10, 300], [2000, -40000], "
            + "[500, 6000000]]")
      }
      for (place, sample) in ConvolutionCase.all(seed: 90).enumerated() {
        var generator = RandomGenerator(seed: UInt64(place))
        let classes = [3, 2, 1, 4, 10][place % 5]
        let outputs = sample.filters.weight.shape[0]
        let scale = max(sample.images.abs().max(), 1e-9)
        let signed = Images.normal(
          [outputs, classes], standardDeviation: place % 7 == 6 ? 3000 : scale, using: &generator)
        // Where the pictures are positive, so is all.
        let head = sample.images.min() > 0 ? signed.abs() : signed
        let network = TinyNetwork(
          filters: sample.filters, stride: sample.stride, padding: sample.padding, head: head)
        for label in Set([place % classes, classes - 1]).sorted() {
          try compare(
            sample.images[0], label, network,
            in: "saliency of label \(label) of \(classes), the first of \(sample)",
            sample.isGeneral ? saliencyMistakes : [])
        }
      }
    },
    wrongAnswers: saliencyMistakes.wrongAnswers(\.saliency),
    rightAnswers: [
      RightAnswer("the framework's differentiation") {
        $0.saliency = { WrongSaliency()($0, $1, $2) }
      },
      RightAnswer("place by place") {
        $0.saliency = { image, label, network in
          let (x, w) = (image.shape, network.filters.weight.shape)
          let maps = try Seeing.convolveByColumns(
            image.reshaped(to: [1, x[0], x[1], x[2]]), network.filters, stride: network.stride,
            padding: network.padding)
          let sizes = WindowSizes(
            input: Size2D(height: x[1], width: x[2]), kernel: Size2D(height: w[2], width: w[3]),
            stride: network.stride, padding: network.padding)
          let places = Double(maps.shape[2] * maps.shape[3])
          var gradient = Images.zeros(x)
          for tap in WindowMistake.none.taps(sizes) {
            for o in 0..<w[0] where maps[0, o, tap.y, tap.x] > 0 {
              for c in 0..<x[0] {
                gradient[c, tap.row, tap.column] +=
                  network.head[o, label] / places * network.filters.weight[o, c, tap.i, tap.j]
              }
            }
          }
          var saliency = Images.zeros([x[1], x[2]])
          for (row, column) in (0..<x[1]).flatMap({ row in (0..<x[2]).map { (row, $0) } }) {
            for c in 0..<x[0] {
              saliency[row, column] = max(saliency[row, column], abs(gradient[c, row, column]))
            }
          }
          return saliency
        }
      },
      RightAnswer("filter by filter") {
        $0.saliency = { image, label, network in
          let (x, filters) = (image.shape, network.filters)
          let picture = image.reshaped(to: [1, x[0], x[1], x[2]])
          let size = Size2D(height: x[1], width: x[2])
          var gradient = Images.zeros(picture.shape)
          for o in 0..<filters.bias.elementCount {
            let one = Filters(
              weight: filters.weight.slice(o..<o + 1, along: 0),
              bias: filters.bias.slice(o..<o + 1, along: 0))
            let map = try Seeing.convolve(
              picture, one, stride: network.stride, padding: network.padding)
            let share = network.head[o, label] / Double(map.elementCount)
            gradient += try Seeing.inputGradient(
              map.map { $0 > 0 ? share : 0 }, weight: one.weight, size: size,
              stride: network.stride, padding: network.padding)
          }
          return gradient.abs().max(along: 1).reshaped(to: [x[1], x[2]])
        }
      },
    ])
}
