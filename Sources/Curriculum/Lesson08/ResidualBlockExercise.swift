import Curriculum
import Gradus

extension SeeingLesson {
  typealias ResidualBlock = @Sendable (Images, BlockFilters) throws -> Images

  static let residualBlock = Exercise<Answers>(
    "residualBlock", "A residual block",
    hints: [
      "Two convolutions with a relu between them make the change; the shortcut goes around both.",
      "The shortcut is images, or, with `if let projection = block.projection`, a convolution of images with it.",
      "Compare the shapes of both, then (change + shortcut).relu(): the last relu comes after the sum.",
    ],
    learned:
      "A block whose filters are 0 lets its input through, so a deep network can begin as a shallow one, and "
      + "gradients reach its first layer.",
    landmark: Landmark("Sources/Layers/Residual.swift", "struct Residual"),
    solution: { $0.residualBlock = Seeing.residualBlock },
    check: { answers in
      func compare(
        _ images: Images, _ block: BlockFilters, in call: String,
        _ mistakes: [Mistake<ResidualBlock>] = []
      ) throws {
        try expect(
          fitting(call, why: sizesOfBlock) { try answers.residualBlock(images, block) },
          equals: WrongBlock()(images, block), in: call,
          suspects: mistakes.suspects { try $0(images, block) })
      }
      for (place, sort) in Input.all(seed: 89).enumerated() {
        var input = sort
        let sizes = blockSizes[place % blockSizes.count]
        let (c, o) = (sizes.images[1], sizes.outputs)
        func filters(_ shape: Shape) -> Filters {
          Filters(weight: input.tensor(shape), bias: input.tensor([shape[0]]))
        }
        let images = input.tensor(sizes.images)
        let block = BlockFilters(
          first: filters([o, c, 3, 3]), second: filters([o, o, 3, 3]),
          projection: sizes.isProjected ? filters([o, c, 1, 1]) : nil, stride: sizes.stride)
        try compare(
          images, block,
          in: "residualBlock of images of shape \(sizes.images) to \(o) channels, stride "
            + "\(sizes.stride), \(sizes.isProjected ? "with" : "without") a projection, "
            + input.numbers.rawValue,
          place < 4 ? blockMistakes : [])
      }
      func filters(_ shape: Shape) -> Filters {
        Filters(weight: .ones(shape), bias: .zeros([shape[0]]))
      }
      // A stride of 2 leaves one pixel as it is.
      let one = BlockFilters(
        first: filters([3, 3, 3, 3]), second: filters([3, 3, 3, 3]), stride: 2)
      let call = "residualBlock of images of shape [2, 3, 1, 1], stride 2, without a projection"
      try expect(
        fitting(call, why: onlyShapes) { try answers.residualBlock(.ones([2, 3, 1, 1]), one) },
        equals: WrongBlock()(.ones([2, 3, 1, 1]), one), in: call)
      for (x, outputs, stride, projected) in unfitting {
        let (images, channels) = (Images.ones(x), x[1])
        let block = BlockFilters(
          first: filters([outputs, channels, 3, 3]), second: filters([outputs, outputs, 3, 3]),
          projection: projected.map { filters([$0, channels, 1, 1]) }, stride: stride)
        try expectDoesNotFit(
          in: "residualBlock of images of shape \(x) to \(outputs) channels, stride \(stride), "
            + (projected.map { "with a projection to \($0)" } ?? "without a projection"),
          why: shapesNotCompared
        ) { "shape \(try answers.residualBlock(images, block).shape)" }
      }
    },
    wrongAnswers: blockMistakes.wrongAnswers(\.residualBlock),
    rightAnswers: [
      RightAnswer("the shortcut first, as a function") {
        $0.residualBlock = { images, block in
          func shortcut() throws -> Images {
            guard let projection = block.projection else { return images }
            return try Seeing.convolve(images, projection, stride: block.stride, padding: 0)
          }
          let around = try shortcut()
          let inner = try Seeing.convolve(images, block.first, stride: block.stride, padding: 1)
          let outer = try Seeing.convolve(inner.relu(), block.second, stride: 1, padding: 1)
          if around.shape != outer.shape { throw DoesNotFit("shapes") }
          return (around + outer).relu()
        }
      },
      RightAnswer("by matrix products, relu as a maximum") {
        $0.residualBlock = { images, block in
          var x = try Seeing.convolveByColumns(
            images, block.first, stride: block.stride, padding: 1)
          x = try Seeing.convolveByColumns(
            x.map { max($0, 0) }, block.second, stride: 1, padding: 1)
          let shortcut =
            try block.projection.map {
              try Seeing.convolveByColumns(images, $0, stride: block.stride, padding: 0)
            } ?? images
          guard x.shape == shortcut.shape else { throw DoesNotFit("shapes") }
          return (x + shortcut).map { max($0, 0) }
        }
      },
      RightAnswer("the framework's operations") {
        $0.residualBlock = { images, block in
          let result = WrongBlock()(images, block)
          let channels = block.projection?.weight.shape[0] ?? images.shape[1]
          let isReshaped = block.projection == nil && result.shape != images.shape
          if isReshaped || channels != block.second.weight.shape[0] { throw DoesNotFit("shapes") }
          return result
        }
      },
    ])

  static let sizesOfBlock =
    "All of it fits with these: block.first with block.stride and padding 1, of the images; block.second with "
    + "stride 1 and padding 1, of what the first has made; the projection with block.stride and padding 0, of the "
    + "images."

  static let shapesNotCompared =
    "The shortcut has another shape than the change, and + broadcasts or traps: compare the two shapes, and "
    + "throw DoesNotFit."

  static let onlyShapes =
    "Both have the same shape here, so they can be added: compare the shapes, and not the strides."

  /// Blocks whose shortcut has another shape than the change: images, channels of the change, stride, and
  /// channels of the projection.
  private static let unfitting: [(images: Shape, outputs: Int, stride: Int, projected: Int?)] = [
    ([1, 1, 4, 4], 3, 1, nil), ([1, 2, 2, 2], 2, 2, nil), ([1, 2, 4, 4], 3, 1, 1),
    // Of another shape, and yet of as many numbers.
    ([1, 1, 4, 4], 16, 4, nil),
    ([1, 3, 4, 4], 1, 1, nil), ([1, 2, 4, 4], 3, 1, nil),
  ]

  private typealias BlockSizes = (images: Shape, outputs: Int, stride: Int, isProjected: Bool)

  /// Blocks with a projection and without, also where one is not needed.
  private static let blockSizes: [BlockSizes] = [
    ([2, 2, 5, 7], 3, 2, true), ([2, 3, 5, 4], 3, 1, false), ([1, 3, 4, 5], 3, 1, true),
    ([2, 3, 6, 5], 2, 1, true), ([1, 1, 1, 1], 1, 1, false), ([1, 1, 1, 1], 1, 3, true),
    ([1, 2, 3, 3], 4, 3, true), ([3, 1, 2, 6], 1, 1, false), ([10, 1, 2, 2], 2, 2, true),
    ([1, 1, 9, 10], 1, 9, true), ([1, 2, 4, 4], 2, 2, true), ([1, 9, 2, 1], 1, 1, true),
  ]
}
