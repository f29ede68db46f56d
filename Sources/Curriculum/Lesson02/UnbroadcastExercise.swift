import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias Unbroadcast = @Sendable (Matrix, Shape) throws -> Matrix

  static let unbroadcast = Exercise<Answers>(
    "unbroadcast", "Back through broadcasting",
    hints: [
      "A number that was used for three rows has an effect in three places: its gradient is their sum.",
      "var gradient = upstream; while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }",
      "Then for axis in 0..<shape.rank where shape[axis] == 1, sum along it with keepingDimensions.",
    ],
    learned: "What broadcasting has repeated on the way forward is summed up on the way back.",
    landmark: Landmark("Sources/Autograd/Unbroadcasting.swift", "func unbroadcast"),
    solution: { $0.unbroadcast = Backpropagation.unbroadcast },
    check: { answers in
      let upstream: Matrix = [[[1, 2, 5], [10, 20, 50]], [[3, 4, 6], [30, 40, 60]]]
      let name = "unbroadcast([[[1, 2, 5], [10, 20, 50]], [[3, 4, 6], [30, 40, 60]]], to:"
      try expect(
        answers.unbroadcast(upstream, [2, 1]), equals: [[21], [210]], in: "\(name) [2, 1])",
        suspects: unbroadcastMistakes.suspects { try $0(upstream, [2, 1]) })
      try expect(
        answers.unbroadcast(upstream, [3]), equals: [44, 66, 121], in: "\(name) [3])",
        suspects: severalAxesMistakes.suspects { try $0(upstream, [3]) })
      try expect(
        answers.unbroadcast(upstream, [1, 2, 1]), equals: [[[21], [210]]], in: "\(name) [1, 2, 1])",
        suspects: repeatedMistakes.suspects { try $0(upstream, [1, 2, 1]) })
      let shapes: [Shape] = [
        [], [1], [2], [3], [4], [1, 1], [2, 1], [1, 3], [2, 3], [3, 3], [2, 2, 3], [1, 2, 1],
        [2, 1, 3], [5, 1, 1], [4, 1], [1, 4], [10], [12, 1],
      ]
      for (index, sort) in Input.all(seed: 6).enumerated() {
        var input = sort
        let shape = shapes[index % shapes.count]
        for repeats in [[], [1], [3], [2, 3]] as [[Int]] {
          // Each extent of 1 may have been repeated, or not.
          let whole =
            repeats + shape.dimensions.map { $0 > 1 || index % 3 == 0 ? $0 : 1 + index % 5 }
          let upstream = input.tensor(Shape(whole))
          try expect(
            answers.unbroadcast(upstream, shape), equals: gradient(upstream, of: shape),
            in: "unbroadcast of \(input.numbers.rawValue), shape \(Shape(whole)), to \(shape)")
        }
      }
    },
    wrongAnswers: (unbroadcastMistakes + severalAxesMistakes + repeatedMistakes).wrongAnswers(
      \.unbroadcast),
    rightAnswers: [
      RightAnswer("all axes at once") {
        $0.unbroadcast = { upstream, shape in
          let added = upstream.rank - shape.rank
          let axes = (0..<upstream.rank).filter { $0 < added || shape[$0 - added] == 1 }
          guard !axes.isEmpty else { return upstream }
          return upstream.sum(along: Axes(axes)).reshaped(to: shape)
        }
      },
      RightAnswer("extents of 1 first, from the back") {
        $0.unbroadcast = { upstream, shape in
          var gradient = upstream
          let added = upstream.rank - shape.rank
          for axis in (0..<shape.rank).reversed() where shape[axis] != gradient.shape[added + axis]
          {
            gradient = gradient.sum(along: Axes(added + axis), keepingDimensions: true)
          }
          for _ in 0..<added { gradient = gradient.sum(along: 0) }
          return gradient
        }
      },
      RightAnswer("the framework's differentiation") {
        $0.unbroadcast = { gradient($0, of: $1) }
      },
    ])

  /// What the framework says: the gradient of Σ upstream·t with respect to t of the given shape.
  private static func gradient(_ upstream: Matrix, of shape: Shape) -> Matrix {
    valueWithGradients(at: [Matrix.zeros(shape)]) { ($0[0] * Variable(upstream)).sum() }.1[0]
  }

  private static let unbroadcastMistakes: [Mistake<Unbroadcast>] = [
    Mistake(
      "nothing summed", "Nothing has been summed: the gradient has to have the original shape.",
      { upstream, _ in upstream }),
    Mistake(
      "mean instead of sum", "That is the mean: the gradients are summed.",
      { upstream, shape in
        try Backpropagation.unbroadcast(upstream, to: shape) * Double(shape.elementCount)
          / Double(upstream.elementCount)
      }),
    Mistake(
      "mean along the added axis",
      "The added axis is averaged, or the sum divided by its extent: the gradients are summed.",
      { upstream, shape in
        try Backpropagation.unbroadcast(upstream, to: shape) / Double(upstream.shape[0])
      }),
    Mistake(
      "mean along the extents of 1",
      "The axis of extent 1 is averaged: the gradients are summed.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.mean(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
    Mistake(
      "largest instead of sum", "Those are the largest: the gradients are summed.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.max(along: 0) }
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.max(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
    Mistake(
      "the first of the added axis alone",
      "Of the added axis only the first place counts: sum along it.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient[0] }
        return try Backpropagation.unbroadcast(gradient, to: shape)
      }),
    Mistake(
      "only added axes", "Only the added axis is summed: the extent of 1 was repeated too.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        return gradient
      }),
    Mistake(
      "only extents of 1", "An axis that broadcasting has added in front has to go: sum along it.",
      { upstream, shape in
        var gradient = upstream
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
    Mistake(
      "axes not kept", "The axis is gone; where the shape has an extent of 1, it has to stay.",
      { upstream, shape in
        try Backpropagation.unbroadcast(upstream, to: shape)
          .reshaped(to: Shape(shape.dimensions.filter { $0 != 1 }))
      }),
    Mistake(
      "added axes kept", "The added axis is summed, but still there: it has to go.",
      { upstream, shape in
        let added = [Int](repeating: 1, count: upstream.rank - shape.rank)
        return try Backpropagation.unbroadcast(upstream, to: shape)
          .reshaped(to: Shape(added + shape.dimensions))
      }),
    Mistake(
      "all summed", "That is the sum of everything: only what was repeated is summed.",
      { upstream, shape in Matrix(repeating: upstream.sum(), shape: shape) }),
    Mistake(
      "sums along the last axis",
      "That sums along the last axis; what broadcasting adds is in front.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: -1) }
        return gradient
      }),
    Mistake(
      "sums along the last axis, and extents of 1",
      "That sums along the last axis; what broadcasting adds is in front.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: -1) }
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
    Mistake(
      "extents of 1 first",
      "Sum along the added axes first: only then is axis 0 of the gradient that of `shape`.",
      { upstream, shape in
        var gradient = upstream
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        return gradient
      }),
    Mistake(
      "first ones alone", "Those are the first ones alone: each repetition has used the number.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient[0] }
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.slice(0..<1, along: axis)
        }
        return gradient
      }),
    Mistake(
      "only reshaped", "The first numbers are cut out: sum what was repeated.",
      { upstream, shape in
        Matrix(shape: shape, elements: Array(upstream.elements.prefix(shape.elementCount)))
      }),
  ]

  /// Shown where no axis was added, and several were repeated.
  private static let repeatedMistakes: [Mistake<Unbroadcast>] = [
    Mistake(
      "nothing where the ranks are equal",
      "Also where no axis was added, an extent of 1 may have been repeated: sum along it.",
      { upstream, shape in
        upstream.rank == shape.rank
          ? upstream : try Backpropagation.unbroadcast(upstream, to: shape)
      }),
    Mistake(
      "only the first extent of 1", "Only one axis of extent 1 is summed: go through all of them.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        if let axis = shape.dimensions.firstIndex(of: 1) {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
    Mistake(
      "not along axis 0", "Axis 0 may have an extent of 1 as well: the axes are counted from 0.",
      { upstream, shape in
        var gradient = upstream
        while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        for axis in 0..<shape.rank where axis > 0 && shape[axis] == 1 {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      }),
  ]

  /// Shown where several axes were added.
  private static let severalAxesMistakes: [Mistake<Unbroadcast>] = [
    Mistake(
      "one added axis at most", "Only one added axis is summed: go on while there are too many.",
      { upstream, shape in
        var gradient = upstream
        if gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
        for axis in 0..<shape.rank where shape[axis] == 1 {
          gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
        }
        return gradient
      })
  ]
}
