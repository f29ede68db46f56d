import Gradus

extension ExtendingLesson {
  /// In an order in which each remark is the reason of the first that fails.
  static let foreignLayers: [ForeignLayer] =
    rightLayers + layersWithCoarseFaults + layersForInputs + layersForUpstream + quietLayers
    + layersForComparisons + layersWithSlips

  private static let rightLayers: [ForeignLayer] = [
    .right(
      "x·w + b",
      "Compare the pullback with central differences of Σ upstream·output; a step of 1e-5 suits.",
      [[3, 2], [2, 4], [4]], { matmul($0[0], $0[1]) + $0[2] }),
    .right(
      "x²", "A difference to one side is off by about the step: take both sides.", [[2, 3]],
      { $0[0].squared() }),
    .right("tanh x", "Is the step small enough? 1e-5 suits.", [[4, 3]], { $0[0].tanh() }),
    .right(
      "10⁶·x·b", "Large gradients have large rounding errors: the tolerance has to follow them.",
      [[2, 3], [3]], { 1e6 * ($0[0] * $0[1]) }),
    .right(
      "10⁻⁶·x·b", "It is right, however small its gradients are.", [[2, 3], [2, 1]],
      { 1e-6 * ($0[0] * $0[1]) }),
  ]

  private static let layersWithCoarseFaults: [ForeignLayer] = [
    .wrong(
      "x·w + b with gradients of zero", "A gradient that is wrong everywhere has to be found.",
      [[3, 2], [2, 4], [4]], { matmul($0[0], $0[1]) + $0[2] }
    ) { inputs, _, _ in inputs.map { .zeros($0.shape) } },
    .wrong(
      "tanh x with its sign turned",
      "Take the magnitude of the difference, not the difference of magnitudes.", [[2, 3]],
      { $0[0].tanh() }
    ) { inputs, pullback, upstream in pullback(inputs, -upstream) },
    .wrong(
      "tanh x with gradients that are too small everywhere",
      "A difference below zero counts as well: take its magnitude.", [[2, 3]], { $0[0].tanh() }
    ) { inputs, pullback, upstream in [pullback(inputs, upstream)[0] - 1] },
  ]

  /// Wrong ones that inputs without chance do not find, or a look at a part.
  private static let layersForInputs: [ForeignLayer] = [
    .wrong(
      "x² as if it were x", "Where x is 0 its gradient, upstream·x, is right: draw random inputs.",
      [[2, 3]], { $0[0].squared() }
    ) { inputs, _, upstream in [upstream * inputs[0]] },
    .wrong(
      "x² with a gradient without x",
      "Where x is 1 its gradient, 2·upstream, is right: draw random inputs.", [[2, 3]],
      { $0[0].squared() }
    ) { _, _, upstream in [2 * upstream] },
    .wrong(
      "x·w with w where wᵀ belongs",
      "Where w is symmetric it is right: draw each number by itself.", [[4, 3], [3, 3]],
      { matmul($0[0], $0[1]) }
    ) { inputs, pullback, upstream in
      [matmul(upstream, inputs[1]), pullback(inputs, upstream)[1]]
    },
    .wrong(
      "x² without the gradient of its last row",
      "Every number has to be looked at: each of the output, with an upstream number other than 0, and each "
        + "of the gradients.",
      [[3, 2]], { $0[0].squared() }
    ) { inputs, pullback, upstream in
      pullback(inputs, Matrix(shape: [3, 2], elements: upstream.elements[..<4] + [0, 0]))
    },
    .wrong(
      "x², right where x is above 0", "Inputs below 0 have to be tried, too.", [[2, 4]],
      { $0[0].squared() }
    ) { inputs, _, upstream in [2 * upstream * inputs[0].abs()] },
    .wrong(
      "x·b with its two gradients exchanged",
      "Where the two inputs are equal it is right: draw numbers for each.", [[2, 3], [2, 3]],
      { $0[0] * $0[1] }
    ) { inputs, pullback, upstream in pullback(inputs, upstream).reversed() },
    .wrong(
      "x³ with what its first call has kept",
      "At its first point it is right: check the same layer at several.", [[3, 2]],
      { $0[0] * $0[0] * $0[0] },
      remembering: {
        var kept: [Matrix]?
        return { inputs, pullback, upstream in
          kept = kept ?? inputs
          return pullback(kept!, upstream)
        }
      }),
    .wrong(
      "tanh x with gradients that add up from call to call",
      "The first of its gradients is right: check the same layer at several points.", [[2, 2]],
      { $0[0].tanh() },
      remembering: {
        var sum = Matrix.zeros([2, 2])
        return { inputs, pullback, upstream in
          sum += pullback(inputs, upstream)[0]
          return [sum]
        }
      }),
  ]

  /// Wrong ones that an upstream gradient without chance does not find.
  private static let layersForUpstream: [ForeignLayer] = [
    .wrong(
      "tanh x without the upstream gradient",
      "With an upstream gradient of ones its gradient is right: draw a random one.",
      [[2, 3]], { $0[0].tanh() }
    ) { inputs, pullback, upstream in pullback(inputs, .ones(upstream.shape)) },
    .wrong(
      "x² with the upstream gradient turned around",
      "With the same upstream gradient everywhere it is right: draw a random one.", [[5]],
      { $0[0].squared() }
    ) { inputs, pullback, upstream in pullback(inputs, Matrix(upstream.elements.reversed())) },
  ]

  /// Right ones with gradients of zero, with one axis or with many.
  private static let quietLayers: [ForeignLayer] = [
    .right(
      "x + b without its mean",
      "b has no effect, and its differences are rounding errors: the largest element of all "
        + "gradients together makes the tolerance.",
      [[3, 4], []],
      {
        let sum = $0[0] + $0[1]
        return sum - sum.mean()
      }),
    .right(
      "0·x", "Zero agrees with zero: the comparison has to be <=.", [[2, 2]], { 0 * $0[0] }),
    .right(
      "sin of one number",
      "An input may be a single number, and its gradient below 0: the scale is the largest *magnitude*.",
      [[]], { $0[0].sin() }),
    .right(
      "softmax of three axes", "An input may have any number of axes.", [[2, 3, 4]],
      { $0[0].softmax(along: 2) }),
  ]
}
