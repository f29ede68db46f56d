import Curriculum
import Gradus

extension SeeingLesson {
  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongSaliency
  ) -> Mistake<Saliency> {
    Mistake(name, why) { wrong($0, $1, $2) }
  }

  /// Goes back by hand.
  ///
  /// - Parameters:
  ///   - isOpen: Whether relu lets a place through.
  ///   - count: By how many numbers the mean divides, from the shapes of maps [1, O, OH, OW] and image.
  private static func wayBack(
    _ name: String, _ why: String, isOpen: @escaping @Sendable (Double) -> Bool = { $0 > 0 },
    count: @escaping @Sendable (_ maps: Shape, _ image: Shape) -> Int = { maps, _ in
      maps[2] * maps[3]
    },
    size: @escaping @Sendable (Size2D) -> Size2D = { $0 },
    paddingThere: @escaping @Sendable (Int) -> Int = { $0 },
    paddingBack: @escaping @Sendable (Int) -> Int = { $0 },
    strideBack: @escaping @Sendable (Int) -> Int = { $0 }
  ) -> Mistake<Saliency> {
    Mistake(name, why) { image, label, network in
      let maps = try Seeing.convolve(
        image.expandingDimension(at: 0), network.filters, stride: network.stride,
        padding: paddingThere(network.padding))
      let share = network.head.transposed()[label, 0...].reshaped(to: [maps.shape[1], 1, 1])
      return try Seeing.inputGradient(
        share / Double(count(maps.shape, image.shape)) * maps.map { isOpen($0) ? 1 : 0 },
        weight: network.filters.weight,
        size: size(Size2D(height: image.shape[1], width: image.shape[2])),
        stride: strideBack(network.stride), padding: paddingBack(network.padding)
      )[0, 0...].abs().max(along: 0)
    }
  }

  private static let strideAndPadding =
    "The convolution has a stride and a padding, there and back: network.stride and network.padding."

  private static let meanOfOneMap =
    "The mean is over the OH·OW places of one map: divide by their number alone."

  private static let magnitudeFirst =
    "The magnitude of each channel's number comes first, and then the largest of them: a score that falls depends on "
    + "the pixel as well."

  private static let reluOfEachPlace =
    "relu is missing, or comes after the mean: where the convolution is not above 0, nothing comes back."

  private static let ofAnotherClass =
    "That is the saliency of another class: the argument says which one counts, head[o, label]."

  static let saliencyMistakes: [Mistake<Saliency>] = [
    mistake(
      "the sign kept", magnitudeFirst,
      WrongSaliency(ofPixel: { $0.max(along: 0) })),
    mistake(
      "what is negative counts as 0",
      magnitudeFirst,
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
      "the smallest magnitude", "That is the smallest magnitude of the channels: take the largest.",
      WrongSaliency(ofPixel: { $0.abs().min(along: 0) })),
    mistake(
      "squares", "Those are squares: take the magnitude.",
      WrongSaliency(ofPixel: { $0.squared().max(along: 0) })),
    mistake(
      "relu forgotten",
      reluOfEachPlace,
      WrongSaliency(relu: { $0 })),
    wayBack(
      "relu at 0", "At exactly 0 nothing comes back: ask for > 0, and not >= 0.",
      isOpen: { $0 >= 0 }),
    wayBack("a padding of 0 on the way back", strideAndPadding, paddingBack: { _ in 0 }),
    wayBack("a padding of 0 on the way there", strideAndPadding, paddingThere: { _ in 0 }),
    wayBack("a stride of 1 on the way back", strideAndPadding, strideBack: { _ in 1 }),
    wayBack("a mean over all maps", meanOfOneMap, count: { maps, _ in maps.elementCount }),
    wayBack(
      "a mean over the pixels", meanOfOneMap, count: { _, image in image[1] * image[2] }),
    wayBack(
      "height and width exchanged",
      "Height and width are exchanged: the picture's shape is [C, H, W].",
      size: { Size2D(height: $0.width, width: $0.height) }),
    mistake(
      "the bias forgotten",
      "The bias decides with what is above 0: compute the maps with it.",
      WrongSaliency(bias: { 0 * $0 })),
    mistake(
      "relu of the mean",
      reluOfEachPlace,
      WrongSaliency(relu: { $0 }, pooled: { $0.mean(along: [2, 3]).relu() })),
    mistake(
      "the magnitude of the largest",
      magnitudeFirst,
      WrongSaliency(ofPixel: { $0.max(along: 0).abs() })),
    mistake(
      "the value with its sign",
      magnitudeFirst,
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
      "a stride of 1", strideAndPadding,
      WrongSaliency(stride: { _ in 1 })),
    mistake(
      "a padding of 0", strideAndPadding,
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
struct WrongSaliency: Sendable {
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
