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
    learnt:
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
        [[[[1, 5, 2, -9], [6, 4, 8, 7]]]], 2, 2, [[[[10, 200]]]],
        in:
          "maxPool([[[[1, 5, 2, -9], [6, 4, 8, 7]]]], size: 2, stride: 2, upstream: [[[[10, 200]]]])",
        poolMistakes)
      try compare(
        [[[[-3, -1, -1], [-1, -1, -4]]]], 2, 1, [[[[10, 200]]]],
        in:
          "maxPool([[[[-3, -1, -1], [-1, -1, -4]]]], size: 2, stride: 1, upstream: [[[[10, 200]]]])",
        mistakesOfWinners)
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
          var (maxima, gradient) = (upstream, 0 * images)
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
          var (maxima, gradient) = (upstream, 0 * images)
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
  private static func pooled(
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

  /// Goes wrong in a window: `window` lists its pixels row by row.
  ///
  /// - Parameters:
  ///   - maximum: What is returned as the maximum.
  ///   - shares: The share of the upstream gradient that each pixel of the window gets.
  private static func mistake(
    _ name: String, _ why: String,
    maximum: @escaping @Sendable (_ window: [Double]) -> Double = { $0.max()! },
    shares: @escaping @Sendable (_ window: [Double]) -> [Double] = firstLargest,
    isAdded: Bool = true,
    begins: @escaping @Sendable (_ size: Int, _ stride: Int) -> Int = { $1 }
  ) -> Mistake<MaxPool> {
    Mistake(name, why) { images, size, stride, upstream in
      let (u, step) = (upstream.shape, begins(size, stride))
      var (maxima, gradient) = (upstream, 0 * images)
      for (b, c) in (0..<u[0]).flatMap({ b in (0..<u[1]).map { (b, $0) } }) {
        for (y, x) in (0..<u[2]).flatMap({ y in (0..<u[3]).map { (y, $0) } }) {
          let pixels = (0..<size * size).map { (y * step + $0 / size, x * step + $0 % size) }
            .filter { $0.0 < images.shape[2] && $0.1 < images.shape[3] }
          guard !pixels.isEmpty else { continue }
          let window = pixels.map { images[b, c, $0.0, $0.1] }
          maxima[b, c, y, x] = maximum(window)
          for (pixel, share) in zip(pixels, shares(window)) where isAdded || share != 0 {
            gradient[b, c, pixel.0, pixel.1] =
              share * upstream[b, c, y, x] + (isAdded ? gradient[b, c, pixel.0, pixel.1] : 0)
          }
        }
      }
      return (maxima, gradient)
    }
  }

  @Sendable private static func firstLargest(_ window: [Double]) -> [Double] {
    oneHot(window.firstIndex(of: window.max()!)!, window.count)
  }

  private static func oneHot(_ place: Int, _ count: Int) -> [Double] {
    (0..<count).map { $0 == place ? 1 : 0 }
  }

  private static let poolMistakes = mistakesOfWinners + mistakesOfMaxima

  private static let mistakesOfWinners: [Mistake<MaxPool>] = [
    mistake(
      "a share for every tie",
      "Several pixels are equally large, and each has got the whole gradient: the first alone gets it.",
      shares: { window in window.map { $0 == window.max()! ? 1 : 0 } }),
    mistake(
      "ties divide the gradient",
      "Several pixels are equally large, and divide the gradient: the first alone gets all of it.",
      shares: { window in
        let ties = window.map { $0 == window.max()! ? 1.0 : 0 }
        return ties.map { $0 / ties.reduce(0, +) }
      }),
    mistake(
      "the last of several",
      "Of several equally large pixels the last has got the gradient: compare with > to keep the first.",
      shares: { window in oneHot(window.lastIndex(of: window.max()!)!, window.count) }),
    mistake(
      "assigned",
      "Where windows overlap, a pixel may win in several: add with +=, do not assign.",
      isAdded: false),
    mistake(
      "at least 0",
      "The largest of negative numbers is negative: begin with the first pixel, not with 0.",
      maximum: { max(0, $0.max()!) }),
    mistake(
      "the gradient to every pixel",
      "Every pixel of the window has got the gradient: only the one that won has changed the result.",
      shares: { $0.map { _ in 1 } }),
    mistake(
      "the gradient spread evenly",
      "The gradient is spread over the window, as a mean would do it: it belongs to the pixel that won.",
      shares: { window in window.map { _ in 1 / Double(window.count) } }),
    mistake(
      "the gradient to the first pixel",
      "The first pixel of each window has got the gradient: it belongs to the one that won.",
      shares: { oneHot(0, $0.count) }),
    mistake(
      "stride ignored", "The stride is missing: the window at y begins at row y·stride.",
      begins: { _, _ in 1 }),
    mistake(
      "the size for the stride", "Windows begin stride pixels apart, and not size pixels.",
      begins: { size, _ in size }),
    Mistake("upstream ignored", "Upstream is missing: the winner gets upstream[b, c, y, x], not 1.")
    {
      (images, size, stride, upstream) -> Pooled in
      pooled(images, size, stride, .ones(upstream.shape))
    },
    Mistake("the maximum as gradient", "The winner gets upstream, and not upstream times itself.") {
      (images, size, stride, upstream) -> Pooled in
      let right = pooled(images, size, stride, upstream)
      return (right.maxima, right.gradient * images)
    },
    Mistake(
      "columns before rows", "Of several equally large pixels the first is meant, row by row."
    ) {
      (images, size, stride, upstream) -> Pooled in
      let order = [0, 1, 3, 2]
      let right = pooled(
        images.permuted(to: order), size, stride, upstream.permuted(to: order))
      return (right.maxima.permuted(to: order), right.gradient.permuted(to: order))
    },
    Mistake("no gradient", "The gradient is still 0: give each winner its upstream.") {
      (images, size, stride, upstream) -> Pooled in
      (pooled(images, size, stride, upstream).maxima, 0 * images)
    },
  ]

  /// Some of these are the same for negative numbers.
  private static let mistakesOfMaxima: [Mistake<MaxPool>] = [
    mistake(
      "the mean", "That is the mean of each window, and not its largest number.",
      maximum: { $0.reduce(0, +) / Double($0.count) }),
    mistake(
      "the smallest", "That is the smallest number of each window, and not the largest.",
      maximum: { $0.min()! },
      shares: { window in oneHot(window.firstIndex(of: window.min()!)!, window.count) }),
    mistake(
      "the largest magnitude", "The sign counts: of −5 and 2 the larger one is 2.",
      maximum: { window in window.max { abs($0) < abs($1) }! },
      shares: { window in
        oneHot(window.indices.max { abs(window[$0]) < abs(window[$1]) }!, window.count)
      }),
  ]
}
