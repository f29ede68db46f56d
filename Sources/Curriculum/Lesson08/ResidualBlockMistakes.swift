import Curriculum
import Gradus

extension SeeingLesson {
  private static func mistake(
    _ name: String, _ why: String, _ wrong: WrongBlock
  ) -> Mistake<ResidualBlock> {
    Mistake(name, why) { images, block in
      let right = WrongBlock()(images, block)
      if block.projection == nil, right.shape != images.shape { throw DoesNotFit("shapes") }
      let result = wrong(images, block)
      // What does not fit is not added, by learners either.
      if result.elementCount == 0 { throw DoesNotFit("shapes") }
      return result
    }
  }

  /// Adds what may differ in shape.
  ///
  /// - Parameter areSame: What is asked before the sum.
  private static func comparing(
    _ name: String,
    areSame:
      @escaping @Sendable (_ change: Images, _ shortcut: Images, BlockFilters) -> Bool
  ) -> Mistake<ResidualBlock> {
    Mistake(name, shapesNotCompared) { images, block in
      let inner = try Seeing.convolve(images, block.first, stride: block.stride, padding: 1)
      let change = try Seeing.convolve(inner.relu(), block.second, stride: 1, padding: 1)
      let shortcut =
        try block.projection.map {
          try Seeing.convolve(images, $0, stride: block.stride, padding: 0)
        } ?? images
      guard areSame(change, shortcut, block) else { throw DoesNotFit("shapes") }
      return (change + shortcut).relu()
    }
  }

  /// Leaves out the bias of some filters.
  private static func withoutBias(
    _ name: String, _ change: @escaping @Sendable (inout BlockFilters) -> Void
  ) -> Mistake<ResidualBlock> {
    Mistake(name, "Each of the convolutions has its bias: hand the filters on as they are.") {
      images, block in
      _ = try Seeing.residualBlock(images, block)
      var block = block
      change(&block)
      return WrongBlock()(images, block)
    }
  }

  static let blockMistakes: [Mistake<ResidualBlock>] = [
    withoutBias("no bias in the first") { $0.first.bias = 0 * $0.first.bias },
    withoutBias("no bias in the second") { $0.second.bias = 0 * $0.second.bias },
    withoutBias("no bias in the projection") { block in
      block.projection = block.projection.map { Filters(weight: $0.weight, bias: 0 * $0.bias) }
    },
    mistake(
      "no relu at the end", "The last relu is missing: it comes after the sum.",
      WrongBlock(last: { change, shortcut in change + shortcut })),
    mistake(
      "relu before the sum", "The last relu comes after the sum, and not before it.",
      WrongBlock(last: { change, shortcut in change.relu() + shortcut })),
    mistake(
      "relu before the sum and after it", "There is a relu before the sum: it only comes after it.",
      WrongBlock(last: { change, shortcut in (change.relu() + shortcut).relu() })),
    mistake(
      "no shortcut", "The shortcut is missing: the block adds to its input.",
      WrongBlock(last: { change, _ in change.relu() })),
    mistake(
      "the shortcut taken away", "The shortcut is added, and not taken away.",
      WrongBlock(last: { change, shortcut in (change - shortcut).relu() })),
    mistake(
      "no relu between", "Between the two convolutions there is a relu: without it they are one.",
      WrongBlock(between: { $0 })),
    mistake(
      "relu of the projection",
      "The shortcut is added as it is, projected or not: no relu after it.",
      WrongBlock(projected: { $0.relu() })),
    mistake(
      "the stride in the second convolution", sizesOfBlock,
      WrongBlock(secondStride: { $0 })),
    mistake(
      "the first without its stride", sizesOfBlock,
      WrongBlock(firstStride: { _ in 1 })),
    mistake(
      "the strides of the convolutions exchanged", sizesOfBlock,
      WrongBlock(firstStride: { _ in 1 }, secondStride: { $0 })),
    mistake(
      "the projection without its stride", sizesOfBlock,
      WrongBlock(projectionStride: { _ in 1 })),
    mistake(
      "no padding", sizesOfBlock,
      WrongBlock(padding: 0)),
    mistake(
      "the projection padded", sizesOfBlock,
      WrongBlock(projectionPadding: 1)),
    Mistake(
      "projected only where it has to be",
      "Where there is a projection it is used, also where the shapes are equal already."
    ) { (images, block) -> Images in
      let right = try Seeing.residualBlock(images, block)
      var plain = block
      if right.shape == images.shape { plain.projection = nil }
      return WrongBlock()(images, plain)
    },
    Mistake("the input as the second's", "The second convolution gets what the first has made.") {
      (images, block) -> Images in
      let right = try Seeing.residualBlock(images, block)
      guard right.shape == images.shape else { return right }
      return WrongBlock(between: { _ in images })(images, block)
    },
    Mistake("the first convolution twice", "The second convolution has filters of its own.") {
      (images, block) -> Images in
      let right = try Seeing.residualBlock(images, block)
      guard block.first.weight.shape == block.second.weight.shape else { return right }
      var wrong = block
      wrong.second = block.first
      return WrongBlock()(images, wrong)
    },
    mistake(
      "relu of both", "The relu comes once, after the sum, and not before it for each part.",
      WrongBlock(last: { change, shortcut in change.relu() + shortcut.relu() })),
    mistake(
      "the shortcut twice", "The shortcut is added twice: once is enough.",
      WrongBlock(last: { change, shortcut in (change + shortcut + shortcut).relu() })),
    mistake(
      "the shortcut as a factor", "The shortcut is added: it is no factor.",
      WrongBlock(last: { change, shortcut in (change * shortcut).relu() })),
    mistake(
      "a mean of both", "The two are added, and not averaged.",
      WrongBlock(last: { change, shortcut in ((change + shortcut) / 2).relu() })),
    mistake(
      "a shortcut around the second convolution alone",
      "The shortcut leads around both convolutions: what the first has made is not added.",
      WrongBlock(around: { _, inner in inner })),
    mistake(
      "relu of the images", "The first convolution gets the images as they are: no relu before it.",
      WrongBlock(beforeFirst: { $0.relu() })),
    mistake(
      "projection after a relu", "The projection gets the images as they are: no relu before it.",
      WrongBlock(beforeProjection: { $0.relu() })),
    comparing("shapes not compared") { _, _, _ in true },
    comparing("compared without a projection alone") { change, shortcut, block in
      change.shape == shortcut.shape || block.projection != nil
    },
    comparing("numbers counted") { change, shortcut, _ in
      change.elementCount == shortcut.elementCount
    },
    comparing("channels not compared") { change, shortcut, _ in
      change.shape[2] == shortcut.shape[2] && change.shape[3] == shortcut.shape[3]
    },
    comparing("one channel let through") { change, shortcut, _ in
      change.shape == shortcut.shape || change.shape[1] == 1
    },
    Mistake("a stride refused", onlyShapes) { (images, block) -> Images in
      if block.projection == nil && block.stride > 1 { throw DoesNotFit("a stride") }
      return try Seeing.residualBlock(images, block)
    },
  ]
}

/// A residual block of the framework's operations, with something done otherwise than it should be.
struct WrongBlock: Sendable {
  var between: @Sendable (_ inner: Tensor<Double>) -> Tensor<Double> = { $0.relu() }
  var beforeFirst: @Sendable (_ images: Tensor<Double>) -> Tensor<Double> = { $0 }
  /// What is added to the change, of the shortcut and of what the first convolution and its relu have made.
  var around: @Sendable (_ shortcut: Tensor<Double>, _ inner: Tensor<Double>) -> Tensor<Double> = {
    shortcut, _ in shortcut
  }
  var beforeProjection: @Sendable (_ images: Tensor<Double>) -> Tensor<Double> = { $0 }
  var projected: @Sendable (_ shortcut: Tensor<Double>) -> Tensor<Double> = { $0 }
  var last: @Sendable (_ change: Tensor<Double>, _ shortcut: Tensor<Double>) -> Tensor<Double> = {
    ($0 + $1).relu()
  }
  var firstStride: @Sendable (Int) -> Int = { $0 }
  var secondStride: @Sendable (Int) -> Int = { _ in 1 }
  var projectionStride: @Sendable (Int) -> Int = { $0 }
  var padding = 1
  var projectionPadding = 0

  /// The block's output; without a number where its parts cannot be added.
  func callAsFunction(_ images: Tensor<Double>, _ block: BlockFilters) -> Tensor<Double> {
    guard
      let inner = convolve(beforeFirst(images), block.first, firstStride(block.stride), padding)
        .map(between),
      let change = convolve(inner, block.second, secondStride(block.stride), padding),
      let shortcut = block.projection.map({
        convolve(
          beforeProjection(images), $0, projectionStride(block.stride), projectionPadding
        ).map(projected)
      }) ?? images,
      zip(shortcut.shape.dimensions, change.shape.dimensions).allSatisfy({ $0 == $1 || $0 == 1 })
    else { return [] }
    return last(change, around(shortcut, inner))
  }

  /// Nil where the filters are larger than the padded images.
  private func convolve(
    _ images: Tensor<Double>, _ filters: Filters, _ stride: Int, _ padding: Int
  ) -> Tensor<Double>? {
    let (x, w) = (images.shape, filters.weight.shape)
    guard x[2] + 2 * padding >= w[2], x[3] + 2 * padding >= w[3] else { return nil }
    return conv2D(
      Variable(images), Variable(filters.weight), Variable(filters.bias),
      stride: Size2D(height: stride, width: stride),
      padding: Size2D(height: padding, width: padding)
    ).value
  }
}
