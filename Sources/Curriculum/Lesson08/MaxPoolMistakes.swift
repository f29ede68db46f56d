import Curriculum
import Gradus

extension SeeingLesson {
  /// Goes wrong in a window: `window` lists its pixels row by row.
  ///
  /// - Parameters:
  ///   - maximum: What is returned as the maximum.
  ///   - shares: The share of the upstream gradient that each pixel of the window gets.
  ///   - adds: What becomes of what a pixel has and what it gets.
  ///   - begins: How far apart windows begin.
  ///   - extent: How many rows and columns a window has.
  ///   - isPreceded: Whether the picture's first pixel stands before those of each window.
  private static func mistake(
    _ name: String, _ why: String,
    maximum: @escaping @Sendable (_ window: [Double]) -> Double = { $0.max()! },
    shares: @escaping @Sendable (_ window: [Double]) -> [Double] = firstLargest,
    adds: @escaping @Sendable (_ old: Double, _ new: Double) -> Double = { $0 + $1 },
    begins: @escaping @Sendable (_ size: Int, _ stride: Int) -> Int = { $1 },
    extent: @escaping @Sendable (_ size: Int) -> Int = { $0 }, isPreceded: Bool = false
  ) -> Mistake<MaxPool> {
    Mistake(name, why) { images, size, stride, upstream in
      let size = extent(size)
      let (u, step) = (upstream.shape, begins(size, stride))
      var (maxima, gradient) = (upstream, Images.zeros(images.shape))
      for (b, c) in (0..<u[0]).flatMap({ b in (0..<u[1]).map { (b, $0) } }) {
        for (y, x) in (0..<u[2]).flatMap({ y in (0..<u[3]).map { (y, $0) } }) {
          var pixels = (0..<size * size).map { (y * step + $0 / size, x * step + $0 % size) }
            .filter { $0.0 < images.shape[2] && $0.1 < images.shape[3] }
          guard !pixels.isEmpty else { continue }
          if isPreceded { pixels.insert((0, 0), at: 0) }
          let window = pixels.map { images[b, c, $0.0, $0.1] }
          maxima[b, c, y, x] = maximum(window)
          for (pixel, share) in zip(pixels, shares(window)) where share != 0 {
            gradient[b, c, pixel.0, pixel.1] = adds(
              gradient[b, c, pixel.0, pixel.1], share * upstream[b, c, y, x])
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

  static let poolMistakes =
    mistakesOfTheWinner + mistakesOfMaxima + mistakesOfTies + mistakesOfInfinity

  static let mistakesOfTies: [Mistake<MaxPool>] = [
    mistake(
      "nearly equal ones taken for equal",
      comparedExactly,
      shares: { window in
        oneHot(window.firstIndex { $0 > window.max()! - 1e-9 }!, window.count)
      }),
    mistake(
      "compared as Float", comparedExactly,
      shares: { window in
        oneHot(window.firstIndex { Float($0) == Float(window.max()!) }!, window.count)
      }),
  ]

  private static let comparedExactly =
    "A number that is larger by very little is larger: compare without a tolerance, and as Double."

  static let zeroTimesInfinity =
    "0 · ∞ is NaN: let the gradient begin with Tensor<Double>.zeros, and not with 0 times the pictures."

  static let beginsWithNumber =
    "The largest of negative numbers is negative: begin with the window's first pixel, and not with a number "
    + "of your own."

  private static let beginsElsewhere =
    "A window begins at its own first pixel, row y·stride and column x·stride, and not at that of the picture."

  /// Of a window that the picture's first pixel precedes: that one only where nothing is above −∞.
  @Sendable private static func firstLargestAbove(_ window: [Double]) -> [Double] {
    let largest = window.dropFirst().max()!
    return largest > -.infinity
      ? [0] + firstLargest(Array(window.dropFirst())) : oneHot(0, window.count)
  }

  static let mistakesOfInfinity: [Mistake<MaxPool>] = [
    mistake(
      "begins with a low number", beginsWithNumber, maximum: { max(-1000, $0.max()!) }),
    mistake(
      "begins with the lowest finite number", beginsWithNumber,
      maximum: { max(-.greatestFiniteMagnitude, $0.max()!) }),
    mistake(
      "the place begins at row 0 and column 0", beginsElsewhere,
      maximum: { $0.dropFirst().max()! }, shares: firstLargestAbove, isPreceded: true),
    mistake(
      "the place begins at row 0 and column 0, and is looked up", beginsElsewhere,
      maximum: { window in
        let largest = window.dropFirst().max()!
        return largest > -.infinity ? largest : window[0]
      }, shares: firstLargestAbove, isPreceded: true),
    Mistake("zeros as 0 times the pictures", zeroTimesInfinity) {
      (images, size, stride, upstream) -> Pooled in
      let right = pooled(images, size, stride, upstream)
      return (right.maxima, right.gradient + 0 * images)
    },
  ]

  static let mistakesOfTheWinner: [Mistake<MaxPool>] = [
    mistake("the picture's first pixel in every window", beginsElsewhere, isPreceded: true),
    mistake(
      "the picture's first number in every window", beginsElsewhere,
      shares: { window in
        let place = window.firstIndex(of: window.max()!)!
        return oneHot(max(place, 1), window.count)
      }, isPreceded: true),
    mistake(
      "no gradient for a negative maximum",
      "A negative maximum hands its gradient on, too: there is no relu here.",
      shares: { window in window.max()! > 0 ? firstLargest(window) : window.map { _ in 0 } }),
    mistake(
      "the gradient divided by the number of pixels",
      "The winner gets all of upstream, and not a part of it.",
      shares: { window in firstLargest(window).map { $0 / Double(window.count) } }),
    Mistake(
      "the first equal pixel of the picture",
      "The same number may stand elsewhere in the picture, and before the window: look for the place in the window "
        + "alone."
    ) { (images, size, stride, upstream) -> Pooled in
      let (u, maxima) = (upstream.shape, pooled(images, size, stride, upstream).maxima)
      var gradient = Images.zeros(images.shape)
      for (b, c) in (0..<u[0]).flatMap({ b in (0..<u[1]).map { (b, $0) } }) {
        let plane = images[b][c].elements
        for (y, x) in (0..<u[2]).flatMap({ y in (0..<u[3]).map { (y, $0) } }) {
          let (row, column) = plane.firstIndex(of: maxima[b, c, y, x])!
            .quotientAndRemainder(dividingBy: images.shape[3])
          gradient[b, c, row, column] += upstream[b, c, y, x]
        }
      }
      return (maxima, gradient)
    },
    Mistake(
      "upstream as the gradient",
      "The gradient has the shape of the pictures: 0 everywhere but where a window's largest number stands."
    ) { (images, size, stride, upstream) -> Pooled in
      (pooled(images, size, stride, upstream).maxima, upstream)
    },
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
      adds: { _, new in new }),
    mistake(
      "the first window alone",
      "A pixel that has won in several windows gets their sum: add with +=, also where there is something already.",
      adds: { old, new in old == 0 ? new : old }),
    mistake(
      "no negative upstream", "Upstream may be negative: it goes to the winner as it is.",
      adds: { $0 + max(0, $1) }),
    mistake("at least 0", beginsWithNumber, maximum: { max(0, $0.max()!) }),
    mistake(
      "2 × 2 whatever the size", "The window has size × size pixels, and not always 2 × 2.",
      extent: { _ in 2 }),
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
    Mistake(
      "as many windows as fit side by side",
      "Windows begin stride pixels apart, and not size pixels."
    ) { (images, size, stride, upstream) -> Pooled in
      // With a stride above the size there would be more windows than upstream has numbers.
      guard size > stride else { return pooled(images, size, stride, upstream) }
      let part = upstream.slice(0..<images.shape[2] / size, along: 2)
        .slice(0..<images.shape[3] / size, along: 3)
      return pooled(images, size, size, part)
    },
    Mistake(
      "fewer windows than there are",
      "There are OH × OW windows, as many as upstream has numbers: not as many as fit side by side."
    ) { (images, size, stride, upstream) -> Pooled in
      let (rows, columns) = (images.shape[2] / size, images.shape[3] / size)
      let u = upstream.shape
      let seen = Images(
        shape: u,
        elements: (0..<u.elementCount).map {
          $0 / u[3] % u[2] < rows && $0 % u[3] < columns ? 1 : 0
        })
      let right = pooled(images, size, stride, upstream * seen)
      let maxima = right.maxima.slice(0..<min(u[2], rows), along: 2)
      return (maxima.slice(0..<min(u[3], columns), along: 3), right.gradient)
    },
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
