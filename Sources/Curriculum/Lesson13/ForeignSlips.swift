import Gradus

extension ExtendingLesson {
  private static func affine(_ inputs: [Variable<Double>]) -> Variable<Double> {
    matmul(inputs[0], inputs[1]) + inputs[2]
  }
  private static let affineShapes: [Shape] = [[3, 2], [2, 4], [4]]

  /// Wrong ones that a careless comparison does not find.
  static let layersForComparisons: [ForeignLayer] = [
    .wrong(
      "x·w + b without a gradient of b", "There has to be a gradient for each input.",
      affineShapes, affine
    ) { inputs, pullback, upstream in Array(pullback(inputs, upstream)[..<2]) },
    .wrong(
      "x·w + b with a gradient of b that is zero", "Each input's gradient has to agree.",
      affineShapes, affine
    ) { inputs, pullback, upstream in pullback(inputs, upstream)[..<2] + [.zeros([4])] },
    .wrong(
      "x·w + b with a gradient of b of the upstream's shape",
      "Compare the shapes: whoever wrote it has forgotten the sum over the rows.",
      affineShapes, affine
    ) { inputs, pullback, upstream in pullback(inputs, upstream)[..<2] + [upstream] },
    .wrong(
      "x·w + b with a gradient of b of shape [1, 4]",
      "Compare the shapes, not the numbers of elements.", affineShapes, affine
    ) { inputs, pullback, upstream in
      let gradients = pullback(inputs, upstream)
      return gradients[..<2] + [gradients[2].reshaped(to: [1, 4])]
    },
    .wrong(
      "x² with two elements of its gradient exchanged",
      "Compare element by element; sums do not notice this.", [[2, 3]], { $0[0].squared() }
    ) { inputs, pullback, upstream in
      var elements = pullback(inputs, upstream)[0].elements
      elements.swapAt(1, 4)
      return [Matrix(shape: [2, 3], elements: elements)]
    },
    oneOfMany(0, by: 0.1, "Every element has to agree, the first as well."),
    oneOfMany(199, by: 0.1, "Every element has to agree, the last as well."),
    .wrong(
      "10⁻⁹·x·b with gradients that are twice as large",
      "Its gradients are tiny, and their differences too: the tolerance has to shrink with them.",
      [[2, 3], [3]], { 1e-9 * ($0[0] * $0[1]) }
    ) { inputs, pullback, upstream in pullback(inputs, 2 * upstream) },
    circle(with: 3.14), circle(with: 3.1415),
    oneOfMany(77, by: 5e-5, "Every element has to agree: a mean or a norm hides one among many."),
    circle(with: 3.1416),
    oneOfMany(77, by: 3e-6, "Every element has to agree: a mean or a norm hides one among many."),
    oneOfMany(
      77, by: .nan, "NaN is not smaller than anything: write the comparison so that it fails."),
    oneOfMany(77, by: .infinity, "Infinity is within an infinite tolerance: ask isFinite as well."),
    .wrong(
      "x·w + b with a gradient more than it has inputs",
      "The gradients have to be as many as the inputs: not fewer, and not more.",
      affineShapes, affine
    ) { inputs, pullback, upstream in pullback(inputs, upstream) + [.zeros([4])] },
  ]

  /// Slips of the kind that a checker is made for.
  static let layersWithSlips: [ForeignLayer] = [
    .wrong(
      "the mean of the rows, without 1/n", "A factor is a fault.", [[5, 3]],
      { $0[0].mean(along: 0) }
    ) { inputs, pullback, upstream in pullback(inputs, 5 * upstream) },
    .wrong(
      "x − mean of x, with the mean as a constant", "A term that is missing is a fault.", [[4, 3]],
      { $0[0] - $0[0].mean(along: 0) }
    ) { _, _, upstream in [upstream] },
    .wrong(
      "softmax with its diagonal alone", "A term that is missing is a fault.", [[2, 4]],
      { $0[0].softmax(along: 1) }
    ) { inputs, _, upstream in
      let p = inputs[0].softmax(along: 1)
      return [upstream * p * (1 - p)]
    },
    .wrong(
      "x·b with the mean in place of the sum over what was repeated", "A factor is a fault.",
      [[4, 3], [3]], { $0[0] * $0[1] }
    ) { inputs, pullback, upstream in
      let gradients = pullback(inputs, upstream)
      return [gradients[0], gradients[1] / 4]
    },
    .wrong(
      "x·sin x with x used once", "A term that is missing is a fault.", [[2, 5]],
      { $0[0] * $0[0].sin() }
    ) { inputs, _, upstream in [upstream * inputs[0].sin()] },
  ]

  /// A gradient of 200 elements, one of which is off by a share of the largest.
  private static func oneOfMany(
    _ place: Int, by difference: Double, _ remark: String
  ) -> ForeignLayer {
    .wrong(
      "3·x, one of 200 elements of its gradient off by \(difference) of the largest", remark,
      [[20, 10]], { 3 * $0[0] }
    ) { inputs, pullback, upstream in
      var elements = pullback(inputs, upstream)[0].elements
      elements[place] += difference * elements.map(\.magnitude).max()!
      return [Matrix(shape: [20, 10], elements: elements)]
    }
  }

  private static func circle(with pi: Double) -> ForeignLayer {
    .wrong(
      "π·x² with \(pi) for π in its gradient", "The tolerance is 10⁻⁶ of the largest element.",
      [[3, 3]], { Double.pi * $0[0].squared() }
    ) { inputs, pullback, upstream in [2 * pi * upstream * inputs[0]] }
  }
}
