import Curriculum
import Gradus

extension SeeingLesson {
  typealias Pooled = (maxima: Images, gradient: Images)
  typealias MaxPool = @Sendable (Images, Int, Int, Images) throws -> Pooled

  static let maxPool = Exercise<Answers>(
    "maxPool", "The largest of each window, and who gets its gradient",
    hints: [
      "Remember where the largest number of a window stands, and not only how large it is.",
      "var best = (row: y * stride, column: x * stride), then go through the window row by row; with > and not "
        + ">= the first of several equal ones stays.",
      "gradient[b, c, best.row, best.column] += upstream[b, c, y, x]: added, since windows may overlap.",
    ],
    learned:
      "A maximum hands its whole gradient to the pixel that won, and nothing to the others: pooling chooses "
      + "who learns.",
    landmark: Landmark("Sources/TensorCore/Windows/WindowMaxima.swift", "func windowMaxima"),
    solution: { $0.maxPool = Seeing.maxPool },
    check: { answers in
      func compare(
        _ images: Images, _ size: Int, _ stride: Int, _ upstream: Images, in call: String,
        _ mistakes: [Mistake<MaxPool>]
      ) throws {
        try expect(
          answers.maxPool(images, size, stride, upstream),
          equals: pooled(images, size, stride, upstream), in: call,
          parts: [.tensor("maxima", \.maxima), .tensor("gradient", \.gradient)],
          suspects: mistakes.suspects { try $0(images, size, stride, upstream) })
      }
      try compare(
        [[[[11, 12, 9, -9, 3], [8, 4, 7, 8, -2]]]], 2, 3, [[[[10, 200]]]],
        in:
          "maxPool([[[[11, 12, 9, -9, 3], [8, 4, 7, 8, -2]]]], size: 2, stride: 3, upstream: [[[[10, 200]]]])",
        poolMistakes)
      try compare(
        [[[[-3, -1, -1, 5], [-1, -1, -4, -6]]]], 2, 1, [[[[10, 200, 3000]]]],
        in:
          "maxPool([[[[-3, -1, -1, 5], [-1, -1, -4, -6]]]], size: 2, stride: 1, upstream: "
          + "[[[[10, 200, 3000]]]])",
        mistakesOfTheWinner)
      // Numbers that hardly differ, and windows of −∞, with which some layers mark what does not count.
      let close: Images = [[[[1, 1.0000000001], [1, 1]]]]
      try compare(
        close, 2, 2, [[[[10]]]],
        in: "maxPool([[[[1, 1.0000000001], [1, 1]]]], size: 2, stride: 2, upstream: [[[[10]]]])",
        mistakesOfTies)
      let low = -Double.infinity
      let infinite = Images(shape: [1, 1, 2, 4], elements: [1, 5, low, low, 2, 3, low, low])
      let call =
        "maxPool([[[[1, 5, −∞, −∞], [2, 3, −∞, −∞]]]], size: 2, stride: 2, upstream: [[[[10, 200]]]])"
      let found = try answers.maxPool(infinite, 2, 2, [[[[10, 200]]]])
      // Equal to no suspect, since NaN is equal to nothing.
      try expect(
        !found.gradient.elements.contains(where: \.isNaN), "\(call): there is NaN in the gradient.",
        why: zeroTimesInfinity)
      try expect(
        found,
        equals: (
          Images(shape: [1, 1, 1, 2], elements: [5, low]), [[[[0, 10, 200, 0], [0, 0, 0, 0]]]]
        ), in: call,
        parts: [.tensor("maxima", \.maxima), .tensor("gradient", \.gradient)],
        suspects: mistakesOfInfinity.suspects { try $0(infinite, 2, 2, [[[[10, 200]]]]) },
        otherwise: beginsWithNumber)
      for (place, sort) in Input.all(seed: 87).enumerated() {
        var input = sort
        let (shape, size, stride): (Shape, Int, Int) = poolSizes[place % poolSizes.count]
        let images = input.tensor(shape)
        let upstream = input.tensor([
          shape[0], shape[1], (shape[2] - size) / stride + 1, (shape[3] - size) / stride + 1,
        ])
        try compare(
          images, size, stride, upstream,
          in: "maxPool of images of shape \(shape), size \(size), stride \(stride), "
            + input.numbers.rawValue, place < 3 ? poolMistakes : [])
      }
    },
    wrongAnswers: poolMistakes.wrongAnswers(\.maxPool),
    rightAnswers: [
      RightAnswer("the largest first, then where it stands") {
        $0.maxPool = { images, size, stride, upstream in
          var (maxima, gradient) = (upstream, Images.zeros(images.shape))
          for (b, c) in (0..<images.shape[0]).flatMap({ b in (0..<images.shape[1]).map { (b, $0) } }
          ) {
            for y in 0..<upstream.shape[2] {
              for x in 0..<upstream.shape[3] {
                var largest = -Double.infinity
                for i in 0..<size {
                  for j in 0..<size {
                    largest = max(largest, images[b, c, y * stride + i, x * stride + j])
                  }
                }
                maxima[b, c, y, x] = largest
                let winner = (0..<size * size).first {
                  images[b, c, y * stride + $0 / size, x * stride + $0 % size] == largest
                }!
                gradient[b, c, y * stride + winner / size, x * stride + winner % size] +=
                  upstream[b, c, y, x]
              }
            }
          }
          return (maxima, gradient)
        }
      },
      RightAnswer("argmax of each window") {
        $0.maxPool = { images, size, stride, upstream in
          var (maxima, gradient) = (upstream, Images.zeros(images.shape))
          for b in 0..<images.shape[0] {
            for c in 0..<images.shape[1] {
              let plane: Images = images[b, c, 0..., 0...]
              for y in 0..<upstream.shape[2] {
                for x in 0..<upstream.shape[3] {
                  let window = plane.slice(y * stride..<y * stride + size, along: 0)
                    .slice(x * stride..<x * stride + size, along: 1).flattened()
                  let winner = window.argmax()
                  maxima[b, c, y, x] = window[winner]
                  gradient[b, c, y * stride + winner / size, x * stride + winner % size] +=
                    upstream[b, c, y, x]
                }
              }
            }
          }
          return (maxima, gradient)
        }
      },
      RightAnswer("the framework's pooling") { $0.maxPool = { pooled($0, $1, $2, $3) } },
    ])

  /// The first three are without coincidences: some windows overlap, some leave pixels out.
  private static let poolSizes: [(Shape, Int, Int)] = [
    ([2, 3, 5, 7], 3, 2), ([2, 2, 6, 4], 2, 1), ([3, 2, 7, 8], 2, 3), ([2, 2, 4, 6], 2, 2),
    ([1, 1, 1, 1], 1, 1), ([1, 2, 3, 3], 3, 1), ([3, 1, 4, 5], 1, 2), ([10, 1, 4, 3], 2, 1),
    ([1, 1, 12, 11], 2, 9), ([1, 9, 2, 3], 2, 2), ([1, 1, 9, 10], 9, 1), ([1, 3, 5, 5], 2, 1),
    ([2, 1, 6, 6], 3, 3),
  ]

  /// What the framework makes of it.
  static func pooled(
    _ images: Images, _ size: Int, _ stride: Int, _ upstream: Images
  ) -> Pooled {
    func pool(_ images: Variable<Double>) -> Variable<Double> {
      images.maxPool2D(
        Size2D(height: size, width: size), stride: Size2D(height: stride, width: stride))
    }
    return (
      pool(Variable(images)).value,
      gradient(at: images) { (pool($0) * Variable(upstream)).sum() }
    )
  }
}
