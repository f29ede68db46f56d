import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias Backward = @Sendable ([ScalarRecord]) throws -> [Double]

  static let backward = Exercise<Answers>(
    "backward", "The walk back along the tape",
    hints: [
      "Start with an array of zeros, one per record, and 1 at the end.",
      "for index in tape.indices.reversed(), and inside it, for input in tape[index].inputs.",
      "gradients[input.index] += input.localDerivative * gradients[index]",
    ],
    learned:
      "One walk along the tape, last record first, gives all derivatives at once; what is used "
      + "twice receives a sum, hence +=.",
    landmark: Landmark("Sources/Autograd/RecordedOperations.swift", "func backward"),
    solution: { $0.backward = Backpropagation.backward },
    check: { answers in
      // c = 2·a, d = c·b with b a leaf in the middle, e = 5·d − 7·c: c is used twice.
      let tape: [ScalarRecord] = [
        ScalarRecord(), ScalarRecord([.init(0, localDerivative: 2)]), ScalarRecord(),
        ScalarRecord([.init(2, localDerivative: 4), .init(1, localDerivative: 3)]),
        ScalarRecord([.init(3, localDerivative: 5), .init(1, localDerivative: -7)]),
      ]
      try expect(
        Tensor(answers.backward(tape)), equals: [16, 8, 20, 5, 1],
        in: "backward of a, c = 2·a, b = 3, d = c·b, e = 5·d − 7·c at a = 2",
        suspects: backwardMistakes.suspects { Tensor(try $0(tape)) })
      try expect(
        Tensor(answers.backward([ScalarRecord()])), equals: [1], in: "backward of one record")
      // b = a·a at a = 3, then c = 5·a, of which nothing is made, and d = 2·b.
      let square: [ScalarRecord] = [
        ScalarRecord(), ScalarRecord([.init(0, localDerivative: 3), .init(0, localDerivative: 3)]),
        ScalarRecord([.init(0, localDerivative: 5)]), ScalarRecord([.init(1, localDerivative: 2)]),
      ]
      try expect(
        Tensor(answers.backward(square)), equals: [12, 2, 0, 1],
        in: "backward of a, b = a·a, c = 5·a, d = 2·b at a = 3",
        suspects: repeatedMistakes.suspects { Tensor(try $0(square)) })

      // Random tapes against sums over all paths: leaves anywhere, numbers that nothing was made of, and
      // one input listed twice.
      var generator = RandomGenerator(seed: 2)
      for round in 0..<40 {
        let tape = (0..<1 + round % 10).map { index in
          ScalarRecord(
            (0..<(index == 0 ? 0 : generator.uniformInteger(below: 4))).map { _ in
              .init(
                generator.uniformInteger(below: index),
                localDerivative: round % 4 == 0 ? -2 : generator.normal())
            })
        }
        try expect(
          Tensor(answers.backward(tape)),
          equals: Tensor(tape.indices.map { sumOverPaths(tape, $0) }),
          in: "backward of a random tape of \(tape.count) records")
      }
    },
    wrongAnswers: (backwardMistakes + repeatedMistakes).wrongAnswers(\.backward),
    rightAnswers: [
      RightAnswer("each record gathers from those that used it") {
        $0.backward = { tape in
          var gradients = [Double](repeating: 0, count: tape.count)
          for index in tape.indices.reversed() {
            gradients[index] = index == tape.count - 1 ? 1 : 0
            for user in index + 1..<max(index + 1, tape.count) {
              for input in tape[user].inputs where input.index == index {
                gradients[index] += gradients[user] * input.localDerivative
              }
            }
          }
          return gradients
        }
      },
      RightAnswer("a stride from the back") {
        $0.backward = { tape in
          var gradients = tape.map { _ in 0.0 }
          gradients[gradients.count - 1] = 1
          for index in stride(from: tape.count - 1, through: 0, by: -1) where gradients[index] != 0
          {
            let upstream = gradients[index]
            tape[index].inputs.forEach { gradients[$0.index] += $0.localDerivative * upstream }
          }
          return gradients
        }
      },
      RightAnswer("sums over all paths") {
        $0.backward = { tape in tape.indices.map { sumOverPaths(tape, $0) } }
      },
    ])

  private static let backwardMistakes: [Mistake<Backward>] = [
    walk(
      "= instead of +=",
      "What is used twice gets two shares: add (+=) what comes back, do not assign (=) it."
    ) { $0[$1.index] = $1.localDerivative * $0[$2] },
    walk(
      "upstream forgotten",
      "Each local derivative has to be multiplied by the derivative that arrives from its output."
    ) { gradients, input, _ in gradients[input.index] += input.localDerivative },
    walk(
      "added instead of multiplied",
      "The local derivative is multiplied by what arrives from its output, not added to it."
    ) { $0[$1.index] += $1.localDerivative + $0[$2] },
    walk("local derivative forgotten", "The local derivative is missing: multiply by it.") {
      $0[$1.index] += $0[$2]
    },
    walk(
      "multiplied at the end", "What comes back is added to what is there, not multiplied by it."
    ) {
      $0[$1.index] = ($0[$1.index] == 0 ? 1 : $0[$1.index]) * $1.localDerivative * $0[$2]
    },
    walk(
      "from the front to the back",
      "Only the last record hands anything on: go through all of them, from the back.",
      isReversed: false
    ) { $0[$1.index] += $1.localDerivative * $0[$2] },
    walk("all start from 1", "Every derivative starts from 0 but the last, which starts from 1.", 1)
    {
      $0[$1.index] += $1.localDerivative * $0[$2]
    },
    Mistake(
      "no 1 to start from", "The last number's own derivative is 1; everything starts from it.",
      { tape in [Double](repeating: 0, count: tape.count) }),
    Mistake(
      "1 set at the end",
      "Nothing came back: the last number's 1 has to be there first, the walk begins with its record, "
        + "and what it hands on is added.",
      { tape in (0..<tape.count).map { $0 == tape.count - 1 ? 1 : 0 } }),
    Mistake(
      "1 at the front", "The 1 belongs to the last number: it is the one that is differentiated.",
      { tape in (0..<tape.count).map { $0 == 0 ? 1 : 0 } }),
    limited(
      "stops at a leaf", "The walk ends at the first record without inputs: go on to the front."
    ) {
      tape in
      let last = tape.indices.dropLast().last { tape[$0].inputs.isEmpty }
      return { index, _ in index > (last ?? -1) }
    },
    limited(
      "the last record alone",
      "Only the last record hands anything on: go through all of them, from the back."
    ) {
      tape in { index, _ in index == tape.count - 1 }
    },
    limited(
      "first input alone", "Only the first input of each record gets anything: go through all."
    ) {
      tape in { _, place in place == 0 }
    },
    limited("last input alone", "Only the last input of each record gets anything: go through all.")
    {
      tape in { index, place in place == tape[index].inputs.count - 1 }
    },
    walk(
      "only the first share kept",
      "What is used twice gets two shares: a second one is added to the first, not dropped."
    ) { if $0[$1.index] == 0 { $0[$1.index] = $1.localDerivative * $0[$2] } },
    Mistake(
      "the last one left out",
      "The last number is missing: its own derivative, 1, is part of the result as well.",
      { Array(try Backpropagation.backward($0).dropLast()) }),
    Mistake(
      "leaves alone", "Those are the records without inputs alone: every record has a derivative.",
      { tape in
        zip(tape, try Backpropagation.backward(tape)).filter { $0.0.inputs.isEmpty }.map { $0.1 }
      }),
    Mistake(
      "set to 0 when handed on",
      "A record keeps its own derivative after it has handed it on: it is part of the result.",
      { tape in
        zip(tape, try Backpropagation.backward(tape)).map { $0.inputs.isEmpty ? $1 : 0 }
      }),
    Mistake(
      "an input's place among the inputs",
      "input.index is the place on the tape: its place among the inputs is another number.",
      { tape in
        try Backpropagation.backward(
          tape.map { record in
            ScalarRecord(
              record.inputs.enumerated().map { .init($0, localDerivative: $1.localDerivative) })
          })
      }),
    Mistake(
      "each record followed at once, more than once",
      "Its derivative is handed on before it is complete, and again later: go from the back to the "
        + "front, record by record.",
      { tape in
        var gradients = [Double](repeating: 0, count: tape.count)
        gradients[tape.count - 1] = 1
        func follow(_ index: Int) {
          for input in tape[index].inputs {
            gradients[input.index] += input.localDerivative * gradients[index]
            follow(input.index)
          }
        }
        follow(tape.count - 1)
        return gradients
      }),
    Mistake(
      "each record followed at once, and only once",
      "A derivative is handed on before it is complete: go from the back to the front, record by record.",
      { tape in
        var gradients = [Double](repeating: 0, count: tape.count)
        var isDone = [Bool](repeating: false, count: tape.count)
        gradients[tape.count - 1] = 1
        func follow(_ index: Int) {
          if isDone[index] { return }
          isDone[index] = true
          for input in tape[index].inputs {
            gradients[input.index] += input.localDerivative * gradients[index]
            follow(input.index)
          }
        }
        follow(tape.count - 1)
        return gradients
      }),
    Mistake(
      "in the order of the walk", "The numbers are right, but their order is that of the walk.",
      { try Backpropagation.backward($0).reversed() }),
  ]

  /// Shown by an input that is listed twice, and by a record of which nothing was made.
  private static let repeatedMistakes: [Mistake<Backward>] = [
    limited(
      "an input listed twice counts once",
      "An input that is listed twice gets two shares: go through all inputs, as they stand."
    ) { tape in
      { index, place in
        let input = tape[index].inputs[place].index
        return !tape[index].inputs[..<place].contains { $0.index == input }
      }
    },
    Mistake(
      "stops at a derivative of 0",
      "The walk ends at the first record whose derivative is 0: go on to the front.",
      { tape in
        var gradients = [Double](repeating: 0, count: tape.count)
        gradients[tape.count - 1] = 1
        for index in tape.indices.reversed() {
          if gradients[index] == 0 { break }
          for input in tape[index].inputs {
            gradients[input.index] += input.localDerivative * gradients[index]
          }
        }
        return gradients
      }),
  ]

  private static func walk(
    _ name: String, _ why: String, _ start: Double = 0, isReversed: Bool = true,
    _ visit: @escaping @Sendable (inout [Double], ScalarRecord.Input, Int) -> Void
  ) -> Mistake<Backward> {
    Mistake(name, why) { tape in
      var gradients = [Double](repeating: start, count: tape.count)
      gradients[tape.count - 1] = 1
      for index in isReversed ? tape.indices.reversed() : Array(tape.indices) {
        for input in tape[index].inputs { visit(&gradients, input, index) }
      }
      return gradients
    }
  }

  /// The right walk, with some inputs left out: whether one is visited, by the record's index and the
  /// input's place among its inputs.
  private static func limited(
    _ name: String, _ why: String,
    _ visits: @escaping @Sendable ([ScalarRecord]) -> (_ index: Int, _ place: Int) -> Bool
  ) -> Mistake<Backward> {
    Mistake(name, why) { tape in
      let visits = visits(tape)
      return try Backpropagation.backward(
        tape.enumerated().map { index, record in
          ScalarRecord(
            record.inputs.enumerated().filter { visits(index, $0.offset) }.map(\.element))
        })
    }
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
