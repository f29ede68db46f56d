import Curriculum
import Gradus

extension BackpropagationLesson {
  static let backward = Exercise<Answers>(
    "backward", "The walk back along the tape",
    hints: [
      "Start with an array of zeros, one a record, and 1 at the end.",
      "for index in tape.indices.reversed(), and inside it, for input in tape[index].inputs.",
      "gradients[input.index] += input.localDerivative * gradients[index]",
    ],
    learnt:
      "One walk along the tape, last record first, gives all derivatives at once; what is used "
      + "twice receives a sum, hence +=.",
    landmark: Landmark("Sources/Autograd/Tape.swift", "func backward"),
    solution: { $0.backward = Backpropagation.backward },
    check: { answers in
      // c = a·b with a = 2, b = 3, and d = c + a: ∂d/∂a = b + 1.
      let diamond: [ScalarRecord] = [
        ScalarRecord(), ScalarRecord(),
        ScalarRecord([.init(0, localDerivative: 3), .init(1, localDerivative: 2)]),
        ScalarRecord([.init(2, localDerivative: 1), .init(0, localDerivative: 1)]),
      ]
      try expect(
        Tensor(answers.backward(diamond)), equals: [4, 2, 1, 1],
        in: "backward of a·b + a at a = 2, b = 3",
        suspects: [
          Suspect(
            [3, 2, 1, 1],
            "a is used twice, and both uses count: add (+=) what comes back, do not assign (=) it."),
          Suspect(
            [1, 2, 1, 1],
            "a is used twice, and both uses count: add (+=) what comes back, do not assign (=) it."),
          Suspect(
            [0, 0, 0, 0], "The last number's own derivative is 1; everything starts from it."),
          Suspect(
            [0, 0, 0, 1],
            "Nothing came back: the derivative at the end is set too late."),
          Suspect(
            [1, 0, 1, 1],
            "Only the last record hands anything on: go through all of them, from the back."),
          Suspect(
            [8, 5, 2, 1], "Every derivative starts from 0 but the last, which starts from 1."),
          Suspect(
            [7, 4, 2, 1],
            "The local derivative is multiplied by what arrives from behind, not added to it."),
        ])
      // A chain of three factors, 2·5·(−3).
      let chain: [ScalarRecord] = [
        ScalarRecord(), ScalarRecord([.init(0, localDerivative: 2)]),
        ScalarRecord([.init(1, localDerivative: 5)]),
        ScalarRecord([.init(2, localDerivative: -3)]),
      ]
      try expect(
        Tensor(answers.backward(chain)), equals: [-30, -15, -3, 1],
        in: "backward of a chain with the local derivatives 2, 5, −3",
        suspects: [
          Suspect(
            [2, 5, -3, 1],
            "Each local derivative has to be multiplied by the derivative that arrives from behind."
          ),
          Suspect(
            [0, 0, -3, 1], "Only one step came back: the walk has to go from the back to the front."
          ),
        ])
      try expect(
        Tensor(answers.backward([ScalarRecord()])), equals: [1], in: "backward of one record")

      // Random tapes against sums over all paths.
      var generator = RandomGenerator(seed: 2)
      for _ in 0..<10 {
        let tape = (0..<8).map { index in
          ScalarRecord(
            (0..<(index == 0 ? 0 : 1 + index % 3)).map { _ in
              .init(generator.uniformInteger(below: index), localDerivative: generator.normal())
            })
        }
        try expect(
          Tensor(answers.backward(tape)),
          equals: Tensor(tape.indices.map { sumOverPaths(tape, $0) }),
          in: "backward of a random tape of 8 records")
      }
    },
    wrongAnswers: [
      WrongAnswer("= instead of +=") {
        $0.backward = { tape in
          walk(tape) { gradients, input, index in
            gradients[input.index] = input.localDerivative * gradients[index]
          }
        }
      },
      WrongAnswer("upstream forgotten") {
        $0.backward = { tape in
          walk(tape) { gradients, input, _ in gradients[input.index] += input.localDerivative }
        }
      },
      WrongAnswer("added instead of multiplied") {
        $0.backward = { tape in
          walk(tape) { gradients, input, index in
            gradients[input.index] += input.localDerivative + gradients[index]
          }
        }
      },
      WrongAnswer("from the front to the back") {
        $0.backward = { tape in
          var gradients = [Double](repeating: 0, count: tape.count)
          gradients[tape.count - 1] = 1
          for index in tape.indices {
            for input in tape[index].inputs {
              gradients[input.index] += input.localDerivative * gradients[index]
            }
          }
          return gradients
        }
      },
      WrongAnswer("no 1 to start from") {
        $0.backward = { tape in [Double](repeating: 0, count: tape.count) }
      },
      WrongAnswer("all start from 1") {
        $0.backward = { tape in
          var gradients = [Double](repeating: 1, count: tape.count)
          for index in tape.indices.reversed() {
            for input in tape[index].inputs {
              gradients[input.index] += input.localDerivative * gradients[index]
            }
          }
          return gradients
        }
      },
    ])

  private static func walk(
    _ tape: [ScalarRecord], _ visit: (inout [Double], ScalarRecord.Input, Int) throws -> Void
  ) rethrows -> [Double] {
    var gradients = [Double](repeating: 0, count: tape.count)
    gradients[tape.count - 1] = 1
    for index in tape.indices.reversed() {
      for input in tape[index].inputs { try visit(&gradients, input, index) }
    }
    return gradients
  }

  /// The derivative of the last number as the sum, over all paths to it, of the products of the local
  /// derivatives: what the chain rule says, without any economy.
  private static func sumOverPaths(_ tape: [ScalarRecord], _ start: Int) -> Double {
    if start == tape.count - 1 { return 1 }
    var sum = 0.0
    for index in start + 1..<tape.count {
      for input in tape[index].inputs where input.index == start {
        sum += input.localDerivative * sumOverPaths(tape, index)
      }
    }
    return sum
  }
}
