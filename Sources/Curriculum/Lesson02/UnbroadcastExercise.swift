import Curriculum
import Gradus

extension BackpropagationLesson {
  static let unbroadcast = Exercise<Answers>(
    "unbroadcast", "Back through broadcasting",
    hints: [
      "A number that was used for three rows has an effect in three places: its gradient is their sum.",
      "var gradient = upstream; while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }",
      "Then for axis in 0..<shape.rank where shape[axis] == 1, sum along it with keepingDimensions.",
    ],
    learnt: "What broadcasting has repeated on the way forward is summed up on the way back.",
    landmark: Landmark("Sources/Autograd/Unbroadcasting.swift", "func unbroadcast"),
    solution: { $0.unbroadcast = Backpropagation.unbroadcast },
    check: { answers in
      let upstream: Matrix = [[1, 2, 3], [10, 20, 30]]
      let cases: [(shape: Shape, expected: Matrix)] = [
        ([3], [11, 22, 33]), ([2, 1], [[6], [60]]), ([1, 3], [[11, 22, 33]]), ([1, 1], [[66]]),
        ([1], [66]), ([2, 3], upstream), ([], Tensor(66)),
      ]
      for (shape, expected) in cases {
        let count = Double(upstream.elementCount / shape.elementCount)
        try expect(
          answers.unbroadcast(upstream, shape), equals: expected,
          in: "unbroadcast([[1, 2, 3], [10, 20, 30]], to: \(shape))",
          suspects: [
            Suspect(expected / count, "That is the mean: the gradients are summed."),
            Suspect(
              upstream, "Nothing has been summed: the gradient has to have the original shape."),
            Suspect(
              expected.flattened(),
              "The axis is gone; where the shape has an extent of 1, it has to stay."),
            Suspect(
              expected.reshaped(to: Shape([1] + shape.dimensions)),
              "An axis that broadcasting has added in front has to go."),
            Suspect(
              upstream.slice(0..<1, along: 0).reshaped(to: [3]),
              "That is the first row alone: all rows have used the vector, so all are summed."),
            Suspect(
              upstream.sum(along: 0),
              "That sums along axis 0 whatever the shape: which axis was repeated, or added?"),
            Suspect(
              upstream.sum(along: 1),
              "That sums along the last axis; what broadcasting adds is in "
                + "front."),
          ])
      }
      var generator = RandomGenerator(seed: 6)
      let batch = Matrix.normal([4, 2, 3], using: &generator)
      try expect(
        answers.unbroadcast(batch, [2, 1]),
        equals: batch.sum(along: [0, 2]).reshaped(to: [2, 1]),
        in: "unbroadcast of random numbers, shape [4, 2, 3], to [2, 1]",
        suspects: [
          Suspect(
            batch.sum(along: 0), "Only the added axis is summed: the extent of 1 was repeated too.")
        ])
    },
    wrongAnswers: [
      WrongAnswer("nothing summed") { $0.unbroadcast = { upstream, _ in upstream } },
      WrongAnswer("mean instead of sum") { answers in
        let right = answers.unbroadcast
        answers.unbroadcast = { upstream, shape in
          try right(upstream, shape) * Double(shape.elementCount) / Double(upstream.elementCount)
        }
      },
      WrongAnswer("only added axes") {
        $0.unbroadcast = { upstream, shape in
          var gradient = upstream
          while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
          return gradient
        }
      },
      WrongAnswer("only extents of 1") {
        $0.unbroadcast = { upstream, shape in
          var gradient = upstream
          for axis in 0..<shape.rank where shape[axis] == 1 {
            gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
          }
          return gradient
        }
      },
      WrongAnswer("axes not kept") { answers in
        let right = answers.unbroadcast
        answers.unbroadcast = { upstream, shape in try right(upstream, shape).flattened() }
      },
      WrongAnswer("sums along axis 0") {
        $0.unbroadcast = { upstream, _ in upstream.sum(along: 0) }
      },
      WrongAnswer("sums along the last axis") {
        $0.unbroadcast = { upstream, shape in
          var gradient = upstream
          while gradient.rank > shape.rank { gradient = gradient.sum(along: -1) }
          return gradient
        }
      },
      WrongAnswer("first row alone") { answers in
        let right = answers.unbroadcast
        answers.unbroadcast = { upstream, shape in
          shape.rank < upstream.rank && shape.rank == 1
            ? upstream.slice(0..<1, along: 0).flattened() : try right(upstream, shape)
        }
      },
    ])
}
