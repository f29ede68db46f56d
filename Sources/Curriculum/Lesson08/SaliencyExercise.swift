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

  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongSaliency
  ) -> Mistake<Saliency> {
    Mistake(name, why) { wrong($0, $1, $2) }
  }

  private static let ofAnotherClass =
    "That is the saliency of another class: the argument says which one counts, head[o, label]."

  private static let saliencyMistakes: [Mistake<Saliency>] = [
    mistake(
      "the sign kept", "The magnitude is missing: a score that falls depends on the pixel as well.",
      WrongSaliency(ofPixel: { $0.max(along: 0) })),
    mistake(
      "what is negative counts as 0",
      "The magnitude is missing: a score that falls depends on the pixel as well.",
      WrongSaliency(ofPixel: { $0.max(along: 0).relu() })),
    mistake(
      "the sum over the channels", "That is the sum over the channels: take the largest magnitude.",
      WrongSaliency(ofPixel: { $0.abs().sum(along: 0) })),
    mistake(
      "the mean over the channels",
      "That is the mean over the channels: take the largest magnitude.",
      WrongSaliency(ofPixel: { $0.abs().mean(along: 0) })),
    mistake(
      "the channels added before the magnitude",
      "The channels were added first, and may have canceled: take the magnitude of each.",
      WrongSaliency(ofPixel: { $0.sum(along: 0).abs() })),
    mistake(
      "the first channel alone", "Only the first channel counts: take the largest of all.",
      WrongSaliency(ofPixel: { $0[0, 0...].abs() })),
    mistake(
      "squares", "Those are squares: take the magnitude.",
      WrongSaliency(ofPixel: { $0.squared().max(along: 0) })),
    mistake(
      "relu forgotten",
      "relu is missing: where the convolution is not above 0, nothing comes back.",
      WrongSaliency(relu: { $0 })),
    Mistake("relu at 0", "At exactly 0 nothing comes back: ask for > 0, and not >= 0.") {
      (image, label, network) -> Images in
      let (filters, stride, padding) = (network.filters, network.stride, network.padding)
      let picture = image.reshaped(to: Shape([1] + image.shape.dimensions))
      let maps = try Seeing.convolve(picture, filters, stride: stride, padding: padding)
      let places = Double(maps.shape[2] * maps.shape[3])
      let share = network.head.transposed()[label, 0...].reshaped(to: [maps.shape[1], 1, 1])
      return try Seeing.inputGradient(
        share / places * maps.map { $0 >= 0 ? 1 : 0 }, weight: filters.weight,
        size: Size2D(height: image.shape[1], width: image.shape[2]), stride: stride,
        padding: padding
      )[0, 0...].abs().max(along: 0)
    },
    mistake(
      "the bias forgotten",
      "The bias decides with what is above 0: compute the maps with it.",
      WrongSaliency(bias: { 0 * $0 })),
    mistake(
      "the value with its sign",
      "The magnitude is missing: a score that falls depends on the pixel as well.",
      WrongSaliency(ofPixel: { gradient in
        let (high, low) = (gradient.max(along: 0), gradient.min(along: 0))
        return select(high .>= -low, high, low)
      })),
    mistake(
      "the length over the channels",
      "That is the length over the channels, a root of squares: take the largest magnitude.",
      WrongSaliency(ofPixel: { $0.squared().sum(along: 0).sqrt() })),
    mistake(
      "no negative head",
      "A negative number of the head counts, too: by its magnitude the score falls.",
      WrongSaliency(head: { $0.relu() })),
    mistake(
      "upstream times the map",
      "Where the map is above 0, head[o, label] / (OH·OW) comes back: not times the map.",
      WrongSaliency(relu: { $0.relu().squared() * 0.5 })),
    mistake(
      "divided by the places above 0",
      "Each place counts 1 / (OH·OW), whether the map is above 0 there or not.",
      WrongSaliency(pooled: { maps in
        let count = maps.value.map { $0 > 0 ? 1 : 0 }.sum(along: [2, 3])
        return maps.sum(along: [2, 3]) * Variable(1 / count.map { max($0, 1) })
      })),
    mistake(
      "a stride of 1",
      "The convolution has a stride and a padding: network.stride and network.padding.",
      WrongSaliency(stride: { _ in 1 })),
    mistake(
      "a padding of 0",
      "The convolution has a stride and a padding: network.stride and network.padding.",
      WrongSaliency(padding: { _ in 0 })),
    mistake(
      "the highest score", ofAnotherClass,
      WrongSaliency(score: { scores, _ in scores[0, scores.value.flattened().argmax()] })),
    mistake(
      "the sum of the maps", "The mean is missing: each place counts 1 / (OH·OW).",
      WrongSaliency(pooled: { $0.sum(along: [2, 3]) })),
    mistake(
      "the largest of the maps",
      "The score is made of the mean of each map, not of its largest number.",
      WrongSaliency(pooled: { $0.max(along: [2, 3]) })),
    mistake(
      "all scores", "All scores were added: only that of the label counts.",
      WrongSaliency(score: { scores, _ in scores.sum() })),
    mistake(
      "the first class", ofAnotherClass,
      WrongSaliency(score: { scores, _ in scores[0, 0] })),
    mistake(
      "the probability", "That is the gradient of the probability: take the score, before softmax.",
      WrongSaliency(score: { scores, label in
        scores.softmax(along: 1)[0, label]
      })),
    mistake(
      "times the picture", "That is gradient times pixel: a black pixel, 0, can count as well.",
      WrongSaliency(ofPixel: { $0 }, isTimesPixel: true)),
    mistake(
      "divided by the largest", "The numbers are divided by the largest: leave them as they are.",
      WrongSaliency(ofPixel: { gradient in
        let saliency = gradient.abs().max(along: 0)
        return saliency / max(saliency.max(), 1e-300)
      })),
    mistake(
      "head as [K, O]", "The head is read as [K, O]: head[o, label] has the filter first.",
      WrongSaliency(head: { $0.reshaped(to: [$0.shape[1], $0.shape[0]]).transposed() })),
  ]
}

/// The saliency by the framework's differentiation, with something done otherwise than it should be.
private struct WrongSaliency: Sendable {
  typealias Tracked = Variable<Double>

  /// From the gradient [C, H, W] to [H, W].
  var ofPixel: @Sendable (Tensor<Double>) -> Tensor<Double> = { $0.abs().max(along: 0) }
  var relu: @Sendable (Tracked) -> Tracked = { $0.relu() }
  var bias: @Sendable (Tensor<Double>) -> Tensor<Double> = { $0 }
  var pooled: @Sendable (Tracked) -> Tracked = { $0.mean(along: [2, 3]) }
  var head: @Sendable (Tensor<Double>) -> Tensor<Double> = { $0 }
  /// From the scores [1, K] to one number.
  var score: @Sendable (Tracked, _ label: Int) -> Tracked = { scores, label in
    scores[0, label]
  }
  var stride: @Sendable (Int) -> Int = { $0 }
  var padding: @Sendable (Int) -> Int = { $0 }
  var isTimesPixel = false

  func callAsFunction(
    _ image: Tensor<Double>, _ label: Int, _ network: TinyNetwork
  ) -> Tensor<Double> {
    let picture = image.reshaped(to: Shape([1] + image.shape.dimensions))
    let (stride, padding) = (stride(network.stride), padding(network.padding))
    let gradient = gradient(at: picture) { picture in
      let maps = conv2D(
        picture, Variable(network.filters.weight), Variable(bias(network.filters.bias)),
        stride: Size2D(height: stride, width: stride),
        padding: Size2D(height: padding, width: padding))
      return score(matmul(pooled(relu(maps)), Variable(head(network.head))), label)
    }.reshaped(to: image.shape)
    return isTimesPixel ? (gradient * image).abs().max(along: 0) : ofPixel(gradient)
  }
}
