import Curriculum
import Gradus

/// What a model of the course costs for one sample: a row of numbers, a picture, or a character.
struct LessonCost: Sendable {
  let lesson: Int
  let name: String
  let parameterCount: Int
  /// Operations of a prediction.
  let operations: Int
  /// Bytes that are moved for it in `Float`.
  let bytes: Int
}

extension LeavingExperiment {
  // MARK: (e) The course in numbers

  /// The cost of models of the lessons, those of linear layers by exercise 7.
  func courseInNumbers() throws -> [LessonCost] {
    var generator = RandomGenerator(seed: 1)
    func chain(_ lesson: Int, _ name: String, _ sizes: [Int]) throws -> LessonCost {
      let cost = try answers.roofline(sizes, 1, 4, 1, 1)
      let parameters = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
      return LessonCost(
        lesson: lesson, name: name, parameterCount: parameters, operations: cost.operations,
        bytes: cost.bytes)
    }
    /// Each weight is read once; what else is moved is little beside them.
    func other(_ lesson: Int, _ name: String, _ parameterCount: Int, _ operations: Int)
      -> LessonCost
    {
      LessonCost(
        lesson: lesson, name: name, parameterCount: parameterCount, operations: operations,
        bytes: 4 * parameterCount)
    }
    let convolutional = Sequential(
      Conv2D<Float>(1, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
      Conv2D(16, 32, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2), Flatten(),
      Linear(128, 10, using: &generator))
    let characters = try Book(.alice).vocabulary.count
    let reader = RecurrentReader<LSTMCell<Float>>(
      characters: characters, ReaderKind.lstm.size, using: &generator)
    let gpt = GPT<Float>(
      vocabulary: characters, context: 64, width: 64, heads: 4, layers: 4, positions: .rotary,
      using: &generator)
    // Of the last character in a full context, if keys and values of the others are kept.
    let perCharacter = gpt.cost(of: Tensor(repeating: 0, shape: [1, 64])).multiplyAdds! / 64
    return [
      try chain(1, "a line", [1, 1]),
      try chain(2, "digits, 64-32-10", [64, 32, 10]),
      other(
        8, "digits, two convolutions", convolutional.parameterCount,
        2 * convolutional.cost(inputShape: [1, 1, 8, 8]).multiplyAdds!),
      // A character reads a row of the table; the other weights are each used once.
      other(
        9, "Alice, LSTM of 256", reader.parameterCount,
        2 * (reader.parameterCount - 64 * characters)),
      other(10, "Alice, GPT of 4 blocks", gpt.parameterCount, 2 * perCharacter),
      try chain(12, "tic-tac-toe, 18-64-64-9", [18, 64, 64, 9]),
      try chain(14, "Fashion, 196-64-10", [196, 64, 10]),
    ]
  }
}
