import Curriculum
import Gradus

/// A convolution in loops, with something done otherwise than the solution does it.
struct WrongConvolution: Sendable {
  var windows = WindowMistake.none
  /// The pixel of picture b and channel c; both are counted on by the loops.
  var pixel: @Sendable (_ images: Tensor<Double>, _ b: Int, _ c: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.row, $3.column]
  }
  var weight: @Sendable (_ weight: Tensor<Double>, _ o: Int, _ c: Int, _ tap: Tap) -> Double = {
    $0[$1, $2, $3.i, $3.j]
  }
  var bias: @Sendable (_ filters: Filters, _ o: Int) -> Double = { $0.bias[$1] }
  /// Which channels a filter looks at.
  var sees: @Sendable (_ o: Int, _ c: Int, _ channels: Int) -> Bool = { _, _, _ in true }

  func callAsFunction(
    _ images: Tensor<Double>, _ filters: Filters, _ stride: Int, _ padding: Int
  ) throws -> Tensor<Double> {
    let (x, w) = (images.shape, filters.weight.shape)
    guard x[1] == w[1] else { throw DoesNotFit("channels") }
    let sizes = WindowSizes(
      input: Size2D(height: x[2], width: x[3]), kernel: Size2D(height: w[2], width: w[3]),
      stride: stride, padding: padding)
    let taps = windows.taps(sizes)
    var output = Tensor<Double>.zeros([x[0], w[0], sizes.output.height, sizes.output.width])
    for b in 0..<x[0] {
      for o in 0..<w[0] {
        for y in 0..<output.shape[2] {
          for x in 0..<output.shape[3] { output[b, o, y, x] = bias(filters, o) }
        }
        for c in 0..<w[1] where sees(o, c, w[1]) {
          for tap in taps {
            output[b, o, tap.y, tap.x] +=
              pixel(images, b, c, tap) * weight(filters.weight, o, c, tap)
          }
        }
      }
    }
    return output
  }
}

extension SeeingLesson {
  typealias Convolution = Answers.Convolution

  /// Compares a convolution with the framework's, and sees that it refuses what does not fit.
  ///
  /// - Parameters:
  ///   - name: The exercise.
  ///   - convolve: The answer.
  ///   - mistakes: What may have gone wrong.
  ///   - seed: Of the random numbers.
  static func check(
    _ name: String, _ convolve: Convolution, _ mistakes: [Mistake<Convolution>], seed: UInt64
  ) throws {
    func compare(
      _ images: Images, _ filters: Filters, _ stride: Int, _ padding: Int, in call: String
    ) throws {
      try expect(
        fitting(call, why: channelsFit) { try convolve(images, filters, stride, padding) },
        equals: WrongConvolution()(images, filters, stride, padding), in: call,
        suspects: mistakes.suspects { try $0(images, filters, stride, padding) })
    }
    // As many filters as places, so that a bias that is added along the places shows.
    let filters = Filters(
      weight: [[[[1, 10], [100, 1000]]], [[[2, 30], [500, 7000]]]], bias: [50_000, 900_000])
    let text =
      "Filters(weight: [[[[1, 10], [100, 1000]]], [[[2, 30], [500, 7000]]]], bias: [50_000, 900_000])"
    try compare(
      [[[[1, 2, 4], [7, 3, 9]]]], filters, 1, 0,
      in: "\(name)([[[[1, 2, 4], [7, 3, 9]]]], \(text), stride: 1, padding: 0)")
    try compare(
      [[[[1, 2, 4], [7, 3, 9]]]], filters, 2, 1,
      in: "\(name)([[[[1, 2, 4], [7, 3, 9]]]], \(text), stride: 2, padding: 1)")
    for sample in ConvolutionCase.all(seed: seed) {
      try expect(
        fitting("\(name) of \(sample)", why: channelsFit) {
          try convolve(sample.images, sample.filters, sample.stride, sample.padding)
        },
        equals: sample.output, in: "\(name) of \(sample)",
        suspects: !sample.isGeneral
          ? []
          : mistakes.suspects {
            try $0(sample.images, sample.filters, sample.stride, sample.padding)
          })
    }
    try expectDoesNotFit(
      in: "\(name) of images of shape [1, 3, 4, 4] and filters of shape [1, 2, 2, 2], stride 20, "
        + "padding 5",
      why: tooManyChannels
    ) {
      // The one window sees no pixel, so that loops over the channels of either do not trap.
      let filters = Filters(weight: .ones([1, 2, 2, 2]), bias: [0])
      return "\(try convolve(.ones([1, 3, 4, 4]), filters, 20, 5))"
    }
    for kernel in [Size2D(height: 12, width: 2), Size2D(height: 2, width: 12)] {
      try expectDoesNotFit(
        in: "\(name) of images of shape [1, 2, 9, 9], a kernel of \(kernel), stride 2, padding 1",
        why: notAsked
      ) {
        let weight = Images.ones([1, 2, kernel.height, kernel.width])
        return "\(try convolve(.ones([1, 2, 9, 9]), Filters(weight: weight, bias: [0]), 2, 1))"
      }
    }
  }

  static let channelsFit =
    "Pictures and filters fit here: axis 1 of both has the channels, and outputSize gets H with KH, and W "
    + "with KW."

  static let notAsked =
    "Your outputSize knows that this does not fit: call it with try, and let the error through."

  static let tooManyChannels =
    "Each filter has to have a weight for each channel of the pictures: throw DoesNotFit if not."

  /// What becomes of the right output, whichever way it was computed.
  static let outputMistakes: [Mistake<Convolution>] = [
    channelsNotCompared,
    Mistake("relu", "There is no relu in a convolution: what is negative stays.") {
      (images, filters, stride, padding) -> Images in
      try WrongConvolution()(images, filters, stride, padding).relu()
    },
    Mistake(
      "the bias for the first picture alone", "Every picture gets the bias, and not only the first."
    ) { (images, filters, stride, padding) -> Images in
      let right = try WrongConvolution()(images, filters, stride, padding)
      let without = try WrongConvolution(bias: { _, _ in 0 })(images, filters, stride, padding)
      return .stack((0..<right.shape[0]).map { ($0 == 0 ? right : without)[$0] })
    },
  ]

  /// Two numbers of channels that disagree are not noticed: what there is of both is used.
  static let channelsNotCompared = Mistake<Convolution>(
    "numbers of channels not compared", tooManyChannels
  ) { (images, filters, stride, padding) -> Images in
    let channels = min(images.shape[1], filters.weight.shape[1])
    return try Seeing.convolve(
      images.slice(0..<channels, along: 1),
      Filters(weight: filters.weight.slice(0..<channels, along: 1), bias: filters.bias),
      stride: stride, padding: padding)
  }
}
